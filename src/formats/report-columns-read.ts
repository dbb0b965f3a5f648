import {
  OCCURRENCE_KINDS,
  PLACE_PRECISIONS,
  REPORT_RELATIONS,
  sortHarm,
  type Casualties,
  type Circle,
  type Count,
  type Harm,
  type Point,
  type ReportDraft,
  type Side,
  type ToolReview,
  type Whenabouts,
  type Whereabouts,
} from "../domain/index.ts";
import { isZone, nearest, type Interval, type Place, type Problem } from "../kit/index.ts";
import { DIRECTIONS, WHEN_PRECISIONS, YES_NO, type ReportCells, type ReportColumn } from "./report-columns.ts";
import {
  asciiDigits,
  parseCitations,
  parseCount,
  parseHarm,
  parseList,
  parseToolReview,
} from "./report-columns-lists.ts";
import { parseStatedTime } from "./report-columns-time.ts";
import { excerpt, type ReportReadOptions, type ReportRow } from "./report-item.ts";

/** Reads the reports of one file, in order: it remembers the ids seen, so that a report counts once. */
export interface ReportCellsParser {
  /** The draft that these cells tell, or why there is none; warnings may come with a draft, an error never does. */
  parse(cells: ReportCells, at: Place): ReportRow;
}

export function createReportCellsParser(options: ReportReadOptions = {}): ReportCellsParser {
  const file: FileState = { options, rowOfId: new Map(), noted: new Set() };
  return { parse: (cells, at) => new CellsReader(cells, at, file).parse() };
}

interface FileState {
  readonly options: ReportReadOptions;
  readonly rowOfId: Map<string, number>;
  /** What is said once a file. */
  readonly noted: Set<string>;
}

/** An error unless it says otherwise. */
type Said = Pick<Problem, "message"> & Partial<Pick<Problem, "severity" | "hint">>;

class CellsReader {
  readonly #cells: ReportCells;
  readonly #at: Place;
  readonly #file: FileState;
  readonly #problems: Problem[] = [];

  constructor(cells: ReportCells, at: Place, file: FileState) {
    this.#cells = cells;
    this.#at = at;
    this.#file = file;
  }

  parse(): ReportRow {
    const id = this.#id();
    const sides = this.#sides();
    const when = this.#when();
    const draft: ReportDraft = {
      id,
      label: this.#text("label") ?? (sides.flatMap((side) => side?.name ?? []).join(" - ") || id),
      kind: this.#word("kind", OCCURRENCE_KINDS),
      sides,
      direction: this.#direction(),
      when,
      where: this.#where(),
      aggregate: this.#yesOrNo("aggregate"),
      casualties: this.#casualties(),
      citations: parseCitations(this.#cells.citations ?? ""),
      toldBy: this.#text("told_by"),
      source: this.#text("source"),
      reported: this.#reported(when.zone),
      acts: parseList(this.#cells.acts ?? ""),
      weapons: parseList(this.#cells.weapons ?? ""),
      counts: this.#counts(),
      harm: this.#harm(),
      narrative: this.#text("narrative"),
      regards: this.#regards(),
      attachments: parseList(this.#cells.attachments ?? ""),
      toolReview: this.#toolReview(),
    };
    const isUsable = !this.#problems.some(({ severity }) => severity === "error");
    if (isUsable) this.#file.rowOfId.set(id, this.#at.row ?? 0);
    return { kind: "row", draft: isUsable ? draft : undefined, problems: this.#problems, at: this.#at };
  }

  #id(): string {
    const id = this.#text("id") ?? "";
    if (id === "") this.#add("report-no-id", "id", { message: "the report has no id", hint: "number your reports" });
    const earlier = this.#file.rowOfId.get(id);
    if (earlier !== undefined) {
      const message = `report ${excerpt(id)} is already in row ${earlier}; this row is kept out, so that it counts once`;
      this.#add("report-duplicate-id", "id", { message, hint: "give this one an id of its own, or remove it" });
    }
    return id;
  }

  /** Absent sides are left off, so that nobody is an empty tuple. */
  #sides(): readonly [first?: Side | undefined, second?: Side | undefined] {
    const [first, second] = [this.#side("side_a", "side_a_code"), this.#side("side_b", "side_b_code")];
    return second === undefined ? (first === undefined ? [] : [first]) : [first, second];
  }

  #side(nameColumn: ReportColumn, codeColumn: ReportColumn): Side | undefined {
    const code = this.#text(codeColumn);
    const name = this.#text(nameColumn) ?? code;
    return name === undefined ? undefined : { name, code };
  }

  #direction(): ReportDraft["direction"] {
    const text = this.#text("direction")?.trim().toLowerCase();
    if (text === "b-on-a") {
      const hint = "exchange what stands in side_a and side_b, and write a-on-b";
      this.#add("report-unknown-word", "direction", { message: "b-on-a is not written here", hint });
      return "unknown";
    }
    return this.#word("direction", DIRECTIONS) === "a-on-b" ? "first-on-second" : "unknown";
  }

  #when(): Whenabouts {
    const stated = this.#cells.when;
    const asStated = this.#text("when_words") ?? stated ?? "";
    const precision = this.#word("when_precision", WHEN_PRECISIONS);
    const zone = this.#zone();
    if (stated === undefined) {
      this.#add("report-no-time", "when", {
        message: "there is no time: it may have been at any",
        severity: "warning",
      });
      return whenaboutsOf({ interval: always, zone: zone ?? "UTC", asStated, precision: precision ?? "within" });
    }
    const read = parseStatedTime(stated, zone);
    if (!read.ok) {
      this.#add("report-bad-time", "when", read);
      return whenaboutsOf({ interval: always, zone: "UTC", asStated, precision: "within" });
    }
    if (read.widened) this.#noteWidened();
    return whenaboutsOf({ ...read, asStated, precision: precision ?? (read.isOneDay ? "exact" : "within") });
  }

  #zone(): string | undefined {
    const zone = this.#text("zone")?.trim() ?? this.#file.options.zone;
    if (zone === undefined || isZone(zone)) return zone;
    const hint = "write a name of the IANA time zone database, such as Asia/Damascus, or a distance such as +03:00";
    this.#add("report-bad-zone", "zone", { message: `"${excerpt(zone)}" is not a time zone`, hint });
    return undefined;
  }

  #reported(zone: string): Interval | undefined {
    const text = this.#cells.reported;
    if (text === undefined) return undefined;
    const isGuess = this.#cells.zone === undefined && this.#file.options.zone === undefined;
    const read = parseStatedTime(text, isGuess ? undefined : zone);
    if (!read.ok) this.#add("report-bad-time", "reported", read);
    else if (read.widened) this.#noteWidened();
    return read.ok ? read.interval : undefined;
  }

  #noteWidened(): void {
    const message = "times without a zone are taken wide enough for any";
    this.#once("report-no-zone", "zone", { message, hint: "add a column zone, such as Asia/Damascus" });
  }

  #where(): Whereabouts {
    const drawnAt = this.#point("latitude", "longitude");
    const within = parseList(this.#cells.within ?? "");
    const areas = parseList(this.#cells.areas ?? "");
    return {
      precision: this.#word("place_precision", PLACE_PRECISIONS) ?? "unstated",
      circle: this.#circle(drawnAt),
      within,
      areaNames: areas.length === 0 ? within : areas,
      country: this.#text("country"),
      drawnAt,
      asStated: this.#cells.place ?? "",
    };
  }

  #circle(drawnAt: Point | undefined): Circle | undefined {
    const centre = this.#point("circle_latitude", "circle_longitude") ?? drawnAt;
    const radiusMetres = this.#number("radius_m", Number.POSITIVE_INFINITY);
    if (radiusMetres === undefined) {
      const message = "a point without radius_m is drawn, but decides nothing";
      const hint = "write in radius_m how many metres it can have been away from the point";
      if (centre !== undefined) this.#once("report-no-radius", "radius_m", { message, hint });
      return undefined;
    }
    if (centre !== undefined) return { centre, radiusMetres };
    const message = "there is a radius but no point that it is around";
    this.#add("report-no-point", "radius_m", { message, hint: "write latitude and longitude" });
    return undefined;
  }

  #point(northColumn: ReportColumn, eastColumn: ReportColumn): Point | undefined {
    const [latitude, longitude] = [this.#degrees(northColumn), this.#degrees(eastColumn)];
    if (latitude === undefined && longitude === undefined) return undefined;
    if (latitude === undefined || longitude === undefined) {
      const missing = latitude === undefined ? northColumn : eastColumn;
      const message = `there is no usable ${missing} beside the other half of the point`;
      this.#add("report-half-point", missing, { message, hint: "write both, or neither" });
      return undefined;
    }
    if (Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180) return { latitude, longitude };
    const isExchanged = Math.abs(latitude) <= 180 && Math.abs(longitude) <= 90;
    const message = `latitude ${latitude} and longitude ${longitude} ${isExchanged ? "look exchanged" : "are nowhere on Earth"}`;
    const hint = isExchanged
      ? `write latitude ${longitude} and longitude ${latitude}`
      : "a latitude is between -90 and 90 degrees, a longitude between -180 and 180";
    this.#add("report-bad-point", Math.abs(latitude) > 90 ? northColumn : eastColumn, { message, hint });
    return undefined;
  }

  #degrees(column: ReportColumn): number | undefined {
    const text = this.#digits(column);
    if (text === undefined) return undefined;
    if (/^[-+]?\d{1,20}(\.\d{0,40})?(e[-+]?\d{1,3})?$/iu.test(text)) return Number(text);
    const hint = text.includes(",") ? "write it with a decimal point" : "write decimal degrees, such as 36.585896";
    this.#add("report-bad-number", column, { message: `"${excerpt(text)}" is not a number of degrees`, hint });
    return undefined;
  }

  #casualties(): Casualties {
    const casualties = {
      best: this.#number("killed"),
      low: this.#number("killed_min"),
      high: this.#number("killed_max"),
      sideA: this.#number("killed_side_a"),
      sideB: this.#number("killed_side_b"),
      civilians: this.#number("killed_civilians"),
      unknown: this.#number("killed_side_unknown"),
    };
    const { low, best, high } = casualties;
    const estimates = [low, best, high].filter((count) => count !== undefined);
    if (estimates.some((count, index) => count < (estimates[index - 1] ?? 0))) {
      const message = `the numbers of killed contradict each other: at least ${low ?? "?"}, ${best ?? "?"}, at most ${high ?? "?"}; kept as given`;
      this.#add("report-range-reversed", "killed", { message, severity: "warning" });
    }
    return casualties;
  }

  #counts(): readonly Count[] {
    return parseList(this.#cells.counts ?? "").flatMap((item) => {
      const count = parseCount(item);
      if (count !== undefined) return [count];
      const hint = "write a number and its unit: 240 explosion, 3..5 burst, 10.. shot, some flare";
      this.#add("report-bad-count", "counts", { message: `"${excerpt(item)}" is not a count`, hint });
      return [];
    });
  }

  #harm(): readonly Harm[] {
    const harm: Harm[] = HARM_COLUMNS.flatMap(({ what, whom, min, max }) => {
      const [least, most] = [this.#number(min), this.#number(max)];
      return least === undefined && most === undefined ? [] : [{ what, whom, least, most }];
    });
    for (const item of parseList(this.#cells.harm ?? "")) {
      const read = parseHarm(item);
      const isTwice = harm.some(({ what, whom }) => what === read?.what && whom === read.whom);
      if (read !== undefined && !isTwice) harm.push(read);
      else {
        const message = `"${excerpt(item)}" is ${isTwice ? "said twice" : "not harm to people"}`;
        const hint = isTwice ? "keep one of the two" : "write it like: killed women 1..2; missing people some";
        this.#add("report-bad-harm", "harm", { message, hint });
      }
    }
    for (const { what, whom, least, most } of harm) {
      if (least === undefined || most === undefined || least <= most) continue;
      const message = `${whom} ${what}: at least ${least}, at most ${most}; kept as given`;
      this.#add("report-range-reversed", "harm", { message, severity: "warning" });
    }
    return sortHarm(harm);
  }

  #regards(): ReportDraft["regards"] {
    const relation = this.#word("relation", REPORT_RELATIONS);
    const report = this.#text("regards");
    if (relation !== undefined && report !== undefined) return { relation, report };
    const isHalf = report !== undefined || relation !== undefined;
    const missing = report === undefined ? "regards" : "relation";
    if (isHalf && !this.#problems.some(({ at }) => at.field === "relation")) {
      const hint = "relation says how it stands to the earlier report, regards says which that is";
      this.#add("report-half-relation", missing, { message: `${missing} is blank and the other is not`, hint });
    }
    return undefined;
  }

  #toolReview(): ToolReview | undefined {
    const cell = this.#cells.tool_review;
    if (cell === undefined) return undefined;
    const review = parseToolReview(cell);
    if (review === undefined) {
      const hint = "write: tool | status | by whom | when";
      this.#add("report-bad-review", "tool_review", { message: `"${excerpt(cell)}" names no tool and status`, hint });
    }
    return review;
  }

  #number(column: ReportColumn, limit = Number.MAX_SAFE_INTEGER): number | undefined {
    const text = this.#digits(column);
    if (text === undefined) return undefined;
    const isCount = limit === Number.MAX_SAFE_INTEGER;
    if ((isCount ? /^\d{1,15}(\.0{1,9})?$/u : /^\d{1,20}(\.\d{0,40})?(e[-+]?\d{1,3})?$/iu).test(text))
      return Number(text);
    const message = `"${excerpt(text)}" is not a ${isCount ? "whole " : ""}number of ${column}`;
    this.#add("report-bad-number", column, { message, hint: "leave it blank if it is not known" });
    return undefined;
  }

  #digits(column: ReportColumn): string | undefined {
    const cell = this.#cells[column];
    return cell === undefined ? undefined : asciiDigits(cell).trim();
  }

  #yesOrNo(column: ReportColumn): boolean | undefined {
    const cell = this.#cells[column]?.trim();
    const word = cell === undefined ? undefined : this.#wordOf(arabicYesNo.get(cell) ?? cell, column, YES_NO);
    return word === undefined ? undefined : word === "yes";
  }

  #word<Word extends string>(column: ReportColumn, words: readonly Word[]): Word | undefined {
    const cell = this.#cells[column];
    return cell === undefined ? undefined : this.#wordOf(cell, column, words);
  }

  #wordOf<Word extends string>(cell: string, column: ReportColumn, words: readonly Word[]): Word | undefined {
    const wanted = cell.trim().toLowerCase();
    const word = words.find((known) => known === wanted);
    if (word === undefined) {
      const meant = wanted.length > 40 ? undefined : nearest(wanted, words);
      const hint = meant === undefined ? `write one of: ${words.join(", ")}` : `did you mean ${meant}?`;
      this.#add("report-unknown-word", column, { message: `"${excerpt(cell)}" is not a word for ${column}`, hint });
    }
    return word;
  }

  #text(column: ReportColumn): string | undefined {
    return this.#cells[column];
  }

  #once(code: string, field: ReportColumn, said: Said): void {
    if (this.#file.noted.has(code)) return;
    this.#file.noted.add(code);
    this.#add(code, field, { severity: "note", ...said });
  }

  #add(code: string, field: ReportColumn, { message, hint, severity = "error" }: Said): void {
    const at: Place = { ...this.#at, field };
    this.#problems.push({ code, severity, at, message, ...(hint === undefined ? {} : { hint }) });
  }
}

/** Harm that has columns of its own. */
export const HARM_COLUMNS = [
  { what: "killed", whom: "civilians", min: "killed_civilians_min", max: "killed_civilians_max" },
  { what: "injured", whom: "people", min: "injured_min", max: "injured_max" },
  { what: "injured", whom: "civilians", min: "injured_civilians_min", max: "injured_civilians_max" },
] as const;

const arabicYesNo: ReadonlyMap<string, string> = new Map([
  ["نعم", "yes"],
  ["لا", "no"],
]);

const always: Interval = { earliest: Number.NEGATIVE_INFINITY, latest: Number.POSITIVE_INFINITY };

interface Stated extends Pick<Whenabouts, "interval" | "zone" | "asStated"> {
  readonly precision: (typeof WHEN_PRECISIONS)[number];
}

function whenaboutsOf({ interval, zone, asStated, precision }: Stated): Whenabouts {
  return {
    interval,
    zone,
    asStated,
    spread: precision === "exact" || precision === "throughout" ? "throughout" : "within",
    exact: precision === "exact" || precision === "exact-within",
  };
}
