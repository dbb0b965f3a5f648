import type { Problem } from "../../kit/index.ts";
import type { Reference, Statement } from "../ir.ts";
import { statementsOf } from "../time/agreement-times.ts";
import { problemAt, type Check, type CheckContext } from "./check.ts";

/** A list or a line says whether it moves with time; one that is yet to be drawn says until when. */
export const referenceCheck: Check = {
  codes: ["undeclared-reference", "undefined-without-deadline", "no-adoption-date", "open-class"],
  check(context) {
    return statementsOf(context.agreement).flatMap((statement) => {
      if (statement.kind === "list")
        return statement.designatedBy ? ofReference(statement.designatedBy.reference, statement, context) : [];
      if (statement.kind === "place") return ofReference(statement.reference, statement, context);
      if (statement.kind !== "class" || statement.enrolledBy || statement.members) return [];
      const message = `nobody says who belongs to \`${statement.name}\`: it has no members and nobody enrols them`;
      const hint = "add `enrolled by` and a body, or `members` and names";
      return [
        problemAt(context, {
          code: "open-class",
          severity: "note",
          at: statement.at,
          word: statement.name,
          message,
          hint,
        }),
      ];
    });
  },
};

function ofReference(
  reference: Reference,
  statement: Statement & { readonly name: string },
  context: CheckContext,
): readonly Problem[] {
  const place = { at: statement.at, word: statement.name };
  if (reference.kind === "undeclared") {
    const message = `the text does not say whether \`${statement.name}\` is meant as it stood at adoption or as it stands at an incident`;
    const hint = "add `fixed` or `as at the incident`; until then a later change counts as unknown";
    return [problemAt(context, { code: "undeclared-reference", severity: "warning", ...place, message, hint })];
  }
  if (reference.kind === "fixed" && statement.kind === "list" && context.agreement.meta.adopted === undefined) {
    const message = `\`${statement.name}\` is fixed as at adoption, and the front matter does not say when that was`;
    const hint = "add `adopted:` and a date to the front matter";
    return [problemAt(context, { code: "no-adoption-date", severity: "warning", ...place, message, hint })];
  }
  if (reference.kind !== "to-be-defined" || reference.deadline) return [];
  const message = `\`${statement.name}\` is yet to be defined, and no time is set for that`;
  const hint = "add `by` and a time after `to be defined`";
  return [problemAt(context, { code: "undefined-without-deadline", severity: "note", ...place, message, hint })];
}
