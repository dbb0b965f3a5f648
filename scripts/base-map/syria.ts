import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { Feature, FeatureCollection, MultiLineString, MultiPolygon, Polygon, Position } from "geojson";
import type { TileLayer } from "./tiles-of.ts";
import type { World } from "./world.ts";

const GOVERNORATES = join(import.meta.dirname, "../../examples/syria-2016/areas/syr-adm1-full.geojson");
const DISTRICTS = join(import.meta.dirname, "data/syr-adm2-full.geojson.gz");
const PLACES = join(import.meta.dirname, "data/syr-places.csv");

/** Governorates and districts with P-codes and names, the outline of the country, and towns. */
export function syriaLayers(outline: World["leftOut"]): TileLayer[] {
  const governorates = parse(readFileSync(GOVERNORATES));
  const districts = parse(gunzipSync(readFileSync(DISTRICTS)));
  const adm1 = governorates.map((one) => area(one, ["adm1_pcode", "adm1_name", "adm1_name1"]));
  const adm2 = districts.map((one) => area(one, ["adm2_pcode", "adm2_name", "adm2_name_ar"]));
  return [
    { name: "adm1", features: adm1, minZoom: 3, tolerance: 2 },
    { name: "adm2", features: adm2, minZoom: 5, tolerance: 2 },
    { name: "adm1_line", features: innerLines(governorates), minZoom: 3, tolerance: 2 },
    { name: "adm2_line", features: innerLines(districts), minZoom: 5, tolerance: 2 },
    { name: "border", features: outlineOf(governorates, outline), minZoom: 0, tolerance: 2 },
    { name: "adm1_label", features: adm1.map(labelOf), minZoom: 3, tolerance: 0 },
    { name: "place", features: places(), minZoom: 4, tolerance: 0 },
  ];
}

type AreaFeature = Feature<Polygon | MultiPolygon>;

const parse = (bytes: Buffer): AreaFeature[] =>
  (JSON.parse(bytes.toString("utf8")) as FeatureCollection<Polygon | MultiPolygon>).features;

function area(one: AreaFeature, [code = "", english = "", arabic = ""]: readonly string[]): AreaFeature {
  const given = one.properties ?? {};
  return { ...one, properties: { pcode: given[code], name_en: given[english], name_ar: given[arabic] } };
}

/** The label stands where most of the area is: at the mean of its largest ring's corners, weighted by the length of the sides. */
function labelOf(one: AreaFeature): Feature {
  const rings = one.geometry.type === "Polygon" ? [one.geometry.coordinates] : one.geometry.coordinates;
  const largest = rings
    .map((polygon) => polygon[0] ?? [])
    .reduce((best, ring) => (ring.length > best.length ? ring : best));
  let [area2, x, y] = [0, 0, 0];
  largest.forEach(([fromX = 0, fromY = 0], at) => {
    const [toX = 0, toY = 0] = largest[(at + 1) % largest.length] ?? [];
    const cross = fromX * toY - toX * fromY;
    area2 += cross;
    x += (fromX + toX) * cross;
    y += (fromY + toY) * cross;
  });
  return {
    type: "Feature",
    properties: one.properties,
    geometry: { type: "Point", coordinates: [x / (3 * area2), y / (3 * area2)] },
  };
}

type Segment = readonly [Position, Position];

const keyOf = ([one, other]: Segment): string => {
  const [a, b] = [one.join(), other.join()];
  return a < b ? `${a} ${b}` : `${b} ${a}`;
};

function segmentsOf(areas: readonly AreaFeature[]): Segment[] {
  return areas.flatMap(({ geometry }) => {
    const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
    return polygons.flat().flatMap((ring) => ring.slice(1).map((corner, at): Segment => [ring[at]!, corner]));
  });
}

/** Each side that two areas share, once; what only one area has is the outline. */
function splitSides(areas: readonly AreaFeature[]): { shared: Segment[]; single: Segment[] } {
  const sides = new Map<string, { segment: Segment; times: number }>();
  for (const segment of segmentsOf(areas)) {
    const key = keyOf(segment);
    const known = sides.get(key);
    if (known) known.times += 1;
    else sides.set(key, { segment, times: 1 });
  }
  const all = [...sides.values()];
  const of = (accepts: (times: number) => boolean): Segment[] =>
    all.filter(({ times }) => accepts(times)).map(({ segment }) => segment);
  return { shared: of((times) => times > 1), single: of((times) => times === 1) };
}

function innerLines(areas: readonly AreaFeature[]): Feature[] {
  return [{ type: "Feature", properties: {}, geometry: chained(splitSides(areas).shared) }];
}

/**
 * The outline of the country as OCHA has it. What of it is nearest to a coast of Natural Earth is left to that coast, and what is
 * nearest to a contested border is drawn as contested, as is that border itself: the Golan lies between the two.
 */
function outlineOf(areas: readonly AreaFeature[], world: World["leftOut"]): Feature[] {
  const kinds = [
    ["coast", world.coast],
    ["agreed", world.agreed],
    ["contested", world.contested],
  ] as const;
  const near = kinds.map(([kind, { coordinates }]) => [kind, coordinates.flat()] as const);
  const found: Record<string, Segment[]> = { coast: [], agreed: [], contested: [] };
  for (const segment of splitSides(areas).single) {
    const [[x1 = 0, y1 = 0], [x2 = 0, y2 = 0]] = segment;
    const distances = near.map(([kind, corners]) => [kind, distance((x1 + x2) / 2, (y1 + y2) / 2, corners)] as const);
    const [kind] = distances.reduce((best, one) => (one[1] < best[1] ? one : best));
    found[kind]?.push(segment);
  }
  return [
    { type: "Feature", properties: { kind: "agreed" }, geometry: chained(found["agreed"] ?? []) },
    { type: "Feature", properties: { kind: "contested" }, geometry: chained(found["contested"] ?? []) },
    { type: "Feature", properties: { kind: "contested" }, geometry: world.contested },
  ];
}

/** To the nearest corner, in degrees of latitude: near enough to tell borders apart. */
function distance(x: number, y: number, corners: readonly Position[]): number {
  const squeeze = Math.cos((y * Math.PI) / 180);
  let best = Infinity;
  for (const [cornerX = 0, cornerY = 0] of corners)
    best = Math.min(best, Math.hypot((cornerX - x) * squeeze, cornerY - y));
  return best;
}

/** Segments that follow each other as lines, so that dashes run on and simplifying has something to take away. */
function chained(segments: readonly Segment[]): MultiLineString {
  const ends = new Map<string, number[]>();
  segments.forEach((segment, at) => {
    for (const end of segment) ends.set(end.join(), [...(ends.get(end.join()) ?? []), at]);
  });
  const used = new Set<number>();
  const next = (end: Position): Position | undefined => {
    const meeting = ends.get(end.join()) ?? [];
    const at = meeting.length === 2 ? meeting.find((one) => !used.has(one)) : undefined;
    if (at === undefined) return undefined;
    used.add(at);
    const [one, other] = segments[at]!;
    return one.join() === end.join() ? other : one;
  };
  const lines: Position[][] = [];
  segments.forEach(([first, second], at) => {
    if (used.has(at)) return;
    used.add(at);
    const line = [first, second];
    for (let end = next(second); end; end = next(end)) line.push(end);
    for (let end = next(first); end; end = next(end)) line.unshift(end);
    lines.push(line);
  });
  return { type: "MultiLineString", coordinates: lines };
}

function places(): Feature[] {
  const [, ...rows] = readFileSync(PLACES, "utf8").trim().split("\n");
  return rows.map((row) => {
    // No cell of this file has a comma in it.
    const [pcode = "", english = "", arabic = "", latitude = "", longitude = "", level = ""] = row.split(",");
    return {
      type: "Feature",
      properties: { pcode, name_en: english, name_ar: arabic, level: Number(level) },
      geometry: { type: "Point", coordinates: [Number(longitude), Number(latitude)] },
    };
  });
}
