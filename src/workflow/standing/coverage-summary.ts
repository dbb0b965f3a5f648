import type { Instant, Interval } from "../../kit/index.ts";
import { dayOf, endOfDay, isZone, startOfDay } from "../../language/index.ts";
import { coverageBetween, type AreaNamed, type CoverageSpan, type Store } from "../../store/index.ts";

/** Where and on which days somebody says what they watched, and where nobody says anything. */
export interface CoverageSummary {
  readonly zone: string;
  /** The days that are looked at, the first and the last of them. */
  readonly from: string;
  readonly to: string;
  /** Statements that touch these days. */
  readonly statements: number;
  /** Those of which the least is known first. */
  readonly areas: readonly AreaCovered[];
  readonly days: readonly DayCovered[];
}

/**
 * `covered`: whatever happened would have been recorded, all day. `partly`: somebody watched, for a time, or for some acts, or
 * without vouching that nothing was missed. `silent`: nobody says anything, so that nothing recorded means nothing.
 */
interface Counted {
  readonly covered: number;
  readonly partly: number;
  readonly silent: number;
}

/** How many of the days. */
export interface AreaCovered extends Counted {
  /** Unset: the record knows no areas, and this is wherever the text speaks of. */
  readonly area?: string;
  readonly name?: string;
  /** The last day of which anything is said. */
  readonly last?: string;
}

/** How many of the areas. */
export interface DayCovered extends Counted {
  readonly day: string;
}

export interface CoverageAsked {
  readonly from: Instant;
  readonly to: Instant;
  /** Of the days. */
  readonly zone: string;
}

/** More days than these are no summary. */
export const MOST_DAYS = 400;

export async function coverageSummary(store: Store, { from, to, ...asked }: CoverageAsked): Promise<CoverageSummary> {
  // Another record may have been written by a program that knows zones which this machine does not.
  const zone = isZone(asked.zone) ? asked.zone : "UTC";
  const days = daysBetween({ earliest: from, latest: to }, zone);
  const whole = { from: days[0]!.earliest, to: days.at(-1)!.latest };
  const { spans, areas } = await coverageBetween(store, whole);
  const looked = areasOf(areas, spans).map((area) => ({ area, states: statesOf(area, spans, days) }));
  return {
    zone,
    from: days[0]!.day,
    to: days.at(-1)!.day,
    statements: spans.length,
    areas: looked.map(({ area, states }) => areaOf(area, states, days)).toSorted(leastKnown),
    days: days.map(({ day }, i) => ({ day, ...countsOf(looked.map(({ states }) => states[i]!)) })),
  };
}

interface Day extends Interval {
  readonly day: string;
}

function daysBetween({ earliest, latest }: Interval, zone: string): readonly Day[] {
  const days: Day[] = [];
  for (let at = earliest; at < latest && days.length < MOST_DAYS;) {
    const day = dayOf(at, zone);
    const end = endOfDay(day, zone);
    days.push({ day, earliest: startOfDay(day, zone), latest: Math.min(end, latest) });
    at = end;
  }
  return days;
}

type Area = Partial<AreaNamed>;

/** Those that the record has, and those that are only spoken of. */
function areasOf(known: readonly AreaNamed[], spans: readonly CoverageSpan[]): readonly Area[] {
  const keys = new Set(known.map(({ key }) => key));
  const told = new Set(spans.flatMap(({ areas }) => areas).filter((key) => !keys.has(key)));
  const all: readonly Area[] = [...known, ...[...told].map((key) => ({ key }))];
  return all.length === 0 ? [{}] : all;
}

type DayState = keyof Counted;

function statesOf({ key }: Area, spans: readonly CoverageSpan[], days: readonly Day[]): readonly DayState[] {
  const own = spans.filter(({ areas }) => areas.length === 0 || (key !== undefined && areas.includes(key)));
  const sure = own.filter(({ closed, isPartial }) => closed && !isPartial);
  return days.map((day) => {
    if (!own.some((span) => span.earliest < day.latest && span.latest > day.earliest)) return "silent";
    return isFilled(day, sure) ? "covered" : "partly";
  });
}

function isFilled({ earliest, latest }: Interval, spans: readonly CoverageSpan[]): boolean {
  let reached = earliest;
  for (const span of spans.toSorted((a, b) => a.earliest - b.earliest))
    if (span.earliest <= reached) reached = Math.max(reached, span.latest);
  return reached >= latest;
}

function countsOf(states: readonly DayState[]): Counted {
  const counts = { covered: 0, partly: 0, silent: 0 };
  for (const state of states) counts[state] += 1;
  return counts;
}

function areaOf({ key, name }: Area, states: readonly DayState[], days: readonly Day[]): AreaCovered {
  const last = days[states.findLastIndex((state) => state !== "silent")]?.day;
  return {
    ...(key === undefined ? {} : { area: key }),
    ...(name === undefined ? {} : { name }),
    ...countsOf(states),
    ...(last === undefined ? {} : { last }),
  };
}

function leastKnown(a: AreaCovered, b: AreaCovered): number {
  return b.silent - a.silent || a.covered - b.covered;
}
