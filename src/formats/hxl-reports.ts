import { strToU8 } from "fflate";
import type { ReportDraft } from "../domain/index.ts";
import { formatDate, type Place, type Problem } from "../kit/index.ts";
import { parseAcledDate } from "./acled-csv.ts";
import { csvLine } from "./csv-line.ts";
import type { ByteStream } from "./csv.ts";
import { formatHxlHead, readHxl, type HxlColumn } from "./hxl.ts";
import { endTag, hxlTagOf, layoutOf, startTag, type HxlLayout, type HxlUse } from "./hxl-reports-columns.ts";
import { aboutColumn, reportColumns, type ReportCells, type ReportColumn } from "./report-columns.ts";
import { guardedCell, unguardedCell } from "./report-columns-guard.ts";
import { formatList, formatToolReview } from "./report-columns-lists.ts";
import { createReportCellsParser } from "./report-columns-read.ts";
import { formatReportCells } from "./report-columns-write.ts";
import { excerpt, refusedRow, type ReportItem, type ReportReadOptions } from "./report-item.ts";
import type { ReportStream } from "./truce-csv.ts";

/** Reads reports out of a table with hashtags, CSV or JSON: those that we write, and others that say when it was and which. */
export async function* readHxlReports(
  bytes: ByteStream,
  options: ReportReadOptions = {},
): AsyncGenerator<readonly ReportItem[], void, undefined> {
  const file: Place = options.file === undefined ? {} : { file: options.file };
  const parser = createReportCellsParser(options);
  let table: { readonly layout: HxlLayout; readonly isCsv: boolean } | undefined;
  for await (const batch of readHxl(bytes, file)) {
    const items: ReportItem[] = [];
    for (const item of batch) {
      if (item.kind === "problem") items.push(item);
      else if (item.kind === "refused") items.push(refusedRow(item.problem));
      else if (item.kind === "columns") {
        table = { layout: layoutOf(item.columns, file), isCsv: item.form === "csv" };
        items.push(...table.layout.problems.map((problem) => ({ kind: "problem", problem }) as const));
        if (!table.layout.isUsable) return yield items;
      } else if (table !== undefined) {
        const values = table.isCsv ? item.values.map(unguardedCell) : item.values;
        items.push(parser.parse(cellsOf(values, table.layout), item.at));
      }
    }
    yield items;
  }
}

type Mutable = Partial<Record<ReportColumn, string>>;

/** The cells of a row under the names of our columns. */
function cellsOf(values: readonly string[], { uses }: HxlLayout): ReportCells {
  const cells: Mutable = {};
  const divisions: { readonly level: number; readonly isCode: boolean; readonly name: string }[] = [];
  const harm: HarmCell[] = [];
  const statuses: string[] = [];
  const times: { start?: string; end?: string } = {};
  for (const { use, index } of uses) {
    const value = values[index] ?? "";
    if (value.trim() === "") continue;
    if (use.is === "column") cells[use.column] ??= columnValue(use.column, value);
    else if (use.is === "start" || use.is === "end") times[use.is] = plainDate(value);
    else if (use.is === "division") divisions.push({ ...use, name: value.trim() });
    else if (use.is === "harm") harm.push({ ...use, count: value.trim() });
    else if (use.is === "status") statuses.push(use.of === "" ? value.trim() : `${use.of}: ${value.trim()}`);
    else if (use.is === "address") cells.citations = joinLists(cells.citations, formatList([value.trim()]));
    else if (cells.side_a === undefined) [cells.side_a, cells.direction] = [value, "a-on-b"];
  }
  const isEndKnown = uses.some(({ use }) => use.is === "end");
  cells.when ??= whenOf(times, isEndKnown);
  cells.within ??= formatList(withoutCodes(divisions));
  cells.harm = joinLists(cells.harm, harmList(harm));
  if (statuses.length > 0)
    cells.tool_review ??= formatToolReview({ tool: "HXL", status: statuses.join("; "), by: undefined, at: undefined });
  const filled = Object.entries(cells).filter(([, cell]) => cell !== undefined && cell !== "");
  return Object.fromEntries(filled) as ReportCells;
}

function columnValue(column: ReportColumn, value: string): string {
  return column === "when" || column === "reported" ? plainDate(value) : value;
}

/** A date in words of which there is no doubt, as ISO writes it: `1 March 2015`. */
function plainDate(value: string): string {
  const date = parseAcledDate(value.trim());
  return date === undefined ? value : formatDate(date);
}

/** A blank end of a column of ends is an end that is not known. Without such a column, the start is all there was. */
function whenOf({ start, end }: { start?: string; end?: string }, isEndKnown: boolean): string {
  if (start === undefined) return end === undefined ? "" : `../${end}`;
  if (end === start && start !== "..") return start;
  return isEndKnown ? `${start}/${end ?? ".."}` : start;
}

/** Divisions from the smallest to the largest, by name where there is one. */
function withoutCodes(
  divisions: readonly { readonly level: number; readonly isCode: boolean; readonly name: string }[],
) {
  return [5, 4, 3, 2, 1].flatMap((level) => {
    const ofLevel = divisions.filter((division) => division.level === level);
    const found = ofLevel.find(({ isCode }) => !isCode) ?? ofLevel[0];
    return found === undefined ? [] : [found.name];
  });
}

type HarmCell = Extract<HxlUse, { readonly is: "harm" }> & { readonly count: string };

/** `killed women 1..2`, as the column of ours writes it. */
function harmList(cells: readonly HarmCell[]): string {
  const keys = [...new Set(cells.map(({ what, whom }) => `${what} ${whom}`))];
  const items = keys.map((key) => {
    const same = cells.filter(({ what, whom }) => `${what} ${whom}` === key);
    const of = (end: HarmCell["end"]): string | undefined => same.find((cell) => cell.end === end)?.count;
    const both = of("both");
    return `${key} ${both ?? `${of("least") ?? ""}..${of("most") ?? ""}`}`;
  });
  return formatList(items);
}

function joinLists(a: string | undefined, b: string): string {
  return a === undefined || a === "" ? b : b === "" ? a : `${a}; ${b}`;
}

const columns: readonly HxlColumn[] = reportColumns.flatMap((column): HxlColumn[] =>
  column === "when"
    ? [
        { header: "start", tag: startTag },
        { header: "end", tag: endTag },
      ]
    : [{ header: column, tag: hxlTagOf(column) }],
);

export interface HxlWriteOptions {
  /** Unset: CSV. */
  readonly form?: "csv" | "json";
}

const pieceLength = 1 << 16;
/** What the reader takes for one row; a longer row could be written and not read. */
const longestRow = (1 << 20) - 1;

/** Writes reports as a table with hashtags; `readHxlReports` gives the same reports back. */
export async function* writeHxlReports(
  reports: ReportStream,
  { form = "csv" }: HxlWriteOptions = {},
): AsyncGenerator<Uint8Array | Problem, void, undefined> {
  const isCsv = form === "csv";
  const head = formatHxlHead(columns).map((cells) => (isCsv ? csvLine(cells) : JSON.stringify(cells)));
  let text = isCsv ? head.map((line) => `${line}\r\n`).join("") : `[\n${head.join(",\n")}`;
  for await (const report of reports) {
    const line = isCsv ? csvLine(csvCells(report)) : JSON.stringify(rowOf(report));
    if (isCsv && line.length * 3 > longestRow && strToU8(line).length > longestRow) {
      yield strToU8(text);
      return yield tooLong(report);
    }
    text += isCsv ? `${line}\r\n` : `,\n${line}`;
    if (text.length < pieceLength) continue;
    yield strToU8(text);
    text = "";
  }
  yield strToU8(isCsv ? text : `${text}\n]\n`);
}

function tooLong({ id }: ReportDraft): Problem {
  const message = `report ${excerpt(id)} has more than ${longestRow} bytes and does not fit in a row; nothing after it was written`;
  return { code: "report-too-long", severity: "error", at: {}, message, hint: "export it as JSON" };
}

function rowOf(report: ReportDraft): readonly string[] {
  const cells = formatReportCells(report);
  const [start = "", end = start] = cells.when?.split("/") ?? [];
  return reportColumns.flatMap((column) => (column === "when" ? [start, end] : [cells[column] ?? ""]));
}

/** Cells that a spreadsheet may calculate with. */
const isNumber = reportColumns.flatMap((column) =>
  column === "when" ? [false, false] : [aboutColumn(column).holds === "number"],
);

function csvCells(report: ReportDraft): readonly string[] {
  return rowOf(report).map((cell, index) => {
    // A zero byte is no text, and no reader takes a file with one for a table.
    const text = cell.replaceAll("\0", "\uFFFD");
    return isNumber[index] === true ? text : guardedCell(text);
  });
}
