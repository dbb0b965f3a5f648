import { Engine, type TopLevelCondition } from "json-rules-engine";
import type { DecidedVerdict } from "../../../src/language/verdict.ts";
import { all, not, some, type Expr, type Meaning } from "../meaning.ts";
import { namesOf, type Oracle, type Said } from "./case.ts";

/** json-rules-engine: one rule for each verdict, with its conditions spelled out; the event that fires is the verdict. */
export const jsonRules: Oracle = {
  name: "json-rules-engine",
  needs: "complete facts",
  against: "possible",
  async judge({ meaning, facts }) {
    const names = namesOf(meaning.atoms.keys());
    const engine = new Engine(rulesOf(meaning, names));
    const { events } = await engine.run(Object.fromEntries([...names].map(([key, name]) => [name, facts.get(key)!])));
    return events.map(({ type }) => type as DecidedVerdict);
  },
};

type Condition = TopLevelCondition | { readonly fact: string; readonly operator: string; readonly value: unknown };

function rulesOf(
  { isMay, scope, excused, overridden, clash }: Meaning,
  names: ReadonlyMap<string, string>,
): { conditions: TopLevelCondition; event: { type: string } }[] {
  const blamed = isMay ? some([]) : all(scope, not(excused), not(overridden));
  const formulas: Record<Said, Expr> = {
    outside: not(scope),
    permitted: isMay ? all(scope) : all(scope, some([excused, overridden])),
    conflict: all(blamed, clash),
    breach: all(blamed, not(clash)),
  };
  return Object.entries(formulas).map(([type, expr]) => ({
    conditions: { all: [conditionOf(expr, names)] } as TopLevelCondition,
    event: { type },
  }));
}

function conditionOf(expr: Expr, names: ReadonlyMap<string, string>): Condition {
  switch (expr.op) {
    case "const":
      return expr.value ? { all: [] } : { not: { all: [] } };
    case "gap":
      throw new Error("no oracle knows what a text does not say");
    case "atom":
      return { fact: names.get(expr.key)!, operator: "equal", value: true };
    case "not":
      return { not: conditionOf(expr.of, names) };
    case "and":
      return { all: expr.of.map((part) => conditionOf(part, names)) };
    case "or":
      // The engine takes an empty `any` for true.
      if (expr.of.length === 0) return { not: { all: [] } };
      return { any: expr.of.map((part) => conditionOf(part, names)) };
  }
}
