import { Heap } from "./heap.ts";

/** Claims to cluster, by their place in a list of their own. */
export interface Neighbourhood {
  /** How many claims there are: 0, 1, … */
  readonly size: number;
  /** Pairs that were compared, each once, with their log-odds. */
  readonly pairs: readonly LinkedPair[];
  /** A pair that was never compared is unlikely, unless one of the two had more candidates than were looked at. */
  readonly wasCapped: (claim: number) => boolean;
  /** Whose claims two different incidents must be, unless `mayJoin` says otherwise: the source. */
  readonly sourceOf: (claim: number) => number;
  /** Whether two claims of one source may be of one incident. */
  readonly mayJoin: (a: number, b: number) => boolean;
  /** What people have said. */
  readonly together?: readonly (readonly [number, number])[];
  readonly apart?: readonly (readonly [number, number])[];
  /** Orders ties. */
  readonly comesFirst: (a: number, b: number) => boolean;
}

export interface LinkedPair {
  readonly a: number;
  readonly b: number;
  readonly logOdds: number;
}

/** Clusters are joined while their mean log-odds are above this: below 0, because one-per-source makes odds cautious. */
export const JOIN_ABOVE = -1.8;
export const CLAMP = 8;
/** Of a pair that was never compared. */
export const UNLIKELY = -6;

/**
 * Average-link agglomeration with constraints: the two clusters whose claims have the highest mean log-odds over *all* their
 * pairs are joined, again and again, as long as that mean is high enough and no source would tell of the incident twice. A
 * single strong link between two clusters joins nothing if their other pairs speak against it, which is what makes chains of
 * incidents in one town fall apart where joining by links would make one blob of them (Saeedi, David & Rahm 2021,
 * "Matching Entities from Multiple Sources with Hierarchical Agglomerative Clustering"; the objective is that of
 * correlation clustering, Bansal, Blum & Chawla 2004).
 *
 * Gives the members of each cluster, ascending, in the order of their first members.
 */
export function agglomerate(neighbourhood: Neighbourhood): readonly (readonly number[])[] {
  return new Agglomeration(neighbourhood).run();
}

interface Cluster {
  readonly members: number[];
  capped: number;
  readonly links: Map<number, Link>;
  version: number;
  /** Comes first in ties. */
  first: number;
}

interface Link {
  sum: number;
  count: number;
  /** Of these, pairs with a claim that was capped. */
  capped: number;
}

interface Proposal {
  readonly mean: number;
  /** Whose proposal it is, and to whom. */
  readonly a: number;
  readonly b: number;
  /** Of the one whose proposal it is: when it changed, it made another. */
  readonly version: number;
  /** The first claims of the two, which order ties. */
  readonly first: number;
  readonly second: number;
}

class Agglomeration {
  private readonly what: Neighbourhood;
  private readonly clusters: (Cluster | undefined)[] = [];
  private readonly apart = new Map<number, Set<number>>();
  private readonly heap: Heap<Proposal>;
  /** Where a cluster that is no more has gone. */
  private readonly into: (number | undefined)[] = [];

  constructor(what: Neighbourhood) {
    this.what = what;
    this.heap = new Heap((x, y) => this.comesFirst(x, y));
    for (let i = 0; i < what.size; i++)
      this.clusters.push({ members: [i], capped: what.wasCapped(i) ? 1 : 0, links: new Map(), version: 0, first: i });
    for (const { a, b, logOdds } of what.pairs) this.link(a, b, Math.max(UNLIKELY, Math.min(CLAMP, logOdds)));
    for (const [a, b] of what.apart ?? []) {
      for (const [one, other] of [
        [a, b],
        [b, a],
      ] as const) {
        const set = this.apart.get(one) ?? new Set();
        this.apart.set(one, set.add(other));
      }
    }
  }

  /**
   * One proposal for each cluster, its best. A pair's mean changes only when one of the two changes, which then looks for its
   * best anew; so the best pair of all is always the proposal of the one that changed last.
   */
  run(): readonly (readonly number[])[] {
    this.joinAsTold();
    this.clusters.forEach((cluster, i) => cluster && this.propose(i));
    for (let next = this.heap.take(); next; next = this.heap.take()) {
      const a = this.clusters[next.a];
      if (!a || a.version !== next.version) continue;
      const j = this.clusterOf(next.b);
      const [b, link] = [this.clusters[j]!, a.links.get(j)];
      // The other has changed; only if that made the pair worse could a third be better.
      if (!link || this.mean(a, b, link) < next.mean) this.propose(next.a);
      else if (this.areCompatible(a, b)) this.propose(this.join(next.a, j));
      else {
        // What may not be joined now may never be: clusters only grow.
        this.unlink(next.a, j);
        this.propose(next.a);
      }
    }
    const found = this.clusters.flatMap((cluster) => (cluster ? [cluster.members.toSorted((x, y) => x - y)] : []));
    return found.sort((x, y) => x[0]! - y[0]!);
  }

  private link(a: number, b: number, value: number): void {
    const isCapped = this.what.wasCapped(a) || this.what.wasCapped(b);
    // What is as unlikely as a pair that was never compared need not be remembered, unless those of the claim count nothing.
    if (value <= UNLIKELY && !isCapped) return;
    const capped = isCapped ? 1 : 0;
    this.clusters[a]!.links.set(b, { sum: value, count: 1, capped });
    this.clusters[b]!.links.set(a, { sum: value, count: 1, capped });
  }

  private unlink(a: number, b: number): void {
    this.clusters[a]!.links.delete(b);
    this.clusters[b]!.links.delete(a);
  }

  private joinAsTold(): void {
    for (const [one, other] of this.what.together ?? []) {
      const [a, b] = [this.clusterOf(one), this.clusterOf(other)];
      if (a !== b) this.join(Math.min(a, b), Math.max(a, b));
    }
  }

  /** The cluster that a former one, or a claim, is in now. */
  private clusterOf(i: number): number {
    let found = i;
    for (let next = this.into[found]; next !== undefined; next = this.into[found]) found = next;
    return found;
  }

  /** Mean over all pairs between the two; of pairs that were not compared, those that could not be count 0. */
  private mean(a: Cluster, b: Cluster, { sum, count, capped }: Link): number {
    const pairs = a.members.length * b.members.length;
    const cappedPairs = pairs - (a.members.length - a.capped) * (b.members.length - b.capped);
    const unlikely = pairs - count - (cappedPairs - capped);
    return (sum + unlikely * UNLIKELY) / pairs;
  }

  private propose(i: number): void {
    const a = this.clusters[i]!;
    let best: Proposal | undefined;
    for (const [j, link] of a.links) {
      const b = this.clusters[j]!;
      const mean = this.mean(a, b, link);
      if (!(mean > JOIN_ABOVE) || (best && mean < best.mean)) continue;
      const [first, second] = this.what.comesFirst(a.first, b.first) ? [a.first, b.first] : [b.first, a.first];
      const one = { mean, a: i, b: j, version: a.version, first, second };
      if (!best || this.comesFirst(one, best)) best = one;
    }
    if (best) this.heap.push(best);
  }

  private comesFirst(x: Proposal, y: Proposal): boolean {
    if (x.mean !== y.mean) return x.mean > y.mean;
    if (x.first !== y.first) return this.what.comesFirst(x.first, y.first);
    return x.second !== y.second && this.what.comesFirst(x.second, y.second);
  }

  private areCompatible(a: Cluster, b: Cluster): boolean {
    const { sourceOf, mayJoin } = this.what;
    for (const one of a.members) {
      const source = sourceOf(one);
      const apart = this.apart.get(one);
      for (const other of b.members) {
        if (apart?.has(other)) return false;
        if (sourceOf(other) === source && !mayJoin(one, other)) return false;
      }
    }
    return true;
  }

  /** Gives the number of the cluster that holds both. */
  private join(one: number, other: number): number {
    const isLarger = this.clusters[one]!.links.size >= this.clusters[other]!.links.size;
    const [i, j] = isLarger ? [one, other] : [other, one];
    const [a, b] = [this.clusters[i]!, this.clusters[j]!];
    this.unlink(i, j);
    for (const member of b.members) a.members.push(member);
    a.capped += b.capped;
    a.version += b.version + 1;
    if (!this.what.comesFirst(a.first, b.first)) a.first = b.first;
    for (const [k, link] of b.links) {
      const other = this.clusters[k]!;
      other.links.delete(j);
      const merged = a.links.get(k);
      if (merged) {
        merged.sum += link.sum;
        merged.count += link.count;
        merged.capped += link.capped;
        other.links.set(i, merged);
      } else {
        a.links.set(k, link);
        other.links.set(i, link);
      }
    }
    this.clusters[j] = undefined;
    this.into[j] = i;
    return i;
  }
}
