/** A stretch of bins, both ends in it. */
export interface Stretch {
  readonly first: number;
  readonly last: number;
}

/** What is held while dragging: an end, or the whole. */
export type Grip = "first" | "last" | "whole";

/** Moves an end, or the whole, by some bins; ends do not pass each other, and nothing leaves the `count` bins. */
export function moveStretch(
  { first, last }: Stretch,
  grip: Grip,
  { by, count }: { readonly by: number; readonly count: number },
): Stretch {
  if (grip === "first") return { first: within(first + by, 0, last), last };
  if (grip === "last") return { first, last: within(last + by, first, count - 1) };
  const moved = within(by, -first, count - 1 - last);
  return { first: first + moved, last: last + moved };
}

/** From one bin to another, in whatever order they were touched. */
export function stretchBetween(one: number, other: number): Stretch {
  return { first: Math.min(one, other), last: Math.max(one, other) };
}

/** How far a key moves: an arrow one bin, a page key `page`; Home and End to the ends. Nothing for other keys. */
export function stepOfKey(
  key: string,
  { page, count }: { readonly page: number; readonly count: number },
): number | undefined {
  const steps: Readonly<Record<string, number>> = {
    ArrowRight: 1,
    ArrowUp: 1,
    ArrowLeft: -1,
    ArrowDown: -1,
    PageUp: page,
    PageDown: -page,
    End: count,
    Home: -count,
  };
  return steps[key];
}

const within = (value: number, least: number, most: number): number => Math.max(least, Math.min(most, value));
