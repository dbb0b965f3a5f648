import { WORLD_PIXELS, type Box } from "./mercator.ts";
import { stretchesIn, type PlaceIndex } from "./place-index.ts";
import type { Shown } from "./shown.ts";

export interface ThinView {
  readonly box: Box;
  readonly zoom: number;
  /** Marks of one class nearer to each other than about this are one mark to the eye, CSS pixels. */
  readonly cellPixels: number;
}

/**
 * Slots whose marks can be told apart: of those of one class in one cell of a fine grid the first. The others would be drawn over
 * it, pixel for pixel. Classes beyond the sixteenth are not told apart.
 */
export function thinSlots(index: PlaceIndex, shown: Shown, { box, zoom, cellPixels }: ThinView): Uint32Array {
  const scale = (WORLD_PIXELS * 2 ** zoom) / cellPixels;
  const [firstColumn, firstLine] = [Math.floor(box.west * scale), Math.floor(box.north * scale)];
  const columns = Math.floor(box.east * scale) - firstColumn + 1;
  const lines = Math.floor(box.south * scale) - firstLine + 1;
  /** A bit for each class that has been seen in a cell. */
  const seen = new Uint16Array(columns * lines);
  const kept = new Uint32Array(index.size);
  const { x, y } = index;
  let count = 0;
  const stretches = stretchesIn(index, box);
  for (let at = 0; at < stretches.length; at += 2)
    for (let slot = stretches[at]!; slot < stretches[at + 1]!; slot += 1) {
      const mark = shown[slot]!;
      if (mark === 0) continue;
      const column = Math.floor(x[slot]! * scale) - firstColumn;
      const line = Math.floor(y[slot]! * scale) - firstLine;
      if (column < 0 || line < 0 || column >= columns || line >= lines) continue;
      const cell = line * columns + column;
      const bit = 1 << ((mark - 1) & 15);
      if ((seen[cell]! & bit) !== 0) continue;
      seen[cell]! |= bit;
      kept[count] = slot;
      count += 1;
    }
  return kept.subarray(0, count);
}
