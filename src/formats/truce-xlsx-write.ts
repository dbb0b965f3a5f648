import { strToU8, Zip, ZipDeflate } from "fflate";
import type { ReportDraft } from "../domain/index.ts";
import type { Problem } from "../kit/index.ts";
import { aboutColumn, columnTitle, reportColumns, type ColumnLanguage } from "./report-columns.ts";
import { guardedCell } from "./report-columns-guard.ts";
import { formatReportCells } from "./report-columns-write.ts";
import { excerpt } from "./report-item.ts";
import type { ReportStream, TableWriteOptions } from "./truce-csv.ts";
import { columnLetters, escapedXml } from "./truce-xlsx-cells.ts";

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
  for (const [name, text] of fixedParts) archive.add(name, text);
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

/** An archive whose bytes are taken as they come. Its dates are those of the beginning of the format: the same reports are the same bytes. */
class Archive {
  readonly #bytes: Uint8Array[] = [];
  readonly #zip = new Zip((error, piece) => {
    if (error) throw error;
    this.#bytes.push(piece);
  });

  begin(name: string): { write(text: string, isLast?: boolean): void } {
    const part = new ZipDeflate(name, { level: 6 });
    part.mtime = new Date(1980, 0, 1);
    this.#zip.add(part);
    return { write: (text, isLast = false) => part.push(strToU8(text), isLast) };
  }

  add(name: string, text: string): void {
    this.begin(name).write(text, true);
  }

  end(): void {
    this.#zip.end();
  }

  taken(): Uint8Array[] {
    return this.#bytes.splice(0);
  }
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

/** A cell with a place still to be put in. */
function cellXml(text: string, { style, number }: { readonly style?: number; readonly number?: boolean }): string {
  if (number) return `<c><v>${text}</v></c>`;
  return `<c s="${style ?? 0}" t="inlineStr"><is><t xml:space="preserve">${escapedXml(text)}</t></is></c>`;
}

function rowXml(cells: readonly string[], number: number): string {
  const placed = cells.map((cell, index) => cell && cell.replace("<c", `<c r="${columnLetters(index)}${number}"`));
  return `<row r="${number}">${placed.join("")}</row>`;
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

const head = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n`;
const main = `http://schemas.openxmlformats.org/spreadsheetml/2006/main`;
const office = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`;

function sheetStart(rightToLeft: boolean, widths: readonly number[]): string {
  const direction = rightToLeft ? ` rightToLeft="1"` : "";
  const columns = widths.map(
    (width, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`,
  );
  return (
    `${head}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"${direction}>` +
    `<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>` +
    `<cols>${columns.join("")}</cols><sheetData>`
  );
}

/** Styles: 0 plain, 1 text that stays text when it is edited, 2 a title, 3 text over several lines. */
const styles =
  `${head}<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>` +
  `<font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill>` +
  `<fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
  `<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4">` +
  `<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>` +
  `<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
  `<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>` +
  `<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>` +
  `</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;

const contentType = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** The parts that are the same in every file. */
const fixedParts: readonly (readonly [name: string, text: string])[] = [
  [
    "[Content_Types].xml",
    `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
      `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
      `<Default Extension="xml" ContentType="application/xml"/>` +
      `<Override PartName="/xl/workbook.xml" ContentType="${contentType}.sheet.main+xml"/>` +
      `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${contentType}.worksheet+xml"/>` +
      `<Override PartName="/xl/worksheets/sheet2.xml" ContentType="${contentType}.worksheet+xml"/>` +
      `<Override PartName="/xl/styles.xml" ContentType="${contentType}.styles+xml"/></Types>`,
  ],
  [
    "_rels/.rels",
    `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
      `<Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  ],
  [
    "xl/workbook.xml",
    `${head}<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="reports" sheetId="1" r:id="rId1"/>` +
      `<sheet name="columns" sheetId="2" r:id="rId2"/></sheets></workbook>`,
  ],
  [
    "xl/_rels/workbook.xml.rels",
    `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
      `<Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/>` +
      `<Relationship Id="rId2" Type="${office}/worksheet" Target="worksheets/sheet2.xml"/>` +
      `<Relationship Id="rId3" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
  ],
  ["xl/styles.xml", styles],
];
