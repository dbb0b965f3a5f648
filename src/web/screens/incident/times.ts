/** When something happened, as far as anybody can say: for one sentence. */
export type When =
  | { readonly key: "whenUnknown" }
  | { readonly key: "whenMoment"; readonly at: number }
  | { readonly key: "whenDay"; readonly day: number }
  | { readonly key: "whenDays"; readonly from: number; readonly to: number }
  | { readonly key: "whenBetween"; readonly from: number; readonly to: number }
  | { readonly key: "whenFrom"; readonly from: number }
  | { readonly key: "whenUntil"; readonly to: number };

/**
 * A stretch `[earliest, latest]` in words. Whole days on the clocks of the zone are said as days, so that a day that a source
 * gave is not said to be an hour; the last moment of a stretch of days is the midnight after it.
 */
export function whenOf(earliest: string | null, latest: string | null, zone: string): When {
  if (earliest === null && latest === null) return { key: "whenUnknown" };
  if (earliest === null) return { key: "whenUntil", to: Date.parse(latest!) };
  const from = Date.parse(earliest);
  if (latest === null) return { key: "whenFrom", from };
  const to = Date.parse(latest);
  if (from === to) return { key: "whenMoment", at: from };
  if (!beginsDay(from, zone) || !beginsDay(to, zone)) return { key: "whenBetween", from, to };
  const last = to - 1;
  return dayIn(zone, from) === dayIn(zone, last) ? { key: "whenDay", day: from } : { key: "whenDays", from, to: last };
}

/** A day begins where the one before it ends: where clocks are put forward at midnight, that is at one o'clock. */
function beginsDay(at: number, zone: string): boolean {
  return dayIn(zone, at) !== dayIn(zone, at - 1);
}

/** The day that it is on the clocks of a zone: YYYY-MM-DD. */
export function dayIn(zone: string, at: number): string {
  const options = { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" } as const;
  const parts = new Map(
    new Intl.DateTimeFormat("en-GB", options).formatToParts(at).map(({ type, value }) => [type, value]),
  );
  return [parts.get("year"), parts.get("month"), parts.get("day")].join("-");
}

/** How a clock stands that was started for somebody. */
export type Clock =
  | { readonly state: "running" | "overdue"; readonly left: Length }
  | { readonly state: "metInTime" | "metLate"; readonly left: Length }
  | { readonly state: "none" };

export interface Length {
  readonly days: number;
  readonly hours: number;
  readonly minutes: number;
}

export interface Due {
  readonly dueAt: string | null;
  /** When it was done; null: not yet. */
  readonly doneAt: string | null;
}

export function clockOf({ dueAt, doneAt }: Due, now: number): Clock {
  if (dueAt === null) return { state: "none" };
  const due = Date.parse(dueAt);
  const gap = due - (doneAt === null ? now : Date.parse(doneAt));
  const left = lengthOf(Math.abs(gap));
  if (doneAt !== null) return { state: gap >= 0 ? "metInTime" : "metLate", left };
  return { state: gap >= 0 ? "running" : "overdue", left };
}

const MINUTE = 60_000;

/** Whole minutes are enough: a clock that has 20 seconds left has a minute at most, and is not yet over. */
export function lengthOf(milliseconds: number): Length {
  const minutes = Math.max(1, Math.ceil(milliseconds / MINUTE));
  return { days: Math.floor(minutes / 1440), hours: Math.floor((minutes % 1440) / 60), minutes: minutes % 60 };
}

/** The two largest units that say anything. */
export function lengthKey({ days, hours }: Length): "lengthDays" | "lengthHours" | "lengthMinutes" {
  if (days > 0) return "lengthDays";
  return hours > 0 ? "lengthHours" : "lengthMinutes";
}
