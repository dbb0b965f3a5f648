import type { Name } from "../../src/language/ir.ts";
import type { Account, Answer, Atom, Cell, DecidedVerdict } from "../../src/language/verdict.ts";
import {
  clausesIn,
  findingOf,
  fits,
  groupBy,
  leftBy,
  possibleIn,
  printAnswers,
  settlements,
  usedFacts,
  type Finding,
  type Relevance,
} from "./finding.ts";
import { meaningOf, questionsOf, type Matter, type Questions, type World } from "./reference.ts";
import type { WholeText } from "./whole-text.ts";

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

/** Beyond this the minimal settling sets are not compared, and what was used is not: trying everything takes too long. */
const SETTLED = { questions: 10, worlds: 4096 };
const USED = { worlds: 16 };
/** So few questions that every set of answers must have been tried. */
const SURELY_SETTLED = 5;

export interface Comparison {
  readonly text: WholeText;
  readonly judge: Judge;
  readonly questions: Questions;
  /** What a rule says in a reading; worked out once. */
  readonly readings: (rule: Name, reading: Name) => Pick<Matter, "meaning">;
  /** Whether what was used is compared too: for each known fact the reference tries everything again. */
  readonly withUsed: boolean;
}

export function comparisonOf(text: WholeText, judge: Judge, withUsed = true): Comparison {
  const known = new Map<string, Pick<Matter, "meaning">>();
  const readings: Comparison["readings"] = (rule, reading) => {
    const key = `${rule} ${reading}`;
    const found = known.get(key) ?? {
      meaning: meaningOf(text, rule, reading),
    };
    known.set(key, found);
    return found;
  };
  return { text, judge, questions: questionsOf(text, judge.atoms), readings, withUsed };
}

/** Everything in which engine and reference differ on one cell; empty if nothing. */
export function compareCell(
  { judge, questions, readings, withUsed }: Comparison,
  { rule, reading, account }: { rule: Name; reading: Name; account: Account },
): readonly Disagreement[] {
  const cell = judge.judge(rule, reading, account);
  const asked = cell.relevant.flatMap((question) => (question.kind === "fact" ? [atomOf(question.atom)] : []));
  const matter: Matter = { ...readings(rule, reading), account, questions, also: new Set(asked) };
  const finding = findingOf(matter);
  const found: Disagreement[] = [];
  const expect: Expect = (about, engine, reference) => {
    if (engine !== reference) found.push({ rule, reading, account, about, engine, reference });
  };
  expect("verdict", cell.verdict, verdictWord(finding));
  if (finding.error || found.length > 0) return found;
  expect("possible", cell.possible.join(" or "), finding.possible.join(" or "));
  compareQuestions(expect, cell, { matter, finding });
  expect("by option", printGroups(optionsOf(cell)), printGroups(finding.byOption));
  expect(
    "by part",
    printGroups(partsOf(cell)),
    printGroups(account.scenarios[0]!.parts.length > 1 ? finding.byPart : new Map()),
  );
  expect("witnesses", witnessesOf(cell, finding, account), finding.possible.join(" or "));
  compareReasons(expect, cell, { matter, finding });
  if (withUsed && finding.worlds.length <= USED.worlds)
    expect("used", [...cell.used].sort().join("; "), [...usedFacts(matter, finding)].sort().join("; "));
  return found;
}

/**
 * The same of a rule that is too large for an exact answer. It may leave too much open: possible verdicts, questions that
 * cannot matter, clauses that are so throughout; but nothing possible and no question that decides may be missing.
 */
export function compareKleene(
  { judge, questions, readings }: Comparison,
  { rule, reading, account }: { rule: Name; reading: Name; account: Account },
): readonly Disagreement[] {
  const cell = judge.judge(rule, reading, account);
  const matter: Matter = { ...readings(rule, reading), account, questions };
  const finding = findingOf(matter);
  const found: Disagreement[] = [];
  const expectAll = (about: string, engine: readonly string[], reference: readonly string[]): void => {
    if (reference.every((one) => engine.includes(one))) return;
    found.push({
      rule,
      reading,
      account,
      about: `kleene: ${about}`,
      engine: engine.join("; "),
      reference: reference.join("; "),
    });
  };
  if (finding.error) {
    expectAll("verdict", [cell.verdict], ["error"]);
    return found;
  }
  // A rule that asks nothing (`when not true`) is never too large.
  if (cell.possible.length > 1) expectAll("method", [cell.method], ["kleene"]);
  expectAll("possible", cell.possible, finding.possible);
  expectAll("verdict", [cell.verdict], [cell.possible.length === 1 ? cell.possible[0]! : "undetermined"]);
  if (cell.possible.length > 1) {
    expectAll("facts", factsOf(cell), finding.facts.decisive);
    expectAll("dimensions", dimensionsOf(cell), finding.dimensions.decisive);
    expectAll("enough asked", [""], [undecided(cell, finding, account)]);
  }
  for (const [option, possible] of finding.byOption)
    expectAll(`by ${option}`, optionsOf(cell).get(option) ?? [], possible);
  if (account.scenarios[0]!.parts.length > 1)
    for (const [part, possible] of finding.byPart) expectAll(`by ${part}`, partsOf(cell).get(part) ?? [], possible);
  const clauses = clausesIn(matter.meaning, finding.worlds);
  for (const { component, label, state } of cell.because) {
    const clause = label === undefined ? component : `${component} ${label}`;
    expectAll(`because: ${clause}`, [state, ...(state === "unknown" ? ["true", "false"] : [])], [clauses.get(clause)!]);
  }
  return found;
}

type Expect = (about: string, engine: string, reference: string) => void;

interface Found {
  readonly matter: Matter;
  readonly finding: Finding;
}

function compareQuestions(expect: Expect, cell: Cell, { matter: { account }, finding }: Found): void {
  const expectAsked = (what: string, questions: readonly string[], { decisive, telling }: Relevance): void => {
    expect(
      `missing ${what}`,
      questions.filter((question) => decisive.includes(question)).join("; "),
      decisive.join("; "),
    );
    expect(`idle ${what}`, questions.join("; "), questions.filter((question) => telling.includes(question)).join("; "));
  };
  expectAsked("facts", factsOf(cell), finding.facts);
  expectAsked("dimensions", dimensionsOf(cell), finding.dimensions);
  expect("enough asked", undecided(cell, finding, account), "");
  expect("settled", brokenSettlements(cell, finding, account), "");
  expect("next", poorNext(cell, finding, account), "");
  if (cell.relevant.length <= SURELY_SETTLED) expect("settles all", `${cell.settlesComplete}`, "true");
  if (cell.relevant.length > SETTLED.questions || finding.worlds.length > SETTLED.worlds) return;
  const listed = cell.settles.map(({ answers }) => printAnswers(answers)).sort();
  const all = expectedSettlements(cell, finding, account);
  // A search that stopped has all sets that are smaller than the largest it found.
  const size = (set: string): number => set.split("; ").length;
  const most = cell.settlesComplete ? Infinity : Math.max(0, ...listed.map(size));
  expect(
    "settles",
    listed.filter((set) => most === Infinity || size(set) < most).join("\n"),
    all.filter((set) => size(set) < most).join("\n"),
  );
}

function compareReasons(expect: Expect, cell: Cell, { matter, finding }: Found): void {
  const clauses = clausesIn(matter.meaning, finding.worlds);
  const lines = cell.because.map(({ component, label, state }) => {
    return [label === undefined ? component : `${component} ${label}`, state] as const;
  });
  const told = new Map(lines);
  for (const [clause, state] of clauses)
    // A condition on the start that nobody made is not told.
    if (clause !== "starts when" || told.has(clause))
      expect(`because: ${clause}`, told.get(clause) ?? "nothing", state);
  expect("because", lines.filter(([clause]) => !clauses.has(clause)).join("; "), "");
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

/** The next question, if another would leave fewer verdicts on average. */
function poorNext({ relevant, next }: Cell, { worlds }: Finding, account: Account): string {
  if (relevant.length === 0) return next ? `${wordsOf(next)}, though nothing is open` : "";
  if (!next || !relevant.some((question) => wordsOf(question) === wordsOf(next))) return "no question of those to ask";
  const left = (question: Cell["relevant"][number]): number => leftBy(answersTo(question), worlds, account);
  const best = Math.min(...relevant.map(left));
  return left(next) > best + 1e-9 ? `${wordsOf(next)} leaves ${left(next)}, another ${best}` : "";
}

const answersTo = (question: Cell["relevant"][number]): readonly Answer[] =>
  question.kind === "fact"
    ? ["true", "false"].map((answer) => ({ question: question.atom, answer }))
    : question.options.map((answer) => ({ question: question.dimension, answer }));

function expectedSettlements({ relevant }: Cell, { worlds }: Finding, account: Account): readonly string[] {
  return settlements(worlds, relevant.map(answersTo), account).filter((set) => set !== "");
}
