import type { Area, Dated, Ring } from "../domain/index.ts";
import { parseDate, type Problem } from "../kit/index.ts";

export interface ParsedAreas {
  readonly areas: readonly Area[];
  readonly problems: readonly Problem[];
}

/**
 * Reads a GeoJSON (RFC 7946) collection of areas: Polygon and MultiPolygon with the properties `id`, `name`, `name_ar`,
 * `since`, `until`, `known`, `source`, or with those of OCHA's common operational data sets. An area whose borders changed
 * is there several times, each for its own stretch of time. A feature that cannot be used is one problem, at its number in
 * the collection; the others go on.
 */
export function parseAreas(text: string, file?: string): ParsedAreas {
  const problems: Problem[] = [];
  const inFile = file === undefined ? {} : { file };
  const features = featuresOf(text);
  if (!Array.isArray(features)) {
    const hint = "export the areas again as a GeoJSON FeatureCollection";
    const { line, ...wrong } = features as NotCollection;
    const at = line === undefined ? inFile : { ...inFile, line };
    return { areas: [], problems: [{ ...wrong, severity: "error", at, hint }] };
  }
  const areas: Area[] = [];
  const versions = new Map<string, readonly Area[]>();
  features.forEach((feature: unknown, i) => {
    const found: Fault[] = [];
    const area = readArea(feature, found);
    const others = versions.get(area?.id ?? "") ?? [];
    const isTwice = area !== undefined && others.some((other) => meets(other, area));
    if (isTwice) {
      const hint = "give each area an id of its own, or say of each from when to when those were its borders";
      found.push(fault("duplicate-id", `${area.id} is there twice for the same time`, hint));
    }
    for (const { message, severity = "error", ...rest } of found)
      problems.push({ ...rest, severity, at: { ...inFile, row: i + 1 }, message: `feature ${i + 1}: ${message}` });
    if (area === undefined || isTwice) return;
    areas.push(area);
    versions.set(area.id, [...others, area]);
  });
  return { areas, problems };
}

/** Whether there is a time at which both were so. */
function meets(a: Dated, b: Dated): boolean {
  const beginsBeforeEnd = (one: Dated, other: Dated): boolean =>
    one.since === undefined || other.until === undefined || one.since < other.until;
  return beginsBeforeEnd(a, b) && beginsBeforeEnd(b, a);
}

interface NotCollection {
  readonly code: string;
  readonly message: string;
  readonly line?: number;
}

function featuresOf(text: string): readonly unknown[] | NotCollection {
  try {
    const value: unknown = JSON.parse(text);
    const { type, features } = (value ?? {}) as { type?: unknown; features?: unknown };
    if (Array.isArray(features)) return features;
    const is = typeof type === "string" ? `a GeoJSON ${type}` : "JSON, but";
    return { code: "not-a-collection", message: `this is ${is}, no GeoJSON FeatureCollection` };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const position = /at position (\d+)/u.exec(message)?.[1];
    const line = position === undefined ? {} : { line: text.slice(0, Number(position)).split("\n").length };
    return { code: "bad-json", message: `this is no JSON: ${message}`, ...line };
  }
}

interface Fault {
  readonly code: string;
  readonly severity?: "warning";
  readonly message: string;
  readonly hint: string;
}

function fault(code: string, message: string, hint: string): Fault {
  return { code, message, hint };
}

interface Feature {
  readonly properties?: Readonly<Record<string, unknown>> | null;
  readonly geometry?: { readonly type?: unknown; readonly coordinates?: unknown } | null;
}

/** Names of properties as our own files have them, and as OCHA's common operational data sets do. */
function readArea(feature: unknown, faults: Fault[]): Area | undefined {
  const { properties, geometry } = (feature ?? {}) as Feature;
  const text = (...keys: readonly string[]): string | undefined =>
    keys.map((key) => properties?.[key]).find((value): value is string => typeof value === "string" && value !== "");
  const id = text("id", "adm2_pcode", "adm1_pcode", "adm0_pcode")?.toLowerCase();
  if (id === undefined) {
    faults.push(fault("missing-id", "it has no id", "give it the property id"));
    return undefined;
  }
  const { type, coordinates } = geometry ?? {};
  const polygons = type === "Polygon" ? [coordinates] : type === "MultiPolygon" ? coordinates : undefined;
  if (!Array.isArray(polygons) || polygons.length === 0) {
    const is = typeof type === "string" ? `a ${type}` : "without a geometry";
    faults.push(
      fault("not-an-area", `${id} is ${is}, no Polygon or MultiPolygon`, "an area needs a border that closes"),
    );
    return undefined;
  }
  const before = faults.length;
  const rings = polygons.map((polygon: unknown) => readPolygon(polygon, id, faults));
  const dates = readDates({ since: text("since"), until: text("until"), known: text("known") }, id, faults);
  if (faults.slice(before).some(({ severity }) => severity !== "warning")) return undefined;
  const other = text("name_ar", "adm2_name_ar", "adm1_name1");
  const source = text("source");
  return {
    id,
    name: text("name", "adm2_name", "adm1_name", "adm0_name") ?? id,
    otherNames: other === undefined ? [] : [other],
    polygons: rings,
    ...dates,
    ...(source === undefined ? {} : { source }),
  };
}

function readPolygon(polygon: unknown, id: string, faults: Fault[]): readonly Ring[] {
  const rings: readonly unknown[] = Array.isArray(polygon) ? polygon : [];
  if (rings.length === 0)
    faults.push(fault("bad-ring", `${id} has a polygon without a ring`, "a polygon is a list of rings"));
  rings.forEach((ring, i) => {
    const wrong = checkRing(ring);
    if (wrong) faults.push({ ...wrong, message: `${id} has a ring ${wrong.message}` });
    // RFC 7946, section 3.1.6: outer rings run against the clock and holes with it; readers should not reject others.
    else if (signedArea(ring as Ring) > 0 !== (i === 0))
      faults.push({
        code: "ring-direction",
        severity: "warning",
        message: `${id} has ${i === 0 ? "an outer ring that runs with the clock" : "a hole that runs against the clock"}`,
        hint: "it is read all the same: inside and outside do not depend on it",
      });
  });
  return rings as readonly Ring[];
}

function checkRing(ring: unknown): Fault | undefined {
  if (!Array.isArray(ring) || ring.length < 4)
    return fault("bad-ring", "with fewer than four positions", "three corners, and the first again at the end");
  const stray: unknown = ring.find((position) => !isPosition(position));
  if (stray !== undefined) {
    const swapped = Array.isArray(stray) && isPosition([stray[1], stray[0]]);
    const hint = "coordinates are [longitude, latitude] in degrees";
    const message = `with a position out of range: ${JSON.stringify(stray)}`;
    return fault("out-of-range", message, swapped ? `${hint}; these look swapped` : hint);
  }
  const [first, last] = [ring[0] as readonly number[], ring.at(-1) as readonly number[]];
  if (first[0] === last[0] && first[1] === last[1]) return undefined;
  return fault("open-ring", "that does not close", "repeat its first position at its end");
}

function isPosition(value: unknown): boolean {
  if (!Array.isArray(value)) return false;
  const [longitude, latitude] = value as readonly unknown[];
  return isWithin(longitude, 180) && isWithin(latitude, 90);
}

function isWithin(value: unknown, limit: number): boolean {
  return typeof value === "number" && Math.abs(value) <= limit;
}

/** Twice the area of the ring, positive if it runs against the clock. */
function signedArea(ring: Ring): number {
  return ring.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = ring[(i + 1) % ring.length]!;
    return sum + x * nextY - nextX * y;
  }, 0);
}

function readDates(dates: Record<"since" | "until" | "known", string | undefined>, id: string, faults: Fault[]): Dated {
  const read = Object.entries(dates).flatMap(([key, value]) => {
    if (value === undefined) return [];
    if (parseDate(value) !== undefined) return [[key, value]];
    faults.push(fault("bad-date", `${id}: ${key} “${value}” is not a date`, "write YYYY-MM-DD"));
    return [];
  });
  return Object.fromEntries(read) as Dated;
}
