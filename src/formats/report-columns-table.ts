import type { Place } from "../kit/index.ts";
import type { CsvItem, CsvRow } from "./csv.ts";
import { isHxlTagRow } from "./hxl-tags.ts";
import type { ReportColumn } from "./report-columns.ts";
import { unguardedCell } from "./report-columns-guard.ts";
import { cellsOf, parseReportHeader, type ReportLayout } from "./report-columns-header.ts";
import { createReportCellsParser } from "./report-columns-read.ts";
import { refusedRow, type ReportItem, type ReportReadOptions } from "./report-item.ts";

/** The rows of a table, whatever file it was in: a header first, then one report a row. */
export type TableRows = AsyncIterable<readonly CsvItem[]>;

/**
 * Reads a table with Truce's own columns. A second header row of HXL hashtags is skipped; a header that cannot be used is
 * located problems and no rows.
 */
export async function* readReportTable(
  rows: TableRows,
  options: ReportReadOptions = {},
): AsyncGenerator<readonly ReportItem[], void, undefined> {
  const place: Place = options.file === undefined ? {} : { file: options.file };
  const parser = createReportCellsParser(options);
  let layout: ReportLayout | undefined;
  let mayBeTags = true;
  for await (const batch of rows) {
    const items: ReportItem[] = [];
    for (const item of batch) {
      if (item.kind === "problem") items.push(item);
      else if (item.kind === "broken") items.push(refusedRow(item.problem));
      else if (layout === undefined) {
        const header = headerOf(item, place);
        for (const problem of header.problems) items.push({ kind: "problem", problem });
        if (header.layout === undefined) return yield items;
        layout = header.layout;
      } else if (mayBeTags && isHxlTagRow(item.fields)) mayBeTags = false;
      else {
        mayBeTags = false;
        items.push(parser.parse(unguarded(cellsOf(item.fields, layout)), { ...place, line: item.line, row: item.row }));
      }
    }
    yield items;
  }
}

function headerOf(row: CsvRow, place: Place) {
  const at = { ...place, line: row.line };
  const [only] = row.fields;
  const separator = [";", "\t", "|"].find((mark) => (only?.split(mark).length ?? 0) > 2);
  if (row.fields.length > 1 || separator === undefined) return parseReportHeader(row.fields, at);
  const message = `values are separated by ${separator === "\t" ? "tabs" : `"${separator}"`}, not by commas`;
  const hint = "save the file as comma-separated values (CSV UTF-8)";
  return {
    layout: undefined,
    problems: [{ code: "report-not-commas", severity: "error", at, message, hint } as const],
  };
}

function unguarded(cells: ReturnType<typeof cellsOf>): ReturnType<typeof cellsOf> {
  const entries = Object.entries(cells).map(([column, cell]): [ReportColumn, string] => [
    column as ReportColumn,
    unguardedCell(cell),
  ]);
  return Object.fromEntries(entries);
}
