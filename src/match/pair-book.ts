import { BlockingIndex } from "./blocking.ts";
import { patternOf, withCrowding } from "./compare.ts";
import type { ClaimTable } from "./claim-table.ts";
import type { Scorer } from "./score.ts";

/** The claims compared with one claim, in growing columns. */
export class Row {
  others = new Int32Array(8);
  patterns = new Int32Array(8);
  /** What the shared values of the pair count, beyond its pattern. */
  terms = new Float64Array(8);
  length = 0;

  add(other: number, pattern: number): void {
    if (this.length === this.others.length) this.grow();
    this.others[this.length] = other;
    this.patterns[this.length] = pattern;
    this.length += 1;
  }

  private grow(): void {
    const size = this.others.length * 2;
    const [others, patterns, terms] = [new Int32Array(size), new Int32Array(size), new Float64Array(size)];
    others.set(this.others);
    patterns.set(this.patterns);
    terms.set(this.terms);
    Object.assign(this, { others, patterns, terms });
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
  private scorer: Scorer | undefined;

  constructor(table: ClaimTable) {
    this.table = table;
    this.index = new BlockingIndex(table);
  }

  /** Compares a claim that was just added to the table with those before it. */
  compare(i: number): void {
    const row = new Row();
    this.rows[i] = row;
    for (const other of this.index.candidatesOf(i).others) {
      const pattern = patternOf(this.table, i, other);
      row.add(other, pattern);
      this.rows[other]!.add(i, pattern);
      if (this.scorer) this.weigh(i, row.length - 1, other);
    }
    this.index.insert(i);
  }

  private weigh(i: number, at: number, other: number): void {
    const term = this.scorer!.termScore(i, other);
    this.rows[i]!.terms[at] = term;
    const back = this.rows[other]!;
    back.terms[back.length - 1] = term;
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
        const pattern = withCrowding(row.patterns[at]!, this.crowdOf(i, other));
        counts.set(pattern, (counts.get(pattern) ?? 0) + 1);
      }
    });
    return counts;
  }

  /** Scores every pair by this model from now on. */
  useModel(scorer: Scorer): void {
    this.scorer = scorer;
    this.rows.forEach((row, i) => {
      for (let at = 0; at < row.length; at++) row.terms[at] = scorer.termScore(i, row.others[at]!);
    });
  }

  crowdOf(a: number, b: number): number {
    return Math.min(this.rows[a]!.length, this.rows[b]!.length);
  }

  /** The odds of each pair of a claim, and their sums by source. */
  oddsOf(i: number): Odds {
    const row = this.rows[i]!;
    const each = new Float64Array(row.length);
    const sums = new Map<number, number>();
    for (let at = 0; at < row.length; at++) {
      const other = row.others[at]!;
      const score = this.scorer!.patternScore(withCrowding(row.patterns[at]!, this.crowdOf(i, other))) + row.terms[at]!;
      const odds = Math.exp(Math.max(-CLAMP_ODDS, Math.min(CLAMP_ODDS, score)));
      each[at] = odds;
      const source = this.table.source[other]!;
      sums.set(source, (sums.get(source) ?? 0) + odds);
    }
    return { each, sums };
  }

  /** Log-odds after the other candidates of the two sources have had their share. */
  sharedLogOdds({ a, b, odds, ofA, ofB }: Shared): number {
    const { source } = this.table;
    if (source[a] === source[b]) return Math.log(odds);
    // p = o / (1 + R_a + R_b − o), so p / (1 − p) = o / (1 + R_a + R_b − 2o), which never falls below o / (1 + …).
    const rest = ofA.sums.get(source[b]!)! + ofB.sums.get(source[a]!)! - 2 * odds;
    return Math.log(odds) - Math.log1p(Math.max(0, rest));
  }
}

/** e^700 is about the largest double; odds beyond e^40 are certain by any measure. */
const CLAMP_ODDS = 40;

export interface Odds {
  readonly each: Float64Array;
  readonly sums: ReadonlyMap<number, number>;
}

export interface Shared {
  readonly a: number;
  readonly b: number;
  readonly odds: number;
  readonly ofA: Odds;
  readonly ofB: Odds;
}
