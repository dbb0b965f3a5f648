import type { Map as MapLibreMap } from "maplibre-gl";

/** Milliseconds from a change until a frame with it has been drawn, by the graphics card too. */
export async function seen(map: MapLibreMap, until: "render" | "idle", change: () => void): Promise<number> {
  const start = performance.now();
  const drawn = new Promise<void>((resolve) => void map.once(until, () => resolve()));
  change();
  map.triggerRepaint();
  await drawn;
  const gl = map.getCanvas().getContext("webgl2");
  // Asking for a pixel waits for what was ordered before.
  gl?.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
  return performance.now() - start;
}

/** Moves the map by pixels in one step, without the movement of a hand. */
export function pan(map: MapLibreMap, step: number): Promise<number> {
  return seen(map, "render", () => void map.panBy([step, 0], { duration: 0 }));
}
