import { ATTRIBUTION_LEVELS, JUDGEMENTS, OCCURRENCE_LEVELS } from "../../../domain/index.ts";

/** The three ladders, each with its steps in their order. Not every step is above the one before it. */
export const LADDERS = ["occurrence", "attribution", "judgement"] as const;
export type LadderName = (typeof LADDERS)[number];

export const UNDETERMINED_YET = "not determined";

export const STEPS = {
  occurrence: OCCURRENCE_LEVELS,
  attribution: ATTRIBUTION_LEVELS,
  judgement: [UNDETERMINED_YET, ...JUDGEMENTS],
} as const;

export interface LadderStep {
  readonly level: string;
  readonly isHere: boolean;
  /** The evidence would justify it, when somebody last looked. */
  readonly isJustified: boolean;
}

/** A ladder with where the incident stands on it. A step that is not among ours stands at the end: it is not left out. */
export function stepsOf(ladder: LadderName, here: string, justified: string | null): readonly LadderStep[] {
  const known: readonly string[] = STEPS[ladder];
  const steps = known.includes(here) ? known : [...known, here];
  return steps.map((level) => ({ level, isHere: level === here, isJustified: level === justified }));
}
