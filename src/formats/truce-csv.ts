import { strToU8 } from "fflate";
import type { ReportDraft } from "../domain/index.ts";
import type { Problem } from "../kit/index.ts";
import { csvLine } from "./csv-line.ts";
import { parseCsv, type ByteStream } from "./csv.ts";
import { aboutColumn, columnTitle, reportColumns, type ColumnLanguage } from "./report-columns.ts";
import { guardedCell } from "./report-columns-guard.ts";
import { readReportTable } from "./report-columns-table.ts";
import { formatReportCells } from "./report-columns-write.ts";
import { excerpt, type ReportItem, type ReportReadOptions } from "./report-item.ts";

/** Reads reports in Truce's own columns out of comma-separated values (RFC 4180, UTF-8), one row in memory at a time. */
export function readTruceCsv(
  bytes: ByteStream,
  options: ReportReadOptions = {},
): AsyncGenerator<readonly ReportItem[], void, undefined> {
  return readReportTable(parseCsv(bytes, options.file === undefined ? {} : { file: options.file }), options);
}

export interface TableWriteOptions {
  /** Of the names of the columns. Both are read. Unset: English. */
  readonly language?: ColumnLanguage;
}

export interface CsvWriteOptions extends TableWriteOptions {
  /** A byte order mark first, without which Excel takes UTF-8 for another encoding. */
  readonly bom?: boolean;
  /** A second header row of HXL hashtags. */
  readonly hxl?: boolean;
}

/** Reports as they come, from memory or from a store. */
export type ReportStream = AsyncIterable<ReportDraft> | Iterable<ReportDraft>;

const pieceLength = 1 << 16;

/** What the reader takes for one row; a longer row could be written and not read. */
const longestRow = (1 << 20) - 1;

/**
 * Writes reports as a table of all columns; `readTruceCsv` gives the same reports back. A report that does not fit in a row is
 * an error among the bytes, and the file ends there: an export is never cut short in silence.
 */
export async function* writeTruceCsv(
  reports: ReportStream,
  { language = "en", bom = false, hxl = false }: CsvWriteOptions = {},
): AsyncGenerator<Uint8Array | Problem, void, undefined> {
  const titles = csvLine(reportColumns.map((column) => columnTitle(column, language)));
  const tags = csvLine(reportColumns.map((column) => aboutColumn(column).hxl ?? ""));
  let text = `${bom ? "\uFEFF" : ""}${titles}\r\n${hxl ? `${tags}\r\n` : ""}`;
  for await (const report of reports) {
    const line = `${reportLine(report)}\r\n`;
    if (line.length * 3 > longestRow && strToU8(line).length > longestRow) {
      yield strToU8(text);
      return yield tooLong(report);
    }
    text += line;
    if (text.length < pieceLength) continue;
    yield strToU8(text);
    text = "";
  }
  yield strToU8(text);
}

function reportLine(report: ReportDraft): string {
  const cells = formatReportCells(report);
  return csvLine(
    reportColumns.map((column) => {
      // A zero byte is no text, and no reader takes a file with one for a table.
      const cell = (cells[column] ?? "").replaceAll("\0", "\uFFFD");
      return aboutColumn(column).holds === "number" ? cell : guardedCell(cell);
    }),
  );
}

function tooLong({ id }: ReportDraft): Problem {
  return {
    code: "report-too-long",
    severity: "error",
    at: {},
    message: `report ${excerpt(id)} has more than ${longestRow} bytes and does not fit in a row; nothing after it was written`,
    hint: "export as JSON Lines, which has no such limit",
  };
}
