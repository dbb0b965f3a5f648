import type { Instant, Interval } from "../../kit/index.ts";

/**
 * Sets of moments as sorted, disjoint, half-open intervals of milliseconds. A single moment recorded with no length
 * counts as the millisecond that begins with it, so that it is not lost.
 */
export type Moments = readonly Interval[];

/** The interval with at least one moment in it. */
export function wholeOf({ earliest, latest }: Interval): Interval {
  return { earliest, latest: Math.max(latest, earliest + 1) };
}

/** The last moment of an interval. */
export function lastOf(interval: Interval): Instant {
  return wholeOf(interval).latest - 1;
}

export function union(...sets: readonly (readonly Interval[])[]): Moments {
  const sorted = sets
    .flat()
    .map(wholeOf)
    .toSorted((a, b) => a.earliest - b.earliest);
  const result: Interval[] = [];
  for (const next of sorted) {
    const last = result.at(-1);
    if (last && next.earliest <= last.latest) {
      result[result.length - 1] = { earliest: last.earliest, latest: Math.max(last.latest, next.latest) };
    } else {
      result.push(next);
    }
  }
  return result;
}

/** The moments of the first set that are not in the second. */
export function minus(from: readonly Interval[], taken: readonly Interval[]): Moments {
  const holes = union(taken);
  return union(from).flatMap((interval) => {
    const left: Interval[] = [];
    let { earliest } = interval;
    for (const hole of holes) {
      if (hole.latest <= earliest) continue;
      if (hole.earliest >= interval.latest) break;
      if (hole.earliest > earliest) left.push({ earliest, latest: hole.earliest });
      earliest = hole.latest;
    }
    if (earliest < interval.latest) left.push({ earliest, latest: interval.latest });
    return left;
  });
}

export function intersection(a: readonly Interval[], b: readonly Interval[]): Moments {
  return minus(a, minus(a, b));
}

export function includes(set: readonly Interval[], moment: Instant): boolean {
  return set.some((interval) => interval.earliest <= moment && moment <= lastOf(interval));
}

/** Whether every moment of the interval is also one of the other. */
export function liesIn(inner: Interval, outer: Interval): boolean {
  return inner.earliest >= outer.earliest && lastOf(inner) <= lastOf(outer);
}

export function overlaps(a: Interval, b: Interval): boolean {
  return a.earliest <= lastOf(b) && b.earliest <= lastOf(a);
}
