import { agglomerate, W, type LinkedPair } from "./agglomerate.ts";
import type { Claim } from "./claim.ts";
import { ClaimTable } from "./claim-table.ts";
import { guessMoment, learnLags, type Lags } from "./lags.ts";
import { PairBook, type Odds } from "./pair-book.ts";
import { countTerms, Scorer, type Model } from "./score.ts";
import { learnWeights } from "./weights.ts";

/** Pairs to learn from; more change nothing. */
const TO_LEARN_FROM = 128_000;
/** Claims farther apart than this never end up together, so they need not be clustered at once. */
export const NEAR_LOG_ODDS = -3;
/** Two claims of one source are of one incident only if this sure. */
const SURE = 2.2;

export interface BatchOptions {
  /** Instead of learning one. */
  readonly model?: Model;
  readonly onProgress?: (phase: "compare" | "learn" | "cluster", done: number, total: number) => void;
}

export interface Batch {
  readonly book: PairBook;
  readonly model: Model;
  /** Claim numbers by incident, each ascending. Claims that sum several incidents are in none. */
  readonly incidents: readonly (readonly number[])[];
}

/** Clusters all claims at once. The result does not depend on the order in which they are given. */
export function matchAll(claims: readonly Claim[], options: BatchOptions = {}): Batch {
  const table = new ClaimTable();
  const book = new PairBook(table);
  const sorted = claims.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  for (const claim of sorted) table.add(claim);
  const lags = options.model?.lags ?? learnLags(table);
  for (let i = 0; i < table.size; i++) {
    guessMoment(table, i, lags);
    book.compare(i);
    if (i % 1024 === 0) options.onProgress?.("compare", i, table.size);
  }
  options.onProgress?.("learn", 0, 1);
  const model = options.model ?? learnModel(book, lags);
  book.useModel(new Scorer(model, table));
  return { book, model, incidents: clusterAll(book, options) };
}

export function learnModel(book: PairBook, lags: Lags): Model {
  const weights = learnWeights(book.countPatterns(TO_LEARN_FROM));
  return { version: "1", weights, terms: countTerms(book.table), lags };
}

export function clusterAll(book: PairBook, { onProgress }: BatchOptions): readonly (readonly number[])[] {
  const { table, rows } = book;
  const odds = rows.map((_, i) => book.oddsOf(i));
  const linked = rows.map((row, i) =>
    Float64Array.from({ length: row.length }, (_, at) => logOddsAt(book, odds, { i, at })),
  );
  const incidents: (readonly number[])[] = [];
  let done = 0;
  for (const group of groupsOf(book, linked)) {
    incidents.push(...clusterGroup(book, group, (i, at) => linked[i]![at]!));
    done += group.length;
    onProgress?.("cluster", done, table.size);
  }
  return incidents.sort((a, b) => a[0]! - b[0]!);
}

function logOddsAt(
  book: PairBook,
  odds: readonly Odds[],
  { i, at }: { readonly i: number; readonly at: number },
): number {
  const other = book.rows[i]!.others[at]!;
  return book.sharedLogOdds({ a: i, b: other, odds: odds[i]!.each[at]!, ofA: odds[i]!, ofB: odds[other]! });
}

/** Claims that could at all end up together, so that each group can be clustered by itself. These are not incidents. */
function groupsOf({ table, rows }: PairBook, linked: readonly Float64Array[]): readonly (readonly number[])[] {
  const seen = new Uint8Array(table.size);
  const groups: number[][] = [];
  for (let start = 0; start < table.size; start++) {
    if (seen[start] || table.claims[start]!.isAggregate) continue;
    const group = [start];
    seen[start] = 1;
    for (let n = 0; n < group.length; n++) {
      const i = group[n]!;
      const { others, length } = rows[i]!;
      for (let at = 0; at < length; at++) {
        const other = others[at]!;
        if (seen[other] || !(linked[i]![at]! > NEAR_LOG_ODDS)) continue;
        seen[other] = 1;
        group.push(other);
      }
    }
    groups.push(group.sort((a, b) => a - b));
  }
  return groups;
}

/** Clusters these claims; `logOdds` of the pair at a place in a claim's row. */
export function clusterGroup(
  book: PairBook,
  group: readonly number[],
  logOdds: (i: number, at: number) => number,
): readonly (readonly number[])[] {
  if (group.length === 1) return [group];
  const { table, rows, index } = book;
  const place = new Map(group.map((claim, n) => [claim, n]));
  const pairs: LinkedPair[] = [];
  const sure = new Set<number>();
  for (const [a, i] of group.entries()) {
    const { others, length } = rows[i]!;
    for (let at = 0; at < length; at++) {
      const b = place.get(others[at]!);
      if (b === undefined || b >= a) continue;
      const value = logOdds(i, at);
      pairs.push({ a: b, b: a, logOdds: value, weight: W.pair ? W.pair(i, at) : 1 });
      if (value > SURE) sure.add(b * group.length + a);
    }
  }
  const { claims, source, report, updates } = table;
  const clusters = agglomerate({
    size: group.length,
    pairs,
    wasCapped: (n) => index.capped.has(group[n]!),
    sourceOf: (n) => source[group[n]!]!,
    mayJoin: (a, b) => {
      const [i, j] = [group[a]!, group[b]!];
      if (updates[i] === j + 1 || updates[j] === i + 1) return true;
      return report[i] !== report[j] && sure.has(Math.min(a, b) * group.length + Math.max(a, b));
    },
    comesFirst: (a, b) => claims[group[a]!]!.id < claims[group[b]!]!.id,
  });
  return clusters.map((members) => members.map((n) => group[n]!));
}
