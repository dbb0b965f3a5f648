import { FALSE_NODE, TRUE_NODE, type Diagrams, type Node } from "./diagrams.ts";
import { FALSE, TRUE } from "../verdict.ts";

/**
 * A condition over atoms and reading selectors, as a tree: what diagrams are built from, what a trace is evaluated on,
 * and what stands in when a diagram would be too large.
 */
export type Expression =
  | { readonly op: "constant"; readonly value: boolean }
  | { readonly op: "atom"; readonly index: number }
  /** The statement of that index is part of the reading. */
  | { readonly op: "selector"; readonly index: number }
  /** What follows from a length that a table does not give: neither true nor false can be said of it. */
  | { readonly op: "gap"; readonly index: number }
  | { readonly op: "and" | "or"; readonly of: readonly Expression[] }
  | { readonly op: "not"; readonly of: Expression };

export const ALWAYS: Expression = { op: "constant", value: true };
export const NEVER: Expression = { op: "constant", value: false };

export function all(...of: readonly Expression[]): Expression {
  const parts = of.flatMap((part) => (part.op === "and" ? part.of : [part])).filter((part) => !isConstant(part, true));
  if (parts.some((part) => isConstant(part, false))) return NEVER;
  return parts.length === 1 ? parts[0]! : parts.length === 0 ? ALWAYS : { op: "and", of: parts };
}

export function any(...of: readonly Expression[]): Expression {
  const parts = of.flatMap((part) => (part.op === "or" ? part.of : [part])).filter((part) => !isConstant(part, false));
  if (parts.some((part) => isConstant(part, true))) return ALWAYS;
  return parts.length === 1 ? parts[0]! : parts.length === 0 ? NEVER : { op: "or", of: parts };
}

export function none(of: Expression): Expression {
  if (of.op === "constant") return of.value ? NEVER : ALWAYS;
  return of.op === "not" ? of.of : { op: "not", of };
}

export function either(condition: Expression, yes: Expression, no: Expression): Expression {
  return any(all(condition, yes), all(none(condition), no));
}

function isConstant(expression: Expression, value: boolean): boolean {
  return expression.op === "constant" && expression.value === value;
}

/** The indices of the atoms that occur. */
export function atomsIn(expression: Expression, found: Set<number> = new Set()): Set<number> {
  if (expression.op === "atom") found.add(expression.index);
  else if (expression.op === "not") atomsIn(expression.of, found);
  else if (expression.op === "and" || expression.op === "or") for (const part of expression.of) atomsIn(part, found);
  return found;
}

/** The indices of the gaps that occur. */
export function gapsIn(expression: Expression, found: Set<number> = new Set()): Set<number> {
  if (expression.op === "gap") found.add(expression.index);
  else if (expression.op === "not") gapsIn(expression.of, found);
  else if (expression.op === "and" || expression.op === "or") for (const part of expression.of) gapsIn(part, found);
  return found;
}

/** From this variable of a diagram on all are gaps: below every other, so that they can be taken out at the end. */
export const FIRST_GAP = 0x40000000;

/** The diagram of an expression; selectors are the first variables, then atoms, and gaps the last. */
export function nodeOf(expression: Expression, diagrams: Diagrams, selectors: number): Node {
  switch (expression.op) {
    case "constant":
      return expression.value ? TRUE_NODE : FALSE_NODE;
    case "selector":
      return diagrams.variable(expression.index);
    case "atom":
      return diagrams.variable(selectors + expression.index);
    case "gap":
      return diagrams.variable(FIRST_GAP + expression.index);
    case "not":
      return diagrams.not(nodeOf(expression.of, diagrams, selectors));
    case "and":
      return diagrams.and(...expression.of.map((part) => nodeOf(part, diagrams, selectors)));
    case "or":
      return diagrams.or(...expression.of.map((part) => nodeOf(part, diagrams, selectors)));
  }
}

/** Strong Kleene value: true, false or undefined. Sound but not exact: it does not see that two unknowns are one. */
export function kleeneOf(
  expression: Expression,
  states: Uint8Array,
  selected: ReadonlySet<number>,
): boolean | undefined {
  switch (expression.op) {
    case "constant":
      return expression.value;
    case "selector":
      return selected.has(expression.index);
    case "gap":
      return undefined;
    case "atom": {
      const state = states[expression.index];
      return state === TRUE ? true : state === FALSE ? false : undefined;
    }
    case "not": {
      const value = kleeneOf(expression.of, states, selected);
      return value === undefined ? undefined : !value;
    }
    case "and":
    case "or": {
      const decisive = expression.op === "or";
      let unknown = false;
      for (const part of expression.of) {
        const value = kleeneOf(part, states, selected);
        if (value === decisive) return decisive;
        if (value === undefined) unknown = true;
      }
      return unknown ? undefined : !decisive;
    }
  }
}
