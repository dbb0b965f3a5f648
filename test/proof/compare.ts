import type { Agreement, Name } from "../../src/language/ir.ts";
import type { Account, Answer, Atom, Cell, DecidedVerdict } from "../../src/language/verdict.ts";
import {
  findingOf,
  fits,
  groupBy,
  possibleIn,
  printAnswers,
  questionsOf,
  settlements,
  type Finding,
  type Questions,
  type Relevance,
  type World,
} from "./reference.ts";

/** What the proof asks of an engine. */
export interface Judge {
  readonly atoms: readonly Atom[];
  readonly rules: readonly { readonly name: Name }[];
  judge(rule: Name, reading: Name, account: Account): Cell;
}

export interface Disagreement {
  readonly rule: Name;
  readonly reading: Name;
  readonly account: Account;
  readonly about: string;
  readonly engine: string;
  readonly reference: string;
}

/** Above this many open questions the minimal settling sets are not compared: trying all of them takes too long. */
const SETTLED_QUESTIONS = 6;
const SETTLED_WORLDS = 600;

export interface Comparison {
  readonly agreement: Agreement;
  readonly judge: Judge;
  readonly questions: Questions;
}

export function comparisonOf(agreement: Agreement, judge: Judge): Comparison {
  return { agreement, judge, questions: questionsOf(agreement, judge.atoms) };
}

/** Everything in which engine and reference differ on one cell; empty if nothing. */
export function compareCell(
  { agreement, judge, questions }: Comparison,
  { rule, reading, account }: { rule: Name; reading: Name; account: Account },
): readonly Disagreement[] {
  const cell = judge.judge(rule, reading, account);
  const asked = cell.relevant.flatMap((question) => (question.kind === "fact" ? [atomOf(question.atom)] : []));
  const finding = findingOf({ agreement, rule, reading, account, questions, also: new Set(asked) });
  const found: Disagreement[] = [];
  const expect = (about: string, engine: string, reference: string): void => {
    if (engine !== reference) found.push({ rule, reading, account, about, engine, reference });
  };
  const expectAsked = (what: string, questions: readonly string[], { decisive, telling }: Relevance): void => {
    expect(
      `missing ${what}`,
      questions.filter((question) => decisive.includes(question)).join("; "),
      decisive.join("; "),
    );
    expect(`idle ${what}`, questions.join("; "), questions.filter((question) => telling.includes(question)).join("; "));
  };
  expect("verdict", cell.verdict, verdictWord(finding));
  if (finding.error || found.length > 0) return found;
  expect("possible", cell.possible.join(" or "), finding.possible.join(" or "));
  expectAsked("facts", factsOf(cell), finding.facts);
  expectAsked("dimensions", dimensionsOf(cell), finding.dimensions);
  if (isProduct(account)) expect("enough asked", undecided(cell, finding, account), "");
  expect("by option", printGroups(optionsOf(cell)), printGroups(finding.byOption));
  expect(
    "by part",
    printGroups(partsOf(cell)),
    printGroups(account.scenarios[0]!.parts.length > 1 ? finding.byPart : new Map()),
  );
  expect("witnesses", witnessesOf(cell, finding, account), finding.possible.join(" or "));
  expect("settled", brokenSettlements(cell, finding, account), "");
  expect(
    "next",
    cell.next && !cell.relevant.some((q) => wordsOf(q) === wordsOf(cell.next!)) ? wordsOf(cell.next) : "",
    "",
  );
  if (cell.settlesComplete && cell.relevant.length <= SETTLED_QUESTIONS && finding.worlds.length <= SETTLED_WORLDS)
    expect(
      "settles",
      cell.settles
        .map(({ answers }) => printAnswers(answers))
        .sort()
        .join("\n"),
      expectedSettlements(cell, finding, account),
    );
  return found;
}

function verdictWord({ error, possible }: Finding): string {
  if (error) return "error";
  return possible.length === 1 ? possible[0]! : "undetermined";
}

const wordsOf = (question: Cell["relevant"][number]): string =>
  question.kind === "fact" ? question.atom : question.dimension;

const factsOf = ({ relevant }: Cell): readonly string[] =>
  relevant.flatMap((question) => (question.kind === "fact" ? [question.atom] : [])).sort();

const dimensionsOf = ({ relevant }: Cell): readonly string[] =>
  relevant.flatMap((question) => (question.kind === "dimension" ? [question.dimension] : []));

const optionsOf = ({ byOption }: Cell): ReadonlyMap<string, readonly DecidedVerdict[]> =>
  new Map(byOption.map(({ dimension, option, possible }) => [`${dimension} = ${option}`, possible]));

const partsOf = ({ byPart }: Cell): ReadonlyMap<string, readonly DecidedVerdict[]> =>
  new Map(byPart.map(({ part, possible }) => [part, possible]));

/** The atom that a question is about: `target bound [nusra]` asks about `target bound`. */
const atomOf = (question: string): string => question.replace(/ \[[^\]]*\]$/u, "");

/** Where choices depend on each other, no two scenarios may differ in one alone, and then none matters by itself. */
const isProduct = ({ dimensions, scenarios }: Account): boolean =>
  scenarios.length === dimensions.reduce((product, { options }) => product * options.length, 1);

/** Answers to all questions asked that leave the verdict open. */
function undecided({ relevant }: Cell, { worlds }: Finding, { dimensions }: Account): string {
  const answers = ({ scenario, facts }: World): string =>
    relevant
      .map((question) => {
        if (question.kind === "fact") return `${question.atom} = ${facts.get(question.atom)}`;
        return `${question.dimension} = ${scenario.choice[dimensions.findIndex(({ id }) => id === question.dimension)]}`;
      })
      .join("; ");
  const open = [...groupBy(worlds, answers)].filter(([, those]) => possibleIn(those).length > 1);
  return open.map(([words]) => words).join("\n");
}

const printGroups = (groups: ReadonlyMap<string, readonly DecidedVerdict[]>): string =>
  [...groups]
    .filter(([, possible]) => possible.length > 0)
    .map(([group, possible]) => `${group}: ${possible.join(" or ")}`)
    .sort()
    .join("; ");

/** The verdicts that have a witness which, filled in, really has that verdict and no other. */
function witnessesOf({ witness }: Cell, { worlds }: Finding, account: Account): string {
  return witness
    .filter(
      ({ verdict, answers }) => possibleIn(worlds.filter((world) => fits(world, answers, account))).join() === verdict,
    )
    .map(({ verdict }) => verdict)
    .join(" or ");
}

/** Settling sets that do not settle, or that would settle with an answer less. */
function brokenSettlements({ settles }: Cell, { worlds }: Finding, account: Account): string {
  const left = (answers: readonly Answer[]): readonly DecidedVerdict[] =>
    possibleIn(worlds.filter((world) => fits(world, answers, account)));
  return settles
    .filter(
      ({ answers, verdict }) =>
        left(answers).join() !== verdict ||
        answers.some((answer) => left(answers.filter((other) => other !== answer)).length < 2),
    )
    .map(({ answers, verdict }) => `${printAnswers(answers)} → ${verdict}`)
    .join("\n");
}

function expectedSettlements({ relevant }: Cell, { worlds }: Finding, account: Account): string {
  const choices = relevant.map((question): readonly Answer[] =>
    question.kind === "fact"
      ? ["true", "false"].map((answer) => ({ question: question.atom, answer }))
      : question.options.map((answer) => ({ question: question.dimension, answer })),
  );
  return settlements(worlds, choices, account)
    .filter((set) => set !== "")
    .join("\n");
}
