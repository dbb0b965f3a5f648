import { csvLine, guardedCell } from "../../../formats/index.ts";

/** Something wrong in a file, and where. */
export interface FileProblem {
  readonly file: string;
  readonly severity: "error" | "warning" | "note";
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly row?: number;
  readonly line?: number;
  readonly column?: number;
  readonly field?: string;
}

export type Severity = FileProblem["severity"];

/** What is wrong in the same way. */
export interface ProblemGroup {
  readonly code: string;
  readonly severity: Severity;
  readonly problems: readonly FileProblem[];
}

export const SEVERITIES = ["error", "warning", "note"] as const satisfies readonly Severity[];

/** By kind: what has to be mended first, and of that the most frequent. */
export function groupProblems(problems: readonly FileProblem[]): readonly ProblemGroup[] {
  const groups = new Map<string, FileProblem[]>();
  for (const problem of problems) {
    const key = `${problem.severity} ${problem.code}`;
    const there = groups.get(key);
    if (there) there.push(problem);
    else groups.set(key, [problem]);
  }
  return [...groups.values()]
    .map((all) => ({ code: all[0]!.code, severity: all[0]!.severity, problems: all }))
    .toSorted(
      (a, b) =>
        SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || b.problems.length - a.problems.length,
    );
}

export interface ProblemFilter {
  readonly severity?: Severity;
  readonly file?: string;
  /** In any of its words, or the number of a row. */
  readonly text: string;
}

export function filterProblems(
  problems: readonly FileProblem[],
  { severity, file, text }: ProblemFilter,
): readonly FileProblem[] {
  const wanted = text.trim().toLowerCase();
  return problems.filter(
    (one) =>
      (severity === undefined || one.severity === severity) &&
      (file === undefined || one.file === file) &&
      (wanted === "" || wordsOf(one).includes(wanted)),
  );
}

function wordsOf({ message, hint = "", field = "", row, line }: FileProblem): string {
  return [message, hint, field, row ?? "", line ?? ""].join("\n").toLowerCase();
}

const HEADER = ["file", "row", "line", "column", "field", "severity", "code", "what", "fix"];

/** The same as a table for whoever mends the file, with a byte order mark for spreadsheets. */
export function problemsCsv(problems: readonly FileProblem[]): string {
  const rows = problems.map(({ file, row, line, column, field, severity, code, message, hint }) =>
    [file, row, line, column, field, severity, code, message, hint].map((cell) => guardedCell(String(cell ?? ""))),
  );
  return `\uFEFF${[HEADER, ...rows].map((cells) => `${csvLine(cells)}\r\n`).join("")}`;
}
