import { strToU8 } from "fflate";
import {
  HARM_KINDS,
  HARMED_GROUPS,
  OCCURRENCE_KINDS,
  PLACE_PRECISIONS,
  REPORT_RELATIONS,
  type ReportDraft,
} from "../domain/index.ts";
import { isZone, type Instant, type Interval, type Place, type Problem } from "../kit/index.ts";
import type { ByteStream } from "./csv.ts";
import { parseJsonLines } from "./json-elements.ts";
import { excerpt, refusedRow, type ReportItem, type ReportReadOptions, type ReportRow } from "./report-item.ts";
import {
  amount,
  flag,
  list,
  mapped,
  maybe,
  object,
  oneOf,
  such,
  text,
  type Shape,
  type ShapeFault,
} from "./reports-jsonl-shape.ts";
import type { ReportStream } from "./truce-csv.ts";

/**
 * Reports as JSON Lines, one report a line, nothing left out and nothing changed: the form in which reports move from one
 * Truce to another. Every line says its format and version in the key `truce`. Instants are ISO 8601 in UTC; an open end of a
 * stretch, and whatever is not said, is left out.
 */
export const REPORT_LINE = "report/1";

export async function* readReportsJsonl(
  bytes: ByteStream,
  options: ReportReadOptions = {},
): AsyncGenerator<readonly ReportItem[], void, undefined> {
  const place: Place = options.file === undefined ? {} : { file: options.file };
  const rowOfId = new Map<string, number>();
  for await (const batch of parseJsonLines(bytes, place)) {
    yield batch.map((item): ReportItem => {
      if (item.kind === "problem") return item;
      if (item.kind === "broken") return refusedRow(item.problem);
      return readLine(item.value, { ...place, line: item.line, row: item.row }, rowOfId);
    });
  }
}

export async function* writeReportsJsonl(reports: ReportStream): AsyncGenerator<Uint8Array, void, undefined> {
  let lines = "";
  for await (const report of reports) {
    lines += `${formatReportLine(report)}\n`;
    if (lines.length < 1 << 16) continue;
    yield strToU8(lines);
    lines = "";
  }
  yield strToU8(lines);
}

export function formatReportLine(report: ReportDraft): string {
  return JSON.stringify({ truce: REPORT_LINE, ...(reportShape.encode(report) as object) });
}

/** A report as JSON, with nothing lost: what a line holds, without the name of its format. */
export function encodeReport(report: ReportDraft): object {
  return reportShape.encode(report) as object;
}

/** A report that `encodeReport` wrote. @throws RangeError if it is no such thing. */
export function decodeReport(json: unknown): ReportDraft {
  const faults: ShapeFault[] = [];
  const report = reportShape.decode(json, "", faults);
  if (faults.length > 0) throw new RangeError(`not a report: ${faults[0]!.path}: ${faults[0]!.message}`);
  return report;
}

function readLine(json: unknown, at: Place, rowOfId: Map<string, number>): ReportRow {
  const { truce, ...rest } = (typeof json === "object" && json !== null ? json : {}) as Readonly<
    Record<string, unknown>
  >;
  if (truce !== REPORT_LINE) {
    const message = `this line is not of the format ${REPORT_LINE}`;
    const hint = "each line is an object whose key truce says so; export again with this version";
    return refused({ code: "report-not-a-line", severity: "error", at, message, hint });
  }
  const faults: ShapeFault[] = [];
  const draft = reportShape.decode(rest, "", faults);
  const earlier = rowOfId.get(draft.id);
  if (faults.length === 0 && earlier === undefined) {
    rowOfId.set(draft.id, at.row ?? 0);
    return { kind: "row", draft, problems: [], at };
  }
  if (faults.length === 0) {
    const message = `report ${excerpt(draft.id)} is already in row ${earlier}; this row is kept out, so that it counts once`;
    return refused({ code: "report-duplicate-id", severity: "error", at, message, hint: "remove one of the two" });
  }
  const problems = faults.slice(0, 10).map(({ path, message }): Problem => ({
    code: "report-bad-key",
    severity: "error",
    at: { ...at, ...(path === "" ? {} : { field: path }) },
    message,
    hint: "see docs/formats/reports.md for what may stand there",
  }));
  return { kind: "row", draft: undefined, problems, at };
}

function refused(problem: Problem): ReportRow {
  return { kind: "row", draft: undefined, problems: [problem], at: problem.at };
}

/** The instants that a date of this platform can hold (ECMA-262, 21.4.1.1). */
const furthest = 8.64e15;

/** An instant, or an open end. */
function instantOr(open: Instant): Shape<Instant> {
  return {
    encode: (instant) => (Math.abs(instant) <= furthest ? new Date(instant).toISOString() : undefined),
    decode: (json, path, faults) => {
      if (json === undefined || json === null) return open;
      const isStamp = typeof json === "string" && /^(?:\d{4}|[+-]\d{6})-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/u.test(json);
      const instant = isStamp ? Date.parse(json) : Number.NaN;
      if (Number.isNaN(instant))
        faults.push({ path, message: "this is not an instant in UTC, such as 2016-02-26T22:00:00.000Z" });
      return instant;
    },
  };
}

const interval: Shape<Interval> = such(
  object({ earliest: instantOr(Number.NEGATIVE_INFINITY), latest: instantOr(Number.POSITIVE_INFINITY) }),
  ({ earliest, latest }) => earliest <= latest,
  "the stretch ends before it begins",
);

const point = object({ latitude: amount, longitude: amount });
const side = object({ name: text, code: maybe(text) });

const sides: Shape<ReportDraft["sides"]> = mapped(
  list(maybe(side)),
  (both) => [...both],
  ([first, second]) => (second === undefined ? (first === undefined ? [] : [first]) : [first, second]),
);

const reportShape: Shape<ReportDraft> = object({
  id: such(text, (id) => id.trim() !== "", "the report has no id"),
  label: text,
  kind: maybe(oneOf(OCCURRENCE_KINDS)),
  sides,
  direction: oneOf(["unknown", "first-on-second"]),
  when: object({
    interval,
    zone: such(text, isZone, "this is not a time zone"),
    asStated: text,
    spread: oneOf(["throughout", "within"]),
    exact: flag,
  }),
  where: object({
    precision: oneOf(PLACE_PRECISIONS),
    circle: maybe(object({ centre: point, radiusMetres: amount })),
    within: list(text),
    areaNames: list(text),
    country: maybe(text),
    drawnAt: maybe(point),
    asStated: text,
  }),
  aggregate: maybe(flag),
  casualties: object({
    best: maybe(amount),
    low: maybe(amount),
    high: maybe(amount),
    sideA: maybe(amount),
    sideB: maybe(amount),
    civilians: maybe(amount),
    unknown: maybe(amount),
  }),
  citations: list(object({ office: maybe(text), date: maybe(text), headline: text })),
  toldBy: maybe(text),
  source: maybe(text),
  reported: maybe(interval),
  acts: list(text),
  weapons: list(text),
  counts: list(object({ least: maybe(amount), most: maybe(amount), unit: text })),
  harm: list(
    object({ what: oneOf(HARM_KINDS), whom: oneOf(HARMED_GROUPS), least: maybe(amount), most: maybe(amount) }),
  ),
  narrative: maybe(text),
  regards: maybe(object({ relation: oneOf(REPORT_RELATIONS), report: text })),
  attachments: list(text),
  toolReview: maybe(object({ tool: text, status: text, by: maybe(text), at: maybe(text) })),
});
