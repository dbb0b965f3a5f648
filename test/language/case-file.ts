import { readFileSync, writeFileSync } from "node:fs";
import { formatProblem, type Problem } from "../../src/kit/index.ts";

/** A small agreement and the problems that it gives, as people read them. */
export interface CaseFile {
  readonly before: string;
  readonly format: string;
  readonly text: string;
  readonly between: string;
  readonly problems: string;
}

export function readCaseFile(path: string): CaseFile {
  const read = /^([^]*?~~~~(markdown|json)\n)([^]*?\n)(~~~~\n\n```problems\n)([^]*?)```\n$/u.exec(
    readFileSync(path, "utf8"),
  );
  if (!read)
    throw new Error(
      `${path} is not a title, a text between ~~~~markdown or ~~~~json and ~~~~, and a \`\`\`problems block`,
    );
  const [, before = "", format = "", text = "", between = "", problems = ""] = read;
  return { before, format, text, between, problems };
}

/** The problems as the file should show them; with `UPDATE=1` they are written into it, for review in the diff. */
export function shownProblems(path: string, file: CaseFile, problems: readonly Problem[]): string {
  const shown = problems.map((problem) => `${formatProblem(problem, file.text)}\n`).join("\n");
  // oxlint-disable-next-line node/no-process-env -- the update switch of the test itself
  if (process.env["UPDATE"] !== "1") return shown;
  writeFileSync(path, `${file.before}${file.text}${file.between}${shown}\`\`\`\n`);
  return file.problems;
}
