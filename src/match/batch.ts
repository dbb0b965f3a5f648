import { agglomerate, type LinkedPair, type Neighbourhood } from "./agglomerate.ts";
import type { Claim } from "./claim.ts";
import { ClaimTable } from "./claim-table.ts";
import { guessMoment, learnLags, type Lags } from "./lags.ts";
import { findLineages, type Lineages } from "./lineage.ts";
import { Links, PairBook } from "./pair-book.ts";
import { HabitBook } from "./habits.ts";
import { countTerms, Scorer, type Model } from "./score.ts";
import { learnAgain, learnWeights, type Sorted } from "./weights.ts";

/** Pairs to learn from; more change nothing. */
const TO_LEARN_FROM = 128_000;
/** Claims farther apart than this never end up together, so they need not be clustered at once. */
export const NEAR_LOG_ODDS = -3;
/** Two claims of one source are of one incident only if this sure. */
export const SURE = 2.2;

export interface BatchOptions {
  /** Instead of learning one. */
  readonly model?: Model;
  readonly onProgress?: (phase: "compare" | "learn" | "cluster", done: number, total: number) => void;
}

export interface Batch {
  readonly book: PairBook;
  readonly model: Model;
  readonly lineages: Lineages;
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
  const lineages = findLineages(sorted);
  const copies = new Set(lineages.copies.map(({ claim }) => claim));
  for (let i = 0; i < table.size; i++) {
    guessMoment(table, i, lags);
    if (copies.has(sorted[i]!.id)) book.leaveOut(i);
    else book.compare(i);
    if (i % 1024 === 0) options.onProgress?.("compare", i, table.size);
  }
  options.onProgress?.("learn", 0, 1);
  const model = options.model ?? learnModel(book, lags);
  book.useModel(new Scorer(model, table));
  const onCluster = (done: number): void => options.onProgress?.("cluster", done, table.size);
  const incidents = clusterAll(book, { links: new Links(book), onCluster });
  return { book, model, lineages, incidents: withCopies(incidents, table, lineages) };
}

/** A copy is where its origin is: it is no voice of its own, so nothing is asked of its fields. */
function withCopies(
  incidents: readonly (readonly number[])[],
  { numbers }: ClaimTable,
  { copies }: Lineages,
): readonly (readonly number[])[] {
  const copiesOf = new Map<number, number[]>();
  for (const { claim, origin } of copies) {
    const known = copiesOf.get(numbers.get(origin)!) ?? [];
    copiesOf.set(numbers.get(origin)!, known);
    known.push(numbers.get(claim)!);
  }
  if (copiesOf.size === 0) return incidents;
  return incidents
    .map((members) => [...members, ...members.flatMap((i) => copiesOf.get(i) ?? [])].sort((a, b) => a - b))
    .sort((a, b) => a[0]! - b[0]!);
}

/** Learns twice: from patterns alone, then from what a clustering by these weights puts together. */
export function learnModel(book: PairBook, lags: Lags): Model {
  const weights = learnWeights(book.countPatterns(TO_LEARN_FROM));
  const first: Model = { version: "1", weights, terms: countTerms(book.table), lags, habits: new Map() };
  book.useModel(new Scorer(first, book.table));
  const { sorted, habits } = sortPairs(book);
  return { ...first, weights: learnAgain(weights, sorted), habits: habits.habits() };
}

const WEEK = 7 * 24 * 3_600_000;

/** Pairs of whole weeks, so many that there is enough to learn from, by what the first weights make of them. */
function sortPairs(book: PairBook): { readonly sorted: ReadonlyMap<number, Sorted>; readonly habits: HabitBook } {
  const { table, rows } = book;
  const every = Math.max(1, Math.floor(rows.reduce((sum, row) => sum + row.length, 0) / 2 / TO_LEARN_FROM));
  const isSampled = (i: number): boolean => every === 1 || Math.floor(table.from[i]! / WEEK) % every === 0;
  const links = new Links(book);
  const incidentOf = new Int32Array(table.size).fill(-1);
  clusterAll(book, { links, isWanted: isSampled }).forEach((members, n) => {
    for (const i of members) incidentOf[i] = n;
  });
  const sorted = new Map<number, Sorted>();
  const habits = new HabitBook();
  for (let i = 0; i < table.size; i++) {
    if (incidentOf[i]! < 0) continue;
    const { others, length } = rows[i]!;
    for (let at = 0; at < length; at++) {
      const other = others[at]!;
      if (other > i || incidentOf[other]! < 0) continue;
      const alone = 1 / (1 + Math.exp(-links.at(i, at)));
      const probability = (alone + (incidentOf[i] === incidentOf[other] ? 1 : 0)) / 2;
      const pattern = book.patternAt(i, at);
      const pair = sorted.get(pattern) ?? { matches: 0, rest: 0 };
      sorted.set(pattern, pair);
      pair.matches += probability;
      pair.rest += 1 - probability;
      for (const one of [i, other]) habits.add(table.claims[one]!.source, pattern, probability);
    }
  }
  return { sorted, habits };
}

interface Clustering {
  readonly links: Links;
  readonly isWanted?: (i: number) => boolean;
  readonly onCluster?: (done: number) => void;
}

export function clusterAll(book: PairBook, { links, isWanted, onCluster }: Clustering): readonly (readonly number[])[] {
  const incidents: (readonly number[])[] = [];
  let done = 0;
  for (const group of groupsOf(book, links, isWanted ?? (() => true))) {
    incidents.push(...clusterGroup(book, group, (i, at) => links.at(i, at)));
    done += group.length;
    onCluster?.(done);
  }
  return incidents.sort((a, b) => a[0]! - b[0]!);
}

/** Claims that could at all end up together, so that each group can be clustered by itself. These are not incidents. */
function* groupsOf(
  { table, rows, leftOut }: PairBook,
  links: Links,
  isWanted: (i: number) => boolean,
): Generator<readonly number[]> {
  const seen = Uint8Array.from(table.claims, (claim, i) =>
    claim.isAggregate || leftOut.has(i) || !isWanted(i) ? 1 : 0,
  );
  for (let start = 0; start < table.size; start++) {
    if (seen[start]) continue;
    const group = [start];
    seen[start] = 1;
    for (let n = 0; n < group.length; n++) {
      const i = group[n]!;
      const { others, length } = rows[i]!;
      for (let at = 0; at < length; at++) {
        const other = others[at]!;
        if (seen[other] || !(links.at(i, at) > NEAR_LOG_ODDS)) continue;
        seen[other] = 1;
        group.push(other);
      }
    }
    yield group.sort((a, b) => a - b);
  }
}

/** Clusters these claims; `logOdds` of the pair at a place in a claim's row. */
export function clusterGroup(
  book: PairBook,
  group: readonly number[],
  logOdds: (i: number, at: number) => number,
): readonly (readonly number[])[] {
  if (group.length === 1) return [group];
  const { rows } = book;
  const place = new Map(group.map((claim, n) => [claim, n]));
  const pairs: LinkedPair[] = [];
  const sure = new Set<number>();
  for (const [a, i] of group.entries()) {
    const { others, length } = rows[i]!;
    for (let at = 0; at < length; at++) {
      const b = place.get(others[at]!);
      if (b === undefined || b >= a) continue;
      const value = logOdds(i, at);
      pairs.push({ a: b, b: a, logOdds: value });
      if (value > SURE) sure.add(b * group.length + a);
    }
  }
  const clusters = agglomerate({
    size: group.length,
    pairs,
    ...rulesFor(book, group, (a, b) => sure.has(Math.min(a, b) * group.length + Math.max(a, b))),
  });
  return clusters.map((members) => members.map((n) => group[n]!));
}

/** What binds the clustering of these claims, whose numbers are their places in the group. */
export function rulesFor(
  { table, index }: PairBook,
  group: readonly number[],
  isSure: (a: number, b: number) => boolean,
): Pick<Neighbourhood, "wasCapped" | "sourceOf" | "mayJoin" | "comesFirst"> {
  const { claims, source, report, updates } = table;
  return {
    wasCapped: (n) => index.capped.has(group[n]!),
    sourceOf: (n) => source[group[n]!]!,
    mayJoin: (a, b) => {
      const [i, j] = [group[a]!, group[b]!];
      if (updates[i] === j + 1 || updates[j] === i + 1) return true;
      return report[i] !== report[j] && isSure(a, b);
    },
    comesFirst: (a, b) => claims[group[a]!]!.id < claims[group[b]!]!.id,
  };
}
