import { AccountBuilder, occurrenceOf, VerdictTally } from "../judge/index.ts";
import { openReports, type Tally } from "../intake/index.ts";
import { loadBytes } from "../gateways/index.ts";
import type { OccurrenceDraft } from "../domain/index.ts";
import { formatInstant, type Instant, type Problem } from "../kit/index.ts";
import { compileAgreement, type Cell, type Name, type Program } from "../language/index.ts";
import { FolderRecord, unresolvedProblems } from "./folder-situation.ts";
import { loadFolder, type Folder } from "./load-folder.ts";
import { Refusal } from "./refusal.ts";

export interface JudgeOptions {
  /** Readings to judge under; none: `text`, one for each author of statements, `agreed`, and the declared ones. */
  readonly readings?: readonly Name[];
  /** The time asked for, once the zone of the agreement is known. */
  readonly window?: (zone: string) => Window;
  /** Other report files than those of the folder. */
  readonly reports?: readonly string[];
  readonly onProgress?: (done: number, total: number) => void;
  /** Only counts are wanted: the incidents themselves are not kept, so that memory does not grow with them. */
  readonly countsOnly?: boolean;
}

export interface Window {
  /** Knowledge cut-off; unset: everything that was ever learnt. */
  readonly known?: Instant;
  /** Only what begins in this stretch. */
  readonly from?: Instant;
  readonly to?: Instant;
}

export interface JudgedIncident {
  readonly draft: OccurrenceDraft;
  readonly cells: readonly Cell[];
}

export interface Judgement {
  readonly folder: Folder;
  readonly program: Program;
  readonly readings: readonly Name[];
  readonly rules: readonly Name[];
  readonly known: Instant;
  /** Empty if only counts were asked for. */
  readonly incidents: readonly JudgedIncident[];
  readonly judged: number;
  readonly tally: VerdictTally;
  /** Rows in, occurrences out, rows refused: nothing is dropped silently. */
  readonly rows: Tally;
  readonly outsideWindow: number;
  readonly problems: readonly Problem[];
}

/** Judges every occurrence of a folder's reports under every rule and reading. */
export async function judgeFolder(path: string, options: JudgeOptions = {}): Promise<Judgement> {
  const folder = await loadFolder(path);
  refuseIfBroken(folder);
  return judgeLoaded(folder, compileAgreement(folder.agreement), options);
}

export async function judgeLoaded(folder: Folder, program: Program, options: JudgeOptions): Promise<Judgement> {
  const readings = chooseReadings(program, options.readings);
  const rules = program.rules.map(({ name }) => name);
  const window = options.window?.(folder.agreement.meta.zone) ?? {};
  const known = window.known ?? Number.POSITIVE_INFINITY;
  const record = new FolderRecord(folder, program);
  const builder = new AccountBuilder(record.situationAt(known, readings));
  const incidents: JudgedIncident[] = [];
  const tally = new VerdictTally();
  const problems: Problem[] = [...folder.problems, ...program.problems];
  let rows: Tally = { rowsIn: 0, draftsOut: 0, rowsRefused: 0 };
  let outsideWindow = 0;
  let judged = 0;
  const files = options.reports ?? folder.reportFiles;
  for (const [i, file] of files.entries()) {
    const onProgress = (done: number, total: number): void =>
      options.onProgress?.(i + (total === 0 ? 1 : done / total), files.length);
    const opened = openReports(loadBytes(file, { onProgress }), { file });
    for await (const item of opened.items) {
      if (item.kind === "problem") problems.push(item.problem);
      else if (!isInWindow(item.draft, window)) outsideWindow += 1;
      else {
        const occurrence = occurrenceOf(item.draft, record.resolver);
        for (const [name, at] of record.unresolved) if (at === undefined) record.unresolved.set(name, item.at);
        const account = builder.accountOf(occurrence);
        const cells = readings.flatMap((reading) => rules.map((rule) => program.judge(rule, reading, account)));
        for (const cell of cells) tally.add(item.draft.label, cell);
        judged += 1;
        if (!options.countsOnly) incidents.push({ draft: item.draft, cells });
      }
    }
    rows = sum(rows, opened.tally());
  }
  problems.push(...unresolvedProblems(record));
  return { folder, program, readings, rules, known, incidents, judged, tally, rows, outsideWindow, problems };
}

/** An agreement with errors is never judged by: a wrong reading of a text is worse than none. */
export function refuseIfBroken(loaded: { readonly file: string; readonly problems: readonly Problem[] }): void {
  const errors = loaded.problems.filter(({ severity, at }) => severity === "error" && at.file === loaded.file);
  if (errors.length === 0) return;
  throw new Refusal(
    "broken-agreement",
    `${loaded.file} has ${errors.length} error${errors.length === 1 ? "" : "s"}; the first: ${errors[0]!.message}`,
    `run: truce check ${loaded.file}`,
  );
}

export function chooseReadings(program: Program, wanted: readonly Name[] | undefined): readonly Name[] {
  if (!wanted || wanted.length === 0) {
    const single = new Set(program.declared.statements.map(({ name }) => name));
    return program.readings.map(({ id }) => id).filter((id) => !single.has(id));
  }
  for (const id of wanted) {
    if (!program.readings.some((reading) => reading.id === id)) {
      throw new Refusal(
        "unknown-reading",
        `there is no reading ${id}`,
        `the readings are ${program.readings.map((reading) => reading.id).join(", ")}`,
      );
    }
  }
  return wanted;
}

/** An occurrence counts where it begins at the earliest, as the field counts by starting date. */
function isInWindow({ when }: OccurrenceDraft, { from, to }: Window): boolean {
  return (from === undefined || when.interval.earliest >= from) && (to === undefined || when.interval.earliest < to);
}

function sum(a: Tally, b: Tally): Tally {
  return {
    rowsIn: a.rowsIn + b.rowsIn,
    draftsOut: a.draftsOut + b.draftsOut,
    rowsRefused: a.rowsRefused + b.rowsRefused,
  };
}

export function sayKnown(known: Instant, zone: string): string {
  return Number.isFinite(known) ? formatInstant(known, zone) : "all that was ever learnt";
}
