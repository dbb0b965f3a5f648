import { mercatorX, mercatorY, type Box } from "./mercator.ts";

/** About so many places are in one cell where they lie evenly. */
const PLACES_A_CELL = 16;
const MOST_CELLS_A_SIDE = 512;

/**
 * Places in the order of a grid, row of cells after row of cells, so that what lies in a box is a few stretches of it. A slot is
 * a position in this order; `rowOf[slot]` is the row of the data. Rows without a place have no slot.
 */
export interface PlaceIndex {
  /** Rows with a place. */
  readonly size: number;
  readonly rowOf: Uint32Array;
  /** Row → slot, `NO_SLOT` without a place. */
  readonly slotOf: Uint32Array;
  /** Web Mercator from 0 to 1, by slot. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** What holds every place; empty (east of west) without one. */
  readonly bounds: Box;
  readonly cellsASide: number;
  /** First slot of each cell, and one more. */
  readonly firstOf: Uint32Array;
}

export const NO_SLOT = 0xff_ff_ff_ff;

/** @param positions longitude and latitude, one after the other; NaN where a row has no place */
export function indexPlaces(positions: Float64Array): PlaceIndex {
  const rows = positions.length >> 1;
  const xs = new Float64Array(rows);
  const ys = new Float64Array(rows);
  let [west, north, east, south, size] = [Infinity, Infinity, -Infinity, -Infinity, 0];
  for (let row = 0; row < rows; row += 1) {
    const x = mercatorX(positions[2 * row]!);
    const y = mercatorY(positions[2 * row + 1]!);
    xs[row] = x;
    ys[row] = y;
    if (!(x === x && y === y)) continue;
    size += 1;
    if (x < west) west = x;
    if (x > east) east = x;
    if (y < north) north = y;
    if (y > south) south = y;
  }
  const bounds = { west, north, east, south };
  const cellsASide = Math.max(1, Math.min(MOST_CELLS_A_SIDE, Math.ceil(Math.sqrt(size / PLACES_A_CELL))));
  return { size, bounds, cellsASide, ...sortIntoCells({ xs, ys, size, bounds, cellsASide }) };
}

interface Unsorted {
  readonly xs: Float64Array;
  readonly ys: Float64Array;
  readonly size: number;
  readonly bounds: Box;
  readonly cellsASide: number;
}

/** A counting sort: rows of one cell keep their order. */
function sortIntoCells({ xs, ys, size, bounds, cellsASide }: Unsorted) {
  const rows = xs.length;
  const columnOf = stepsOf(bounds.west, bounds.east, cellsASide);
  const lineOf = stepsOf(bounds.north, bounds.south, cellsASide);
  const firstOf = new Uint32Array(cellsASide * cellsASide + 1);
  const cellOf = new Uint32Array(rows);
  for (let row = 0; row < rows; row += 1) {
    const [x, y] = [xs[row]!, ys[row]!];
    const cell = x === x && y === y ? lineOf(y) * cellsASide + columnOf(x) : NO_SLOT;
    cellOf[row] = cell;
    if (cell !== NO_SLOT) firstOf[cell + 1]! += 1;
  }
  for (let cell = 1; cell < firstOf.length; cell += 1) firstOf[cell]! += firstOf[cell - 1]!;
  const next = firstOf.slice();
  const rowOf = new Uint32Array(size);
  const slotOf = new Uint32Array(rows).fill(NO_SLOT);
  const x = new Float64Array(size);
  const y = new Float64Array(size);
  for (let row = 0; row < rows; row += 1) {
    const cell = cellOf[row]!;
    if (cell === NO_SLOT) continue;
    const slot = next[cell]!;
    next[cell] = slot + 1;
    rowOf[slot] = row;
    slotOf[row] = slot;
    x[slot] = xs[row]!;
    y[slot] = ys[row]!;
  }
  return { rowOf, slotOf, x, y, firstOf };
}

/** Which of so many equal steps from `low` to `high` a value is in; outside, the first or the last. */
function stepsOf(low: number, high: number, steps: number): (value: number) => number {
  const scale = high > low ? steps / (high - low) : 0;
  return (value) => {
    const step = Math.floor((value - low) * scale);
    return step < 0 ? 0 : step >= steps ? steps - 1 : step;
  };
}

/**
 * Stretches of slots that hold everything in a box, and some of what is near it: `[first, end)` one after the other, in order,
 * joined where they touch.
 */
export function stretchesIn(index: PlaceIndex, box: Box): Uint32Array {
  const { bounds, cellsASide, firstOf, size } = index;
  if (
    size === 0 ||
    box.east < bounds.west ||
    box.west > bounds.east ||
    box.south < bounds.north ||
    box.north > bounds.south
  )
    return new Uint32Array();
  const columnOf = stepsOf(bounds.west, bounds.east, cellsASide);
  const lineOf = stepsOf(bounds.north, bounds.south, cellsASide);
  const [from, to] = [columnOf(box.west), columnOf(box.east)];
  const found: number[] = [];
  for (let line = lineOf(box.north); line <= lineOf(box.south); line += 1) {
    const first = firstOf[line * cellsASide + from]!;
    const end = firstOf[line * cellsASide + to + 1]!;
    if (first === end) continue;
    if (found.at(-1) === first) found[found.length - 1] = end;
    else found.push(first, end);
  }
  return Uint32Array.from(found);
}

/** Slots of what lies in a box, its edges included, in order. */
export function slotsIn(index: PlaceIndex, box: Box): number[] {
  const stretches = stretchesIn(index, box);
  const found: number[] = [];
  for (let at = 0; at < stretches.length; at += 2)
    for (let slot = stretches[at]!; slot < stretches[at + 1]!; slot += 1) {
      const [x, y] = [index.x[slot]!, index.y[slot]!];
      if (x >= box.west && x <= box.east && y >= box.north && y <= box.south) found.push(slot);
    }
  return found;
}
