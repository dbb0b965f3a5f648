import type { CountAnswer, CountAsked, CountLeaf, Told } from "../judge/index.ts";
import type { Accept, Formula, Name, Phase, Program } from "../language/index.ts";

/** What the record comes to wherever the text counts events. */
export interface RecordCounts {
  answer(leaf: CountLeaf, asked: CountAsked): CountAnswer;
  /** Counts that a rule asks. */
  readonly inRules: readonly CountLeaf[];
  /** Counts on which acceptances and phases depend. */
  readonly inConditions: readonly CountLeaf[];
}

const ALONE: Told = { state: "unknown", reason: "what else happened is not told here" };

const answerAlone: RecordCounts["answer"] = ({ kind }) => ({
  true: kind === "none" ? { state: "false", reason: "it is one itself" } : ALONE,
  unknown: ALONE,
  false: ALONE,
});

/** Where no count can matter. */
export const NOTHING_COUNTED: RecordCounts = { answer: answerAlone, inRules: [], inConditions: [] };

/** Without a record to count in, as in a worked case: all that is known is what the case itself tells. */
export function withoutRecord(program: Program): RecordCounts {
  return { answer: answerAlone, inRules: program.atoms.flatMap(({ leaf }) => countsOf(leaf)), inConditions: [] };
}

/** Whether the text counts anything that a judgement under these readings can depend on. */
export function countsAnything(program: Program, readings: readonly Name[]): boolean {
  return countsInRules(program, readings).length + countsInConditions(program).length > 0;
}

/** Counts that a rule asks in one of the readings. */
export function countsInRules(program: Program, readings: readonly Name[]): readonly CountLeaf[] {
  const asked = new Set<number>();
  for (const rule of program.rules) {
    for (const reading of readings) {
      const node = program.under(rule, program.reading(reading));
      const variables = node === undefined ? undefined : program.diagrams.support(node);
      for (const { index } of program.atoms)
        if (variables?.includes(index + program.selectors) ?? true) asked.add(index);
    }
  }
  return program.atoms.flatMap(({ index, leaf }) => (asked.has(index) ? countsOf(leaf) : []));
}

/** Counts in the conditions of acceptances, and of the phases that those may name. */
export function countsInConditions({ declared }: Program): readonly CountLeaf[] {
  const provided = [...declared.accepts.values()].flatMap((accept: Accept) => countsOf(accept.provided));
  const phases = [...declared.phases.values()].flatMap((phase: Phase) => countsOf(phase.entersWhen));
  return [...provided, ...phases];
}

export function countsOf(formula: Formula | undefined): readonly CountLeaf[] {
  switch (formula?.kind) {
    case "none":
    case "at-least":
      return [formula];
    case "and":
    case "or":
      return formula.of.flatMap(countsOf);
    case "not":
      return countsOf(formula.of);
    case "each":
      return countsOf(formula.holds);
    default:
      return [];
  }
}
