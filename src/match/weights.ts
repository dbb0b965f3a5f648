import { FIELDS, levelsOf, type FieldId } from "./fields.ts";
import type { PairClass } from "./pair-class.ts";
import { SHIPPED_WEIGHTS } from "./shipped-weights.ts";

/**
 * What pairs of one incident look like, and what the others look like. The others are of several kinds, because fields go
 * together: another incident of the same place and day agrees on most of them. One table for all of these would take each
 * agreement for independent evidence, and put neighbouring incidents together.
 */
export interface Weights {
  readonly match: PairClass;
  /** The last of them: pairs that have nothing to do with each other. */
  readonly others: readonly PairClass[];
  readonly origin: "learnt" | "shipped";
  /** Why the learnt weights were not taken, if they were not. */
  readonly notice?: string;
}

const ROUNDS = 60;
const STILL = 1e-4;
/** Pseudo-counts of the table at the start, as a share of the evidence: learning cannot walk away from it on thin data. */
const PULL = 0.05;

interface Start {
  readonly name: string;
  readonly share: number;
  /** How far a field looks like that of matches (1) or like that of all pairs (0); below 0: the opposite of matches. */
  readonly leaning: Readonly<Partial<Record<FieldId, number>>>;
}

const OTHERS: readonly Start[] = [
  {
    name: "another incident of the same place and time",
    share: 0.09,
    leaning: { space: 0.8, time: 0.3, actors: 0.5, kind: 0.4 },
  },
  { name: "the same place at another time", share: 0.2, leaning: { space: 0.6, time: -0.4, published: -0.4 } },
  { name: "another place at the same time", share: 0.2, leaning: { space: -0.3, time: 0.4, published: 0.4 } },
  { name: "nothing in common", share: 0.43, leaning: {} },
];
const MATCH_SHARE = 0.08;

/**
 * Learns the classes from how often each pattern of levels occurs among candidate pairs, with no label: expectation
 * maximisation for a mixture whose classes have independent fields (Dempster, Laird & Rubin 1977; Winkler 1988; for more
 * than two classes Larsen & Rubin 2001). Started from a shipped table, pulled towards it, and given up for it with a notice
 * when what comes out cannot be right.
 */
export function learnWeights(patterns: ReadonlyMap<number, number>): Weights {
  const sample = sampleOf(patterns);
  if (sample.total === 0) return shipped("there are no candidate pairs to learn from");
  const start = startFor(sample);
  const mixture = new Mixture(sample, start);
  for (let round = 0; round < ROUNDS && mixture.step() > STILL; round++);
  const weights = weightsOf(mixture.classes, "learnt");
  const notice = whyNot(weights);
  return notice === undefined ? weights : shipped(notice);
}

/** Pairs of one pattern, by what a first clustering made of them. */
export interface Sorted {
  matches: number;
  rest: number;
}

/**
 * Learns once more from what a first clustering put together. Whether two reports tell of one incident is seen better in the
 * company of all reports of it than on the pair alone, so fields that go together by place and day mislead less. The share
 * of matches stays that of the first pass: one-per-source takes from it later what several candidates share, and a share
 * that had this taken from it already would count it twice.
 */
export function learnAgain(first: Weights, sorted: ReadonlyMap<number, Sorted>): Weights {
  const of = (part: (pair: Sorted) => number): Sample =>
    sampleOf(new Map(Array.from(sorted, ([pattern, pair]) => [pattern, part(pair)])));
  const [matches, rest] = [of((pair) => pair.matches), of((pair) => pair.rest)];
  if (first.origin === "shipped" || matches.total < FEWEST_MATCHES || rest.total < FEWEST_MATCHES) return first;
  const known = first.others.reduce((sum, { share }) => sum + share, 0);
  const others = new Mixture(
    rest,
    first.others.map((one) => asClass(one, one.share / known)),
  );
  others.pull = 0;
  for (let round = 0; round < ROUNDS_AGAIN; round++) others.step();
  const match = new Mixture(matches, [asClass(first.match, 1)]);
  match.step();
  const { share } = first.match;
  const weights = weightsOf(
    [{ ...match.classes[0]!, share }, ...others.classes.map((one) => ({ ...one, share: one.share * (1 - share) }))],
    "learnt",
  );
  return whyNot(weights) === undefined ? weights : first;
}

/** Too few to learn a second time from. */
const FEWEST_MATCHES = 200;
const ROUNDS_AGAIN = 20;

function asClass({ name, logs }: PairClass, share: number): Class {
  return { name, share, probabilities: logs.map((levels) => levels.map((log) => Math.exp(log))) };
}

interface Sample {
  /** Pattern by pattern, the level of each field. */
  readonly levels: Uint8Array;
  readonly counts: Float64Array;
  readonly total: number;
}

interface Class {
  readonly name: string;
  readonly share: number;
  readonly probabilities: Probabilities;
}

type Probabilities = readonly (readonly number[])[];

function sampleOf(patterns: ReadonlyMap<number, number>): Sample {
  // In one order, so that sums of doubles do not depend on the order in which pairs came.
  const sorted = [...patterns].sort(([a], [b]) => a - b);
  const levels = Uint8Array.from(sorted.flatMap(([pattern]) => levelsOf(pattern)));
  const counts = Float64Array.from(sorted, ([, count]) => count);
  return { levels, counts, total: counts.reduce((sum, count) => sum + count, 0) };
}

/** The shipped table for matches; for the rest, what candidates in general look like, leaning one way or another. */
function startFor(sample: Sample): readonly Class[] {
  const seen = FIELDS.map(({ levels }) => levels.map(() => 0.5));
  sample.levels.forEach(
    (level, n) => (seen[n % FIELDS.length]![level]! += sample.counts[Math.floor(n / FIELDS.length)]!),
  );
  const all = withinTiers(seen);
  const prior = FIELDS.map(({ levels }) => levels.map((level) => level.prior));
  const others = OTHERS.map(({ name, share, leaning }) => ({
    name,
    share,
    probabilities: withinTiers(all.map((levels, f) => lean(levels, prior[f]!, leaning[FIELDS[f]!.id] ?? 0))),
  }));
  return [{ name: "one incident", share: MATCH_SHARE, probabilities: prior }, ...others];
}

function lean(levels: readonly number[], prior: readonly number[], towards: number): readonly number[] {
  if (towards >= 0) return levels.map((share, level) => towards * prior[level]! + (1 - towards) * share);
  return levels.map((share, level) => Math.max(1e-3, share + towards * prior[level]!));
}

function withinTiers(counts: readonly (readonly number[])[]): Probabilities {
  return counts.map((levels, f) => {
    const sums = sumsOfTiers(levels, f);
    return levels.map((count, level) => count / sums.get(FIELDS[f]!.levels[level]!.tier)!);
  });
}

function sumsOfTiers(levels: readonly number[], f: number): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  levels.forEach((count, level) => {
    const { tier } = FIELDS[f]!.levels[level]!;
    sums.set(tier, (sums.get(tier) ?? 0) + count);
  });
  return sums;
}

/** Places of the fields' levels in one flat table. */
const OFFSETS = FIELDS.map((_, f) => FIELDS.slice(0, f).reduce((sum, { levels }) => sum + levels.length, 0));
const ALL_LEVELS = FIELDS.reduce((sum, { levels }) => sum + levels.length, 0);

class Mixture {
  classes: readonly Class[];
  pull = PULL;
  private readonly sample: Sample;
  private readonly start: readonly Class[];

  constructor(sample: Sample, start: readonly Class[]) {
    this.sample = sample;
    this.start = start;
    this.classes = start;
  }

  /** One round; how far the share of matches moved. */
  step(): number {
    const before = this.classes[0]!.share;
    const { counts, sums } = this.expect();
    const last = this.classes.length - 1;
    this.classes = this.classes.map(({ name }, k) => {
      const seen = FIELDS.map(({ levels }, f) => levels.map((_, level) => 0.5 + counts[k]![OFFSETS[f]! + level]!));
      return {
        name,
        share: sums[k]! / this.sample.total,
        probabilities: withinTiers(k === last && k > 0 ? seen : this.pulled(seen, k)),
      };
    });
    return Math.abs(this.classes[0]!.share - before);
  }

  /** How much of each level belongs to each class, as the classes are now. */
  private expect(): { readonly counts: readonly Float64Array[]; readonly sums: Float64Array } {
    const { levels, counts: times } = this.sample;
    const size = this.classes.length;
    const logs = this.classes.map(({ probabilities }) => flatLogs(probabilities));
    const shares = this.classes.map(({ share }) => Math.log(share));
    const counts = this.classes.map(() => new Float64Array(ALL_LEVELS));
    const sums = new Float64Array(size);
    const weight = new Float64Array(size);
    for (let p = 0; p < times.length; p++) {
      const base = p * FIELDS.length;
      let largest = Number.NEGATIVE_INFINITY;
      for (let k = 0; k < size; k++) {
        let sum = shares[k]!;
        for (let f = 0; f < FIELDS.length; f++) sum += logs[k]![OFFSETS[f]! + levels[base + f]!]!;
        weight[k] = sum;
        if (sum > largest) largest = sum;
      }
      let total = 0;
      for (let k = 0; k < size; k++) total += weight[k] = Math.exp(weight[k]! - largest);
      for (let k = 0; k < size; k++) {
        const part = (weight[k]! / total) * times[p]!;
        sums[k]! += part;
        for (let f = 0; f < FIELDS.length; f++) counts[k]![OFFSETS[f]! + levels[base + f]!]! += part;
      }
    }
    return { counts, sums };
  }

  /** Towards the start by pseudo-counts, spread over the tiers as the evidence is. */
  private pulled(seen: readonly (readonly number[])[], k: number): readonly (readonly number[])[] {
    return seen.map((levels, f) => {
      const sums = sumsOfTiers(levels, f);
      return levels.map(
        (count, level) =>
          count + this.pull * sums.get(FIELDS[f]!.levels[level]!.tier)! * this.start[k]!.probabilities[f]![level]!,
      );
    });
  }
}

function flatLogs(probabilities: Probabilities): Float64Array {
  return Float64Array.from(
    probabilities.flatMap((levels) => levels.map((share, level) => (level === 0 ? 0 : Math.log(share)))),
  );
}

function weightsOf(classes: readonly Class[], origin: Weights["origin"]): Weights {
  const [match, ...others] = classes.map(({ name, share, probabilities }) => ({
    name,
    share,
    logs: probabilities.map((levels) => levels.map((one, level) => (level === 0 ? 0 : Math.log(one)))),
  }));
  return { match: match!, others, origin };
}

function shipped(notice: string): Weights {
  return { ...SHIPPED_WEIGHTS, origin: "shipped", notice };
}

const FEWEST = 0.005;
const MOST = 0.3;
/** The best level of each of these fields must speak for a match. */
const MUST_SPEAK: readonly FieldId[] = ["space", "time", "kind", "killed"];

/** Why a fit cannot be right, if it cannot. */
function whyNot({ match, others }: Weights): string | undefined {
  if (!(match.share >= FEWEST && match.share <= MOST))
    return `the share of matches came out as ${match.share.toFixed(3)}`;
  const other = others.at(-1)!;
  for (const [f, { id, levels }] of FIELDS.entries()) {
    if (!MUST_SPEAK.includes(id) || match.logs[f]![1]! > other.logs[f]![1]!) continue;
    return `“${levels[1]!.says}” came out as speaking against a match`;
  }
  return undefined;
}
