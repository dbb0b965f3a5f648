import type { Leaf, Name } from "../ir.ts";
import type { Expression } from "./expression.ts";
import { printLeaf } from "../print/formula.ts";
import type { Atom } from "../verdict.ts";
import type { Declarations } from "./declarations.ts";
import { questionOf } from "./questions.ts";

/** A length of a table where no row of it applies. */
export interface Gap {
  readonly index: number;
  readonly table: Name;
  /** When no row applies. */
  readonly when: Expression;
}

/** The atoms of an agreement in the order in which its rules first ask them: also the order of the diagrams. */
export class AtomTable {
  readonly atoms: Atom[] = [];
  readonly gaps: Gap[] = [];
  private readonly gapsByKey = new Map<string, Gap>();
  private readonly byKey = new Map<string, Atom>();
  private readonly declared: Declarations;

  constructor(declared: Declarations) {
    this.declared = declared;
  }

  /** The atom of a canonical leaf, entered if it is new. */
  atomOf(leaf: Leaf): Atom {
    const key = printLeaf(leaf);
    const found = this.byKey.get(key);
    if (found) return found;
    const atom: Atom = {
      index: this.atoms.length,
      key,
      leaf: withoutPlace(leaf),
      question: questionOf(leaf, this.declared),
    };
    this.atoms.push(atom);
    this.byKey.set(key, atom);
    return atom;
  }

  /** The gap that these words fall into, entered if it is new: the same distance from the same line is the same gap. */
  gapOf(key: string, gap: Omit<Gap, "index">): Gap {
    const found = this.gapsByKey.get(key) ?? { ...gap, index: this.gaps.length };
    if (found.index === this.gaps.length) this.gaps.push(found);
    this.gapsByKey.set(key, found);
    return found;
  }

  find(key: string): Atom | undefined {
    return this.byKey.get(key);
  }
}

/** The same leaf whoever asked it first. */
function withoutPlace(leaf: Leaf): Leaf {
  const { at: _, ...rest } = leaf;
  return rest;
}

/** The name of a list or a line read with another reference than its own: the same thing on another clock. */
export function derivedName(name: Name, reference: "fixed" | "incident"): Name {
  return `${name}@${reference}`;
}

/** The list and the reference that a derived name stands for. */
export function baseOfList(name: Name): { readonly list: Name; readonly reference?: "fixed" | "incident" } {
  const match = /^(.*)@(fixed|incident)$/u.exec(name);
  return match ? { list: match[1]!, reference: match[2] as "fixed" | "incident" } : { list: name };
}
