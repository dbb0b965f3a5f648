import type { ClaimTable } from "./claim-table.ts";

/** How long after an event each source usually tells of it: the median, in milliseconds, by name of the source. */
export type Lags = ReadonlyMap<string, number>;

/** Beyond this, when something was published says nothing of the hour in which it happened. */
const SLOWEST = 24 * 3_600_000;
const FEWEST = 5;

/** Learnt from the claims that give the day or better. */
export function learnLags(table: ClaimTable): Lags {
  const delays = new Map<number, number[]>();
  for (let i = 0; i < table.size; i++) {
    const delay = table.published[i]! - middleOf(table, i);
    if (table.timePrecision[i]! > 2 || Number.isNaN(delay)) continue;
    const known = delays.get(table.source[i]!);
    if (known) known.push(delay);
    else delays.set(table.source[i]!, [delay]);
  }
  const lags = new Map<string, number>();
  for (const [source, each] of delays)
    if (each.length >= FEWEST) lags.set(table.names.text(source), each.sort((a, b) => a - b)[each.length >> 1]!);
  return lags;
}

/** The moment a claim points to: the one it gives, or within the day it gives the one that its publication makes likely. */
export function guessMoment(table: ClaimTable, i: number, lags: Lags): void {
  if (table.timePrecision[i]! <= 1) {
    table.guess[i] = middleOf(table, i);
    return;
  }
  const lag = lags.get(table.names.text(table.source[i]!));
  if (lag === undefined || lag > SLOWEST) return;
  table.guess[i] = Math.max(table.from[i]!, Math.min(table.to[i]!, table.published[i]! - lag));
}

function middleOf({ from, to }: ClaimTable, i: number): number {
  return (from[i]! + to[i]!) / 2;
}
