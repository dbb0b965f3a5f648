import { strToU8 } from "fflate";
import { Temporal } from "temporal-polyfill";
import type { ReportDraft, Whenabouts } from "../domain/index.ts";
import { addDays, dayNumber, formatDate, type CivilDate, type Problem } from "../kit/index.ts";
import type { AcledReportDraft } from "./acled-csv-draft.ts";
import { acledColumns, type AcledColumn } from "./acled-csv-columns.ts";
import { isAgainstCivilians, meaningOf } from "./acled-csv-codes.ts";
import { csvLine } from "./csv-line.ts";
import { guardedCell } from "./report-columns-guard.ts";
import { excerpt } from "./report-item.ts";
import type { ReportStream } from "./truce-csv.ts";

const pieceLength = 1 << 16;

/** Columns that a spreadsheet may calculate with. */
const numbers: readonly AcledColumn[] = [
  "year",
  "time_precision",
  "iso",
  "latitude",
  "longitude",
  "geo_precision",
  "fatalities",
  "timestamp",
];

/**
 * Writes reports in ACLED's 31 columns. What came from ACLED comes back as it was; of other reports the codes that are its
 * coders' to give (event type, type of actor) stay blank, and each thing that has no column is named in a warning.
 */
export async function* writeAcledCsv(reports: ReportStream): AsyncGenerator<Uint8Array | Problem, void, undefined> {
  let text = `${csvLine(acledColumns)}\r\n`;
  let row = 0;
  for await (const report of reports) {
    const cells = cellsOf(report);
    if (cells.event_date === undefined) {
      yield noDate(report);
      continue;
    }
    row++;
    text += `${csvLine(acledColumns.map((column) => cellOf(column, cells[column] ?? "")))}\r\n`;
    const left = notHeld(report, cells);
    if (left.length > 0) {
      const message = `${excerpt(report.id)}: ACLED has no column for ${left.join(", ")}`;
      yield { code: "acled-not-held", severity: "warning", at: { row }, message };
    }
    if (text.length < pieceLength) continue;
    yield strToU8(text);
    text = "";
  }
  yield strToU8(text);
}

function noDate({ id }: ReportDraft): Problem {
  const message = `${excerpt(id)} has no day on which it began or ended, and was not written: ACLED has no event without a date`;
  return { code: "acled-write-no-date", severity: "error", at: {}, message, hint: "export it in Truce's own columns" };
}

function cellOf(column: AcledColumn, cell: string): string {
  if (numbers.includes(column) && /^[-+]?\d+(\.\d+)?$/u.test(cell)) return cell;
  // A zero byte is no text, and no reader takes a file with one for a table.
  return guardedCell(cell.replaceAll("\0", "\uFFFD"));
}

type Cells = Readonly<Partial<Record<AcledColumn, string>>>;

function cellsOf(report: ReportDraft | AcledReportDraft): Cells {
  const { sides, where, casualties } = report;
  const own = "acled" in report ? report.acled : {};
  const date = dateOf(report.when);
  const areas = where.areaNames.toReversed();
  const point = where.drawnAt ?? where.circle?.centre;
  const cells: Readonly<Partial<Record<AcledColumn, string | number | undefined>>> = {
    event_id_cnty: report.id,
    event_date: "acled" in report ? report.when.asStated : date && formatDate(date),
    year: date?.year,
    time_precision: timePrecision(report.when),
    actor1: sides[0]?.name,
    actor2: sides[1]?.name,
    country: where.country,
    ...("acled" in report ? {} : { admin1: areas[0], admin2: areas[1], admin3: areas[2] }),
    location: where.asStated,
    latitude: point && degrees(point.latitude),
    longitude: point && degrees(point.longitude),
    geo_precision: where.precision === "exact" ? 1 : where.precision === "near" ? 2 : 3,
    source: report.source,
    notes: report.narrative,
    fatalities: casualties.best ?? casualties.low,
    ...own,
  };
  const filled = Object.entries(cells).filter(([, cell]) => cell !== undefined);
  return Object.fromEntries(filled.map(([column, cell]) => [column, String(cell)]));
}

/** The day that stands for the stretch: itself, or its middle, as the codebook has it. */
function dateOf({ interval, zone }: Whenabouts): CivilDate | undefined {
  const { earliest, latest } = interval;
  if (!Number.isFinite(earliest) || !Number.isFinite(latest)) return undefined;
  const day = (instant: number): CivilDate => Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
  const [first, last] = [day(earliest), day(latest - 1)];
  return addDays(first, Math.floor((dayNumber(last) - dayNumber(first)) / 2));
}

const millisecondsInDay = 86_400_000;

/** 1 a day, 2 a week or a part of the days around one, 3 anything longer. */
function timePrecision({ interval, exact }: Whenabouts): number {
  const days = (interval.latest - interval.earliest) / millisecondsInDay;
  return exact || days <= 1.05 ? 1 : days <= 14 ? 2 : 3;
}

function degrees(value: number): string {
  const text = String(value);
  return text.includes("e") ? value.toFixed(12) : text;
}

function notHeld(report: ReportDraft, cells: Cells): readonly string[] {
  const { casualties } = report;
  const eventType = cells.event_type ?? "";
  const meaning = meaningOf(eventType, cells.sub_event_type ?? "");
  const isSame = (a: readonly string[], b: readonly string[] = []): boolean => a.join("\n") === b.join("\n");
  const left: Readonly<Record<string, boolean>> = {
    "a time longer than a month": timePrecision(report.when) === 3 && !("acled" in report) && isLong(report.when),
    "who acted on whom": report.direction === "first-on-second" && !isAgainstCivilians(eventType),
    acts: !isSame(report.acts, meaning?.acts),
    weapons: !isSame(report.weapons, meaning?.weapons),
    counts: report.counts.length > 0,
    "people harmed": report.harm.length > 0,
    "deaths by side or range":
      [casualties.high, casualties.sideA, casualties.sideB, casualties.civilians, casualties.unknown].some(
        (count) => count !== undefined,
      ) ||
      (casualties.best !== undefined && casualties.low !== undefined),
    citations: report.citations.length > 0,
    "who told the source": report.toldBy !== undefined,
    "when it was reported": report.reported !== undefined,
    "the report it corrects or denies": report.regards !== undefined,
    attachments: report.attachments.length > 0,
    "another tool's review": report.toolReview !== undefined,
    "more than three areas": report.where.areaNames.length > 3,
  };
  return Object.entries(left).flatMap(([what, isLeft]) => (isLeft ? [what] : []));
}

function isLong({ interval }: Whenabouts): boolean {
  return interval.latest - interval.earliest > 31.1 * millisecondsInDay;
}
