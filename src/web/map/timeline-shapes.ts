import { binCount, type BinCounts, type Bins } from "./bins.ts";

export interface PlotSize {
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
}

export interface TimelineShapes {
  /** A path for each class, stacked in their order from the bottom. */
  readonly stacks: readonly string[];
  /** On top of the stacks: what may have been then. */
  readonly perhaps: string;
  /** The count that the full height stands for. */
  readonly top: number;
}

/** The paths of stacked bars. Bars stand where their time is, so that a day of 23 hours is a little narrower. */
export function shapeTimeline(bins: Bins, counts: BinCounts, { width, height }: PlotSize): TimelineShapes {
  const count = binCount(bins);
  const { classCount } = counts;
  const sums = Array.from({ length: count }, (_, bin) => {
    let sum = counts.perhaps[bin]!;
    for (let at = 0; at < classCount; at += 1) sum += counts.certain[bin * classCount + at]!;
    return sum;
  });
  const top = roundUp(Math.max(1, ...sums));
  const x = xOf(bins, width);
  const gap = width / Math.max(1, count) > 4 ? 1 : 0;
  const stacks: string[][] = Array.from({ length: classCount }, () => []);
  const perhaps: string[] = [];
  const rise = height / top;
  for (let bin = 0; bin < count; bin += 1) {
    const [left, right] = [x(bins.edges[bin]!), Math.max(x(bins.edges[bin]!) + 0.5, x(bins.edges[bin + 1]!) - gap)];
    let below = height;
    const bar = (value: number): string => {
      const from = below;
      below -= value * rise;
      return `M${short(left)} ${short(from)}H${short(right)}V${short(below)}H${short(left)}Z`;
    };
    for (let at = 0; at < classCount; at += 1) {
      const value = counts.certain[bin * classCount + at]!;
      if (value > 0) stacks[at]!.push(bar(value));
    }
    if (counts.perhaps[bin]! > 0) perhaps.push(bar(counts.perhaps[bin]!));
  }
  return { stacks: stacks.map((parts) => parts.join("")), perhaps: perhaps.join(""), top };
}

/** Where a moment is, from 0 to `width`. */
export function xOf({ edges }: Bins, width: number): (at: number) => number {
  const [start, end] = [edges[0] ?? 0, edges.at(-1) ?? 1];
  return (at) => ((at - start) / Math.max(1, end - start)) * width;
}

/** To a number that is easily halved, at or above. */
export function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 1.2, 1.6, 2, 3, 4, 5, 6, 8, 10].find((step) => step * power >= value) ?? 10) * power;
}

const short = (value: number): string => value.toFixed(1).replace(/\.0$/u, "");

/** Every how many bins a label stands, so that each has `roomPixels`; and only where a bin begins. */
export function labelledBins(bins: Bins, width: number, roomPixels: number): number[] {
  const count = binCount(bins);
  const most = Math.max(1, Math.floor(width / roomPixels));
  const steps =
    bins.unit === "day"
      ? [1, 2, 7, 14, 28, 56, 112]
      : bins.unit === "week"
        ? [1, 2, 4, 8, 13, 26, 52]
        : [1, 2, 3, 6, 12, 24, 60];
  const step = steps.find((one) => Math.ceil(count / one) <= most) ?? Math.ceil(count / most);
  return Array.from({ length: Math.ceil(count / step) }, (_, at) => at * step);
}
