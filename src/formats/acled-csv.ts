import {
  reportFrom,
  type Casualties,
  type Point,
  type ReportDraft,
  type Side,
  type Whereabouts,
} from "../domain/index.ts";
import { parseDate, type CivilDate, type Place, type Problem } from "../kit/index.ts";
import { gwOfIso, isAgainstCivilians, kindOf, meaningOf, zoneOfIso } from "./acled-csv-codes.ts";
import { parseAcledHeader, type AcledColumn, type AcledLayout } from "./acled-csv-columns.ts";
import type { AcledReportDraft } from "./acled-csv-draft.ts";
import { parseCsv, type ByteStream, type CsvRow } from "./csv.ts";
import { unguardedCell } from "./report-columns-guard.ts";
import { excerpt, refusedRow, type ReportItem, type ReportReadOptions, type ReportRow } from "./report-item.ts";
import { looksExchanged } from "./ucdp-ged-countries.ts";
import { whenaboutsOf, whereaboutsOf } from "./ucdp-ged-vagueness.ts";

export type { AcledReportDraft } from "./acled-csv-draft.ts";
export { writeAcledCsv } from "./acled-csv-write.ts";
export { acledColumns, likenessOfAcledHeader, type AcledColumn } from "./acled-csv-columns.ts";

/** Columns that are kept as written, besides what is understood of them. */
// prettier-ignore
const keptAsWritten: readonly AcledColumn[] = [
  "time_precision", "disorder_type", "event_type", "sub_event_type", "assoc_actor_1", "inter1", "assoc_actor_2", "inter2", "interaction",
  "civilian_targeting", "iso", "region", "admin1", "admin2", "admin3", "geo_precision", "source_scale", "tags", "timestamp",
];

/** Reads ACLED's CSV, one row in memory at a time besides the ids seen. Of rows with one id the first counts. */
export async function* readAcledCsv(
  bytes: ByteStream,
  options: ReportReadOptions = {},
): AsyncGenerator<readonly ReportItem[], void, undefined> {
  const file = options.file === undefined ? {} : { file: options.file };
  let state: FileState | undefined;
  let hasTrouble = false;
  for await (const batch of parseCsv(bytes, file)) {
    const items: ReportItem[] = [];
    for (const item of batch) {
      if (item.kind === "problem") items.push(item);
      else if (item.kind === "broken") items.push(refusedRow(item.problem));
      else if (state !== undefined) items.push(new AcledRow(item, state).parse());
      else {
        const header = parseAcledHeader(item.fields, { ...file, line: item.line });
        items.push(...header.problems.map((problem) => ({ kind: "problem", problem }) as const));
        if (!header.ok) return yield items;
        state = { options, layout: header.layout, rowOfId: new Map(), noted: new Set() };
      }
    }
    hasTrouble ||= items.length > 0;
    yield items;
  }
  if (state === undefined && !hasTrouble) {
    const problem: Problem = { code: "acled-empty", severity: "error", at: file, message: "the file is empty" };
    yield [{ kind: "problem", problem }];
  }
}

interface FileState {
  readonly options: ReportReadOptions;
  readonly layout: AcledLayout;
  readonly rowOfId: Map<string, number>;
  /** What is said once a file. */
  readonly noted: Set<string>;
}

type Said = Pick<Problem, "message"> & Partial<Pick<Problem, "severity" | "hint">>;

class AcledRow {
  readonly #row: CsvRow;
  readonly #file: FileState;
  readonly #at: Place;
  readonly #problems: Problem[] = [];

  constructor(row: CsvRow, file: FileState) {
    this.#row = row;
    this.#file = file;
    const { file: name } = file.options;
    this.#at = { ...(name === undefined ? {} : { file: name }), line: row.line, row: row.row };
  }

  parse(): ReportRow {
    const id = this.#id();
    const date = this.#date();
    const timePrecision = this.#code("time_precision");
    const geoPrecision = this.#code("geo_precision");
    const where = geoPrecision && this.#where(geoPrecision);
    const eventType = this.#text("event_type");
    const meaning = this.#meaning(eventType);
    const sides = this.#sides();
    const casualties = this.#casualties();
    const isUsable = !this.#problems.some(({ severity }) => severity === "error");
    if (!isUsable || !date || !timePrecision || !where)
      return { kind: "row", draft: undefined, problems: this.#problems, at: this.#at };
    const actors = [
      { name: sides[0]?.name ?? "", inter: this.#text("inter1") },
      { name: sides[1]?.name ?? "", inter: this.#text("inter2") },
    ] as const;
    const draft: AcledReportDraft = {
      ...reportFrom({
        id,
        label: sides.flatMap((side) => side?.name ?? []).join(" - ") || this.#text("sub_event_type") || eventType || id,
        kind: kindOf(eventType, actors),
        sides,
        direction: isAgainstCivilians(eventType) && sides.length === 2 ? "first-on-second" : "unknown",
        when: whenaboutsOf(
          { start: date, end: date, precision: stretches[timePrecision], asStated: this.#text("event_date") },
          this.#zone(),
        ),
        where,
        // Engagements of the same actors in one place on one day are one event, and nothing says of which that is so.
        aggregate: undefined,
        casualties,
        citations: [],
        toldBy: undefined,
      }),
      source: this.#text("source") || undefined,
      acts: meaning.acts,
      weapons: meaning.weapons,
      narrative: this.#text("notes") || undefined,
      acled: this.#kept(),
    };
    this.#file.rowOfId.set(id, this.#row.row);
    return { kind: "row", draft, problems: this.#problems, at: this.#at };
  }

  #id(): string {
    const id = this.#text("event_id_cnty");
    const earlier = this.#file.rowOfId.get(id);
    if (id === "") this.#add("acled-no-id", "event_id_cnty", { message: "the event has no id" });
    else if (earlier !== undefined) {
      const message = `event ${excerpt(id)} is already in row ${earlier}; this row is kept out, so that it counts once`;
      const hint = "remove the older of the two, by their timestamps, or load them from two files as revisions";
      this.#add("acled-duplicate-id", "event_id_cnty", { message, hint });
    }
    return id;
  }

  #date(): CivilDate | undefined {
    const text = this.#text("event_date");
    const date = parseAcledDate(text);
    if (date === undefined) {
      const message = text === "" ? "there is no date" : `“${excerpt(text)}” is not a date`;
      this.#add("acled-bad-date", "event_date", { message, hint: "write 2016-02-27 or 27 February 2016" });
    }
    return date;
  }

  #code(column: "time_precision" | "geo_precision"): 1 | 2 | 3 | undefined {
    const text = this.#text(column);
    const code = ([1, 2, 3] as const).find((known) => text === String(known));
    if (code === undefined) {
      const message = text === "" ? `${column} is empty` : `${column} “${excerpt(text)}” is not a known code`;
      this.#add("acled-unknown-code", column, { message, hint: `${column} is 1, 2 or 3` });
    }
    return code;
  }

  #meaning(eventType: string): { readonly acts: readonly string[]; readonly weapons: readonly string[] } {
    const subEventType = this.#text("sub_event_type");
    const meaning = meaningOf(eventType, subEventType);
    if (meaning !== undefined) return meaning;
    const code = `${excerpt(eventType)}, ${excerpt(subEventType) || "no sub-event"}`;
    const message = `the codebook has no event type “${code}”: which acts it was stays open`;
    this.#once(`type ${code}`, () =>
      this.#add("acled-unknown-event-type", "sub_event_type", { message, severity: "warning" }),
    );
    return { acts: [], weapons: [] };
  }

  /** The order means nothing, except that the target of violence against civilians is always the second. */
  #sides(): ReportDraft["sides"] {
    const side = (column: "actor1" | "actor2"): Side | undefined => {
      const name = this.#text(column);
      return name === "" ? undefined : { name, code: undefined };
    };
    const [first, second] = [side("actor1"), side("actor2")];
    if (second !== undefined) return [first, second];
    return first === undefined ? [] : [first];
  }

  /** The caller's zone, else the country's if it has one. */
  #zone(): string | undefined {
    const iso = this.#text("iso");
    const zone = this.#file.options.zone ?? zoneOfIso(iso);
    if (zone === undefined) {
      const country = this.#text("country") || "a country not named";
      const message = `the time zone of events in ${excerpt(country)} is not certain: their days are taken wide enough for any`;
      this.#once(`zone ${iso}`, () => this.#add("acled-no-zone", "iso", { message, severity: "note" }));
    }
    return zone;
  }

  /**
   * Code 1 is a named town. Code 2 is the surroundings of one or a small part of a region, and no distance is given; code 3 is
   * a larger region, drawn at some place in it. Of these two only the country is certain.
   */
  #where(precision: 1 | 2 | 3): Whereabouts {
    const areas = [this.#text("admin3"), this.#text("admin2"), this.#text("admin1")].filter((name) => name !== "");
    const point = this.#point();
    const country = this.#text("country");
    const asStated = this.#text("location");
    const exact = whereaboutsOf({ precision: 1, point, asStated, adm1: "", adm2: "", country });
    if (precision === 1) return { ...exact, within: areas, areaNames: areas };
    return { ...exact, precision: precision === 2 ? "near" : "fuzzy", circle: undefined, areaNames: areas };
  }

  #point(): Point | undefined {
    const [latitude, longitude] = [this.#degrees("latitude"), this.#degrees("longitude")];
    if (latitude === undefined || longitude === undefined) return undefined;
    const gw = gwOfIso(this.#text("iso"));
    const isOnEarth = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
    const isExchanged = isOnEarth
      ? gw !== undefined && looksExchanged({ latitude, longitude }, gw)
      : Math.abs(longitude) <= 90 && Math.abs(latitude) <= 180;
    if (isOnEarth && !isExchanged) return { latitude, longitude };
    const stated = `latitude ${latitude} and longitude ${longitude}`;
    if (isExchanged) {
      const hint = `write latitude ${longitude} and longitude ${latitude}`;
      this.#add("acled-coordinates-exchanged", "latitude", { message: `${stated} look exchanged`, hint });
    } else this.#add("acled-coordinates-out-of-range", "latitude", { message: `${stated} are nowhere on Earth` });
    return undefined;
  }

  #degrees(column: "latitude" | "longitude"): number | undefined {
    const text = this.#text(column);
    if (text === "") return undefined;
    if (/^[-+]?\d{1,3}(\.\d+)?$/u.test(text)) return Number(text);
    const message = `${column} “${excerpt(text)}” is not a number of degrees`;
    const hint = text.includes(",") ? "write it with a decimal point" : "write decimal degrees, such as 36.5858";
    this.#add("acled-bad-coordinates", column, { message, hint });
    return undefined;
  }

  /** 0 stands for "none reported" too, so that it is no more than the fewest that there can have been. */
  #casualties(): Casualties {
    const text = this.#text("fatalities");
    const isNumber = /^\d{1,9}$/u.test(text);
    if (text !== "" && !isNumber) {
      const message = `fatalities “${excerpt(text)}” is not a whole number`;
      this.#add("acled-bad-fatalities", "fatalities", { message, hint: "leave it blank if the number is not known" });
    }
    const none = { high: undefined, sideA: undefined, sideB: undefined, civilians: undefined, unknown: undefined };
    const count = isNumber ? Number(text) : undefined;
    return { best: count === 0 ? undefined : count, low: count === 0 ? 0 : undefined, ...none };
  }

  #kept(): AcledReportDraft["acled"] {
    const kept = keptAsWritten.map((column) => [column, this.#text(column)] as const).filter(([, text]) => text !== "");
    return Object.fromEntries(kept);
  }

  #text(column: AcledColumn): string {
    const index = this.#file.layout.get(column);
    return index === undefined ? "" : unguardedCell(this.#row.fields[index] ?? "").trim();
  }

  #once(what: string, say: () => void): void {
    const { noted } = this.#file;
    if (noted.has(what) || noted.size > mostNoted) return;
    noted.add(what);
    say();
  }

  #add(code: string, field: AcledColumn, said: Said): void {
    this.#problems.push({ code, severity: "error", at: { ...this.#at, field }, ...said });
  }
}

const mostNoted = 200;

/** In GED's codes of precision: the day, a week that holds it, its month. */
const stretches = { 1: 1, 2: 3, 3: 4 } as const;

const months = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];

/** `2016-02-27`, or `27 February 2016` as older exports write it. */
export function parseAcledDate(text: string): CivilDate | undefined {
  const match = /^(\d{1,2})[ -]([a-z]{3,9})[ -](\d{4})$/iu.exec(text);
  if (match === null) return parseDate(text);
  const name = (match[2] ?? "").toLowerCase();
  const month = months.findIndex((known) => known === name || (name.length === 3 && known.startsWith(name))) + 1;
  const pad = (value: number | string): string => String(value).padStart(2, "0");
  return month === 0 ? undefined : parseDate(`${match[3]}-${pad(month)}-${pad(match[1] ?? "")}`);
}
