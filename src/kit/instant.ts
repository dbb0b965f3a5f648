import { Temporal } from "temporal-polyfill";

/** A point in time: milliseconds since 1970-01-01T00:00Z. `-Infinity` and `Infinity` stand for open ends. */
export type Instant = number;

/**
 * A stretch of time, half open: `earliest` is in it, `latest` is not, so that one day ends exactly where the next begins.
 * An open end is `-Infinity` or `Infinity`.
 */
export interface Interval {
  readonly earliest: Instant;
  readonly latest: Instant;
}

/** Whether two stretches share any time. Days that only touch do not. */
export function overlaps(a: Interval, b: Interval): boolean {
  return a.earliest < b.latest && b.earliest < a.latest;
}

/** Whether all of `inner` is in `outer`. */
export function contains(outer: Interval, inner: Interval): boolean {
  return outer.earliest <= inner.earliest && inner.latest <= outer.latest;
}

/** A date and a clock time as read off a wall, in no zone yet. */
export interface LocalDateTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour?: number;
  readonly minute?: number;
  readonly second?: number;
}

/** A calendar date. */
export interface CivilDate {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
}

/** A date written `YYYY-MM-DD` that exists: 2016-02-29 does, 2016-02-30 and 2015-02-29 do not. Anything else is `undefined`. */
export function parseDate(text: string): CivilDate | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  return { year, month, day };
}

export function formatDate({ year, month, day }: CivilDate): string {
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

/** How many days a month has, in the Gregorian calendar. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days since 1970-01-01, for counting from one date to another. */
export function dayNumber({ year, month, day }: CivilDate): number {
  // Days before a year are counted from March, so that the leap day comes last (Hinnant, "chrono-compatible date algorithms").
  const y = month <= 2 ? year - 1 : year;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return y * 365 + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + dayOfYear - 719468;
}

/** The date a number of days later, or earlier if negative. */
export function addDays(date: CivilDate, days: number): CivilDate {
  const moved = new Date((dayNumber(date) + days) * millisecondsInDay);
  return { year: moved.getUTCFullYear(), month: moved.getUTCMonth() + 1, day: moved.getUTCDate() };
}

/** Whether `zone` is a time zone that this machine knows, such as `Asia/Damascus`, `UTC` or `+02:00`. */
export function isZone(zone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return true;
  } catch {
    return false;
  }
}

/**
 * When a wall clock in `zone` shows this time. A clock put back shows some times twice and one put forward skips some:
 * `choose` takes the earlier or the later reading. Throws RangeError for a zone or date that does not exist: check those first.
 */
export function zonedInstant(local: LocalDateTime, zone: string, choose: "earlier" | "later" = "earlier"): Instant {
  return Temporal.PlainDateTime.from({ ...local }, { overflow: "reject" }).toZonedDateTime(zone, {
    disambiguation: choose,
  }).epochMilliseconds;
}

/**
 * One civil day in a zone, from its first moment to the next day's. Its length is what the clocks made it: 23 hours in
 * Damascus on 2016-03-25, when midnight became one o'clock. Throws RangeError for a zone that does not exist.
 */
export function dayInterval(date: CivilDate, zone: string): Interval {
  return { earliest: startOfDay(date, zone), latest: startOfDay(addDays(date, 1), zone) };
}

/** The date that a calendar in `zone` shows at a moment. Throws RangeError for a zone that does not exist. */
export function dateOf(instant: Instant, zone: string): CivilDate {
  const { year, month, day } = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
  return { year, month, day };
}

/** The days from `first` to `last`, both included. */
export function daysInterval(first: CivilDate, last: CivilDate, zone: string): Interval {
  return { earliest: startOfDay(first, zone), latest: startOfDay(addDays(last, 1), zone) };
}

const millisecondsInDay = 86_400_000;

/** Asking for a zone's rules is slow and a record asks for the same days over and over. Bounded, for hostile files. */
const dayStarts = new Map<string, Map<number, Instant>>();
const mostDaysKept = 50_000;

function startOfDay(date: CivilDate, zone: string): Instant {
  let ofZone = dayStarts.get(zone);
  if (ofZone === undefined) dayStarts.set(zone, (ofZone = new Map()));
  const day = dayNumber(date);
  const known = ofZone.get(day);
  if (known !== undefined) return known;
  const start = Temporal.PlainDate.from({ ...date }, { overflow: "reject" }).toZonedDateTime(zone).epochMilliseconds;
  if (ofZone.size >= mostDaysKept) ofZone.clear();
  ofZone.set(day, start);
  return start;
}

/** A time as its zone's clock showed it, with the distance from UTC: `2016-02-27 00:00 (UTC+02:00)`. */
export function formatInstant(instant: Instant, zone: string): string {
  if (instant === -Infinity) return "no known start";
  if (instant === Infinity) return "no known end";
  const { year, month, day, hour, minute, second, offset } =
    Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
  const seconds = second === 0 ? "" : `:${pad(second, 2)}`;
  return `${formatDate({ year, month, day })} ${pad(hour, 2)}:${pad(minute, 2)}${seconds} (UTC${offset})`;
}

function pad(value: number, digits: number): string {
  return String(value).padStart(digits, "0");
}
