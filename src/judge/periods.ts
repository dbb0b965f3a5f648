import { dayOf, endOfDay, startOfDay } from "../language/index.ts";
import type { Instant, Interval } from "../kit/index.ts";

/**
 * The stretches into which an occurrence's time falls, cut where an answer may change. `one-of`: it happened in one of
 * them. `all-of`: something happened in each; then cuts are at midnights only, since of a day no more is known than that
 * something happened on it.
 */
export interface Periods {
  readonly mode: "one-of" | "all-of";
  readonly stretches: readonly Interval[];
}

export function periodsOf(
  when: Interval,
  spread: "throughout" | "within",
  options: { changes: readonly Instant[]; zone: string },
): Periods {
  const { changes, zone } = options;
  const inside = changes.filter((change) => when.earliest < change && change < when.latest);
  if (inside.length === 0) return { mode: "one-of", stretches: [when] };
  const isOneDay =
    !Number.isFinite(when.earliest) ||
    !Number.isFinite(when.latest) ||
    endOfDay(dayOf(when.earliest, zone), zone) >= when.latest;
  if (spread === "within" || isOneDay) return { mode: "one-of", stretches: cut(when, inside) };
  const midnights = inside.flatMap((change) => {
    const start = startOfDay(dayOf(change, zone), zone);
    return start === change ? [change] : [start, endOfDay(dayOf(change, zone), zone)];
  });
  return {
    mode: "all-of",
    stretches: cut(
      when,
      midnights.filter((at) => when.earliest < at && at < when.latest),
    ),
  };
}

function cut(when: Interval, at: readonly Instant[]): readonly Interval[] {
  const edges = [when.earliest, ...[...new Set(at)].sort((a, b) => a - b), when.latest];
  return edges.slice(1).map((latest, i) => ({ earliest: edges[i]!, latest }));
}

/** The parts of a stretch within which nothing changes: from its start, and from each change in it. */
export function piecesOf(stretch: Interval, changes: readonly Instant[]): readonly Interval[] {
  return cut(
    stretch,
    changes.filter((change) => stretch.earliest < change && change < stretch.latest),
  );
}
