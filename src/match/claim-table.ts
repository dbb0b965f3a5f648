import { cosineOf, haversineKm, normalLongitude } from "./geodesy.ts";
import type { Claim } from "./claim.ts";

/** Names as small numbers, 0 for none. */
export class Names {
  private readonly numbers = new Map<string, number>();
  private readonly texts: string[] = [""];

  of(text: string | undefined): number {
    if (text === undefined) return 0;
    let number = this.numbers.get(text);
    if (number === undefined) {
      number = this.texts.length;
      this.numbers.set(text, number);
      this.texts.push(text);
    }
    return number;
  }

  text(number: number): string {
    return this.texts[number]!;
  }

  get size(): number {
    return this.texts.length;
  }
}

/** An actor of a claim, as numbers. */
export interface ActorNumbers {
  readonly actor: number;
  readonly parent: number;
  readonly isGeneric: boolean;
  readonly isSecond: boolean;
  readonly name: number;
}

/**
 * Claims as columns, which comparing millions of pairs needs. A claim has one number for as long as the table lives; a field
 * that it does not have is `NaN`, or 0 for names.
 */
export class ClaimTable {
  readonly claims: Claim[] = [];
  readonly numbers = new Map<string, number>();
  readonly names = new Names();
  from = new Float64Array(0);
  to = new Float64Array(0);
  timePrecision = new Uint8Array(0);
  latitude = new Float64Array(0);
  longitude = new Float64Array(0);
  /** Cosine of the latitude. */
  cosine = new Float64Array(0);
  radius = new Float64Array(0);
  placePrecision = new Uint8Array(0);
  place = new Int32Array(0);
  province = new Int32Array(0);
  district = new Int32Array(0);
  country = new Int32Array(0);
  source = new Int32Array(0);
  report = new Int32Array(0);
  killedLeast = new Float64Array(0);
  killedMost = new Float64Array(0);
  injuredLeast = new Float64Array(0);
  injuredMost = new Float64Array(0);
  kind = new Int32Array(0);
  kindNode = new Int32Array(0);
  kindRoot = new Int32Array(0);
  kindDepth = new Uint8Array(0);
  published = new Float64Array(0);
  /** The moment that the time of publication points to; `NaN`: it points to none. Set by `guessMoments`. */
  guess = new Float64Array(0);
  /** How far from it the event may well be, in milliseconds. */
  guessSpread = new Float64Array(0);
  url = new Int32Array(0);
  /** Number of the claim that it updates, plus one. */
  updates = new Int32Array(0);
  readonly updatedBy = new Map<number, readonly number[]>();
  readonly actors: (readonly ActorNumbers[])[] = [];
  /** Claims that update one that is not here yet. */
  private readonly awaited = new Map<string, number[]>();
  private capacity = 0;

  get size(): number {
    return this.claims.length;
  }

  /** Adds a claim; its number. An id that is there already is a mistake of the caller's. */
  add(claim: Claim): number {
    if (this.numbers.has(claim.id)) throw new RangeError(`there is a claim ${claim.id} already`);
    const i = this.claims.length;
    if (i === this.capacity) this.grow();
    this.claims.push(claim);
    this.numbers.set(claim.id, i);
    this.fillTimeAndPlace(i, claim);
    this.fillRest(i, claim);
    for (const later of this.awaited.get(claim.id) ?? []) this.setUpdates(later, i);
    return i;
  }

  /** Between the points of two claims; `NaN` if one has none. */
  distanceKm(a: number, b: number): number {
    const { latitude, longitude, cosine } = this;
    return haversineKm(latitude[b]! - latitude[a]!, longitude[b]! - longitude[a]!, cosine[a]! * cosine[b]!);
  }

  private fillTimeAndPlace(i: number, { when, publishedAt, where }: Claim): void {
    this.from[i] = when?.from ?? Number.NaN;
    this.to[i] = when?.to ?? Number.NaN;
    this.timePrecision[i] = when?.precision ?? 9;
    this.published[i] = publishedAt ?? Number.NaN;
    this.guess[i] = Number.NaN;
    this.guessSpread[i] = Number.NaN;
    this.latitude[i] = where?.latitude ?? Number.NaN;
    this.longitude[i] = where === undefined ? Number.NaN : normalLongitude(where.longitude);
    this.cosine[i] = cosineOf(where?.latitude ?? Number.NaN);
    this.radius[i] = where?.radiusKm ?? Number.NaN;
    this.placePrecision[i] = where?.precision ?? 9;
    this.place[i] = this.names.of(where?.name);
    this.province[i] = this.names.of(where?.units[0]);
    this.district[i] = this.names.of(where?.units[1]);
    this.country[i] = this.names.of(where?.country);
  }

  private fillRest(i: number, { source, report, killed, injured, kind, url, updates, actors }: Claim): void {
    this.source[i] = this.names.of(source);
    this.report[i] = this.names.of(report);
    this.killedLeast[i] = killed?.least ?? Number.NaN;
    this.killedMost[i] = killed?.most ?? Number.NaN;
    this.injuredLeast[i] = injured?.least ?? Number.NaN;
    this.injuredMost[i] = injured?.most ?? Number.NaN;
    this.kindDepth[i] = Math.min(kind.length, 3);
    this.kindRoot[i] = this.names.of(kind[0]);
    this.kindNode[i] = this.names.of(kind.length > 1 ? kind.slice(0, 2).join("/") : undefined);
    this.kind[i] = this.names.of(kind.length > 0 ? kind.join("/") : undefined);
    this.url[i] = this.names.of(url);
    this.updates[i] = 0;
    const updated = updates === undefined ? undefined : this.numbers.get(updates);
    if (updated !== undefined) this.setUpdates(i, updated);
    else if (updates !== undefined) this.awaited.set(updates, [...(this.awaited.get(updates) ?? []), i]);
    this.actors.push(
      actors.map(({ actor, parent, isGeneric, side, name }) => ({
        actor: this.names.of(actor),
        parent: this.names.of(parent),
        isGeneric,
        isSecond: side === "second",
        name: this.names.of(name),
      })),
    );
  }

  private setUpdates(later: number, earlier: number): void {
    this.updates[later] = earlier + 1;
    this.updatedBy.set(earlier, [...(this.updatedBy.get(earlier) ?? []), later]);
  }

  private grow(): void {
    this.capacity = Math.max(1024, this.capacity * 2);
    const wide = (old: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> =>
      copied(old, new Float64Array(this.capacity));
    const whole = (old: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> => copied(old, new Int32Array(this.capacity));
    const small = (old: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> => copied(old, new Uint8Array(this.capacity));
    for (const name of WIDE) this[name] = wide(this[name]);
    for (const name of WHOLE) this[name] = whole(this[name]);
    for (const name of SMALL) this[name] = small(this[name]);
  }
}

const WIDE = [
  "from",
  "to",
  "latitude",
  "longitude",
  "cosine",
  "radius",
  "killedLeast",
  "killedMost",
  "injuredLeast",
  "injuredMost",
  "published",
  "guess",
  "guessSpread",
] as const;
const WHOLE = [
  "place",
  "province",
  "district",
  "country",
  "source",
  "report",
  "kind",
  "kindNode",
  "kindRoot",
  "url",
  "updates",
] as const;
const SMALL = ["timePrecision", "placePrecision", "kindDepth"] as const;

function copied<T extends Float64Array | Int32Array | Uint8Array>(old: T, wider: T): T {
  wider.set(old);
  return wider;
}
