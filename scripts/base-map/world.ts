import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Feature, MultiLineString, MultiPolygon, Polygon } from "geojson";
import { feature, mesh } from "topojson-client";
import type { GeometryCollection, GeometryObject, Topology } from "topojson-specification";
import { borderOf, isNamed } from "./boundary-policy.ts";
import type { TileLayer } from "./tiles-of.ts";

type Named = { readonly name: string };
type Countries = Topology<{ countries: GeometryCollection<Named> }>;
type Country = GeometryObject<Named>;

/** The six languages of the United Nations. */
const LANGUAGES = ["en", "ar", "fr", "es", "ru", "zh"] as const;

/** A country whose borders another source gives: none of Natural Earth's is drawn for it. */
export interface World {
  readonly layers: readonly TileLayer[];
  /** The outline of the country that is left out, by what is on its other side. */
  readonly leftOut: {
    readonly coast: MultiLineString;
    readonly agreed: MultiLineString;
    readonly contested: MultiLineString;
  };
}

/**
 * Land, borders and names of countries, of Natural Earth at 1:10 million.
 *
 * @param leftOut name of the country whose borders are not drawn
 */
export function worldLayers(leftOut: string): World {
  const path = fileURLToPath(import.meta.resolve("world-atlas/countries-10m.json"));
  const topology = JSON.parse(readFileSync(path, "utf8")) as Countries;
  const { countries } = topology.objects;
  const border = (accepts: (one: string, other: string) => boolean): MultiLineString =>
    mesh(topology, countries, (a, b) => accepts(nameOf(a as Country), nameOf(b as Country)));
  const of = (one: string, other: string): boolean => one === leftOut || other === leftOut;
  const inland = (kind: string) => (one: string, other: string) => one !== other && borderOf(one, other) === kind;
  const drawn = (kind: string) => border((one, other) => !of(one, other) && inland(kind)(one, other));
  const own = (kind: string) => border((one, other) => of(one, other) && inland(kind)(one, other));
  const land = feature(topology, countries).features.map((one) => ({ ...one, properties: {} }));
  return {
    layers: [
      { name: "land", features: [merged(land)], minZoom: 0, tolerance: 4 },
      {
        name: "border",
        features: [line("agreed", drawn("agreed")), line("contested", drawn("contested"))],
        minZoom: 0,
        tolerance: 3,
      },
      { name: "country", features: names(countries.geometries, topology), minZoom: 0, tolerance: 0 },
    ],
    leftOut: {
      coast: border((one, other) => one === other && one === leftOut),
      agreed: own("agreed"),
      contested: own("contested"),
    },
  };
}

const nameOf = ({ properties }: Country): string => (properties as Named | undefined)?.name ?? "";

const line = (kind: string, geometry: MultiLineString): Feature => ({
  type: "Feature",
  properties: { kind },
  geometry,
});

/** One feature of all land: what is cut at a border shows seams. */
function merged(land: readonly Feature[]): Feature<MultiPolygon> {
  const coordinates = land.flatMap((one) => polygonsOf(one.geometry as Polygon | MultiPolygon));
  return { type: "Feature", properties: {}, geometry: { type: "MultiPolygon", coordinates } };
}

function polygonsOf(geometry: Polygon | MultiPolygon): MultiPolygon["coordinates"] {
  return geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
}

/** A point for each country's name in its largest part: a label for each part would repeat it over every island. */
function names(geometries: readonly Country[], topology: Countries): Feature[] {
  const spoken = LANGUAGES.map((language) => [language, new Intl.DisplayNames(language, { type: "region" })] as const);
  return geometries.flatMap((country) => {
    const id = country.id === undefined ? undefined : String(country.id);
    if (!isNamed(nameOf(country), id)) return [];
    const region = new Intl.Locale(`und-${id}`).region ?? "";
    const called = spoken.map(([language, display]) => [`name_${language}`, display.of(region) ?? ""] as const);
    const shape = (feature(topology, country) as Feature).geometry as Polygon | MultiPolygon;
    const parts = polygonsOf(shape).map((rings) => ({ rings, area: areaOf(rings[0] ?? []) }));
    const largest = parts.reduce((best, part) => (part.area > best.area ? part : best));
    const properties = { ...Object.fromEntries(called), rank: rankOf(largest.area) };
    return [{ type: "Feature", properties, geometry: { type: "Point", coordinates: inside(largest.rings) } }];
  });
}

/** Square degrees, as drawn: what matters is whether a name fits in. */
function areaOf(ring: readonly (readonly number[])[]): number {
  let twice = 0;
  ring.forEach(([x = 0, y = 0], at) => {
    const [nextX = 0, nextY = 0] = ring[(at + 1) % ring.length] ?? [];
    twice += x * nextY - nextX * y;
  });
  return Math.abs(twice / 2);
}

const rankOf = (area: number): number => [300, 60, 15, 4, 0.5].findIndex((least) => area >= least) + 1 || 6;

/** The middle of the longest stretch inside, among the horizontal cuts through a shape. */
function inside(rings: readonly (readonly (readonly number[])[])[]): [number, number] {
  const heights = (rings[0] ?? []).map(([, y = 0]) => y);
  const [low, high] = [Math.min(...heights), Math.max(...heights)];
  let best = { width: -1, x: 0, y: low };
  for (let step = 4; step <= 12; step += 1) {
    const y = low + ((high - low) * step) / 16;
    const cuts = rings.flatMap((ring) => crossings(ring, y)).toSorted((one, other) => one - other);
    for (let at = 0; at + 1 < cuts.length; at += 2) {
      const [from, to] = [cuts[at]!, cuts[at + 1]!];
      if (to - from > best.width) best = { width: to - from, x: (from + to) / 2, y };
    }
  }
  return [best.x, best.y];
}

function crossings(ring: readonly (readonly number[])[], y: number): number[] {
  return ring.flatMap(([x = 0, from = 0], at) => {
    const [nextX = 0, to = 0] = ring[(at + 1) % ring.length] ?? [];
    return from > y === to > y ? [] : [x + ((y - from) / (to - from)) * (nextX - x)];
  });
}
