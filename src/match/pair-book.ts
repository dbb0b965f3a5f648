import { BlockingIndex } from "./blocking.ts";
import { crowdingLevel, patternOf, withCrowding } from "./compare.ts";
import type { ClaimTable } from "./claim-table.ts";
import type { Part, Scorer } from "./score.ts";

/** The claims compared with one claim, in growing columns. */
export class Row {
  others: Int32Array;
  /** Numbers of their patterns in the book. */
  patterns: Int32Array;
  /** What the pair counts beyond its pattern: the values shared, the habits of the sources. */
  terms: Float64Array;
  length = 0;

  constructor(size: number) {
    this.others = new Int32Array(size);
    this.patterns = new Int32Array(size);
    this.terms = new Float64Array(size);
  }

  add(other: number, pattern: number, term: number): void {
    if (this.length === this.others.length) this.grow();
    this.others[this.length] = other;
    this.patterns[this.length] = pattern;
    this.terms[this.length] = term;
    this.length += 1;
  }

  drop(other: number): void {
    const at = this.others.subarray(0, this.length).indexOf(other);
    for (const column of [this.others, this.patterns, this.terms]) column.copyWithin(at, at + 1, this.length);
    this.length -= 1;
  }

  private grow(): void {
    const size = Math.max(4, Math.ceil(this.others.length * 1.5));
    const [others, patterns, terms] = [new Int32Array(size), new Int32Array(size), new Float64Array(size)];
    others.set(this.others);
    patterns.set(this.patterns);
    terms.set(this.terms);
    this.others = others;
    this.patterns = patterns;
    this.terms = terms;
  }
}

/**
 * Every pair of claims that was compared. A pair's probability takes into account that a source tells of an incident once:
 * each other candidate of the same source takes a share of the odds.
 */
export class PairBook {
  readonly table: ClaimTable;
  readonly index: BlockingIndex;
  readonly rows: Row[] = [];
  readonly leftOut = new Set<number>();
  /** The patterns that occur, numbered. */
  private readonly numbers = new Map<number, number>();
  private readonly patterns: number[] = [];
  private scorer: Scorer | undefined;
  /** By number of the pattern, so many to a chunk, and crowding; `NaN`: not asked for yet. */
  private scores: (Float64Array | undefined)[] = [];

  constructor(table: ClaimTable) {
    this.table = table;
    this.index = new BlockingIndex(table);
  }

  /** Compares a claim with those that were compared before it. */
  compare(i: number): void {
    this.leftOut.delete(i);
    const { others } = this.index.candidatesOf(i);
    const row = new Row(Math.max(4, Math.ceil(others.length * 1.5)));
    this.rows[i] = row;
    for (const other of others) {
      const pattern = patternOf(this.table, i, other);
      const number = this.numberOf(pattern);
      const term = this.scorer?.termScore(pattern, i, other) ?? 0;
      row.add(other, number, term);
      this.rows[other]!.add(i, number, term);
    }
    this.index.insert(i);
  }

  /** A copy is compared with nothing. */
  leaveOut(i: number): void {
    this.rows[i] = new Row(0);
    this.leftOut.add(i);
  }

  /** Forgets a claim: nothing is compared with it any more, and it has no part in what others share. */
  remove(i: number): void {
    const row = this.rows[i]!;
    for (let at = 0; at < row.length; at++) this.rows[row.others[at]!]!.drop(i);
    this.rows[i] = new Row(0);
    this.index.forget(i);
  }

  private numberOf(pattern: number): number {
    let number = this.numbers.get(pattern);
    if (number === undefined) {
      number = this.patterns.length;
      this.numbers.set(pattern, number);
      this.patterns.push(pattern);
    }
    return number;
  }

  /** The pattern of the pair at a place in a claim's row, how crowded it is included. */
  patternAt(i: number, at: number): number {
    const row = this.rows[i]!;
    return withCrowding(this.patterns[row.patterns[at]!]!, this.crowdOf(i, row.others[at]!));
  }

  /** Where in the row of the one the other is, if they were compared. */
  placeOf(a: number, b: number): number | undefined {
    const { others, length } = this.rows[a]!;
    const at = others.subarray(0, length).indexOf(b);
    return at < 0 ? undefined : at;
  }

  /** What the pair counts before sources have their share, part by part. */
  explain(i: number, at: number): readonly Part[] {
    return this.scorer!.explain(this.patternAt(i, at), i, this.rows[i]!.others[at]!);
  }

  scorePattern(pattern: number): number {
    return this.scorer!.patternScore(pattern);
  }

  /** How often each pattern occurs, of every so many pairs that about `most` are counted. */
  countPatterns(most: number): ReadonlyMap<number, number> {
    const total = this.rows.reduce((sum, row) => sum + row.length, 0) / 2;
    const every = Math.max(1, Math.floor(total / most));
    const counts = new Map<number, number>();
    let n = 0;
    this.rows.forEach((row, i) => {
      for (let at = 0; at < row.length; at++) {
        const other = row.others[at]!;
        if (other > i || n++ % every !== 0) continue;
        const pattern = this.patternAt(i, at);
        counts.set(pattern, (counts.get(pattern) ?? 0) + 1);
      }
    });
    return counts;
  }

  /** Scores every pair by this model from now on. */
  useModel(scorer: Scorer): void {
    this.scorer = scorer;
    this.scores = [];
    // A row has first the claims that were there before, then those that came later in their order, as the rows before fill.
    const filled = new Int32Array(this.rows.length);
    this.rows.forEach((row, i) => {
      for (let at = 0; at < row.length && row.others[at]! < i; at++) {
        const other = row.others[at]!;
        const term = scorer.termScore(this.patterns[row.patterns[at]!]!, i, other);
        row.terms[at] = term;
        this.rows[other]!.terms[filled[other]!] = term;
        filled[other]! += 1;
        filled[i]! += 1;
      }
    });
  }

  crowdOf(a: number, b: number): number {
    return Math.min(this.rows[a]!.length, this.rows[b]!.length);
  }

  /** The odds of each pair of a claim, and their sums by source. */
  oddsOf(i: number): Odds {
    const row = this.rows[i]!;
    const { rows } = this;
    const { source } = this.table;
    const each = new Float64Array(row.length);
    const sources: number[] = [];
    const sums: number[] = [];
    // Looking through a few is faster than a map, and slower when everybody is a source.
    const places = row.length > MANY ? new Map<number, number>() : undefined;
    for (let at = 0; at < row.length; at++) {
      const other = row.others[at]!;
      const crowd = Math.min(row.length, rows[other]!.length);
      const score = this.patternScore(row.patterns[at]!, crowd) + row.terms[at]!;
      const odds = Math.exp(Math.max(-CLAMP_ODDS, Math.min(CLAMP_ODDS, score)));
      each[at] = odds;
      const known = places ? (places.get(source[other]!) ?? -1) : sources.indexOf(source[other]!);
      if (known >= 0) sums[known]! += odds;
      else {
        places?.set(source[other]!, sources.length);
        sources.push(source[other]!);
        sums.push(odds);
      }
    }
    return { each, sources, sums, places };
  }

  private patternScore(number: number, crowd: number): number {
    const chunk = (this.scores[number >> CHUNK_BITS] ??= new Float64Array(CROWDINGS << CHUNK_BITS).fill(Number.NaN));
    const at = (number & ((1 << CHUNK_BITS) - 1)) * CROWDINGS + crowdingLevel(crowd);
    let score = chunk[at]!;
    if (Number.isNaN(score)) {
      score = this.scorer!.patternScore(withCrowding(this.patterns[number]!, crowd));
      chunk[at] = score;
    }
    return score;
  }

  /** Log-odds after the other candidates of the two sources have had their share. */
  sharedLogOdds({ a, b, odds, ofA, ofB }: Shared): number {
    const { source } = this.table;
    if (source[a] === source[b]) return Math.log(odds);
    return shared(odds, sumOf(ofA, source[b]!) + sumOf(ofB, source[a]!) - 2 * odds);
  }
}

const MANY = 256;
const CROWDINGS = 10;
const CHUNK_BITS = 10;

function sumOf({ sources, sums, places }: Odds, source: number): number {
  return sums[places ? places.get(source)! : sources.indexOf(source)]!;
}

/** e^700 is about the largest double; odds beyond e^40 are certain by any measure. */
const CLAMP_ODDS = 40;

export interface Odds {
  readonly each: Float64Array;
  /** Sources of the candidates, and the sum of the odds of each. */
  readonly sources: readonly number[];
  readonly sums: readonly number[];
  /** Where among them a source is, if they are many. */
  readonly places: ReadonlyMap<number, number> | undefined;
}

export interface Shared {
  readonly a: number;
  readonly b: number;
  readonly odds: number;
  readonly ofA: Odds;
  readonly ofB: Odds;
}

/** The shared log-odds of all pairs as the model and the rows are now, worked out for each claim when it is asked for. */
export class Links {
  private readonly book: PairBook;
  /** Where the pairs of each claim start in the columns. */
  private readonly starts: Int32Array;
  /** Odds alone, until they are made shared log-odds. */
  private readonly values: Float64Array;
  /** By claim: its sources, and the sums of their odds. */
  private readonly sums: (Float64Array | undefined)[] = [];
  private readonly isKnown: Uint8Array;

  constructor(book: PairBook) {
    this.book = book;
    this.starts = new Int32Array(book.rows.length + 1);
    book.rows.forEach((row, i) => (this.starts[i + 1] = this.starts[i]! + row.length));
    this.values = new Float64Array(this.starts[book.rows.length]!);
    this.isKnown = new Uint8Array(book.rows.length);
  }

  /** Of the pair at a place in a claim's row. */
  at(i: number, at: number): number {
    if (!this.isKnown[i]) this.work(i);
    return this.values[this.starts[i]! + at]!;
  }

  private work(i: number): void {
    const { source } = this.book.table;
    const { others, length } = this.book.rows[i]!;
    const start = this.starts[i]!;
    const own = this.sumsOf(i);
    for (let at = 0; at < length; at++) {
      const other = others[at]!;
      const odds = this.values[start + at]!;
      const rest =
        source[i] === source[other]
          ? 0
          : packedSum(own, source[other]!) + packedSum(this.sumsOf(other), source[i]!) - 2 * odds;
      this.values[start + at] = shared(odds, rest);
    }
    this.isKnown[i] = 1;
  }

  private sumsOf(i: number): Float64Array {
    return (this.sums[i] ??= this.sum(i));
  }

  private sum(i: number): Float64Array {
    const { each, sources, sums } = this.book.oddsOf(i);
    this.values.set(each, this.starts[i]);
    const packed = new Float64Array(sources.length * 2);
    packed.set(sources);
    packed.set(sums, sources.length);
    return packed;
  }
}

function packedSum(packed: Float64Array, source: number): number {
  const size = packed.length >> 1;
  let n = 0;
  while (n < size && packed[n] !== source) n++;
  return packed[size + n]!;
}

/** p = o / (1 + R_a + R_b − o), so p / (1 − p) = o / (1 + R_a + R_b − 2o), which never falls below o / (1 + …). */
function shared(odds: number, rest: number): number {
  return Math.log(odds) - Math.log1p(Math.max(0, rest));
}
