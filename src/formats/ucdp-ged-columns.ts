import { nearest, type Place, type Problem } from "../kit/index.ts";

/**
 * The 49 columns of the global releases from 20.1 on, in their order. Release 19.1 has 41 of them in another order: columns
 * are found by name, and by this order only in a file without a header.
 */
// prettier-ignore
export const gedColumns = [
  "id", "relid", "year", "active_year", "code_status", "type_of_violence",
  "conflict_dset_id", "conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name",
  "side_a_dset_id", "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id", "side_b",
  "number_of_sources", "source_article", "source_office", "source_date", "source_headline", "source_original",
  "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2", "latitude", "longitude", "geom_wkt",
  "priogrid_gid", "country", "country_id", "region", "event_clarity", "date_prec", "date_start", "date_end",
  "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob",
] as const;

/** Without these, a row cannot be said to have happened anywhere, any time, between anybody. */
// prettier-ignore
const needed = [
  "id", "type_of_violence", "side_a", "side_b", "event_clarity", "date_prec", "date_start", "date_end",
  "where_prec", "latitude", "longitude",
] as const;

/** These are used if they are there. */
// prettier-ignore
const used = [
  "dyad_name", "side_a_new_id", "side_b_new_id", "source_article", "source_original", "where_coordinates",
  "adm_1", "adm_2", "geom_wkt", "country", "country_id",
  "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low",
] as const;

export type GedColumn = (typeof needed)[number] | (typeof used)[number];

/** Where each column that is used stands in a row; -1 if the file has no such column. */
export type GedLayout = Readonly<Record<GedColumn, number>>;

export type GedHeader =
  /** `isData`: there was no header, and this first row is an event. The problems are warnings and notes. */
  | { readonly ok: true; readonly layout: GedLayout; readonly isData: boolean; readonly problems: readonly Problem[] }
  /** The file cannot be used. */
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Whether a first row names columns; an event's first value is its number. */
export function isGedHeader(first: readonly string[]): boolean {
  const names = new Set<string>(gedColumns);
  return first.map(normalName).filter((name) => names.has(name)).length >= Math.min(3, first.length);
}

/** Finds the columns in the first row of a file. Every column that is missing, unknown or misspelt is one problem. */
export function parseGedHeader(first: readonly string[], at: Place = {}): GedHeader {
  if (isGedHeader(first)) return namedColumns(first.map(normalName), at);
  if (first.length === gedColumns.length && /^\d+$/.test(first[0]?.trim() ?? "")) {
    return { ok: true, layout: layoutOf(gedColumns), isData: true, problems: [headerless(at)] };
  }
  return { ok: false, problems: [noHeader(first, at)] };
}

function namedColumns(names: readonly string[], at: Place): GedHeader {
  const known = new Set<string>(gedColumns);
  const missing = new Set<string>([...needed, ...used].filter((name) => !names.includes(name)));
  const problems: Problem[] = [];
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) < index) problems.push(twice(name, at));
    else if (!known.has(name)) problems.push(unknownColumn(name, missing, at));
  }
  for (const name of missing) problems.push(missingColumn(name, at));
  if (problems.some(({ severity }) => severity === "error")) return { ok: false, problems };
  return { ok: true, layout: layoutOf(names), isData: false, problems };
}

function normalName(name: string): string {
  return name.trim().toLowerCase();
}

function layoutOf(names: readonly string[]): GedLayout {
  const entries = [...needed, ...used].map((name): [GedColumn, number] => [name, names.indexOf(name)]);
  // Every name of the type is in one of the two lists, so the record is whole.
  return Object.fromEntries(entries) as Record<GedColumn, number>;
}

function isNeeded(name: string): boolean {
  return needed.some((column) => column === name);
}

/** A column nobody knows. If it looks like a missing one, that is said here and not once more as missing. */
function unknownColumn(name: string, missing: Set<string>, at: Place): Problem {
  const meant = nearest(name, missing);
  const place = { ...at, field: name };
  if (meant === undefined) {
    const message = `"${name}" is not a column of UCDP GED and is not used`;
    return { code: "ged-unknown-column", severity: "note", at: place, message };
  }
  missing.delete(meant);
  const [severity, loss] = isNeeded(meant)
    ? (["error", "cannot be read without it"] as const)
    : (["warning", lossWithout] as const);
  const message = `there is no column "${meant}" but there is "${name}"; the file ${loss}`;
  return { code: "ged-misspelt-column", severity, at: place, message, hint: `rename column "${name}" to "${meant}"` };
}

const lossWithout = "is read without it, and what it would say stays unknown";

function missingColumn(name: string, at: Place): Problem {
  const place = { ...at, field: name };
  if (!isNeeded(name)) {
    const message = `column "${name}" is missing; the file ${lossWithout}`;
    return { code: "ged-missing-column", severity: "warning", at: place, message };
  }
  const message = `column "${name}" is missing; the file cannot be read without it`;
  const hint = `add the column, or export again from UCDP with all ${gedColumns.length} columns`;
  return { code: "ged-missing-column", severity: "error", at: place, message, hint };
}

function twice(name: string, at: Place): Problem {
  const message = `column "${name}" is there twice`;
  const hint = "remove or rename one of them, so that it is clear which holds the values";
  return { code: "ged-column-twice", severity: "error", at: { ...at, field: name }, message, hint };
}

function headerless(at: Place): Problem {
  const message = `the file has no header; its ${gedColumns.length} columns are taken in the order of the global releases`;
  return {
    code: "ged-no-header",
    severity: "warning",
    at,
    message,
    hint: `add a first line that starts ${gedColumns.slice(0, 4).join(",")}`,
  };
}

function noHeader(first: readonly string[], at: Place): Problem {
  const separator = [";", "\t", "|"].find((mark) => (first[0]?.split(mark).length ?? 0) > 5);
  if (first.length === 1 && separator !== undefined) {
    const message = `values are separated by ${separator === "\t" ? "tabs" : `"${separator}"`}, not by commas`;
    return { code: "ged-not-commas", severity: "error", at, message, hint: "save the file as comma-separated values" };
  }
  const columns = `${first.length} ${first.length === 1 ? "column" : "columns"}`;
  const message =
    `the first line does not name the columns of UCDP GED, and with ${columns} instead of ${gedColumns.length} ` +
    "it is not a file without a header either";
  const hint = `add a first line with the column names: ${needed.join(", ")} at least`;
  return { code: "ged-no-header", severity: "error", at, message, hint };
}
