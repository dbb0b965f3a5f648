import type { Area, Ring } from "../domain/index.ts";
import type { Problem } from "../kit/index.ts";

export interface ParsedAreas {
  readonly areas: readonly Area[];
  readonly problems: readonly Problem[];
}

/** Reads a GeoJSON (RFC 7946) collection of areas. A feature that cannot be used is one problem; the others go on. */
export function parseAreas(text: string, file?: string): ParsedAreas {
  const problems: Problem[] = [];
  const add = (feature: number | undefined, message: string, hint: string): void => {
    const at = { ...(file === undefined ? {} : { file }), ...(feature === undefined ? {} : { row: feature + 1 }) };
    problems.push({ code: "bad-area", severity: "error", at, message, hint });
  };
  const features = featuresOf(text);
  if (typeof features === "string") {
    add(undefined, features, "export the areas again as a GeoJSON FeatureCollection");
    return { areas: [], problems };
  }
  const areas = features.flatMap((feature, i): Area[] => {
    const area = readArea(feature);
    if (typeof area !== "string") return [area];
    add(i, `feature ${i + 1}: ${area}`, "coordinates are [longitude, latitude] in degrees, in closed rings");
    return [];
  });
  return { areas, problems };
}

function featuresOf(text: string): readonly unknown[] | string {
  try {
    const value: unknown = JSON.parse(text);
    const features = (value as { features?: unknown } | null)?.features;
    return Array.isArray(features) ? features : "this is no GeoJSON FeatureCollection";
  } catch (error) {
    return `this is no JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
}

interface Feature {
  readonly properties?: Readonly<Record<string, unknown>> | null;
  readonly geometry?: { readonly type?: unknown; readonly coordinates?: unknown } | null;
}

/** Names of properties as our own files have them, and as OCHA's common operational data sets do. */
function readArea(feature: unknown): Area | string {
  const { properties, geometry } = (feature ?? {}) as Feature;
  const text = (...keys: readonly string[]): string | undefined =>
    keys.map((key) => properties?.[key]).find((value): value is string => typeof value === "string" && value !== "");
  const id = text("id", "adm2_pcode", "adm1_pcode", "adm0_pcode")?.toLowerCase();
  if (id === undefined) return "it has no id";
  const polygons =
    geometry?.type === "Polygon"
      ? [geometry.coordinates]
      : geometry?.type === "MultiPolygon"
        ? geometry.coordinates
        : undefined;
  if (!Array.isArray(polygons)) return `${id} is no Polygon or MultiPolygon`;
  const read = polygons.map((rings) => (Array.isArray(rings) ? rings.map(readRing) : [undefined]));
  if (read.some((rings) => rings.some((ring) => ring === undefined)))
    return `${id} has a ring with coordinates out of range`;
  const name = text("name", "adm2_name", "adm1_name", "adm0_name") ?? id;
  const other = text("name_ar", "adm2_name_ar", "adm1_name1");
  const source = text("source");
  return {
    id,
    name,
    otherNames: other === undefined ? [] : [other],
    polygons: read as readonly Ring[][],
    ...(source === undefined ? {} : { source }),
  };
}

function readRing(ring: unknown): Ring | undefined {
  if (!Array.isArray(ring) || ring.length < 4) return undefined;
  const isPosition = (at: unknown): boolean =>
    Array.isArray(at) && Math.abs(Number(at[0])) <= 180 && Math.abs(Number(at[1])) <= 90;
  return ring.every(isPosition) ? ring : undefined;
}
