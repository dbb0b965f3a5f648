import type { ReportDraft } from "../../domain/index.ts";
import {
  createReportCellsParser,
  csvOfPastedTable,
  parsePastedTable,
  reportColumns,
  type ColumnMapping,
  type ReportCells,
} from "../../formats/index.ts";
import { openReports } from "../../intake/index.ts";
import { Refusal, searchWords, type Problem } from "../../kit/index.ts";
import {
  canonicalJson,
  digestOf,
  keepItem,
  reportsNamed,
  SourceBook,
  type Change,
  type Protection,
  type ReportNamed,
} from "../../store/index.ts";
import { askToMatch } from "../matching/match-record.ts";
import { PreparedBatch } from "../record/prepare-reports.ts";
import { NO_REPORTS, type ReportCounts } from "../record/reports-to-import.ts";
import { ReportWriter } from "../record/write-reports.ts";
import { BadInput, verb, type Acting, type Done } from "./acting.ts";
import { InputCheck } from "./input-check.ts";
import { refuseIfNoItem } from "./item-there.ts";
import { askToJudge } from "./judge-again.ts";

/** Reports in one transaction; a file of more is received as an item, and read a batch at a time. */
const MOST_AT_ONCE = 5000;

interface Recording {
  /** Audiences besides the inside. */
  readonly audience?: readonly string[];
  /** Ids are told apart within it, and the same id again is a revision; unset: what this account typed in, or this table. */
  readonly dataSet?: string;
  /** The sources named in it are published under their own names. */
  readonly openSources?: boolean;
}

export interface RecordReports extends Recording {
  /** The fields of each report, by the names of docs/formats/columns.md. `id` may be left out. */
  readonly reports: readonly ReportCells[];
  /** What they were read in, if that is in the record: a letter that tells of many incidents. */
  readonly item?: string;
}

export interface ReportsRecorded {
  /** The item that they stand in. */
  readonly item: string;
  readonly counts: ReportCounts;
  readonly reports: readonly ReportNamed[];
  /** What was noted about rows that were taken; of those that were refused, why. */
  readonly problems: readonly Problem[];
}

/** Records reports that somebody has typed in. All of them, or none if one is wrong. The same again changes nothing. */
export const recordReports = verb(
  { act: "record-reports", permission: "report:accept" },
  (acting, input: RecordReports): Promise<Done<ReportsRecorded>> =>
    recordForms(acting, input, { act: "record-reports" }),
);

export interface SelfReport extends RecordReports {
  /** The party that reports what it did itself. A liaison reports for its own only. */
  readonly party: string;
  /** Labels of the provisions of the text that it concerns, as far as the party says. */
  readonly provisions?: readonly string[];
}

/** Records that a party reports a breach of its own, which agreements ask parties to do. */
export const reportOwnAct = verb(
  { act: "self-report", permission: "reply:give" },
  async (acting, input: SelfReport): Promise<Done<ReportsRecorded>> => {
    if (acting.party !== undefined) refuseOfLiaison(acting.party, input);
    return recordForms(acting, input, { act: "self-report", by: input });
  },
);

/** Whoever is outside names no item and no data set: what the record has or has not is not for them to find out. */
function refuseOfLiaison(own: string, { party, item, dataSet }: SelfReport): void {
  if (own !== party)
    throw new Refusal("other-party", "a party reports its own acts only", "report what others did as a report");
  const check = new InputCheck();
  if (item !== undefined) check.note("/item", "an item cannot be named here", "leave it out");
  if (dataSet !== undefined) check.note("/dataSet", "a data set cannot be named here", "leave it out");
  check.done();
}

interface How {
  readonly act: string;
  /** A self-report. */
  readonly by?: SelfReport;
}

async function recordForms(acting: Acting, input: RecordReports, how: How): Promise<Done<ReportsRecorded>> {
  // 1. What was typed in, understood or refused.
  check(input);
  const form = Buffer.from(`${canonicalJson({ reports: input.reports })}\n`);
  const item = input.item ?? digestOf(form.toString());
  const { drafts, problems } = readForms(input, item);
  // 2. The form as it came is kept, unless they are read off an item that is there.
  const kept = { bytes: form, mediaType: "application/json", name: "file.json" };
  const writing = { ...input, act: how.act, item, problems, ...(input.item === undefined ? { kept } : {}) };
  return write(acting, { ...writing, drafts, ...(how.by ? { selfReport: how.by } : {}) });
}

function check({ reports, item, audience, dataSet }: RecordReports): void {
  const input = new InputCheck();
  if (reports.length === 0 || reports.length > MOST_AT_ONCE)
    input.note(
      "/reports",
      `these are ${reports.length} reports`,
      `from 1 to ${MOST_AT_ONCE}; more than that is received as a file`,
    );
  input.digest("/item", item);
  input.audience("/audience", audience);
  input.maybeName("/dataSet", dataSet);
  const known = new Set<string>(reportColumns);
  for (const [i, cells] of reports.entries())
    for (const name of Object.keys(cells))
      if (!known.has(name))
        input.note(`/reports/${i}/${name}`, "there is no such field", "see docs/formats/columns.md");
  input.done();
}

/** @throws BadInput with everything that is wrong with any of them. */
function readForms(
  { reports }: RecordReports,
  item: string,
): { readonly drafts: readonly ReportDraft[]; readonly problems: readonly Problem[] } {
  const parser = createReportCellsParser();
  const rows = reports.map((cells, i) => {
    const id = cells.id ?? `${item.slice(0, 12)}-${i + 1}`;
    const { draft, problems } = parser.parse({ ...cells, id }, { row: i + 1 });
    return { draft, problems: problems.map((problem) => atField(problem, i)) };
  });
  const problems = rows.flatMap((row) => row.problems);
  const errors = problems.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new BadInput(errors);
  return { drafts: rows.flatMap(({ draft }) => draft ?? []), problems };
}

function atField(problem: Problem, i: number): Problem {
  const { field } = problem.at;
  return { ...problem, at: { ...problem.at, field: `/reports/${i}${field === undefined ? "" : `/${field}`}` } };
}

export interface RecordPasted extends Recording {
  /** The cells as they were copied, separated by tabs, with their header. */
  readonly text: string;
  /** Which column holds what, where the header has other names than ours. */
  readonly mapping?: ColumnMapping;
}

/** Records a table that was copied in a spreadsheet. What is wrong with a row is told, and the others are taken. */
export const recordPastedTable = verb(
  { act: "record-pasted-table", permission: "report:accept" },
  async (acting, input: RecordPasted): Promise<Done<ReportsRecorded>> => {
    const rows = parsePastedTable(input.text);
    checkPasted(input, rows.length);
    const { mapping } = input;
    const opened = openReports(once(new TextEncoder().encode(csvOfPastedTable(rows))), {
      file: "pasted.csv",
      ...(mapping ? { mapping } : {}),
    });
    const drafts: ReportDraft[] = [];
    const problems: Problem[] = [];
    for await (const one of opened.items) {
      if (one.kind === "problem") problems.push(one.problem);
      else drafts.push(one.draft);
    }
    const { rowsRefused } = opened.tally();
    if (drafts.length === 0)
      throw new BadInput(problems.map((problem) => ({ ...problem, at: { field: "/text", ...problem.at } })));
    const bytes = Buffer.from(input.text);
    const item = digestOf(input.text);
    // Ids of one table say nothing of those of another.
    const dataSet = input.dataSet ?? `pasted ${item.slice(0, 12)}`;
    const kept = { bytes, mediaType: "text/tab-separated-values", name: "file.tsv" };
    return write(acting, {
      ...input,
      dataSet,
      act: "record-pasted-table",
      item,
      kept,
      drafts,
      problems,
      refused: rowsRefused,
    });
  },
);

function checkPasted({ text, audience, dataSet }: RecordPasted, rows: number): void {
  const input = new InputCheck();
  if (rows < 2) input.note("/text", "this is no table with a header and a row", "copy the header too");
  if (rows > MOST_AT_ONCE + 1)
    input.note("/text", `these are ${rows - 1} rows`, `at most ${MOST_AT_ONCE}; more than that is received as a file`);
  if (/\0|\p{Cs}/u.test(text)) input.note("/text", "this holds a character that cannot be kept", "copy it again");
  input.audience("/audience", audience);
  input.maybeName("/dataSet", dataSet);
  input.done();
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
  yield bytes;
}

interface Writing extends Recording {
  readonly act: string;
  readonly item: string;
  /** Unset: the item is in the record. */
  readonly kept?: { readonly bytes: Uint8Array; readonly mediaType: string; readonly name: string };
  readonly drafts: readonly ReportDraft[];
  readonly problems: readonly Problem[];
  readonly refused?: number;
  readonly selfReport?: SelfReport;
}

/** One transaction: what came in, the reports of it, the incidents that they make, and the work that follows. */
async function write(acting: Acting, writing: Writing): Promise<Done<ReportsRecorded>> {
  const { store, keys, by } = acting;
  const { item, drafts, problems, act, kept, refused = 0, selfReport } = writing;
  const sources = await SourceBook.open(store, keys);
  const dataSet = keys.dataSetOf(writing.dataSet ?? `typed in by ${by}`);
  const protection: Protection = writing.openSources ? "open" : "protected";
  const audience = [...(writing.audience ?? []), ...(selfReport ? [`party:${selfReport.party}`] : [])];
  const batch = new PreparedBatch({ dataSet, item, isOpen: writing.openSources ?? false });
  for (const [i, draft] of drafts.entries()) batch.add(draft, i);
  const what = { path: "", digest: item, name: "", size: 0, dataSet, audience, protection } as const;
  let isCommitted = false;
  try {
    const { result, seq } = await store.change(async (change) => {
      if (kept) await keepItem(change, [kept.bytes], kept);
      else await refuseIfNoItem(change, item);
      const read = drafts.length + refused;
      const writer = new ReportWriter(change, what, sources);
      const counts = await writer.write(batch.reports, { ...NO_REPORTS, read, refused });
      if (selfReport) noteSelfReport(change, { selfReport, reports: [...writer.written.values()], audience });
      const isNew = change.size > 0;
      if (isNew) await askToJudge(acting, change);
      if (isNew) await askToMatch(acting, change);
      const body = { item, reports: counts.added, revised: counts.revised, refused };
      return { result: counts, act: isNew ? { by, act, body } : undefined };
    });
    isCommitted = seq !== undefined;
    const ids = drafts.map(({ id }) => id);
    const reports = await reportsNamed(store, dataSet, ids);
    return { result: { item, counts: result, reports, problems }, seq };
  } finally {
    sources.settle(isCommitted);
  }
}

interface OwnAct {
  readonly selfReport: SelfReport;
  readonly reports: readonly string[];
  readonly audience: readonly string[];
}

/** That it was the party itself that told it, as a statement of its own: the reports are like all others. */
function noteSelfReport(change: Change, { selfReport, reports, audience }: OwnAct): void {
  const { party, provisions = [] } = selfReport;
  for (const report of reports) {
    const said = {
      document: `self-reports of ${party}`,
      report,
      speaker: party,
      kind: "self-report",
      certainty: "unsaid",
      said_at: change.at,
      words: searchWords({ names: [party], texts: [] }),
      body: { provisions: [...provisions] },
    };
    change.add("statement", { audience }, said);
  }
}
