import type { Problem } from "../../kit/index.ts";
import type { Exception, Name, Rule, Span, Statement } from "../ir.ts";
import { statementsOf } from "../time/agreement-times.ts";
import { placeOf, problemAt, type Check, type CheckContext } from "./check.ts";

/** Kinds of which two may not share a name, because the name alone has to say which is meant. */
export const NAMESPACES: readonly (readonly Statement["kind"][])[] = [
  ["party", "class", "body", "list", "place"],
  ["fact", "measure", "act", "weapon"],
  ["rule", "accept", "list", "place"],
  ["statement", "reading", "party", "class", "body"],
  ["table"],
  ["phase"],
  ["procedure"],
  ["case"],
  ["day-one"],
];

/** One name, one thing; one label, one place in its rule. */
export const duplicateCheck: Check = {
  codes: ["duplicate-name", "duplicate-label"],
  check(context) {
    const statements = statementsOf(context.agreement);
    const found = new Set<Statement>();
    const problems: Problem[] = [];
    for (const kinds of NAMESPACES) {
      const first = new Map<Name, Statement>();
      for (const statement of statements.filter(({ kind }) => kinds.includes(kind))) {
        const name = "name" in statement ? statement.name : "day 1";
        const other = first.get(name);
        if (!other) first.set(name, statement);
        else if (!found.has(statement)) {
          found.add(statement);
          problems.push(duplicate(name, [other, statement], context));
        }
      }
    }
    const rules = statements.filter((statement) => statement.kind === "rule");
    return [...problems, ...rules.flatMap((rule) => duplicateLabels(rule, context))];
  },
};

function duplicate(name: Name, [first, second]: readonly [Statement, Statement], context: CheckContext): Problem {
  const { line } = placeOf(context, first.at);
  const where = line === undefined ? "" : ` on line ${line}`;
  const what = first.kind === second.kind ? "declared" : `declared as ${first.kind}`;
  const message = name === "day 1" ? `day 1 is already fixed${where}` : `\`${name}\` is already ${what}${where}`;
  return problemAt(context, {
    code: "duplicate-name",
    at: second.at,
    ...(name === "day 1" ? {} : { word: name }),
    message,
    hint: "give one of the two another name, or take it out",
  });
}

const CLOCKS: readonly Name[] = ["by", "start", "complete"];

function duplicateLabels(rule: Rule, context: CheckContext): readonly Problem[] {
  const seen = new Map<Name, Span | undefined>();
  const problems: Problem[] = [];
  const visit = ({ label, at, butNot }: Exception): void => {
    const add = (message: string): void => {
      problems.push(
        problemAt(context, {
          code: "duplicate-label",
          at: at ?? rule.at,
          word: label,
          message,
          hint: "give it another label",
        }),
      );
    };
    if (CLOCKS.includes(label)) add(`\`${label}\` already names a clock of every rule`);
    else if (seen.has(label)) add(`\`${rule.name}\` already has a label \`${label}\``);
    seen.set(label, at);
    for (const child of butNot) visit(child);
  };
  for (const escape of rule.escapes) visit(escape);
  return problems;
}
