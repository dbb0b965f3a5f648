import type { ClaimTable } from "./claim-table.ts";
import { distanceKm, KM_PER_DEGREE } from "./geodesy.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** What day-precise accounts of one incident can be apart: slips of a day, dates of publication, events at night. */
const SLIP = 26 * HOUR;
/** Buckets of a long interval beyond which it is found by nobody but through the escape keys. */
const MOST_DAYS = 32;
/** Candidates of one claim; beyond it the nearest are kept, and that the cap was hit is remembered. */
export const MOST_CANDIDATES = 400;

/** Cell sizes in degrees and the largest radius (km) of a claim kept at that level. */
const LEVELS = [
  { degrees: 0.25, radiusKm: 30 },
  { degrees: 1, radiusKm: 95 },
  { degrees: 4, radiusKm: 600 },
] as const;

/** Distance at which two claims can still mean one place. */
export function reachKm(aRadius: number, bRadius: number): number {
  return Math.max(12, 1.6 * (aRadius + bRadius));
}

export interface Candidates {
  /** Numbers of claims, ascending. */
  readonly others: readonly number[];
  /** There were more, so a pair that is not here is unknown rather than unlikely. */
  readonly wasCapped: boolean;
}

/**
 * Finds the claims that could mean the same incident: near in time and place, each as precisely as it is stated. Three keys
 * ignore distance, for places that were geocoded wrongly: the same address on the web, an explicit update, and the same
 * large number of dead in the same country within two days.
 */
export class BlockingIndex {
  private readonly table: ClaimTable;
  private readonly cells = new Map<number, number[]>();
  private readonly keys = new Map<string, number[]>();
  /** Claims of which no more than the country is known, by country and day; and all others, for these to meet. */
  private readonly vague = new Map<number, number[]>();
  private readonly placed = new Map<number, number[]>();
  readonly capped = new Set<number>();
  private readonly seen = new Set<number>();

  constructor(table: ClaimTable) {
    this.table = table;
  }

  /** Makes the claim findable. */
  insert(i: number): void {
    if (this.table.claims[i]!.isAggregate) return;
    for (const key of this.escapeKeys(i)) push(this.keys, key, i);
    const level = this.levelOf(i);
    const country = this.table.country[i]!;
    for (const day of this.daysOf(i, 0)) {
      if (country !== 0) push(level < 0 ? this.vague : this.placed, countryDay(country, day), i);
      if (level < 0) continue;
      const [x, y] = [this.columnOf(level, this.table.longitude[i]!), this.rowOf(level, this.table.latitude[i]!)];
      push(this.cells, this.cellOf(level, { day, x, y }), i);
    }
  }

  /** Claims inserted before that pass the gates. */
  candidatesOf(i: number): Candidates {
    const { seen, table } = this;
    seen.clear();
    if (!table.claims[i]!.isAggregate) {
      const level = this.levelOf(i);
      for (const day of this.daysOf(i, SLIP)) {
        if (level >= 0) this.nearby(i, day);
        this.inCountry(i, day, level);
      }
      for (const key of this.escapeKeys(i))
        for (const other of this.keys.get(key) ?? []) if (this.mayEscape(i, other)) seen.add(other);
      seen.delete(i);
    }
    let others = [...seen];
    const wasCapped = others.length > MOST_CANDIDATES;
    if (wasCapped) {
      const far = new Map(others.map((other) => [other, this.coarseDistance(i, other)]));
      others = others.sort((a, b) => far.get(a)! - far.get(b)! || a - b).slice(0, MOST_CANDIDATES);
      this.capped.add(i);
    }
    return { others: others.sort((a, b) => a - b), wasCapped };
  }

  private nearby(i: number, day: number): void {
    const { table } = this;
    const [latitude, longitude, radius] = [table.latitude[i]!, table.longitude[i]!, table.radius[i]!];
    for (const [level, { degrees, radiusKm }] of LEVELS.entries()) {
      const reach = reachKm(radius, radiusKm);
      const up = reach / KM_PER_DEGREE;
      const widest = Math.min(89.9, Math.abs(latitude) + up);
      const across = Math.min(180, up / Math.cos((widest * Math.PI) / 180));
      const columns = Math.round(360 / degrees);
      const [y0, y1] = [this.rowOf(level, latitude - up), this.rowOf(level, latitude + up)];
      const x0 = Math.floor((longitude - across + 180) / degrees);
      const x1 = Math.min(x0 + columns - 1, Math.floor((longitude + across + 180) / degrees));
      for (let y = y0; y <= y1; y++) {
        for (let x = x0; x <= x1; x++) {
          const found = this.cells.get(this.cellOf(level, { day, x: ((x % columns) + columns) % columns, y }));
          if (found)
            for (const other of found) if (!this.seen.has(other) && this.passes(i, other)) this.seen.add(other);
        }
      }
    }
  }

  /** A claim of which no more than the country is known meets what else is there. */
  private inCountry(i: number, day: number, level: number): void {
    const { table, seen } = this;
    const country = table.country[i]!;
    if (country === 0) return;
    const meet = (others: readonly number[] | undefined): void => {
      for (const other of others ?? []) if (!seen.has(other) && this.timePasses(i, other)) seen.add(other);
    };
    meet(this.vague.get(countryDay(country, day)));
    if (level < 0) meet(this.placed.get(countryDay(country, day)));
  }

  private passes(i: number, other: number): boolean {
    const { table } = this;
    if (!this.timePasses(i, other)) return false;
    const distance = distanceKm(
      table.latitude[i]!,
      table.longitude[i]!,
      table.latitude[other]!,
      table.longitude[other]!,
    );
    return distance <= reachKm(table.radius[i]!, table.radius[other]!);
  }

  private timePasses(i: number, other: number): boolean {
    const { from, to, timePrecision } = this.table;
    const gap = Math.max(from[i]!, from[other]!) - Math.min(to[i]!, to[other]!);
    return gap <= (timePrecision[i]! <= 1 && timePrecision[other]! <= 1 ? 8 * HOUR : SLIP);
  }

  private mayEscape(i: number, other: number): boolean {
    const { table } = this;
    return (
      (table.url[i] !== 0 && table.url[i] === table.url[other]) ||
      table.updates[i] === other + 1 ||
      table.updates[other] === i + 1 ||
      this.timePasses(i, other)
    );
  }

  private coarseDistance(i: number, other: number): number {
    const { table } = this;
    const apart = distanceKm(table.latitude[i]!, table.longitude[i]!, table.latitude[other]!, table.longitude[other]!);
    const gap = Math.max(0, Math.max(table.from[i]!, table.from[other]!) - Math.min(table.to[i]!, table.to[other]!));
    return (Number.isNaN(apart) ? 100 : apart / reachKm(table.radius[i]!, table.radius[other]!)) + gap / DAY;
  }

  private escapeKeys(i: number): readonly string[] {
    const { table } = this;
    const keys: string[] = [];
    if (table.url[i] !== 0) keys.push(`url ${table.url[i]!}`);
    keys.push(`update ${i}`);
    if (table.updates[i]! > 0) keys.push(`update ${table.updates[i]! - 1}`);
    if (table.killedLeast[i]! >= 5 && table.country[i] !== 0) {
      const day = Math.floor(table.from[i]! / (2 * DAY));
      keys.push(
        `dead ${table.country[i]!} ${table.killedLeast[i]!} ${day}`,
        `dead ${table.country[i]!} ${table.killedLeast[i]!} ${day + 1}`,
      );
    }
    return keys;
  }

  private levelOf(i: number): number {
    const { latitude, radius, placePrecision } = this.table;
    if (Number.isNaN(latitude[i]!) || placePrecision[i]! >= 6) return -1;
    return LEVELS.findIndex(({ radiusKm }) => radius[i]! <= radiusKm);
  }

  /** Days that the interval touches, and `slip` more milliseconds on either side. */
  private daysOf(i: number, slip: number): readonly number[] {
    const { from, to } = this.table;
    if (Number.isNaN(from[i]!)) return [];
    const first = Math.floor((from[i]! - slip) / DAY);
    const last = Math.min(first + MOST_DAYS - 1, Math.floor((Math.max(from[i]!, to[i]! - 1) + slip) / DAY));
    return Array.from({ length: last - first + 1 }, (_, n) => first + n);
  }

  private columnOf(level: number, longitude: number): number {
    return Math.floor((longitude + 180) / LEVELS[level]!.degrees);
  }

  private rowOf(level: number, latitude: number): number {
    return Math.floor((Math.max(-90, Math.min(90, latitude)) + 90) / LEVELS[level]!.degrees);
  }

  /** One number for level, day, column and row: up to 3 · 2^17 days · 1441 · 721 cells, which a double holds exactly. */
  private cellOf(
    level: number,
    { day, x, y }: { readonly day: number; readonly x: number; readonly y: number },
  ): number {
    return (((day + 65_536) * 3 + level) * 1500 + x) * 800 + y;
  }
}

function countryDay(country: number, day: number): number {
  return country * 262_144 + day + 65_536;
}

function push<K>(map: Map<K, number[]>, key: K, value: number): void {
  const found = map.get(key);
  if (found) found.push(value);
  else map.set(key, [value]);
}
