import { agglomerate, CLAMP, JOIN_ABOVE, UNLIKELY, type LinkedPair } from "./agglomerate.ts";
import { NEAR_LOG_ODDS, rulesFor, SURE } from "./batch.ts";
import type { Ledger } from "./ledger.ts";
import type { Odds, PairBook } from "./pair-book.ts";

/** Claims of one neighbourhood; beyond it the least likely clusters are left as they are. */
const MOST_NEAR = 48;

/** Claims that stay together whatever comes out: of an incident that is pinned, or too large to be taken apart each time. */
interface Block {
  readonly incident: string;
  readonly claims: number[];
  readonly isPinned: boolean;
}

export type Parts = readonly (readonly number[])[];

/** Some claims, the clusters that they could touch, and how these go together. Claims are numbers of the table. */
export class Surroundings {
  readonly claims: number[] = [];
  readonly blocks: Block[] = [];
  private readonly book: PairBook;
  private readonly ledger: Ledger;
  private readonly odds = new Map<number, Odds>();
  private readonly place = new Map<number, number>();
  /** By place and place: clamped log-odds. */
  private readonly values: Float64Array;
  private readonly pairs: LinkedPair[] = [];
  private readonly rules: ReturnType<typeof rulesFor>;

  constructor(book: PairBook, ledger: Ledger, seeds: readonly number[]) {
    this.book = book;
    this.ledger = ledger;
    this.gather(seeds);
    this.claims.sort((a, b) => a - b);
    this.claims.forEach((claim, n) => this.place.set(claim, n));
    const size = this.claims.length;
    this.values = new Float64Array(size * size).fill(UNLIKELY);
    this.compare();
    this.rules = rulesFor(book, this.claims, (a, b) => this.values[a * size + b]! > SURE);
  }

  /** The clusters of the claims as they come out anew. */
  solve(): Parts {
    const place = (claim: number): number => this.place.get(claim)!;
    const together = this.blocks.flatMap(({ claims }) =>
      claims.slice(1).map((claim) => [place(claims[0]!), place(claim)] as const),
    );
    const apart = this.blocks.flatMap((one, n) =>
      this.blocks.slice(n + 1).map((other) => [place(one.claims[0]!), place(other.claims[0]!)] as const),
    );
    for (const { a, b, verdict } of this.verdicts()) {
      if (verdict === "same") together.push([place(a), place(b)]);
      else apart.push([place(a), place(b)]);
    }
    const found = agglomerate({ size: this.claims.length, pairs: this.pairs, ...this.rules, together, apart });
    return found.map((members) => members.map((n) => this.claims[n]!));
  }

  /** As they are now, and each seed that is in no incident where it fits best, or alone. */
  stay(): Parts {
    const parts = new Map<string, number[]>();
    const fresh: number[] = [];
    for (const claim of this.claims) {
      const incident = this.incidentOf(claim);
      if (incident === undefined) fresh.push(claim);
      else parts.set(incident, [...(parts.get(incident) ?? []), claim]);
    }
    const result = [...parts.values()];
    for (const claim of fresh) {
      const best = this.bestFor(claim, result);
      if (best) best.push(claim);
      else result.push([claim]);
    }
    return result;
  }

  private bestFor(claim: number, parts: readonly number[][]): number[] | undefined {
    let [best, highest]: [number[] | undefined, number] = [undefined, JOIN_ABOVE];
    for (const part of parts) {
      const mean = this.mean([claim], part);
      if (!(mean > highest) || !part.every((other) => this.mayMeet(claim, other))) continue;
      [best, highest] = [part, mean];
    }
    return best;
  }

  private mayMeet(one: number, other: number): boolean {
    const [a, b] = [this.place.get(one)!, this.place.get(other)!];
    const said = this.ledger.verdictsOf(this.idOf(one)).get(this.idOf(other));
    if (said === "same" || said === "different") return said === "same";
    return this.rules.sourceOf(a) !== this.rules.sourceOf(b) || this.rules.mayJoin(a, b);
  }

  /** Whether these parts are as people have said. */
  obeys(parts: Parts): boolean {
    const partOf = new Map(parts.flatMap((part, n) => part.map((claim) => [claim, n] as const)));
    for (const { a, b, verdict } of this.verdicts())
      if ((partOf.get(a) === partOf.get(b)) !== (verdict === "same")) return false;
    return true;
  }

  /** Log-odds above the threshold, summed over all pairs that are together: what clustering makes large. */
  worth(parts: Parts): number {
    let sum = 0;
    for (const part of parts)
      part.forEach((one, n) => {
        for (const other of part.slice(0, n)) sum += this.valueOf(one, other) - JOIN_ABOVE;
      });
    return sum;
  }

  mean(some: readonly number[], others: readonly number[]): number {
    let sum = 0;
    for (const one of some) for (const other of others) sum += this.valueOf(one, other);
    return sum / (some.length * others.length);
  }

  idOf(claim: number): string {
    return this.book.table.claims[claim]!.id;
  }

  incidentOf(claim: number): string | undefined {
    return this.ledger.incidentOf(this.idOf(claim));
  }

  private valueOf(one: number, other: number): number {
    const [a, b] = [this.place.get(one)!, this.place.get(other)!];
    const value = this.values[a * this.claims.length + b]!;
    if (value > UNLIKELY) return value;
    return this.rules.wasCapped(a) || this.rules.wasCapped(b) ? 0 : UNLIKELY;
  }

  /** The seeds and what is in incidents with them, then what they link to, likeliest first, each incident whole. */
  private gather(seeds: readonly number[]): void {
    const taken = new Set<number>();
    const incidents = new Set<string>();
    const take = (claim: number, linked: readonly number[]): void => {
      const incident = this.incidentOf(claim);
      if (incident === undefined) return this.takeAll([claim], taken);
      if (incidents.has(incident)) return;
      const members = this.membersOf(incident);
      const isLarge = members.length > MOST_NEAR;
      const some = isLarge
        ? linked.filter((other) => this.incidentOf(other) === incident).slice(0, MOST_NEAR)
        : members;
      if (taken.size > 0 && taken.size + some.length > MOST_NEAR && !seeds.includes(claim)) return;
      incidents.add(incident);
      this.takeAll(some, taken);
      const isPinned = this.ledger.isPinned(incident);
      if (isPinned || isLarge) this.blocks.push({ incident, claims: [...some].sort((a, b) => a - b), isPinned });
    };
    const linked = seeds
      .flatMap((seed) => this.partnersOf(seed))
      .sort((x, y) => y.logOdds - x.logOdds || x.other - y.other);
    const others = linked.map(({ other }) => other);
    const told = seeds.flatMap((seed) => this.saidOf(seed));
    for (const seed of seeds) take(seed, [seed, ...others]);
    for (const other of [...told, ...others]) take(other, others);
    // What people have said of a claim that is here binds only if the other is here too.
    for (const claim of taken) for (const other of this.saidOf(claim)) take(other, [other]);
  }

  private takeAll(claims: readonly number[], taken: Set<number>): void {
    for (const claim of claims) {
      if (taken.has(claim)) continue;
      taken.add(claim);
      this.claims.push(claim);
    }
  }

  private membersOf(incident: string): readonly number[] {
    const { leftOut, table } = this.book;
    // Copies go where their origins go, and have no say in it.
    return Array.from(this.ledger.claimsOf(incident), (id) => table.numbers.get(id)!).filter((i) => !leftOut.has(i));
  }

  private saidOf(claim: number): readonly number[] {
    const { numbers } = this.book.table;
    return Array.from(this.ledger.verdictsOf(this.idOf(claim)), ([other, verdict]) =>
      verdict === "unsure" ? -1 : (numbers.get(other) ?? -1),
    ).filter((other) => other >= 0);
  }

  private *verdicts(): Generator<{ readonly a: number; readonly b: number; readonly verdict: string }> {
    for (const a of this.claims)
      for (const [id, verdict] of this.ledger.verdictsOf(this.idOf(a))) {
        const b = this.book.table.numbers.get(id);
        if (b !== undefined && b > a && this.place.has(b) && verdict !== "unsure") yield { a, b, verdict };
      }
  }

  /** The candidates of a claim that could at all be of its incident. */
  private partnersOf(i: number): readonly { readonly other: number; readonly logOdds: number }[] {
    const { others, length } = this.book.rows[i]!;
    const ofA = this.oddsOf(i);
    const found: { other: number; logOdds: number }[] = [];
    for (let at = 0; at < length; at++) {
      const odds = ofA.each[at]!;
      // Sharing only takes away.
      if (Math.log(odds) <= NEAR_LOG_ODDS) continue;
      const other = others[at]!;
      const logOdds = this.book.sharedLogOdds({ a: i, b: other, odds, ofA, ofB: this.oddsOf(other) });
      if (logOdds > NEAR_LOG_ODDS) found.push({ other, logOdds });
    }
    return found;
  }

  private compare(): void {
    const size = this.claims.length;
    for (const [a, i] of this.claims.entries()) {
      const { others, length } = this.book.rows[i]!;
      const ofA = this.oddsOf(i);
      for (let at = 0; at < length; at++) {
        const b = this.place.get(others[at]!);
        if (b === undefined || b >= a) continue;
        const ofB = this.oddsOf(others[at]!);
        const logOdds = this.book.sharedLogOdds({ a: i, b: others[at]!, odds: ofA.each[at]!, ofA, ofB });
        const value = Math.max(UNLIKELY, Math.min(CLAMP, logOdds));
        this.values[a * size + b] = value;
        this.values[b * size + a] = value;
        this.pairs.push({ a: b, b: a, logOdds });
      }
    }
  }

  private oddsOf(i: number): Odds {
    let found = this.odds.get(i);
    if (!found) this.odds.set(i, (found = this.book.oddsOf(i)));
    return found;
  }
}
