import type { Band } from "../../match/index.ts";
import type { ToldClaim } from "./folder-claims.ts";

/** How far what matching put together is what a data set cites for one event. Pairs of claims are counted. */
export interface KnownAnswer {
  /** Events that documents are cited for. */
  readonly events: number;
  readonly all: PairCounts;
  /** Only pairs of two desks: that one desk tells of an event twice, the matcher does not expect. */
  readonly differentDesks: PairCounts;
  /** Of what was put together, by how sure the matcher was of the incident. */
  readonly byBand: Readonly<Partial<Record<Band, Pick<PairCounts, "together" | "right">>>>;
}

export interface PairCounts {
  /** Pairs that are of one event. */
  readonly known: number;
  /** Pairs that matching put together. */
  readonly together: number;
  /** Pairs that are both. */
  readonly right: number;
}

/** Claims that matching put together. */
export interface PutTogether {
  readonly band: Band;
  readonly members: readonly ToldClaim[];
}

/** `undefined`: nobody says which claims are of one event. Claims that sum several incidents are not matched, nor counted. */
export function scoreAnswer(incidents: readonly PutTogether[], told: readonly ToldClaim[]): KnownAnswer | undefined {
  const single = told.filter(({ claim, event }) => event !== undefined && !claim.isAggregate);
  if (single.length === 0) return undefined;
  const events = groupBy(single, ({ event }) => event!);
  const together = incidents.map(({ band, members }) => ({
    band,
    members: members.filter(({ event }) => event !== undefined),
  }));
  const byBand: Partial<Record<Band, { together: number; right: number }>> = {};
  for (const { band, members } of together) {
    if (members.length < 2) continue;
    const known = (byBand[band] ??= { together: 0, right: 0 });
    known.together += pairsIn(members, () => true);
    known.right += pairsIn(members, isOneEvent);
  }
  const count = (isCounted: (a: ToldClaim, b: ToldClaim) => boolean): PairCounts => ({
    known: sum([...events.values()].map((claims) => pairsIn(claims, isCounted))),
    together: sum(together.map(({ members }) => pairsIn(members, isCounted))),
    right: sum(together.map(({ members }) => pairsIn(members, (a, b) => isCounted(a, b) && isOneEvent(a, b)))),
  });
  return {
    events: events.size,
    all: count(() => true),
    differentDesks: count((a, b) => a.claim.source !== b.claim.source),
    byBand,
  };
}

function isOneEvent(a: ToldClaim, b: ToldClaim): boolean {
  return a.event === b.event;
}

function pairsIn(claims: readonly ToldClaim[], isCounted: (a: ToldClaim, b: ToldClaim) => boolean): number {
  let count = 0;
  claims.forEach((a, n) => {
    for (const b of claims.slice(0, n)) if (isCounted(a, b)) count += 1;
  });
  return count;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
