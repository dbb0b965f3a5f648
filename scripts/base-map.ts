// `npm run base-map`: writes the map that lies below everything, as two PMTiles archives that the browser loads whole. The same
// sources make the same bytes. `-- --check` only says whether what is there is what would be written.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { writeArchive, type ArchiveOf } from "./base-map/pmtiles-archive.ts";
import { syriaLayers } from "./base-map/syria.ts";
import { cutTiles, type Cut } from "./base-map/tiles-of.ts";
import { worldLayers } from "./base-map/world.ts";
import { root } from "./project-files.ts";

const FOLDER = join(root, "src/web/map/assets");

function archiveOf(name: string, cut: Cut): Uint8Array {
  const tiles = cutTiles(cut);
  const layers = cut.layers.map(({ name: id, minZoom }) => ({
    id,
    minzoom: minZoom,
    maxzoom: cut.maxZoom,
    fields: {},
  }));
  const archive: ArchiveOf = { tiles, bounds: cut.bounds, metadata: { name, vector_layers: layers } };
  return writeArchive(archive);
}

const world = worldLayers("Syria");
const archives = {
  "world.pmtiles": archiveOf("world", {
    layers: world.layers,
    minZoom: 0,
    maxZoom: 6,
    bounds: [-180, -85.05, 180, 85.05],
  }),
  "syria.pmtiles": archiveOf("syria", {
    layers: syriaLayers(world.leftOut),
    minZoom: 0,
    maxZoom: 9,
    bounds: [35.4, 32.2, 42.5, 37.5],
  }),
};

const onlyCheck = process.argv.includes("--check");
for (const [name, bytes] of Object.entries(archives)) {
  const path = join(FOLDER, name);
  const same = existsSync(path) && Buffer.compare(readFileSync(path), bytes) === 0;
  if (!same && onlyCheck) process.exitCode = 1;
  if (!same && !onlyCheck) writeFileSync(path, bytes);
  const state = same ? "unchanged" : onlyCheck ? "not what the sources make: npm run base-map" : "written";
  console.log(`${relative(root, path)}  ${(bytes.length / 1024).toFixed(0)} KB  ${state}`);
}
