import { statementsOf } from "../time/agreement-times.ts";
import type { Name, Statement } from "../ir.ts";
import { problemAt, type Check, type CheckContext } from "./check.ts";
import type { NameKind } from "../kinds.ts";

const KINDS = ["fact", "measure", "list", "table", "phase", "place"] as const;

/** What is declared is used by something that judges: a worked case alone does not make a fact matter. */
export const unusedCheck: Check = {
  codes: ["unused"],
  check(context) {
    const used = usedNames(context);
    return statementsOf(context.agreement).flatMap((statement) => {
      const kind = KINDS.find((one) => one === statement.kind);
      if (kind === undefined || !("name" in statement)) return [];
      const { name, at } = statement;
      if (used.has(`${kind} ${name}`) || context.damaged.has(name)) return [];
      const said = statement.kind === "place" ? statement.shape : kind;
      const message = `the ${said} \`${name}\` is used by no rule, acceptance or statement`;
      return [
        problemAt(context, {
          code: "unused",
          severity: "warning",
          at,
          word: name,
          message,
          hint: "use it, or take it out",
        }),
      ];
    });
  },
};

function usedNames({ uses, agreement, declared }: CheckContext): ReadonlySet<string> {
  const used = new Set<string>();
  const counts = (statement: Statement): boolean => statement.kind !== "case";
  const add = (name: Name, kinds: readonly NameKind[]): void => kinds.forEach((kind) => used.add(`${kind} ${name}`));
  for (const { name, wanted, statement, asked } of uses.names) {
    add(name, counts(statement) ? wanted : wanted.filter((kind) => kind === "place"));
    // A fact in the place of a party is a mistake of its own, and no sign that nobody asks it.
    if (asked) add(name, name === asked.term ? ["fact"] : ["place", "list"]);
  }
  for (const statement of statementsOf(agreement)) {
    if (statement.kind === "amend") add(statement.label.name, ["list", "place"]);
    if (statement.kind === "statement" && statement.operation.kind === "reads")
      add(statement.operation.label.name, ["list", "place"]);
  }
  // The name of an actor that only a list gives is a use of that list.
  for (const list of declared.lists.values()) {
    if (list.names.some((name) => uses.names.some((use) => use.name === name && counts(use.statement))))
      add(list.name, ["list"]);
  }
  return used;
}
