import type { Duration, Leaf, Name, Quantity, Time } from "../ir.ts";
import { printTime } from "../print/formula.ts";
import { localInstant } from "../time/calendar.ts";
import { derivedName } from "./atoms.ts";
import type { Declarations } from "./declarations.ts";
import { convert } from "./lengths.ts";

/**
 * A question that puts one thing on one side of a bound: a moment before or after a time, a place within or beyond a
 * distance from a line. Of two bounds on one scale it is known whether one is above the other, without asking anybody.
 */
export interface Bound {
  /** Bounds on different scales cannot be compared. */
  readonly scale: string;
  readonly at: number;
  readonly side: "below" | "above";
  /** On the scale of a mark that is not known: in which kind of steps `at` counts; unset: at the mark itself. */
  readonly steps?: "days" | "months" | "milliseconds";
}

/** Whether one bound is surely not above another. */
export function isAtMost(a: Bound, b: Bound): boolean {
  if (a.scale !== b.scale) return false;
  if (a.steps === b.steps) return a.at <= b.at;
  // The start of the day of a mark is not after it, the end is not before it; hours and days are not compared.
  if (a.steps === undefined) return b.steps === "milliseconds" ? b.at >= 0 : b.at >= 1;
  return b.steps === undefined && a.at <= 0;
}

export function boundOf(leaf: Leaf, declared: Declarations): Bound | undefined {
  if (leaf.kind === "time") return boundOfTime(leaf, declared);
  if (leaf.kind === "distance" && leaf.quantity.kind === "quantity")
    return boundOfDistance(leaf.line, leaf.quantity.quantity, "above");
  const strip = leaf.kind === "in" ? stripOf(leaf.name, declared) : undefined;
  return strip && boundOfDistance(strip.line, strip.distance, "below");
}

function boundOfDistance(line: Name, distance: Quantity, side: Bound["side"]): Bound | undefined {
  const at = convert(distance, "m");
  return at === undefined ? undefined : { scale: `distance from ${line}`, at, side };
}

function boundOfTime({ op, time }: Leaf & { kind: "time" }, { times }: Declarations): Bound | undefined {
  const side = op === "before" ? "below" : "above";
  if (time.kind === "instant") {
    const read = localInstant(time.local, time.zone ?? times.zone);
    return read.kind === "instant" ? { scale: "time", at: read.instant, side } : undefined;
  }
  if (time.kind === "mark") return { scale: printTime(time), at: 0, side };
  if (time.kind !== "offset" || time.from.kind !== "mark") return undefined;
  const { steps, n } = stepsOf(time);
  // The end of a day is the start of the next.
  const edge = op === "after" && steps !== "milliseconds" ? 1 : 0;
  return { scale: printTime(time.from), at: n + edge, side, steps };
}

const UNITS: Readonly<Record<Duration["unit"], readonly [NonNullable<Bound["steps"]>, number]>> = {
  min: ["milliseconds", 60_000],
  h: ["milliseconds", 3_600_000],
  days: ["days", 1],
  weeks: ["days", 7],
  months: ["months", 1],
  years: ["months", 12],
};

function stepsOf({ duration, direction }: Time & { kind: "offset" }): {
  readonly steps: NonNullable<Bound["steps"]>;
  readonly n: number;
} {
  const [steps, size] = UNITS[duration.unit];
  return { steps, n: (direction === "after" ? 1 : -1) * duration.n * size };
}

/** An area that is declared as the strip so far to either side of a line. */
export interface Strip {
  readonly line: Name;
  readonly distance: Quantity;
}

/** Of a strip that is fixed along a line that moves, the line as it was then is meant, and the other way round. */
export function stripOf(area: Name, { places }: Declarations): Strip | undefined {
  const strip = places.get(area);
  const line = strip?.around && places.get(strip.around.of);
  if (!strip?.around || line?.shape !== "line") return undefined;
  const { kind } = strip.reference;
  const isOther =
    (kind === "fixed" && line.reference.kind === "incident") ||
    (kind === "incident" && line.reference.kind === "fixed");
  return { line: isOther ? derivedName(line.name, kind) : line.name, distance: strip.around.distance };
}
