import { once } from "node:events";
import type { Viewer } from "../../domain/index.ts";
import { csvLine, decodeReport } from "../../formats/index.ts";
import { writeWholeFile } from "../../gateways/index.ts";
import { findCodec, reportCodecs } from "../../intake/index.ts";
import { Refusal, type Problem } from "../../kit/index.ts";
import { maySee, Reading, type IncidentQuery, type IncidentSeen, type Store } from "../../store/index.ts";
import { isProblem } from "./is-problem.ts";

export interface ExportOptions {
  readonly viewer: Viewer;
  readonly query: IncidentQuery;
  readonly asOf?: number;
  readonly show?: { readonly rule: string; readonly reading: string };
  readonly onProgress?: (done: number, total: number) => void;
}

export type ExportFormat = "csv" | "jsonl" | "geojson";

export const EXPORT_FORMATS: readonly ExportFormat[] = ["csv", "jsonl", "geojson"];

/** Incidents as the viewer may see them, a page in memory at a time. */
export async function* exportIncidents(
  store: Store,
  format: ExportFormat,
  options: ExportOptions,
): AsyncGenerator<string, void> {
  const reading = new Reading(store, options.viewer, options.asOf);
  const total = await reading.countIncidents(options.query);
  const write = WRITERS[format];
  let done = 0;
  let piece = write.head;
  for await (const incident of reading.exportIncidents(options.query, options.show)) {
    piece += write.row(incident, done === 0);
    done += 1;
    if (done % 500 !== 0) continue;
    options.onProgress?.(done, total);
    yield piece;
    piece = "";
  }
  options.onProgress?.(done, total);
  yield piece + write.tail;
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
    asOf,
    onProblem,
  }: Pick<ExportOptions, "viewer" | "asOf"> & { readonly onProblem: (problem: Problem) => void },
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
    for await (const body of reading.exportReportBodies()) yield decodeReport(body);
  })();
  for await (const piece of codec.write(drafts, {})) {
    if (isProblem(piece)) onProblem(piece);
    else yield piece;
  }
}

const COLUMNS = [
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

const WRITERS: Readonly<Record<ExportFormat, Writer>> = {
  csv: {
    head: `${csvLine([...COLUMNS])}\r\n`,
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

type Plain = Readonly<Record<(typeof COLUMNS)[number], string | number | readonly string[] | null>>;

/** Instants as ISO 8601 in UTC; an end is the first moment that is no longer part of it. */
function plain(incident: IncidentSeen): Plain {
  const { earliest, latest } = incident;
  const said: Plain = {
    ...Object.fromEntries(COLUMNS.map((name) => [name, incident[name as keyof IncidentSeen] ?? null])),
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
