import { decodeUtf8, type Place, type Problem } from "../kit/index.ts";
import type { ByteStream } from "./csv.ts";
import { mostRowsBefore, type HxlColumn, type HxlItem, type HxlOptions } from "./hxl-table.ts";
import { isHxlTagRow, mostHxlColumns, parseHxlTag } from "./hxl-tags.ts";
import { excerpt } from "./report-item.ts";

/** JSON cannot be read row by row: a file longer than this is refused before it fills the memory. */
const longestFile = 1 << 26;

/** Both forms of HXL in JSON: an array of arrays with a row of hashtags, or an array of objects whose keys are hashtags. */
export async function* readHxlJson(
  bytes: ByteStream,
  options: HxlOptions,
): AsyncGenerator<readonly HxlItem[], void, undefined> {
  const file = options.file === undefined ? {} : { file: options.file };
  const read = await collect(bytes, file);
  yield read.items;
  if (read.text === undefined) return;
  const rows = parseRows(read.text);
  if (!Array.isArray(rows)) {
    yield [trouble({ ...(rows as Fault), severity: "error", at: file })];
    return;
  }
  const isObjects =
    rows.length > 0 && rows.every((row) => typeof row === "object" && row !== null && !Array.isArray(row));
  yield isObjects ? fromObjects(rows as Readonly<Record<string, unknown>>[], file) : fromArrays(rows, file);
}

type Fault = Pick<Problem, "code" | "message" | "hint">;

function trouble(problem: Problem): HxlItem {
  return { kind: "problem", problem };
}

interface Collected {
  readonly items: readonly HxlItem[];
  readonly text: string | undefined;
}

async function collect(bytes: ByteStream, file: Place): Promise<Collected> {
  const items: HxlItem[] = [];
  const parts: Uint8Array[] = [];
  let length = 0;
  let isCut = false;
  for await (const part of bytes) {
    if (!(part instanceof Uint8Array)) {
      items.push(trouble(part));
      isCut ||= part.severity === "error";
      continue;
    }
    length += part.length;
    if (length > longestFile) {
      const message = `the JSON is longer than ${longestFile} bytes`;
      const hint = "give it as CSV, which is read row by row";
      items.push(trouble({ code: "hxl-json-too-long", severity: "error", at: file, message, hint }));
      return { items, text: undefined };
    }
    parts.push(part);
  }
  if (isCut) return { items, text: undefined };
  const all = new Uint8Array(length);
  parts.reduce((at, part) => (all.set(part, at), at + part.length), 0);
  const from = all[0] === 0xef && all[1] === 0xbb && all[2] === 0xbf ? 3 : 0;
  const decoded = decodeUtf8(all, from);
  if (decoded.ok) return { items, text: decoded.text };
  const at = { ...file, line: lineAt(all, decoded.wrongAt) };
  const message = "this is not UTF-8 text";
  items.push(trouble({ code: "hxl-not-utf8", severity: "error", at, message, hint: "save the file as UTF-8" }));
  return { items, text: undefined };
}

function lineAt(bytes: Uint8Array, end: number): number {
  let line = 1;
  for (let at = bytes.indexOf(0x0a); at >= 0 && at < end; at = bytes.indexOf(0x0a, at + 1)) line++;
  return line;
}

/** A number as it was written, so that 1.0 stays 1.0 and long ids keep their last digits. */
class WrittenNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

function parseRows(text: string): readonly unknown[] | Fault {
  try {
    const reviver = (_: string, value: unknown, context?: { readonly source?: string }): unknown =>
      typeof value === "number" ? new WrittenNumber(context?.source ?? String(value)) : value;
    const rows: unknown = JSON.parse(text, reviver);
    if (Array.isArray(rows)) return rows;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const hint = "look for a comma too many or a quote left open";
    return { code: "hxl-bad-json", message: `this is no JSON: ${excerpt(message)}`, hint };
  }
  return {
    code: "hxl-bad-json",
    message: "this JSON is no list of rows",
    hint: "give an array of arrays or of objects",
  };
}

/** The text of a cell; `undefined` if it is a list or an object. */
function cellText(value: unknown): string | undefined {
  if (value instanceof WrittenNumber) return value.text;
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return value;
  return typeof value === "boolean" ? String(value) : undefined;
}

function fromArrays(rows: readonly unknown[], file: Place): readonly HxlItem[] {
  const texts = rows.map((row) => (Array.isArray(row) ? row.map(cellText) : undefined));
  const head = texts
    .slice(0, mostRowsBefore + 1)
    .findIndex((row) => row !== undefined && isHxlTagRow(row.map((cell) => cell ?? "[]")));
  if (head < 0) {
    const message = `there is no row of hashtags among the first ${mostRowsBefore + 1} rows`;
    const hint = 'put a row such as ["#event+id", "#date+start"] below the headers';
    return [trouble({ code: "hxl-no-tags", severity: "error", at: file, message, hint })];
  }
  const columns = (texts[head] ?? []).map((text, index): HxlColumn => ({
    tag: parseHxlTag(text ?? ""),
    header: texts[head - 1]?.[index] ?? "",
  }));
  const items = texts
    .slice(head + 1)
    .map((cells, index): HxlItem => rowOf(cells, { columns, at: { ...file, row: index + 1 } }));
  return [{ kind: "columns", columns, form: "json" }, ...items];
}

interface Spot {
  readonly columns: readonly HxlColumn[];
  readonly at: Place;
}

function rowOf(cells: readonly (string | undefined)[] | undefined, { columns, at }: Spot): HxlItem {
  if (cells === undefined) return refused(at, "this row is no list of cells");
  const nested = cells.indexOf(undefined);
  if (nested >= 0) return refused(at, `cell ${nested + 1} is a list or an object, not a value`);
  const extra = cells.slice(columns.length).some((cell) => cell?.trim() !== "");
  if (extra) return refused(at, `this row has ${cells.length} values, the hashtags are ${columns.length}`);
  return { kind: "row", values: columns.map((_, index) => cells[index] ?? ""), at };
}

function refused(at: Place, message: string): HxlItem {
  return { kind: "refused", problem: { code: "hxl-bad-row", severity: "error", at, message } };
}

function fromObjects(rows: readonly Readonly<Record<string, unknown>>[], file: Place): readonly HxlItem[] {
  const known = new Set<string>();
  for (const row of rows) {
    for (const key of Object.keys(row)) known.add(key);
    if (known.size <= mostHxlColumns) continue;
    const message = `the objects have more than ${mostHxlColumns} different keys`;
    return [trouble({ code: "hxl-too-many-columns", severity: "error", at: file, message })];
  }
  const keys = [...known];
  const columns = keys.map((key): HxlColumn => {
    const tag = parseHxlTag(key);
    return { tag, header: tag === undefined ? key : "" };
  });
  if (columns.every(({ tag }) => tag === undefined)) {
    const message = "none of the keys is a hashtag";
    const hint = "use keys such as #adm1+name";
    return [trouble({ code: "hxl-no-tags", severity: "error", at: file, message, hint })];
  }
  const items = rows.map((row, index): HxlItem => {
    const cells = keys.map((key) => (Object.hasOwn(row, key) ? cellText(row[key]) : ""));
    return rowOf(cells, { columns, at: { ...file, row: index + 1 } });
  });
  return [{ kind: "columns", columns, form: "json" }, ...items];
}
