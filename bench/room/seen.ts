import type { Map as MapLibreMap } from "maplibre-gl";

/** The beginning of the next frame: what was asked for before it has been drawn, and what comes after it has not. */
const nextFrame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));

/** Milliseconds from a change that is drawn in the next frame until that frame is done: the one after it begins. */
export async function seenNext(change: () => void): Promise<number> {
  const start = performance.now();
  change();
  await nextFrame();
  await nextFrame();
  return performance.now() - start;
}

/** The same for a change that MapLibre draws, when it says so. */
export async function seen(map: MapLibreMap, until: "render" | "idle", change: () => void): Promise<number> {
  const start = performance.now();
  const drawn = new Promise<void>((resolve) => void map.once(until, () => resolve()));
  change();
  map.triggerRepaint();
  await drawn;
  await nextFrame();
  return performance.now() - start;
}

/** Moves the map by pixels in one step, without the movement of a hand. */
export function pan(map: MapLibreMap, step: number): Promise<number> {
  return seen(map, "render", () => void map.panBy([step, 0], { duration: 0 }));
}
