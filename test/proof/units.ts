import type { Duration, Mark, Name, Quantity, Time } from "../../src/language/ir.ts";

/** What the reference needs to know of clocks: written down by hand from the tz database, sharing no library with the engine. */
export interface Clock {
  readonly zone: string;
  readonly dayOne: string | undefined;
  readonly adopted?: string | undefined;
  /** Where a mark stands: where it is recorded, else at its latest lawful moment, else nowhere. */
  readonly markOf?: (mark: Mark, rule: Name | undefined) => Moment | undefined;
}

/** An instant, and the local day from which days are counted: at the end of day 2 it is midnight of day 3. */
export interface Moment {
  readonly instant: number;
  readonly day: string;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

type Steps = readonly (readonly [since: string | undefined, offsetMinutes: number])[];

const ZONES: Readonly<Record<string, Steps>> = {
  UTC: [[undefined, 0]],
  "Asia/Kolkata": [[undefined, 330]],
  "Asia/Kathmandu": [[undefined, 345]],
  // Midnight of 25 March 2016 was skipped, the hour before midnight of 27 October happened twice.
  "Asia/Damascus": [
    [undefined, 120],
    ["2015-03-26T22:00Z", 180],
    ["2015-10-29T21:00Z", 120],
    ["2016-03-24T22:00Z", 180],
    ["2016-10-27T21:00Z", 120],
    ["2017-03-30T22:00Z", 180],
  ],
  "Europe/Kyiv": [
    [undefined, 120],
    ["2015-03-29T01:00Z", 180],
    ["2015-10-25T01:00Z", 120],
    ["2016-03-27T01:00Z", 180],
    ["2016-10-30T01:00Z", 120],
    ["2017-03-26T01:00Z", 180],
  ],
};

export const ZONE_NAMES: readonly string[] = Object.keys(ZONES);

/** Zones whose offset has always been the same. */
export const FIXED_ZONES: readonly string[] = ZONE_NAMES.filter((zone) => ZONES[zone]!.length === 1);

// ——— Clocks ———

function stepsOf(zone: string): readonly (readonly [since: number, offset: number])[] {
  const written = /^UTC([+-])(\d\d):(\d\d)$/u.exec(zone);
  if (written) {
    const minutes = Number(written[2]) * 60 + Number(written[3]);
    return [[-Infinity, (written[1] === "-" ? -1 : 1) * minutes * MINUTE]];
  }
  const steps = ZONES[zone];
  if (!steps) throw new Error(`the reference does not know the zone ${zone}`);
  return steps.map(([since, offset]) => [since === undefined ? -Infinity : Date.parse(since), offset * MINUTE]);
}

function offsetAt(instant: number, zone: string): number {
  return stepsOf(zone).findLast(([since]) => since <= instant)![1];
}

/** The first instant at which the clocks show this (given as if it were UTC); if they skip it, what they would have shown. */
function instantAt(wall: number, zone: string): number {
  const steps = stepsOf(zone);
  const shown = steps
    .map(([, offset]) => wall - offset)
    .filter((instant) => instant + offsetAt(instant, zone) === wall);
  if (shown.length > 0) return Math.min(...shown);
  const skipping = steps.findIndex(
    ([since, offset], i) => i > 0 && since + steps[i - 1]![1] <= wall && wall < since + offset,
  );
  return wall - steps[skipping - 1]![1];
}

export const wallAt = (instant: number, zone: string): number => instant + offsetAt(instant, zone);
const dayOf = (instant: number, zone: string): string => new Date(wallAt(instant, zone)).toISOString().slice(0, 10);
const startOf = (day: string, zone: string): number => instantAt(Date.parse(`${day}T00:00Z`), zone);

// ——— Calendar ———

function shiftDay(day: string, { n, unit }: Duration & { kind: "calendar" }, sign: 1 | -1): string {
  const [year, month, date] = day.split("-").map(Number) as [number, number, number];
  const days = unit === "days" ? n : unit === "weeks" ? 7 * n : 0;
  const months = unit === "months" ? n : unit === "years" ? 12 * n : 0;
  const first = new Date(Date.UTC(year, month - 1 + sign * months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(date, last) + sign * days);
  return first.toISOString().slice(0, 10);
}

const lengthOf = ({ n, unit }: Duration & { kind: "clock" }): number => n * (unit === "h" ? HOUR : MINUTE);

/** So long after an instant, at the same time of day if the duration is one of the calendar. */
export function lastingUntil(instant: number, duration: Duration, zone: string): number {
  if (duration.kind === "clock") return instant + lengthOf(duration);
  const wall = wallAt(instant, zone);
  const timeOfDay = ((wall % DAY) + DAY) % DAY;
  return instantAt(Date.parse(`${shiftDay(dayOf(instant, zone), duration, 1)}T00:00Z`) + timeOfDay, zone);
}

/**
 * The moment that a time of a text means, or nothing if it rests on a mark that is not known. A date stands for its start
 * or its end; so does the day reached by counting days. Hours run from the end of a date after it, from its start before it.
 */
export function momentOf(time: Time, edge: "start" | "end", clock: Clock): Moment | undefined {
  const { zone } = clock;
  const edgeOf = (day: string, which: "start" | "end"): Moment => {
    const next = shiftDay(day, { kind: "calendar", n: 1, unit: "days" }, 1);
    return { instant: startOf(which === "start" ? day : next, zone), day };
  };
  const at = (instant: number): Moment => ({ instant, day: dayOf(instant, zone) });
  switch (time.kind) {
    case "instant":
      return at(instantAt(Date.parse(`${time.local.replace(" ", "T")}Z`), time.zone ?? zone));
    case "date":
      return edgeOf(time.date, edge);
    case "day":
      return edgeOf(shiftDay(clock.dayOne!, { kind: "calendar", n: time.n - 1, unit: "days" }, 1), time.edge);
    case "offset": {
      const isAfter = time.direction === "after";
      const from = momentOf(time.from, isAfter ? "end" : "start", clock);
      if (!from) return undefined;
      const { duration } = time;
      if (duration.kind === "clock") return at(from.instant + (isAfter ? 1 : -1) * lengthOf(duration));
      return edgeOf(shiftDay(from.day, duration, isAfter ? 1 : -1), edge);
    }
    case "mark":
      if (time.mark === "adoption") return edgeOf(clock.adopted!, edge);
      return clock.markOf?.(time.mark, time.rule);
  }
}

/** Milliseconds since 1970 of a time that rests on no mark. */
export function instantOf(time: Time, edge: "start" | "end", clock: Clock): number {
  return momentOf(time, edge, clock)!.instant;
}

// ——— Lengths ———

const METRES = { km: 1000, m: 1, mm: 0.001, ft: 0.3048, "%": 1, count: 1 } as const;

/** Lengths in metres, other numbers as they are; rounded so that 0.3 m and 300 mm are one number. */
export function metresOf({ value, unit }: Quantity): number {
  return Number((value * METRES[unit]).toPrecision(12));
}
