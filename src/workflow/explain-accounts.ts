import type { ReportDraft, ToldAccount } from "../domain/index.ts";
import type { Cell, Question } from "../language/index.ts";

/** Who tells an account besides the record, and what: `sana: accusation by SANA through Press TV, 2016-02-28: actor nusra`. */
export function sayAccount({ id, kind, by, through, on, says }: ToldAccount): string {
  const whence = `${kind} by ${by}${through === undefined ? "" : ` through ${through}`}, ${on}`;
  return `${id}: ${whence}: ${says.map(({ word, text }) => `${word} ${text}`).join("; ")}`;
}

/**
 * How to answer what is still open, as lines to copy: the question that brings the record's own account furthest. Nothing
 * if nothing is open.
 */
export function sayHowToAnswer({ id, sides }: ReportDraft, cells: readonly Cell[]): readonly string[] {
  const next = cells.find((cell) => cell.verdict === "undetermined" && cell.next !== undefined)?.next;
  if (!next) return [];
  const isCount = next.kind === "fact" && /^(?:no |at least )/u.test(next.atom);
  return [
    "To answer a question, write the answer in accounts.yaml of the folder, in the words of a worked case, and ask again:",
    "",
    "  accounts:",
    `    - incident: ${JSON.stringify(id)}`,
    "      id: our-answer",
    "      kind: answer",
    "      by: who found it out",
    "      on: YYYY-MM-DD",
    `      ${sayAnswer(next, sides[0]?.name ?? "who acted")}`,
    ...(isCount ? ["", ...COUNTED] : []),
  ];
}

const COUNTED = [
  "If it is doubtful whether some incident was one, answer it of that incident instead: the count follows. That somebody",
  "watched all the while and vouches for it goes into coverage.csv.",
];

function sayAnswer(next: Question, first: string): string {
  if (next.kind === "dimension") {
    if (next.dimension === "when") return "at: YYYY-MM-DD HH:MM";
    if (next.dimension === "direction") return `actor: ${JSON.stringify(first)}   # or the other side`;
    return `actor: ${JSON.stringify(next.options[0] ?? "")}   # or target:, whichever it was`;
  }
  // What is asked of one member of a joint act has its name behind it.
  const atom = next.atom.replace(/ \[[^\]]*\]$/u, "");
  return `given: [${JSON.stringify(atom)}]   # or, if it was not so: [${JSON.stringify(`not ${atom}`)}]`;
}
