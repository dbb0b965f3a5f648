import type { Instant } from "../../kit/index.ts";
import type { LabelReference, Name, PartyStatement, Replacement, Time } from "../ir.ts";
import { printLabel } from "../print/formula.ts";
import { resolveTime, type Edge } from "../time/resolve.ts";
import type { Declarations } from "./declarations.ts";

/** A reading: the base text and a set of statements. */
export interface ReadingPlan {
  readonly id: Name;
  readonly title: string;
  readonly statements: readonly Name[];
  /** Two statements of the reading read the same words: nothing can be judged under it. */
  readonly clash?: string;
}

/**
 * The readings of an agreement: `text`, one for each author of statements, `agreed` (what every other party accepted),
 * the declared ones, and one for each single statement so that its effect can be seen alone.
 */
export function readingsOf(declared: Declarations): readonly ReadingPlan[] {
  const plans: ReadingPlan[] = [];
  const add = (id: Name, title: string, statements: readonly PartyStatement[]): void => {
    if (plans.some((plan) => plan.id === id)) return;
    const clash = clashIn(statements, declared);
    plans.push({
      id,
      title,
      statements: statements.map(({ name }) => name),
      ...(clash === undefined ? {} : { clash }),
    });
  };
  add("text", "the text alone", []);
  const authors = new Set(declared.statements.flatMap(({ by }) => by));
  for (const author of authors) {
    add(
      author,
      `as ${author} reads it`,
      declared.statements.filter(({ by }) => by.includes(author)),
    );
  }
  if (declared.statements.length > 0)
    add(
      "agreed",
      "with what all parties accepted",
      declared.statements.filter((s) => isAgreed(s, declared)),
    );
  for (const reading of declared.readings) {
    add(
      reading.name,
      reading.title ?? reading.name,
      declared.statements.filter(({ name }) => reading.with.includes(name)),
    );
  }
  for (const statement of declared.statements)
    add(statement.name, statement.title ?? `with ${statement.name}`, [statement]);
  return plans;
}

function isAgreed(statement: PartyStatement, declared: Declarations): boolean {
  const accepted = new Set(statement.responses.filter((r) => r.response === "accepted").flatMap(({ by }) => by));
  const others = [...declared.parties.keys(), ...declared.classes.keys()].filter(
    (name) => !statement.by.includes(name),
  );
  return others.length > 0 && others.every((name) => accepted.has(name));
}

function clashIn(statements: readonly PartyStatement[], declared: Declarations): string | undefined {
  const clash = findClash(statements, declared);
  return clash && `${clash.one} and ${clash.other} both say how ${clash.label} is to be read`;
}

/** Two statements that read the same words, and the label at which these stand. */
export interface StatementClash {
  readonly one: Name;
  readonly other: Name;
  readonly label: string;
}

/** The first two of the statements that cannot be read together. What was said of words since amended is another thing. */
export function findClash(statements: readonly PartyStatement[], declared: Declarations): StatementClash | undefined {
  const seen = new Map<string, Name>();
  for (const { name, on, operation } of statements) {
    if (operation.kind !== "reads") continue;
    const label = printLabel(operation.label);
    const words = `${label} after ${amendmentsBy(on, amendmentsAt(declared, operation.label), declared)}`;
    const other = seen.get(words);
    if (other !== undefined) return { one: other, other: name, label };
    seen.set(words, name);
  }
  return undefined;
}

/**
 * What stands at a label instead: what amendments put there, in the order in which they begin, and what statements do.
 * A statement says how the words are to be read that stood on its day: those after the first `after` amendments. Words
 * that the parties have since replaced, or had not agreed yet, it leaves as they are.
 */
export interface Replacements {
  readonly statements: readonly { readonly statement: Name; readonly as: Replacement; readonly after: number }[];
  /** `begins` is infinite where it is not known. */
  readonly amendments: readonly { readonly index: number; readonly as: Replacement; readonly begins: Instant }[];
}

export function replacementsAt(declared: Declarations, label: LabelReference): Replacements {
  const amendments = amendmentsAt(declared, label);
  const statements = declared.statements.flatMap(({ name: statement, on, operation }) =>
    operation.kind === "reads" && isSameLabel(operation.label, label)
      ? [{ statement, as: operation.as, after: amendmentsBy(on, amendments, declared) }]
      : [],
  );
  return { statements, amendments };
}

function amendmentsAt(declared: Declarations, label: LabelReference): Replacements["amendments"] {
  return declared.amendments
    .flatMap((amendment, index) =>
      isSameLabel(amendment.label, label)
        ? [{ index, as: amendment.as, begins: instantOf(amendment.from, "start", declared) ?? Infinity }]
        : [],
    )
    .toSorted((a, b) => (a.begins === b.begins ? 0 : a.begins - b.begins));
}

function isSameLabel(one: LabelReference, other: LabelReference): boolean {
  return one.name === other.name && one.label === other.label;
}

/** How many of the amendments had begun by the end of a day. */
function amendmentsBy(date: string, amendments: Replacements["amendments"], declared: Declarations): number {
  const dayEnds = instantOf({ kind: "date", date }, "end", declared) ?? -Infinity;
  return amendments.filter(({ begins }) => begins < dayEnds).length;
}

function instantOf(time: Time, edge: Edge, { times }: Declarations): Instant | undefined {
  const resolved = resolveTime(time, edge, times);
  return resolved.kind === "instant" ? resolved.instant : undefined;
}
