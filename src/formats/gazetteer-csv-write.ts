import type { GazetteerPlace, PlaceName } from "../domain/index.ts";
import type { Problem } from "../kit/index.ts";
import { csvLine } from "./csv-line.ts";
import { columnsOf, type GazetteerForm } from "./gazetteer-csv-columns.ts";

export interface WrittenGazetteer {
  readonly csv: string;
  /** What the form has no column for, by place. */
  readonly problems: readonly Problem[];
}

/** Writes places as one of the two gazetteers does, with what that has columns for. */
export function formatGazetteer(places: readonly GazetteerPlace[], form: GazetteerForm): WrittenGazetteer {
  const problems: Problem[] = [];
  const lines = places.map((place, index) => {
    const cells = form === "ocha" ? ochaCells(place) : geonamesCells(place);
    const left = form === "ocha" ? leftByOcha(place) : leftByGeonames(place);
    if (left.length > 0) {
      const message = `${place.id}: this form has no column for ${left.join(", ")}`;
      problems.push({ code: "gazetteer-not-held", severity: "warning", at: { row: index + 1 }, message });
    }
    return csvLine(columnsOf[form].map((column) => cells[column] ?? ""));
  });
  return { csv: [csvLine(columnsOf[form]), ...lines].map((line) => `${line}\n`).join(""), problems };
}

type Cells = Readonly<Record<string, string | undefined>>;

function nameText(names: readonly PlaceName[], role: PlaceName["role"], lang?: string): string | undefined {
  return names.find((name) => name.role === role && name.lang === lang)?.text;
}

/** The code without the gazetteer before it. */
function codeOf({ id }: GazetteerPlace): string {
  return id.slice(id.indexOf(":") + 1);
}

function ochaCells({ names, parents, seatOf, point, since, until, known, ...place }: GazetteerPlace): Cells {
  const arabic = names.find(({ role, lang }) => role === "main" && lang === "ar");
  const divisions = [3, 2, 1].map((level): Cells => {
    const division = parents.find((parent) => parent.level === level);
    return {
      [`adm${level}_pcode`]: division?.code,
      [`adm${level}_name`]: nameText(division?.names ?? [], "main", "en"),
      [`adm${level}_name_ar`]: nameText(division?.names ?? [], "main", "ar"),
    };
  });
  return Object.assign(
    {
      pcode: place.id.slice(place.id.indexOf(":") + 1),
      name_en: nameText(names, "main", "en"),
      name_en_ref: nameText(names, "reference", "en"),
      name_ar: arabic?.text,
      name_ar_truncated: arabic === undefined ? "" : arabic.cut ? "1" : "0",
      latitude: degrees(point.latitude),
      longitude: degrees(point.longitude),
      capital_level: seatOf?.toString(),
      date: known,
      valid_on: since,
      valid_to: until,
    },
    ...divisions,
  ) as Cells;
}

function leftByOcha({ names, parents, kind, population, zone }: GazetteerPlace): readonly string[] {
  const held = [
    nameText(names, "main", "en"),
    nameText(names, "reference", "en"),
    nameText(names, "main", "ar"),
  ].filter((text) => text !== undefined).length;
  return left({
    names: names.length > held,
    "divisions other than 1 to 3": parents.some(({ level }) => level < 1 || level > 3),
    "its kind": kind !== undefined,
    population: population !== undefined,
    "time zone": zone !== undefined,
  });
}

function geonamesCells(place: GazetteerPlace): Cells {
  const { names, parents, kind = "", point, population, zone, known } = place;
  const country = parents.find(({ level }) => level === 0)?.code ?? "";
  const dot = kind.indexOf(".");
  const division = (level: number): string | undefined => {
    const code = parents.find((parent) => parent.level === level)?.code;
    return code?.startsWith(`${country}.`) === true ? code.slice(country.length + 1) : code;
  };
  return {
    geonameid: codeOf(place),
    name: nameText(names, "main"),
    asciiname: nameText(names, "ascii"),
    alternatenames: alternates(names)
      .map(({ text }) => text)
      .join(","),
    latitude: degrees(point.latitude),
    longitude: degrees(point.longitude),
    feature_class: kind.slice(0, Math.max(0, dot)),
    feature_code: kind.slice(dot + 1),
    country_code: country,
    admin1_code: division(1),
    admin2_code: division(2),
    admin3_code: division(3),
    admin4_code: division(4),
    population: String(population ?? 0),
    timezone: zone,
    modification_date: known,
  };
}

/** A comma in an alternate name would make two of it. */
function alternates(names: readonly PlaceName[]): readonly PlaceName[] {
  return names.filter(({ role, lang, text }) => role === "alternate" && lang === undefined && !text.includes(","));
}

function leftByGeonames({ names, parents, since, until }: GazetteerPlace): readonly string[] {
  const held = alternates(names).length + [nameText(names, "main"), nameText(names, "ascii")].filter(Boolean).length;
  return left({
    names: names.length > held,
    "names of divisions": parents.some((parent) => parent.names.length > 0),
    "from when and until when it is valid": since !== undefined || until !== undefined,
  });
}

function left(what: Readonly<Record<string, boolean>>): readonly string[] {
  return Object.entries(what).flatMap(([name, isLeft]) => (isLeft ? [name] : []));
}

/** Degrees as a decimal number, never as a power of ten. */
function degrees(value: number): string {
  const text = String(value);
  return text.includes("e") ? value.toFixed(12) : text;
}
