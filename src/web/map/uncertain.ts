import type { UncertainCircles } from "./overlay.ts";
import { unitsOfMetre, WORLD_PIXELS, type Box } from "./mercator.ts";
import { UNCERTAIN_FROM_PIXELS } from "./marks.ts";
import { stretchesIn, type PlaceIndex } from "./place-index.ts";
import type { Shown } from "./shown.ts";

/** More would be one grey surface. The largest are left out first: they say least. */
const MOST_CIRCLES = 250;

/** How far from its place a slot may have been, in units of the square. */
export function reachOf(index: PlaceIndex, radiusMetres: Float32Array, slot: number): number {
  const metres = radiusMetres[index.rowOf[slot]!]!;
  return metres > 0 ? metres * unitsOfMetre(index.y[slot]!) : 0;
}

export interface CirclesOf {
  readonly index: PlaceIndex;
  readonly shown: Shown;
  /** By row. */
  readonly radiusMetres: Float32Array;
  readonly box: Box;
  readonly zoom: number;
}

/** The circles of what is shown in a box that are large enough to be seen, each once however much happened in it. */
export function circlesIn({ index, shown, radiusMetres, box, zoom }: CirclesOf): UncertainCircles {
  const pixels = WORLD_PIXELS * 2 ** zoom;
  const seen = new Map<string, { x: number; y: number; radius: number }>();
  const stretches = stretchesIn(index, box);
  for (let at = 0; at < stretches.length; at += 2)
    for (let slot = stretches[at]!; slot < stretches[at + 1]!; slot += 1) {
      if (shown[slot] === 0) continue;
      const radius = reachOf(index, radiusMetres, slot);
      // What is wider than the view has no edge in it, and would only tint it.
      if (radius * pixels < UNCERTAIN_FROM_PIXELS || radius > box.east - box.west) continue;
      const [x, y] = [index.x[slot]!, index.y[slot]!];
      seen.set(`${x} ${y} ${radius}`, { x, y, radius });
    }
  const circles = [...seen.values()].toSorted((one, other) => one.radius - other.radius).slice(0, MOST_CIRCLES);
  return { x: circles.map(({ x }) => x), y: circles.map(({ y }) => y), radius: circles.map(({ radius }) => radius) };
}
