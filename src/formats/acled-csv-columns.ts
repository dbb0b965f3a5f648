import { nearest, type Place, type Problem } from "../kit/index.ts";
import { excerpt } from "./report-item.ts";

/** The 31 columns since March 2023, in their order. Older files have others: columns are found by name. */
// prettier-ignore
export const acledColumns = [
  "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type",
  "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting",
  "iso", "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision",
  "source", "source_scale", "notes", "fatalities", "tags", "timestamp",
] as const;

export type AcledColumn = (typeof acledColumns)[number];

/** Without these, an event cannot be said to have happened at any time, or is not told from the others. */
const needed = ["event_id_cnty", "event_date", "time_precision", "event_type", "geo_precision"] as const;

/** Columns that ACLED took out in 2023: nothing in them is missed. */
const former = ["data_id", "event_id_no_cnty", "iso3"];

/** Where each column stands in a row; a column that the file does not have is not in it. */
export type AcledLayout = ReadonlyMap<AcledColumn, number>;

export type AcledHeader =
  | { readonly ok: true; readonly layout: AcledLayout; readonly problems: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** How many columns of a first row are ACLED's, from 0 to 1; 0 if one that is needed is not among them. */
export function likenessOfAcledHeader(first: readonly string[]): number {
  const names = new Set(first.slice(0, mostColumns).map(normalName));
  const found = acledColumns.filter((column) => names.has(column));
  return needed.every((column) => names.has(column)) ? found.length / first.length : 0;
}

const mostColumns = 500;

function normalName(name: string): string {
  return name.slice(0, 60).trim().toLowerCase();
}

/** Finds the columns in the first row of a file. Every column that is missing, unknown or misspelt is one problem. */
export function parseAcledHeader(first: readonly string[], at: Place = {}): AcledHeader {
  const names = first.slice(0, mostColumns).map(normalName);
  const layout = new Map<AcledColumn, number>();
  const problems: Problem[] = [];
  const unknown: string[] = [];
  for (const [index, name] of names.entries()) {
    const column = acledColumns.find((known) => known === name);
    if (column === undefined) unknown.push(name);
    else if (layout.has(column)) problems.push(twice(column, at));
    else layout.set(column, index);
  }
  if (layout.size < 3) return { ok: false, problems: [noHeader(first, at)] };
  const absent = new Set<AcledColumn>(acledColumns.filter((column) => !layout.has(column)));
  for (const name of unknown.filter((one) => one !== "" && !former.includes(one)))
    problems.push(unknownColumn(name, absent, at));
  for (const column of absent) problems.push(missingColumn(column, at));
  return problems.some(({ severity }) => severity === "error")
    ? { ok: false, problems }
    : { ok: true, layout, problems };
}

function isNeeded(column: AcledColumn): boolean {
  return needed.some((name) => name === column);
}

/** A column nobody knows. If it looks like a missing one, that is said here and not once more as missing. */
function unknownColumn(name: string, absent: Set<AcledColumn>, at: Place): Problem {
  const meant = nearest(name, absent);
  const place = { ...at, field: name };
  if (meant === undefined) {
    const message = `"${name}" is not a column of ACLED and is not used`;
    return { code: "acled-unknown-column", severity: "note", at: place, message };
  }
  absent.delete(meant as AcledColumn);
  const severity = isNeeded(meant as AcledColumn) ? "error" : "warning";
  const message = `there is no column "${meant}" but there is "${name}", which is not read`;
  return { code: "acled-misspelt-column", severity, at: place, message, hint: `rename it to "${meant}"` };
}

function missingColumn(column: AcledColumn, at: Place): Problem {
  const place = { ...at, field: column };
  if (!isNeeded(column)) {
    const message = `column "${column}" is missing; what it would say stays unknown`;
    return { code: "acled-missing-column", severity: "note", at: place, message };
  }
  const message = `column "${column}" is missing; the file cannot be read without it`;
  return { code: "acled-missing-column", severity: "error", at: place, message, hint: "export it from ACLED again" };
}

function twice(column: AcledColumn, at: Place): Problem {
  const message = `column "${column}" is there twice`;
  const hint = "remove or rename one of them, so that it is clear which holds the values";
  return { code: "acled-column-twice", severity: "error", at: { ...at, field: column }, message, hint };
}

function noHeader(first: readonly string[], at: Place): Problem {
  const separator = [";", "\t", "|"].find((mark) => (first[0]?.slice(0, 1000).split(mark).length ?? 0) > 5);
  if (first.length === 1 && separator !== undefined) {
    const message = `values are separated by ${separator === "\t" ? "tabs" : `"${separator}"`}, not by commas`;
    return { code: "acled-not-commas", severity: "error", at, message, hint: "save it as comma-separated values" };
  }
  const message = `the first line does not name the columns of ACLED: it begins “${excerpt(first[0] ?? "")}”`;
  return { code: "acled-no-header", severity: "error", at, message, hint: `it needs ${needed.join(", ")} at least` };
}
