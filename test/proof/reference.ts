import type { Agreement, Leaf, Name, PartyStatement, Term } from "../../src/language/ir.ts";
import type { Account, Atom, DecidedVerdict, Scenario, ScenarioPart } from "../../src/language/verdict.ts";
import { kindsOf, membersOf, stripOf, Translation, type Expr, type Meaning } from "./meaning.ts";
import { metresOf, type Clock } from "./units.ts";
import { clockOf, isNeverLater, keyOf, statementsIn, type WholeText } from "./whole-text.ts";

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
  readonly byPart: readonly PartOfWorld[];
}

interface PartOfWorld {
  readonly part: string;
  readonly verdict: DecidedVerdict;
  /** Every fact of the part, by the reference's own key. */
  readonly values: ReadonlyMap<string, boolean>;
}

export interface Matter {
  /** What the rule says in that reading. */
  readonly meaning: Meaning;
  readonly account: Account;
  /** What each position of a vector of states means, and which of these cannot be true together. */
  readonly questions: Questions;
  /** Keys of atoms that are completed too although the rule does not speak of them, because somebody asks about them. */
  readonly also?: ReadonlySet<string>;
}

export const VERDICTS: readonly DecidedVerdict[] = ["conflict", "breach", "permitted", "outside", "error"];
/** Of the parts of a joint act, the worst first. */
const WORST: readonly DecidedVerdict[] = ["conflict", "breach", "error", "permitted", "outside"];

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

export function meaningOf(agreement: WholeText, rule: Name, reading: Name): Meaning {
  const found = statementsIn(agreement, "rule").find(({ name }) => name === rule)!;
  return new Translation(agreement, statementsOf(agreement, reading)).meaningOf(found);
}

// ——— Axioms: what cannot be true together ———

const words = (term: Term): string => ("role" in term ? term.role : `the party ${term.name}`);

/** A text with its clock, which takes long to work out. */
interface Clocked {
  readonly text: WholeText;
  readonly clock: Clock;
}

/**
 * Questions that put one thing on one side of a bound: `before` a moment, `beyond` a distance from a line, `in` a strip
 * along it. `below` says which side; a bound is not below itself.
 */
interface Bound {
  readonly below: boolean;
  /** Whether this bound is surely not above another; nothing if the two cannot be compared. */
  readonly isAtMost: (other: Leaf) => boolean;
}

function boundOf(leaf: Leaf, { text, clock }: Clocked): Bound | undefined {
  if (leaf.kind === "time")
    return {
      below: leaf.op === "before",
      isAtMost: (other) => other.kind === "time" && isNeverLater(leaf, other, clock),
    };
  const own = distanceOf(leaf, text);
  if (!own) return undefined;
  const isAtMost = (other: Leaf): boolean => {
    const there = distanceOf(other, text);
    return there?.line === own.line && own.metres <= there.metres;
  };
  return { below: leaf.kind === "in", isAtMost };
}

function distanceOf(leaf: Leaf, text: WholeText): { readonly line: Name; readonly metres: number } | undefined {
  if (leaf.kind === "distance" && leaf.quantity.kind === "quantity")
    return { line: leaf.line, metres: metresOf(leaf.quantity.quantity) };
  const strip = leaf.kind === "in" ? stripOf(text, leaf.name) : undefined;
  return strip && { line: strip.line, metres: metresOf(strip.distance) };
}

export type Constraint = readonly [kind: "implies" | "excludes" | "covers", a: string, b: string];

/** Everything that cannot be otherwise between two questions: `covers` means that at least one of them is true. */
function between(a: Leaf, b: Leaf, clocked: Clocked): readonly Constraint[0][] {
  const [one, other] = [boundOf(a, clocked), boundOf(b, clocked)];
  if (one && other) {
    const [up, down] = [one.isAtMost(b), other.isAtMost(a)];
    if (one.below === other.below) return (one.below ? up : down) ? ["implies"] : [];
    if (!one.below) return [];
    return [...(up ? (["excludes"] as const) : []), ...(down ? (["covers"] as const) : [])];
  }
  if (implies(clocked.text, a, b)) return ["implies"];
  return excludes(clocked.text, a, b) ? ["excludes"] : [];
}

/** Whether whatever makes `a` true makes `b` true. */
function implies(agreement: Agreement, a: Leaf, b: Leaf): boolean {
  if (a.kind === "compare" && b.kind === "compare" && a.measure === b.measure) {
    const [high, low] = [metresOf(a.quantity), metresOf(b.quantity)];
    return high > low || (high === low && !(a.op === ">=" && b.op === ">"));
  }
  if (a.kind !== "is" || (b.kind !== "is" && b.kind !== "in") || words(a.term) !== words(b.term)) return false;
  const kinds = kindsOf(agreement, a.name);
  return b.kind === "is" ? kinds.includes(b.name) : membersOf(agreement, b.name).some((name) => kinds.includes(name));
}

/** One actor cannot be two actors of which neither fights as part of the other. */
function excludes(agreement: Agreement, a: Leaf, b: Leaf): boolean {
  if (a.kind !== "is" || b.kind !== "is" || words(a.term) !== words(b.term)) return false;
  if (!("role" in a.term) || (a.term.role !== "actor" && a.term.role !== "target")) return false;
  return !kindsOf(agreement, a.name).includes(b.name) && !kindsOf(agreement, b.name).includes(a.name);
}

/** The questions of an agreement: with the reference's own key of each, and every pair that an axiom relates. */
export interface Questions {
  readonly all: readonly (Asked & { readonly own: string })[];
  readonly constraints: readonly Constraint[];
}

export function questionsOf(text: WholeText, atoms: readonly Asked[]): Questions {
  const clocked = { text, clock: clockOf(text) };
  const asked = atoms.map(({ key, leaf }) => ({ key, leaf, own: keyOf(leaf, clocked.clock) }));
  const constraints: Constraint[] = [];
  for (const { own: a, leaf: left } of asked)
    for (const { own: b, leaf: right } of asked)
      if (a !== b) for (const kind of between(left, right, clocked)) constraints.push([kind, a, b]);
  return { all: asked, constraints };
}

// ——— Two-valued evaluation ———

type Valuation = ReadonlyMap<string, boolean>;

export function holds(expr: Expr, facts: Valuation): boolean {
  switch (expr.op) {
    case "const":
      return expr.value;
    case "atom":
    case "gap":
      return facts.get(expr.key)!;
    case "not":
      return !holds(expr.of, facts);
    case "and":
      return expr.of.every((part) => holds(part, facts));
    case "or":
      return expr.of.some((part) => holds(part, facts));
  }
}

/** What the text does not say can be taken for true and for false: if that changes the verdict, the text has none. */
export function verdictOf(meaning: Meaning, facts: Valuation): DecidedVerdict {
  const verdicts = new Set(waysToRead(meaning, facts).map((way) => verdictIf(meaning, way)));
  return verdicts.size === 1 ? [...verdicts][0]! : "error";
}

/** The facts with every gap taken for true and for false. */
export function waysToRead({ gaps }: Meaning, facts: Valuation): readonly Valuation[] {
  return [...gaps].reduce<readonly Valuation[]>(
    (ways, gap) => ways.flatMap((way) => [new Map(way).set(gap, true), new Map(way).set(gap, false)]),
    [facts],
  );
}

function verdictIf(meaning: Meaning, facts: Valuation): DecidedVerdict {
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
  const { meaning } = matter;
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
  const byPart: PartOfWorld[] = [];
  const facts = new Map(answers);
  for (const { label, known, unknown, answered, constraints } of parts) {
    const values = new Map(known);
    for (const [key, question] of unknown) values.set(key, answers.get(question)!);
    if (constraints.some((constraint) => isBroken(constraint, values))) return undefined;
    for (const [question, value] of answered) facts.set(question, value);
    byPart.push({ part: label, verdict: verdictOf(meaning, values), values });
  }
  const verdict = WORST.find((worst) => byPart.some((part) => part.verdict === worst))!;
  return { scenario, facts, open: [...answers.keys()], verdict, byPart };
}

const isBroken = ([kind, a, b]: Constraint, facts: Valuation): boolean =>
  facts.get(a) === (kind !== "covers") && facts.get(b) === (kind === "excludes");
