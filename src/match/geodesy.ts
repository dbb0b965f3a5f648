const EARTH_KM = 6371.0088;
const RADIANS = Math.PI / 180;

/** Great-circle distance in kilometres between points in degrees (haversine; Sinnott 1984, Sky and Telescope 68(2)). */
export function distanceKm(aLatitude: number, aLongitude: number, bLatitude: number, bLongitude: number): number {
  const dLatitude = (bLatitude - aLatitude) * RADIANS;
  const dLongitude = (bLongitude - aLongitude) * RADIANS;
  const s = Math.sin(dLatitude / 2) ** 2;
  const t = Math.cos(aLatitude * RADIANS) * Math.cos(bLatitude * RADIANS) * Math.sin(dLongitude / 2) ** 2;
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(s + t)));
}

/** Longitude in [-180, 180). */
export function normalLongitude(longitude: number): number {
  return ((((longitude + 180) % 360) + 360) % 360) - 180;
}

export const KM_PER_DEGREE = EARTH_KM * RADIANS;
