import {
  happenedInCase,
  judgeCaseDuty,
  printLeaf,
  printName,
  type Case,
  type CaseHappened,
  type Cell,
  type Expectation,
  type Leaf,
  type Name,
  type Program,
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
  /** Whether exactly the verdicts expected are possible. */
  readonly met: boolean;
  /** What the `ask` line of the case names, and no rule that it expects something of asks. */
  readonly notAsked: readonly string[];
  /** What one of these rules asks, and the `ask` line does not name. */
  readonly notNamed: readonly string[];
  /** `met`, and the questions are those that the case names. */
  readonly passed: boolean;
  readonly cell?: Cell;
  readonly error?: string;
}

export interface CaseContext {
  /** The situation as known at a cut-off, with these marks of duties (`RULE.start`) and renewals recorded. */
  situationAt(known: number, happened: CaseHappened): Situation;
  readonly findActor: ActorFinder;
  readonly rules: readonly Rule[];
}

/** Runs a worked case: its own expectations under `text`, and each `under` with what is given there. */
export function runCase(one: Case, context: CaseContext): readonly CaseResult[] {
  const base = { reading: "text", given: [], expect: one.expect, ...(one.ask === undefined ? {} : { ask: one.ask }) };
  return [base, ...one.under].flatMap(({ reading, given, expect, ask }) => {
    const found = expect.map((expectation) => check(expectation, { one, context, reading, given }));
    return ask === undefined ? found : withQuestions(found, namedQuestions(ask, situationOf(one, context).program));
  });
}

/** The questions of an `ask` line in the words in which the rules ask them: `calibre < 82 mm` is `calibre >= 82 mm`. */
function namedQuestions(ask: readonly Leaf[], program: Program): readonly string[] {
  return ask.map((leaf) => program.canonical(leaf)?.key ?? printLeaf(leaf));
}

/**
 * The facts that must be asked are exactly those that the case names, for all that it expects together. Who, in which
 * direction and when are asked besides, where the case leaves them open: what they can be, its own lines say.
 */
function withQuestions(results: readonly CaseResult[], named: readonly string[]): readonly CaseResult[] {
  const asked = new Set(
    results.flatMap(({ cell }) =>
      (cell?.relevant ?? []).flatMap((question) => (question.kind === "fact" ? [askedWords(question.atom)] : [])),
    ),
  );
  const notAsked = named.filter((words) => !asked.has(words));
  const notNamed = [...asked].filter((words) => !named.includes(words));
  if (notAsked.length + notNamed.length === 0) return results;
  return results.map((result, i) => (i === 0 ? { ...result, notAsked, notNamed, passed: false } : result));
}

/** A question without the member of a front that it is about, and without the clock by which a list is read. */
function askedWords(atom: string): string {
  return atom
    .replace(/ \[[^\]]*\]$/u, "")
    .replaceAll(/`([^`]*)@(?:fixed|incident)`/gu, (_, name: string) => printName(name));
}

interface Check {
  readonly one: Case;
  readonly context: CaseContext;
  readonly reading: Name;
  readonly given: Case["given"];
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
    if (!(error instanceof RangeError)) throw error;
    return { ...shown, found: ["error"], ...outcome(false), error: error.message };
  }
}

const DUTY_STATES: readonly string[] = ["fulfilled", "lapsed", "pending", "suspended", "undetermined"];

function checkVerdict(expectation: Expectation, { one, context, reading, given }: Check): CaseResult {
  const situation = situationOf(one, context);
  const { program, known } = situation;
  const occurrence = occurrenceOfCase(one, { program, known, findActor: context.findActor });
  const account = new AccountBuilder(situation).accountOf({
    ...occurrence,
    given: [...occurrence.given, ...givenOf(given, situation.program)],
  });
  const cell = situation.program.judge(expectation.rule, reading, account);
  const found = cell.verdict === "error" ? ["error"] : cell.possible;
  const met =
    expectation.verdicts.length === 1 && expectation.verdicts[0] === "undetermined"
      ? cell.verdict === "undetermined"
      : sameSet(expectation.verdicts, found);
  return {
    case: one.name,
    rule: expectation.rule,
    reading,
    expected: expectation.verdicts,
    found,
    ...outcome(met),
    cell,
    ...(cell.error === undefined ? {} : { error: cell.error }),
  };
}

function checkDuty(expectation: Expectation, { one, context, reading, given }: Check): CaseResult {
  const situation = situationOf(one, context);
  const rule = context.rules.find(({ name }) => name === expectation.rule);
  if (!rule) throw new RangeError(`the agreement has no rule ${expectation.rule}`);
  const { program, known } = situation;
  const finding = judgeCaseDuty(one, rule, { program, now: known, reading, given });
  return {
    case: one.name,
    rule: rule.name,
    reading,
    expected: expectation.verdicts,
    found: finding.possible.length > 0 ? finding.possible : [finding.state],
    ...outcome(sameSet(expectation.verdicts, [finding.state]) || sameSet(expectation.verdicts, finding.possible)),
  };
}

/** An expectation by itself, before the questions are looked at. */
function outcome(met: boolean): Pick<CaseResult, "met" | "notAsked" | "notNamed" | "passed"> {
  return { met, passed: met, notAsked: [], notNamed: [] };
}

/** A case without `known` is judged with all that was ever learnt. */
function situationOf(one: Case, context: CaseContext): Situation {
  const all = context.situationAt(Number.POSITIVE_INFINITY, {});
  const { times } = all.program.declared;
  const happened = happenedInCase(one, times);
  const known = one.known && instantOf(one.known, "end", times);
  // What is learnt as the next day begins is not known at the end of this one.
  return context.situationAt(known === undefined ? Number.POSITIVE_INFINITY : known - 1, happened);
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((word) => b.includes(word));
}
