import { WORLD_PIXELS, type Box } from "./mercator.ts";
import { stretchesIn, type PlaceIndex } from "./place-index.ts";
import type { Shown } from "./shown.ts";

/** Groups of what is shown near each other, as circles to be drawn. All arrays are by cluster, the largest first. */
export interface Clusters {
  readonly size: number;
  /** Mean place of the members, Web Mercator from 0 to 1. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly count: Uint32Array;
  /** Members of each class: `parts[cluster * classCount + class]`. */
  readonly parts: Uint32Array;
  readonly classCount: number;
  /** A member; where the count is 1, the only one. */
  readonly slot: Uint32Array;
  /** In CSS pixels. */
  readonly radius: Float32Array;
  /** What was looked at: beyond it nothing is known. */
  readonly box: Box;
  readonly zoom: number;
  /** Cells of the grid, and the cluster each went to; -1 for an empty one. */
  readonly grid: Grid;
  readonly clusterOf: Int32Array;
}

export interface Grid {
  readonly columns: number;
  readonly lines: number;
  /** Number of the first column and line, from the corner of the world, so that clusters stay where they are while the map is moved. */
  readonly column: number;
  readonly line: number;
  /** Cells a unit of the square. */
  readonly scale: number;
}

export interface ClusterView {
  readonly box: Box;
  readonly zoom: number;
  /** Side of a cell of the grid, CSS pixels. */
  readonly cellPixels: number;
}

const MARK_RADIUS = 7;

/** Grows with the logarithm of the count: 10 pixels for two, about 30 for a hundred thousand. */
export function clusterRadius(count: number): number {
  return count <= 1 ? MARK_RADIUS : 9.5 + 4 * Math.log10(count);
}

/** Groups what is shown in a view by cells of a grid, then joins circles that would lie over each other. */
export function clusterPlaces(
  index: PlaceIndex,
  given: { shown: Shown; classCount: number },
  view: ClusterView,
): Clusters {
  const grid = gridOf(view);
  const sums = sumCells(index, given, { grid, box: view.box });
  const full: number[] = [];
  sums.count.forEach((count, cell) => {
    if (count > 0) full.push(cell);
  });
  full.sort((one, other) => sums.count[other]! - sums.count[one]! || one - other);
  return joinTouching({ sums, full, grid, view, classCount: given.classCount });
}

function gridOf({ box, zoom, cellPixels }: ClusterView): Grid {
  const scale = (WORLD_PIXELS * 2 ** zoom) / cellPixels;
  const [column, line] = [Math.floor(box.west * scale), Math.floor(box.north * scale)];
  const columns = Math.floor(box.east * scale) - column + 1;
  const lines = Math.floor(box.south * scale) - line + 1;
  return { columns, lines, column, line, scale };
}

interface CellSums {
  readonly count: Uint32Array;
  readonly parts: Uint32Array;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly slot: Uint32Array;
}

function sumCells(
  index: PlaceIndex,
  { shown, classCount }: { readonly shown: Shown; readonly classCount: number },
  { grid, box }: { readonly grid: Grid; readonly box: Box },
): CellSums {
  const cells = grid.columns * grid.lines;
  const sums = {
    count: new Uint32Array(cells),
    parts: new Uint32Array(cells * classCount),
    x: new Float64Array(cells),
    y: new Float64Array(cells),
    slot: new Uint32Array(cells),
  };
  const { x, y } = index;
  const { scale, columns, lines, column: firstColumn, line: firstLine } = grid;
  const stretches = stretchesIn(index, box);
  for (let at = 0; at < stretches.length; at += 2)
    for (let slot = stretches[at]!; slot < stretches[at + 1]!; slot += 1) {
      const mark = shown[slot]!;
      if (mark === 0) continue;
      const column = Math.floor(x[slot]! * scale) - firstColumn;
      const line = Math.floor(y[slot]! * scale) - firstLine;
      if (column < 0 || line < 0 || column >= columns || line >= lines) continue;
      const cell = line * columns + column;
      sums.count[cell]! += 1;
      sums.parts[cell * classCount + mark - 1]! += 1;
      sums.x[cell]! += x[slot]!;
      sums.y[cell]! += y[slot]!;
      sums.slot[cell] = slot;
    }
  return sums;
}

interface Joining {
  readonly sums: CellSums;
  /** Cells with something in them, the fullest first. */
  readonly full: readonly number[];
  readonly grid: Grid;
  readonly view: ClusterView;
  readonly classCount: number;
}

function joinTouching({ sums, full, grid, view, classCount }: Joining): Clusters {
  const pixels = WORLD_PIXELS * 2 ** view.zoom;
  const clusterOf = new Int32Array(grid.columns * grid.lines).fill(-1);
  const made = {
    x: [] as number[],
    y: [] as number[],
    count: [] as number[],
    radius: [] as number[],
    slot: [] as number[],
  };
  const parts = new Uint32Array(full.length * classCount);
  for (const cell of full) {
    const count = sums.count[cell]!;
    const [x, y] = [sums.x[cell]! / count, sums.y[cell]! / count];
    const radius = clusterRadius(count);
    let into = neighbours(grid, cell, clusterOf).find(
      (one) => Math.hypot(made.x[one]! - x, made.y[one]! - y) * pixels < (made.radius[one]! + radius) * 0.95,
    );
    if (into === undefined) {
      into = made.x.push(x) - 1;
      made.y.push(y);
      made.count.push(0);
      made.radius.push(0);
      made.slot.push(sums.slot[cell]!);
    }
    const whole = made.count[into]! + count;
    made.x[into]! += ((x - made.x[into]!) * count) / whole;
    made.y[into]! += ((y - made.y[into]!) * count) / whole;
    made.count[into] = whole;
    made.radius[into] = clusterRadius(whole);
    clusterOf[cell] = into;
    for (let at = 0; at < classCount; at += 1) parts[into * classCount + at]! += sums.parts[cell * classCount + at]!;
  }
  return {
    size: made.x.length,
    x: Float64Array.from(made.x),
    y: Float64Array.from(made.y),
    count: Uint32Array.from(made.count),
    slot: Uint32Array.from(made.slot),
    radius: Float32Array.from(made.radius),
    parts: parts.subarray(0, made.x.length * classCount),
    classCount,
    box: view.box,
    zoom: view.zoom,
    grid,
    clusterOf,
  };
}

/** Clusters that the cells around one have gone to, the earliest (largest) first. */
function neighbours({ columns, lines }: Grid, cell: number, clusterOf: Int32Array): number[] {
  const [column, line] = [cell % columns, Math.floor(cell / columns)];
  const found = new Set<number>();
  for (let y = Math.max(0, line - 1); y <= Math.min(lines - 1, line + 1); y += 1)
    for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x += 1) {
      const cluster = clusterOf[y * columns + x]!;
      if (cluster >= 0) found.add(cluster);
    }
  return [...found].sort((one, other) => one - other);
}

/** Slots of a cluster's members, in order. */
export function membersOf(
  index: PlaceIndex,
  shown: Shown,
  { clusters, cluster }: { clusters: Clusters; cluster: number },
): number[] {
  const { grid, clusterOf, box } = clusters;
  const stretches = stretchesIn(index, box);
  const found: number[] = [];
  for (let at = 0; at < stretches.length; at += 2)
    for (let slot = stretches[at]!; slot < stretches[at + 1]!; slot += 1) {
      if (shown[slot] === 0) continue;
      const column = Math.floor(index.x[slot]! * grid.scale) - grid.column;
      const line = Math.floor(index.y[slot]! * grid.scale) - grid.line;
      if (column < 0 || line < 0 || column >= grid.columns || line >= grid.lines) continue;
      if (clusterOf[line * grid.columns + column] === cluster) found.push(slot);
    }
  return found;
}
