import cliProgress from "cli-progress";
import { formatProblem, type Problem } from "../kit/index.ts";

/** What a person sees: results on standard output, everything about the work itself on standard error. */

/** Ends the process, and well: whoever reads has seen enough. */
let whenUnread = (): void => process.exit(0);
let isUnread = false;

/** From now on this is done, once, when nobody reads what is printed any more; what it gives back undoes that. */
export function onUnread(work: () => void): () => void {
  const before = whenUnread;
  whenUnread = work;
  return () => {
    whenUnread = before;
  };
}

/** Whether somebody closed what is printed to: the other end of a pipe. */
export function nobodyReads(): boolean {
  return isUnread;
}

/** For as long as the process lives. */
export function noticeUnread(): void {
  for (const output of [process.stdout, process.stderr])
    output.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
      if (isUnread) return;
      isUnread = true;
      whenUnread();
    });
}

export function print(...lines: readonly string[]): void {
  process.stdout.write(`${lines.join("\n")}\n`);
}

export function note(...lines: readonly string[]): void {
  process.stderr.write(`${lines.join("\n")}\n`);
}

export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, undefined, 2)}\n`);
}

/** A table with a header; numbers to the right. */
export function table(header: readonly string[], rows: readonly (readonly (string | number)[])[]): readonly string[] {
  const cells = [header, ...rows].map((row) =>
    row.map((cell) => (typeof cell === "number" ? cell.toLocaleString("en") : cell)),
  );
  const widths = header.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  const isNumber = header.map((_, column) => rows.length > 0 && rows.every((row) => typeof row[column] === "number"));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => (isNumber[i] ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
      .join("  ")
      .trimEnd();
  return [line(cells[0]!), widths.map((width) => "─".repeat(width)).join("  "), ...cells.slice(1).map(line)];
}

const SHOWN_PROBLEMS = 20;

const WEIGHT = { error: 0, warning: 1, note: 2 } as const;

export interface NoteOptions {
  readonly all?: boolean;
  /** The agreement as read: of a problem in it the line is shown. */
  readonly agreement?: { readonly file: string; readonly text: string };
}

/** Problems on standard error, errors first; the first twenty in full and a count of the rest, with the way to see all. */
export function noteProblems(problems: readonly Problem[], options: NoteOptions = {}): void {
  const { agreement } = options;
  const sorted = problems.toSorted((a, b) => WEIGHT[a.severity] - WEIGHT[b.severity]);
  const shown = options.all ? sorted : sorted.slice(0, SHOWN_PROBLEMS);
  for (const problem of shown)
    note(formatProblem(problem, problem.at.file === agreement?.file ? agreement?.text : undefined));
  if (sorted.length > shown.length) note(`… and ${sorted.length - shown.length} more; --all-problems shows every one`);
}

export function countProblems(problems: readonly Problem[]): string {
  const count = (severity: Problem["severity"]): number =>
    problems.filter((problem) => problem.severity === severity).length;
  const say = (n: number, word: string): string => `${n} ${word}${n === 1 ? "" : "s"}`;
  return [say(count("error"), "error"), say(count("warning"), "warning"), say(count("note"), "note")].join(", ");
}

export interface Progress {
  readonly step: (done: number, total: number) => void;
  readonly stop: () => void;
}

/** A bar while somebody watches; nothing in a pipe or a log. */
export function progress(label: string): Progress {
  if (!process.stderr.isTTY) return { step: () => undefined, stop: () => undefined };
  const bar = new cliProgress.SingleBar(
    { format: `${label} {bar} {percentage}%`, stream: process.stderr, hideCursor: true, clearOnComplete: true },
    cliProgress.Presets.shades_classic,
  );
  bar.start(1000, 0);
  return {
    step: (done, total) => bar.update(total === 0 ? 1000 : Math.round((1000 * done) / total)),
    stop: () => bar.stop(),
  };
}

/** A line that is written over as work goes on; nothing in a pipe or a log. */
export function rowsProgress(): {
  readonly step: (what: string, done?: number, total?: number) => void;
  readonly stop: () => void;
} {
  if (!process.stderr.isTTY) return { step: () => undefined, stop: () => undefined };
  const write = (line: string): void => void process.stderr.write(`\r\u001b[K${line}`);
  return {
    step: (what, done, total) =>
      write(
        [
          what,
          ...(done === undefined
            ? []
            : [`${done.toLocaleString("en")}${total === undefined ? "" : ` of ${total.toLocaleString("en")}`} rows`]),
        ].join(": "),
      ),
    stop: () => write(""),
  };
}
