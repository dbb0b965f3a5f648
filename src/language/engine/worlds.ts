import type { Leaf, Term } from "../ir.ts";
import { TRUE, UNKNOWN, type Account, type Atom, type ScenarioPart } from "../verdict.ts";
import { IMPOSSIBLE, type Node } from "./diagrams.ts";
import type { Compiled, CompiledRule } from "./compiled.ts";
import type { ReadingPlan } from "./overlays.ts";

export interface Matter {
  readonly rule: CompiledRule;
  readonly reading: ReadingPlan;
  readonly account: Account;
}

/** A scenario of the account with all that is known of it put into the rule's diagram: what remains open is its variables. */
export interface World {
  readonly choice: readonly number[];
  readonly node: Node;
  /** The same for each part of a joint act by itself. */
  readonly parts: readonly Node[];
  /** What is known in it of the facts that the rule asks, by variable: another answer to such a fact is not this world. */
  readonly known: ReadonlyMap<number, 0 | 1>;
}

/** The unknown fact behind a variable. */
export interface OpenFact {
  readonly atom: Atom;
  /** The member of a joint front that it is about. */
  readonly member?: string;
}

/**
 * All scenarios of a matter as diagrams. In a joint act an unknown fact about one member is its own variable, shared by
 * every part that names the member; facts about the occurrence are shared by all parts.
 */
export class Worlds {
  readonly all: readonly World[];
  private readonly program: Compiled;
  private readonly rule: Node;
  private readonly copies = new Map<string, number>();
  private readonly facts = new Map<number, OpenFact>();

  constructor(program: Compiled, { rule, reading, account }: Matter) {
    this.program = program;
    this.rule = program.under(rule, reading) ?? IMPOSSIBLE;
    const asked = program.diagrams.support(this.rule);
    this.all = account.scenarios.map((scenario) => {
      const isJoint = scenario.parts.length > 1;
      const complete = scenario.parts.map(({ states }) => program.propagation.complete(states));
      const parts = complete.map((states) => (states ? program.restrict(this.rule, states) : IMPOSSIBLE));
      const joined = isJoint ? parts.map((node, i) => this.distinguish(node, scenario.parts[i]!)) : parts;
      const known = new Map<number, 0 | 1>();
      complete.forEach((states, i) => {
        for (const variable of asked) {
          const state = states?.[variable - program.selectors] ?? UNKNOWN;
          if (state !== UNKNOWN)
            known.set(isJoint ? this.ownVariable(variable, scenario.parts[i]!) : variable, state === TRUE ? 1 : 0);
        }
      });
      return { choice: scenario.choice, parts, known, node: joined.reduce((a, b) => program.diagrams.worst(a, b)) };
    });
  }

  factOf(variable: number): OpenFact {
    return this.facts.get(variable) ?? { atom: this.program.atoms[variable - this.program.selectors]! };
  }

  /** Gives the unknown facts about the members of a part variables of their own. */
  private distinguish(node: Node, part: ScenarioPart): Node {
    return this.program.diagrams.rename(node, (variable) => this.ownVariable(variable, part));
  }

  private ownVariable(variable: number, part: ScenarioPart): number {
    const atom = this.program.atoms[variable - this.program.selectors]!;
    const member = memberIn(atom.leaf, part);
    return member === "" ? variable : this.copyOf(atom, member, variable);
  }

  private copyOf(atom: Atom, member: string, variable: number): number {
    const key = `${variable} ${member}`;
    const found = this.copies.get(key);
    if (found !== undefined) return found;
    const copy = this.program.selectors + this.program.atoms.length + this.copies.size;
    this.copies.set(key, copy);
    this.facts.set(copy, { atom, member });
    return copy;
  }
}

/** Of which members of a part a leaf speaks: empty if it speaks of the occurrence as a whole. */
export function memberIn(leaf: Leaf, part: ScenarioPart): string {
  const { actor, target } = rolesIn(leaf);
  return [actor ? part.actor : "", target ? part.target : ""].filter((name) => name !== "").join(" and ");
}

/** Whether a leaf speaks of the attacker or of the target. */
export function rolesIn(leaf: Leaf): { readonly actor: boolean; readonly target: boolean } {
  const terms: readonly Term[] = leaf.kind === "fact" ? leaf.of : "term" in leaf ? [leaf.term] : [];
  const speaksOf = (role: string): boolean => terms.some((term) => "role" in term && term.role === role);
  return { actor: speaksOf("actor"), target: speaksOf("target") };
}

/** Whether any scenario knows the atom. */
export function isKnown(account: Account, atom: number): boolean {
  return account.scenarios.some(({ parts }) => parts.some(({ states }) => states[atom] !== UNKNOWN));
}

/** The account as if the atom were not known. */
export function forget(account: Account, atom: number): Account {
  const without = (states: Uint8Array): Uint8Array => states.with(atom, UNKNOWN);
  return {
    ...account,
    scenarios: account.scenarios.map((scenario) => ({
      ...scenario,
      parts: scenario.parts.map((part) => ({ ...part, states: without(part.states) })),
    })),
  };
}

export function stateWord(states: readonly (boolean | undefined)[]): "true" | "false" | "unknown" {
  if (states.every((state) => state === true)) return "true";
  return states.every((state) => state === false) ? "false" : "unknown";
}
