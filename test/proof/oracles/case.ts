import type { Leaf } from "../../../src/language/ir.ts";
import type { DecidedVerdict } from "../../../src/language/verdict.ts";
import type { Expr, Meaning } from "../meaning.ts";
import type { WholeText } from "../whole-text.ts";

/** One rule under one reading and what is known of one occurrence, as an oracle gets it. */
export interface OracleCase {
  readonly agreement: WholeText;
  /** Without gaps. */
  readonly meaning: Meaning;
  /** Key of an atom → its value; an unknown atom is missing. */
  readonly facts: ReadonlyMap<string, boolean>;
  /** Every atom of the agreement, also those that the rule does not speak of. */
  readonly leaves: ReadonlyMap<string, Leaf>;
}

/** The verdicts that a text gives. */
export const SAID = ["conflict", "breach", "permitted", "outside"] as const satisfies readonly DecidedVerdict[];
export type Said = (typeof SAID)[number];

/** A program by somebody else that is asked the same question. */
export interface Oracle {
  readonly name: string;
  /** Whether it can say what is possible, or needs every fact. */
  readonly needs: "complete facts" | "any facts";
  /** What its answer is compared with: exactly the possible verdicts, or what Kleene's logic leaves possible. */
  readonly against: "possible" | "kleene";
  judge(asked: OracleCase): Promise<readonly DecidedVerdict[]>;
}

/** How an oracle writes a formula. */
export interface Notation {
  readonly constant: (value: boolean) => string;
  readonly atom: (key: string) => string;
  readonly not: (part: string) => string;
  readonly and: string;
  readonly or: string;
}

export function write(expr: Expr, notation: Notation): string {
  switch (expr.op) {
    case "const":
      return notation.constant(expr.value);
    case "atom":
      return notation.atom(expr.key);
    case "gap":
      throw new Error("no oracle knows what a text does not say");
    case "not":
      return notation.not(write(expr.of, notation));
    case "and":
    case "or": {
      if (expr.of.length === 0) return notation.constant(expr.op === "and");
      return `(${expr.of.map((part) => write(part, notation)).join(` ${notation[expr.op]} `)})`;
    }
  }
}

/** Short names for the atoms of a rule, as every language allows them: `q0`, `q1`, … */
export function namesOf(atoms: Iterable<string>): ReadonlyMap<string, string> {
  return new Map([...atoms].map((key, i) => [key, `q${i}`]));
}
