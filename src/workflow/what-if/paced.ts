import { setImmediate as nextTurn } from "node:timers/promises";
import type { OpenedItem } from "../../intake/index.ts";

/** Milliseconds for which whoever judges may keep the process from everything else. */
const A_TURN = 12;

/** The same items; between them others have their turn, so that a server answers while it judges. `onTurn` may end it. */
export async function* paced(
  items: Iterable<OpenedItem> | AsyncIterable<OpenedItem>,
  onTurn?: () => void,
): AsyncGenerator<OpenedItem, void> {
  let began = performance.now();
  for await (const item of items) {
    yield item;
    if (performance.now() - began < A_TURN) continue;
    await nextTurn();
    onTurn?.();
    began = performance.now();
  }
}
