import { strToU8 } from "fflate";
import type { Circle, Point, ReportDraft } from "../domain/index.ts";
import type { Place, Problem } from "../kit/index.ts";
import type { ByteStream } from "./csv.ts";
import { parseJsonElements } from "./json-elements.ts";
import { aboutColumn, type ReportCells, type ReportColumn } from "./report-columns.ts";
import { findReportColumn } from "./report-columns-header.ts";
import { formatList } from "./report-columns-lists.ts";
import { createReportCellsParser, type ReportCellsParser } from "./report-columns-read.ts";
import { formatReportCells } from "./report-columns-write.ts";
import { excerpt, refusedRow, type ReportItem, type ReportReadOptions, type ReportRow } from "./report-item.ts";
import type { ReportStream } from "./truce-csv.ts";

/**
 * Reports as GeoJSON (RFC 7946): one feature a report, its properties named as the columns of Truce's own tables. Positions are
 * [longitude, latitude]. The geometry is the point where the report is drawn; a report that is drawn nowhere has its circle as
 * a polygon, or no geometry. A polygon that comes with no circle in the properties is taken as the circle around it.
 */
export async function* readReportsGeojson(
  bytes: ByteStream,
  options: ReportReadOptions = {},
): AsyncGenerator<readonly ReportItem[], void, undefined> {
  const place: Place = options.file === undefined ? {} : { file: options.file };
  const reader = new FeatureReader(createReportCellsParser(options));
  for await (const batch of parseJsonElements(bytes, { ...place, keys: ["features"] })) {
    yield batch.map((item): ReportItem => {
      if (item.kind === "problem") return item;
      if (item.kind === "broken") return refusedRow(item.problem);
      return reader.read(item.value, { ...place, line: item.line, row: item.row });
    });
  }
}

interface Feature {
  readonly type?: unknown;
  readonly id?: unknown;
  readonly properties?: unknown;
  readonly geometry?: { readonly type?: unknown; readonly coordinates?: unknown } | null;
}

const mostUnknownNoted = 20;

class FeatureReader {
  readonly #parser: ReportCellsParser;
  readonly #unknown = new Set<string>();

  constructor(parser: ReportCellsParser) {
    this.#parser = parser;
  }

  read(value: unknown, at: Place): ReportRow {
    const feature = (typeof value === "object" && value !== null ? value : {}) as Feature;
    if (feature.type !== "Feature") {
      const hint = "a collection of reports has features with properties and a geometry";
      return refusedRow({
        code: "geojson-not-a-feature",
        severity: "error",
        at,
        message: "this is no GeoJSON feature",
        hint,
      });
    }
    const problems: Problem[] = [];
    const cells = { ...this.#cells(feature.properties, at, problems) };
    if (cells.id === undefined && (typeof feature.id === "string" || typeof feature.id === "number"))
      cells.id = String(feature.id);
    placeFrom(feature.geometry, cells, { at, problems });
    const row = this.#parser.parse(cells, at);
    return { ...row, problems: [...problems, ...row.problems] };
  }

  #cells(properties: unknown, at: Place, problems: Problem[]): Partial<Record<ReportColumn, string>> {
    const cells: Partial<Record<ReportColumn, string>> = {};
    if (typeof properties !== "object" || properties === null) return cells;
    for (const [name, value] of Object.entries(properties)) {
      const column = findReportColumn(name);
      const cell = cellOf(value);
      if (column !== undefined && cell !== undefined && cells[column] === undefined) {
        if (cell.trim() !== "") cells[column] = cell;
      } else this.#noteUnknown(name, at, problems);
    }
    return cells;
  }

  #noteUnknown(name: string, at: Place, problems: Problem[]): void {
    if (this.#unknown.has(name) || this.#unknown.size >= mostUnknownNoted) return;
    this.#unknown.add(name);
    const field = excerpt(name);
    const message = `the property "${field}" is not read: it is none of our columns, there twice, or no text or number`;
    problems.push({ code: "geojson-unknown-property", severity: "note", at: { ...at, field }, message });
  }
}

/** The text of a property; `undefined` if it is an object. */
function cellOf(value: unknown): string | undefined {
  if (value === null) return "";
  if (typeof value === "string") return value;
  if (typeof value === "number") return String(value);
  if (typeof value === "boolean") return value ? "yes" : "no";
  const isList = Array.isArray(value) && value.every((item) => typeof item === "string");
  return isList ? formatList(value) : undefined;
}

interface Reading {
  readonly at: Place;
  readonly problems: Problem[];
}

function placeFrom(
  geometry: Feature["geometry"],
  cells: Partial<Record<ReportColumn, string>>,
  reading: Reading,
): void {
  if (geometry === undefined || geometry === null) return;
  const { type, coordinates } = geometry;
  const positions =
    type === "Point"
      ? [coordinates]
      : type === "Polygon" || type === "MultiPolygon"
        ? flatPositions(coordinates, 3)
        : [];
  if (positions.length === 0 || !positions.every(isPosition)) {
    const message = `the geometry is ${typeof type === "string" ? `a ${excerpt(type)}` : "nothing"} that cannot be used; the report has no place from it`;
    const hint = "a report has a Point or a Polygon; positions are [longitude, latitude] in degrees";
    reading.problems.push({
      code: "geojson-bad-geometry",
      severity: "warning",
      at: { ...reading.at, field: "geometry" },
      message,
      hint,
    });
    return;
  }
  if (type === "Point") return drawAt(positions[0]!, cells, reading);
  if (cells.radius_m !== undefined) return;
  const { centre, radiusMetres } = circleAround(positions);
  cells.circle_latitude = String(centre.latitude);
  cells.circle_longitude = String(centre.longitude);
  cells.radius_m = String(radiusMetres);
}

function drawAt(
  [longitude, latitude]: Position,
  cells: Partial<Record<ReportColumn, string>>,
  { at, problems }: Reading,
): void {
  const isGiven = cells.latitude !== undefined && cells.longitude !== undefined;
  if (isGiven && (Number(cells.latitude) !== latitude || Number(cells.longitude) !== longitude)) {
    const message =
      "the properties latitude and longitude are another point than the geometry; the properties are used";
    problems.push({ code: "geojson-two-points", severity: "warning", at: { ...at, field: "geometry" }, message });
  }
  if (isGiven) return;
  cells.latitude = String(latitude);
  cells.longitude = String(longitude);
}

type Position = readonly [longitude: number, latitude: number];

const mostPositions = 100_000;

function flatPositions(coordinates: unknown, depth: number): readonly Position[] {
  if (!Array.isArray(coordinates)) return [];
  const isList = coordinates.length > 0 && coordinates.every((item) => typeof item === "number");
  if (isList) return [coordinates as unknown as Position];
  if (depth === 0) return [];
  return coordinates.slice(0, mostPositions).flatMap((item: unknown) => flatPositions(item, depth - 1));
}

function isPosition(value: unknown): value is Position {
  if (!Array.isArray(value)) return false;
  const [longitude, latitude] = value as readonly unknown[];
  return (
    typeof longitude === "number" &&
    typeof latitude === "number" &&
    Math.abs(longitude) <= 360 &&
    Math.abs(latitude) <= 360
  );
}

const earthRadiusMetres = 6_371_008.8;
const radians = Math.PI / 180;

/** The circle around the middle of the positions' extent that holds all of them, a thousandth wider for what a sphere leaves out. */
function circleAround(positions: readonly Position[]): Circle {
  const extent = (values: readonly number[]): number =>
    values.reduce((a, b) => Math.min(a, b)) / 2 + values.reduce((a, b) => Math.max(a, b)) / 2;
  const centre = {
    latitude: extent(positions.map(([, latitude]) => latitude)),
    longitude: extent(positions.map(([longitude]) => longitude)),
  };
  const furthest = positions.reduce(
    (most, [longitude, latitude]) => Math.max(most, distanceMetres(centre, { latitude, longitude })),
    0,
  );
  return { centre, radiusMetres: Math.ceil(furthest * 1.001) };
}

/** Along a great circle of a sphere (haversine). */
function distanceMetres(a: Point, b: Point): number {
  const north = Math.sin(((b.latitude - a.latitude) * radians) / 2) ** 2;
  const east = Math.sin(((b.longitude - a.longitude) * radians) / 2) ** 2;
  const chord = north + Math.cos(a.latitude * radians) * Math.cos(b.latitude * radians) * east;
  return 2 * earthRadiusMetres * Math.asin(Math.sqrt(Math.min(1, chord)));
}

export async function* writeReportsGeojson(reports: ReportStream): AsyncGenerator<Uint8Array, void, undefined> {
  let text = `{"type":"FeatureCollection","features":[`;
  let separator = "\n";
  for await (const report of reports) {
    text += `${separator}${JSON.stringify(featureOf(report))}`;
    separator = ",\n";
    if (text.length < 1 << 16) continue;
    yield strToU8(text);
    text = "";
  }
  yield strToU8(`${text}\n]}\n`);
}

/** One report as a feature. */
export function featureOf(report: ReportDraft): object {
  const { drawnAt, circle } = report.where;
  const cells = formatReportCells(report);
  const properties = Object.entries(cells).flatMap(([name, cell]) => {
    const column = name as ReportColumn;
    if (drawnAt !== undefined && (column === "latitude" || column === "longitude")) return [];
    return [[column, aboutColumn(column).holds === "number" ? Number(cell) : cell] as const];
  });
  const geometry =
    drawnAt !== undefined
      ? { type: "Point", coordinates: [drawnAt.longitude, drawnAt.latitude] }
      : circle === undefined
        ? null
        : polygonAround(circle);
  return { type: "Feature", id: report.id, geometry, properties: Object.fromEntries(properties) as ReportCells };
}

const corners = 48;

/** A polygon that holds the circle, anticlockwise; null where it would reach over a pole or the antimeridian (RFC 7946, 3.1.9). */
function polygonAround({ centre, radiusMetres }: Circle): object | null {
  const north = radiusMetres / Math.cos(Math.PI / corners) / earthRadiusMetres / radians;
  const east = north / Math.cos(centre.latitude * radians);
  if (Math.abs(centre.latitude) + north > 85 || Math.abs(centre.longitude) + east > 180) return null;
  const ring = Array.from({ length: corners }, (_, index) => {
    const angle = (index * 2 * Math.PI) / corners;
    return [centre.longitude + east * Math.cos(angle), centre.latitude + north * Math.sin(angle)];
  });
  return { type: "Polygon", coordinates: [[...ring, ring[0]]] };
}
