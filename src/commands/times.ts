import { InvalidArgumentError } from "commander";

/** A date or a date with a clock time as typed on the command line, still in no zone. */
export interface TypedTime {
  readonly text: string;
}

/** Reads `YYYY-MM-DD` or `YYYY-MM-DD HH:MM`. */
export function parseTypedTime(text: string): TypedTime {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2}))?$/u.exec(text);
  const day = match && new Date(Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])));
  const exists =
    day && day.getUTCMonth() === Number(match[2]) - 1 && Number(match[4] ?? 0) < 24 && Number(match[5] ?? 0) < 60;
  if (!exists)
    throw new InvalidArgumentError(
      "write a date as YYYY-MM-DD, or with a time as “YYYY-MM-DD HH:MM”, on the agreement's clocks",
    );
  return { text: text.replace("T", " ") };
}
