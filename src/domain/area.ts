import type { Kleene } from "../kit/index.ts";
import type { Dated } from "./actor.ts";
import type { Circle, Point } from "./occurrence.ts";

/** A ring of [longitude, latitude] in degrees (WGS 84), closed or not. */
export type Ring = readonly (readonly [number, number])[];

/** Polygons, each an outer ring and its holes, and when these were the area's borders. */
export interface Area extends Dated {
  readonly id: string;
  readonly name: string;
  readonly otherNames: readonly string[];
  readonly polygons: readonly (readonly Ring[])[];
}

const METRES_PER_DEGREE = 111_195;

/**
 * Whether a place known to lie in the circle lies in the area: unknown as soon as the circle reaches across the border.
 *
 * Distances are taken on a plane that touches the earth at the centre of the circle, which for circles of tens of
 * kilometres is off by less than a thousandth.
 */
export function isInArea(area: Area, { centre, radiusMetres }: Circle): Kleene {
  if (borderDistance(area, centre) < radiusMetres) return "unknown";
  return holdsPoint(area, centre) ? "true" : "false";
}

/** Even–odd rule over all rings, so that holes are holes. */
export function holdsPoint({ polygons }: Area, { latitude, longitude }: Point): boolean {
  let inside = false;
  for (const ring of polygons.flat()) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [x1, y1] = ring[i]!;
      const [x2, y2] = ring[j]!;
      if (y1 > latitude !== y2 > latitude && longitude < ((x2 - x1) * (latitude - y1)) / (y2 - y1) + x1)
        inside = !inside;
    }
  }
  return inside;
}

/** Metres from a point to the nearest border of the area, from either side. */
export function borderDistance({ polygons }: Area, { latitude, longitude }: Point): number {
  const stretch = Math.cos((latitude * Math.PI) / 180);
  let nearest = Number.POSITIVE_INFINITY;
  for (const ring of polygons.flat()) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const a = [(ring[i]![0] - longitude) * stretch, ring[i]![1] - latitude] as const;
      const b = [(ring[j]![0] - longitude) * stretch, ring[j]![1] - latitude] as const;
      nearest = Math.min(nearest, distanceToSegment(a, b));
    }
  }
  return nearest * METRES_PER_DEGREE;
}

/** Distance of the origin from a segment. */
function distanceToSegment(a: readonly [number, number], b: readonly [number, number]): number {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.max(0, Math.min(1, -(a[0] * dx + a[1] * dy) / length));
  return Math.hypot(a[0] + along * dx, a[1] + along * dy);
}
