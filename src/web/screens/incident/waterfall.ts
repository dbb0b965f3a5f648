/** One step of why two reports are, or are not, one incident: in bits; one bit doubles the odds. */
export interface Bar {
  readonly field: string;
  readonly says: string;
  readonly values?: readonly [string, string];
  readonly bits: number;
}

export interface PairTold {
  readonly bars: readonly Bar[];
  readonly total: number;
  readonly probability: number;
  readonly wouldTurn: readonly {
    readonly field: string;
    readonly from: string;
    readonly to: string;
    readonly total: number;
  }[];
}

/** A step as it is drawn: from where to where on a scale, in hundredths of its length. */
export interface Step extends Bar {
  readonly from: number;
  readonly to: number;
}

export interface Waterfall {
  readonly steps: readonly Step[];
  /** Where no bits are: to one side it speaks for one incident, to the other against it. */
  readonly zero: number;
  readonly total: number;
}

/** The strongest first, each beginning where the one before it ended, so that the last ends at the sum. */
export function waterfall({ bars, total }: PairTold): Waterfall {
  const ordered = bars.toSorted((a, b) => Math.abs(b.bits) - Math.abs(a.bits));
  let sum = 0;
  const ends = ordered.map((bar) => ({ bar, from: sum, to: (sum += bar.bits) }));
  const all = [0, total, ...ends.flatMap(({ from, to }) => [from, to])];
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const length = Math.max(most - least, 1e-9);
  const at = (bits: number): number => ((bits - least) / length) * 100;
  return {
    steps: ends.map(({ bar, from, to }) => ({ ...bar, from: at(Math.min(from, to)), to: at(Math.max(from, to)) })),
    zero: at(0),
    total: at(total),
  };
}

/** What the server told of a pair, if that is what it is. */
export function pairIn(json: unknown): PairTold | undefined {
  const pair = json as Partial<PairTold> | null | undefined;
  return pair && Array.isArray(pair.bars) && typeof pair.total === "number" ? (pair as PairTold) : undefined;
}
