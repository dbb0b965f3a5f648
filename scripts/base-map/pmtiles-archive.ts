import { gzipSync } from "fflate";
import { zxyToTileId } from "pmtiles";

// PMTiles version 3: https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md

const HEADER_BYTES = 127;
/** The root directory must end within the first 16 kilobytes, which is what a reader asks for first. */
const ROOT_LIMIT = 16_384 - HEADER_BYTES;
const GZIP = 2;
const VECTOR_TILES = 1;

export interface Tile {
  readonly z: number;
  readonly x: number;
  readonly y: number;
  /** A vector tile, not compressed. */
  readonly bytes: Uint8Array;
}

export interface ArchiveOf {
  /** In any order; the same tiles make the same archive. */
  readonly tiles: readonly Tile[];
  /** `[west, south, east, north]`, degrees. */
  readonly bounds: readonly [number, number, number, number];
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** One run of tiles with the same content, as a directory has it. */
export interface Entry {
  readonly tileId: number;
  readonly runLength: number;
  /** Of the content, from where the tiles begin. */
  readonly offset: number;
  readonly length: number;
}

/** A PMTiles archive; equal tiles are stored once. No clock and no name of a machine gets into it. */
export function writeArchive({ tiles, bounds, metadata }: ArchiveOf): Uint8Array {
  if (tiles.length === 0) throw new Error("an archive needs a tile");
  const { entries, contents } = layOut(tiles);
  const { root, leaves } = writeDirectories(entries);
  const words = packed(new TextEncoder().encode(JSON.stringify(metadata)));
  const data = joined(contents);
  const zooms = tiles.map((tile) => tile.z);
  const header = writeHeader({
    lengths: [root.length, words.length, leaves.length, data.length],
    counts: [tiles.length, entries.length, contents.length],
    zooms: [Math.min(...zooms), Math.max(...zooms)],
    bounds,
  });
  return joined([header, root, words, leaves, data]);
}

function layOut(tiles: readonly Tile[]): { entries: Entry[]; contents: Uint8Array[] } {
  const byId = tiles.map((tile) => ({ tileId: zxyToTileId(tile.z, tile.x, tile.y), bytes: tile.bytes }));
  byId.sort((one, other) => one.tileId - other.tileId);
  const places = new Map<string, { offset: number; length: number }>();
  const contents: Uint8Array[] = [];
  const entries: Entry[] = [];
  let end = 0;
  for (const { tileId, bytes } of byId) {
    const key = Buffer.from(bytes).toString("latin1");
    let place = places.get(key);
    if (!place) {
      const content = packed(bytes);
      place = { offset: end, length: content.length };
      end += content.length;
      contents.push(content);
      places.set(key, place);
    }
    const last = entries.at(-1);
    if (last && last.offset === place.offset && last.tileId + last.runLength === tileId)
      entries[entries.length - 1] = { ...last, runLength: last.runLength + 1 };
    else entries.push({ tileId, runLength: 1, ...place });
  }
  return { entries, contents };
}

/** One directory if it is small enough, else a root that leads to leaves. */
function writeDirectories(entries: readonly Entry[]): { root: Uint8Array; leaves: Uint8Array } {
  const only = packed(writeDirectory(entries));
  if (only.length <= ROOT_LIMIT) return { root: only, leaves: new Uint8Array() };
  for (let size = 2048; ; size *= 2) {
    const leaves: Uint8Array[] = [];
    const pointers: Entry[] = [];
    let end = 0;
    for (let first = 0; first < entries.length; first += size) {
      const leaf = packed(writeDirectory(entries.slice(first, first + size)));
      pointers.push({ tileId: entries[first]!.tileId, runLength: 0, offset: end, length: leaf.length });
      leaves.push(leaf);
      end += leaf.length;
    }
    const root = packed(writeDirectory(pointers));
    if (root.length <= ROOT_LIMIT) return { root, leaves: joined(leaves) };
  }
}

/** Column after column: differences of ids, run lengths, lengths, and offsets, of which 0 says "right after the last". */
export function writeDirectory(entries: readonly Entry[]): Uint8Array {
  const bytes: number[] = [];
  const put = (value: number): void => {
    let rest = value;
    while (rest >= 128) {
      bytes.push((rest % 128) + 128);
      rest = Math.floor(rest / 128);
    }
    bytes.push(rest);
  };
  put(entries.length);
  entries.forEach((entry, at) => put(entry.tileId - (entries[at - 1]?.tileId ?? 0)));
  entries.forEach((entry) => put(entry.runLength));
  entries.forEach((entry) => put(entry.length));
  entries.forEach((entry, at) => {
    const before = entries[at - 1];
    put(before && entry.offset === before.offset + before.length ? 0 : entry.offset + 1);
  });
  return Uint8Array.from(bytes);
}

interface HeaderOf {
  /** Bytes of root directory, metadata, leaf directories and tiles, which follow each other in this order. */
  readonly lengths: readonly [number, number, number, number];
  /** Tiles, directory entries, different contents. */
  readonly counts: readonly [number, number, number];
  readonly zooms: readonly [number, number];
  readonly bounds: ArchiveOf["bounds"];
}

function writeHeader({ lengths, counts, zooms, bounds }: HeaderOf): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode("PMTiles"));
  view.setUint8(7, 3);
  let offset = HEADER_BYTES;
  lengths.forEach((length, at) => {
    view.setBigUint64(8 + at * 16, BigInt(offset), true);
    view.setBigUint64(16 + at * 16, BigInt(length), true);
    offset += length;
  });
  counts.forEach((count, at) => view.setBigUint64(72 + at * 8, BigInt(count), true));
  const clustered = 1;
  [clustered, GZIP, GZIP, VECTOR_TILES, zooms[0], zooms[1]].forEach((value, at) => view.setUint8(96 + at, value));
  const [west, south, east, north] = bounds;
  const degrees = (value: number, at: number): void => view.setInt32(at, Math.round(value * 1e7), true);
  [west, south, east, north].forEach((value, at) => degrees(value, 102 + at * 4));
  view.setUint8(118, zooms[0]);
  degrees((west + east) / 2, 119);
  degrees((south + north) / 2, 123);
  return bytes;
}

// Not the compressor of Node, whose header differs from system to system.
const packed = (bytes: Uint8Array): Uint8Array => gzipSync(bytes, { level: 9, mtime: 0 });

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
