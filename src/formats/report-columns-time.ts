import { Temporal } from "temporal-polyfill";
import {
  addDays,
  formatDate,
  isZone,
  parseDate,
  zonedInstant,
  type CivilDate,
  type Instant,
  type Interval,
} from "../kit/index.ts";
import { edtfInterval, parseEdtf, type EdtfDate } from "./edtf.ts";
import { asciiDigits } from "./report-columns-lists.ts";

/**
 * Times as EDTF writes them (`edtf.ts`), with clock times also in stretches: `2024-03-10`, `2024-03`, `2024-03-XX`,
 * `2024-03-10T23:00`, `2024-03-10/2024-03-12`, `2024-03-10T23:00/2024-03-11T01:00`, `2024-03-10/..`. A clock time may carry its
 * distance from UTC. A day, month or year is taken whole, also at the end of a stretch; a clock time alone lasts as long as its
 * last digit, and at the end of a stretch it is the end itself.
 */
export type StatedTime =
  | {
      readonly ok: true;
      readonly interval: Interval;
      /** `UTC` if none is known; then the stretch was widened to what it can be anywhere. */
      readonly zone: string;
      readonly widened: boolean;
      /** At most one day of that zone, whose bounds are certain. */
      readonly isOneDay: boolean;
    }
  | { readonly ok: false; readonly message: string; readonly hint: string };

const hour = 3_600_000;

export function parseStatedTime(text: string, zone?: string): StatedTime {
  const cleaned = asciiDigits(text)
    .replace(/[\u200e\u200f\u061c\u2066-\u2069]/gu, "")
    .trim();
  const pieces = cleaned.split("/");
  if (pieces.length > 2) return wrong(`"${cut(text)}" has more than one stretch`, "write it as earliest/latest");
  const parts = pieces.map(parsePart);
  const fault = parts.find((part) => "fault" in part);
  if (fault !== undefined && "fault" in fault) return wrong(fault.fault, fault.hint);
  const [first, last] = [parts[0] as Part, (parts[1] ?? parts[0]) as Part];
  if (pieces.length === 1 && first.kind === "open") return wrong("there is no time", "write a day, or earliest/latest");
  const isAlone = parts.length === 1;
  const stated = zone ?? commonOffset([first, last]);
  if (!isAlone && isReversed(first, last, stated ?? "UTC"))
    return wrong(`"${cut(text)}" ends before it begins`, "write it as earliest/latest");
  const latest = isAlone ? endOf(first, stated) : finishOf(last, stated);
  const widened = stated === undefined && [first, last].some(isWithoutZone);
  return {
    ok: true,
    interval: { earliest: startOf(first, stated), latest },
    zone: stated ?? "UTC",
    widened,
    isOneDay: !widened && isOneDay(first, last),
  };
}

/** The shortest way to write a stretch from which `parseStatedTime` reads the same stretch in that zone. */
export function formatStatedTime(interval: Interval, zone: string): string {
  const usable = isZone(zone) ? zone : "UTC";
  const [start, end] = [localOf(interval.earliest, usable), localOf(interval.latest, usable)];
  const isSame = (form: string): boolean => {
    const read = parseStatedTime(form, usable);
    return read.ok && read.interval.earliest === interval.earliest && read.interval.latest === interval.latest;
  };
  const length = interval.latest - interval.earliest;
  const forms = [
    ...(start?.isDayStart !== false && end?.isDayStart !== false ? dayForms(start, end) : []),
    ...(start !== undefined && length <= 60_000 ? [start.clock] : []),
    `${start?.clock ?? ".."}/${end?.clock ?? ".."}`,
  ];
  return forms.find(isSame) ?? `${start?.exact ?? ".."}/${end?.exact ?? ".."}`;
}

function dayForms(start: LocalForms | undefined, end: LocalForms | undefined): readonly string[] {
  const first = start === undefined ? ".." : formatDate(start.date);
  const last = end === undefined ? ".." : formatDate(addDays(end.date, -1));
  return first === last ? [first] : [`${first}/${last}`];
}

/** A day ends after it begins, so a stretch that ends with a day cannot be empty; one between two clock times can. */
function isReversed(first: Part, last: Part, zone: string): boolean {
  const [start, end] = [startOf(first, zone), finishOf(last, zone)];
  return last.kind === "days" ? end <= start : end < start;
}

type Part =
  | { readonly kind: "open" }
  | { readonly kind: "days"; readonly date: EdtfDate }
  | {
      readonly kind: "clock";
      readonly date: CivilDate;
      readonly time: ClockTime;
      /** How long its last digit lasts, in milliseconds. */
      readonly lasts: number;
      readonly offset: string | undefined;
    };

interface ClockTime {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
}

interface Fault {
  readonly fault: string;
  readonly hint: string;
}

function wrong(message: string, hint: string): StatedTime {
  return { ok: false, message, hint };
}

function cut(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}

const howToWrite = "write it like 2024-03-10, 2024-03-10T23:00 or 2024-03-10/2024-03-12";

function parsePart(piece: string): Part | Fault {
  const text = piece.trim();
  if (text === "" || text === "..") return { kind: "open" };
  const clock = /^(\d{4}-\d\d-\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?\s*(Z|[+-]\d\d(?::?\d\d)?)?$/iu.exec(
    text,
  );
  if (clock !== null) return clockPart(clock);
  return datePart(text);
}

/** A day, a month or a year. EDTF's seasons and doubts have no bounds, so they are refused with what to write instead. */
function datePart(text: string): Part | Fault {
  const read = parseEdtf(text);
  if (!read.ok) return { fault: read.problem.message, hint: read.problem.hint ?? howToWrite };
  const { value } = read;
  if (value.kind !== "date") return { fault: `“${text}” is not a date`, hint: howToWrite };
  if (!value.uncertain && !value.approximate) return { kind: "days", date: value };
  const hint = "write the earliest and the latest time it can have been: 2024-03-08/2024-03-12";
  return { fault: `“${text}” is in doubt and does not say how far it can be off`, hint };
}

function clockPart(match: RegExpExecArray): Part | Fault {
  const date = parseDate(match[1]!);
  const time = {
    hour: Number(match[2]),
    minute: Number(match[3]),
    second: Number(match[4] ?? 0),
    millisecond: Number((match[5] ?? "").padEnd(3, "0").slice(0, 3)),
  };
  if (date === undefined || time.hour > 23 || time.minute > 59 || time.second > 59)
    return { fault: `"${match[0]}" is not a time that exists`, hint: howToWrite };
  const offset = match[6] === undefined ? undefined : normalOffset(match[6]);
  if (offset !== undefined && !isZone(offset))
    return { fault: `"${match[6]}" is no distance from UTC`, hint: "write it like +03:00" };
  const lasts = match[4] === undefined ? 60_000 : match[5] === undefined ? 1000 : 1;
  return { kind: "clock", date, time, lasts, offset };
}

function normalOffset(text: string): string {
  if (/^z$/iu.test(text)) return "UTC";
  const digits = text.slice(1).replace(":", "").padEnd(4, "0");
  return `${text[0]}${digits.slice(0, 2)}:${digits.slice(2)}`;
}

/** The one offset that all clock times of the stretch carry, if they do and there are no days without one. */
function commonOffset(parts: readonly Part[]): string | undefined {
  const offsets = new Set(
    parts.filter(({ kind }) => kind !== "open").map((part) => (part.kind === "clock" ? part.offset : undefined)),
  );
  return offsets.size === 1 ? [...offsets][0] : undefined;
}

function isWithoutZone(part: Part): boolean {
  return part.kind === "days" || (part.kind === "clock" && part.offset === undefined);
}

/** In no known zone a clock showed that time first at UTC+14 and last at UTC-12. */
const firstZone = 14 * hour;
const lastZone = 12 * hour;

function startOf(part: Part, zone: string | undefined): Instant {
  if (part.kind === "open") return Number.NEGATIVE_INFINITY;
  if (part.kind === "clock") return instantOf(part, zone, "earlier");
  const { earliest } = edtfInterval(part.date, zone ?? "UTC");
  return zone === undefined ? earliest - firstZone : earliest;
}

/** Where a part that stands alone ends. */
function endOf(part: Part, zone: string | undefined): Instant {
  return part.kind === "clock" ? instantOf(part, zone, "later") + part.lasts : finishOf(part, zone);
}

/** Where a stretch ends of which this is the end. */
function finishOf(part: Part, zone: string | undefined): Instant {
  if (part.kind === "open") return Number.POSITIVE_INFINITY;
  if (part.kind === "clock") return instantOf(part, zone, "later");
  const { latest } = edtfInterval(part.date, zone ?? "UTC");
  return zone === undefined ? latest + lastZone : latest;
}

function instantOf(part: Part & { kind: "clock" }, zone: string | undefined, choose: "earlier" | "later"): Instant {
  const { millisecond, ...time } = part.time;
  const stated = part.offset ?? zone;
  const instant = zonedInstant({ ...part.date, ...time }, stated ?? "UTC", choose) + millisecond;
  if (stated !== undefined) return instant;
  return choose === "earlier" ? instant - firstZone : instant + lastZone;
}

/** Whether both ends are stated to be on one calendar day. */
function isOneDay(first: Part, last: Part): boolean {
  const [one, other] = [dayOf(first), dayOf(last)];
  return one !== undefined && one === other;
}

function dayOf(part: Part): string | undefined {
  if (part.kind === "open") return undefined;
  if (part.kind === "clock") return formatDate(part.date);
  const { yearUnspecified, year, month, day } = part.date;
  const isDay = yearUnspecified === 0 && typeof month === "number" && typeof day === "number";
  return isDay ? formatDate({ year, month, day }) : undefined;
}

interface LocalForms {
  readonly date: CivilDate;
  readonly isDayStart: boolean;
  readonly clock: string;
  /** With the distance from UTC, which no clock change makes ambiguous. */
  readonly exact: string;
}

function localOf(instant: Instant, zone: string): LocalForms | undefined {
  if (!Number.isFinite(instant)) return undefined;
  const local = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
  const clock = clockOf(local);
  // Zones of long ago were off by seconds, which ISO 8601 cannot write: then the time is told in UTC.
  const isWritable = /^[+-]\d\d:\d\d$/u.test(local.offset);
  const exact = isWritable ? `${clock}${local.offset}` : `${clockOf(local.withTimeZone("UTC"))}Z`;
  const date = { year: local.year, month: local.month, day: local.day };
  // Where the clocks skip midnight, the day begins at one.
  const isDayStart = local.minute + local.second + local.millisecond === 0 && local.hour < 2;
  return { date, isDayStart, clock, exact };
}

function clockOf(local: Temporal.ZonedDateTime): string {
  const pad = (value: number, digits = 2): string => String(value).padStart(digits, "0");
  const milliseconds = local.millisecond === 0 ? "" : `.${pad(local.millisecond, 3)}`;
  const seconds = local.second === 0 && milliseconds === "" ? "" : `:${pad(local.second)}${milliseconds}`;
  return `${formatDate(local)}T${pad(local.hour)}:${pad(local.minute)}${seconds}`;
}
