import { printSelector, type PathStep, type NextStep } from "../../language/index.ts";
import type { ProcedureStanding } from "../procedures.ts";

/** Where a complaint stands in its procedure, and what may come next. */
export interface ComplaintStanding extends Omit<ProcedureStanding, "position"> {
  /** Unset: nothing has opened it. */
  readonly state?: string;
  readonly ended: boolean;
  readonly path: readonly PathStep[];
  readonly next: readonly NextStepSaid[];
  readonly problems: readonly string[];
  readonly doubts: readonly string[];
}

/** Whose step it is, in the words of the text; unset: the text does not say. */
interface NextStepSaid extends Omit<NextStep, "by"> {
  readonly by?: string;
}

export function complaintOf({ position, ...file }: ProcedureStanding): ComplaintStanding {
  const { state, ended, path, next, problems, doubts } = position;
  const steps = next.map(({ by, ...step }) => ({ ...step, ...(by ? { by: printSelector(by) } : {}) }));
  return { ...file, ...(state === undefined ? {} : { state }), ended, path, next: steps, problems, doubts };
}
