import type { Point } from "../domain/index.ts";

/**
 * What GED leaves out about a country, by its Gleditsch & Ward number (`country_id`): the zone in which its days are counted,
 * and the box it lies in.
 *
 * Only countries with one zone are here. Where a country has several, or its time is itself in dispute (Ukraine, Israel and
 * Palestine), the zone of an event is not known, and its day is taken wide enough to hold in any.
 *
 * The boxes are rough and generous. They only serve to see that a latitude and a longitude were exchanged: when a point lies
 * outside its country and the exchanged one inside.
 */
interface Country {
  readonly zone?: string;
  /** Degrees: south, north, west, east. */
  readonly box: readonly [number, number, number, number];
}

const countries: Readonly<Record<string, Country>> = {
  41: { zone: "America/Port-au-Prince", box: [18, 20.2, -74.6, -71.6] },
  70: { box: [14, 33, -118.5, -86] },
  90: { zone: "America/Guatemala", box: [13.7, 17.9, -92.3, -88.2] },
  91: { zone: "America/Tegucigalpa", box: [12.9, 16.6, -89.4, -83.1] },
  92: { zone: "America/El_Salvador", box: [13.1, 14.5, -90.2, -87.6] },
  93: { zone: "America/Managua", box: [10.7, 15.1, -87.7, -82.7] },
  100: { zone: "America/Bogota", box: [-4.3, 13.5, -82, -66.8] },
  101: { zone: "America/Caracas", box: [0.6, 12.3, -73.5, -59.7] },
  135: { zone: "America/Lima", box: [-18.4, 0, -81.4, -68.6] },
  343: { zone: "Europe/Skopje", box: [40.8, 42.5, 20.4, 23.1] },
  346: { zone: "Europe/Sarajevo", box: [42.5, 45.4, 15.7, 19.7] },
  369: { box: [44.3, 52.4, 22.1, 40.3] },
  371: { zone: "Asia/Yerevan", box: [38.8, 41.4, 43.4, 46.7] },
  372: { zone: "Asia/Tbilisi", box: [41, 43.6, 39.9, 46.8] },
  373: { zone: "Asia/Baku", box: [38.3, 42, 44.7, 50.7] },
  432: { zone: "Africa/Bamako", box: [10.1, 25, -12.3, 4.3] },
  433: { zone: "Africa/Dakar", box: [12.3, 16.7, -17.6, -11.3] },
  436: { zone: "Africa/Niamey", box: [11.6, 23.6, 0.1, 16] },
  437: { zone: "Africa/Abidjan", box: [4.3, 10.8, -8.6, -2.4] },
  438: { zone: "Africa/Conakry", box: [7.1, 12.7, -15.1, -7.6] },
  439: { zone: "Africa/Ouagadougou", box: [9.3, 15.1, -5.6, 2.5] },
  450: { zone: "Africa/Monrovia", box: [4.3, 8.6, -11.6, -7.3] },
  451: { zone: "Africa/Freetown", box: [6.8, 10, -13.4, -10.2] },
  471: { zone: "Africa/Douala", box: [1.6, 13.1, 8.4, 16.2] },
  475: { zone: "Africa/Lagos", box: [4.2, 13.9, 2.6, 14.7] },
  482: { zone: "Africa/Bangui", box: [2.2, 11, 14.4, 27.5] },
  483: { zone: "Africa/Ndjamena", box: [7.4, 23.5, 13.4, 24.1] },
  484: { zone: "Africa/Brazzaville", box: [-5.1, 3.8, 11.1, 18.7] },
  490: { box: [-13.5, 5.4, 12.1, 31.4] },
  500: { zone: "Africa/Kampala", box: [-1.5, 4.3, 29.5, 35.1] },
  501: { zone: "Africa/Nairobi", box: [-4.8, 5.1, 33.9, 42] },
  516: { zone: "Africa/Bujumbura", box: [-4.5, -2.3, 28.9, 30.9] },
  517: { zone: "Africa/Kigali", box: [-2.9, -1, 28.8, 30.9] },
  520: { zone: "Africa/Mogadishu", box: [-1.7, 12, 40.9, 51.5] },
  530: { zone: "Africa/Addis_Ababa", box: [3.4, 15, 32.9, 48.1] },
  531: { zone: "Africa/Asmara", box: [12.3, 18.1, 36.4, 43.2] },
  540: { zone: "Africa/Luanda", box: [-18.1, -4.3, 11.6, 24.1] },
  541: { zone: "Africa/Maputo", box: [-26.9, -10.4, 30.2, 40.9] },
  615: { zone: "Africa/Algiers", box: [18.9, 37.2, -8.7, 12] },
  616: { zone: "Africa/Tunis", box: [30.2, 37.6, 7.5, 11.6] },
  620: { zone: "Africa/Tripoli", box: [19.5, 33.3, 9.3, 25.2] },
  625: { zone: "Africa/Khartoum", box: [3.4, 22.3, 21.8, 38.7] },
  626: { zone: "Africa/Juba", box: [3.4, 12.3, 24.1, 36] },
  630: { zone: "Asia/Tehran", box: [25, 39.8, 44, 63.4] },
  640: { zone: "Europe/Istanbul", box: [35.8, 42.2, 25.6, 44.9] },
  645: { zone: "Asia/Baghdad", box: [29, 37.4, 38.7, 48.7] },
  651: { zone: "Africa/Cairo", box: [21.9, 31.8, 24.6, 36.9] },
  652: { zone: "Asia/Damascus", box: [32.2, 37.4, 35.5, 42.5] },
  660: { zone: "Asia/Beirut", box: [33, 34.8, 35, 36.7] },
  663: { zone: "Asia/Amman", box: [29.1, 33.4, 34.8, 39.4] },
  666: { box: [29.4, 33.4, 34.1, 36] },
  678: { zone: "Asia/Aden", box: [12, 19.1, 41.7, 54.6] },
  700: { zone: "Asia/Kabul", box: [29.3, 38.6, 60.4, 75] },
  702: { zone: "Asia/Dushanbe", box: [36.6, 41.1, 67.3, 75.2] },
  703: { zone: "Asia/Bishkek", box: [39.1, 43.3, 69.2, 80.3] },
  750: { zone: "Asia/Kolkata", box: [6.5, 36, 68, 97.5] },
  770: { zone: "Asia/Karachi", box: [23.6, 37.1, 60.8, 77.9] },
  771: { zone: "Asia/Dhaka", box: [20.5, 26.7, 88, 92.7] },
  775: { zone: "Asia/Yangon", box: [9.6, 28.6, 92.1, 101.2] },
  780: { zone: "Asia/Colombo", box: [5.8, 9.9, 79.5, 82] },
  790: { zone: "Asia/Kathmandu", box: [26.3, 30.5, 80, 88.3] },
  800: { zone: "Asia/Bangkok", box: [5.6, 20.5, 97.3, 105.7] },
  811: { zone: "Asia/Phnom_Penh", box: [9.9, 14.7, 102.3, 107.7] },
  840: { zone: "Asia/Manila", box: [4.5, 21.2, 116.9, 126.7] },
};

/** The zone in which GED counts the days of a country, if that is certain. */
export function zoneOfCountry(countryId: string): string | undefined {
  return countries[countryId]?.zone;
}

/** The country that has that zone, by its number: each zone here is of one country. */
export function countryOfZone(zone: string): string | undefined {
  return Object.keys(countries).find((id) => countries[id]?.zone === zone);
}

/**
 * Whether a point lies outside its country but would lie inside if latitude and longitude were exchanged. It cannot see that
 * where both are in the box, as around Aleppo (36 N, 37 E): there only the event's geometry tells.
 */
export function looksExchanged({ latitude, longitude }: Point, countryId: string): boolean {
  const box = countries[countryId]?.box;
  if (box === undefined) return false;
  const [south, north, west, east] = box;
  const isInside = (lat: number, lon: number) => lat >= south && lat <= north && lon >= west && lon <= east;
  return !isInside(latitude, longitude) && isInside(longitude, latitude);
}
