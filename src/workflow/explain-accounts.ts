import type { ToldAccount } from "../domain/index.ts";
import type { Cell } from "../language/index.ts";
import { answerable, type AnswerableQuestion, type AskedAbout } from "./incident/answer-fields.ts";

/** Who tells an account besides the record, and what: `sana: accusation by SANA through Press TV, 2016-02-28: actor nusra`. */
export function sayAccount({ id, kind, by, through, on, says }: ToldAccount): string {
  const whence = `${kind} by ${by}${through === undefined ? "" : ` through ${through}`}, ${on}`;
  return `${id}: ${whence}: ${says.map(({ word, text }) => `${word} ${text}`).join("; ")}`;
}

/**
 * How to answer what is still open, as lines to copy: the question that brings the record's own account furthest. Nothing
 * if nothing is open.
 */
export function sayHowToAnswer(incident: string, cells: readonly Cell[], about: AskedAbout): readonly string[] {
  const next = cells.find((cell) => cell.verdict === "undetermined" && cell.next !== undefined)?.next;
  if (!next) return [];
  const question = answerable(next, about);
  return [
    "To answer a question, write the answer in accounts.yaml of the folder, in the words of a worked case, and ask again:",
    "",
    "  accounts:",
    `    - incident: ${JSON.stringify(incident)}`,
    "      id: our-answer",
    "      kind: answer",
    "      by: who found it out",
    "      on: YYYY-MM-DD",
    `      ${sayFirstAnswer(question)}`,
    ...(question.isCount ? ["", ...COUNTED] : []),
  ];
}

const COUNTED = [
  "If it is doubtful whether some incident was one, answer it of that incident instead: the count follows. That somebody",
  "watched all the while and vouches for it goes into coverage.csv.",
];

function sayFirstAnswer({ id, answers, field = "actor" }: AnswerableQuestion): string {
  const [first, second] = answers;
  if (!first) return field === "at" ? "at: YYYY-MM-DD HH:MM" : `${field}: one of the register of actors`;
  const [name, value] = Object.entries(first.fields)[0] as [string, string | readonly string[]];
  if (typeof value === "string") {
    const other =
      id === "direction" && second ? Object.entries(second.fields as Record<string, string>)[0]! : undefined;
    const more = other
      ? `${other[0]}: ${other[1]}, if it was the other way round`
      : "or target:, or another, as it was";
    return `${name}: ${JSON.stringify(value)}   # ${more}`;
  }
  return `given: [${value.map((one) => JSON.stringify(one)).join(", ")}]   # or, if it was not so: [${JSON.stringify(second?.fields.given?.[0])}]`;
}
