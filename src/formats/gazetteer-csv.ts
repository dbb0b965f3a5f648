import type { Dated, Division, GazetteerPlace, PlaceName, PlaceNameRole, Point } from "../domain/index.ts";
import { parseDate, type Place, type Problem } from "../kit/index.ts";
import { parseCsv, type ByteStream, type CsvItem, type CsvRow } from "./csv.ts";
import { parseGazetteerHeader, type GazetteerForm } from "./gazetteer-csv-columns.ts";

export { parseGazetteerHeader, type GazetteerForm } from "./gazetteer-csv-columns.ts";
export { formatGazetteer, type WrittenGazetteer } from "./gazetteer-csv-write.ts";

/** One row, or trouble with the file as a whole. Without a place the row was refused, and one of the problems is an error. */
export type GazetteerItem =
  | {
      readonly kind: "row";
      readonly place: GazetteerPlace | undefined;
      readonly problems: readonly Problem[];
      readonly at: Place;
    }
  | { readonly kind: "problem"; readonly problem: Problem };

/** What the file itself does not say of its places. Columns for dates win over it. */
export interface GazetteerOptions extends Dated {
  /** Named in the place of every problem. */
  readonly file?: string;
}

/** Reads places row by row, in constant memory besides the codes seen. Of rows with one code the first counts. */
export async function* parseGazetteer(
  bytes: ByteStream,
  options: GazetteerOptions = {},
): AsyncGenerator<readonly GazetteerItem[], void, undefined> {
  const file = options.file === undefined ? {} : { file: options.file };
  let table: Table | undefined;
  let hasTrouble = false;
  for await (const batch of parseCsv(bytes, file)) {
    const items: GazetteerItem[] = [];
    for (const item of batch) {
      if (item.kind !== "row") {
        items.push(troubleOf(item));
        hasTrouble = true;
      } else if (table !== undefined) items.push(new GazetteerRow(item, table).read());
      else {
        const header = parseGazetteerHeader(item.fields, { ...file, line: item.line });
        items.push(...header.problems.map((problem) => ({ kind: "problem", problem }) as const));
        if (!header.ok) {
          yield items;
          return;
        }
        table = { ...header, options, rowOfCode: new Map() };
      }
    }
    yield items;
  }
  if (table === undefined && !hasTrouble) {
    const hint = "give a CSV file of OCHA's populated places or of GeoNames";
    const problem: Problem = {
      code: "gazetteer-empty",
      severity: "error",
      at: file,
      message: "the file is empty",
      hint,
    };
    yield [{ kind: "problem", problem }];
  }
}

function troubleOf(item: Exclude<CsvItem, CsvRow>): GazetteerItem {
  if (item.kind === "problem") return item;
  return { kind: "row", place: undefined, problems: [item.problem], at: item.problem.at };
}

interface Table {
  readonly form: GazetteerForm;
  readonly layout: ReadonlyMap<string, number>;
  readonly options: GazetteerOptions;
  readonly rowOfCode: Map<string, number>;
}

const places: Readonly<Record<GazetteerForm, (row: GazetteerRow, code: string) => Omit<GazetteerPlace, "point">>> = {
  ocha: ochaPlace,
  geonames: geonamesPlace,
};

class GazetteerRow {
  readonly #row: CsvRow;
  readonly #table: Table;
  readonly #problems: Problem[] = [];
  readonly #at: Place;

  constructor(row: CsvRow, table: Table) {
    this.#row = row;
    this.#table = table;
    const { file } = table.options;
    this.#at = { ...(file === undefined ? {} : { file }), line: row.line, row: row.row };
  }

  read(): GazetteerItem {
    const code = this.#code();
    const point = this.#point();
    const place = places[this.#table.form](this, code);
    if (place.names.length === 0) this.add("gazetteer-no-name", "name_en", { message: `${code} has no name` });
    const isUsable = point !== undefined && !this.#problems.some(({ severity }) => severity === "error");
    if (isUsable) this.#table.rowOfCode.set(code, this.#row.row);
    return {
      kind: "row",
      place: isUsable ? { ...place, point } : undefined,
      problems: this.#problems,
      at: this.#at,
    };
  }

  text(column: string): string {
    return this.#row.fields[this.#table.layout.get(column) ?? -1]?.trim() ?? "";
  }

  /** The date in a column, or what is known of the whole file. */
  dates(columns: Readonly<Record<"since" | "until" | "known", string | undefined>>): Dated {
    const { since, until, known, source } = this.#table.options;
    const ofFile = { since, until, known };
    const read = Object.entries(columns).flatMap(([key, column]) => {
      const written = column === undefined ? "" : this.text(column);
      if (written === "") return [[key, ofFile[key as keyof typeof ofFile]]];
      if (parseDate(written) !== undefined) return [[key, written]];
      const message = `“${written}” is not a date; it is left out`;
      this.add("gazetteer-bad-date", column ?? key, { message, severity: "warning", hint: "write YYYY-MM-DD" });
      return [];
    });
    return Object.fromEntries([...read, ["source", source]].filter(([, value]) => value !== undefined)) as Dated;
  }

  add(code: string, field: string, said: Partial<Problem> & { readonly message: string }): void {
    this.#problems.push({ code, severity: "error", at: { ...this.#at, field }, ...said });
  }

  #code(): string {
    const column = this.#table.form === "ocha" ? "pcode" : "geonameid";
    const code = this.text(column);
    const earlier = this.#table.rowOfCode.get(code);
    if (code === "") this.add("gazetteer-no-code", column, { message: "the place has no code" });
    else if (earlier !== undefined) {
      const message = `${code} is already in row ${earlier}; this row is kept out, so that a code is one place`;
      this.add("gazetteer-duplicate-code", column, { message, hint: "remove one of the rows" });
    }
    return code;
  }

  #point(): Point | undefined {
    const [latitude, longitude] = [this.#degrees("latitude"), this.#degrees("longitude")];
    if (latitude === undefined || longitude === undefined) return undefined;
    if (Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180) return { latitude, longitude };
    const isExchanged = Math.abs(longitude) <= 90 && Math.abs(latitude) <= 180;
    const message = `latitude ${latitude} and longitude ${longitude} are nowhere on Earth`;
    const hint = isExchanged ? "they look exchanged" : "a latitude is between -90 and 90 degrees";
    this.add("gazetteer-out-of-range", "latitude", { message, hint });
    return undefined;
  }

  #degrees(column: "latitude" | "longitude"): number | undefined {
    const text = this.text(column);
    if (/^[-+]?\d{1,3}(\.\d+)?$/u.test(text)) return Number(text);
    const message =
      text === "" ? `there is no ${column}` : `${column} “${text.slice(0, 40)}” is not a number of degrees`;
    const hint = text.includes(",") ? "write it with a decimal point" : "write decimal degrees, such as 36.585896";
    this.add("gazetteer-bad-coordinates", column, { message, hint });
    return undefined;
  }
}

interface NameAbout {
  readonly role?: PlaceNameRole;
  readonly lang?: string;
  readonly cut?: boolean;
}

/** One name, or none if the text is blank. */
function nameOf(text: string, { role = "main", lang, cut = false }: NameAbout = {}): readonly PlaceName[] {
  return text === "" ? [] : [{ text, role, lang, cut }];
}

function ochaPlace(row: GazetteerRow, code: string): Omit<GazetteerPlace, "point"> {
  const seat = row.text("capital_level");
  const isSeat = /^[0-4]$/u.test(seat);
  if (seat !== "" && !isSeat) {
    const message = `capital_level “${seat}” is not a level; it is left out`;
    row.add("gazetteer-bad-level", "capital_level", { message, severity: "warning", hint: "levels go from 0 to 4" });
  }
  return {
    id: `ocha:${code}`,
    names: [
      ...nameOf(row.text("name_en"), { lang: "en" }),
      ...nameOf(row.text("name_en_ref"), { role: "reference", lang: "en" }),
      ...nameOf(row.text("name_ar"), { lang: "ar", cut: row.text("name_ar_truncated") === "1" }),
    ],
    parents: ochaParents(row),
    seatOf: isSeat ? Number(seat) : undefined,
    kind: undefined,
    population: undefined,
    zone: undefined,
    ...row.dates({ since: "valid_on", until: "valid_to", known: "date" }),
  };
}

/** P-codes nest: that of a district begins with that of its governorate. Where they do not, one of them is wrong. */
function ochaParents(row: GazetteerRow): readonly Division[] {
  const parents = [3, 2, 1].flatMap((level): readonly Division[] => {
    const code = row.text(`adm${level}_pcode`);
    const names = [
      ...nameOf(row.text(`adm${level}_name`), { lang: "en" }),
      ...nameOf(row.text(`adm${level}_name_ar`), { lang: "ar" }),
    ];
    return code === "" && names.length === 0 ? [] : [{ level, code, names }];
  });
  const stray = parents.find(({ code }, i) => !code.startsWith(parents[i + 1]?.code ?? ""));
  if (stray !== undefined) {
    const message = `P-code ${stray.code} does not begin with that of the division around it; both are kept`;
    row.add("gazetteer-codes-do-not-nest", `adm${stray.level}_pcode`, { message, severity: "warning" });
  }
  return parents;
}

const seats: Readonly<Record<string, number>> = { PPLC: 0, PPLA: 1, PPLA2: 2, PPLA3: 3, PPLA4: 4 };

function geonamesPlace(row: GazetteerRow, code: string): Omit<GazetteerPlace, "point"> {
  const [featureClass, featureCode] = [row.text("feature_class"), row.text("feature_code")];
  const population = row.text("population");
  const isNumber = /^\d{1,12}$/u.test(population);
  if (population !== "" && !isNumber) {
    const message = `population “${population.slice(0, 40)}” is not a whole number; it is left out`;
    row.add("gazetteer-bad-population", "population", { message, severity: "warning" });
  }
  return {
    id: `geonames:${code}`,
    names: [
      ...nameOf(row.text("name")),
      ...nameOf(row.text("asciiname"), { role: "ascii" }),
      ...row
        .text("alternatenames")
        .split(",")
        .flatMap((text) => nameOf(text.trim(), { role: "alternate" })),
    ],
    parents: geonamesParents(row),
    seatOf: seats[featureCode],
    kind: featureClass === "" && featureCode === "" ? undefined : `${featureClass}.${featureCode}`,
    population: isNumber && Number(population) > 0 ? Number(population) : undefined,
    zone: row.text("timezone") || undefined,
    ...row.dates({ since: undefined, until: undefined, known: "modification_date" }),
  };
}

/** GeoNames numbers divisions within their country: `SY` and `09` are `SY.09`. */
function geonamesParents(row: GazetteerRow): readonly Division[] {
  const country = row.text("country_code");
  const divisions = [4, 3, 2, 1].flatMap((level): readonly Division[] => {
    const code = row.text(`admin${level}_code`);
    return code === "" ? [] : [{ level, code: `${country}.${code}`, names: [] }];
  });
  return country === "" ? divisions : [...divisions, { level: 0, code: country, names: [] }];
}
