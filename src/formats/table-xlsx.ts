import { guardedCell } from "./report-columns-guard.ts";
import { columnLetters } from "./truce-xlsx-cells.ts";
import { Archive, cellXml, fixedParts, rowXml, sheetStart } from "./truce-xlsx-sheets.ts";

export type TableCell = string | number | null;

export interface TableSheets {
  /** Names of the two sheets; neither has a character that XML or a spreadsheet objects to. */
  readonly names: readonly [rows: string, about: string];
  readonly columns: readonly string[];
  /** What there is to say about the table, in lines of a name and a value. */
  readonly about: readonly (readonly [name: string, value: string])[];
}

/** Rows that a sheet holds besides its header (Excel specifications and limits). */
export const MOST_SHEET_ROWS = 1_048_575;
const LONGEST_CELL = 32_767;
const ROWS_AT_ONCE = 200;

/**
 * Any table as a spreadsheet, a few rows in memory at a time, with a second sheet that says what the table is.
 * @throws RangeError if there are more rows than a sheet holds, or more in a cell than it takes: nothing is cut short in silence.
 */
export async function* writeTableXlsx(
  rows: AsyncIterable<readonly TableCell[]>,
  { names, columns, about }: TableSheets,
): AsyncGenerator<Uint8Array, void> {
  const archive = new Archive();
  for (const [name, text] of fixedParts(...names)) archive.add(name, text);
  const sheet = archive.begin("xl/worksheets/sheet1.xml");
  const titles = columns.map((column) => cellXml(column, { style: 2 }));
  const widths = columns.map(() => 20);
  sheet.write(`${sheetStart(false, widths)}${rowXml(titles, 1)}`);
  let text = "";
  let count = 1;
  for await (const row of rows) {
    count += 1;
    if (count > MOST_SHEET_ROWS + 1) throw new RangeError("more rows than a sheet holds");
    text += rowXml(row.map(tableCell), count);
    if (count % ROWS_AT_ONCE !== 0) continue;
    sheet.write(text);
    text = "";
    yield* archive.taken();
  }
  sheet.write(
    `${text}</sheetData><autoFilter ref="A1:${columnLetters(columns.length - 1)}${count}"/></worksheet>`,
    true,
  );
  archive.add("xl/worksheets/sheet2.xml", aboutSheet(about));
  archive.end();
  yield* archive.taken();
}

function tableCell(value: TableCell): string {
  if (value === null || value === "") return "";
  if (typeof value === "number") return cellXml(String(value), { number: true });
  const shown = guardedCell(value);
  if (shown.length > LONGEST_CELL) throw new RangeError("more than a cell takes");
  return cellXml(shown, { style: 1 });
}

function aboutSheet(about: TableSheets["about"]): string {
  const rows = about.map(([name, value], i) =>
    rowXml([cellXml(name, { style: 2 }), cellXml(guardedCell(value).slice(0, LONGEST_CELL), { style: 3 })], i + 1),
  );
  return `${sheetStart(false, [24, 80])}${rows.join("")}</sheetData></worksheet>`;
}
