import type { Agreement, Leaf, Name, PartyStatement, Term } from "../../src/language/ir.ts";
import type { Account, Answer, Atom, DecidedVerdict, Scenario, ScenarioPart } from "../../src/language/verdict.ts";
import { clockOf, keyOf, kindsOf, membersOf, statementsIn, Translation, type Expr, type Meaning } from "./meaning.ts";
import { instantOf, metresOf } from "./units.ts";

/**
 * The reference: a verdict by trying every completion of the facts, one after the other, with plain two-valued logic.
 * No diagrams, no caches, no cleverness; see `meaning.ts` for what the rules say.
 */

export type Asked = Pick<Atom, "key" | "leaf">;

/** One way everything could have been: a scenario, all its open facts filled in, and what the rule says of it. */
export interface World {
  readonly scenario: Scenario;
  /** The value of each fact, by the words of the question; also of those that the scenario knows. */
  readonly facts: ReadonlyMap<string, boolean>;
  /** The questions that the scenario leaves open. */
  readonly open: readonly string[];
  readonly verdict: DecidedVerdict;
  readonly byPart: readonly { readonly part: string; readonly verdict: DecidedVerdict }[];
}

export interface Matter {
  readonly agreement: Agreement;
  readonly rule: Name;
  readonly reading: Name;
  readonly account: Account;
  /** What each position of a vector of states means, and which of these cannot be true together. */
  readonly questions: Questions;
  /** Keys of atoms that are completed too although the rule does not speak of them, because somebody asks about them. */
  readonly also?: ReadonlySet<string>;
}

export const SEVERITY: readonly DecidedVerdict[] = ["conflict", "breach", "permitted", "outside"];

// ——— Readings ———

export function readingIds(agreement: Agreement): readonly Name[] {
  const statements = statementsIn(agreement, "statement");
  const declared = statementsIn(agreement, "reading").map((reading) => reading.name);
  const ids = ["text", ...statements.flatMap(({ by }) => by), ...statements.map(({ name }) => name), ...declared];
  return [...new Set([...ids, "agreed"])];
}

export function statementsOf(agreement: Agreement, reading: Name): readonly PartyStatement[] {
  const statements = statementsIn(agreement, "statement");
  const declared = statementsIn(agreement, "reading").find(({ name }) => name === reading);
  if (declared) return statements.filter(({ name }) => declared.with.includes(name));
  if (reading === "agreed") return statements.filter((statement) => isAgreed(agreement, statement));
  return statements.filter(({ by, name }) => by.includes(reading) || name === reading);
}

function isAgreed(agreement: Agreement, { by, responses }: PartyStatement): boolean {
  const sides = [...statementsIn(agreement, "party"), ...statementsIn(agreement, "class")].map(({ name }) => name);
  const others = sides.filter((side) => !by.includes(side));
  const accepted = responses.flatMap((entry) => (entry.response === "accepted" ? entry.by : []));
  return others.length > 0 && others.every((side) => accepted.includes(side));
}

/** Two statements that put something at the same label cannot be read together. */
export function isClash(statements: readonly PartyStatement[]): boolean {
  const labels = statements.flatMap(({ operation }) =>
    operation.kind === "reads" ? [`${operation.label.name}.${operation.label.label ?? ""}`] : [],
  );
  return new Set(labels).size < labels.length;
}

export function meaningOf(agreement: Agreement, rule: Name, reading: Name): Meaning {
  const found = statementsIn(agreement, "rule").find(({ name }) => name === rule)!;
  return new Translation(agreement, statementsOf(agreement, reading)).meaningOf(found);
}

// ——— Axioms: what cannot be true together ———

const words = (term: Term): string => ("role" in term ? term.role : `the party ${term.name}`);

/** Whether whatever makes `a` true makes `b` true. */
export function implies(agreement: Agreement, a: Leaf, b: Leaf): boolean {
  if (a.kind === "time" && b.kind === "time") {
    const clock = clockOf(agreement);
    return instantOf(a.time, "start", clock) <= instantOf(b.time, "start", clock);
  }
  if (a.kind === "compare" && b.kind === "compare" && a.measure === b.measure) {
    const [high, low] = [metresOf(a.quantity), metresOf(b.quantity)];
    return high > low || (high === low && !(a.op === ">=" && b.op === ">"));
  }
  if (a.kind === "distance" && b.kind === "distance" && a.line === b.line) {
    const [far, near] = [a.quantity, b.quantity];
    return far.kind === "quantity" && near.kind === "quantity" && metresOf(far.quantity) >= metresOf(near.quantity);
  }
  if (a.kind !== "is" || (b.kind !== "is" && b.kind !== "in") || words(a.term) !== words(b.term)) return false;
  const kinds = kindsOf(agreement, a.name);
  return b.kind === "is" ? kinds.includes(b.name) : membersOf(agreement, b.name).some((name) => kinds.includes(name));
}

/** One actor cannot be two actors of which neither fights as part of the other. */
export function excludes(agreement: Agreement, a: Leaf, b: Leaf): boolean {
  if (a.kind !== "is" || b.kind !== "is" || words(a.term) !== words(b.term)) return false;
  if (!("role" in a.term) || (a.term.role !== "actor" && a.term.role !== "target")) return false;
  return !kindsOf(agreement, a.name).includes(b.name) && !kindsOf(agreement, b.name).includes(a.name);
}

export type Constraint = readonly [kind: "implies" | "excludes", a: string, b: string];

/** The questions of an agreement: with the reference's own key of each, and every pair that an axiom relates. */
export interface Questions {
  readonly all: readonly (Asked & { readonly own: string })[];
  readonly constraints: readonly Constraint[];
}

export function questionsOf(agreement: Agreement, atoms: readonly Asked[]): Questions {
  const clock = clockOf(agreement);
  const asked = atoms.map(({ key, leaf }) => ({ key, leaf, own: keyOf(leaf, clock) }));
  const constraints: Constraint[] = [];
  for (const { own: a, leaf: left } of asked)
    for (const { own: b, leaf: right } of asked) {
      if (a !== b && implies(agreement, left, right)) constraints.push(["implies", a, b]);
      if (a < b && excludes(agreement, left, right)) constraints.push(["excludes", a, b]);
    }
  return { all: asked, constraints };
}

// ——— Two-valued evaluation ———

type Valuation = ReadonlyMap<string, boolean>;

export function holds(expr: Expr, facts: Valuation): boolean {
  switch (expr.op) {
    case "const":
      return expr.value;
    case "atom":
      return facts.get(expr.key)!;
    case "not":
      return !holds(expr.of, facts);
    case "and":
      return expr.of.every((part) => holds(part, facts));
    case "or":
      return expr.of.some((part) => holds(part, facts));
  }
}

export function verdictOf(meaning: Meaning, facts: Valuation): DecidedVerdict {
  if (!holds(meaning.scope, facts)) return "outside";
  if (meaning.isMay || holds(meaning.excused, facts) || holds(meaning.overridden, facts)) return "permitted";
  return holds(meaning.clash, facts) ? "conflict" : "breach";
}

// ——— Completions ———

/** Whether a leaf speaks of who acted, or of whom it was done to. */
export function rolesOf(leaf: Leaf): { readonly actor: boolean; readonly target: boolean } {
  const terms: readonly Term[] = leaf.kind === "fact" ? leaf.of : "term" in leaf ? [leaf.term] : [];
  const speaksOf = (role: string): boolean => terms.some((term) => "role" in term && term.role === role);
  return { actor: speaksOf("actor"), target: speaksOf("target") };
}

/** The words of the question about an atom in a part: in a joint act a fact about a member names the member. */
function questionOf({ key, leaf }: Asked, part: ScenarioPart, isJoint: boolean): string {
  const { actor, target } = rolesOf(leaf);
  const members = [...(actor ? [part.actor] : []), ...(target ? [part.target] : [])];
  return isJoint && members.length > 0 ? `${key} [${members.join(" and ")}]` : key;
}

/** All worlds of an account. */
export function worldsOf(matter: Matter): readonly World[] {
  const meaning = meaningOf(matter.agreement, matter.rule, matter.reading);
  return matter.account.scenarios.flatMap((scenario) => {
    const parts = partsOf(matter, meaning, scenario);
    const questions = [...new Set(parts.flatMap((part) => [...part.unknown.values()]))];
    return completions(questions).flatMap((answers) => worldOf({ scenario, parts, meaning }, answers) ?? []);
  });
}

interface Filling {
  readonly label: string;
  /** Known facts of the whole text: key of the reference → value. */
  readonly known: Valuation;
  /** Unknown facts of the rule: key of the reference → question. */
  readonly unknown: ReadonlyMap<string, string>;
  /** Questions whose answers are known: question → value. */
  readonly answered: Valuation;
  readonly constraints: readonly Constraint[];
}

function partsOf({ questions, also }: Matter, meaning: Meaning, { parts }: Scenario): readonly Filling[] {
  return parts.map((part) => {
    const known = new Map<string, boolean>();
    const answered = new Map<string, boolean>();
    const unknown = new Map<string, string>();
    questions.all.forEach((atom, i) => {
      const question = questionOf(atom, part, parts.length > 1);
      if (part.states[i] === 0) {
        if (meaning.atoms.has(atom.own) || also?.has(atom.key)) unknown.set(atom.own, question);
      } else {
        known.set(atom.own, part.states[i] === 1);
        answered.set(question, part.states[i] === 1);
      }
    });
    const isUsed = (key: string): boolean => known.has(key) || unknown.has(key);
    const constraints = questions.constraints.filter(([, a, b]) => isUsed(a) && isUsed(b));
    return { label: part.label, known, unknown, answered, constraints };
  });
}

function completions(questions: readonly string[]): readonly Valuation[] {
  let found: Valuation[] = [new Map()];
  for (const question of questions) {
    found = found.flatMap((map) => [new Map(map).set(question, true), new Map(map).set(question, false)]);
  }
  return found;
}

function worldOf(
  { scenario, parts, meaning }: { scenario: Scenario; parts: readonly Filling[]; meaning: Meaning },
  answers: Valuation,
): World | undefined {
  const byPart: { part: string; verdict: DecidedVerdict }[] = [];
  const facts = new Map(answers);
  for (const { label, known, unknown, answered, constraints } of parts) {
    const values = new Map(known);
    for (const [key, question] of unknown) values.set(key, answers.get(question)!);
    if (constraints.some((constraint) => isBroken(constraint, values))) return undefined;
    for (const [question, value] of answered) facts.set(question, value);
    byPart.push({ part: label, verdict: verdictOf(meaning, values) });
  }
  const verdict = SEVERITY.find((worst) => byPart.some((part) => part.verdict === worst))!;
  return { scenario, facts, open: [...answers.keys()], verdict, byPart };
}

const isBroken = ([kind, a, b]: Constraint, facts: Valuation): boolean =>
  facts.get(a) === true && facts.get(b) === (kind === "excludes");

// ——— What matters, and what would decide it ———

export interface Finding {
  readonly error: boolean;
  readonly possible: readonly DecidedVerdict[];
  readonly facts: Relevance;
  readonly dimensions: Relevance;
  readonly byOption: ReadonlyMap<string, readonly DecidedVerdict[]>;
  readonly byPart: ReadonlyMap<string, readonly DecidedVerdict[]>;
  readonly worlds: readonly World[];
}

/**
 * Which questions matter. Two linked facts may say the same (`act is raid` where raids are attacks): of these an answer to
 * either narrows what is possible though neither alone has to be asked.
 */
export interface Relevance {
  /** A change of the answer alone, all else as it was, changes the verdict: to leave it out is an error. */
  readonly decisive: readonly string[];
  /** The answer can change what is possible: to ask anything else is an error. */
  readonly telling: readonly string[];
}

export const sorted = (verdicts: Iterable<DecidedVerdict>): readonly DecidedVerdict[] =>
  [...new Set(verdicts)].sort((a, b) => SEVERITY.indexOf(a) - SEVERITY.indexOf(b));

export const possibleIn = (worlds: readonly World[]): readonly DecidedVerdict[] =>
  sorted(worlds.map(({ verdict }) => verdict));

const same = (a: readonly unknown[], b: readonly unknown[]): boolean => a.join() === b.join();

export function findingOf(matter: Matter): Finding {
  const isError = isClash(statementsOf(matter.agreement, matter.reading));
  const worlds = isError ? [] : worldsOf(matter);
  const { dimensions } = matter.account;
  const within = (d: number, option: number): readonly World[] =>
    worlds.filter(({ scenario }) => scenario.choice[d] === option);
  const labels = new Set(worlds.flatMap(({ byPart }) => byPart.map(({ part }) => part)));
  const ofPart = (label: string): readonly DecidedVerdict[] =>
    sorted(worlds.flatMap(({ byPart }) => byPart.filter(({ part }) => part === label).map(({ verdict }) => verdict)));
  return {
    error: worlds.length === 0,
    possible: possibleIn(worlds),
    facts: factsThatMatter(worlds),
    dimensions: {
      decisive: dimensions.flatMap(({ id }, d) => (isDecisive(worlds, d) ? [id] : [])),
      telling: dimensions.flatMap(({ id }, d) => (isTelling(worlds, d) ? [id] : [])),
    },
    byOption: new Map(
      dimensions.flatMap(({ id, options }, d) =>
        options.map((option, i) => [`${id} = ${option}`, possibleIn(within(d, i))] as const),
      ),
    ),
    byPart: new Map([...labels].map((label) => [label, ofPart(label)])),
    worlds,
  };
}

function factsThatMatter(worlds: readonly World[]): Relevance {
  const decisive = new Set<string>();
  const telling = new Set<string>();
  for (const here of byScenario(worlds)) {
    const questions = here[0]!.open;
    for (const question of questions) {
      const yes = here.filter(({ facts }) => facts.get(question)!);
      const no = here.filter(({ facts }) => !facts.get(question)!);
      const others = questions.filter((other) => other !== question);
      const print = ({ facts }: World): string => others.map((other) => (facts.get(other)! ? "1" : "0")).join("");
      const flipped = new Map(yes.map((world) => [print(world), world.verdict]));
      if (no.some((world) => (flipped.get(print(world)) ?? world.verdict) !== world.verdict)) decisive.add(question);
      if (yes.length > 0 && no.length > 0 && !same(possibleIn(yes), possibleIn(no))) telling.add(question);
    }
  }
  return { decisive: [...decisive].sort(), telling: [...new Set([...decisive, ...telling])].sort() };
}

/** Two worlds that differ in this choice alone, and in what is known of it, have different verdicts. */
function isDecisive(worlds: readonly World[], d: number): boolean {
  return pairsAlong(worlds, d).some(([here, there]) => {
    const shared = openIn(here).filter((question) => openIn(there).includes(question));
    const print = ({ facts }: World): string => shared.map((question) => (facts.get(question)! ? "1" : "0")).join("");
    const verdicts = groupBy(here, print);
    return there.some((b) => verdicts.get(print(b))?.some((a) => a.verdict !== b.verdict));
  });
}

/** The questions that the scenario answers neither itself nor by what follows from it. */
const openIn = (worlds: readonly World[]): readonly string[] =>
  worlds[0]!.open.filter((question) => new Set(worlds.map(({ facts }) => facts.get(question))).size > 1);

function isTelling(worlds: readonly World[], d: number): boolean {
  return isDecisive(worlds, d) || pairsAlong(worlds, d).some(([a, b]) => !same(possibleIn(a), possibleIn(b)));
}

/** Pairs of possible scenarios that differ in one dimension alone. */
function pairsAlong(worlds: readonly World[], d: number): readonly (readonly [readonly World[], readonly World[]])[] {
  const scenarios = byScenario(worlds);
  const choiceOf = (those: readonly World[]): readonly number[] => those[0]!.scenario.choice;
  const isPair = (a: readonly number[], b: readonly number[]): boolean =>
    a.every((choice, i) => (i === d) !== (choice === b[i]));
  return scenarios.flatMap((a, i) =>
    scenarios.slice(i + 1).flatMap((b) => (isPair(choiceOf(a), choiceOf(b)) ? [[a, b] as const] : [])),
  );
}

const byScenario = (worlds: readonly World[]): readonly (readonly World[])[] => [
  ...groupBy(worlds, ({ scenario }) => scenario).values(),
];

export function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): ReadonlyMap<K, readonly T[]> {
  const found = new Map<K, T[]>();
  for (const item of items) {
    const group = found.get(keyOf(item));
    if (group) group.push(item);
    else found.set(keyOf(item), [item]);
  }
  return found;
}

/** Whether the answers are true of the world. */
export function fits({ scenario, facts }: World, answers: readonly Answer[], { dimensions }: Account): boolean {
  return answers.every(({ question, answer }) => {
    const d = dimensions.findIndex(({ id }) => id === question);
    if (d >= 0) return dimensions[d]!.options[scenario.choice[d]!] === answer;
    return (facts.get(question) ?? answer === "true") === (answer === "true");
  });
}

/** All minimal sets of answers to the questions given that leave one verdict, each as sorted words. */
export function settlements(
  worlds: readonly World[],
  choices: readonly (readonly Answer[])[],
  account: Account,
): readonly string[] {
  const found: (readonly Answer[])[] = [];
  let candidates: (readonly Answer[])[] = [[]];
  for (let size = 0; size <= choices.length; size++) {
    const next: (readonly Answer[])[] = [];
    for (const answers of candidates) {
      if (found.some((settled) => settled.every((answer) => answers.includes(answer)))) continue;
      const left = worlds.filter((world) => fits(world, answers, account));
      if (left.length === 0) continue;
      if (possibleIn(left).length === 1) found.push(answers);
      else {
        const last = choices.findIndex((choice) => choice.includes(answers.at(-1)!));
        for (const choice of choices.slice(last + 1)) for (const answer of choice) next.push([...answers, answer]);
      }
    }
    candidates = next;
  }
  return found.map(printAnswers).sort();
}

export const printAnswers = (answers: readonly Answer[]): string =>
  answers
    .map(({ question, answer }) => `${question} = ${answer}`)
    .sort()
    .join("; ");
