import { strToU8 } from "fflate";
import type { ReportDraft, ToolReview } from "../domain/index.ts";
import type { Place, Problem } from "../kit/index.ts";
import type { ColumnMapping } from "./column-mapping.ts";
import { CellMapper, zoned } from "./column-mapping-read.ts";
import type { ByteStream } from "./csv.ts";
import { cellsOfFieldForm } from "./field-form-cells.ts";
import { parseJsonElements } from "./json-elements.ts";
import { answersOf, parseGeopoint, type Answers } from "./kobo-json-answers.ts";
import type { ReportColumn } from "./report-columns.ts";
import { findReportColumn } from "./report-columns-header.ts";
import { formatList, formatToolReview } from "./report-columns-lists.ts";
import { createReportCellsParser } from "./report-columns-read.ts";
import { parseStatedTime } from "./report-columns-time.ts";
import { formatReportCells } from "./report-columns-write.ts";
import { excerpt, refusedRow, type ReportItem, type ReportReadOptions, type ReportRow } from "./report-item.ts";
import type { ReportStream } from "./truce-csv.ts";

export interface KoboOptions extends ReportReadOptions {
  /** Which question holds what, by the question's path. Unset: by the names of the questions, in English or Arabic. */
  readonly mapping?: ColumnMapping;
  /** The zone of `_submission_time`, which Kobo writes without one. Unset: not known, and the time is taken wide enough for any. */
  readonly submittedIn?: string;
}

/**
 * Form submissions as KoboToolbox (API v2, `…/data.json`) and ODK Central (OData `Submissions`) give them: one report a submission.
 * What the tool says besides the answers is kept as what it is: who sent it is the source, when it arrived is when it was
 * reported, and its review mark stays the tool's own word.
 */
export async function* readKoboJson(
  bytes: ByteStream,
  options: KoboOptions = {},
): AsyncGenerator<readonly ReportItem[], void, undefined> {
  const place: Place = options.file === undefined ? {} : { file: options.file };
  const reader = new SubmissionReader(options);
  for await (const batch of parseJsonElements(bytes, { ...place, keys: ["results", "value"] })) {
    yield batch.map((item): ReportItem => {
      if (item.kind === "problem") return item;
      if (item.kind === "broken") return refusedRow(item.problem);
      return reader.read(item.value, { ...place, line: item.line, row: item.row });
    });
  }
}

/** One submission by itself, as it is in the array of all. */
export function readSubmission(submission: unknown, at: Place, options: KoboOptions = {}): ReportRow {
  return new SubmissionReader(options).read(submission, at);
}

type Submission = Readonly<Record<string, unknown>>;
type Cells = Partial<Record<ReportColumn, string>>;

/** The group under which `writeKoboJson` puts our own columns. */
const ownGroup = "truce/";
const mostNoted = 50;

class SubmissionReader {
  readonly #options: KoboOptions;
  readonly #parser: ReturnType<typeof createReportCellsParser>;
  readonly #mapper: CellMapper | undefined;
  readonly #noted = new Set<string>();

  constructor(options: KoboOptions) {
    const { mapping } = options;
    this.#options = options;
    this.#parser = createReportCellsParser(mapping === undefined ? options : zoned(options, mapping));
    this.#mapper = mapping && new CellMapper(mapping);
  }

  read(value: unknown, at: Place): ReportRow {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      const hint = "export the submissions again as JSON";
      return refusedRow({
        code: "kobo-not-a-submission",
        severity: "error",
        at,
        message: "this is no form submission",
        hint,
      });
    }
    const submission = value as Submission;
    const answers = answersOf(submission);
    const problems: Problem[] = [];
    const said = this.#said(answers, at, problems);
    const cells = { ...toldByTool(submission, this.#options.submittedIn), ...said };
    if (isDeleted(submission)) problems.push(deleted(at));
    const row = this.#parser.parse(cells, at);
    return { ...row, problems: [...problems, ...row.problems] };
  }

  #said(answers: Answers, at: Place, problems: Problem[]): Cells {
    const own = [...answers.byPath].filter(([path]) => path.startsWith(ownGroup));
    if (own.length > 0) return ownCells(own);
    const field = cellsOfFieldForm(answers);
    if (field !== undefined) return field;
    if (this.#mapper !== undefined) {
      const mapped = this.#mapper.map((source) => answers.byPath.get(source), at);
      problems.push(...mapped.problems);
      return mapped.cells;
    }
    const { cells, unused } = cellsByName(answers);
    for (const path of [...unused, ...answers.unread]) this.#note(path, at, problems);
    return cells;
  }

  #note(path: string, at: Place, problems: Problem[]): void {
    if (this.#noted.has(path) || this.#noted.size >= mostNoted) return;
    this.#noted.add(path);
    const field = excerpt(path);
    const message = `the question ${field} is not read: its name is none of our columns, or it has answers of its own`;
    const hint = "say in a mapping which column it is";
    problems.push({ code: "kobo-unread-question", severity: "note", at: { ...at, field }, message, hint });
  }
}

function ownCells(own: readonly (readonly [path: string, answer: string])[]): Cells {
  const cells: Cells = {};
  for (const [path, answer] of own) {
    const column = findReportColumn(path.slice(ownGroup.length));
    if (column !== undefined) cells[column] = answer;
  }
  return cells;
}

/** Questions that every form has and that are no answers. */
const formOwn =
  /^(?:meta|formhub)\/|^(?:start|end|today|deviceid|username|phonenumber|simserial|subscriberid|audit|__version__)$/u;
/** Parts of a point that were added to the answers. */
const pointPart = /\/(?:latitude|longitude|accuracy)$/u;

/** The cells of answers whose questions are called as our columns, whatever group they are in. */
function cellsByName({ byPath }: Answers): { cells: Cells; unused: readonly string[] } {
  const cells: Cells = {};
  const unused: string[] = [];
  let clock: string | undefined;
  for (const [path, answer] of byPath) {
    if (formOwn.test(path) || (pointPart.test(path) && byPath.has(path.replace(pointPart, "")))) continue;
    const name = path.slice(path.lastIndexOf("/") + 1);
    const column = findReportColumn(name);
    if (parseGeopoint(answer) !== undefined && (column === undefined || column === "place")) {
      cells.latitude ??= byPath.get(`${path}/latitude`)!;
      cells.longitude ??= byPath.get(`${path}/longitude`)!;
    } else if (/^(?:time|clock|الوقت)$/iu.test(name) && /^\d\d:\d\d/u.test(answer)) clock = answer;
    else if (column === undefined || cells[column] !== undefined) unused.push(path);
    else cells[column] = answerFor(column, answer);
  }
  if (cells.when !== undefined && clock !== undefined && /^\d{4}-\d\d-\d\d$/u.test(cells.when))
    cells.when += `T${minutes(clock)}`;
  return { cells, unused };
}

function answerFor(column: ReportColumn, answer: string): string {
  if (column === "when" || column === "reported") return minutes(answer);
  // The choices of a question with several answers are words with blanks between them.
  if ((column === "acts" || column === "weapons") && !/[;؛]/u.test(answer))
    return answer.trim().split(/\s+/u).join("; ");
  return answer;
}

/** Forms add seconds and their parts that nobody chose. */
function minutes(time: string): string {
  return time.replace(/:00\.0+(?=$|Z|[+-])/u, "");
}

/** What the tool says of a submission, for where the form itself does not say it. */
function toldByTool(submission: Submission, submittedIn: string | undefined): Cells {
  const system = objectAt(submission, "__system");
  const id =
    textAt(submission, "_uuid", "__id", "meta/instanceID") ?? textAt(objectAt(submission, "meta"), "instanceID");
  const source = textAt(submission, "_submitted_by") ?? textAt(system, "submitterName");
  const submitted = textAt(submission, "_submission_time") ?? textAt(system, "submissionDate");
  const reported = submitted === undefined ? undefined : submittedAt(submitted, submittedIn);
  const point = pointOf(submission["_geolocation"]);
  const attachments = attachmentsOf(submission["_attachments"]);
  const review = koboReview(objectAt(submission, "_validation_status")) ?? odkReview(system);
  return {
    ...(id === undefined ? {} : { id: id.replace(/^uuid:/u, "") }),
    ...(source === undefined ? {} : { source }),
    ...(reported === undefined ? {} : { reported }),
    ...(point === undefined ? {} : { latitude: String(point[0]), longitude: String(point[1]) }),
    ...(attachments.length === 0 ? {} : { attachments: formatList(attachments) }),
    ...(review === undefined ? {} : { tool_review: formatToolReview(review) }),
  };
}

function objectAt(object: Submission, key: string): Submission {
  const value = Object.hasOwn(object, key) ? object[key] : undefined;
  return typeof value === "object" && value !== null ? (value as Submission) : {};
}

function textAt(object: Submission, ...keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const value = Object.hasOwn(object, key) ? object[key] : undefined;
    if (typeof value === "number" || (typeof value === "string" && value.trim() !== "")) return String(value);
  }
  return undefined;
}

/** When it arrived, as a stretch in UTC: the form's zone, in which the other times are, is not the server's. */
function submittedAt(text: string, zone: string | undefined): string | undefined {
  const read = parseStatedTime(text, zone);
  if (!read.ok || !Number.isFinite(read.interval.earliest) || !Number.isFinite(read.interval.latest)) return undefined;
  return [read.interval.earliest, read.interval.latest].map((instant) => new Date(instant).toISOString()).join("/");
}

/** Kobo gives latitude before longitude, unlike GeoJSON. */
function pointOf(value: unknown): readonly [latitude: number, longitude: number] | undefined {
  if (!Array.isArray(value)) return undefined;
  const [latitude, longitude] = value as readonly unknown[];
  return typeof latitude === "number" && typeof longitude === "number" ? [latitude, longitude] : undefined;
}

function attachmentsOf(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((attachment: unknown) => {
    const named = typeof attachment === "object" && attachment !== null ? (attachment as Submission) : {};
    const name = textAt(named, "media_file_basename", "filename")?.split(/[/\\]/u).at(-1);
    return name === undefined || name.trim() === "" ? [] : [name];
  });
}

function koboReview(status: Submission): ToolReview | undefined {
  const uid = textAt(status, "uid", "label");
  return uid === undefined
    ? undefined
    : { tool: "kobo", status: uid, by: textAt(status, "by_whom"), at: textAt(status, "timestamp") };
}

function odkReview(system: Submission): ToolReview | undefined {
  const state = textAt(system, "reviewState");
  return state === undefined
    ? undefined
    : { tool: "odk-central", status: state, by: undefined, at: textAt(system, "updatedAt") };
}

function isDeleted(submission: Submission): boolean {
  return textAt(objectAt(submission, "__system"), "deletedAt") !== undefined;
}

function deleted(at: Place): Problem {
  const message = "this submission was deleted in the tool that it came from; it is kept here all the same";
  return { code: "kobo-deleted", severity: "warning", at, message };
}

/** Reports in the shape of Kobo's answers, our columns as questions of a group; `readKoboJson` gives the same reports back. */
export async function* writeKoboJson(reports: ReportStream): AsyncGenerator<Uint8Array, void, undefined> {
  let text = `{"next":null,"previous":null,"results":[`;
  let count = 0;
  for await (const report of reports) {
    text += `${count === 0 ? "\n" : ",\n"}${JSON.stringify(submissionOf(report))}`;
    count += 1;
    if (text.length < 1 << 16) continue;
    yield strToU8(text);
    text = "";
  }
  yield strToU8(`${text}\n],"count":${count}}\n`);
}

function submissionOf(report: ReportDraft): Submission {
  const { drawnAt } = report.where;
  const { toolReview: review } = report;
  const answers = Object.entries(formatReportCells(report)).map(([column, cell]) => [ownGroup + column, cell]);
  return {
    _uuid: report.id,
    _xform_id_string: "truce",
    _submitted_by: report.source ?? null,
    _geolocation: drawnAt === undefined ? [null, null] : [drawnAt.latitude, drawnAt.longitude],
    _attachments: report.attachments.map((filename) => ({ filename })),
    _validation_status:
      review?.tool === "kobo"
        ? { uid: review.status, label: review.status, by_whom: review.by, timestamp: review.at }
        : {},
    ...Object.fromEntries(answers),
  };
}
