import { columnTitle, type ReportColumn } from "../../../formats/index.ts";

/** Of our columns, what each is called where the page speaks Arabic, with its name in files beside it. */
export function columnName(column: ReportColumn, language: string): string {
  return language === "ar" ? `${columnTitle(column, "ar")} (${column})` : column.replaceAll("_", " ");
}
