import type { Place, Problem } from "../kit/index.ts";
import { isCodeColumn, type ColumnMapping, type DayOrder, type MappedColumn } from "./column-mapping.ts";
import type { CsvRow } from "./csv.ts";
import { aboutColumn, type ReportCells, type ReportColumn } from "./report-columns.ts";
import { unguardedCell } from "./report-columns-guard.ts";
import { asciiDigits, formatList, formatToolReview } from "./report-columns-lists.ts";
import { createReportCellsParser } from "./report-columns-read.ts";
import type { TableRows } from "./report-columns-table.ts";
import { excerpt, refusedRow, type ReportItem, type ReportReadOptions } from "./report-item.ts";

/** Reads somebody else's table by a mapping. A column that the mapping names and the table does not have is an error, and no row is read. */
export async function* readMapped(
  rows: TableRows,
  mapping: ColumnMapping,
  options: ReportReadOptions = {},
): AsyncGenerator<readonly ReportItem[], void, undefined> {
  const place: Place = options.file === undefined ? {} : { file: options.file };
  const parser = createReportCellsParser(zoned(options, mapping));
  const mapper = new CellMapper(mapping);
  let indexOf: ReadonlyMap<string, number> | undefined;
  for await (const batch of rows) {
    const items: ReportItem[] = [];
    for (const item of batch) {
      if (item.kind === "problem") items.push(item);
      else if (item.kind === "broken") items.push(refusedRow(item.problem));
      else if (indexOf === undefined) {
        indexOf = new Map(item.fields.map((name, index): [string, number] => [name.trim(), index]).toReversed());
        const missing = missingColumns(mapping, indexOf, { ...place, line: item.line });
        if (missing.length > 0) return yield [...items, ...missing];
      } else {
        const at = { ...place, line: item.line, row: item.row };
        const { cells, problems } = mapper.map(lookup(item, indexOf), at);
        const row = parser.parse(cells, at);
        items.push({ ...row, problems: [...problems, ...row.problems] });
      }
    }
    yield items;
  }
}

/** The mapping's zone counts where whoever loads the file knows none. */
export function zoned(options: ReportReadOptions, { zone }: ColumnMapping): ReportReadOptions {
  return options.zone !== undefined || zone === undefined ? options : { ...options, zone };
}

function lookup({ fields }: CsvRow, indexOf: ReadonlyMap<string, number>): (source: string) => string | undefined {
  return (source) => {
    const index = indexOf.get(source.trim());
    return index === undefined ? undefined : unguardedCell(fields[index] ?? "");
  };
}

function missingColumns(
  { columns }: ColumnMapping,
  indexOf: ReadonlyMap<string, number>,
  at: Place,
): readonly ReportItem[] {
  const wanted = new Set(columns.flatMap(({ from }) => from.map((name) => name.trim())));
  return [...wanted]
    .filter((name) => !indexOf.has(name))
    .map((name) => {
      const field = excerpt(name);
      const message = `the mapping reads a column "${field}" that the table does not have`;
      const hint = "correct the mapping, or give the table that it was made for";
      return {
        kind: "problem",
        problem: { code: "mapping-missing-column", severity: "error", at: { ...at, field }, message, hint },
      };
    });
}

export interface MappedCells {
  readonly cells: ReportCells;
  readonly problems: readonly Problem[];
}

/** Makes our cells of theirs, row by row. A word of theirs that the mapping does not speak of is unsaid, and noted once. */
export class CellMapper {
  readonly #mapping: ColumnMapping;
  readonly #words: ReadonlyMap<ReportColumn, ReadonlyMap<string, string>>;
  readonly #noted = new Set<string>();

  constructor(mapping: ColumnMapping) {
    this.#mapping = mapping;
    this.#words = new Map(
      mapping.columns.map(({ column, values }) => [
        column,
        new Map(values.map(({ theirs, ours }) => [theirs.trim(), ours])),
      ]),
    );
  }

  map(read: (source: string) => string | undefined, at: Place): MappedCells {
    const cells: Partial<Record<ReportColumn, string>> = {};
    const problems: Problem[] = [];
    for (const mapped of this.#mapping.columns) {
      const cell = this.#cell(mapped, read, { at, problems });
      if (cell.trim() !== "") cells[mapped.column] = cell;
    }
    return { cells, problems };
  }

  #cell(mapped: MappedColumn, read: (source: string) => string | undefined, reading: Reading): string {
    const { column, from, always, dayOrder } = mapped;
    if (always !== undefined) return always;
    const parts = from.map((source) => read(source) ?? "").filter((part) => part.trim() !== "");
    if (parts.length === 0) return "";
    if (column === "tool_review")
      return formatToolReview({ tool: this.#mapping.name, status: parts.join(" "), by: undefined, at: undefined });
    if (isCodeColumn(column)) return this.#ours(parts, mapped, reading);
    const joined = parts.map((part) => this.#words.get(column)?.get(part.trim()) ?? part);
    if (aboutColumn(column).holds === "time") return joined.map((part) => isoDays(part, dayOrder)).join("T");
    return aboutColumn(column).holds === "list" ? joined.join("; ") : joined.join(" ");
  }

  #ours(parts: readonly string[], { column }: MappedColumn, reading: Reading): string {
    const known = this.#words.get(column);
    const isList = aboutColumn(column).holds === "list";
    const theirs = isList ? parts.flatMap((part) => wordsIn(part, known)) : parts.map((part) => part.trim());
    const own: readonly string[] = aboutColumn(column).words ?? [];
    const ours = theirs.flatMap((word) => {
      const found = known?.get(word) ?? (own.includes(word) && known?.size === 0 ? word : undefined);
      if (found === undefined) this.#note(column, word, reading);
      return found === undefined || found.trim() === "" ? [] : [found];
    });
    return isList ? formatList(ours) : (ours[0] ?? "");
  }

  #note(column: ReportColumn, word: string, { at, problems }: Reading): void {
    const key = `${column} ${word}`;
    if (this.#noted.has(key) || this.#noted.size > 1000) return;
    this.#noted.add(key);
    const message = `the mapping does not say what "${excerpt(word)}" is for ${column}; it is left unsaid`;
    const hint = `add to the values of ${column}: { "theirs": "${excerpt(word)}", "ours": … }`;
    problems.push({ code: "mapping-unknown-word", severity: "warning", at: { ...at, field: column }, message, hint });
  }
}

interface Reading {
  readonly at: Place;
  readonly problems: Problem[];
}

/** A cell of several words, unless the whole of it is a word of the mapping. */
function wordsIn(cell: string, known: ReadonlyMap<string, string> | undefined): readonly string[] {
  const whole = cell.trim();
  if (known?.has(whole)) return [whole];
  return cell
    .split(/[;,،؛|\n]/u)
    .map((word) => word.trim())
    .filter((word) => word !== "");
}

/** Days written with numbers alone, in the order that the mapping says, as ISO 8601 has them; clock times to two digits. */
export function isoDays(text: string, order: DayOrder | undefined): string {
  const padded = (digits: string): string => digits.padStart(2, "0");
  const plain = asciiDigits(text)
    .trim()
    .replace(/^(\d):(?=\d\d)/u, "0$1:");
  if (order === undefined) return plain;
  return plain.replace(
    /(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)/gu,
    (...[, first, second, year]: readonly string[]) => {
      const [day, month] = order === "day-month-year" ? [first, second] : [second, first];
      return `${year}-${padded(month ?? "")}-${padded(day ?? "")}`;
    },
  );
}
