import type { ReportDraft } from "../domain/index.ts";
import type { Problem } from "../kit/index.ts";
import { aboutColumn, columnTitle, reportColumns, type ColumnLanguage } from "./report-columns.ts";
import { guardedCell } from "./report-columns-guard.ts";
import { formatReportCells } from "./report-columns-write.ts";
import { excerpt } from "./report-item.ts";
import type { ReportStream, TableWriteOptions } from "./truce-csv.ts";
import { columnLetters } from "./truce-xlsx-cells.ts";
import { Archive, cellXml, fixedParts, rowXml, sheetStart } from "./truce-xlsx-sheets.ts";

export interface XlsxWriteOptions extends TableWriteOptions {
  /** Columns run from right to left. Unset: as the language of their names does. */
  readonly rightToLeft?: boolean;
}

/** What spreadsheet programs take in one cell and in one sheet (Excel specifications and limits). */
const longestCell = 32_767;
const mostRows = 1_048_576;
const rowsAtOnce = 200;

/**
 * Writes reports as a spreadsheet: a sheet `reports` with all columns, and a sheet `columns` that says what each holds.
 * `readTruceXlsx` gives the same reports back. What does not fit in a cell or a sheet is an error among the bytes, and the file
 * ends there unusable: an export is never cut short in silence.
 */
export async function* writeTruceXlsx(
  reports: ReportStream,
  { language = "en", rightToLeft = language === "ar" }: XlsxWriteOptions = {},
): AsyncGenerator<Uint8Array | Problem, void, undefined> {
  const archive = new Archive();
  for (const [name, text] of fixedParts("reports", "columns")) archive.add(name, text);
  const sheet = archive.begin("xl/worksheets/sheet1.xml");
  const titles = reportColumns.map((column) => cellXml(columnTitle(column, language), { style: 2 }));
  sheet.write(`${sheetStart(rightToLeft, columnWidths)}${rowXml(titles, 1)}`);
  let text = "";
  let count = 1;
  for await (const report of reports) {
    count += 1;
    const row = reportRow(report, count);
    if (typeof row !== "string") return yield row;
    text += row;
    if (count % rowsAtOnce !== 0) continue;
    sheet.write(text);
    text = "";
    yield* archive.taken();
  }
  sheet.write(
    `${text}</sheetData><autoFilter ref="A1:${columnLetters(reportColumns.length - 1)}${count}"/></worksheet>`,
    true,
  );
  archive.add("xl/worksheets/sheet2.xml", columnsSheet(language, rightToLeft));
  archive.end();
  yield* archive.taken();
}

function reportRow(report: ReportDraft, number: number): string | Problem {
  const cells = formatReportCells(report);
  if (number > mostRows) return tooMuch(report, `a sheet has no more than ${mostRows} rows`);
  const row: string[] = [];
  for (const column of reportColumns) {
    const isNumber = aboutColumn(column).holds === "number";
    const cell = cells[column] ?? "";
    const shown = isNumber ? cell : guardedCell(cell);
    if (shown.length > longestCell)
      return tooMuch(report, `its ${column} has ${shown.length} letters and a cell holds ${longestCell}`);
    row.push(shown === "" ? "" : cellXml(shown, isNumber ? { number: true } : { style: 1 }));
  }
  return rowXml(row, number);
}

function tooMuch({ id }: ReportDraft, why: string): Problem {
  const message = `report ${excerpt(id)} does not fit in a spreadsheet: ${why}; the file is not finished`;
  return { code: "xlsx-does-not-fit", severity: "error", at: {}, message, hint: "export as CSV or JSON Lines" };
}

function columnsSheet(language: ColumnLanguage, rightToLeft: boolean): string {
  const titles = ["column", "بالعربية", "what stands in it", "words", "example", "HXL"];
  const rows = reportColumns.map((column) => {
    const { arabic, about, words = [], example, hxl = "" } = aboutColumn(column);
    return [columnTitle(column, language), language === "ar" ? column : arabic, about, words.join(", "), example, hxl];
  });
  const named = language === "ar" ? ["العمود", "in English", ...titles.slice(2)] : titles;
  const xml = [named, ...rows].map((cells, index) =>
    rowXml(
      cells.map((cell) => cellXml(guardedCell(cell), { style: index === 0 ? 2 : 3 })),
      index + 1,
    ),
  );
  return `${sheetStart(rightToLeft, [24, 28, 80, 40, 40, 30])}${xml.join("")}</sheetData></worksheet>`;
}

const columnWidths = reportColumns.map((column) =>
  column === "narrative" ? 60 : aboutColumn(column).holds === "number" ? 10 : 20,
);
