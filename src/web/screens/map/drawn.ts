import type { IncidentColumns } from "../../../domain/index.ts";
import { classOfVerdict } from "../../map/marks.ts";

/** What the map is drawn from, for all rows of the record. Made once for as long as the columns stay. */
export function positionsOf({ count, numbers }: IncidentColumns): Float64Array {
  const positions = new Float64Array(2 * count);
  for (let row = 0; row < count; row++) {
    positions[2 * row] = numbers.longitude[row]!;
    positions[2 * row + 1] = numbers.latitude[row]!;
  }
  return positions;
}

/** Unknown how far from there: drawn as known there, as nothing more can be said. */
export function radiiOf({ numbers }: IncidentColumns): Float32Array {
  return Float32Array.from(numbers.radiusM, (metres) => (Number.isNaN(metres) ? 0 : metres));
}

/** The class of each row: its verdict. */
export function classesOf({ said }: IncidentColumns, verdicts: Int32Array): Uint8Array {
  const none = classOfVerdict(undefined);
  const classes = Uint8Array.from(said, ({ verdict }) => classOfVerdict(verdict));
  return Uint8Array.from(verdicts, (code) => (code < 0 ? none : classes[code]!));
}

export interface PlaceCount {
  /** Empty: no area is named. */
  readonly area: string;
  readonly count: number;
}

/** Where the most rows are, by the areas that the record names; and how many rows cannot be drawn. */
export function placesOf(
  { words: { area }, numbers }: IncidentColumns,
  rows: Uint32Array,
): { readonly places: readonly PlaceCount[]; readonly withoutPlace: number } {
  const counts = new Uint32Array(area.words.length);
  let withoutPlace = 0;
  for (const row of rows) {
    counts[area.codes[row]!]!++;
    if (Number.isNaN(numbers.latitude[row]!)) withoutPlace++;
  }
  const places = area.words.flatMap((word, code) =>
    counts[code]! > 0 ? [{ area: word ?? "", count: counts[code]! }] : [],
  );
  return { places: places.toSorted((one, other) => other.count - one.count), withoutPlace };
}

/** `west,south,east,north` as the selection has it. */
export interface GeoBoxLike {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

export function boxOf(text: string | undefined): GeoBoxLike | undefined {
  const [west, south, east, north] = text?.split(",").map(Number) ?? [];
  if (west === undefined || south === undefined || east === undefined || north === undefined) return undefined;
  return { west, south, east, north };
}

export function boxText({ west, south, east, north }: GeoBoxLike): string {
  return [west, south, east, north].map((degrees) => Number(degrees.toFixed(5))).join(",");
}

/** The smallest box that holds a share of the rows in the middle: a lone mark far away is no reason to see the world. */
export function middleOf({ numbers }: IncidentColumns, rows: Uint32Array): GeoBoxLike | undefined {
  const placed = rows.filter((row) => !Number.isNaN(numbers.latitude[row]!));
  if (placed.length === 0) return undefined;
  const within = (values: Float64Array): readonly [number, number] => {
    const sorted = Float64Array.from(placed, (row) => values[row]!).toSorted();
    const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))]!;
    return [at(0.01), at(0.99)];
  };
  const [[west, east], [south, north]] = [within(numbers.longitude), within(numbers.latitude)];
  const margin = 0.2;
  return { west: west - margin, south: south - margin, east: east + margin, north: north + margin };
}
