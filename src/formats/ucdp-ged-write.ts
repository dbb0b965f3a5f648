import { strToU8 } from "fflate";
import { Temporal } from "temporal-polyfill";
import type { Citation, OccurrenceDraft, PlacePrecision, ReportDraft, Whenabouts } from "../domain/index.ts";
import { dayNumber, formatDate, parseDate, type CivilDate, type Problem } from "../kit/index.ts";
import { csvLine } from "./csv-line.ts";
import { guardedCell } from "./report-columns-guard.ts";
import { excerpt } from "./report-item.ts";
import { createGedRowParser, parseCitations } from "./ucdp-ged.ts";
import { gedColumns, parseGedHeader } from "./ucdp-ged-columns.ts";
import { countryOfZone } from "./ucdp-ged-countries.ts";
import { whenaboutsOf, type DatePrecision, type StatedDates } from "./ucdp-ged-vagueness.ts";

/** The 41 columns of release 19.1, in their order. */
// prettier-ignore
export const gedColumns191 = [
  "id", "year", "active_year", "type_of_violence", "conflict_new_id", "conflict_name", "dyad_new_id", "dyad_name",
  "side_a_new_id", "side_a", "side_b_new_id", "gwnob", "side_b", "number_of_sources",
  "source_article", "source_office", "source_date", "source_headline", "source_original",
  "where_prec", "where_coordinates", "adm_1", "adm_2", "latitude", "longitude", "geom_wkt", "priogrid_gid",
  "country", "country_id", "region", "event_clarity", "date_prec", "date_start", "date_end",
  "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "low", "best", "high",
] as const satisfies readonly (typeof gedColumns)[number][];

type Column = (typeof gedColumns)[number];

export interface GedWriteOptions {
  /** 49 as in the global releases from 20.1 on, 41 as in release 19.1. Unset: 49. */
  readonly columns?: 49 | 41;
}

/** Occurrences as they come, from memory or from a store. */
export type OccurrenceStream = AsyncIterable<OccurrenceDraft> | Iterable<OccurrenceDraft>;

const pieceLength = 1 << 16;

/**
 * Writes occurrences as UCDP GED, so that reading them gives the same drafts. Each row is read again before it is given out:
 * what comes back otherwise is named in a warning, and a row that would be refused is an error and is not written.
 *
 * A draft does not hold GED's numbers of conflicts, dyads, PRIO-GRID cells and states, nor its coders' remarks (`relid`,
 * `code_status`, `active_year`, `where_description`, `region`): these columns stay blank.
 */
export async function* writeGedCsv(
  occurrences: OccurrenceStream,
  { columns = 49 }: GedWriteOptions = {},
): AsyncGenerator<Uint8Array | Problem, void, undefined> {
  const names: readonly Column[] = columns === 49 ? gedColumns : gedColumns191;
  const reread = createReader(names);
  let text = `${csvLine(names)}\r\n`;
  let row = 0;
  for await (const occurrence of occurrences) {
    const cells = cellsOf(occurrence);
    const fields = names.map((name) => cellOf(name, String(cells[name] ?? "")));
    const { again, problems } = reread(fields, row + 1);
    if (again === undefined) {
      yield notWritten(occurrence, problems);
      continue;
    }
    row++;
    text += `${csvLine(fields)}\r\n`;
    const left = notHeld(occurrence, again);
    if (left.length > 0) {
      const message = `${excerpt(occurrence.id)}: GED cannot say ${left.join(", ")}`;
      yield { code: "ged-not-held", severity: "warning", at: { row }, message };
    }
    if (text.length < pieceLength) continue;
    yield strToU8(text);
    text = "";
  }
  yield strToU8(text);
}

function createReader(names: readonly Column[]) {
  const header = parseGedHeader(names);
  if (!header.ok) throw new Error("bug: GED's own columns are not understood");
  const parser = createGedRowParser(header.layout);
  return (fields: readonly string[], row: number) => {
    const { draft, problems } = parser.parse({ kind: "row", fields, line: row + 1, row });
    return { again: draft, problems };
  };
}

function notWritten({ id }: OccurrenceDraft, problems: readonly Problem[]): Problem {
  const why = problems.filter(({ severity }) => severity === "error").map(({ message }) => message);
  const message = `${excerpt(id)} was not written, because GED has no event like it: ${why.join("; ")}`;
  return { code: "ged-not-written", severity: "error", at: {}, message, hint: "export it in Truce's own columns" };
}

// prettier-ignore
const numbers = new Set<Column>([
  "id", "year", "type_of_violence", "where_prec", "latitude", "longitude", "country_id", "event_clarity", "date_prec",
  "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low",
]);

function cellOf(name: Column, cell: string): string {
  if (numbers.has(name) && /^[-+]?\d+(\.\d+)?$/u.test(cell)) return cell;
  // A zero byte is no text, and no reader takes a file with one for a table.
  return guardedCell(cell.replaceAll("\0", "\uFFFD"));
}

type Cells = Readonly<Partial<Record<Column, string | number | undefined>>>;

const types = { "state-based": 1, "non-state": 2, "one-sided": 3 } as const;

/** What a place of unstated precision may be is no narrower than its country. */
const placeCodes: Readonly<Record<PlacePrecision, number>> = {
  exact: 1,
  near: 2,
  district: 3,
  province: 4,
  fuzzy: 5,
  country: 6,
  international: 7,
  unstated: 6,
};

function cellsOf(draft: OccurrenceDraft): Cells {
  const { kind, sides, where, casualties } = draft;
  const countryId = where.country === undefined ? undefined : countryOfZone(draft.when.zone);
  const dates = datesOf(draft.when, countryId === undefined ? undefined : draft.when.zone);
  const point = where.drawnAt ?? where.circle?.centre;
  const [latitude, longitude] = [point && degrees(point.latitude), point && degrees(point.longitude)];
  return {
    id: draft.id,
    year: dates?.start.year,
    type_of_violence: kind && types[kind],
    dyad_name: draft.label,
    side_a: sides[0]?.name,
    side_a_new_id: numberOf(sides[0]?.code),
    side_b: sides[1]?.name,
    side_b_new_id: numberOf(sides[1]?.code),
    ...sourceCells(draft.citations),
    source_original: draft.toldBy,
    where_prec: placeCodes[where.precision],
    where_coordinates: where.asStated,
    ...areaCells(draft),
    latitude,
    longitude,
    geom_wkt: point && `POINT (${longitude} ${latitude})`,
    country: where.country,
    country_id: countryId,
    event_clarity: draft.aggregate === true ? 2 : 1,
    date_prec: dates?.precision,
    date_start: dates && formatDate(dates.start),
    date_end: dates && formatDate(dates.end),
    deaths_a: casualties.sideA,
    deaths_b: casualties.sideB,
    deaths_civilians: casualties.civilians,
    deaths_unknown: casualties.unknown,
    best: casualties.best,
    high: casualties.high,
    low: casualties.low,
  };
}

/** `ucdp:118` is UCDP's own number; of another data set's it has no use. */
function numberOf(code: string | undefined): string | undefined {
  return code?.startsWith("ucdp:") === true ? code.slice("ucdp:".length) : undefined;
}

/** Of two areas named the smaller is the district. Of one it matters only with precision 4, where it is the province. */
function areaCells({ where }: OccurrenceDraft): Cells {
  const [first, second] = where.areaNames;
  if (second !== undefined) return { adm_2: first, adm_1: second };
  return where.precision === "province" && where.within.length === 0 ? { adm_2: first } : { adm_1: first };
}

function degrees(value: number): string {
  const text = String(value);
  return text.includes("e") ? value.toFixed(12) : text;
}

/** The dates and the precision that are read as this stretch, or those that come nearest to it without being narrower. */
function datesOf(when: Whenabouts, zone: string | undefined): StatedDates | undefined {
  const [start, end] = /^(\S+)(?: to (\S+))?$/u.exec(when.asStated)?.slice(1).map(asDate) ?? [];
  const stated = start && statedAs({ start, end: end ?? start, when, zone });
  if (stated !== undefined) return stated;
  const { earliest, latest } = when.interval;
  if (!Number.isFinite(earliest) || !Number.isFinite(latest)) return undefined;
  const day = (instant: number): CivilDate => {
    const { year, month, day: date } = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(when.zone);
    return { year, month, day: date };
  };
  const [first, last] = [day(earliest), day(latest - 1)];
  return { start: first, end: last, precision: precisionOf(when, first, last), asStated: when.asStated };
}

function asDate(text: string | undefined): CivilDate | undefined {
  return text === undefined ? undefined : parseDate(text);
}

interface Stated {
  readonly start: CivilDate;
  readonly end: CivilDate;
  readonly when: Whenabouts;
  readonly zone: string | undefined;
}

const precisions: readonly DatePrecision[] = [1, 2, 3, 4, 5];

function statedAs({ start, end, when, zone }: Stated): StatedDates | undefined {
  const { asStated } = when;
  return precisions
    .map((precision) => ({ start, end, precision, asStated }))
    .find((dates) => isSame(whenaboutsOf(dates, zone), when));
}

function precisionOf({ spread }: Whenabouts, first: CivilDate, last: CivilDate): DatePrecision {
  const days = dayNumber(last) - dayNumber(first) + 1;
  if (spread === "throughout" || days === 1) return 1;
  return days < 7 ? 2 : days === 7 ? 3 : days < 32 ? 4 : 5;
}

/** UCDP's databases write a date that they do not have as the first day that theirs can hold. */
const noDate = "1753-01-01";

function sourceCells(citations: readonly Citation[]): Cells {
  const [only] = citations;
  const isFree = citations.length === 1 && only?.office === undefined && only?.date === undefined;
  if (isFree && isSame(parseCitations(only?.headline ?? ""), citations)) return { source_article: only?.headline };
  if (only === undefined) return {};
  const part = ({ office = "", date = noDate, headline }: Citation): string => `"${office},${date},${headline}"`;
  return {
    number_of_sources: citations.length,
    source_article: citations.map(part).join(";"),
    source_office: citations.map(({ office }) => office ?? "").join(";"),
    source_date: citations.map(({ date }) => date ?? noDate).join(";"),
    source_headline: citations.map(({ headline }) => headline).join(";"),
  };
}

const parts = {
  id: "its id",
  label: "its label",
  kind: "its kind",
  sides: "its sides",
  direction: "who acted on whom",
  when: "its time as it is known",
  where: "its place as it is known",
  aggregate: "whether it is an aggregate",
  casualties: "its deaths",
  citations: "its citations",
  toldBy: "who told it",
} as const satisfies Readonly<Record<keyof OccurrenceDraft, string>>;

const moreOfReport = {
  source: "its source",
  reported: "when it was reported",
  acts: "its acts",
  weapons: "its weapons",
  counts: "its counts",
  harm: "other people harmed",
  narrative: "its narrative",
  regards: "the report it regards",
  attachments: "its attachments",
  toolReview: "another tool's review",
} as const satisfies Readonly<Record<Exclude<keyof ReportDraft, keyof OccurrenceDraft>, string>>;

function notHeld(draft: OccurrenceDraft, again: OccurrenceDraft): readonly string[] {
  const report: Readonly<Record<string, unknown>> = { ...draft };
  const other = (Object.keys(parts) as (keyof typeof parts)[]).filter((key) => !isSame(draft[key], again[key]));
  const more = (Object.keys(moreOfReport) as (keyof typeof moreOfReport)[]).filter((key) => {
    const value = report[key];
    return Array.isArray(value) ? value.length > 0 : value !== undefined;
  });
  return [...other.map((key) => parts[key]), ...more.map((key) => moreOfReport[key])];
}

/** Whether two values of a draft are the same, whatever the order of their keys. */
function isSame(a: unknown, b: unknown): boolean {
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return Object.is(a, b);
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => isSame((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]));
}
