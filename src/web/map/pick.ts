import { membersOf, type Clusters } from "./clusters.ts";
import { WORLD_PIXELS, type Box } from "./mercator.ts";
import { slotsIn, type PlaceIndex } from "./place-index.ts";
import type { Shown } from "./shown.ts";

/** What is under a pointer. */
export interface Hit {
  readonly count: number;
  /** How many of each class. */
  readonly parts: Uint32Array;
  /** Row numbers, in order. Looked up when asked: there may be hundreds of thousands. */
  readonly rows: () => Uint32Array;
  /** Where it is, Web Mercator from 0 to 1. */
  readonly x: number;
  readonly y: number;
  /** The same for two pointers at the same thing. */
  readonly key: string;
}

export interface PickFrom {
  readonly index: PlaceIndex;
  readonly shown: Shown;
  readonly classCount: number;
  readonly clusters: Clusters | undefined;
  readonly zoom: number;
}

/** @param reach how far from the pointer a mark may be, CSS pixels; of clusters, how far from its edge */
export function pickAt(from: PickFrom, [x, y]: readonly [number, number], reach: number): Hit | undefined {
  return from.clusters
    ? pickCluster({ ...from, clusters: from.clusters }, [x, y], reach)
    : pickMarks(from, [x, y], reach);
}

function pickCluster(
  from: PickFrom & { readonly clusters: Clusters },
  [x, y]: readonly [number, number],
  reach: number,
): Hit | undefined {
  const { clusters, index, shown } = from;
  const pixels = WORLD_PIXELS * 2 ** from.zoom;
  let best: { cluster: number; over: number } | undefined;
  for (let cluster = 0; cluster < clusters.size; cluster += 1) {
    const distance = Math.hypot(clusters.x[cluster]! - x, clusters.y[cluster]! - y) * pixels;
    const over = distance - clusters.radius[cluster]!;
    if (over <= reach && (best === undefined || over < best.over)) best = { cluster, over };
    // The larger ones come first and are on top.
    if (over <= 0) break;
  }
  if (!best) return undefined;
  const { cluster } = best;
  const { classCount } = clusters;
  return {
    count: clusters.count[cluster]!,
    parts: clusters.parts.slice(cluster * classCount, (cluster + 1) * classCount),
    rows: () => rowsOf(index, membersOf(index, shown, { clusters, cluster })),
    x: clusters.x[cluster]!,
    y: clusters.y[cluster]!,
    key: `cluster ${clusters.zoom} ${clusters.slot[cluster]} ${clusters.count[cluster]}`,
  };
}

function pickMarks(
  { index, shown, zoom, classCount }: PickFrom,
  [x, y]: readonly [number, number],
  reach: number,
): Hit | undefined {
  const unit = reach / (WORLD_PIXELS * 2 ** zoom);
  const box = { west: x - unit, east: x + unit, north: y - unit, south: y + unit };
  const near = slotsIn(index, box).filter((slot) => shown[slot] !== 0);
  if (near.length === 0) return undefined;
  const parts = new Uint32Array(classCount);
  for (const slot of near) parts[shown[slot]! - 1]! += 1;
  const nearest = near.reduce((best, slot) => (away(index, slot, [x, y]) < away(index, best, [x, y]) ? slot : best));
  return {
    count: near.length,
    parts,
    rows: () => rowsOf(index, near),
    x: index.x[nearest]!,
    y: index.y[nearest]!,
    key: `marks ${near[0]} ${near.at(-1)} ${near.length}`,
  };
}

const away = (index: PlaceIndex, slot: number, [x, y]: readonly [number, number]): number =>
  (index.x[slot]! - x) ** 2 + (index.y[slot]! - y) ** 2;

function rowsOf(index: PlaceIndex, slots: readonly number[]): Uint32Array {
  return Uint32Array.from(slots, (slot) => index.rowOf[slot]!).sort();
}

/** The smallest box that holds some rows; rows without a place are left out. */
export function extentOf(index: PlaceIndex, rows: Uint32Array): Box {
  let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const row of rows) {
    const slot = index.slotOf[row]!;
    const [x, y] = [index.x[slot], index.y[slot]];
    if (x === undefined || y === undefined) continue;
    west = Math.min(west, x);
    east = Math.max(east, x);
    north = Math.min(north, y);
    south = Math.max(south, y);
  }
  return { west, north, east, south };
}
