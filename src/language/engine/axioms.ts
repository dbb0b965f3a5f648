import type { Leaf, Name } from "../ir.ts";
import { FALSE, TRUE, UNKNOWN, type Atom } from "../verdict.ts";
import { baseOfList } from "./atoms.ts";
import { commandOf, kindsOf, type Declarations } from "./declarations.ts";
import { boundOf, isAtMost } from "./bounds.ts";
import { convert } from "./lengths.ts";

/**
 * What holds between atoms whatever happened: later than noon is later than midnight, al-Nusra is on the list that
 * names it. Every axiom is a clause of two literals, so known facts can be completed by following implications.
 */
export type Axiom =
  | { readonly kind: "implies"; readonly if: number; readonly follows: number }
  | { readonly kind: "excludes"; readonly one: number; readonly other: number }
  /** At least one of the two. */
  | { readonly kind: "covers"; readonly one: number; readonly other: number };

/** The axioms between these atoms. */
export function axiomsOf(atoms: readonly Atom[], declared: Declarations): readonly Axiom[] {
  const axioms: Axiom[] = [];
  for (const one of atoms) {
    for (const other of atoms) {
      if (one === other) continue;
      if (implies(one.leaf, other.leaf, declared))
        axioms.push({ kind: "implies", if: one.index, follows: other.index });
      else if (one.index < other.index && excludes(one.leaf, other.leaf, declared)) {
        axioms.push({ kind: "excludes", one: one.index, other: other.index });
      }
    }
  }
  return [...axioms, ...orderOf(atoms, declared)];
}

/** What follows from the order of bounds: before noon is before midnight, and never after it. */
function orderOf(atoms: readonly Atom[], declared: Declarations): readonly Axiom[] {
  const bounded = atoms.flatMap(({ index, leaf }) => {
    const bound = boundOf(leaf, declared);
    return bound ? [{ index, bound }] : [];
  });
  return bounded.flatMap((one) =>
    bounded.flatMap((other): readonly Axiom[] => {
      const pair = { one: one.index, other: other.index };
      const isUp = isAtMost(one.bound, other.bound);
      const isDown = isAtMost(other.bound, one.bound);
      if (one === other || (!isUp && !isDown)) return [];
      if (one.bound.side === other.bound.side)
        return (one.bound.side === "below" ? isUp : isDown)
          ? [{ kind: "implies", if: one.index, follows: other.index }]
          : [];
      if (one.bound.side === "above") return [];
      return [
        ...(isUp ? [{ kind: "excludes", ...pair } as const] : []),
        ...(isDown ? [{ kind: "covers", ...pair } as const] : []),
      ];
    }),
  );
}

function implies(a: Leaf, b: Leaf, declared: Declarations): boolean {
  if (a.kind === "compare" && b.kind === "compare") return isAtLeastAsLarge(a, b);
  if (a.kind === "is" && b.kind === "is") return sameTerm(a, b) && kinds(a, declared).includes(b.name);
  if (a.kind === "is" && b.kind === "in") return sameTerm(a, b) && isNamedIn(a, b.name, declared);
  return false;
}

function excludes(a: Leaf, b: Leaf, declared: Declarations): boolean {
  if (a.kind !== "is" || b.kind !== "is" || !sameTerm(a, b) || !isActorTerm(a)) return false;
  if (!declared.identities.has(a.name) || !declared.identities.has(b.name)) return false;
  return !kinds(a, declared).includes(b.name) && !kinds(b, declared).includes(a.name);
}

type Is = Leaf & { kind: "is" };

function kinds({ term, name }: Is, declared: Declarations): readonly Name[] {
  if ("role" in term && term.role === "act") return kindsOf(name, declared.acts);
  if ("role" in term && term.role === "weapon") return kindsOf(name, declared.weapons);
  return commandOf(name, declared.parties);
}

function isActorTerm({ term }: Is): boolean {
  return "role" in term && (term.role === "actor" || term.role === "target");
}

function isNamedIn(is: Is, group: Name, declared: Declarations): boolean {
  const { list } = baseOfList(group);
  const names = declared.lists.get(list)?.names ?? declared.classes.get(group)?.members ?? [];
  return kinds(is, declared).some((name) => names.includes(name));
}

function sameTerm(a: Leaf & { kind: "is" | "in" }, b: Leaf & { kind: "is" | "in" }): boolean {
  if ("role" in a.term && "role" in b.term) return a.term.role === b.term.role;
  return "name" in a.term && "name" in b.term && a.term.name === b.term.name;
}

/** `> 100` implies `>= 100`, and either implies anything smaller. */
function isAtLeastAsLarge(a: Leaf & { kind: "compare" }, b: Leaf & { kind: "compare" }): boolean {
  if (a.measure !== b.measure) return false;
  const value = convert(a.quantity, b.quantity.unit);
  if (value === undefined) return false;
  return value > b.quantity.value || (value === b.quantity.value && (a.op === b.op || a.op === ">"));
}

/** Implications by literal, for completing what is known. A literal is `2 × atom + (1 if true)`. */
export class Propagation {
  private readonly follows: readonly (readonly number[])[];
  /** The literals from which anything follows; mostly few. */
  private readonly leading: readonly number[];

  constructor(atoms: number, axioms: readonly Axiom[]) {
    const follows: number[][] = Array.from({ length: atoms * 2 }, () => []);
    const clause = (from: number, to: number): void => {
      follows[from]!.push(to);
      follows[to ^ 1]!.push(from ^ 1);
    };
    for (const axiom of axioms) {
      if (axiom.kind === "implies") clause(2 * axiom.if + 1, 2 * axiom.follows + 1);
      else if (axiom.kind === "excludes") clause(2 * axiom.one + 1, 2 * axiom.other);
      else clause(2 * axiom.one, 2 * axiom.other + 1);
    }
    this.follows = follows;
    this.leading = follows.flatMap((after, literal) => (after.length > 0 ? [literal] : []));
  }

  /** What is known with all that follows from it, or undefined if it contradicts itself. Not to be written to. */
  complete(states: Uint8Array): Uint8Array | undefined {
    if (this.leading.length === 0) return states;
    const full = states.slice();
    const open: number[] = [];
    for (const literal of this.leading) if (full[literal >> 1] === (literal & 1 ? TRUE : FALSE)) open.push(literal);
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const literal of this.follows[next]!) {
        const atom = literal >> 1;
        const state = literal & 1 ? TRUE : FALSE;
        if (full[atom] === UNKNOWN) {
          full[atom] = state;
          open.push(literal);
        } else if (full[atom] !== state) return undefined;
      }
    }
    return full;
  }
}
