import { incidentKey, originKey, redirectKey, type Change, type Deed, type Ledger } from "./ledger.ts";

/** One entry to make. */
export interface Deeds {
  readonly deed: Deed;
  readonly changes: readonly Change[];
}

/**
 * The entries that make parts of claims into incidents. A part keeps the id from which most of its claims come, the older if
 * two give as many; an id is used once, and a part that is left without gets a new one. Ids sort by age.
 */
export function deedsFor(ledger: Ledger, parts: readonly (readonly string[])[], newId: () => string): readonly Deeds[] {
  const ids = assignIds(ledger, parts);
  const moves = new Map<
    string,
    { readonly from: string | undefined; readonly to: string; readonly claims: string[] }
  >();
  const isNew = new Set<string>();
  parts.forEach((claims, n) => {
    let to = ids.get(n);
    if (to === undefined) isNew.add((to = newId()));
    for (const claim of claims) {
      const from = ledger.incidentOf(claim);
      if (from === to) continue;
      const key = `${from ?? ""} ${to}`;
      const move = moves.get(key) ?? { from, to, claims: [] };
      moves.set(key, move);
      move.claims.push(claim);
    }
  });
  const left = new Map<string, number>();
  for (const { from, claims } of moves.values())
    if (from !== undefined) left.set(from, (left.get(from) ?? ledger.claimsOf(from).size) - claims.length);
  return deedsOf(ledger, { moves: [...moves.values()], isNew, left });
}

interface Moves {
  readonly moves: readonly {
    readonly from: string | undefined;
    readonly to: string;
    readonly claims: readonly string[];
  }[];
  readonly isNew: ReadonlySet<string>;
  /** How many claims an incident that loses some has in the end. */
  readonly left: ReadonlyMap<string, number>;
}

function deedsOf(ledger: Ledger, { moves, isNew, left }: Moves): readonly Deeds[] {
  const redirected = new Set<string>();
  const begun = new Set<string>();
  // The largest move decides where an incident that ends has gone.
  const sorted = moves.toSorted((x, y) => y.claims.length - x.claims.length || (x.to < y.to ? -1 : 1));
  return sorted.map(({ from, to, claims }) => {
    const changes: Change[] = claims.map((claim) => ({ key: incidentKey(claim), before: from, after: to }));
    const isFirst = isNew.has(to) && !begun.has(to);
    begun.add(to);
    if (from === undefined) return { deed: isFirst ? "create" : "attach", changes };
    if (left.get(from) === 0 && !redirected.has(from)) {
      redirected.add(from);
      const key = redirectKey(from);
      changes.push({ key, before: ledger.get(key), after: to });
      return { deed: "merge", changes };
    }
    if (!isFirst) return { deed: "move", changes };
    const key = originKey(to);
    changes.push({ key, before: ledger.get(key), after: from });
    return { deed: "split", changes };
  });
}

function assignIds(ledger: Ledger, parts: readonly (readonly string[])[]): ReadonlyMap<number, string> {
  const wishes: { part: number; id: string; count: number }[] = [];
  parts.forEach((claims, part) => {
    const counts = new Map<string, number>();
    for (const claim of claims) {
      const id = ledger.incidentOf(claim);
      if (id !== undefined) counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    for (const [id, count] of counts) wishes.push({ part, id, count });
  });
  wishes.sort((x, y) => y.count - x.count || (x.id === y.id ? x.part - y.part : x.id < y.id ? -1 : 1));
  const ids = new Map<number, string>();
  const used = new Set<string>();
  for (const { part, id } of wishes) {
    if (ids.has(part) || used.has(id)) continue;
    ids.set(part, id);
    used.add(id);
  }
  return ids;
}
