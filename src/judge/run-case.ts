import {
  judgeCaseDuty,
  marksFromCase,
  printLeaf,
  type Case,
  type Cell,
  type Expectation,
  type Leaf,
  type Name,
  type Rule,
} from "../language/index.ts";
import { AccountBuilder } from "./account.ts";
import { givenOf, instantOf, occurrenceOfCase, type ActorFinder } from "./from-case.ts";
import type { Situation } from "./situation.ts";

/** How one expectation of a case came out. */
export interface CaseResult {
  readonly case: Name;
  readonly rule: Name;
  readonly reading: Name;
  readonly expected: readonly string[];
  readonly found: readonly string[];
  /** Questions that the case says must be asked and are not, or that are asked besides. */
  readonly missingQuestions: readonly string[];
  readonly passed: boolean;
  readonly cell?: Cell;
  readonly error?: string;
}

export interface CaseContext {
  /** The situation as known at a cut-off, with these marks of duties recorded (`RULE.start`). */
  situationAt(known: number, happened: ReadonlyMap<string, number>): Situation;
  readonly findActor: ActorFinder;
  readonly rules: readonly Rule[];
}

/** Runs a worked case: its own expectations under `text`, and each `under` with what is given there. */
export function runCase(one: Case, context: CaseContext): readonly CaseResult[] {
  const base = { one, context, reading: "text", given: [] };
  return [
    ...one.expect.map((expectation) =>
      check(expectation, { ...base, ...(one.ask === undefined ? {} : { ask: one.ask }) }),
    ),
    ...one.under.flatMap(({ reading, given, expect, ask }) =>
      expect.map((expectation) =>
        check(expectation, { one, context, reading, given, ...(ask === undefined ? {} : { ask }) }),
      ),
    ),
  ];
}

interface Check {
  readonly one: Case;
  readonly context: CaseContext;
  readonly reading: Name;
  readonly given: Case["given"];
  readonly ask?: readonly Leaf[];
}

function check(expectation: Expectation, what: Check): CaseResult {
  const duty = expectation.verdicts.every((word) => DUTY_STATES.includes(word)) && what.one.record.length > 0;
  try {
    return duty ? checkDuty(expectation, what) : checkVerdict(expectation, what);
  } catch (error) {
    const shown = {
      case: what.one.name,
      rule: expectation.rule,
      reading: what.reading,
      expected: expectation.verdicts,
    };
    if (error instanceof RangeError)
      return { ...shown, found: ["error"], missingQuestions: [], passed: false, error: error.message };
    throw error;
  }
}

const DUTY_STATES: readonly string[] = ["fulfilled", "lapsed", "pending", "suspended", "undetermined"];

function checkVerdict(expectation: Expectation, { one, context, reading, given, ask }: Check): CaseResult {
  const situation = situationOf(one, context);
  const occurrence = occurrenceOfCase(one, situation.program, context.findActor);
  const account = new AccountBuilder(situation).accountOf({
    ...occurrence,
    given: [...occurrence.given, ...givenOf(given, situation.program)],
  });
  const cell = situation.program.judge(expectation.rule, reading, account);
  const found = cell.verdict === "error" ? ["error"] : cell.possible;
  const asked = cell.relevant.map((question) => (question.kind === "fact" ? question.atom : question.dimension));
  const missingQuestions = (ask ?? [])
    .map(printLeaf)
    .filter((key) => !asked.some((other) => other === key || other.startsWith(`${key} [`)));
  const isExpected =
    expectation.verdicts.length === 1 && expectation.verdicts[0] === "undetermined"
      ? cell.verdict === "undetermined"
      : sameSet(expectation.verdicts, found);
  return {
    case: one.name,
    rule: expectation.rule,
    reading,
    expected: expectation.verdicts,
    found,
    missingQuestions,
    passed: isExpected && missingQuestions.length === 0,
    cell,
    ...(cell.error === undefined ? {} : { error: cell.error }),
  };
}

function checkDuty(expectation: Expectation, { one, context, reading }: Check): CaseResult {
  const situation = situationOf(one, context);
  const rule = context.rules.find(({ name }) => name === expectation.rule);
  if (!rule) throw new RangeError(`the agreement has no rule ${expectation.rule}`);
  const { times } = situation.program.declared;
  const finding = judgeCaseDuty(one, rule, { context: times, now: situation.known, reading });
  return {
    case: one.name,
    rule: rule.name,
    reading,
    expected: expectation.verdicts,
    found: finding.possible.length > 0 ? finding.possible : [finding.state],
    missingQuestions: [],
    passed: sameSet(expectation.verdicts, [finding.state]) || sameSet(expectation.verdicts, finding.possible),
  };
}

/** A case without `known` is judged with all that was ever learnt. */
function situationOf(one: Case, context: CaseContext): Situation {
  const all = context.situationAt(Number.POSITIVE_INFINITY, new Map());
  const { times } = all.program.declared;
  const happened = marksFromCase(one, times);
  const known = one.known && instantOf(one.known, "end", times);
  // What is learnt as the next day begins is not known at the end of this one.
  return context.situationAt(known === undefined ? Number.POSITIVE_INFINITY : known - 1, happened);
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((word) => b.includes(word));
}
