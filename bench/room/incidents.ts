import { randomOf } from "../random.ts";

/** Made-up incidents as columns, the same for the same seed. */
export interface Incidents {
  readonly positions: Float64Array;
  readonly radiusMetres: Float32Array;
  /** Milliseconds; the day is known where both are of one day. NaN: no date. */
  readonly earliest: Float64Array;
  readonly latest: Float64Array;
  /** Class of each under one reading and under another. */
  readonly readings: readonly [Uint8Array, Uint8Array];
  /** A number from 0 to 9, to select by. */
  readonly side: Uint8Array;
}

const DAY = 86_400_000;
const START = Date.UTC(2016, 1, 27);
/** Where most happens: longitude, latitude, how wide. */
const CENTRES = [
  [37.13, 36.2, 0.35],
  [36.65, 35.4, 0.3],
  [36.35, 33.52, 0.18],
  [36.72, 34.75, 0.3],
  [40.15, 35.33, 0.25],
  [36.1, 32.65, 0.2],
  [36.1, 35.6, 0.25],
  [38.3, 34.6, 0.6],
] as const;
/** Shares of breach, undetermined, permitted, outside, conflict, error, not judged. */
const SHARES = [0.08, 0.5, 0.04, 0.33, 0.01, 0.01, 0.03];

/** Places repeat, as those of a gazetteer do; a part is not exact, a part has no place or no known day. */
export function makeIncidents(count: number, seed: number): Incidents {
  const random = randomOf(seed);
  const normal = (): number => random() + random() + random() - 1.5;
  const villages = Array.from({ length: 4000 }, () => {
    const [longitude, latitude, width] = CENTRES[Math.floor(random() ** 1.5 * CENTRES.length)]!;
    return [longitude + normal() * width, latitude + normal() * width] as const;
  });
  const made: Incidents = {
    positions: new Float64Array(count * 2).fill(NaN),
    radiusMetres: new Float32Array(count),
    earliest: new Float64Array(count),
    latest: new Float64Array(count),
    readings: [new Uint8Array(count), new Uint8Array(count)],
    side: new Uint8Array(count),
  };
  for (let row = 0; row < count; row += 1) {
    const [longitude, latitude] = villages[Math.floor(random() ** 2 * villages.length)]!;
    const isExact = random() < 0.8;
    if (random() > 0.02) {
      made.positions[2 * row] = isExact ? longitude : longitude + normal() * 0.02;
      made.positions[2 * row + 1] = isExact ? latitude : latitude + normal() * 0.02;
    }
    made.radiusMetres[row] = isExact ? 0 : random() < 0.7 ? 3000 : 25_000;
    made.earliest[row] = START + Math.floor(random() * 155) * DAY + Math.floor(random() * 24) * 3_600_000;
    made.latest[row] = made.earliest[row]! + (random() < 0.93 ? 0 : random() < 0.8 ? 6 * DAY : 29 * DAY);
    const first = classBy(random());
    made.readings[0][row] = first;
    made.readings[1][row] = random() < 0.7 ? first : classBy(random());
    made.side[row] = Math.floor(random() * 10);
  }
  return made;
}

function classBy(share: number): number {
  let sum = 0;
  return Math.max(
    0,
    SHARES.findIndex((part) => (sum += part) > share),
  );
}
