import type { Map as MapLibreMap } from "maplibre-gl";
import { latitudeOf, longitudeOf, mercatorX, mercatorY, WORLD_PIXELS, type Box } from "./mercator.ts";

/** What of the world is on screen, and so many pixels around it. */
export function viewOf(map: MapLibreMap, aroundPixels: number): Box {
  const { clientWidth, clientHeight } = map.getContainer();
  const unit = 1 / (WORLD_PIXELS * 2 ** map.getZoom());
  const centre = map.getCenter();
  const [x, y] = [mercatorX(centre.lng), mercatorY(centre.lat)];
  const [across, down] = [(clientWidth / 2 + aroundPixels) * unit, (clientHeight / 2 + aroundPixels) * unit];
  return { west: x - across, east: x + across, north: y - down, south: y + down };
}

export const holds = (outer: Box, inner: Box): boolean =>
  outer.west <= inner.west && outer.east >= inner.east && outer.north <= inner.north && outer.south >= inner.south;

/** `[[west, south], [east, north]]` in degrees. */
export function degreesOf({ west, north, east, south }: Box): [[number, number], [number, number]] {
  return [
    [longitudeOf(west), latitudeOf(south)],
    [longitudeOf(east), latitudeOf(north)],
  ];
}
