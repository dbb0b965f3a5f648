import { AtomTable, type Gap } from "../engine/atoms.ts";
import { axiomsOf } from "../engine/axioms.ts";
import type { Declarations } from "../engine/declarations.ts";
import { Diagrams, FALSE_NODE, TRUE_NODE, TooLarge, type Node } from "../engine/diagrams.ts";
import { atomsIn, FIRST_GAP, nodeOf, none, type Expression } from "../engine/expression.ts";
import { Grounding } from "../engine/ground.ts";
import { planRules, type RulePlan } from "../engine/rules.ts";
import type { Formula, InForce, Leaf, Name } from "../ir.ts";
import type { Atom } from "../verdict.ts";

/** A question that would take a larger diagram than this is not answered. */
const MOST_NODES = 200_000;
const MOST_ATOMS = 60;

/** Nobody knows beforehand how often a text will be renewed, so what it says after its first end can still come to count. */
function everRenewed(statement: InForce): InForce {
  const { kind, from, renewable, endsWhen } = statement;
  return renewable ? { kind, from, renewable, ...(endsWhen && { endsWhen }) } : statement;
}

/**
 * Whether conditions of the text can hold together, under the axioms and with no statement of a party in force. It is
 * apart from the program that judges, because a check also asks about conditions that no rule asks together.
 */
export class Logic {
  readonly plans: readonly RulePlan[];
  private readonly table: AtomTable;
  private readonly diagrams = new Diagrams();
  private readonly declared: Declarations;

  constructor(declared: Declarations) {
    this.declared = { ...declared, inForce: declared.inForce.map(everRenewed) };
    this.table = new AtomTable(this.declared);
    this.plans = planRules(this.declared, this.table);
  }

  get atoms(): readonly Atom[] {
    return this.table.atoms;
  }

  /** Lengths of tables where no row applies. */
  get gaps(): readonly Gap[] {
    return this.table.gaps;
  }

  plan(rule: Name): RulePlan | undefined {
    return this.plans.find((plan) => plan.rule.name === rule);
  }

  expressionOf(formula: Formula, rule?: Name): Expression {
    return new Grounding(this.declared, this.table, rule).formula(formula);
  }

  grounding(rule?: Name): Grounding {
    return new Grounding(this.declared, this.table, rule);
  }

  /** Whether all of it can hold together. Undefined if that would take too long to find out. */
  canHold(...expressions: readonly Expression[]): boolean | undefined {
    const witness = this.witness(expressions);
    return witness === "too large" ? undefined : witness !== undefined;
  }

  /** Whether the first cannot be without the second. */
  follows(expressions: readonly Expression[], from: Expression): boolean | undefined {
    const possible = this.canHold(...expressions, none(from));
    return possible === undefined ? undefined : !possible;
  }

  /** One way in which all of it holds: the atoms that it needs. `fixed` decides an atom beforehand. */
  witness(
    expressions: readonly Expression[],
    fixed: (leaf: Leaf) => boolean | undefined = () => undefined,
  ): ReadonlyMap<Atom, boolean> | "too large" | undefined {
    const { diagrams } = this;
    const atoms = new Set<number>();
    for (const expression of expressions) atomsIn(expression, atoms);
    if (atoms.size > MOST_ATOMS) return "too large";
    const used = [...atoms].map((index) => this.atoms[index]!);
    const selectors = this.declared.statements.length;
    diagrams.limit = diagrams.size + MOST_NODES;
    try {
      const node = diagrams.and(
        ...expressions.map((expression) => nodeOf(expression, diagrams, selectors)),
        this.worlds(used),
      );
      const open = diagrams.restrict(node, (variable) => {
        if (variable < selectors) return 0;
        if (variable >= FIRST_GAP) return undefined;
        const value = fixed(this.atoms[variable - selectors]!.leaf);
        return value === undefined ? undefined : value ? 1 : 0;
      });
      if (open === FALSE_NODE) return undefined;
      const path = diagrams.pathTo(open, TRUE_NODE) ?? new Map<number, 0 | 1>();
      const facts = [...path].filter(([variable]) => variable < FIRST_GAP);
      return new Map(facts.map(([variable, value]) => [this.atoms[variable - selectors]!, value === 1]));
    } catch (error) {
      if (error instanceof TooLarge) return "too large";
      throw error;
    } finally {
      diagrams.limit = Number.POSITIVE_INFINITY;
    }
  }

  private worlds(used: readonly Atom[]): Node {
    const { diagrams } = this;
    const selectors = this.declared.statements.length;
    const variable = (index: number): Node => diagrams.variable(selectors + index);
    const clauses = axiomsOf(used, this.declared).map((axiom) => {
      if (axiom.kind === "implies") return diagrams.or(diagrams.not(variable(axiom.if)), variable(axiom.follows));
      const [one, other] = [variable(axiom.one), variable(axiom.other)];
      return axiom.kind === "covers" ? diagrams.or(one, other) : diagrams.not(diagrams.and(one, other));
    });
    return diagrams.and(...clauses);
  }
}
