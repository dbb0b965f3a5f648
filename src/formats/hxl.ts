import { strToU8 } from "fflate";
import type { Place, Problem } from "../kit/index.ts";
import { csvLine } from "./csv-line.ts";
import { parseCsv, type ByteStream, type CsvRow } from "./csv.ts";
import { readHxlJson } from "./hxl-json.ts";
import { mostRowsBefore, type HxlColumn, type HxlItem, type HxlOptions } from "./hxl-table.ts";
import { formatHxlTag, isHxlTagRow, mostHxlColumns, parseHxlTag } from "./hxl-tags.ts";
import { excerpt } from "./report-item.ts";

export type { HxlColumn, HxlItem, HxlOptions } from "./hxl-table.ts";
export * from "./hxl-tags.ts";

/** Reads a table, CSV row by row and JSON as a whole. */
export async function* readHxl(
  bytes: ByteStream,
  options: HxlOptions = {},
): AsyncGenerator<readonly HxlItem[], void, undefined> {
  const { start, rest } = await peek(bytes);
  yield* /^\[[[{\]]?$/u.test(start) ? readHxlJson(rest, options) : readHxlCsv(rest, options);
}

/** The first two bytes that are not blank, as letters, and the same stream again. */
async function peek(bytes: ByteStream): Promise<{ readonly start: string; readonly rest: ByteStream }> {
  const iterator = bytes[Symbol.asyncIterator]();
  const taken: (Uint8Array | Problem)[] = [];
  let start = "";
  let length = 0;
  while (start.length < 2 && length < mostBlanks) {
    const next = await iterator.next();
    if (next.done === true) break;
    taken.push(next.value);
    length += next.value instanceof Uint8Array ? next.value.length : 0;
    for (let at = 0; next.value instanceof Uint8Array && at < next.value.length && start.length < 2; at++) {
      const byte = next.value[at] ?? 0;
      if (!blanks.includes(byte)) start += String.fromCharCode(byte);
    }
  }
  async function* rest(): AsyncGenerator<Uint8Array | Problem, void, undefined> {
    yield* taken;
    for (;;) {
      const next = await iterator.next();
      if (next.done === true) return;
      yield next.value;
    }
  }
  return { start, rest: rest() };
}

/** A file with more blanks than this before anything else is not looked through. */
const mostBlanks = 1 << 20;

/** Blanks of JSON, and the bytes of a byte order mark. */
const blanks = [0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf];

async function* readHxlCsv(
  bytes: ByteStream,
  options: HxlOptions,
): AsyncGenerator<readonly HxlItem[], void, undefined> {
  const file = options.file === undefined ? {} : { file: options.file };
  const search = new TagSearch(file);
  let hasTrouble = false;
  for await (const batch of parseCsv(bytes, { ...file, isHeader: isHxlTagRow, mostBefore: mostRowsBefore })) {
    const items: HxlItem[] = [];
    for (const item of batch) {
      if (item.kind === "broken") items.push({ kind: "refused", problem: item.problem });
      else if (item.kind === "problem") {
        items.push(item);
        hasTrouble ||= item.problem.severity === "error";
      } else if (search.isFound) items.push(rowOf(item, file));
      else if (item.row > 0) return yield [...items, search.failed()];
      else items.push(...search.take(item));
    }
    yield items;
  }
  if (!search.isFound && !hasTrouble) yield [search.failed()];
}

function rowOf({ fields, line, row }: CsvRow, file: Place): HxlItem {
  return { kind: "row", values: fields, at: { ...file, line, row } };
}

/** Looks for the hashtags among the first rows, and remembers what stood above them. */
class TagSearch {
  isFound = false;
  readonly #file: Place;
  #above: readonly string[] = [];
  /** The row that comes nearest to hashtags. */
  #nearly: CsvRow | undefined;
  #rows = 0;

  constructor(file: Place) {
    this.#file = file;
  }

  take(row: CsvRow): readonly HxlItem[] {
    this.#rows++;
    if (!isHxlTagRow(row.fields)) {
      this.#above = row.fields;
      if (row.fields.some((field) => field.trim().startsWith("#"))) this.#nearly ??= row;
      return [];
    }
    this.isFound = true;
    const columns = row.fields.map((field, index): HxlColumn => ({
      tag: parseHxlTag(field),
      header: this.#above[index] ?? "",
    }));
    return [{ kind: "columns", columns, form: "csv" }];
  }

  failed(): HxlItem {
    if (this.#nearly !== undefined && this.#nearly.fields.length > mostHxlColumns) {
      const at = { ...this.#file, line: this.#nearly.line };
      const message = `this row has more than ${mostHxlColumns} columns`;
      return { kind: "problem", problem: { code: "hxl-too-many-columns", severity: "error", at, message } };
    }
    if (this.#nearly !== undefined) {
      const { fields, line } = this.#nearly;
      const wrong = fields.filter((field) => field.trim() !== "" && parseHxlTag(field) === undefined);
      const message = `this row would be hashtags if ${wrong
        .slice(0, 5)
        .map((field) => `“${excerpt(field)}”`)
        .join(", ")} were`;
      const hint = "write a hashtag such as #adm1+name, or leave the cell blank";
      const at = { ...this.#file, line };
      return { kind: "problem", problem: { code: "hxl-broken-tags", severity: "error", at, message, hint } };
    }
    const message =
      this.#rows === 0 ? "the file is empty" : `there is no row of hashtags among the first ${mostRowsBefore + 1} rows`;
    const hint = "put a row such as #event+id,#date+start,#adm1+name below the headers";
    return { kind: "problem", problem: { code: "hxl-no-tags", severity: "error", at: this.#file, message, hint } };
  }
}

/** A table in memory. */
export interface HxlTable {
  readonly columns: readonly HxlColumn[];
  readonly rows: readonly (readonly string[])[];
}

/** The lines of a table as CSV: headers, unless all are blank, then hashtags, then data. Without line ends. */
export function formatHxlHead(columns: readonly HxlColumn[]): readonly (readonly string[])[] {
  const tags = columns.map(({ tag }) => (tag === undefined ? "" : formatHxlTag(tag)));
  const headers = columns.map(({ header }) => header);
  return headers.every((header) => header === "") ? [tags] : [headers, tags];
}

/** The table as CSV. Needs a hashtag in one column at least, without which nobody would know it for HXL. */
export function formatHxlCsv({ columns, rows }: HxlTable): Uint8Array {
  return strToU8([...formatHxlHead(columns), ...rows].map((cells) => `${csvLine(cells)}\r\n`).join(""));
}

/** The table as JSON, an array of rows each of which is an array. */
export function formatHxlJson({ columns, rows }: HxlTable): Uint8Array {
  const lines = [...formatHxlHead(columns), ...rows].map((cells) => JSON.stringify(cells));
  return strToU8(`[\n${lines.join(",\n")}\n]\n`);
}
