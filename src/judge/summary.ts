import {
  printFormula,
  printLabel,
  printSelector,
  FALSE,
  TRUE,
  UNKNOWN,
  type Account,
  type AtomState,
  type Cell,
  type DecidedVerdict,
  type Name,
  type Program,
  type StatementOperation,
} from "../language/index.ts";
import { sayList } from "./sentences.ts";

/**
 * What the matrix of readings and accounts says as a whole. Two findings contradict each other if no verdict is possible
 * under both: `contested on reading` between two readings of one account, `contested on facts` between two accounts under
 * one reading, `contested on both` if both, or only if both are exchanged. `robust`: one verdict throughout. `open`: nothing
 * contradicts, and somewhere more than one verdict is possible.
 */
export type Standing = (typeof STANDINGS)[number];
export const STANDINGS = ["robust", "contested on reading", "contested on facts", "contested on both", "open"] as const;

/** What the contest turns on: a label of the text that a statement reads otherwise, or a fact that accounts tell otherwise. */
export type Pivot =
  | { readonly kind: "label"; readonly label: string; readonly statement: Name }
  | { readonly kind: "fact"; readonly fact: string };

export interface Summary {
  readonly rule: Name;
  readonly standing: Standing;
  /** Empty unless contested. */
  readonly pivots: readonly Pivot[];
}

/** Summaries of incidents under one set of readings. Incidents that share their accounts share their summary. */
export class Summariser {
  private readonly program: Program;
  private readonly readings: readonly Name[];
  private readonly known = new WeakMap<Account, Map<Name, Summary>>();

  constructor(program: Program, readings: readonly Name[]) {
    this.program = program;
    this.readings = readings;
  }

  /** `accounts`: all accounts of the incident, the record's own first. */
  of(rule: Name, accounts: readonly Account[]): Summary {
    const [only] = accounts;
    if (accounts.length !== 1 || !only) return this.summarise(rule, accounts);
    const known = this.known.get(only) ?? new Map<Name, Summary>();
    this.known.set(only, known);
    const summary = known.get(rule) ?? this.summarise(rule, accounts);
    known.set(rule, summary);
    return summary;
  }

  private summarise(rule: Name, accounts: readonly Account[]): Summary {
    const { program } = this;
    const entries = accounts.flatMap((account) =>
      this.readings.map((reading): Entry => ({ account, reading, cell: program.judge(rule, reading, account) })),
    );
    const pairs = entries.flatMap((one, i) =>
      entries.slice(i + 1).flatMap((other) => (contradict(one.cell, other.cell) ? [[one, other] as const] : [])),
    );
    if (pairs.length === 0) return { rule, standing: isOne(entries) ? "robust" : "open", pivots: [] };
    const onReading = pairs.filter(([one, other]) => one.account === other.account);
    const onFacts = pairs.filter(([one, other]) => one.reading === other.reading);
    const isBoth = onReading.length > 0 === onFacts.length > 0;
    const standing = isBoth
      ? "contested on both"
      : onReading.length > 0
        ? "contested on reading"
        : "contested on facts";
    const diagonal = onReading.length + onFacts.length === 0 ? pairs : [];
    const pivots = [
      ...[...onReading, ...diagonal].flatMap((pair) => this.labelsBetween(rule, pair)),
      ...[...onFacts, ...diagonal].flatMap((pair) => this.factsBetween(rule, pair)),
    ];
    return { rule, standing, pivots: distinct(pivots) };
  }

  /** The labels that the readings differ in: those of which one alone makes the difference to the text, if there are any. */
  private labelsBetween(rule: Name, [one, other]: Contradiction): readonly Pivot[] {
    const { program } = this;
    const { verdict } = program.rule(rule);
    const asked = verdict === undefined ? undefined : new Set(program.diagrams.support(verdict));
    const [a, b] = [one, other].map(({ reading }) => program.reading(reading).statements) as [Names, Names];
    const differing = program.declared.statements.filter(
      ({ name }, index) => a.includes(name) !== b.includes(name) && (asked?.has(index) ?? true),
    );
    const alone = differing.filter(({ name }) => {
      const base = [one, other].find(({ reading }) => program.reading(reading).statements.length === 0);
      return base !== undefined && contradict(base.cell, program.judge(rule, name, base.account));
    });
    return (alone.length > 0 ? alone : differing).map(({ name, operation }) => ({
      kind: "label",
      label: sayOperation(operation),
      statement: name,
    }));
  }

  /** The facts that the accounts tell otherwise: those that a verdict rests on, if there are any. */
  private factsBetween(rule: Name, [one, other]: Contradiction): readonly Pivot[] {
    const { program } = this;
    const differing = program.atoms.filter(
      ({ index }) => stateIn(program, one.account, index) !== stateIn(program, other.account, index),
    );
    const used = new Set([...one.cell.used, ...other.cell.used]);
    const resting = differing.filter(({ key }) => used.has(key));
    const node = program.under(program.rule(rule), program.reading(one.reading));
    const asked = new Set(node === undefined ? [] : program.diagrams.support(node));
    const related = differing.filter(({ index }) => asked.has(index + program.selectors));
    const found = resting.length > 0 ? resting : related.length > 0 ? related : differing;
    return found.map(({ key }) => ({ kind: "fact", fact: key }));
  }
}

type Names = readonly Name[];

interface Entry {
  readonly account: Account;
  readonly reading: Name;
  readonly cell: Cell;
}

type Contradiction = readonly [Entry, Entry];

function contradict(a: Cell, b: Cell): boolean {
  if (a.possible.length === 0 || b.possible.length === 0) return false;
  return !a.possible.some((verdict) => b.possible.includes(verdict));
}

function isOne(entries: readonly Entry[]): boolean {
  const verdicts = new Set(entries.map(({ cell }) => cell.verdict));
  return verdicts.size === 1 && !verdicts.has("undetermined") && !verdicts.has("error");
}

function distinct(pivots: readonly Pivot[]): readonly Pivot[] {
  return [...new Map(pivots.map((pivot) => [JSON.stringify(pivot), pivot])).values()];
}

/** How an account has a fact: the same in all that it leaves open, or not known. */
function stateIn(program: Program, account: Account, atom: number): AtomState {
  const states = new Set(
    account.scenarios.flatMap(({ parts }) =>
      parts.map((part) => (program.propagation.complete(part.states) ?? part.states)[atom]),
    ),
  );
  if (states.size !== 1) return UNKNOWN;
  return states.has(TRUE) ? TRUE : states.has(FALSE) ? FALSE : UNKNOWN;
}

function sayOperation(operation: StatementOperation): string {
  switch (operation.kind) {
    case "reads":
      return printLabel(operation.label);
    case "binds":
      return `binds ${printSelector(operation.who)} while ${printFormula(operation.while)}`;
    case "starts":
      return `${operation.rule} starts when ${printFormula(operation.when)}`;
  }
}

/** The standing in a sentence: what is possible under which reading and by which account, and what it turns on. */
export function sayStanding({ standing, pivots }: Summary, cells: readonly Cell[]): string {
  const outcomes = outcomesOf(cells);
  const said = outcomes.map(({ outcome, where }) => `${outcome}${where === "" ? "" : ` ${where}`}`).join("; ");
  if (standing === "robust") return `robust: ${outcomes[0]?.outcome ?? ""} ${everywhere(cells)}`;
  if (standing === "open") {
    if (outcomes.length < 2) return `open ${everywhere(cells)}: it turns on facts that are not known`;
    return `open: ${said}`;
  }
  const turns = pivots.map((pivot) =>
    pivot.kind === "label" ? `${pivot.label} (statement ${pivot.statement})` : pivot.fact,
  );
  return `${standing}: ${said}${turns.length === 0 ? "" : `; it turns on ${sayList(turns, "and")}`}`;
}

function everywhere(cells: readonly Cell[]): string {
  const accounts = new Set(cells.map(({ account }) => account));
  return accounts.size > 1 ? "under every reading and by every account" : "under every reading";
}

interface Outcome {
  readonly outcome: string;
  readonly where: string;
}

function outcomesOf(cells: readonly Cell[]): readonly Outcome[] {
  const accounts = [...new Set(cells.map(({ account }) => account))];
  const readings = new Set(cells.map(({ reading }) => reading)).size;
  const groups = new Map<string, Cell[]>();
  for (const cell of cells) groups.set(sayPossible(cell), [...(groups.get(sayPossible(cell)) ?? []), cell]);
  return [...groups].map(([outcome, found]) => {
    if (groups.size === 1) return { outcome, where: "" };
    const where = accounts.flatMap((account) => {
      const own = found.filter((cell) => cell.account === account).map(({ reading }) => reading);
      if (own.length === 0) return [];
      const by = accounts.length === 1 ? "" : account === "record" ? "by the record" : `by the account ${account}`;
      const under = own.length === readings ? "" : `under ${sayList(own, "and")}`;
      return [[under, by].filter((part) => part !== "").join(" ")];
    });
    return { outcome, where: sayList(where, "and") };
  });
}

function sayPossible({ verdict, possible }: Cell): string {
  return verdict === "undetermined" ? sayList(possible satisfies readonly DecidedVerdict[], "or") : verdict;
}
