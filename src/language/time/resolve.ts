import type { Instant } from "../../kit/index.ts";
import type { Mark, Name, Time } from "../ir.ts";
import { printTime } from "../print/formula.ts";
import { clockMilliseconds, dayOf, endOfDay, isDay, isZone, localInstant, shiftDay, startOfDay } from "./calendar.ts";

/** What a time of the text may refer to. */
export interface TimeContext {
  /** IANA zone of the agreement. */
  readonly zone: string;
  /** Day of adoption, `YYYY-MM-DD`. */
  readonly adopted?: string;
  /** `day 1 is …`, `YYYY-MM-DD`. */
  readonly dayOne?: string;
  /** Entry into force. */
  readonly entry?: Instant;
  /** By `RULE.start`, `RULE.complete`, `RULE.trigger`: the actual moment, or else the latest lawful one. */
  readonly marks: ReadonlyMap<string, Instant>;
  /**
   * The local day to count from, for marks that are the *end* of a day: at the end of day 2 the clocks show midnight of
   * day 3, but "within 14 days" of it counts from day 2. Marks without an entry count from the day they fall on.
   */
  readonly markDays?: ReadonlyMap<string, string>;
  /** The rule that `start`, `complete` and `trigger` without a name speak of. */
  readonly rule?: Name;
}

/**
 * A time as an instant. `day` is the local day it belongs to, `note` a choice that had to be made. `open`: it depends on
 * something that has not happened or is not recorded, by the key of its mark.
 */
export type ResolvedTime =
  | { readonly kind: "instant"; readonly instant: Instant; readonly day: string; readonly note?: string }
  | { readonly kind: "open"; readonly missing: string }
  | { readonly kind: "problem"; readonly message: string };

/** `from` and `before` speak of the start of a date; `by`, `until` and `after` of its end. */
export type Edge = "start" | "end";

/**
 * The instant that a time of the text means.
 *
 * A date, and an offset in days, weeks, months or years, is a local day whose `edge` is taken: "within 14 days of X" has
 * the day after X's day as day 1 and includes the last day to its end. An offset in hours or minutes is elapsed time,
 * counted from the end of a date after it and from its start before it.
 */
export function resolveTime(time: Time, edge: Edge, context: TimeContext): ResolvedTime {
  try {
    return resolve(time, edge, context);
  } catch (error) {
    // The calendar ends some 270,000 years from now; a slip of the pen can go there.
    if (error instanceof RangeError) return { kind: "problem", message: `${printTime(time)} is outside the calendar` };
    throw error;
  }
}

function resolve(time: Time, edge: Edge, context: TimeContext): ResolvedTime {
  switch (time.kind) {
    case "instant":
      return resolveLocal(time.local, time.zone, context);
    case "date":
      return resolveDay(time.date, edge, context);
    case "day":
      return resolveDayNumber(time, context);
    case "mark":
      return resolveMark(time.mark, { edge, context, ...(time.rule !== undefined && { rule: time.rule }) });
    case "offset":
      return resolveOffset(time, edge, context);
  }
}

function resolveLocal(local: string, zone: string | undefined, context: TimeContext): ResolvedTime {
  if (!isZone(context.zone)) return noZone(context);
  const result = localInstant(local, zone ?? context.zone);
  if (result.kind === "problem") return result;
  return { ...result, day: dayOf(result.instant, context.zone) };
}

function resolveDay(day: string, edge: Edge, { zone }: TimeContext): ResolvedTime {
  if (!isDay(day)) return { kind: "problem", message: `${day} is not a day of the calendar: write YYYY-MM-DD` };
  if (!isZone(zone)) return noZone({ zone });
  return { kind: "instant", instant: edge === "start" ? startOfDay(day, zone) : endOfDay(day, zone), day };
}

function noZone({ zone }: { readonly zone: string }): ResolvedTime {
  return { kind: "problem", message: `${zone} is not a time zone` };
}

function resolveDayNumber(time: Time & { kind: "day" }, context: TimeContext): ResolvedTime {
  if (context.dayOne === undefined) {
    return { kind: "problem", message: `day ${time.n} is counted from a day 1 that the text does not name` };
  }
  if (!isDay(context.dayOne)) return resolveDay(context.dayOne, "start", context);
  const day = shiftDay(context.dayOne, { kind: "calendar", n: time.n - 1, unit: "days" }, 1);
  return resolveDay(day, time.edge, context);
}

interface MarkQuestion {
  readonly rule?: Name;
  readonly edge: Edge;
  readonly context: TimeContext;
}

function resolveMark(mark: Mark, { rule, edge, context }: MarkQuestion): ResolvedTime {
  if (mark === "adoption") {
    if (context.adopted !== undefined) return resolveDay(context.adopted, edge, context);
    return {
      kind: "problem",
      message: "the text counts from its adoption, but no day of adoption is given (adopted: …)",
    };
  }
  if (mark === "entry") {
    return context.entry === undefined ? { kind: "open", missing: "entry" } : atMark("entry", context.entry, context);
  }
  const owner = rule ?? context.rule;
  if (owner === undefined) return { kind: "problem", message: `${mark} of what? Outside a rule write ${mark} of RULE` };
  const key = `${owner}.${mark}`;
  const instant = context.marks.get(key);
  return instant === undefined ? { kind: "open", missing: key } : atMark(key, instant, context);
}

function atMark(key: string, instant: Instant, context: TimeContext): ResolvedTime {
  return { kind: "instant", instant, day: context.markDays?.get(key) ?? dayOf(instant, context.zone) };
}

function resolveOffset(time: Time & { kind: "offset" }, edge: Edge, context: TimeContext): ResolvedTime {
  const { duration, direction } = time;
  const sign = direction === "after" ? 1 : -1;
  const from = resolve(time.from, direction === "after" ? "end" : "start", context);
  if (from.kind !== "instant") return from;
  const note = from.note !== undefined && { note: from.note };
  if (duration.kind === "clock") {
    const instant = from.instant + sign * clockMilliseconds(duration);
    return { kind: "instant", instant, day: dayOf(instant, context.zone), ...note };
  }
  const resolved = resolveDay(shiftDay(from.day, duration, sign), edge, context);
  return resolved.kind === "instant" ? { ...resolved, ...note } : resolved;
}

/** The mark that a time finally rests on, if it rests on one: of `14 days after start of R` it is `start of R`. */
export function restsOn(time: Time): (Time & { kind: "mark" }) | undefined {
  if (time.kind === "offset") return restsOn(time.from);
  return time.kind === "mark" ? time : undefined;
}
