import { isZone, nearest, parseDate } from "../../../kit/index.ts";
import { CONSTRUCTS } from "../../constructs.ts";
import type { Duration, Quantity, Time, Unit } from "../../ir.ts";
import type { Cursor } from "../cursor.ts";
import type { Token } from "../tokens.ts";

// Times, durations and quantities.

export const UNITS = ["km", "m", "mm", "ft", "%", "count"] as const satisfies readonly Unit[];
const WRITTEN_UNITS = ["km", "m", "mm", "ft", "count"] as const;
const TIME_WORDS = ["start", "end", "complete", "adoption", "entry", "trigger"] as const;

const DURATION_WORDS = {
  day: "days",
  days: "days",
  week: "weeks",
  weeks: "weeks",
  month: "months",
  months: "months",
  year: "years",
  years: "years",
  h: "h",
  hour: "h",
  hours: "h",
  min: "min",
  minute: "min",
  minutes: "min",
} as const;
const DURATION_WORD_LIST = Object.keys(DURATION_WORDS) as readonly (keyof typeof DURATION_WORDS)[];

/** Whether a time can start here; asked where a name could stand as well. */
export function isAtTime(c: Cursor): boolean {
  const { next } = c;
  if (next === undefined) return false;
  if (next.kind === "date" || next.kind === "number") return true;
  if (next.kind !== "word") return false;
  return next.text === "start" || next.text === "end" || (TIME_WORDS as readonly string[]).includes(next.text);
}

export function readTime(c: Cursor): Time {
  const from = c.offset;
  const time = c.nested(() => readBareTime(c));
  return { ...time, at: c.spanFrom(from) };
}

function readBareTime(c: Cursor): Time {
  const { next } = c;
  if (next?.kind === "date") return readDateTime(c);
  if (next?.kind === "number") return readOffset(c);
  const word = c.takeOneOf(TIME_WORDS);
  if (word === undefined) {
    if (next?.kind === "clock") {
      c.fail("syntax-time", { message: "a clock time needs its day", hint: "write it as 2016-02-27 00:00" });
    }
    c.failExpecting("a time");
  }
  switch (word) {
    case "adoption":
    case "trigger":
      return { kind: "mark", mark: word };
    case "entry":
      c.need("into", "force");
      return { kind: "mark", mark: "entry" };
    case "end":
      c.need("of", "day");
      return { kind: "day", edge: "end", n: readCount(c, "the number of the day") };
    case "start":
    case "complete":
      return readMark(c, word);
  }
}

function readMark(c: Cursor, mark: "start" | "complete"): Time {
  if (!c.take("of")) return { kind: "mark", mark };
  if (mark === "start" && c.at("day") && c.tokens[c.position + 1]?.kind === "number") {
    c.position += 1;
    return { kind: "day", edge: "start", n: readCount(c, "the number of the day") };
  }
  return { kind: "mark", mark, rule: c.needName("the name of a rule") };
}

function readOffset(c: Cursor): Time {
  const duration = readDuration(c);
  const direction = c.needOneOf(["after", "before", "of"]);
  return { kind: "offset", duration, direction: direction === "before" ? "before" : "after", from: readTime(c) };
}

export function readDuration(c: Cursor): Duration {
  const n = c.needNumber("a duration such as `14 days`");
  if (n < 0) {
    c.position -= 1;
    c.fail("syntax-duration", { message: "a duration cannot be negative", hint: "use `before` for the time before" });
  }
  const unit = DURATION_WORDS[c.needOneOf(DURATION_WORD_LIST)];
  return unit === "h" || unit === "min" ? { kind: "clock", n, unit } : { kind: "calendar", n: wholeNumber(c, n), unit };
}

function wholeNumber(c: Cursor, n: number): number {
  if (Number.isInteger(n)) return n;
  c.position -= 2;
  c.fail("syntax-duration", {
    message: "days, weeks, months and years are counted whole",
    hint: "write the rest in `h`",
  });
}

export function readCount(c: Cursor, what: string): number {
  const n = c.needNumber(what);
  if (Number.isInteger(n) && n >= 0) return n;
  c.position -= 1;
  c.fail("syntax-number", { message: `${what} must be a whole number`, hint: "write it without a fraction" });
}

export function readDate(c: Cursor): string {
  const token = c.takeKind("date");
  if (token === undefined) c.failExpecting("a day such as 2016-02-27");
  if (parseDate(token.text) !== undefined) return token.text;
  c.position -= 1;
  const hint = /^\d{4}-\d\d-\d\d$/.test(token.text)
    ? "look at the number of the month and the day"
    : "write year-month-day with all digits: 2016-02-07";
  c.fail("syntax-date", { message: `${token.text} is not a day of the calendar`, hint });
}

function readDateTime(c: Cursor): Time {
  const date = readDate(c);
  const day = c.tokens[c.position - 1];
  const { next } = c;
  if (next?.kind === "word" && next.from === day?.to) {
    c.fail("syntax-time", {
      message: `\`${next.text}\` cannot follow the day`,
      hint: `write the time of day after a space: ${date} 10:00`,
    });
  }
  const clock = c.takeKind("clock");
  if (clock === undefined) return { kind: "date", date };
  const [hour = "", minute = "", second] = clock.text.split(":");
  if (Number(hour) > 23 || minute.length !== 2 || Number(minute) > 59 || second !== undefined) {
    c.position -= 1;
    const hint =
      second !== undefined
        ? "leave the seconds out"
        : Number(hour) === 24
          ? "midnight is 00:00 of the next day"
          : "write it as 09:05, from 00:00 to 23:59";
    c.fail("syntax-clock", { message: `${clock.text} is not a time of day`, hint });
  }
  const local = `${date} ${hour.padStart(2, "0")}:${minute}`;
  const zone = readZone(c, clock);
  return { kind: "instant", local, ...(zone === undefined ? {} : { zone }) };
}

const WORDS: ReadonlySet<string> = new Set(CONSTRUCTS.flatMap(({ words }) => words));

/** A zone starts with a capital letter, which no word of the language does. It may have several tokens: `UTC+03:00`. */
function readZone(c: Cursor, clock: Token): string | undefined {
  const { next } = c;
  if (next?.kind === "unknown" && next.from === clock.to && next.text === "+") {
    c.fail("syntax-zone", {
      message: "a difference from UTC is written with `UTC` before it",
      hint: "write UTC+03:00",
    });
  }
  if (next?.kind !== "word" || !/^[A-Z]/.test(next.text) || WORDS.has(next.text.toLowerCase())) return undefined;
  const start = c.position;
  let zone = "";
  let end = next.from;
  for (let token = c.next; token?.from === end && /^[\w+:/-]+$/.test(token.text); token = c.next) {
    zone += token.text;
    end = token.to;
    c.position += 1;
  }
  if (isZoneName(zone)) return zone;
  c.position = start;
  c.fail("syntax-zone", { message: `there is no time zone \`${zone}\``, hint: hintForZone(zone) });
}

export function isZoneName(zone: string): boolean {
  return /^UTC(?:[+-](?:0\d|1[0-4]):[0-5]\d)?$/.test(zone) || (/^[A-Za-z]/.test(zone) && isZone(zone));
}

export function hintForZone(zone: string): string {
  const near = nearest(zone, Intl.supportedValuesOf("timeZone"));
  return near === undefined
    ? "write `UTC`, `UTC+03:00` or a name such as `Asia/Damascus`"
    : `did you mean \`${near}\`?`;
}

export function readUnit(c: Cursor): Unit {
  if (c.takeSymbol("%")) return "%";
  return c.needOneOf(WRITTEN_UNITS);
}

export function readQuantity(c: Cursor): Quantity {
  const value = c.needNumber("a quantity such as `5 km`");
  if (c.takeSymbol("%")) return { value, unit: "%" };
  const unit = c.takeOneOf(WRITTEN_UNITS);
  if (unit !== undefined) return { value, unit };
  refuseUnknownUnit(c);
  return { value, unit: "count" };
}

/** `5 kn`: a word glued to the number or the last one of a row can only be meant as a unit. */
function refuseUnknownUnit(c: Cursor): void {
  const { next } = c;
  if (next?.kind === "word" && next.from === c.tokens[c.position - 1]?.to) c.failExpecting("a unit");
}
