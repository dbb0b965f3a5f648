import { addDays, dateOf, dayInterval, dayNumber, type CivilDate, type Instant } from "../../kit/index.ts";

export type BinUnit = "day" | "week" | "month";

/** Stretches of time on the clocks of a zone, one right after the other. */
export interface Bins {
  readonly unit: BinUnit;
  /** Where each begins, and where the last ends: one more than there are bins. */
  readonly edges: Float64Array;
}

/** When each row was: at least at `earliest`, before `latest` if that is later. NaN: no date is known. */
export interface Times {
  readonly earliest: Float64Array;
  readonly latest: Float64Array;
}

/** More bars than this cannot be told apart on a screen. */
const MOST_BINS = 200;
/** Dates beyond these are slips of a pen, and would make days too many to count. */
const [FIRST, LAST] = [Date.UTC(1900, 0, 1), Date.UTC(2200, 0, 1)];

/** Bins that hold everything with a date: days if they can be told apart, else weeks from Monday, else months. */
export function binsFor(times: Times, zone: string): Bins {
  let [first, last] = [Infinity, -Infinity];
  for (let row = 0; row < times.earliest.length; row += 1) {
    const [from, to] = [times.earliest[row]!, times.latest[row]!];
    const [start, end] = [from >= FIRST ? from : to, to <= LAST ? Math.max(from, to - 1) : from];
    if (start >= FIRST && start < first) first = start;
    if (end <= LAST && end > last) last = end;
  }
  return first <= last ? binsBetween(first, last, zone) : { unit: "day", edges: new Float64Array() };
}

export function binsBetween(first: Instant, last: Instant, zone: string): Bins {
  const [from, to] = [dateOf(first, zone), dateOf(last, zone)];
  const days = dayNumber(to) - dayNumber(from) + 1;
  const unit = days <= MOST_BINS ? "day" : days <= MOST_BINS * 7 ? "week" : "month";
  const edges: Instant[] = [];
  let date = startOf(from, unit);
  while (dayNumber(date) <= dayNumber(to)) {
    edges.push(dayInterval(date, zone).earliest);
    date = next(date, unit);
  }
  edges.push(dayInterval(date, zone).earliest);
  return { unit, edges: Float64Array.from(edges) };
}

function startOf(date: CivilDate, unit: BinUnit): CivilDate {
  if (unit === "month") return { ...date, day: 1 };
  // 1970-01-01 was a Thursday.
  return unit === "week" ? addDays(date, -((((dayNumber(date) + 3) % 7) + 7) % 7)) : date;
}

function next(date: CivilDate, unit: BinUnit): CivilDate {
  if (unit !== "month") return addDays(date, unit === "week" ? 7 : 1);
  return date.month === 12 ? { year: date.year + 1, month: 1, day: 1 } : { ...date, month: date.month + 1, day: 1 };
}

export const binCount = ({ edges }: Bins): number => Math.max(0, edges.length - 1);

/** Which bins each row may be in: first and last, the same where that is certain; -1 without a date. */
export interface RowBins {
  readonly first: Int16Array;
  readonly last: Int16Array;
}

export function binRows(bins: Bins, { earliest, latest }: Times): RowBins {
  const rows = earliest.length;
  const found = { first: new Int16Array(rows), last: new Int16Array(rows) };
  const find = binFinder(bins);
  for (let row = 0; row < rows; row += 1) {
    const from = earliest[row]!;
    const to = Math.max(from, latest[row]! - 1);
    const isDated = from === from && to === to && !(from === -Infinity && to === Infinity);
    found.first[row] = isDated ? find(from) : -1;
    found.last[row] = isDated ? find(to) : -1;
  }
  return found;
}

/** The bin of a moment; before the first and after the last, these. -1 where there are no bins. */
export function binFinder(bins: Bins): (at: Instant) => number {
  const { edges } = bins;
  const count = binCount(bins);
  const [start, end] = [edges[0] ?? 0, edges[count] ?? 0];
  const perBin = count / Math.max(1, end - start);
  return (at) => {
    if (at <= start) return Math.min(0, count - 1);
    if (at >= end) return count - 1;
    // Nearly even bins: the guess is right or next to it.
    let bin = Math.min(count - 1, Math.floor((at - start) * perBin));
    while (at < edges[bin]!) bin -= 1;
    while (at >= edges[bin + 1]!) bin += 1;
    return bin;
  };
}

export interface BinCounts {
  /** Rows that were certainly then, by class: `certain[bin * classCount + class]`. */
  readonly certain: Uint32Array;
  /** Rows that may have been then, or in another bin. */
  readonly perhaps: Uint32Array;
  readonly classCount: number;
  /** Rows that may be in more than one bin; each is counted in every one of them by `perhaps`. */
  readonly uncertain: number;
  readonly undated: number;
}

export interface RowsToCount {
  readonly rowBins: RowBins;
  /** Absent: every row. */
  readonly selected?: Uint32Array | undefined;
  readonly classes: Uint8Array;
  readonly classCount: number;
}

/** Counts by bin and class. Nobody whose day is not known is put on a day. */
export function countBins(bins: Bins, { rowBins, selected, classes, classCount }: RowsToCount): BinCounts {
  const count = binCount(bins);
  const certain = new Uint32Array(count * classCount);
  // How many more may be in a bin than in the one before.
  const steps = new Int32Array(count + 1);
  const { first, last } = rowBins;
  const rows = selected?.length ?? classes.length;
  let [uncertain, undated] = [0, 0];
  for (let at = 0; at < rows; at += 1) {
    const row = selected ? selected[at]! : at;
    const bin = first[row]!;
    if (bin < 0) undated += 1;
    else if (bin === last[row]!) certain[bin * classCount + classes[row]!]! += 1;
    else {
      uncertain += 1;
      steps[bin]! += 1;
      steps[last[row]! + 1]! -= 1;
    }
  }
  const perhaps = new Uint32Array(count);
  let now = 0;
  for (let bin = 0; bin < count; bin += 1) {
    now += steps[bin]!;
    perhaps[bin] = now;
  }
  return { certain, perhaps, classCount, uncertain, undated };
}

/** How many are certainly in some bins, and how many more may be. `last` is one of them. */
export function countWithin(
  counts: BinCounts,
  { first, last }: { readonly first: number; readonly last: number },
  { rowBins, selected, classes }: RowsToCount,
): { readonly certain: number; readonly perhaps: number } {
  let [certain, perhaps] = [0, 0];
  for (let cell = first * counts.classCount; cell < (last + 1) * counts.classCount; cell += 1)
    certain += counts.certain[cell]!;
  if (counts.uncertain === 0) return { certain, perhaps };
  const rows = selected?.length ?? classes.length;
  for (let at = 0; at < rows; at += 1) {
    const row = selected ? selected[at]! : at;
    const [from, to] = [rowBins.first[row]!, rowBins.last[row]!];
    if (from < 0 || from === to || to < first || from > last) continue;
    if (from >= first && to <= last) certain += 1;
    else perhaps += 1;
  }
  return { certain, perhaps };
}
