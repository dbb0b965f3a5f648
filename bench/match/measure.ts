import { matchAll, Matcher, type Batch, type Model, type PairBook } from "../../src/match/index.ts";
import { Chance } from "./chance.ts";
import { calibrate, scoreClusters, type Calibration, type Scores } from "./metrics.ts";
import type { ToldClaim } from "./reports.ts";

const HOUR = 3_600_000;

export interface BatchMeasure extends Scores {
  readonly model: Model;
  readonly book: PairBook;
  readonly calibration: Calibration;
  /** Share of true pairs that were compared; a copy goes with its origin. */
  readonly blockingRecall: number;
  readonly pairsPerClaim: number;
  /** By place in what was told. */
  readonly clusterOf: Int32Array;
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Resident, at most, when matching was done, with the claims; what is needed to score it comes after. */
  readonly peakMb: number;
}

export function measureBatch(told: readonly ToldClaim[]): BatchMeasure {
  const claims = told.map(({ claim }) => claim);
  const start = performance.now();
  const cpu = process.cpuUsage();
  const batch = matchAll(claims);
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const peakMb = Math.round(process.resourceUsage().maxRSS / 1024);
  const clusterOf = clustersOf(told, batch);
  return {
    ...scoreClusters(told, clusterOf),
    clusterOf,
    ...measurePairs(told, batch),
    model: batch.model,
    book: batch.book,
    seconds,
    cpuSeconds: (user + system) / 1e6,
    peakMb,
  };
}

function clustersOf(told: readonly ToldClaim[], { incidents, book }: Batch): Int32Array {
  const clusterOf = new Int32Array(told.length).fill(-1);
  const places = new Map(told.map(({ claim }, n) => [claim.id, n]));
  incidents.forEach((members, n) => {
    for (const i of members) clusterOf[places.get(book.table.claims[i]!.id)!] = n;
  });
  return clusterOf;
}

function measurePairs(told: readonly ToldClaim[], { book, lineages }: Batch) {
  const incidentOf = new Map(told.map(({ claim, incident }) => [claim.id, incident]));
  const truth = book.table.claims.map(({ id }) => incidentOf.get(id)!);
  const odds = book.rows.map((_, i) => book.oddsOf(i));
  const pairs: { p: number; isMatch: boolean }[] = [];
  book.rows.forEach((row, a) => {
    for (let at = 0; at < row.length; at++) {
      const b = row.others[at]!;
      if (b > a) continue;
      const isMatch = truth[a] === truth[b] && truth[a]! >= 0;
      const shared = { a, b, odds: odds[a]!.each[at]!, ofA: odds[a]!, ofB: odds[b]! };
      pairs.push({ p: 1 / (1 + Math.exp(-book.sharedLogOdds(shared))), isMatch });
    }
  });
  const origins = book.table.claims.map(({ id }) => book.table.numbers.get(lineages.originOf(id))!);
  return {
    calibration: calibrate(pairs),
    blockingRecall: recallOf(truth, (a, b) => {
      const [one, other] = [origins[a]!, origins[b]!];
      return one === other || book.placeOf(one, other) !== undefined;
    }),
    pairsPerClaim: (2 * pairs.length) / told.length,
  };
}

/** Share of the pairs of one incident that were looked at. */
function recallOf(truth: readonly number[], wasFound: (a: number, b: number) => boolean): number {
  const members = new Map<number, number[]>();
  truth.forEach((incident, i) => {
    if (incident >= 0) members.set(incident, [...(members.get(incident) ?? []), i]);
  });
  let [found, all] = [0, 0];
  for (const claims of members.values())
    claims.forEach((a, n) => {
      for (const b of claims.slice(0, n)) {
        all += 1;
        if (wasFound(a, b)) found += 1;
      }
    });
  return found / all;
}

export interface OneAtATime extends Scores {
  /** Old claims whose incident changes, for each new claim. */
  readonly churn: number;
  /** Milliseconds for one claim. */
  readonly latency: Latency;
}

export interface Latency {
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
}

/** Claims in the order in which they were published, each matched before the next comes. */
export function measureOneAtATime(told: readonly ToldClaim[], model: Model): OneAtATime {
  let ids = 0;
  const matcher = new Matcher({ model, newId: () => `i${String(ids++).padStart(8, "0")}` });
  const clock = new Float64Array(told.length);
  let moved = 0;
  told.forEach(({ claim, publishedAt }, n) => {
    const start = performance.now();
    const { entries } = matcher.add(claim, { by: "matcher", at: publishedAt });
    clock[n] = performance.now() - start;
    for (const { changes } of entries)
      for (const { key, before: from } of changes) if (key.startsWith("claim ") && from !== undefined) moved += 1;
  });
  const numbers = new Map<string, number>();
  const clusterOf = told.map(({ claim }) => {
    const incident = matcher.ledger.incidentOf(claim.id);
    if (incident === undefined) return -1;
    if (!numbers.has(incident)) numbers.set(incident, numbers.size);
    return numbers.get(incident)!;
  });
  return {
    ...scoreClusters(told, clusterOf),
    churn: moved / told.length,
    latency: latencyOf(clock),
  };
}

const SHUFFLES = 5;
const SHUFFLED_HOURS = 48;

/** The lowest and the highest F1 if claims arrive up to two days later than they are published, each time in another order. */
export function measureOrders(
  told: readonly ToldClaim[],
  model: Model,
): { readonly low: number; readonly high: number } {
  const scores = Array.from({ length: SHUFFLES }, (_, n) => {
    const chance = new Chance(n + 1);
    const arriving = told.map((one) => ({
      ...one,
      publishedAt: one.publishedAt + chance.between(0, SHUFFLED_HOURS) * HOUR,
    }));
    return measureOneAtATime(
      arriving.sort((a, b) => a.publishedAt - b.publishedAt),
      model,
    ).pairs.f1;
  });
  return { low: Math.min(...scores), high: Math.max(...scores) };
}

/** Of the last tenth, when the index is as full as it gets. */
function latencyOf(each: Float64Array): Latency {
  const late = each.slice(Math.floor(each.length * 0.9)).sort();
  const at = (share: number): number => late[Math.min(late.length - 1, Math.floor(share * late.length))]!;
  return { p50: at(0.5), p99: at(0.99), p999: at(0.999) };
}
