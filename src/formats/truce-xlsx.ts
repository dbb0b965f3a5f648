import type { Place, Problem } from "../kit/index.ts";
import type { ByteStream, CsvItem } from "./csv.ts";
import { likenessOfReportHeader } from "./report-columns-header.ts";
import { readReportTable } from "./report-columns-table.ts";
import { excerpt, type ReportItem, type ReportReadOptions } from "./report-item.ts";
import { textOfCell } from "./truce-xlsx-cells.ts";
import { openWorkbook, readSheet, type SheetInfo, type SheetRow, type Workbook } from "./truce-xlsx-parts.ts";
import { isFault, parseZip, type XlsxFault } from "./truce-xlsx-zip.ts";

export { writeTruceXlsx, type XlsxWriteOptions } from "./truce-xlsx-write.ts";

/** Reads reports in Truce's own columns out of a spreadsheet (Office Open XML, ECMA-376), from the first sheet that has them. */
export function readTruceXlsx(
  bytes: ByteStream,
  options: ReportReadOptions = {},
): AsyncGenerator<readonly ReportItem[], void, undefined> {
  return readReportTable(
    readXlsxTable(bytes, { ...options, isTable: (first) => likenessOfReportHeader(first) > 0 }),
    options,
  );
}

export interface XlsxTableOptions {
  readonly file?: string;
  /** The sheet to read. */
  readonly sheet?: string;
  /** Without a name: whether a first row is that of the table looked for. If no sheet has it, the first with anything in it is read. */
  readonly isTable?: (first: readonly string[]) => boolean;
}

/** The file is kept whole, packed: the directory of an archive is at its end, and the texts of a sheet may come after it. */
const longestFile = 128 << 20;
const rowsAtOnce = 256;

/**
 * One sheet as a table: its first row with anything in it is the header, rows with nothing in them do not count. The line of a
 * row is its number in the sheet. A cell whose content is not known breaks its row.
 */
export async function* readXlsxTable(
  bytes: ByteStream,
  options: XlsxTableOptions = {},
): AsyncGenerator<readonly CsvItem[], void, undefined> {
  const place: Place = options.file === undefined ? {} : { file: options.file };
  const whole = await wholeFile(bytes, place);
  yield whole.problems;
  if (whole.bytes === undefined) return;
  const workbook = open(whole.bytes);
  if (isFault(workbook)) return yield [faultAt(workbook, place)];
  const chosen = chooseSheet(workbook, options);
  if (isFault(chosen)) return yield [faultAt(chosen, place)];
  yield notesOnOthers(workbook, chosen, place);
  yield* tableOf(workbook, chosen, place);
}

function open(bytes: Uint8Array): Workbook | XlsxFault {
  const [first, second] = bytes;
  if (first === 0xd0 && second === 0xcf) {
    const message = "this is an old spreadsheet (.xls), or one with a password";
    return { code: "xlsx-old", message, hint: "save it as .xlsx without a password" };
  }
  const zip = parseZip(bytes);
  return isFault(zip) ? zip : openWorkbook(zip);
}

async function wholeFile(
  bytes: ByteStream,
  place: Place,
): Promise<{ readonly bytes: Uint8Array | undefined; readonly problems: readonly CsvItem[] }> {
  const chunks: Uint8Array[] = [];
  const problems: CsvItem[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    if (!(chunk instanceof Uint8Array)) {
      problems.push({ kind: "problem", problem: chunk });
      if (chunk.severity === "error") return { bytes: undefined, problems };
      continue;
    }
    length += chunk.length;
    chunks.push(chunk);
    if (length > longestFile) return { bytes: undefined, problems: [...problems, faultAt(tooLarge, place)] };
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return { bytes: whole, problems };
}

const tooLarge: XlsxFault = {
  code: "xlsx-too-large",
  message: `the spreadsheet is larger than ${longestFile >> 20} MB`,
  hint: "save the table as CSV UTF-8, which may be of any size",
};

function chooseSheet(workbook: Workbook, { sheet, isTable }: XlsxTableOptions): SheetInfo | XlsxFault {
  const visible = workbook.sheets.filter(({ isHidden }) => !isHidden);
  if (sheet !== undefined) {
    const names = workbook.sheets.map(({ name }) => name);
    const hint = `the sheets are ${excerpt(names.join(", "))}`;
    const none: XlsxFault = { code: "xlsx-no-sheet", message: `there is no sheet ${excerpt(sheet)}`, hint };
    return workbook.sheets.find(({ name }) => name === sheet) ?? none;
  }
  let filled: SheetInfo | undefined;
  for (const candidate of visible.length === 0 ? workbook.sheets : visible) {
    const first = firstRow(workbook, candidate);
    if (isFault(first)) return first;
    if (first.length === 0) continue;
    if (isTable === undefined || isTable(first)) return candidate;
    filled ??= candidate;
  }
  const hint = "the first row of the sheet names the columns, one report a row below it";
  return filled ?? { code: "xlsx-empty", message: "the spreadsheet has nothing in it", hint };
}

/** The first row with anything in it. */
function firstRow(workbook: Workbook, sheet: SheetInfo): readonly string[] | XlsxFault {
  for (const row of readSheet(workbook, sheet)) {
    if (isFault(row)) return row;
    const { fields } = fieldsOf(workbook, row);
    if (fields.some((field) => field.trim() !== "")) return fields;
  }
  return [];
}

function notesOnOthers({ sheets }: Workbook, chosen: SheetInfo, at: Place): readonly CsvItem[] {
  const others = sheets.filter(({ part, name }) => part !== chosen.part && name !== "columns").map(({ name }) => name);
  if (others.length === 0) return [];
  const message = `only the sheet “${excerpt(chosen.name)}” is read, not ${excerpt(others.join(", "))}`;
  return [{ kind: "problem", problem: { code: "xlsx-other-sheets", severity: "note", at, message } }];
}

function* tableOf(workbook: Workbook, sheet: SheetInfo, place: Place): Generator<readonly CsvItem[], void> {
  let items: CsvItem[] = [];
  let header: readonly string[] | undefined;
  let count = 0;
  let isBeyondNoted = false;
  for (const row of readSheet(workbook, sheet)) {
    if (isFault(row)) {
      items.push(faultAt(row, place));
      break;
    }
    const { fields, broken, isBeyond } = fieldsOf(workbook, row, header?.length);
    if (broken === undefined && fields.every((field) => field.trim() === "")) continue;
    if (header === undefined) header = fields;
    else count += 1;
    const at = { ...place, line: row.number, ...(count === 0 ? {} : { row: count }) };
    if (isBeyond && !isBeyondNoted) items.push(beyondHeader(at));
    isBeyondNoted ||= isBeyond;
    items.push(
      broken === undefined ? { kind: "row", fields, line: row.number, row: count } : brokenRow(broken, at, header),
    );
    if (count * fields.length > mostCells) {
      items.push(faultAt(tooManyCells, place));
      break;
    }
    if (items.length < rowsAtOnce) continue;
    yield items;
    items = [];
  }
  yield items;
}

function beyondHeader(at: Place): CsvItem {
  const message = "there are cells to the right of the last named column; they are not read";
  return { kind: "problem", problem: { code: "xlsx-beyond-header", severity: "warning", at, message } };
}

/** A million rows of our columns, and a half more. */
const mostCells = 80_000_000;

const tooManyCells: XlsxFault = {
  code: "xlsx-too-much",
  message: "the sheet has more cells than a table of reports has; it was not read further",
  hint: "split the table, or save it as CSV UTF-8",
};

interface BrokenCell {
  readonly column: number;
  readonly message: string;
  readonly hint: string;
}

interface RowFields {
  readonly fields: readonly string[];
  /** The first cell whose content is not known. */
  readonly broken: BrokenCell | undefined;
  /** There is something to the right of the header. */
  readonly isBeyond: boolean;
}

/** The cells of a row as texts, as many as the header has columns. */
function fieldsOf({ strings, formats }: Workbook, { cells }: SheetRow, headerWidth?: number): RowFields {
  const width = headerWidth ?? Math.max(-1, ...cells.keys()) + 1;
  const fields = Array.from({ length: width }, () => "");
  let broken: BrokenCell | undefined;
  let isBeyond = false;
  for (const [column, cell] of cells) {
    const read = textOfCell(cell, strings, formats);
    if (column >= width) isBeyond ||= !read.ok || read.text.trim() !== "";
    else if (read.ok) fields[column] = read.text;
    else if (broken === undefined || column < broken.column) broken = { column, ...read };
  }
  return { fields, broken, isBeyond };
}

function brokenRow({ column, message, hint }: BrokenCell, at: Place, header: readonly string[]): CsvItem {
  const problem: Problem = {
    code: "xlsx-bad-cell",
    severity: "error",
    at: { ...at, field: excerpt(header[column] ?? "") },
    message,
    hint,
  };
  return at.row === undefined ? { kind: "problem", problem } : { kind: "broken", problem };
}

function faultAt(fault: XlsxFault, at: Place): CsvItem {
  return { kind: "problem", problem: { ...fault, severity: "error", at } };
}
