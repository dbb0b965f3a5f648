import { BlockingIndex } from "./blocking.ts";
import { crowdingLevel, patternOf, withCrowding } from "./compare.ts";
import type { ClaimTable } from "./claim-table.ts";
import type { Part, Scorer } from "./score.ts";

/** The claims compared with one claim, in growing columns. */
export class Row {
  others!: Int32Array;
  /** Numbers of their patterns in the book. */
  patterns!: Int32Array;
  /** What the pair counts beyond its pattern: the values shared, the habits of the sources. */
  terms!: Float64Array;
  length = 0;

  constructor(size: number) {
    this.allot(size);
  }

  /** One buffer for the three: there is a row for each claim, and each buffer costs as much as ten pairs. */
  private allot(size: number): void {
    const buffer = new ArrayBuffer(size * 16);
    this.terms = new Float64Array(buffer, 0, size);
    this.others = new Int32Array(buffer, size * 8, size);
    this.patterns = new Int32Array(buffer, size * 12, size);
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
    const { others, patterns, terms } = this;
    this.allot(Math.max(4, Math.ceil(others.length * 1.5)));
    this.others.set(others);
    this.patterns.set(patterns);
    this.terms.set(terms);
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
    const each = new Float64Array(this.rows[i]!.length);
    return { each, ...this.sumOdds(i, each, 0) };
  }

  /** Writes the odds of each pair from a place in a column on; gives their sums by source. */
  sumOdds(i: number, each: Float64Array, start: number): Sums {
    const { rows } = this;
    const row = rows[i]!;
    const { source } = this.table;
    const sources: number[] = [];
    const sums: number[] = [];
    // Looking through a few is faster than a map, and slower when everybody is a source.
    const places = row.length > MANY ? new Map<number, number>() : undefined;
    for (let at = 0; at < row.length; at++) {
      const other = row.others[at]!;
      const crowd = Math.min(row.length, rows[other]!.length);
      const score = this.patternScore(row.patterns[at]!, crowd) + row.terms[at]!;
      const odds = Math.exp(Math.max(-CLAMP_ODDS, Math.min(CLAMP_ODDS, score)));
      each[start + at] = odds;
      const known = places ? (places.get(source[other]!) ?? -1) : sources.indexOf(source[other]!);
      if (known >= 0) sums[known]! += odds;
      else {
        places?.set(source[other]!, sources.length);
        sources.push(source[other]!);
        sums.push(odds);
      }
    }
    return { sources, sums, places };
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

function sumOf({ sources, sums, places }: Sums, source: number): number {
  return sums[places ? places.get(source)! : sources.indexOf(source)]!;
}

/** e^700 is about the largest double; odds beyond e^40 are certain by any measure. */
const CLAMP_ODDS = 40;

/** Sources of the candidates, and the sum of the odds of each. */
export interface Sums {
  readonly sources: readonly number[];
  readonly sums: readonly number[];
  /** Where among them a source is, if they are many. */
  readonly places: ReadonlyMap<number, number> | undefined;
}

export interface Odds extends Sums {
  readonly each: Float64Array;
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
  private readonly isKnown: Uint8Array;
  /** By claim: where its sums are in the columns of all sums, −1 if they are not worked out, and how many they are. */
  private readonly sumStarts: Int32Array;
  private readonly sumCounts: Int32Array;
  private sources: Int32Array;
  private sums: Float64Array;
  private filled = 0;

  constructor(book: PairBook) {
    this.book = book;
    const size = book.rows.length;
    this.starts = new Int32Array(size + 1);
    book.rows.forEach((row, i) => (this.starts[i + 1] = this.starts[i]! + row.length));
    this.values = new Float64Array(this.starts[size]!);
    this.isKnown = new Uint8Array(size);
    this.sumStarts = new Int32Array(size).fill(-1);
    this.sumCounts = new Int32Array(size);
    this.sources = new Int32Array(size * 4 + 16);
    this.sums = new Float64Array(size * 4 + 16);
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
    this.sum(i);
    for (let at = 0; at < length; at++) {
      const other = others[at]!;
      const odds = this.values[start + at]!;
      let rest = 0;
      if (source[i] !== source[other]) {
        this.sum(other);
        rest = this.sumOf(i, source[other]!) + this.sumOf(other, source[i]!) - 2 * odds;
      }
      this.values[start + at] = shared(odds, rest);
    }
    this.isKnown[i] = 1;
  }

  private sum(i: number): void {
    if (this.sumStarts[i]! >= 0) return;
    const { sources, sums } = this.book.sumOdds(i, this.values, this.starts[i]!);
    if (this.filled + sources.length > this.sums.length) this.grow(sources.length);
    // In order, to be found by halves.
    const order =
      sources.length <= FEW ? undefined : sources.map((_, n) => n).sort((a, b) => sources[a]! - sources[b]!);
    this.sumStarts[i] = this.filled;
    this.sumCounts[i] = sources.length;
    for (let n = 0; n < sources.length; n++) {
      const from = order ? order[n]! : n;
      this.sources[this.filled] = sources[from]!;
      this.sums[this.filled] = sums[from]!;
      this.filled += 1;
    }
  }

  private grow(more: number): void {
    const size = this.sums.length * 2 + more;
    const [sources, sums] = [new Int32Array(size), new Float64Array(size)];
    sources.set(this.sources);
    sums.set(this.sums);
    this.sources = sources;
    this.sums = sums;
  }

  private sumOf(i: number, source: number): number {
    const count = this.sumCounts[i]!;
    let low = this.sumStarts[i]!;
    let high = low + count - 1;
    if (count <= FEW) while (this.sources[low] !== source) low++;
    else
      while (low < high) {
        const middle = (low + high) >> 1;
        if (this.sources[middle]! < source) low = middle + 1;
        else high = middle;
      }
    return this.sums[low]!;
  }
}

/** Sources beyond which they are put in order. */
const FEW = 32;

/** p = o / (1 + R_a + R_b − o), so p / (1 − p) = o / (1 + R_a + R_b − 2o), which never falls below o / (1 + …). */
function shared(odds: number, rest: number): number {
  return Math.log(odds) - Math.log1p(Math.max(0, rest));
}
