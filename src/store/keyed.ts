import { canonicalJson } from "./canonical.ts";
import type { Change } from "./change.ts";
import { NOUNS, type ColumnKind, type Noun, type Said } from "./nouns.ts";

/** Nouns whose things are told apart by a key of their own, besides their id. */
export type KeyedNoun = "actor" | "place" | "area" | "agreement";

export interface Put<N extends KeyedNoun> {
  readonly said: Said<N>;
  readonly audience: readonly string[];
}

export interface PutCounts {
  readonly added: number;
  readonly revised: number;
  readonly unchanged: number;
}

/** Adds what is new and revises what is said differently now; what is said as before is left alone. */
export async function putKeyed<N extends KeyedNoun>(
  change: Change,
  noun: N,
  puts: readonly Put<N>[],
): Promise<PutCounts> {
  const { rows } = await change.client.query<
    Said<N> & { row: number; id: string; key: string; audience: readonly string[] }
  >(`select * from "${noun}" where superseded_at is null and key = any($1)`, [puts.map(({ said }) => said.key)]);
  const current = new Map(rows.map((row) => [row.key, row]));
  const counts = { added: 0, revised: 0, unchanged: 0 };
  for (const { said, audience } of puts) {
    const found = current.get(said.key);
    if (found && sayings(noun, found) === sayings(noun, said) && isSameAudience(found.audience, audience))
      counts.unchanged += 1;
    else {
      change.add(noun, { audience, ...(found ? { id: found.id, supersedes: found.row } : {}) }, said);
      counts[found ? "revised" : "added"] += 1;
    }
  }
  return counts;
}

function isSameAudience(a: readonly string[], b: readonly string[]): boolean {
  return canonicalJson([...a].sort()) === canonicalJson([...new Set(b)].sort());
}

/** What a row says, as one text. */
export function sayings(noun: Noun, said: Readonly<Record<string, unknown>>): string {
  const columns = Object.entries<ColumnKind>(NOUNS[noun]);
  return canonicalJson(columns.map(([name]) => plain(said[name] ?? null)));
}

/** Bytes and digests in hex, whichever way they came. */
function plain(value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString("hex") : value;
}
