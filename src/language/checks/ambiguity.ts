import type { Problem } from "../../kit/index.ts";
import { problemAt, type Check } from "./check.ts";

/** What a text leaves open although every ceasefire is asked about it: from when, until when, and where. */
export const ambiguityCheck: Check = {
  codes: ["no-entry-into-force", "no-end-date", "no-area"],
  check(context) {
    const { inForce, rules, places } = context.declared;
    const [first] = rules;
    if (!first) return [];
    const problems: Problem[] = [];
    const note = { severity: "note", at: first.at, word: first.name } as const;
    if (inForce.length === 0) {
      const message = "the text does not say from when it is in force, so its rules speak of all times";
      problems.push(
        problemAt(context, { ...note, code: "no-entry-into-force", message, hint: "add `in force from` and a time" }),
      );
    }
    const last = inForce.at(-1);
    if (last && !last.for && !last.until && !last.endsWhen) {
      const message = "the text does not say until when it is in force";
      problems.push(
        problemAt(context, {
          ...note,
          at: last.at,
          code: "no-end-date",
          word: "force",
          message,
          hint: "add `for`, `until` or `ends when`, or leave it open on purpose",
        }),
      );
    }
    if (places.size === 0) {
      const message = "the text names no area or line, so its rules speak of every place";
      problems.push(
        problemAt(context, {
          ...note,
          code: "no-area",
          message,
          hint: "add an `area` or a `line` and use it, or leave it open on purpose",
        }),
      );
    }
    return problems;
  },
};
