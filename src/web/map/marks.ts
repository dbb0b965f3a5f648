import { VERDICTS, VERDICT_SHAPES, verdictNamed } from "../parts/verdicts.ts";

/** How rows of one class are drawn: by shape and by colour, so that neither is needed alone. */
export interface MarkClass {
  readonly key: string;
  /** Name of a custom property: `--verdict-breach`. */
  readonly colour: string;
  /** An SVG path in a square of 16. */
  readonly shape: string;
}

/** The classes of verdicts, in the order in which they are drawn everywhere; last, what was not judged. */
export const VERDICT_MARKS: readonly MarkClass[] = [...VERDICTS, "none" as const].map((key) => ({
  key,
  colour: `--verdict-${key}`,
  shape: VERDICT_SHAPES[key],
}));

/** The number of a verdict's class in `VERDICT_MARKS`; what is not a verdict was not judged. */
export function classOfVerdict(word: string | null | undefined): number {
  return VERDICT_MARKS.findIndex(({ key }) => key === verdictNamed(word));
}

/** Side of a mark on the map in CSS pixels: small where there are many, so that they lie beside each other. */
export function markPixels(zoom: number): number {
  return Math.max(4, Math.min(14, 4 + (zoom - 5) * 1.6));
}

/** From here on a place that is not known exactly is drawn as what may hold it. */
export const UNCERTAIN_FROM_PIXELS = 8;
