import {
  DAY_ORDERS,
  formatMapping,
  isCodeColumn,
  parseMapping,
  reportColumns,
  type ColumnMapping,
  type DayOrder,
  type MappedColumn,
  type ReportColumn,
} from "../../../formats/index.ts";

/** A mapping of columns while a person decides about it, seen from the columns of the table. */

export { DAY_ORDERS, formatMapping, isCodeColumn, parseMapping, reportColumns };
export type { ColumnMapping, DayOrder, ReportColumn };

/** Which of ours a column of the table holds; `undefined`: none. */
export function columnOf({ columns }: ColumnMapping, source: string): MappedColumn | undefined {
  return columns.find(({ from }) => from.includes(source));
}

/** Has a column of the table hold one of ours, or none. Two that hold the same are put together, in the order of the table. */
export function assign(
  mapping: ColumnMapping,
  {
    source,
    column,
    header,
  }: { readonly source: string; readonly column: ReportColumn | undefined; readonly header: readonly string[] },
): ColumnMapping {
  const others = mapping.columns
    .map((one) => ({ ...one, from: one.from.filter((name) => name !== source) }))
    .filter(({ from, always }) => from.length > 0 || always !== undefined);
  if (column === undefined) return { ...mapping, columns: others };
  const there = others.find((one) => one.column === column && one.always === undefined);
  const from = [...(there?.from ?? []), source].toSorted((a, b) => header.indexOf(a) - header.indexOf(b));
  const next: MappedColumn = { ...(there ?? { column, always: undefined, dayOrder: undefined, values: [] }), from };
  return { ...mapping, columns: inOrder([...others.filter((one) => one.column !== column), next]) };
}

/** What stands in every row; `undefined`: nothing. */
export function always(mapping: ColumnMapping, column: ReportColumn, value: string | undefined): ColumnMapping {
  const others = mapping.columns.filter((one) => one.column !== column);
  if (value === undefined) return { ...mapping, columns: others };
  const next = { column, from: [], always: value, dayOrder: undefined, values: [] };
  return { ...mapping, columns: inOrder([...others, next]) };
}

export function withDayOrder(
  mapping: ColumnMapping,
  column: ReportColumn,
  dayOrder: DayOrder | undefined,
): ColumnMapping {
  return changed(mapping, column, (one) => ({ ...one, dayOrder }));
}

/** Which word of ours a word of theirs is; blank: none. */
export function withWord(
  mapping: ColumnMapping,
  column: ReportColumn,
  { theirs, ours }: { readonly theirs: string; readonly ours: string },
): ColumnMapping {
  return changed(mapping, column, (one) => ({
    ...one,
    values: [...one.values.filter((value) => value.theirs !== theirs), { theirs, ours }].toSorted((a, b) =>
      a.theirs < b.theirs ? -1 : 1,
    ),
  }));
}

export function withZone(mapping: ColumnMapping, zone: string): ColumnMapping {
  return { ...mapping, zone: zone.trim() === "" ? undefined : zone.trim() };
}

function changed(
  mapping: ColumnMapping,
  column: ReportColumn,
  change: (one: MappedColumn) => MappedColumn,
): ColumnMapping {
  return { ...mapping, columns: mapping.columns.map((one) => (one.column === column ? change(one) : one)) };
}

function inOrder(columns: readonly MappedColumn[]): readonly MappedColumn[] {
  return columns.toSorted((a, b) => reportColumns.indexOf(a.column) - reportColumns.indexOf(b.column));
}

/** Which of the two that no table can do without is missing. */
export function missingIn({ columns }: ColumnMapping): readonly ReportColumn[] {
  return (["id", "when"] as const).filter((needed) => !columns.some(({ column }) => column === needed));
}
