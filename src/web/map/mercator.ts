/** Web Mercator, as a square from 0 to 1: x eastwards, y southwards. */

const LATITUDE_LIMIT = 85.051129;
const EARTH_METRES = 40_075_016.686;
/** Side of the world in CSS pixels at zoom 0, as MapLibre counts. */
export const WORLD_PIXELS = 512;

export function mercatorX(longitude: number): number {
  return longitude / 360 + 0.5;
}

export function mercatorY(latitude: number): number {
  const within = Math.max(-LATITUDE_LIMIT, Math.min(LATITUDE_LIMIT, latitude));
  const sine = Math.sin((within * Math.PI) / 180);
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
}

export function longitudeOf(x: number): number {
  return (x - 0.5) * 360;
}

export function latitudeOf(y: number): number {
  return (Math.atan(Math.sinh((0.5 - y) * 2 * Math.PI)) * 180) / Math.PI;
}

/** How long a metre on the ground is in the square, at a height of it. */
export function unitsOfMetre(y: number): number {
  return Math.cosh((0.5 - y) * 2 * Math.PI) / EARTH_METRES;
}

/** A stretch of the square. */
export interface Box {
  readonly west: number;
  readonly north: number;
  readonly east: number;
  readonly south: number;
}
