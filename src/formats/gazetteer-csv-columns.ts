import { nearest, type Place, type Problem } from "../kit/index.ts";
import { excerpt } from "./report-item.ts";

/** `ocha`: populated places of OCHA's common operational data sets · `geonames`: the 19 columns of GeoNames, with a header. */
export type GazetteerForm = "ocha" | "geonames";

/** The columns of OCHA's populated places, each with the names that other releases give it. */
const ochaColumns = {
  pcode: ["adm4_pcode"],
  name_en: ["adm4_en"],
  name_en_ref: ["adm4_ref"],
  name_ar: ["adm4_ar"],
  name_ar_truncated: [],
  adm3_pcode: [],
  adm3_name: ["adm3_en"],
  adm3_name_ar: ["adm3_ar"],
  adm2_pcode: [],
  adm2_name: ["adm2_en"],
  adm2_name_ar: ["adm2_ar"],
  adm1_pcode: [],
  adm1_name: ["adm1_en"],
  adm1_name_ar: ["adm1_ar"],
  latitude: ["lat", "y"],
  longitude: ["lon", "x"],
  capital_level: [],
  date: [],
  valid_on: ["validon"],
  valid_to: ["validto"],
} as const satisfies Record<string, readonly string[]>;

// prettier-ignore
const geonamesColumns = [
  "geonameid", "name", "asciiname", "alternatenames", "latitude", "longitude", "feature_class", "feature_code",
  "country_code", "cc2", "admin1_code", "admin2_code", "admin3_code", "admin4_code", "population", "elevation", "dem",
  "timezone", "modification_date",
] as const;

export type OchaColumn = keyof typeof ochaColumns;
export type GeonamesColumn = (typeof geonamesColumns)[number];

/** In the order in which they are written. */
export const columnsOf = {
  ocha: Object.keys(ochaColumns) as readonly OchaColumn[],
  geonames: geonamesColumns as readonly GeonamesColumn[],
} as const;

const needed: Readonly<Record<GazetteerForm, readonly string[]>> = {
  ocha: ["pcode", "latitude", "longitude"],
  geonames: ["geonameid", "name", "latitude", "longitude"],
};

/** Columns that GeoNames has and that are not kept. */
const notKept = ["cc2", "elevation", "dem"];

export type GazetteerHeader =
  | {
      readonly ok: true;
      readonly form: GazetteerForm;
      /** Where each column stands in a row. */
      readonly layout: ReadonlyMap<string, number>;
      readonly problems: readonly Problem[];
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Bounds for hostile files. */
const mostColumns = 500;
const longestName = 60;

/** Finds out from the first row which gazetteer it is and where its columns are. */
export function parseGazetteerHeader(first: readonly string[], at: Place = {}): GazetteerHeader {
  if (first.length > mostColumns) return { ok: false, problems: [unknownForm(first, at)] };
  const names = first.map((name) => canonical(name.slice(0, longestName).trim().toLowerCase()));
  const form = names.includes("geonameid") ? "geonames" : names.includes("pcode") ? "ocha" : undefined;
  if (form === undefined) return { ok: false, problems: [unknownForm(first, at)] };
  const known: readonly string[] = columnsOf[form];
  const problems: Problem[] = [];
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) < index) problems.push(twice(name, at));
    else if (!known.includes(name)) problems.push(unknownColumn(name, { known, names, at }));
    else if (notKept.includes(name)) problems.push(notKeptColumn(name, at));
  }
  for (const name of needed[form].filter((column) => !names.includes(column))) problems.push(missing(name, at));
  if (problems.some(({ severity }) => severity === "error")) return { ok: false, problems };
  return { ok: true, form, layout: new Map(names.map((name, index) => [name, index])), problems };
}

function canonical(name: string): string {
  const entry = Object.entries(ochaColumns).find(([, others]) => (others as readonly string[]).includes(name));
  return entry?.[0] ?? name;
}

function unknownForm(first: readonly string[], at: Place): Problem {
  const separator = [";", "\t", "|"].find((mark) => (first[0]?.slice(0, 1000).split(mark).length ?? 0) > 5);
  if (separator !== undefined) {
    const message = `values are separated by ${separator === "\t" ? "tabs" : `"${separator}"`}, not by commas`;
    const hint = "save the file as comma-separated values, with a first line that names the columns";
    return { code: "gazetteer-not-commas", severity: "error", at, message, hint };
  }
  const message = "the first line names neither the columns of OCHA's populated places nor those of GeoNames";
  const hint = `it needs ${needed.ocha.join(", ")}, or ${needed.geonames.join(", ")}`;
  return { code: "gazetteer-unknown-form", severity: "error", at, message, hint };
}

interface Header {
  readonly known: readonly string[];
  readonly names: readonly string[];
  readonly at: Place;
}

function unknownColumn(name: string, { known, names, at }: Header): Problem {
  const meant = nearest(
    name,
    known.filter((column) => !names.includes(column)),
  );
  const place = { ...at, field: name };
  const message = `the column ${excerpt(name)} is not read`;
  if (meant === undefined) return { code: "gazetteer-unknown-column", severity: "note", at: place, message };
  const hint = `rename it to ${meant} if that is meant`;
  return { code: "gazetteer-unknown-column", severity: "warning", at: place, message, hint };
}

function notKeptColumn(name: string, at: Place): Problem {
  const message = `the column ${name} is known and not kept`;
  return { code: "gazetteer-not-kept", severity: "note", at: { ...at, field: name }, message };
}

function twice(name: string, at: Place): Problem {
  const message = `column "${name}" is there twice`;
  const hint = "remove or rename one of them, so that it is clear which holds the values";
  return { code: "gazetteer-column-twice", severity: "error", at: { ...at, field: name }, message, hint };
}

function missing(name: string, at: Place): Problem {
  const message = `column "${name}" is missing; the file cannot be read without it`;
  return { code: "gazetteer-missing-column", severity: "error", at: { ...at, field: name }, message };
}
