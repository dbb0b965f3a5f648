import { isAuthorized } from "@cedar-policy/cedar-wasm/nodejs";
import type { DecidedVerdict } from "../../../src/language/verdict.ts";
import { all, not, some, yes, type Expr } from "../meaning.ts";
import { namesOf, write, type Notation, type Oracle, type OracleCase } from "./case.ts";

/**
 * Cedar: a prohibition is `forbid … when { scope } unless { excuse }`, and forbid overrides permit. Whether an act breaks
 * the rule is Cedar's decision; which policies decided tells the other verdicts apart.
 */
export const cedar: Oracle = {
  name: "cedar-wasm",
  needs: "complete facts",
  against: "possible",
  judge: (asked) => Promise.resolve([decide(asked)]),
};

function decide({ meaning, facts }: OracleCase): DecidedVerdict {
  const names = namesOf(meaning.atoms.keys());
  const context = Object.fromEntries([...names].map(([key, name]) => [name, facts.get(key)!]));
  const answer = isAuthorized({
    principal: { type: "Actor", id: "it" },
    action: { type: "Action", id: "act" },
    resource: { type: "Target", id: "it" },
    context,
    policies: { staticPolicies: policiesOf(meaning, names) },
    entities: [],
  });
  if (answer.type === "failure" || answer.response.diagnostics.errors.length > 0)
    throw new Error(JSON.stringify(answer));
  const { decision, diagnostics } = answer.response;
  if (decision === "deny") return diagnostics.reason.includes("clashing") ? "conflict" : "breach";
  return diagnostics.reason.includes("covered") ? "permitted" : "outside";
}

function policiesOf(
  { isMay, scope, excused, overridden, clash }: OracleCase["meaning"],
  names: ReadonlyMap<string, string>,
): Record<string, string> {
  const notation: Notation = {
    constant: String,
    atom: (key) => `context.${names.get(key)}`,
    not: (part) => `!(${part})`,
    and: "&&",
    or: "||",
  };
  const clause = (word: string, expr: Expr): string => `${word} { ${write(expr, notation)} }`;
  const excuse = clause("unless", some([excused, overridden]));
  const open = {
    open: "permit (principal, action, resource);",
    covered: `permit (principal, action, resource) ${clause("when", all(yes, scope))};`,
  };
  if (isMay) return open;
  return {
    ...open,
    broken: `forbid (principal, action, resource) ${clause("when", all(scope, not(clash)))} ${excuse};`,
    clashing: `forbid (principal, action, resource) ${clause("when", all(scope, clash))} ${excuse};`,
  };
}
