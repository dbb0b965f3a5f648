import type { Place, Problem } from "../kit/index.ts";
import { aboutColumn, reportColumns, type ReportColumn } from "./report-columns.ts";
import { excerpt } from "./report-item.ts";
import { list, mapped, maybe, object, oneOf, such, text, type Shape, type ShapeFault } from "./reports-jsonl-shape.ts";

/**
 * Which column of somebody else's table holds what ours hold, as a person has decided it. Kept as JSON, so that the next file of
 * the same kind needs no deciding.
 *
 * A word of theirs becomes one of ours only where `values` says so. How sure somebody else is of something never becomes a level
 * here: it can be kept, in their words, in the column `tool_review`.
 */
export interface ColumnMapping {
  /** Of the table, such as `the valley's incident log`. It names the tool of `tool_review`. */
  readonly name: string;
  /** The zone of times that carry none. Unset: not known. */
  readonly zone: string | undefined;
  readonly columns: readonly MappedColumn[];
}

export interface MappedColumn {
  readonly column: ReportColumn;
  /** Their columns, whose cells are put together in this order: a date and a clock time, the parts of an id. Empty: see `always`. */
  readonly from: readonly string[];
  /** What stands in every row, where their table does not say it because it is always so. */
  readonly always: string | undefined;
  /** How they write days with numbers alone. Unset: year first, or not at all. */
  readonly dayOrder: DayOrder | undefined;
  /** Their words and ours. */
  readonly values: readonly MappedValue[];
}

export interface MappedValue {
  readonly theirs: string;
  /** Blank: it says nothing that we have a word for. */
  readonly ours: string;
}

export type DayOrder = (typeof DAY_ORDERS)[number];
/** `10/03/2024` is 10 March, or 3 October. */
export const DAY_ORDERS = ["day-month-year", "month-day-year"] as const;

/** Columns whose cells are words of a list: what a word of theirs means must be said. */
export function isCodeColumn(column: ReportColumn): boolean {
  return aboutColumn(column).holds === "word" || column === "acts" || column === "weapons";
}

export const MAPPING_FORMAT = "column-mapping/1";

/** An empty list need not be written. */
function any<Value>(item: Shape<Value>): Shape<readonly Value[]> {
  return mapped(
    maybe(list(item)),
    (items) => (items.length === 0 ? undefined : items),
    (items) => items ?? [],
  );
}

const shape: Shape<ColumnMapping> = object({
  name: text,
  zone: maybe(text),
  columns: list(
    object({
      column: oneOf(reportColumns),
      from: any(such(text, (name) => name.trim() !== "", "a column without a name")),
      always: maybe(text),
      dayOrder: maybe(oneOf(DAY_ORDERS)),
      values: any(object({ theirs: text, ours: text })),
    }),
  ),
});

export function formatMapping(mapping: ColumnMapping): string {
  return `${JSON.stringify({ truce: MAPPING_FORMAT, ...(shape.encode(mapping) as object) }, null, 2)}\n`;
}

export interface ParsedMapping {
  readonly mapping: ColumnMapping | undefined;
  readonly problems: readonly Problem[];
}

export function parseMapping(json: string, file?: string): ParsedMapping {
  const at: Place = file === undefined ? {} : { file };
  const faults: ShapeFault[] = [];
  const mapping = shape.decode(withoutFormat(json, faults), "", faults);
  if (faults.length === 0) checkMapping(mapping, faults);
  const problems = faults.slice(0, 20).map(({ path, message }): Problem => ({
    code: "mapping-broken",
    severity: "error",
    at: { ...at, ...(path === "" ? {} : { field: path }) },
    message,
    hint: "see docs/formats/mapping.md for the keys of a mapping",
  }));
  return { mapping: problems.length === 0 ? mapping : undefined, problems };
}

function withoutFormat(json: string, faults: ShapeFault[]): unknown {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    faults.push({
      path: "",
      message: `this is no JSON: ${excerpt(error instanceof Error ? error.message : String(error))}`,
    });
    return undefined;
  }
  const { truce, ...rest } = (typeof value === "object" && value !== null ? value : {}) as Readonly<
    Record<string, unknown>
  >;
  if (truce !== MAPPING_FORMAT)
    faults.push({ path: "truce", message: `it does not say that it is a ${MAPPING_FORMAT}` });
  return rest;
}

function checkMapping({ columns }: ColumnMapping, faults: ShapeFault[]): void {
  const seen = new Set<ReportColumn>();
  for (const [index, { column, from, always }] of columns.entries()) {
    const path = `columns.${index}`;
    if (seen.has(column)) faults.push({ path, message: `${column} is there twice` });
    seen.add(column);
    if (from.length === 0 && always === undefined) faults.push({ path, message: `${column} comes from nothing` });
    if (from.length > 0 && always !== undefined)
      faults.push({ path, message: `${column} comes from columns and is always the same` });
  }
  if (!seen.has("id"))
    faults.push({ path: "columns", message: "no column gives the id, without which no two reports can be told apart" });
}
