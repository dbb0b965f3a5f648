const EARTH_KM = 6371.0088;
const RADIANS = Math.PI / 180;

export interface Point {
  readonly latitude: number;
  readonly longitude: number;
}

/** Great-circle distance in kilometres between points in degrees (haversine; Sinnott 1984, Sky and Telescope 68(2)). */
export function distanceKm(a: Point, b: Point): number {
  const cosines = Math.cos(a.latitude * RADIANS) * Math.cos(b.latitude * RADIANS);
  return haversineKm(b.latitude - a.latitude, b.longitude - a.longitude, cosines);
}

/** The same from differences in degrees and the product of the cosines of the latitudes. */
export function haversineKm(dLatitude: number, dLongitude: number, cosines: number): number {
  const s = Math.sin((dLatitude * RADIANS) / 2) ** 2;
  const t = cosines * Math.sin((dLongitude * RADIANS) / 2) ** 2;
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(s + t)));
}

export function cosineOf(latitude: number): number {
  return Math.cos(latitude * RADIANS);
}

/** Longitude in [-180, 180). */
export function normalLongitude(longitude: number): number {
  return ((((longitude + 180) % 360) + 360) % 360) - 180;
}

export const KM_PER_DEGREE = EARTH_KM * RADIANS;
