import { evaluate } from "feelin";
import { all, not, some, type Expr, type Meaning } from "../meaning.ts";
import { namesOf, SAID, write, type Notation, type Oracle, type Said } from "./case.ts";

/**
 * FEEL, the expression language of DMN, has three-valued logic: `null` is unknown. A verdict is left possible unless its
 * formula is false.
 */
export const feelin: Oracle = {
  name: "feelin",
  needs: "any facts",
  against: "kleene",
  judge({ meaning, facts }) {
    const names = namesOf(meaning.atoms.keys());
    const context = Object.fromEntries([...names].map(([key, name]) => [name, facts.get(key) ?? null]));
    const notation: Notation = {
      constant: String,
      atom: (key) => names.get(key)!,
      not: (part) => `not(${part})`,
      and: "and",
      or: "or",
    };
    const formulas = formulasOf(meaning);
    return Promise.resolve(
      SAID.filter((verdict) => evaluate(write(formulas[verdict], notation), context).value !== false),
    );
  },
};

function formulasOf({ isMay, scope, excused, overridden, clash }: Meaning): Record<Said, Expr> {
  const permitted = isMay ? scope : all(scope, some([excused, overridden]));
  const blamed = isMay ? some([]) : all(scope, not(excused), not(overridden));
  return { outside: not(scope), permitted, conflict: all(blamed, clash), breach: all(blamed, not(clash)) };
}
