import { foldName } from "../kit/index.ts";
import type { Claim } from "./claim.ts";

/** How one claim is known to be a copy of another. */
export interface Copy {
  readonly claim: string;
  /** The earliest that it goes back to. */
  readonly origin: string;
  readonly by: "repeat" | "address" | "wording";
  /** Share of their wording that they have in common; 1 for an address. */
  readonly likeness: number;
}

/** Which claims are one voice. A wire's story in ten papers is one witness, not ten. */
export interface Lineages {
  readonly copies: readonly Copy[];
  /** The origin of a claim's lineage: itself, if it copies nothing. */
  originOf(claim: string): string;
}

const ALIKE = 0.8;
const WORDS = 3;
const BANDS = 8;
const ROWS = 4;
/** A headline is a formula: what is left of it after masking is alike in reports that have nothing to do with each other. */
const FEWEST_SHINGLES = 12;
/** Copies come soon after; wording from another year is a formula. */
const SOON = 14 * 24 * 3_600_000;
/** Claims of one band beyond which its wording is a formula that everybody uses. */
const MOST_OF_ONE_BAND = 64;

/** Finds the lineages of claims that are all there, by when they were published. */
export function findLineages(claims: readonly Claim[]): Lineages {
  const book = new LineageBook();
  for (const claim of claims.toSorted(byPublication)) book.add(claim);
  // The book itself knows all wording, which nobody needs any more.
  const { copies } = book;
  const origins = new Map(copies.map(({ claim, origin }) => [claim, origin]));
  return { copies, originOf: (claim) => origins.get(claim) ?? claim };
}

/**
 * Finds copies: the same item delivered twice, the same address on the web, or wording that is at least four fifths the same once places, actors, kinds and
 * numbers are masked, which alone are what the reports tell and so are alike in any two of one incident. Candidates by
 * bands of a MinHash signature (Broder 1997, "On the resemblance and containment of documents"), then compared exactly. A
 * copy also tells the same: wording alone would take a desk's formula for a copy. It is never evidence that two reports with
 * words of their own mean one incident.
 */
export class LineageBook implements Lineages {
  readonly copies: Copy[] = [];
  private readonly origins = new Map<string, string>();
  private readonly copied = new Map<string, string[]>();
  private readonly byMoment = new Map<string, Claim[]>();
  private readonly byAddress = new Map<string, Claim[]>();
  private readonly bands = new Map<string, Told[]>();

  /** Takes a claim in; what it copies of those before it, if anything. */
  add(claim: Claim): Copy | undefined {
    const told: Told = { claim, shingles: shinglesOf(claim), address: addressOf(claim) };
    const found = this.repeated(claim) ?? this.sameAddress(told) ?? this.sameWording(told);
    if (told.address !== undefined) push(this.byAddress, told.address, claim);
    for (const band of bandsOf(told.shingles)) push(this.bands, band, told);
    if (!found) return undefined;
    const copy = { claim: claim.id, origin: this.originOf(found.of.id), by: found.by, likeness: found.likeness };
    this.origins.set(claim.id, copy.origin);
    this.copies.push(copy);
    push(this.copied, copy.origin, claim.id);
    return copy;
  }

  originOf(claim: string): string {
    return this.origins.get(claim) ?? claim;
  }

  /** What goes back to this claim. */
  copiesOf(origin: string): readonly string[] {
    return this.copied.get(origin) ?? [];
  }

  /** A claim was taken back; what copied it, which copies nothing any more. */
  forget(claim: string): readonly string[] {
    const origin = this.origins.get(claim);
    if (origin !== undefined)
      this.copied.set(
        origin,
        this.copiesOf(origin).filter((copy) => copy !== claim),
      );
    const orphans = this.copiesOf(claim);
    this.copied.delete(claim);
    const gone = new Set([claim, ...orphans]);
    for (const one of gone) this.origins.delete(one);
    for (let n = this.copies.length - 1; n >= 0; n--) if (gone.has(this.copies[n]!.claim)) this.copies.splice(n, 1);
    return orphans;
  }

  /** Two that came at different moments may be two incidents told in the same words. */
  private repeated(claim: Claim): Found | undefined {
    if (claim.publishedAt === undefined) return undefined;
    const key = `${claim.source} ${claim.publishedAt}`;
    const others = this.byMoment.get(key) ?? [];
    const content = others.length === 0 ? "" : contentOf(claim);
    const isSame = (other: Claim): boolean => other.report !== claim.report && contentOf(other) === content;
    const of = others.slice(0, MOST_OF_ONE_BAND).find(isSame);
    if (!of) push(this.byMoment, key, claim);
    return of && { of, by: "repeat", likeness: 1 };
  }

  private sameAddress({ claim, address }: Told): Found | undefined {
    const others = address === undefined ? [] : (this.byAddress.get(address) ?? []);
    const of = others.find((other) => canCopy(claim, other));
    return of && { of, by: "address", likeness: 1 };
  }

  private sameWording({ claim, shingles }: Told): Found | undefined {
    let best: Found | undefined;
    const met = new Set<Claim>();
    for (const band of bandsOf(shingles)) {
      const others = this.bands.get(band) ?? [];
      if (others.length > MOST_OF_ONE_BAND) continue;
      for (const other of others) {
        if (met.has(other.claim) || !canCopy(claim, other.claim) || !areSoon(claim, other.claim)) continue;
        met.add(other.claim);
        const likeness = jaccard(shingles, other.shingles);
        if (likeness >= ALIKE && likeness > (best?.likeness ?? 0)) best = { of: other.claim, by: "wording", likeness };
      }
    }
    return best;
  }
}

function contentOf({ id: _id, report: _report, killed, injured, ...rest }: Claim): string {
  // JSON has no infinity.
  return JSON.stringify([rest, ...[killed, injured].map((count) => count && [count.least, String(count.most)])]);
}

interface Told {
  readonly claim: Claim;
  readonly shingles: ReadonlySet<number>;
  readonly address: string | undefined;
}

interface Found {
  readonly of: Claim;
  readonly by: Copy["by"];
  readonly likeness: number;
}

function byPublication(a: Claim, b: Claim): number {
  const [first, second] = [a.publishedAt ?? Number.POSITIVE_INFINITY, b.publishedAt ?? Number.POSITIVE_INFINITY];
  return first === second ? (a.id < b.id ? -1 : 1) : first - second;
}

/**
 * Two claims of one report share its address and are two incidents; so are two of one source. A copy tells what its origin
 * tells, of the same day.
 */
function canCopy(claim: Claim, other: Claim): boolean {
  if (claim.source === other.source || claim.report === other.report || claim.isAggregate !== other.isAggregate)
    return false;
  const [when, then] = [claim.when, other.when];
  if (when && then && Math.max(when.from, then.from) > Math.min(when.to, then.to)) return false;
  return FACTS.every((fact) => areSameIfSaid(fact(claim), fact(other)));
}

/** The facts that copying does not change. */
const FACTS: readonly ((claim: Claim) => string | undefined)[] = [
  ({ where }) => where?.name ?? where?.units.at(-1),
  ({ where }) => where?.units[0],
  ({ kind }) => (kind.length === 0 ? undefined : kind.join("/")),
  ({ killed }) => killed && `${killed.least} ${killed.most}`,
  ({ injured }) => injured && `${injured.least} ${injured.most}`,
];

function areSameIfSaid(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a === b;
}

function areSoon(a: Claim, b: Claim): boolean {
  return a.publishedAt !== undefined && b.publishedAt !== undefined && Math.abs(a.publishedAt - b.publishedAt) <= SOON;
}

/** Without scheme, `www.`, fragment, trailing slash and what only counts visitors. */
export function addressOf({ url }: Pick<Claim, "url">): string | undefined {
  if (url === undefined) return undefined;
  const [, host, path = "", query] =
    /^(?:[a-z]+:\/\/)?(?:www\.|m\.)?([^/?#]+)([^?#]*)(\?[^#]*)?/iu.exec(url.trim()) ?? [];
  if (host === undefined) return undefined;
  const kept = (query ?? "")
    .slice(1)
    .split("&")
    .filter((part) => part !== "" && !/^(?:utm_|fbclid|gclid|ref=|mc_)/iu.test(part))
    .sort()
    .join("&");
  return `${host.toLowerCase()}${path.replace(/\/+$/u, "")}${kept === "" ? "" : `?${kept}`}`;
}

function shinglesOf(claim: Claim): ReadonlySet<number> {
  if (claim.text === undefined || claim.text.split(" ", FEWEST_SHINGLES + WORDS).length < FEWEST_SHINGLES) return NONE;
  const masked = new Set(
    [claim.where?.name, ...(claim.where?.units ?? []), ...claim.kind, ...claim.actors.map(({ name }) => name)]
      .flatMap((text) => (text === undefined ? [] : foldName(text).split(" ")))
      .filter((word) => word !== ""),
  );
  const words = foldName(claim.text)
    .split(" ")
    .filter((word) => word !== "")
    .map((word) => (/\d/u.test(word) ? "#" : masked.has(word) ? "*" : word))
    .filter((word, n, all) => word !== "*" || all[n - 1] !== "*");
  const shingles = new Set<number>();
  for (let n = 0; n + WORDS <= words.length; n++) {
    const some = words.slice(n, n + WORDS);
    // What is masked altogether is everybody's.
    if (some.some((word) => word !== "*" && word !== "#")) shingles.add(hash(some.join(" ")));
  }
  return shingles.size < FEWEST_SHINGLES ? new Set() : shingles;
}

const NONE: ReadonlySet<number> = new Set();

function jaccard(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
  let both = 0;
  for (const one of a) if (b.has(one)) both += 1;
  return both / (a.size + b.size - both);
}

function bandsOf(shingles: ReadonlySet<number>): readonly string[] {
  if (shingles.size === 0) return [];
  return Array.from({ length: BANDS }, (_, band) => {
    const rows = Array.from({ length: ROWS }, (_unused, row) => {
      const seed = band * ROWS + row + 1;
      let least = 0xffff_ffff;
      for (const one of shingles) least = Math.min(least, mixed(one ^ Math.imul(seed, 0x9e37_79b9)));
      return least;
    });
    return `${band} ${rows.join(" ")}`;
  });
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c_9dc5;
  for (let n = 0; n < text.length; n++) value = Math.imul(value ^ text.charCodeAt(n), 0x0100_0193);
  return mixed(value);
}

/** The finaliser of MurmurHash3. */
function mixed(value: number): number {
  let v = value;
  v = Math.imul(v ^ (v >>> 16), 0x85eb_ca6b);
  v = Math.imul(v ^ (v >>> 13), 0xc2b2_ae35);
  return (v ^ (v >>> 16)) >>> 0;
}

function push<V>(map: Map<string, V[]>, key: string, value: V): void {
  const found = map.get(key);
  if (found) found.push(value);
  else map.set(key, [value]);
}
