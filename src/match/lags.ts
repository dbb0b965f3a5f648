import type { ClaimTable } from "./claim-table.ts";

/** How long after an event a source tells of it, in milliseconds: the median, and how far it usually is from that. */
export interface Lag {
  readonly median: number;
  readonly spread: number;
}

/** By name of the source. */
export type Lags = ReadonlyMap<string, Lag>;

const HOUR = 3_600_000;
/** Beyond this, when something was published says nothing of the hour in which it happened. */
const SLOWEST = 24 * HOUR;
const FEWEST = 5;
/** Half the width of the middle half is this much of a deviation, if delays are spread normally. */
const MIDDLE_HALF = 0.6745;
/** A moment stated to the minute is about this exact. */
const EXACT = HOUR / 4;

/** Learnt from the claims that give part of the day or better; for a source with too few of these, from those that give the day. */
export function learnLags(table: ClaimTable): Lags {
  const fine = delaysOf(table, 1);
  const coarse = delaysOf(table, 2);
  const lags = new Map<string, Lag>();
  for (const [source, each] of coarse) {
    const exact = fine.get(source) ?? [];
    const delays = exact.length >= FEWEST ? exact : each;
    if (delays.length >= FEWEST) lags.set(table.names.text(source), lagOf(delays));
  }
  return lags;
}

function delaysOf(table: ClaimTable, coarsest: number): Map<number, number[]> {
  const delays = new Map<number, number[]>();
  for (let i = 0; i < table.size; i++) {
    const delay = table.published[i]! - middleOf(table, i);
    if (table.timePrecision[i]! > coarsest || Number.isNaN(delay)) continue;
    const known = delays.get(table.source[i]!);
    if (known) known.push(delay);
    else delays.set(table.source[i]!, [delay]);
  }
  return delays;
}

function lagOf(delays: readonly number[]): Lag {
  const sorted = delays.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))]!;
  return { median: at(0.5), spread: Math.max(HOUR / 2, (at(0.75) - at(0.25)) / 2 / MIDDLE_HALF) };
}

/** The moment a claim points to, and how closely: the one it gives, or within what it gives the one that its publication makes likely. */
export function guessMoment(table: ClaimTable, i: number, lags: Lags): void {
  const middle = middleOf(table, i);
  const width = (table.to[i]! - table.from[i]!) / 4;
  const lag = lags.get(table.names.text(table.source[i]!));
  const isTelling = lag !== undefined && lag.median <= SLOWEST && !Number.isNaN(table.published[i]!);
  if (table.timePrecision[i]! <= 1 && !(isTelling && lag.spread < width)) {
    table.guess[i] = middle;
    table.guessSpread[i] = Math.max(EXACT, width);
  } else if (isTelling) {
    table.guess[i] = Math.max(table.from[i]!, Math.min(table.to[i]!, table.published[i]! - lag.median));
    table.guessSpread[i] = Math.max(EXACT, Math.min(width, lag.spread));
  }
}

function middleOf({ from, to }: ClaimTable, i: number): number {
  return (from[i]! + to[i]!) / 2;
}
