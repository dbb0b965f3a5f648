import type { Casualties, Citation, OccurrenceDraft, OccurrenceKind, Point, Side } from "../domain/index.ts";
import { dayNumber, parseDate, type CivilDate, type Place, type Problem } from "../kit/index.ts";
import type { CsvRow } from "./csv.ts";
import { unguardedCell } from "./report-columns-guard.ts";
import type { GedColumn, GedLayout } from "./ucdp-ged-columns.ts";
import { looksExchanged, zoneOfCountry } from "./ucdp-ged-countries.ts";
import { isWidened, whenaboutsOf, whereaboutsOf, type StatedDates } from "./ucdp-ged-vagueness.ts";

/**
 * UCDP Georeferenced Event Dataset: one row is one event as a trained coder put it together from press and monitors' reports
 * (Sundberg & Melander 2013; Högbladh 2019, codebook 19.1). Only events with at least one death; days, never clock times.
 */
export interface GedRowParser {
  /** The draft of a row, or why there is none; warnings may come with a draft, an error never does. */
  parse(row: CsvRow): GedOutcome;
}

export interface GedOutcome {
  readonly draft: OccurrenceDraft | undefined;
  readonly problems: readonly Problem[];
}

export interface GedOptions {
  /** Named in the place of every problem. */
  readonly file?: string;
  /** The zone in which a country's days are counted, if not the one built in. */
  readonly zoneOf?: (country: { readonly id: string; readonly name: string }) => string | undefined;
}

/** Parses the rows of one file, in order: it remembers the ids seen, so that an event counts once. */
export function createGedRowParser(layout: GedLayout, options: GedOptions = {}): GedRowParser {
  const zoneOf = options.zoneOf ?? (({ id }) => zoneOfCountry(id));
  const file: FileState = { options, layout, zoneOf, rowOfId: new Map(), zoneless: new Set(), shared: new Map() };
  return { parse: (row) => new GedRow(row, file).parse() };
}

interface FileState {
  readonly options: GedOptions;
  readonly layout: GedLayout;
  readonly zoneOf: NonNullable<GedOptions["zoneOf"]>;
  /** By the id as a number, which takes a third of the memory of a text. */
  readonly rowOfId: Map<string | number, number>;
  /** Countries whose missing zone has been noted. */
  readonly zoneless: Set<string>;
  /** One copy of each name that comes again and again, so that a draft does not hold on to the whole row it was cut from. */
  readonly shared: Map<string, string>;
}

const mostShared = 20_000;

/** `undefined` in it: coordinates are given and contradict each other. */
interface StatedPoint {
  readonly point: Point | undefined;
}

/** An error unless it says otherwise. */
type Said = Pick<Problem, "message"> & Partial<Pick<Problem, "severity" | "hint">>;

class GedRow {
  readonly #row: CsvRow;
  readonly #file: FileState;
  readonly #problems: Problem[] = [];

  constructor(row: CsvRow, file: FileState) {
    this.#row = row;
    this.#file = file;
  }

  parse(): GedOutcome {
    const id = this.#id();
    const kind = this.#kind();
    const sides = this.#sides();
    const dates = this.#dates();
    const wherePrecision = this.#code("where_prec", [1, 2, 3, 4, 5, 6, 7]);
    const clarity = this.#code("event_clarity", [1, 2]);
    const stated = this.#point();
    const casualties = this.#casualties();
    const isUsable = !this.#problems.some(({ severity }) => severity === "error");
    if (!isUsable || !id || !kind || !sides || !dates || !wherePrecision || !clarity || !stated) {
      return { draft: undefined, problems: this.#problems };
    }
    const draft: OccurrenceDraft = {
      id,
      label: this.#shared("dyad_name") || sides.map((side) => side?.name).join(" - "),
      kind,
      sides,
      // By the codebook, side A of one-sided violence is who killed and side B is civilians. Elsewhere the order of the sides
      // follows from what kind of actor they are.
      direction: kind === "one-sided" ? "first-on-second" : "unknown",
      when: whenaboutsOf(dates, this.#zone()),
      where: whereaboutsOf({
        precision: wherePrecision,
        point: stated.point,
        asStated: this.#shared("where_coordinates"),
        adm1: this.#shared("adm_1"),
        adm2: this.#shared("adm_2"),
        country: this.#shared("country"),
      }),
      aggregate: clarity === 2,
      casualties,
      citations: parseCitations(this.#text("source_article")),
      toldBy: this.#shared("source_original") || undefined,
    };
    this.#file.rowOfId.set(keyOf(id), this.#row.row);
    return { draft, problems: this.#problems };
  }

  #id(): string | undefined {
    const id = this.#text("id");
    if (id === "")
      this.#add("ged-no-id", "id", {
        message: "the event has no id",
        hint: "give it the id that the release gives it",
      });
    const earlier = this.#file.rowOfId.get(keyOf(id));
    if (earlier !== undefined) {
      const message = `event ${id} is already in row ${earlier}; this row is kept out, so that it counts once`;
      this.#add("ged-duplicate-id", "id", {
        message,
        hint: "remove one of the rows, or load the newer release as a revision",
      });
    }
    return id;
  }

  #kind(): OccurrenceKind | undefined {
    const code = this.#code("type_of_violence", [1, 2, 3]);
    return code === undefined ? undefined : kinds[code];
  }

  #sides(): readonly [Side, Side?] | undefined {
    const [first, second] = [this.#shared("side_a"), this.#shared("side_b")];
    if (first === "") {
      const hint = "name who it was, or what the release calls those whom nobody could name";
      this.#add("ged-no-side", "side_a", { message: "side A is empty: nobody is named", hint });
      return undefined;
    }
    const a = { name: first, code: this.#sideCode("side_a_new_id") };
    return second === "" ? [a] : [a, { name: second, code: this.#sideCode("side_b_new_id") }];
  }

  #sideCode(column: GedColumn): string | undefined {
    const number = this.#text(column);
    return number === "" ? undefined : this.#share(`ucdp:${number}`);
  }

  #dates(): StatedDates | undefined {
    const precision = this.#code("date_prec", [1, 2, 3, 4, 5]);
    const start = this.#date("date_start");
    const end = this.#date("date_end");
    if (start === undefined || end === undefined) return undefined;
    const [first, last] = [this.#dateText("date_start"), this.#dateText("date_end")];
    if (dayNumber(end) < dayNumber(start)) {
      this.#add("ged-end-before-start", "date_end", {
        message: `the event ends on ${last}, before it starts on ${first}`,
        hint: "exchange date_start and date_end if they were mixed up",
      });
      return undefined;
    }
    if (precision === undefined) return undefined;
    const dates = { start, end, precision, asStated: first === last ? first : `${first} to ${last}` };
    if (isWidened(dates)) {
      const message = `date_prec ${precision} means a longer stretch than ${dates.asStated}; the stretch was widened to what it can mean`;
      this.#add("ged-date-widened", "date_prec", { message, severity: "warning" });
    }
    return dates;
  }

  #date(column: "date_start" | "date_end"): CivilDate | undefined {
    const text = this.#dateText(column);
    const date = parseDate(text);
    if (date === undefined) {
      const hint = "write it YYYY-MM-DD";
      this.#add("ged-invalid-date", column, {
        message: text === "" ? "there is no date" : `"${text}" is not a date`,
        hint,
      });
    }
    return date;
  }

  /** The publisher's own CSV writes `2016-02-27 00:00:00.000`: the clock time is always zero and means nothing. */
  #dateText(column: "date_start" | "date_end"): string {
    return this.#share(this.#text(column).replace(/[ T]00:00(?::00(?:\.0+)?)?$/, ""));
  }

  #zone(): string | undefined {
    const country = { id: this.#text("country_id"), name: this.#shared("country") };
    const zone = this.#file.zoneOf(country);
    const key = country.id || country.name;
    if (zone === undefined && !this.#file.zoneless.has(key)) {
      this.#file.zoneless.add(this.#share(key));
      const message = `the time zone of events in ${country.name || "a country not named"} is not certain: their days are taken wide enough for any`;
      this.#add("ged-no-zone", "country_id", { message, severity: "note" });
    }
    return zone;
  }

  /** The point and whether it can be believed: UCDP itself has an event whose geometry lost the minus of its latitude. */
  #point(): StatedPoint | undefined {
    const latitude = this.#degrees("latitude");
    const longitude = this.#degrees("longitude");
    if (latitude === undefined || longitude === undefined) return undefined;
    const point = { latitude, longitude };
    const drawn = parseWktPoint(this.#text("geom_wkt")) ?? point;
    const isDrawnElsewhere = !isSame(drawn, point);
    const isOutOfRange = !isOnEarth(point);
    const isExchanged =
      (isDrawnElsewhere && isSame(drawn, exchanged(point))) ||
      looksExchanged(point, this.#text("country_id")) ||
      (isOutOfRange && isOnEarth(exchanged(point)));
    const stated = `latitude ${latitude} and longitude ${longitude}`;
    if (isExchanged) {
      const hint = `write latitude ${longitude} and longitude ${latitude}`;
      this.#add("ged-coordinates-exchanged", "latitude", { message: `${stated} look exchanged`, hint });
    } else if (isOutOfRange) {
      const field = Math.abs(latitude) > 90 ? "latitude" : "longitude";
      const hint = "a latitude is between -90 and 90 degrees, a longitude between -180 and 180";
      this.#add("ged-coordinates-out-of-range", field, { message: `${stated} are nowhere on Earth`, hint });
    } else if (isDrawnElsewhere) {
      const message = `${stated} are another place than geom_wkt ${this.#text("geom_wkt")}; neither is used`;
      this.#add("ged-coordinates-differ", "geom_wkt", { message, severity: "warning", hint: "correct the wrong one" });
    }
    return { point: isDrawnElsewhere ? undefined : point };
  }

  #degrees(column: "latitude" | "longitude"): number | undefined {
    const text = this.#text(column);
    if (/^[-+]?\d+(\.\d+)?(e[-+]?\d+)?$/i.test(text)) return Number(text);
    const message = text === "" ? `there is no ${column}` : `${column} "${text}" is not a number of degrees`;
    const hint = text.includes(",") ? "write it with a decimal point" : "write decimal degrees, such as 36.585896";
    this.#add("ged-invalid-coordinates", column, { message, hint });
    return undefined;
  }

  #casualties(): Casualties {
    const casualties = {
      best: this.#count("best"),
      low: this.#count("low"),
      high: this.#count("high"),
      sideA: this.#count("deaths_a"),
      sideB: this.#count("deaths_b"),
      civilians: this.#count("deaths_civilians"),
      unknown: this.#count("deaths_unknown"),
    };
    const { best, low, high, sideA, sideB, civilians, unknown } = casualties;
    const estimates = [low, best, high].filter((count) => count !== undefined);
    if (estimates.some((count, index) => count < (estimates[index - 1] ?? 0))) {
      const message = `the estimates contradict each other: low ${low ?? "?"}, best ${best ?? "?"}, high ${high ?? "?"}; kept as given`;
      this.#add("ged-deaths-contradict", "best", { message, severity: "warning" });
    }
    const sum = (sideA ?? Number.NaN) + (sideB ?? Number.NaN) + (civilians ?? Number.NaN) + (unknown ?? Number.NaN);
    if (best !== undefined && !Number.isNaN(sum) && sum !== best) {
      const message = `the deaths by side add up to ${sum}, best says ${best}; kept as given`;
      this.#add("ged-deaths-do-not-add-up", "best", { message, severity: "warning" });
    }
    return casualties;
  }

  /** A blank is `undefined`: nobody said that nobody died. */
  #count(column: GedColumn): number | undefined {
    const text = this.#text(column);
    if (text === "" || text === "NA") return undefined;
    if (/^\d+(\.0+)?$/.test(text)) return Number(text);
    const message = text.startsWith("-")
      ? `${column} is negative: ${text}`
      : `${column} "${text}" is not a whole number`;
    this.#add("ged-invalid-deaths", column, { message, hint: "leave it blank if the number is not known" });
    return undefined;
  }

  #code<Code extends number>(column: GedColumn, codes: readonly Code[]): Code | undefined {
    const text = this.#text(column);
    const code = codes.find((known) => text === String(known) || text === `${known}.0`);
    if (code === undefined) {
      const message = text === "" ? `${column} is empty` : `${column} "${text}" is not a known code`;
      this.#add("ged-unknown-code", column, { message, hint: `${column} is one of ${codes.join(", ")}` });
    }
    return code;
  }

  #text(column: GedColumn): string {
    return unguardedCell(this.#row.fields[this.#file.layout[column]] ?? "").trim();
  }

  #shared(column: GedColumn): string {
    return this.#share(this.#text(column));
  }

  #share(text: string): string {
    const { shared } = this.#file;
    const known = shared.get(text);
    if (known !== undefined) return known;
    if (shared.size < mostShared) shared.set(text, text);
    return text;
  }

  #add(code: string, field: GedColumn, said: Said): void {
    const { file } = this.#file.options;
    const at: Place = { ...(file === undefined ? {} : { file }), line: this.#row.line, row: this.#row.row, field };
    this.#problems.push({ code, severity: "error", at, ...said });
  }
}

const kinds = { 1: "state-based", 2: "non-state", 3: "one-sided" } as const;

function keyOf(id: string): string | number {
  return /^[1-9]\d{0,14}$/.test(id) ? Number(id) : id;
}

/** `POINT (longitude latitude)`, in this order. */
function parseWktPoint(text: string): Point | undefined {
  const match = /^POINT\s*\(\s*(\S+)\s+(\S+?)\s*\)$/i.exec(text);
  if (match === null) return undefined;
  const [longitude, latitude] = [Number(match[1]), Number(match[2])];
  return Number.isFinite(longitude) && Number.isFinite(latitude) ? { latitude, longitude } : undefined;
}

/** GED cuts its coordinates at six digits and its geometry at ten, or not at all: 0.001 degrees is about 100 m. */
function isSame(a: Point, b: Point): boolean {
  return Math.abs(a.latitude - b.latitude) < 0.001 && Math.abs(a.longitude - b.longitude) < 0.001;
}

function isOnEarth({ latitude, longitude }: Point): boolean {
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
}

function exchanged({ latitude, longitude }: Point): Point {
  return { latitude: longitude, longitude: latitude };
}

/**
 * `source_article`: each document as `"office,date,headline"`, joined by `;`. Headlines hold quotes, commas, semicolons and
 * line ends of their own; offices hold commas. Older events have free text, which is kept whole as the headline.
 */
export function parseCitations(text: string): readonly Citation[] {
  if (text === "") return [];
  const isList = text.length > 1 && text.startsWith('"') && text.endsWith('"');
  return isList
    ? text
        .slice(1, -1)
        .split(/"\s*;\s*"/)
        .map(parseCitation)
    : [parseCitation(text)];
}

/** UCDP's databases write a date that they do not have as the first day that theirs can hold. */
const noDate = "1753-01-01";

function parseCitation(text: string): Citation {
  const match = /^(.*?),\s*(\d{4}-\d{2}-\d{2})\s*,(.*)$/s.exec(text);
  if (match === null) return { office: undefined, date: undefined, headline: text.trim() };
  const [, office = "", date = "", headline = ""] = match;
  const isDate = date !== noDate && parseDate(date) !== undefined;
  return { office: office.trim() || undefined, date: isDate ? date : undefined, headline: headline.trim() };
}
