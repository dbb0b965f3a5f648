import { sayClause, sayList } from "../judge/index.ts";
import { nearest, type Instant, type Problem } from "../kit/index.ts";
import { sayEnd, sayInstant, type DutyFinding, type DutyState, type Name, type Program } from "../language/index.ts";
import { FolderAccounts } from "./folder-accounts.ts";
import { countRecord } from "./folder-aggregates.ts";
import { compileWithDiary, isDuty, renewalProblems, type DutyRow } from "./folder-duties.ts";
import { FolderRecord, type FolderSituation } from "./folder-situation.ts";
import { chooseReadings, refuseIfBroken, sayKnown } from "./judge-folder.ts";
import { streamsOf, type ReportStream } from "./report-stream.ts";
import { loadFolder, type Folder } from "./load-folder.ts";
import { Refusal } from "./refusal.ts";

/** The duties of a folder that have a state of their own, at a moment and as known at a cut-off. */
export interface FolderDutiesAt {
  readonly folder: Folder;
  readonly program: Program;
  readonly readings: readonly Name[];
  readonly at: Instant;
  readonly known: Instant;
  readonly rows: readonly DutyRow[];
  readonly problems: readonly Problem[];
}

export interface DutiesWindow {
  readonly at?: Instant;
  readonly known?: Instant;
}

export interface DutiesOptions {
  readonly readings?: readonly Name[];
  readonly window: (zone: string) => DutiesWindow;
}

/** Looks at the duties alone: the reports are read only if a condition counts events in them. */
export async function loadDuties(path: string, options: DutiesOptions): Promise<FolderDutiesAt> {
  const { folder, program, situation, known, asked } = await loadSituation(path, options);
  const readings = chooseReadings(program, options.readings);
  const at = asked ?? situation.duties.defaultMoment();
  const rows = readings.flatMap((reading) => situation.duties.rows(reading, at));
  const problems = [...folder.problems, ...program.problems, ...renewalProblems(folder, program)];
  return { folder, program, readings, at, known, rows, problems };
}

export interface LoadedSituation {
  readonly folder: Folder;
  readonly program: Program;
  readonly situation: FolderSituation;
  readonly known: Instant;
  readonly asked: Instant | undefined;
}

/** A folder and what its record says at a cut-off, without judging the incidents. */
export async function loadSituation(path: string, options: DutiesOptions): Promise<LoadedSituation> {
  const folder = await loadFolder(path);
  refuseIfBroken(folder);
  return situationOf(folder, streamsOf(folder.reportFiles), options);
}

/** The same of what is loaded already, whose reports may not be in files. */
export async function situationOf(
  folder: Folder,
  stored: readonly ReportStream[],
  { readings, window }: DutiesOptions,
): Promise<LoadedSituation> {
  const { at: asked, known = Number.POSITIVE_INFINITY } = window(folder.agreement.meta.zone);
  const program = compileWithDiary(folder, known);
  const record = new FolderRecord(folder, program);
  const chosen = chooseReadings(program, readings);
  const accounts = new FolderAccounts(folder.accounts, { program, record, known });
  const { coverage } = folder;
  // Only a duty can turn on what the reports come to.
  const reports = program.declared.rules.some(isDuty) ? stored : [];
  const counts = await countRecord({ program, record, accounts, coverage, readings: chosen, known, reports });
  return { folder, program, situation: record.situationAt(known, chosen, counts), known, asked };
}

// ——— In words ———

/** The marks of a duty in the order of time, in words. `deadline` repeats one of the others. */
const MARKS: Readonly<Record<string, string>> = {
  from: "it begins",
  clockStart: "its clock could start",
  trigger: "called for",
  startingBy: "latest start",
  start: "started",
  completeBy: "latest completion",
  deadlineEarliest: "the deadline, at the earliest",
  until: "it ends",
};

/** Every computed instant of a finding on the agreement's clocks and in UTC. */
export function sayInstants({ instants }: Pick<DutyFinding, "instants">, zone: string): readonly string[] {
  const { deadline, completeBy } = instants;
  const words = Object.entries(MARKS).flatMap(([mark, said]) => {
    const at = instants[mark];
    if (at === undefined) return [];
    const isEnd = mark !== "from" && mark !== "start" && mark !== "trigger" && mark !== "clockStart";
    return [`${said}: ${isEnd ? sayEnd(at, zone) : sayInstant(at, zone)}`];
  });
  return deadline === undefined || deadline === completeBy ? words : [...words, `deadline: ${sayEnd(deadline, zone)}`];
}

/** A moment on the agreement's clocks and in UTC; the end of a day is said as such. */
export function sayMoment(at: Instant, zone: string): string {
  return sayEnd(at + 1, zone) === sayInstant(at + 1, zone) ? sayInstant(at, zone) : sayEnd(at + 1, zone);
}

/** The next or last clock that counts, without zone and UTC: one cell of a table. */
export function sayClocks({ instants }: Pick<DutyFinding, "instants">, zone: string): string {
  const withoutZone = (said: string): string => said.split(` ${zone}`)[0]!;
  const short = (at: Instant): string => withoutZone(sayEnd(at, zone));
  const { startingBy, completeBy, deadline, from, until } = instants;
  const parts = [
    startingBy !== undefined && `start by ${short(startingBy)}`,
    completeBy !== undefined && `complete by ${short(completeBy)}`,
    completeBy === undefined && deadline !== undefined && `by ${short(deadline)}`,
  ].filter((part) => part !== false);
  if (parts.length > 0) return parts.join(", ");
  const period = [
    from !== undefined && `from ${withoutZone(sayInstant(from, zone))}`,
    until !== undefined && `until ${short(until)}`,
  ];
  return period.filter((part) => part !== false).join(" ");
}

const STATE_WORDS: Readonly<Record<DutyState, string>> = {
  fulfilled: "fulfilled",
  lapsed: "lapsed",
  pending: "pending: not recorded as done, and nothing has lapsed",
  suspended: "suspended: while its condition does not hold, it is neither kept nor broken",
  undetermined: "undetermined",
};

export function sayState({ state, possible, because }: DutyFinding): string {
  if (state === "error") return `It could not be judged: ${because[0] ?? "the evaluation failed"}.`;
  if (state === "lapsed") return "It has lapsed.";
  if (state !== "undetermined") return `It is ${STATE_WORDS[state]}.`;
  return `It cannot be decided from the record. It may be ${sayList(possible, "or")}.`;
}

/** One duty in full: its state, its clocks, why, and what is not recorded and would matter. */
export function sayDuty(row: DutyRow, program: Program): readonly string[] {
  const { zone } = program.declared.times;
  const reading = program.readings.find(({ id }) => id === row.reading);
  const whose = [row.bearer, row.part].filter((part) => part !== undefined).join(", ");
  const title = `Reading ${row.reading}${reading ? ` (${reading.title})` : ""}${whose === "" ? "" : `, ${whose}`}`;
  if (row.state === "error") return [`${title}: ${sayState(row)}`];
  const each = row.each.length < 2 ? [] : row.each.flatMap((one) => ["", `  ${sayState(one)}`, ...sayWhy(one, zone)]);
  return [`${title}: ${sayState(row)}`, ...sayWhy(row, zone), ...each];
}

function sayWhy({ instants, because, missing }: DutyFinding, zone: string): readonly string[] {
  const clocks = sayInstants({ instants }, zone);
  return [
    ...(clocks.length === 0 ? [] : ["  Clocks:", ...clocks.map((line) => `    ${line}`)]),
    "  Why:",
    ...because.map((line) => `    ${line}`),
    ...(missing.length === 0 ? [] : ["  Not recorded, and it matters:", ...missing.map((line) => `    - ${line}`)]),
  ];
}

/** The duties of one rule; a rule that has none is refused. */
export function rowsOfDuty(duties: FolderDutiesAt, name: Name): readonly DutyRow[] {
  const found = duties.rows.filter(({ rule }) => rule === name);
  if (found.length === 0) throw noSuchDuty(duties, name);
  return found;
}

/** The duties of one rule in sentences, with the clause that it expresses. */
export function explainDuty(duties: FolderDutiesAt, name: Name): readonly string[] {
  const { program, at, known, folder } = duties;
  const { zone } = program.declared.times;
  const found = rowsOfDuty(duties, name);
  const rule = program.declared.rules.find((one) => one.name === name);
  const clause = sayClause(name, program);
  return [
    `${name}${rule?.title === undefined ? "" : ` “${rule.title}”`} — ${folder.agreement.meta.title}`,
    `as at:   ${sayMoment(at, zone)}`,
    `known:   ${sayKnown(known, zone)}`,
    ...(clause === undefined ? [] : ["", ...clause.split("\n").map((line) => (line === "" ? "" : `│ ${line}`))]),
    ...found.flatMap((row) => ["", ...sayDuty(row, program)]),
  ];
}

function noSuchDuty({ program, rows }: FolderDutiesAt, name: Name): Refusal {
  const duties = [...new Set(rows.map(({ rule }) => rule))];
  if (program.declared.rules.some((rule) => rule.name === name))
    return new Refusal(
      "no-duty",
      `${name} is judged event by event and has no state of its own`,
      "run: truce judge FOLDER",
    );
  const meant = nearest(name, duties);
  const all = duties.length === 0 ? "the text has none" : `the duties are ${duties.join(", ")}`;
  return new Refusal("no-rule", `there is no rule ${name}`, meant === undefined ? all : `did you mean ${meant}?`);
}
