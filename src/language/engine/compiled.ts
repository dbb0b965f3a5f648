import type { Problem } from "../../kit/index.ts";
import type { Agreement, Leaf, Name } from "../ir.ts";
import type { Happened } from "../time/agreement-times.ts";
import { TRUE, UNKNOWN, type Atom, type DecidedVerdict } from "../verdict.ts";
import { atomsIn, FIRST_GAP, gapsIn, kleeneOf, nodeOf, type Expression } from "./expression.ts";
import { AtomTable, type Gap } from "./atoms.ts";
import { axiomsOf, Propagation, type Axiom } from "./axioms.ts";
import { readDeclarations, type Declarations, type Vocabularies } from "./declarations.ts";
import { BREACH, CONFLICT, Diagrams, IMPOSSIBLE, OUTSIDE, PERMITTED, TooLarge, type Node } from "./diagrams.ts";
import { Grounding } from "./ground.ts";
import { readingsOf, type ReadingPlan } from "./overlays.ts";
import { planRules, type RulePlan } from "./rules.ts";

/** When a rule is too large for an exact answer. */
export interface Guard {
  readonly nodes: number;
  readonly atoms: number;
}

export interface CompiledOptions {
  readonly vocabularies: Vocabularies;
  readonly guard?: Guard | undefined;
  /** Recorded marks of duties, and renewals. */
  readonly happened?: Happened | undefined;
}

const GUARD: Guard = { nodes: 50_000, atoms: 40 };

/** A rule ready to be judged: its plan and the diagram of its verdict in all readings, or none if it was too large. */
export interface CompiledRule {
  readonly name: Name;
  readonly index: number;
  readonly plan: RulePlan;
  readonly verdict: Node | undefined;
}

const VERDICT_OF_BIT: readonly [number, DecidedVerdict][] = [
  [8, "conflict"],
  [4, "breach"],
  [2, "permitted"],
  [1, "outside"],
  [16, "error"],
];

/** The verdicts of a mask, in headline order. */
export function verdictsOf(mask: number): readonly DecidedVerdict[] {
  return VERDICT_OF_BIT.filter(([bit]) => (mask & bit) !== 0).map(([, verdict]) => verdict);
}

function byFirstAtom(axioms: readonly Axiom[]): ReadonlyMap<number, readonly Axiom[]> {
  const found = new Map<number, Axiom[]>();
  for (const axiom of axioms) {
    const first = axiom.kind === "implies" ? axiom.if : axiom.one;
    const known = found.get(first);
    if (known) known.push(axiom);
    else found.set(first, [axiom]);
  }
  return found;
}

/**
 * An agreement compiled once: every rule a diagram from facts and readings to verdicts. Judging restricts it.
 *
 * Verdicts are exact (supervaluation, van Fraassen 1966): a verdict is possible exactly if some completion of what is
 * unknown that respects the axioms has it.
 */
export class Compiled {
  readonly agreement: Agreement;
  readonly declared: Declarations;
  readonly rules: readonly CompiledRule[];
  readonly readings: readonly ReadingPlan[];
  readonly problems: readonly Problem[];
  readonly diagrams = new Diagrams();
  readonly propagation: Propagation;
  private readonly table: AtomTable;
  /** Axioms by their first atom. */
  private readonly axiomsAt: ReadonlyMap<number, readonly Axiom[]>;
  /** Pairs of atoms that an axiom links. */
  readonly links: readonly (readonly [number, number])[];
  private readonly byReading = new Map<string, Node>();
  private readonly clauses = new Map<Expression, Node>();

  constructor(agreement: Agreement, { vocabularies, guard = GUARD, happened }: CompiledOptions) {
    this.agreement = agreement;
    this.declared = readDeclarations(agreement, vocabularies, happened);
    this.table = new AtomTable(this.declared);
    this.readings = readingsOf(this.declared);
    const plans = planRules(this.declared, this.table);
    const axioms = axiomsOf(this.table.atoms, this.declared);
    this.axiomsAt = byFirstAtom(axioms);
    this.links = axioms.map((axiom) =>
      axiom.kind === "implies" ? [axiom.if, axiom.follows] : [axiom.one, axiom.other],
    );
    this.propagation = new Propagation(this.table.atoms.length, axioms);
    this.rules = plans.map((plan, index) => ({
      name: plan.rule.name,
      index,
      plan,
      verdict: this.compile(plan, guard),
    }));
    this.problems = plans.flatMap((plan) =>
      plan.errors.map((message): Problem => ({
        code: "cannot-evaluate",
        severity: "error",
        at: { ...plan.rule.at },
        message: `${plan.rule.name}: ${message}`,
      })),
    );
  }

  get atoms(): readonly Atom[] {
    return this.table.atoms;
  }

  /** The number of reading selectors: variables below it are selectors, from it on atoms. */
  get selectors(): number {
    return this.declared.statements.length;
  }

  atomIndex(key: string): number | undefined {
    return this.table.find(key)?.index;
  }

  /**
   * The atom that a leaf asks in its own words, and whether it asks the opposite: `calibre < 100 mm` is the opposite of
   * `calibre >= 100 mm`. Undefined if it asks several things at once.
   */
  canonical(leaf: Leaf): { readonly key: string; readonly isOpposite: boolean } | undefined {
    // In the text's own sense: what a reading or a later text makes of it is asked of the reading.
    const plain: Declarations = { ...this.declared, statements: [], amendments: [] };
    const atoms = new AtomTable(plain);
    const ground = new Grounding(plain, atoms);
    const expression = ground.leaf(leaf);
    if (ground.errors.length > 0) return undefined;
    const inner = expression.op === "not" ? expression.of : expression;
    if (inner.op !== "atom") return undefined;
    return { key: atoms.atoms[inner.index]!.key, isOpposite: expression.op === "not" };
  }

  rule(name: Name): CompiledRule {
    const found = this.rules.find((rule) => rule.name === name);
    if (!found) throw new RangeError(`the agreement has no rule ${name} that judges occurrences`);
    return found;
  }

  reading(id: Name): ReadingPlan {
    const found = this.readings.find((reading) => reading.id === id);
    if (!found) throw new RangeError(`the agreement has no reading ${id}`);
    return found;
  }

  /** The possible verdicts of one vector of states. */
  possible(rule: Name, reading: Name, states: Uint8Array): readonly DecidedVerdict[] {
    const compiled = this.rule(rule);
    const plan = this.reading(reading);
    const complete = this.propagation.complete(states);
    if (!complete) return [];
    const node = this.under(compiled, plan);
    return node === undefined
      ? this.kleeneVerdict(rule, reading, complete)
      : verdictsOf(this.diagrams.mask(this.restrict(node, complete)));
  }

  /** The possible verdicts by strong Kleene connectives alone: never too few, sometimes too many. */
  kleeneVerdict(rule: Name, reading: Name, states: Uint8Array): readonly DecidedVerdict[] {
    return verdictsOf(this.kleeneMask(this.rule(rule).plan, this.reading(reading), states));
  }

  kleeneMask(plan: RulePlan, reading: ReadingPlan, states: Uint8Array): number {
    const selected = this.selected(reading);
    const value = (expression: Expression): boolean | undefined => kleeneOf(expression, states, selected);
    const can = (wanted: boolean, found: boolean | undefined): boolean => found === undefined || found === wanted;
    const scope = value(plan.scope);
    const excused = value({ op: "or", of: [plan.excused, plan.overridden] });
    const contested = value(plan.contested);
    let mask = can(false, scope) ? 1 : 0;
    if (can(true, scope)) {
      if (plan.rule.duty.shape === "may" || can(true, excused)) mask |= 2;
      if (plan.rule.duty.shape !== "may" && can(false, excused)) {
        if (can(true, contested)) mask |= 8;
        if (can(false, contested)) mask |= 4;
      }
    }
    // What is the same whatever the gap may be does not rest on it.
    const isOpen = (mask & (mask - 1)) !== 0;
    return isOpen && this.gapsOf(plan).some(({ when }) => value(when) !== false) ? mask | 16 : mask;
  }

  /** The tables' gaps on which a verdict may rest. */
  gapsOf(plan: RulePlan): readonly Gap[] {
    const found = new Set<number>();
    for (const part of [plan.scope, plan.excused, plan.overridden, plan.contested]) gapsIn(part, found);
    return [...found].map((index) => this.table.gaps[index]!);
  }

  selected(reading: ReadingPlan): ReadonlySet<number> {
    return new Set(reading.statements.map((name) => this.declared.statements.findIndex((s) => s.name === name)));
  }

  /**
   * A rule's diagram in a reading, with what cannot be true together of the facts that it asks there: what only another
   * reading asks is nobody's question in this one. Undefined if the rule was too large.
   */
  under(rule: CompiledRule, reading: ReadingPlan): Node | undefined {
    if (rule.verdict === undefined) return undefined;
    const key = `${rule.index} ${reading.id}`;
    const known = this.byReading.get(key);
    if (known !== undefined) return known;
    const selected = this.select(rule.verdict, reading);
    const asked = this.diagrams.support(selected).map((variable) => variable - this.selectors);
    const node = this.diagrams.ite(this.possibleWorlds(new Set(asked)), selected, IMPOSSIBLE);
    this.byReading.set(key, node);
    return node;
  }

  /** A clause under a reading, as a diagram in which `PERMITTED` means that it holds and `OUTSIDE` that it does not. */
  clause(clause: Expression, reading: ReadingPlan): Node {
    const node = this.clauses.get(clause) ?? this.clauseDiagram(clause);
    this.clauses.set(clause, node);
    return this.select(node, reading);
  }

  private select(node: Node, reading: ReadingPlan): Node {
    const selected = this.selected(reading);
    return this.diagrams.restrict(node, (variable) =>
      variable >= this.selectors ? undefined : selected.has(variable) ? 1 : 0,
    );
  }

  restrict(node: Node, states: Uint8Array): Node {
    return this.diagrams.restrict(node, (variable) => {
      const state = states[variable - this.selectors];
      return state === UNKNOWN || state === undefined ? undefined : state === TRUE ? 1 : 0;
    });
  }

  private compile(plan: RulePlan, guard: Guard): Node | undefined {
    const atoms = new Set<number>();
    for (const part of [plan.scope, plan.excused, plan.overridden, plan.contested]) atomsIn(part, atoms);
    if (atoms.size > guard.atoms) return undefined;
    const { diagrams } = this;
    diagrams.limit = diagrams.size + guard.nodes;
    try {
      const verdict = this.verdictDiagram(plan);
      // No reading needs more than this.
      diagrams.ite(this.possibleWorlds(atoms), verdict, IMPOSSIBLE);
      return verdict;
    } catch (error) {
      if (error instanceof TooLarge) return undefined;
      throw error;
    } finally {
      diagrams.limit = Number.POSITIVE_INFINITY;
    }
  }

  private verdictDiagram(plan: RulePlan): Node {
    const { diagrams, selectors } = this;
    const node = (expression: Expression): Node => nodeOf(expression, diagrams, selectors);
    const excused = diagrams.or(node(plan.excused), node(plan.overridden));
    const bound = diagrams.ite(excused, PERMITTED, diagrams.ite(node(plan.contested), CONFLICT, BREACH));
    const inScope = plan.rule.duty.shape === "may" ? PERMITTED : bound;
    return diagrams.withoutLast(diagrams.ite(node(plan.scope), inScope, OUTSIDE), FIRST_GAP);
  }

  private clauseDiagram(clause: Expression): Node {
    const { diagrams, selectors } = this;
    const holds = diagrams.ite(nodeOf(clause, diagrams, selectors), PERMITTED, OUTSIDE);
    return diagrams.ite(this.possibleWorlds(atomsIn(clause)), holds, IMPOSSIBLE);
  }

  /** The axioms among a rule's own atoms. Those that reach it through other atoms are applied to what is known. */
  private possibleWorlds(atoms: ReadonlySet<number>): Node {
    const { diagrams, selectors } = this;
    const variable = (atom: number): Node => diagrams.variable(selectors + atom);
    const clauses = [...atoms].flatMap((atom) =>
      (this.axiomsAt.get(atom) ?? []).flatMap((axiom) => {
        const other = axiom.kind === "implies" ? axiom.follows : axiom.other;
        if (!atoms.has(other)) return [];
        const right = axiom.kind === "excludes" ? diagrams.not(variable(other)) : variable(other);
        return [diagrams.or(axiom.kind === "covers" ? variable(atom) : diagrams.not(variable(atom)), right)];
      }),
    );
    return diagrams.and(...clauses);
  }
}
