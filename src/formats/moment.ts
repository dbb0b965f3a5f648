import { parseDate } from "../kit/index.ts";

/** Whether the text is a local date or date-time that exists: `2016-02-29`, `2016-02-29 10:00`. */
export function isMoment(text: string): boolean {
  const match = /^(\d{4}-\d{2}-\d{2})(?: (\d{2}):(\d{2}))?$/u.exec(text);
  if (match === null || parseDate(match[1]!) === undefined) return false;
  return Number(match[2] ?? 0) < 24 && Number(match[3] ?? 0) < 60;
}
