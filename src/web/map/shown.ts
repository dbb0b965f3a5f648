import { NO_SLOT, type PlaceIndex } from "./place-index.ts";

/** What a slot shows: 0 is nothing, otherwise one more than its class. */
export type Shown = Uint8Array;

export interface ShownRows {
  readonly shown: Shown;
  /** Rows that were chosen but have no place that can be drawn. */
  readonly placeless: number;
}

/**
 * Which classes are shown where. The buffer of an earlier call may be handed in to be filled again.
 *
 * @param selected row numbers; absent: every row
 * @param classes class of each row
 */
export function showRows(
  index: PlaceIndex,
  { selected, classes }: { readonly selected?: Uint32Array | undefined; readonly classes: Uint8Array },
  buffer?: Shown,
): ShownRows {
  const shown = buffer?.length === index.size ? buffer : new Uint8Array(index.size);
  if (!selected) {
    for (let slot = 0; slot < index.size; slot += 1) shown[slot] = classes[index.rowOf[slot]!]! + 1;
    return { shown, placeless: classes.length - index.size };
  }
  shown.fill(0);
  let placeless = 0;
  for (const row of selected) {
    const slot = index.slotOf[row]!;
    if (slot === NO_SLOT) placeless += 1;
    else shown[slot] = classes[row]! + 1;
  }
  return { shown, placeless };
}
