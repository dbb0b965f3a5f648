import { foldName, nearest, type Place, type Problem } from "../kit/index.ts";
import { aboutColumn, reportColumns, type ReportCells, type ReportColumn } from "./report-columns.ts";
import { excerpt } from "./report-item.ts";

/** Where each column stands in a row; a column that the file does not have is not in it. */
export type ReportLayout = ReadonlyMap<ReportColumn, number>;

export type ReportHeader =
  | { readonly layout: ReportLayout; readonly problems: readonly Problem[] }
  | { readonly layout: undefined; readonly problems: readonly Problem[] };

/** A table without these cannot tell its reports apart, or says nothing of when. */
const needed: readonly ReportColumn[] = ["id", "when"];

/** Every name under which a column is understood, folded: English, Arabic, others. */
const columnOfName: ReadonlyMap<string, ReportColumn> = new Map(
  reportColumns.flatMap((column) => {
    const { arabic, alsoCalled = [] } = aboutColumn(column);
    return [column, arabic, ...alsoCalled].map((name) => [nameKey(name), column] as const);
  }),
);

/** The column of that name in English or Arabic, without regard to case, blanks, underscores and Arabic spelling. */
export function findReportColumn(name: string): ReportColumn | undefined {
  return columnOfName.get(nameKey(name));
}

function nameKey(name: string): string {
  return foldName(name.slice(0, 200).replaceAll("_", " "));
}

/** How far the columns of a first row are ours, from 0 to 1; at most half if one that is needed is not among them. */
export function likenessOfReportHeader(first: readonly string[]): number {
  const found = new Set(first.flatMap((name) => findReportColumn(name) ?? []));
  if (needed.every((column) => found.has(column))) return found.size / first.length;
  return found.size < 3 ? 0 : found.size / first.length / 2;
}

/** Finds the columns in the first row of a table. What is missing, twice there, misspelt or unknown is one problem each. */
export function parseReportHeader(first: readonly string[], at: Place = {}): ReportHeader {
  const layout = new Map<ReportColumn, number>();
  const problems: Problem[] = [];
  const unknown: string[] = [];
  for (const [index, name] of first.entries()) {
    const column = findReportColumn(name);
    if (column === undefined) {
      if (name.trim() !== "") unknown.push(name.trim());
    } else if (layout.has(column)) {
      const message = `column "${excerpt(name)}" is there twice, or under two names`;
      const hint = `keep one column ${column}`;
      problems.push({ code: "report-column-twice", severity: "error", at: { ...at, field: column }, message, hint });
    } else layout.set(column, index);
  }
  const absent = new Set(reportColumns.filter((column) => !layout.has(column)));
  for (const name of unknown) problems.push(unknownColumn(name, absent, at));
  for (const column of needed) {
    if (!layout.has(column)) problems.push(missingColumn(column, at));
  }
  return problems.some(({ severity }) => severity === "error") ? { layout: undefined, problems } : { layout, problems };
}

/** The cells of a row by column; blank ones are left out. */
export function cellsOf(fields: readonly string[], layout: ReportLayout): ReportCells {
  const cells: Partial<Record<ReportColumn, string>> = {};
  for (const [column, index] of layout) {
    const cell = fields[index] ?? "";
    if (cell.trim() !== "") cells[column] = cell;
  }
  return cells;
}

function unknownColumn(name: string, absent: ReadonlySet<ReportColumn>, at: Place): Problem {
  const meant = name.length > 60 ? undefined : nearest(name, absent);
  const place = { ...at, field: excerpt(name) };
  if (meant === undefined) {
    const message = `column "${excerpt(name)}" is not one of ours and is not read`;
    return { code: "report-unknown-column", severity: "note", at: place, message };
  }
  const message = `there is no column ${meant} but there is "${excerpt(name)}", which is not read`;
  const hint = `rename it to ${meant}, if that is what it holds`;
  return { code: "report-misspelt-column", severity: "warning", at: place, message, hint };
}

function missingColumn(column: ReportColumn, at: Place): Problem {
  const message = `column ${column} is missing; the file cannot be read without it`;
  const hint = `add a column ${column} (${aboutColumn(column).arabic}): ${aboutColumn(column).about}`;
  return { code: "report-missing-column", severity: "error", at: { ...at, field: column }, message, hint };
}
