import { GeoJSONVT } from "@maplibre/geojson-vt";
import { fromGeojsonVt } from "@maplibre/vt-pbf";
import type { Feature, FeatureCollection } from "geojson";
import type { Tile } from "./pmtiles-archive.ts";

export interface TileLayer {
  readonly name: string;
  readonly features: readonly Feature[];
  readonly minZoom: number;
  /** How much a line may be moved by simplifying, in tile units of 1/4096. */
  readonly tolerance: number;
}

export interface Cut {
  readonly layers: readonly TileLayer[];
  readonly minZoom: number;
  readonly maxZoom: number;
  /** `[west, south, east, north]`, degrees: tiles that do not touch it are not asked for. */
  readonly bounds: readonly [number, number, number, number];
}

type Built = ReturnType<GeoJSONVT["getTile"]>;

/** All tiles of some layers that have anything in them. */
export function cutTiles({ layers, minZoom, maxZoom, bounds }: Cut): Tile[] {
  const indexes = layers.map((layer) => ({
    ...layer,
    index: new GeoJSONVT(collection(layer.features), {
      maxZoom,
      indexMaxZoom: 4,
      buffer: 64,
      tolerance: layer.tolerance,
    }),
  }));
  const tiles: Tile[] = [];
  for (let z = minZoom; z <= maxZoom; z += 1) {
    const [first, last] = [tileOf(z, bounds[0], bounds[3]), tileOf(z, bounds[2], bounds[1])];
    for (let x = first.x; x <= last.x; x += 1)
      for (let y = first.y; y <= last.y; y += 1) {
        const found = indexes.flatMap(({ name, index, minZoom: from }): [string, Built][] =>
          z < from ? [] : [[name, index.getTile(z, x, y)]],
        );
        const full = found.flatMap(([name, tile]) => (tile && tile.features.length > 0 ? [[name, tile] as const] : []));
        if (full.length > 0)
          tiles.push({ z, x, y, bytes: fromGeojsonVt(Object.fromEntries(full), { version: 2, extent: 4096 }) });
      }
  }
  return tiles;
}

const collection = (features: readonly Feature[]): FeatureCollection => ({
  type: "FeatureCollection",
  features: [...features],
});

/** The tile that a place is in. Web Mercator ends at 85.05 degrees. */
export function tileOf(z: number, longitude: number, latitude: number): { x: number; y: number } {
  const count = 2 ** z;
  const sine = Math.sin((Math.max(-85.05, Math.min(85.05, latitude)) * Math.PI) / 180);
  const within = (value: number): number => Math.max(0, Math.min(count - 1, Math.floor(value * count)));
  return { x: within(longitude / 360 + 0.5), y: within(0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) };
}
