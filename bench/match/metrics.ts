import type { ToldClaim } from "./reports.ts";

export interface PairScores {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

export interface Scores {
  readonly pairs: PairScores;
  /** B-cubed (Bagga & Baldwin 1998): a mean over claims, so that a large incident does not drown small ones. */
  readonly b3: PairScores;
  /** Share of pairs of different incidents of one family that were put together. */
  readonly siblings: number;
  /** Share of incidents found exactly. */
  readonly exact: number;
  readonly largest: number;
}

/** What clusters of claims are worth against the truth. `clusterOf`: by place in `told`; -1 for none. */
export function scoreClusters(told: readonly ToldClaim[], clusterOf: ArrayLike<number>): Scores {
  const claims = told.map((_, i) => i).filter((i) => told[i]!.incident >= 0);
  const cluster = (i: number): number => (clusterOf[i]! < 0 ? told.length + i : clusterOf[i]!);
  const byTruth = count(claims, (i) => told[i]!.incident);
  const byCluster = count(claims, cluster);
  const both = count(claims, (i) => `${told[i]!.incident} ${cluster(i)}`);
  const [truePairs, foundPairs, rightPairs] = [byTruth, byCluster, both].map(pairsIn) as [number, number, number];
  let [precision, recall] = [0, 0];
  for (const i of claims) {
    const right = both.get(`${told[i]!.incident} ${cluster(i)}`)!;
    precision += right / byCluster.get(cluster(i))!;
    recall += right / byTruth.get(told[i]!.incident)!;
  }
  const isFoundWhole = (i: number): boolean =>
    both.get(`${told[i]!.incident} ${cluster(i)}`) === byTruth.get(told[i]!.incident) &&
    byCluster.get(cluster(i)) === byTruth.get(told[i]!.incident);
  const whole = new Set(claims.filter(isFoundWhole).map((i) => told[i]!.incident));
  return {
    pairs: harmonic(foundPairs === 0 ? 1 : rightPairs / foundPairs, rightPairs / truePairs),
    b3: harmonic(precision / claims.length, recall / claims.length),
    siblings: siblingsMerged(told, claims, cluster),
    exact: whole.size / byTruth.size,
    largest: Math.max(...byCluster.values()),
  };
}

function siblingsMerged(told: readonly ToldClaim[], claims: readonly number[], cluster: (i: number) => number): number {
  const byFamily = pairsIn(count(claims, (i) => told[i]!.family));
  const byIncident = pairsIn(count(claims, (i) => told[i]!.incident));
  const together =
    pairsIn(count(claims, (i) => `${told[i]!.family} ${cluster(i)}`)) -
    pairsIn(count(claims, (i) => `${told[i]!.incident} ${cluster(i)}`));
  return byFamily === byIncident ? 0 : together / (byFamily - byIncident);
}

function count<K>(claims: readonly number[], keyOf: (i: number) => K): Map<K, number> {
  const counts = new Map<K, number>();
  for (const i of claims) counts.set(keyOf(i), (counts.get(keyOf(i)) ?? 0) + 1);
  return counts;
}

function pairsIn(counts: ReadonlyMap<unknown, number>): number {
  let sum = 0;
  for (const n of counts.values()) sum += (n * (n - 1)) / 2;
  return sum;
}

function harmonic(precision: number, recall: number): PairScores {
  return { precision, recall, f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
}

export interface Calibration {
  /** Expected calibration error over 15 bins of equal mass. */
  readonly ece: number;
  /** The same between .05 and .95, where it matters. */
  readonly bandEce: number;
  readonly brier: number;
  readonly logLoss: number;
}

const BINS = 15;

/** How well probabilities of pairs agree with how often they are right. */
export function calibrate(pairs: readonly { readonly p: number; readonly isMatch: boolean }[]): Calibration {
  const clamp = (p: number): number => Math.max(1e-12, Math.min(1 - 1e-12, p));
  const mean = (of: (pair: { readonly p: number; readonly isMatch: boolean }) => number): number =>
    pairs.reduce((sum, pair) => sum + of(pair), 0) / pairs.length;
  return {
    ece: calibrationError(pairs),
    bandEce: calibrationError(pairs.filter(({ p }) => p >= 0.05 && p <= 0.95)),
    brier: mean(({ p, isMatch }) => (p - (isMatch ? 1 : 0)) ** 2),
    logLoss: mean(({ p, isMatch }) => -Math.log(isMatch ? clamp(p) : 1 - clamp(p))),
  };
}

function calibrationError(pairs: readonly { readonly p: number; readonly isMatch: boolean }[]): number {
  if (pairs.length === 0) return 0;
  const sorted = pairs.toSorted((a, b) => a.p - b.p);
  let error = 0;
  for (let bin = 0; bin < BINS; bin++) {
    const part = sorted.slice(Math.floor((bin * sorted.length) / BINS), Math.floor(((bin + 1) * sorted.length) / BINS));
    const gap = part.reduce((sum, { p, isMatch }) => sum + p - (isMatch ? 1 : 0), 0);
    error += Math.abs(gap);
  }
  return error / sorted.length;
}
