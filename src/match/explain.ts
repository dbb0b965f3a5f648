import { CLAMP, JOIN_ABOVE, UNLIKELY } from "./agglomerate.ts";
import { SURE } from "./batch.ts";
import type { Claim, CountRange } from "./claim.ts";
import { FIELDS, levelOf, STRIDES, type FieldId } from "./fields.ts";
import { distanceKm } from "./geodesy.ts";
import type { PairBook } from "./pair-book.ts";

/** One step of a waterfall: what it is about, in words, with what the two claims say, and what it counts. */
export interface Bar {
  readonly field: string;
  readonly says: string;
  readonly values: readonly [string, string] | undefined;
  /** Base-2 logarithm of odds: one bit doubles them. */
  readonly bits: number;
}

export interface PairExplanation {
  /** Their bits add up to `total`. */
  readonly bars: readonly Bar[];
  readonly total: number;
  readonly probability: number;
  /** Single fields that would turn the answer if the claims agreed, or disagreed, on them as it says. */
  readonly wouldTurn: readonly Turn[];
}

export interface Turn {
  readonly field: FieldId;
  readonly from: string;
  readonly to: string;
  readonly total: number;
}

const BITS = 1 / Math.LN2;

/** Why two claims are likely one incident or not; `undefined` if they are too far apart to have been compared. */
export function explainPair(book: PairBook, a: number, b: number): PairExplanation | undefined {
  const at = book.placeOf(a, b);
  if (at === undefined) return undefined;
  const pattern = book.patternAt(a, at);
  const parts = book.explain(a, at).map(({ field, says, weight }) => ({
    field,
    says,
    values: valuesOf(field, book.table.claims[a]!, book.table.claims[b]!),
    bits: weight * BITS,
  }));
  const [ofA, ofB] = [book.oddsOf(a), book.oddsOf(b)];
  const alone = Math.log(ofA.each[at]!) * BITS;
  const total = book.sharedLogOdds({ a, b, odds: ofA.each[at]!, ofA, ofB }) * BITS;
  const sum = parts.reduce((bits, bar) => bits + bar.bits, 0);
  const bars: Bar[] = [
    ...parts,
    // Odds beyond all measure are cut off, and this says by how much.
    { field: "limit", says: "as sure as anything is taken to be", values: undefined, bits: alone - sum },
    { field: "share", says: shareSays(book, a, b), values: undefined, bits: total - alone },
  ].filter(({ field, bits }) => bits !== 0 && (field !== "limit" || Math.abs(bits) > 1e-9));
  return { bars, total, probability: 1 / (1 + 2 ** -total), wouldTurn: turnsOf(book, pattern, total) };
}

function shareSays({ table, rows }: PairBook, a: number, b: number): string {
  const rivals = (i: number, source: number, other: number): number => {
    const { others, length } = rows[i]!;
    let count = 0;
    for (let at = 0; at < length; at++) if (others[at] !== other && table.source[others[at]!] === source) count += 1;
    return count;
  };
  const [first, second] = [rivals(a, table.source[b]!, b), rivals(b, table.source[a]!, a)];
  const { names } = table;
  return `a source tells of an incident once: ${first} other of ${names.text(table.source[b]!)} and ${second} other of ${names.text(table.source[a]!)} compete`;
}

/** For each field the first level, from where it is, that alone would turn the answer. */
function turnsOf(book: PairBook, pattern: number, total: number): readonly Turn[] {
  const now = book.scorePattern(pattern);
  return FIELDS.flatMap(({ id, levels }, f) => {
    if (id === "crowding" || id === "relation") return [];
    const level = levelOf(pattern, f);
    if (level === 0) return [];
    const sameTier = levels
      .map((_, n) => n)
      .filter((n) => n !== level && levels[n]!.tier === levels[level]!.tier)
      .sort((x, y) => Math.abs(x - level) - Math.abs(y - level) || x - y);
    for (const to of sameTier) {
      const changed = total + (book.scorePattern(pattern + (to - level) * STRIDES[f]!) - now) * BITS;
      if (changed > 0 !== total > 0)
        return [{ field: id, from: levels[level]!.says, to: levels[to]!.says, total: changed }];
    }
    return [];
  });
}

export interface MemberExplanation {
  readonly claim: string;
  /** Mean over the other members, in bits; pairs that were not compared count as unlikely. */
  readonly mean: number;
  readonly probability: number;
}

export interface IncidentExplanation {
  readonly members: readonly MemberExplanation[];
  readonly weakest: string | undefined;
  /** The incident that came closest to being joined, and what kept it out. */
  readonly nearest: NearestExplanation | undefined;
  readonly state: "solid" | "tentative" | "contested";
}

export interface NearestExplanation {
  readonly incident: string;
  /** Mean over all pairs between the two, in bits. */
  readonly mean: number;
  /** The likeliest pair between the two. */
  readonly pair: readonly [string, string];
  readonly explanation: PairExplanation;
  readonly keptOutBy: "too unlikely" | "one source would tell of it twice";
}

export interface Grouping {
  claimsOf(incident: string): Iterable<string>;
  incidentOf(claim: string): string | undefined;
}

const SOLID = 0.8;

/** How sure the members of an incident are, and what nearly was one with it. */
export function explainIncident(book: PairBook, grouping: Grouping, incident: string): IncidentExplanation {
  const { claims, numbers } = book.table;
  const ids = [...grouping.claimsOf(incident)].sort();
  // Copies go where their origins go, and nothing is asked of their fields.
  const all = ids.map((id) => numbers.get(id)!).filter((i) => !book.leftOut.has(i));
  const values = new Values(book);
  const members = all.map((one) => {
    const others = all.filter((other) => other !== one);
    const mean = others.length === 0 ? Number.POSITIVE_INFINITY : values.mean([one], others);
    return { claim: claims[one]!.id, mean: mean * BITS, probability: 1 / (1 + Math.exp(-mean)) };
  });
  const weakest =
    members.length < 2 ? undefined : members.reduce((low, one) => (one.mean < low.mean ? one : low)).claim;
  const nearest = nearestOf(book, { grouping, incident, all, values });
  // What a source would tell twice was never to be one, however alike it is.
  const isContested =
    nearest !== undefined && nearest.keptOutBy === "too unlikely" && nearest.mean > JOIN_ABOVE * BITS - 1;
  const isSolid = members.every(({ probability }) => probability >= SOLID);
  return { members, weakest, nearest, state: isContested ? "contested" : isSolid ? "solid" : "tentative" };
}

/** Clamped log-odds of pairs, as clustering takes them. */
class Values {
  private readonly book: PairBook;

  constructor(book: PairBook) {
    this.book = book;
  }

  of(a: number, b: number): number {
    const at = this.book.placeOf(a, b);
    if (at === undefined) {
      const isCapped = this.book.index.capped.has(a) || this.book.index.capped.has(b);
      return isCapped || this.book.leftOut.has(a) || this.book.leftOut.has(b) ? 0 : UNLIKELY;
    }
    const [ofA, ofB] = [this.book.oddsOf(a), this.book.oddsOf(b)];
    const value = this.book.sharedLogOdds({ a, b, odds: ofA.each[at]!, ofA, ofB });
    return Math.max(UNLIKELY, Math.min(CLAMP, value));
  }

  mean(some: readonly number[], others: readonly number[]): number {
    let sum = 0;
    for (const one of some) for (const other of others) sum += this.of(one, other);
    return sum / (some.length * others.length);
  }
}

interface Around {
  readonly grouping: Grouping;
  readonly incident: string;
  readonly all: readonly number[];
  readonly values: Values;
}

function nearestOf(book: PairBook, { grouping, incident, all, values }: Around): NearestExplanation | undefined {
  const { claims, numbers, source } = book.table;
  const near = new Set<string>();
  for (const one of all) {
    const { others, length } = book.rows[one]!;
    for (let at = 0; at < length; at++) near.add(grouping.incidentOf(claims[others[at]!]!.id) ?? incident);
  }
  near.delete(incident);
  const means = Array.from(near, (id) => {
    const theirs = Array.from(grouping.claimsOf(id), (claim) => numbers.get(claim)!).filter(
      (i) => !book.leftOut.has(i),
    );
    return { id, theirs, mean: values.mean(all, theirs) };
  });
  const [best] = means.sort((x, y) => y.mean - x.mean || (x.id < y.id ? -1 : 1));
  if (!best) return undefined;
  const pairs = all.flatMap((a) => best.theirs.map((b) => ({ a, b, value: values.of(a, b) })));
  const [first] = pairs.filter(({ a, b }) => book.placeOf(a, b) !== undefined).sort((x, y) => y.value - x.value);
  const isTold = pairs.some(({ a, b, value }) => source[a] === source[b] && value <= SURE);
  return {
    incident: best.id,
    mean: best.mean * BITS,
    pair: [claims[first!.a]!.id, claims[first!.b]!.id],
    explanation: explainPair(book, first!.a, first!.b)!,
    keptOutBy: best.mean > JOIN_ABOVE && isTold ? "one source would tell of it twice" : "too unlikely",
  };
}

function valuesOf(field: string, a: Claim, b: Claim): readonly [string, string] | undefined {
  if (field === "space" && a.where && b.where) {
    const apart = distanceKm(a.where, b.where);
    return [placeOf(a.where), `${placeOf(b.where)}, ${apart.toFixed(1)} km from it`];
  }
  const say = SAY[field];
  return say && [say(a), say(b)];
}

const UNSAID = "not said";

const SAY: Readonly<Record<string, (claim: Claim) => string>> = {
  time: ({ when }) => (when ? `${moment(when.from)}${when.to > when.from ? ` to ${moment(when.to)}` : ""}` : UNSAID),
  actors: ({ actors }) => actors.map(({ actor, name }) => actor ?? name).join(", ") || UNSAID,
  kind: ({ kind }) => kind.join(" / ") || UNSAID,
  killed: ({ killed }) => rangeOf(killed),
  injured: ({ injured }) => rangeOf(injured),
  published: ({ publishedAt }) => (publishedAt === undefined ? UNSAID : moment(publishedAt)),
  relation: ({ source }) => source,
};

function placeOf({ name, radiusKm, latitude, longitude }: NonNullable<Claim["where"]>): string {
  return `${name ?? `${latitude.toFixed(3)}, ${longitude.toFixed(3)}`} (to about ${radiusKm} km)`;
}

function moment(at: number): string {
  return Math.abs(at) <= 8.64e15 ? new Date(at).toISOString().slice(0, 16) : "beyond all dates";
}

function rangeOf(count: CountRange | undefined): string {
  if (!count) return UNSAID;
  if (count.most === Number.POSITIVE_INFINITY) return `at least ${count.least}`;
  return count.least === count.most ? String(count.least) : `${count.least} to ${count.most}`;
}
