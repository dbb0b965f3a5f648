import { Chance } from "./chance.ts";
import type { ToldClaim } from "./reports.ts";

export interface Interval {
  readonly low: number;
  readonly high: number;
}

export interface Bootstrapped {
  /** 95 % of the draws. */
  readonly f1: Interval;
  readonly siblings: Interval;
  /** Of F1, against the clustering compared with, draw by draw. */
  readonly f1Gain: Interval;
}

/** Pairs of one family, or across two, which count as often as their families are drawn. */
interface PairCounts {
  readonly one: number;
  readonly other: number;
  readonly found: number;
  readonly right: number;
}

const DRAWS = 200;

/**
 * How much the figures would differ with other incidents: families (incidents made of one event) are drawn with replacement
 * (Efron & Tibshirani 1993, chapter 8; the family is the unit, since its incidents are not independent).
 */
export function bootstrap(
  told: readonly ToldClaim[],
  clusterOf: ArrayLike<number>,
  than: ArrayLike<number>,
): Bootstrapped {
  const [ours, theirs] = [new Counted(told, clusterOf), new Counted(told, than)];
  const chance = new Chance(DRAWS);
  const draws = Array.from({ length: DRAWS }, () => {
    const weights = new Float64Array(ours.families);
    for (let n = 0; n < ours.families; n++) weights[chance.below(ours.families)]! += 1;
    const { f1, siblings } = ours.scores(weights);
    return { f1, siblings, f1Gain: f1 - theirs.scores(weights).f1 };
  });
  const middle = (of: (draw: (typeof draws)[number]) => number): Interval => {
    const sorted = draws.map(of).sort((a, b) => a - b);
    return { low: sorted[Math.floor(0.025 * DRAWS)]!, high: sorted[Math.ceil(0.975 * DRAWS) - 1]! };
  };
  return { f1: middle((draw) => draw.f1), siblings: middle((draw) => draw.siblings), f1Gain: middle((d) => d.f1Gain) };
}

class Counted {
  readonly families: number;
  private readonly truths: Float64Array;
  /** Pairs of claims of one family that are of different incidents, and those of them that were put together. */
  private readonly apart: Float64Array;
  private readonly merged: Float64Array;
  private readonly found: readonly PairCounts[];

  constructor(told: readonly ToldClaim[], clusterOf: ArrayLike<number>) {
    const claims = told.flatMap(({ incident, family }, i) => (incident < 0 ? [] : [{ i, incident, family }]));
    this.families = Math.max(...claims.map(({ family }) => family)) + 1;
    this.truths = new Float64Array(this.families);
    this.apart = new Float64Array(this.families);
    this.merged = new Float64Array(this.families);
    for (const members of groups(claims, ({ family }) => family)) {
      const { family } = members[0]!;
      const same = sum(groups(members, ({ incident }) => incident).map(pairs));
      this.truths[family] = same;
      this.apart[family] = pairs(members) - same;
    }
    const clustered = claims.filter(({ i }) => clusterOf[i]! >= 0);
    this.found = groups(clustered, ({ i }) => clusterOf[i]!).flatMap((cluster) => pairsByFamily(cluster));
    for (const { one, other, found, right } of this.found) if (one === other) this.merged[one]! += found - right;
  }

  scores(weights: Float64Array): { readonly f1: number; readonly siblings: number } {
    const over = (counts: Float64Array): number => counts.reduce((total, n, family) => total + n * weights[family]!, 0);
    let [found, right] = [0, 0];
    for (const pair of this.found) {
      const weight = weights[pair.one]! * (pair.one === pair.other ? 1 : weights[pair.other]!);
      found += weight * pair.found;
      right += weight * pair.right;
    }
    const apart = over(this.apart);
    return { f1: (2 * right) / (found + over(this.truths)), siblings: apart === 0 ? 0 : over(this.merged) / apart };
  }
}

interface Placed {
  readonly incident: number;
  readonly family: number;
}

function pairsByFamily(cluster: readonly Placed[]): readonly PairCounts[] {
  const families = groups(cluster, ({ family }) => family);
  return families.flatMap((members, n) => [
    {
      one: members[0]!.family,
      other: members[0]!.family,
      found: pairs(members),
      right: sum(groups(members, ({ incident }) => incident).map(pairs)),
    },
    ...families.slice(0, n).map((others) => ({
      one: members[0]!.family,
      other: others[0]!.family,
      found: members.length * others.length,
      right: 0,
    })),
  ]);
}

function groups<T>(items: readonly T[], keyOf: (item: T) => number): readonly (readonly T[])[] {
  const byKey = new Map<number, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = byKey.get(key);
    if (group) group.push(item);
    else byKey.set(key, [item]);
  }
  return [...byKey.values()];
}

function pairs({ length }: readonly unknown[]): number {
  return (length * (length - 1)) / 2;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}
