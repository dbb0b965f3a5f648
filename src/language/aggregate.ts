import type { Instant, Interval, Kleene } from "../kit/index.ts";
import type { Duration } from "./ir.ts";
import { shiftInstant } from "./time/calendar.ts";
import { liesIn, minus, overlaps, type Moments } from "./time/intervals.ts";

/**
 * Counting over past time: `no A … for D` and `at least n A … within D`. An event whose time straddles the edge of the
 * window may lie in it or not, so it is possible, not definite. Silence says something only where coverage is closed.
 */

/** An event of the kind asked about: the moments at which it may have been, and how to name it to a person. */
export type CountedEvent = Interval & { readonly id?: string };

export interface EventRecord {
  /** Events of the kind, beyond doubt. */
  readonly definite: readonly CountedEvent[];
  /** Events that may be of the kind. */
  readonly possible: readonly CountedEvent[];
  /** While every event of the kind would have been recorded. */
  readonly coverage: readonly Interval[];
}

/** What a person could add to settle an unknown: a statement of coverage for these times, or word on these events. */
export type MissingFact =
  { readonly kind: "coverage"; readonly gaps: Moments } | { readonly kind: "event"; readonly event: CountedEvent };

export interface Aggregate {
  readonly value: Kleene;
  /** Empty exactly if the value is known. */
  readonly missing: readonly MissingFact[];
}

/**
 * The window `(t − D, t]`: in whole milliseconds that is `[t − D + 1, t + 1)`. Days are of the local calendar: 7 days
 * before noon is noon, also when the clocks changed in between.
 */
export function windowBefore(moment: Instant, duration: Duration, zone: string): Interval {
  return { earliest: shiftInstant(moment, duration, { zone, direction: -1 }) + 1, latest: moment + 1 };
}

/** `no A … for D`: false on a definite event in the window, true if none is possible and coverage is closed. */
export function noneFor(record: EventRecord, window: Interval): Aggregate {
  const { definite, possible, gaps } = count(record, window);
  if (definite.length > 0) return { value: "false", missing: [] };
  const missing = missingOf(possible, gaps);
  return { value: missing.length === 0 ? "true" : "unknown", missing };
}

/** `at least n A within D`: true with n definite events, false with fewer than n possible ones and closed coverage. */
export function atLeast(n: number, record: EventRecord, window: Interval): Aggregate {
  const { definite, possible, gaps } = count(record, window);
  if (definite.length >= n) return { value: "true", missing: [] };
  const missing = missingOf(definite.length + possible.length < n ? [] : possible, gaps);
  return { value: missing.length === 0 ? "false" : "unknown", missing };
}

interface Count {
  readonly definite: readonly CountedEvent[];
  /** Possible and not definite. */
  readonly possible: readonly CountedEvent[];
  readonly gaps: Moments;
}

function count({ definite, possible, coverage }: EventRecord, window: Interval): Count {
  return {
    definite: definite.filter((event) => liesIn(event, window)),
    possible: [
      ...definite.filter((event) => overlaps(event, window) && !liesIn(event, window)),
      ...possible.filter((event) => overlaps(event, window)),
    ],
    gaps: minus([window], coverage),
  };
}

function missingOf(events: readonly CountedEvent[], gaps: Moments): readonly MissingFact[] {
  const doubts = events.map((event) => ({ kind: "event", event }) as const);
  return gaps.length === 0 ? doubts : [...doubts, { kind: "coverage", gaps }];
}
