import { AccountBuilder, occurrenceOf, VerdictTally, type Occurrence } from "../judge/index.ts";
import type { Tally } from "../intake/index.ts";
import { ANSWERED, RECORD, type ReportDraft, type ToldAccount } from "../domain/index.ts";
import { formatInstant, type Instant, type Problem } from "../kit/index.ts";
import type { Account, Cell, Name, Program } from "../language/index.ts";
import { FolderAccounts } from "./folder-accounts.ts";
import { countRecord } from "./folder-aggregates.ts";
import { countsAnything, type RecordCounts } from "./record-counts.ts";
import { compileWithDiary, renewalProblems, type DutyRow } from "./folder-duties.ts";
import { FolderRecord, type FolderSituation } from "./folder-situation.ts";
import { loadFolder, type Folder } from "./load-folder.ts";
import { Noticed } from "./noticed.ts";
import { Refusal } from "./refusal.ts";
import { streamsOf, type ReportStream } from "./report-stream.ts";

export interface JudgeOptions {
  /** Readings to judge under; none: `text`, one for each author of statements, `agreed`, and the declared ones. */
  readonly readings?: readonly Name[];
  /** The time asked for, once the zone of the agreement is known. */
  readonly window?: (zone: string) => Window;
  /** Other report files than those of the folder, or reports that are not in files. */
  readonly reports?: readonly string[] | readonly ReportStream[];
  readonly onProgress?: (done: number, total: number) => void;
  /** Why facts are known is kept with the accounts, for an explanation. */
  readonly keepsGrounds?: boolean;
  /** What was counted before, over more reports than these. */
  readonly counts?: RecordCounts;
  /** Takes each incident as it is judged; they are then not kept, so that memory does not grow with them. */
  readonly onIncident?: (incident: JudgedIncident, judging: Judging) => Promise<void> | void;
}

/** What is judged by. */
export interface Judging {
  readonly folder: Folder;
  readonly program: Program;
  readonly readings: readonly Name[];
  readonly rules: readonly Name[];
  readonly known: Instant;
}

export interface Window {
  /** Knowledge cut-off; unset: everything that was ever learnt. */
  readonly known?: Instant;
  /** The moment as at which duties are looked at; unset: the cut-off, or the last moment of which the diary speaks. */
  readonly at?: Instant;
  /** Only what begins in this stretch. */
  readonly from?: Instant;
  readonly to?: Instant;
}

export interface JudgedIncident {
  readonly draft: ReportDraft;
  /** Of every account, the record's own first. */
  readonly cells: readonly Cell[];
  /** The record's own account first, then those told besides. */
  readonly accounts: readonly JudgedAccount[];
  /** Of the record with all that was found out, as one account: only where something was. It is in no count. */
  readonly answered?: { readonly account: Account; readonly cells: readonly Cell[] };
}

export interface JudgedAccount {
  readonly account: Account;
  /** Unset: it is the record's own. */
  readonly told?: ToldAccount;
}

export interface Judgement extends Judging {
  /** Empty if `onIncident` took them. */
  readonly incidents: readonly JudgedIncident[];
  readonly judged: number;
  /** Of the record's own accounts alone, so that every incident is counted once. */
  readonly tally: VerdictTally;
  /** Rows in, occurrences out, rows refused: nothing is dropped silently. */
  readonly rows: Tally;
  readonly outsideWindow: number;
  /** The duties that have a state of their own, under each reading. */
  readonly duties: readonly DutyRow[];
  /** The moment as at which they were looked at. */
  readonly dutiesAt: Instant;
  readonly problems: readonly Problem[];
}

/** Judges every occurrence of a folder's reports under every rule and reading. */
export async function judgeFolder(path: string, options: JudgeOptions = {}): Promise<Judgement> {
  const folder = await loadFolder(path);
  refuseIfBroken(folder);
  const { known = Number.POSITIVE_INFINITY } = options.window?.(folder.agreement.meta.zone) ?? {};
  return judgeLoaded(folder, compileWithDiary(folder, known), options);
}

export async function judgeLoaded(folder: Folder, program: Program, options: JudgeOptions): Promise<Judgement> {
  const readings = chooseReadings(program, options.readings);
  const rules = program.rules.map(({ name }) => name);
  const window = options.window?.(folder.agreement.meta.zone) ?? {};
  refuseIfNoTime(window);
  const known = window.known ?? Number.POSITIVE_INFINITY;
  const record = new FolderRecord(folder, program);
  const accounts = new FolderAccounts(folder.accounts, { program, record, known });
  const reports = (options.reports ?? folder.reportFiles).map((one) =>
    typeof one === "string" ? streamsOf([one])[0]! : one,
  );
  // A text that counts events has the reports read twice.
  const passes = !options.counts && countsAnything(program, readings) ? 2 : 1;
  const report = (pass: number) => (done: number, total: number) =>
    options.onProgress?.((pass * total + done) / passes, total);
  const counting = { program, record, accounts, coverage: folder.coverage, readings, known, reports };
  const counts = options.counts ?? (await countRecord({ ...counting, onProgress: report(0) }));
  const situation = record.situationAt(known, readings, counts);
  const builder = new AccountBuilder(situation, options);
  const incidents: JudgedIncident[] = [];
  const tally = new VerdictTally();
  const noticed = new Noticed(record, program, reports.length);
  const problems: Problem[] = [...folder.problems, ...program.problems, ...renewalProblems(folder, program)];
  let rows: Tally = { rowsIn: 0, draftsOut: 0, rowsRefused: 0 };
  let outsideWindow = 0;
  let judged = 0;
  for (const [i, stream] of reports.entries()) {
    const onProgress = (done: number, total: number): void =>
      report(passes - 1)(i + (total === 0 ? 1 : done / total), reports.length);
    const opened = stream.open(onProgress);
    for await (const item of opened.items) {
      if (item.kind === "problem") {
        problems.push(item.problem);
        continue;
      }
      const { draft, at } = item;
      accounts.meet(draft.id);
      if (!isInWindow(draft, window)) {
        outsideWindow += 1;
        continue;
      }
      const occurrence = occurrenceOf(draft, record.resolverAt(known), program.declared);
      noticed.meet(draft, at, stream.name);
      const incident = { draft, ...judgeOccurrence(occurrence, { accounts, builder, program, readings, rules }) };
      for (const cell of incident.cells) if (cell.account === RECORD) tally.add(draft.label, cell);
      judged += 1;
      if (options.onIncident) await options.onIncident(incident, { folder, program, readings, rules, known });
      else incidents.push(incident);
    }
    rows = sum(rows, opened.tally());
  }
  problems.push(...noticed.problems(), ...accounts.problems());
  const judgedSoFar = { incidents, judged, tally, rows, outsideWindow, ...dutiesOf(situation, readings, window) };
  return { folder, program, readings, rules, known, ...judgedSoFar, problems };
}

function dutiesOf(
  { duties }: FolderSituation,
  readings: readonly Name[],
  { at }: Window,
): Pick<Judgement, "duties" | "dutiesAt"> {
  const dutiesAt = at ?? duties.defaultMoment();
  return { duties: readings.flatMap((reading) => duties.rows(reading, dutiesAt)), dutiesAt };
}

interface JudgingBy extends Pick<Judging, "program" | "readings" | "rules"> {
  readonly accounts: FolderAccounts;
  readonly builder: AccountBuilder;
}

/** By every account, and by the record with what was found out. */
function judgeOccurrence(
  occurrence: Occurrence,
  { accounts, builder, program, readings, rules }: JudgingBy,
): Omit<JudgedIncident, "draft"> {
  const cellsOf = (account: Account): readonly Cell[] =>
    readings.flatMap((reading) => rules.map((rule) => program.judge(rule, reading, account)));
  const told = judgeAccounts(occurrence, accounts, builder);
  const cells = told.flatMap(({ account }) => cellsOf(account));
  const found = accounts.answered(occurrence);
  if (!found) return { cells, accounts: told };
  const account = builder.accountOf(found, ANSWERED);
  return { cells, accounts: told, answered: { account, cells: cellsOf(account) } };
}

/** The record's own account of an occurrence, and every further one. */
function judgeAccounts(
  record: Occurrence,
  accounts: FolderAccounts,
  builder: AccountBuilder,
): readonly JudgedAccount[] {
  const others = accounts.of(record).map(({ told, occurrence }) => ({
    account: builder.accountOf(occurrence, told.id),
    told,
  }));
  return [{ account: builder.accountOf(record) }, ...others];
}

/** A text with errors, each with its place. */
export class BrokenAgreement extends Refusal {
  readonly problems: readonly Problem[];

  constructor(file: string, problems: readonly Problem[]) {
    const errors = `${problems.length} error${problems.length === 1 ? "" : "s"}`;
    super("broken-agreement", `${file} has ${errors}; the first: ${problems[0]!.message}`, `run: truce check ${file}`);
    this.problems = problems;
  }
}

/** An agreement with errors is never judged by: a wrong reading of a text is worse than none. */
export function refuseIfBroken(loaded: { readonly file: string; readonly problems: readonly Problem[] }): void {
  const errors = loaded.problems.filter(({ severity, at }) => severity === "error" && at.file === loaded.file);
  if (errors.length > 0) throw new BrokenAgreement(loaded.file, errors);
}

function refuseIfNoTime({ from = -Infinity, to = Infinity }: Window): void {
  if (from >= to) throw new Refusal("no-time", "the time asked for ends before it begins", "exchange --from and --to");
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
function isInWindow({ when }: ReportDraft, { from, to }: Window): boolean {
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
