import type { ClaimTable } from "./claim-table.ts";
import { KM_PER_DEGREE } from "./geodesy.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** What day-precise accounts of one incident can be apart: slips of a day, dates of publication, events at night. */
const SLIP = 26 * HOUR;
/** Buckets of a long interval beyond which it is found by nobody but through the escape keys. */
const MOST_DAYS = 32;
/** Candidates of one claim; beyond it the nearest are kept, and that the cap was hit is remembered. */
export const MOST_CANDIDATES = 400;
/** Beyond this no more are looked for to choose the nearest from. */
const MOST_FOUND = 4 * MOST_CANDIDATES;

/** Cell sizes in degrees and the largest radius (km) of a claim kept at that level. */
const LEVELS = [
  { degrees: 0.125, radiusKm: 3 },
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
  /** By level, day and cell. */
  private readonly cells = LEVELS.map(() => new Map<number, Map<number, number[]>>());
  /** The largest radius of each level's claims; 0: it has none. */
  private readonly widest = LEVELS.map(() => 0);
  private readonly byUrl = new Map<number, number[]>();
  private readonly byDead = new Map<string, number[]>();
  /** Claims of which no more than the country is known, by country and day; and all others, for these to meet. */
  private readonly vague = new Map<number, number[]>();
  private readonly placed = new Map<number, number[]>();
  /** Claims of which no more than the district is known, by district and day; and all others of the district. */
  private readonly ofDistrict = new Map<number, number[]>();
  private readonly inDistrict = new Map<number, number[]>();
  readonly capped = new Set<number>();
  private readonly gone = new Set<number>();
  private inserted = new Uint8Array(1024);
  /** For each claim, the number of the query that met it last. */
  private met = new Int32Array(1024);
  private query = 0;
  private found: number[] = [];

  constructor(table: ClaimTable) {
    this.table = table;
  }

  /** Makes the claim findable. */
  insert(i: number): void {
    if (this.table.claims[i]!.isAggregate) return;
    if (this.table.url[i] !== 0) push(this.byUrl, this.table.url[i]!, i);
    for (const key of this.deadKeys(i)) push(this.byDead, key, i);
    this.inserted[i] = 1;
    const level = this.levelOf(i);
    const country = this.table.country[i]!;
    for (const day of this.daysOf(i, 0)) {
      const district = this.table.district[i]!;
      if (district !== 0) push(this.isWholeDistrict(i) ? this.ofDistrict : this.inDistrict, keyOf(district, day), i);
      if (country !== 0) push(level < 0 ? this.vague : this.placed, keyOf(country, day), i);
      if (level < 0) continue;
      const [x, y] = [this.columnOf(level, this.table.longitude[i]!), this.rowOf(level, this.table.latitude[i]!)];
      let ofDay = this.cells[level]!.get(day);
      if (!ofDay) this.cells[level]!.set(day, (ofDay = new Map()));
      push(ofDay, cellOf(x, y), i);
      this.widest[level] = Math.max(this.widest[level]!, this.table.radius[i]!, Number.MIN_VALUE);
    }
  }

  /** Claims inserted before that pass the gates. */
  candidatesOf(i: number): Candidates {
    const { table } = this;
    this.startQuery(i);
    if (!table.claims[i]!.isAggregate) {
      // First of all, since a claim that was met and turned away is not looked at again.
      for (const other of this.escaping(i)) if (this.mayEscape(i, other)) this.take(other);
      const level = this.levelOf(i);
      for (const day of this.daysOf(i, SLIP)) {
        this.inSameDistrict(i, day);
        if (level >= 0) this.nearby(i, day);
        this.inCountry(i, day, level);
      }
    }
    let others = this.gone.size === 0 ? this.found : this.found.filter((other) => !this.gone.has(other));
    const wasCapped = others.length > MOST_CANDIDATES;
    if (wasCapped) {
      const far = new Map(others.map((other) => [other, this.coarseDistance(i, other)]));
      others = others.sort((a, b) => far.get(a)! - far.get(b)! || a - b).slice(0, MOST_CANDIDATES);
      this.capped.add(i);
    }
    return { others: others.sort((a, b) => a - b), wasCapped };
  }

  private startQuery(i: number): void {
    if (this.met.length < this.table.size) {
      const wider = new Int32Array(this.table.size * 2);
      wider.set(this.met);
      this.met = wider;
      const flags = new Uint8Array(this.table.size * 2);
      flags.set(this.inserted);
      this.inserted = flags;
    }
    this.query += 1;
    this.found = [];
    this.met[i] = this.query;
  }

  private isNew(other: number): boolean {
    return this.met[other] !== this.query;
  }

  /** Nobody finds the claim any more. */
  forget(i: number): void {
    this.gone.add(i);
  }

  private take(other: number): void {
    if (this.met[other] === this.query) return;
    this.met[other] = this.query;
    this.found.push(other);
  }

  private nearby(i: number, day: number): void {
    const { table } = this;
    const [latitude, longitude, radius] = [table.latitude[i]!, table.longitude[i]!, table.radius[i]!];
    for (const [level, { degrees }] of LEVELS.entries()) {
      const ofDay = this.cells[level]!.get(day);
      if (!ofDay) continue;
      const reach = reachKm(radius, this.widest[level]!);
      const up = reach / KM_PER_DEGREE;
      const widest = Math.min(89.9, Math.abs(latitude) + up);
      const across = Math.min(180, up / Math.cos((widest * Math.PI) / 180));
      const columns = Math.round(360 / degrees);
      const [y0, y1] = [this.rowOf(level, latitude - up), this.rowOf(level, latitude + up)];
      const x0 = Math.floor((longitude - across + 180) / degrees);
      const x1 = Math.min(x0 + columns - 1, Math.floor((longitude + across + 180) / degrees));
      for (let y = y0; y <= y1; y++) {
        for (let x = x0; x <= x1; x++) {
          const found = ofDay.get(cellOf(((x % columns) + columns) % columns, y));
          if (found) this.meet(i, found);
        }
      }
    }
  }

  private meet(i: number, others: readonly number[]): void {
    const { met, query } = this;
    for (let n = 0; n < others.length && this.found.length < MOST_FOUND; n++) {
      const other = others[n]!;
      if (met[other] === query) continue;
      met[other] = query;
      if (this.passes(i, other)) this.found.push(other);
    }
  }

  /** A district may be larger than its stated radius. */
  private inSameDistrict(i: number, day: number): void {
    const district = this.table.district[i]!;
    if (district === 0) return;
    this.takeInTime(i, this.ofDistrict.get(keyOf(district, day)));
    if (this.isWholeDistrict(i)) this.takeInTime(i, this.inDistrict.get(keyOf(district, day)));
  }

  private isWholeDistrict(i: number): boolean {
    return this.table.placePrecision[i] === 3;
  }

  private takeInTime(i: number, others: readonly number[] | undefined): void {
    for (const other of others ?? []) {
      if (this.found.length >= MOST_FOUND) return;
      if (this.isNew(other) && this.timePasses(i, other)) this.take(other);
    }
  }

  /** A claim of which no more than the country is known meets what else is there. */
  private inCountry(i: number, day: number, level: number): void {
    const { table } = this;
    const country = table.country[i]!;
    if (country === 0) return;
    this.takeInTime(i, this.vague.get(keyOf(country, day)));
    if (level < 0) this.takeInTime(i, this.placed.get(keyOf(country, day)));
  }

  private passes(i: number, other: number): boolean {
    const { table } = this;
    if (!this.timePasses(i, other)) return false;
    const distance = table.distanceKm(i, other);
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
    const apart = table.distanceKm(i, other);
    const gap = Math.max(0, Math.max(table.from[i]!, table.from[other]!) - Math.min(table.to[i]!, table.to[other]!));
    return (Number.isNaN(apart) ? 100 : apart / reachKm(table.radius[i]!, table.radius[other]!)) + gap / DAY;
  }

  /** Those with which distance does not matter, of which each still has to pass `mayEscape`. */
  private *escaping(i: number): Generator<number> {
    const { url, updates, updatedBy } = this.table;
    if (url[i] !== 0) yield* this.byUrl.get(url[i]!) ?? [];
    if (updates[i]! > 0 && this.isHere(updates[i]! - 1)) yield updates[i]! - 1;
    for (const later of updatedBy.get(i) ?? []) if (this.isHere(later)) yield later;
    for (const key of this.deadKeys(i)) yield* this.byDead.get(key) ?? [];
  }

  /** The same large number of dead in one country, in either of the pairs of days that a day is in. */
  private deadKeys(i: number): readonly string[] {
    const { killedLeast, country, from } = this.table;
    if (!(killedLeast[i]! >= 5) || country[i] === 0 || Number.isNaN(from[i]!)) return [];
    const day = Math.floor(from[i]! / (2 * DAY));
    return [day, day + 1].map((one) => `${country[i]!} ${killedLeast[i]!} ${one}`);
  }

  private isHere(i: number): boolean {
    return this.inserted[i] === 1;
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
}

/** One number for column and row: up to 2880 · 1440 cells. */
function cellOf(x: number, y: number): number {
  return x * 1500 + y;
}

function keyOf(name: number, day: number): number {
  return name * 262_144 + day + 65_536;
}

function push<K>(map: Map<K, number[]>, key: K, value: number): void {
  const found = map.get(key);
  if (found) found.push(value);
  else map.set(key, [value]);
}
