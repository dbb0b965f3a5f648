import { once } from "node:events";
import { audienceOf, type Viewer } from "../../domain/index.ts";
import { csvLine, decodeReport, MOST_SHEET_ROWS, writeTableXlsx } from "../../formats/index.ts";
import { writeWholeFile } from "../../gateways/index.ts";
import { findCodec, reportCodecs } from "../../intake/index.ts";
import { Refusal, type Problem } from "../../kit/index.ts";
import {
  maySee,
  Reading,
  type IncidentQuery,
  type IncidentSeen,
  type ReportQuery,
  type Store,
  type VerdictAsked,
} from "../../store/index.ts";
import { isProblem } from "./is-problem.ts";

export interface ExportOptions {
  readonly viewer: Viewer;
  readonly query: IncidentQuery;
  readonly asOf?: number;
  readonly show?: VerdictAsked;
  /** What else a spreadsheet says about itself, in lines of a name and a value. */
  readonly about?: readonly (readonly [name: string, value: string])[];
  readonly onProgress?: (done: number, total: number) => void;
  readonly onProblem?: (problem: Problem) => void;
}

export type ExportFormat = "csv" | "xlsx" | "jsonl" | "geojson";

export const EXPORT_FORMATS: readonly ExportFormat[] = ["csv", "xlsx", "jsonl", "geojson"];

/**
 * Incidents as the viewer may see them, a page in memory at a time. An export that would not have all of them ends with an
 * error: none is cut short in silence.
 */
export async function* exportIncidents(
  store: Store,
  format: ExportFormat,
  options: ExportOptions,
): AsyncGenerator<string | Uint8Array, void> {
  const reading = new Reading(store, options.viewer, options.asOf);
  const total = await reading.countIncidents(options.query);
  if (format !== "xlsx") return yield* inText(WRITERS[format], counted(reading, total, options));
  if (total > MOST_SHEET_ROWS)
    throw new Refusal(
      "too-many-rows",
      `a sheet has room for ${MOST_SHEET_ROWS} rows, and these are ${total}`,
      "use CSV",
    );
  yield* writeTableXlsx(cellsOf(counted(reading, total, options)), {
    names: ["incidents", "about"],
    columns: EXPORT_COLUMNS,
    about: [["rows", String(total)], ["for", audienceOf(options.viewer)], ...(options.about ?? [])],
  });
}

async function* inText(write: Writer, incidents: AsyncIterable<IncidentSeen>): AsyncGenerator<string, void> {
  let done = 0;
  let piece = write.head;
  for await (const incident of incidents) {
    piece += write.row(incident, done === 0);
    done += 1;
    if (done % 500 !== 0) continue;
    yield piece;
    piece = "";
  }
  yield piece + write.tail;
}

async function* cellsOf(
  incidents: AsyncIterable<IncidentSeen>,
): AsyncGenerator<readonly (string | number | null)[], void> {
  for await (const incident of incidents)
    yield Object.values(plain(incident)).map((value) =>
      typeof value === "object" && value ? value.join("; ") : value,
    );
}

async function* counted(
  reading: Reading,
  total: number,
  { query, show, asOf, onProgress, onProblem }: ExportOptions,
): AsyncGenerator<IncidentSeen, void> {
  let done = 0;
  let isJudged = false;
  for await (const incident of reading.exportIncidents(query, show)) {
    isJudged ||= incident.verdict !== null;
    yield incident;
    done += 1;
    if (done % 500 === 0) onProgress?.(done, total);
  }
  onProgress?.(done, total);
  if (show && done > 0 && !isJudged) onProblem?.(notJudged(show));
  // Without a moment to stand still at, incidents may have come meanwhile.
  if (asOf !== undefined && done !== total) throw new Error("the export is not what was counted");
}

/** A rule that is misspelt, or of another agreement, would otherwise look like one that says nothing. */
function notJudged({ agreement, rule, reading }: VerdictAsked): Problem {
  const of = agreement === undefined ? "" : ` of ${agreement}`;
  const message = `none of these incidents has a verdict of the rule ${rule}${of} under the reading ${reading}`;
  const hint = "see how the agreement calls its rules and readings; `truce import` judges what it brings in";
  return { code: "not-judged", severity: "warning", at: {}, message, hint };
}

/** Formats that reports can be written in, with what people call them and whether nothing is lost. */
export const REPORT_FORMATS = reportCodecs.flatMap(({ name, title, write, isLossless }) =>
  write ? [{ name, title, isLossless }] : [],
);

/** Reports as their sources told them, in one of the formats of `REPORT_FORMATS`. What a format could not hold is told. */
export async function* exportReports(
  store: Store,
  format: string,
  {
    viewer,
    query,
    asOf,
    onProblem,
  }: Pick<ExportOptions, "viewer" | "asOf"> & {
    readonly query?: Omit<ReportQuery, "kind">;
    readonly onProblem: (problem: Problem) => void;
  },
): AsyncGenerator<Uint8Array, void> {
  const codec = findCodec(format);
  if (!codec?.write)
    throw new Refusal(
      "no-format",
      `reports cannot be written as ${format}`,
      `one of ${REPORT_FORMATS.map(({ name }) => name).join(", ")}`,
    );
  if (!maySee("report", "body", viewer))
    throw new Refusal(
      "not-for-them",
      "what sources wrote is for the inside and for guarantors",
      "export incidents instead",
    );
  const reading = new Reading(store, viewer, asOf);
  const drafts = (async function* () {
    for await (const body of reading.exportReportBodies(query)) yield decodeReport(body);
  })();
  for await (const piece of codec.write(drafts, {})) {
    if (isProblem(piece)) onProblem(piece);
    else yield piece;
  }
}

/** In this order, in every format. */
export const EXPORT_COLUMNS = [
  "id",
  "label",
  "kind",
  "earliest",
  "latest",
  "latitude",
  "longitude",
  "radius_m",
  "area",
  "country",
  "sides",
  "acts",
  "dead_least",
  "dead_best",
  "dead_most",
  "occurrence",
  "attribution",
  "verdict",
] as const;

interface Writer {
  readonly head: string;
  readonly row: (incident: IncidentSeen, isFirst: boolean) => string;
  readonly tail: string;
}

const WRITERS: Readonly<Record<Exclude<ExportFormat, "xlsx">, Writer>> = {
  csv: {
    head: `${csvLine([...EXPORT_COLUMNS])}\r\n`,
    row: (incident) => `${csvLine(Object.values(plain(incident)).map(cellOf))}\r\n`,
    tail: "",
  },
  jsonl: { head: "", row: (incident) => `${JSON.stringify(plain(incident))}\n`, tail: "" },
  geojson: {
    head: '{"type":"FeatureCollection","features":[',
    row: (incident, isFirst) => `${isFirst ? "\n" : ",\n"}${JSON.stringify(featureOf(incident))}`,
    tail: "\n]}\n",
  },
};

type Plain = Readonly<Record<(typeof EXPORT_COLUMNS)[number], string | number | readonly string[] | null>>;

/** Instants as ISO 8601 in UTC; an end is the first moment that is no longer part of it. */
function plain(incident: IncidentSeen): Plain {
  const { earliest, latest } = incident;
  const said: Plain = {
    ...Object.fromEntries(EXPORT_COLUMNS.map((name) => [name, incident[name as keyof IncidentSeen] ?? null])),
    earliest: stamp(earliest),
    latest: stamp(latest),
  } as unknown as Plain;
  return said;
}

function stamp(instant: number | null): string | null {
  return instant === null ? null : new Date(instant).toISOString();
}

/** A cell that a spreadsheet would take for a formula gets an apostrophe before it. */
function cellOf(value: Plain[keyof Plain]): string | number {
  if (value === null) return "";
  if (typeof value === "number") return value;
  const text = typeof value === "string" ? value : value.join("; ");
  return /^[=+\-@\t\r]/u.test(text) ? `'${text}` : text;
}

/** RFC 7946: longitude first. Without a point for the viewer there is no geometry, and none is made up. */
function featureOf(incident: IncidentSeen): object {
  const { id, latitude, longitude, ...properties } = plain(incident);
  const geometry =
    latitude === null || longitude === null ? null : { type: "Point", coordinates: [longitude, latitude] };
  return { type: "Feature", id, geometry, properties };
}

/** Into a file, whole or not at all, or to standard output as it comes. The bytes written, before compression. */
export async function writeExport(
  pieces: AsyncIterable<string | Uint8Array>,
  file: string | undefined,
): Promise<number> {
  if (file !== undefined) return writeWholeFile(file, pieces);
  let bytes = 0;
  for await (const piece of pieces) {
    bytes += typeof piece === "string" ? Buffer.byteLength(piece) : piece.length;
    if (!process.stdout.write(piece)) await once(process.stdout, "drain");
  }
  return bytes;
}

/** A text into a file, whole or not at all. */
export async function writeWhole(file: string, text: string): Promise<void> {
  await writeWholeFile(
    file,
    (async function* () {
      yield text;
    })(),
  );
}
