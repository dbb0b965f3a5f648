import { Temporal } from "temporal-polyfill";
import type { Whenabouts } from "../domain/index.ts";
import {
  addDays,
  dayInterval,
  daysInMonth,
  formatDate,
  zonedInstant,
  type CivilDate,
  type Instant,
  type Interval,
  type Problem,
} from "../kit/index.ts";

/**
 * Extended Date/Time Format, levels 0 and 1 (ISO 8601-2:2019; Library of Congress, EDTF specification of 4 February 2019).
 *
 * What a source knows of a date is kept as it says it: `2016-02` is not its first day, `2016-02-XX` is one day of February,
 * `2016-02-27?` may be another day altogether. Refused, each in its own words: seasons, years of more or fewer than four
 * digits, and level 2.
 */
export type Edtf = EdtfDate | EdtfTime | EdtfInterval;

/** A day, a month or a year, as exactly as it was said. */
export interface EdtfDate {
  readonly kind: "date";
  /** With unspecified digits, the first year that it can be: 2010 for `201X`. */
  readonly year: number;
  /** How many digits of the year are unspecified, from the right: 1 a decade, 2 a century. */
  readonly yearUnspecified: 0 | 1 | 2;
  /** `XX`: in some month. `undefined`: the year as such. */
  readonly month: number | "XX" | undefined;
  /** `XX`: on some day. `undefined`: the month as such. */
  readonly day: number | "XX" | undefined;
  /** `?`, or `%` with `approximate`: the source doubts it, and it may be another date. */
  readonly uncertain: boolean;
  /** `~`: about then. */
  readonly approximate: boolean;
}

/** A moment on one day. */
export interface EdtfTime {
  readonly kind: "time";
  readonly date: CivilDate;
  readonly hour: number;
  readonly minute: number;
  readonly second: number | undefined;
  /** `Z`, `+02:00`; `undefined`: by the local clock. */
  readonly offset: string | undefined;
}

/** `open`: it had no beginning or goes on. `unknown`: there is one, and the source does not know it. */
export type EdtfEnd = EdtfDate | "open" | "unknown";

export interface EdtfInterval {
  readonly kind: "interval";
  readonly from: EdtfEnd;
  readonly to: EdtfEnd;
}

export type EdtfOutcome =
  | { readonly ok: true; readonly value: Edtf }
  /** `at` has the place in the text. */
  | { readonly ok: false; readonly problem: Problem };

/** Longer than any text of level 1 can be. */
const longestText = 60;

/** Reads a text, without blanks around it. */
export function parseEdtf(text: string): EdtfOutcome {
  const found = text.length > longestText ? notADate(text) : readValue(text);
  if ("code" in found) {
    const { code, message, hint } = found;
    const at = { from: 0, to: text.length };
    return { ok: false, problem: { code, severity: "error", at, message, ...(hint === undefined ? {} : { hint }) } };
  }
  return { ok: true, value: found };
}

/** What is wrong with a text. */
interface Wrong {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

function readValue(text: string): Edtf | Wrong {
  const ends = text.split("/");
  if (ends.length === 2 && !/^\d{1,2}$/u.test(ends[0] ?? "")) return readInterval(text, ends[0] ?? "", ends[1] ?? "");
  return text.includes("T") ? readTime(text) : readDate(text);
}

function readInterval(text: string, start: string, stop: string): EdtfInterval | Wrong {
  if (start.includes("T") || stop.includes("T")) {
    const hint = "write the days, or the two times in fields of their own";
    return { code: "edtf-time-in-interval", message: `“${text}” has a clock time in an interval`, hint };
  }
  const [from, to] = [readEnd(start), readEnd(stop)];
  if (typeof from === "object" && "code" in from) return from;
  if (typeof to === "object" && "code" in to) return to;
  if (typeof from === "string" && typeof to === "string") {
    const hint = "leave the field blank if nothing is known";
    return { code: "edtf-says-nothing", message: `“${text}” has neither a start nor an end`, hint };
  }
  if (typeof from === "object" && typeof to === "object" && isBefore(lastDay(to), firstDay(from))) {
    const hint = "exchange the two dates if they were mixed up";
    return { code: "edtf-end-before-start", message: `“${text}” ends before it starts`, hint };
  }
  return { kind: "interval", from, to };
}

function readEnd(text: string): EdtfEnd | Wrong {
  if (text === "..") return "open";
  return text === "" ? "unknown" : readDate(text);
}

function readDate(text: string): EdtfDate | Wrong {
  const match = /^(\d{4}|\d{3}X|\d{2}XX)(?:-(\d{2}|XX)(?:-(\d{2}|XX))?)?([?~%])?$/u.exec(text);
  if (match === null) return notADate(text);
  const [, yearText = "", monthText, dayText, qualifier] = match;
  const yearUnspecified = yearText.endsWith("XX") ? 2 : yearText.endsWith("X") ? 1 : 0;
  const year = Number(yearText.replaceAll("X", "0"));
  const [month, day] = [readPart(monthText), readPart(dayText)];
  if (typeof month === "number" && month >= 21) return season(text, month);
  // Level 1 leaves digits open from the right only.
  if ((yearUnspecified > 0 && month !== undefined) || (month === "XX" && typeof day === "number")) return level2(text);
  const isDay = typeof day === "number" && typeof month === "number";
  const isThere =
    year >= 1 &&
    (typeof month !== "number" || (month >= 1 && month <= 12)) &&
    (!isDay || (day >= 1 && day <= daysInMonth(year, month)));
  if (!isThere) {
    return { code: "edtf-no-such-date", message: `there is no date ${text}`, hint: "look at the month and the day" };
  }
  const uncertain = qualifier === "?" || qualifier === "%";
  const approximate = qualifier === "~" || qualifier === "%";
  return { kind: "date", year, yearUnspecified, month, day, uncertain, approximate };
}

function readPart(text: string | undefined): number | "XX" | undefined {
  return text === undefined || text === "XX" ? text : Number(text);
}

function readTime(text: string): EdtfTime | Wrong {
  const match = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::(\d{2}))?(Z|[+-]\d{2}:\d{2})?$/u.exec(text);
  if (match === null) return notADate(text);
  const [, dateText = "", hourText, minuteText, secondText, offset] = match;
  const date = readDate(dateText);
  if ("code" in date) return date;
  const [hour, minute] = [Number(hourText), Number(minuteText)];
  const second = secondText === undefined ? undefined : Number(secondText);
  const isOffset = offset === undefined || offset === "Z" || /^[+-](?:0\d|1[0-4]):[0-5]\d$/u.test(offset);
  if (hour > 23 || minute > 59 || (second ?? 0) > 59 || !isOffset) {
    const hint = "hours go from 00 to 23; midnight is 00:00 of the next day";
    return { code: "edtf-no-such-time", message: `there is no time ${text.slice(11)}`, hint };
  }
  const { year, month, day } = date as EdtfDate & CivilDate;
  return { kind: "time", date: { year, month, day }, hour, minute, second, offset };
}

const seasons: Readonly<Record<number, string>> = { 21: "spring", 22: "summer", 23: "autumn", 24: "winter" };

function season(text: string, month: number): Wrong {
  const name = seasons[month];
  if (name === undefined) return month >= 25 && month <= 41 ? level2(text) : noSuchMonth(text);
  const message = `“${text}” is a season (${name}), which begins on no certain day`;
  return { code: "edtf-season", message, hint: "write the months it can be, such as 2016-03/2016-05" };
}

function noSuchMonth(text: string): Wrong {
  return { code: "edtf-no-such-date", message: `there is no date ${text}`, hint: "months go from 01 to 12" };
}

function level2(text: string): Wrong {
  const hint = "write the first and the last date it can be, such as 2016-02-27/2016-03-01";
  return { code: "edtf-level-2", message: `“${shown(text)}” is EDTF level 2, which is not read`, hint };
}

function notADate(text: string): Wrong {
  if (text === "") return { code: "edtf-empty", message: "there is no date", hint: "write one, such as 2016-02-27" };
  if (/^(?:Y?-?\d{5,}|-\d{4}|Y)/u.test(text)) {
    const message = `“${shown(text)}” has a year of more than four digits or before the year 1`;
    return { code: "edtf-long-year", message, hint: "write the year with four digits" };
  }
  if (/^[[{]|^[?~%]|[?~%](?=.)|^\d{4}(?:S|E)|X/u.test(text)) return level2(text);
  const hint = /^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}$/u.test(text)
    ? "write year, month, day: it cannot be told which of the first two is the month"
    : "write it as 2016-02-27, 2016-02, 2016-02-27/2016-03-01 or 2016-02-27T10:00:00+02:00";
  return { code: "edtf-not-a-date", message: `“${shown(text)}” is not a date`, hint };
}

function shown(text: string): string {
  return text.length > longestText ? `${text.slice(0, longestText)}…` : text;
}

/** The text of a value: exactly the one that it was read from. */
export function formatEdtf(value: Edtf): string {
  switch (value.kind) {
    case "date":
      return formatEdtfDate(value);
    case "time": {
      const { date, hour, minute, second, offset = "" } = value;
      const clock = [hour, minute, ...(second === undefined ? [] : [second])].map((part) => pad(part, 2)).join(":");
      return `${formatDate(date)}T${clock}${offset}`;
    }
    case "interval":
      return `${formatEnd(value.from)}/${formatEnd(value.to)}`;
  }
}

function formatEnd(end: EdtfEnd): string {
  if (end === "open") return "..";
  return end === "unknown" ? "" : formatEdtfDate(end);
}

function formatEdtfDate({ year, yearUnspecified, month, day, uncertain, approximate }: EdtfDate): string {
  const digits = pad(year, 4);
  const yearText = digits.slice(0, 4 - yearUnspecified) + "X".repeat(yearUnspecified);
  const parts = [month, day].map((part) => (part === undefined ? "" : part === "XX" ? "-XX" : `-${pad(part, 2)}`));
  const qualifier = uncertain ? (approximate ? "%" : "?") : approximate ? "~" : "";
  return yearText + parts.join("") + qualifier;
}

function pad(value: number, digits: number): string {
  return String(value).padStart(digits, "0");
}

/**
 * The stretch that a value speaks of, its days counted in `zone`. Of an uncertain or approximate date it is the stretch as
 * stated, which nothing widens: ask `isQualified` before it is relied on. Open and unknown ends are without limit.
 * Throws RangeError for a zone that does not exist.
 */
export function edtfInterval(value: Edtf, zone: string): Interval {
  switch (value.kind) {
    case "date":
      return {
        earliest: dayInterval(firstDay(value), zone).earliest,
        latest: dayInterval(lastDay(value), zone).latest,
      };
    case "time": {
      const local = { ...value.date, hour: value.hour, minute: value.minute, second: value.second ?? 0 };
      const clock = value.offset === "Z" ? "UTC" : (value.offset ?? zone);
      const length = value.second === undefined ? 60_000 : 1000;
      return { earliest: zonedInstant(local, clock, "earlier"), latest: zonedInstant(local, clock, "later") + length };
    }
    case "interval": {
      const { from, to } = value;
      return {
        earliest: typeof from === "string" ? -Infinity : dayInterval(firstDay(from), zone).earliest,
        latest: typeof to === "string" ? Infinity : dayInterval(lastDay(to), zone).latest,
      };
    }
  }
}

/** Whether any part of it is uncertain, approximate or unspecified, or an end of it is not known. */
export function isQualified(value: Edtf): boolean {
  if (value.kind === "time") return false;
  if (value.kind === "interval") return [value.from, value.to].some((end) => end === "unknown" || isVague(end));
  return isVague(value);
}

function isVague(end: EdtfEnd): boolean {
  if (typeof end === "string") return false;
  return end.uncertain || end.approximate || end.yearUnspecified > 0 || end.month === "XX" || end.day === "XX";
}

/** The value as when something happened: on all of its days only if it names them and nothing about them is in doubt. */
export function whenaboutsOfEdtf(value: Edtf, zone: string): Whenabouts {
  const isDays = value.kind === "interval" ? [value.from, value.to].every(isDay) : isDay(value);
  return {
    interval: edtfInterval(value, zone),
    zone,
    asStated: formatEdtf(value),
    spread: isDays ? "throughout" : "within",
    exact: isDays && value.kind === "date",
  };
}

function isDay(end: Edtf | EdtfEnd): boolean {
  return typeof end === "object" && end.kind === "date" && typeof end.day === "number" && !isVague(end);
}

/** A stretch of whole days of the zone as EDTF: one date, or the first and the last. `undefined` if it is no such stretch. */
export function edtfOfInterval({ earliest, latest }: Interval, zone: string): EdtfDate | EdtfInterval | undefined {
  if (earliest >= latest || (earliest === -Infinity && latest === Infinity)) return undefined;
  const first = earliest === -Infinity ? undefined : dayStarting(earliest, zone);
  const next = latest === Infinity ? undefined : dayStarting(latest, zone);
  if ((first === undefined && earliest !== -Infinity) || (next === undefined && latest !== Infinity)) return undefined;
  const last = next && addDays(next, -1);
  if (first && last && formatDate(first) === formatDate(last)) return dateOf(first);
  return { kind: "interval", from: first ? dateOf(first) : "open", to: last ? dateOf(last) : "open" };
}

/** The day of the zone that begins at that very moment. */
function dayStarting(instant: Instant, zone: string): CivilDate | undefined {
  const { year, month, day } = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
  const date = { year, month, day };
  return year >= 1 && year <= 9999 && dayInterval(date, zone).earliest === instant ? date : undefined;
}

function dateOf({ year, month, day }: CivilDate): EdtfDate {
  return { kind: "date", year, yearUnspecified: 0, month, day, uncertain: false, approximate: false };
}

function firstDay({ year, month, day }: EdtfDate): CivilDate {
  const firstMonth = typeof month === "number" ? month : 1;
  return { year: Math.max(1, year), month: firstMonth, day: typeof day === "number" ? day : 1 };
}

function lastDay({ year, yearUnspecified, month, day }: EdtfDate): CivilDate {
  const lastYear = year + 10 ** yearUnspecified - 1;
  const lastMonth = typeof month === "number" ? month : 12;
  return {
    year: lastYear,
    month: lastMonth,
    day: typeof day === "number" ? day : daysInMonth(lastYear, lastMonth),
  };
}

function isBefore(a: CivilDate, b: CivilDate): boolean {
  return formatDate(a) < formatDate(b);
}

/**
 * A moment with its distance from UTC, as data sets stamp their files: `2017-07-03T20:27:45.483-04:00`, `2016-02-27T00:00Z`.
 * Without that distance it is no moment, and `undefined`.
 */
export function parseStampedInstant(text: string): Instant | undefined {
  const match = /^([^.]*T\d{2}:\d{2}(?::\d{2})?)(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})$/u.exec(text);
  if (match === null) return undefined;
  const value = readTime(`${match[1]}${match[3]}`);
  if ("code" in value) return undefined;
  return edtfInterval(value, "UTC").earliest + Math.floor(Number(`0.${match[2] ?? "0"}`) * 1000);
}

/** `2016-02-27T00:00:00.000Z`. */
export function formatStampedInstant(instant: Instant): string {
  return Temporal.Instant.fromEpochMilliseconds(instant).toString({ fractionalSecondDigits: 3 });
}
