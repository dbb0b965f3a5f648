import { timestampOf, type Client } from "./connection.ts";
import type { Json, Noun } from "./nouns.ts";
import type { Store } from "./store.ts";

/** An entry of the ledger as people read it. */
export interface LedgerEntry {
  readonly seq: number;
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
  readonly by: string;
  readonly act: string;
  /** Of the row that has it, or of an entry from when reasons still stood there. */
  readonly reason: string | null;
  /** The thing that was done something about, where the entry itself may not say which: a source. */
  readonly about: string | null;
  readonly body: Json;
  /** How many rows of which noun it added. */
  readonly rows: readonly { readonly noun: string; readonly count: number }[];
  /** SHA-256, in hex. */
  readonly hash: string;
}

export interface LedgerAsked {
  /** Entries before this one; unset: from the end. */
  readonly before?: number;
  readonly asOf?: number;
  readonly limit: number;
}

/** Its row is among those of the entry. */
const WHY = `select r.words, r.about from reason as r where e.runs @> '[{"noun":"reason"}]' and r.row >= e.first_row
  and r.row < e.first_row + (select sum((run->>'count')::bigint) from jsonb_array_elements(e.runs) as run) limit 1`;

/** Entries, the latest first. For the inside. */
export async function ledgerEntries(
  store: Store,
  { before, asOf, limit }: LedgerAsked,
): Promise<readonly LedgerEntry[]> {
  return store.query(
    `select seq, at, "by", act, coalesce(reason, why.words) as reason, why.about, body, runs as rows,
       encode(hash, 'hex') as hash
     from ledger_entry as e left join lateral (${WHY}) as why on true
     where ($1::bigint is null or seq < $1) and ($2::timestamptz is null or at <= $2) order by seq desc limit $3`,
    [before ?? null, asOf === undefined ? null : timestampOf(asOf), limit],
  );
}

/** The last entry of the ledger: its number (0: there is none) and when it was. */
export async function ledgerEnd(client: Client): Promise<{ readonly seq: number; readonly at: number }> {
  const { rows } = await client.query<{ seq: number; at: number }>("select seq, at from ledger_head");
  return rows[0]!;
}

/** The last entry of an act whose body has a value under a key. */
export interface LastAsked {
  readonly act: string;
  readonly about: { readonly key: "agreement" | "item"; readonly value: string };
}

/** Its number and its body; `undefined`: there is none. */
export async function lastEntryOf(
  client: Client,
  { act, about }: LastAsked,
): Promise<Pick<LedgerEntry, "seq" | "body"> | undefined> {
  const { rows } = await client.query<Pick<LedgerEntry, "seq" | "body">>(
    `select seq, body from ledger_entry where act = $1 and body->>'${about.key}' = $2 order by seq desc limit 1`,
    [act, about.value],
  );
  return rows[0];
}

/** An entry as it is needed to find its rows: which it added is in `rowsOf`. */
export interface EntryWithRuns extends Pick<LedgerEntry, "seq" | "at" | "by" | "act"> {
  readonly first_row: number;
  readonly runs: readonly { readonly noun: Noun; readonly count: number }[];
}

const WITH_RUNS = `select seq, at, "by", act, first_row, runs from ledger_entry`;

/** Entries in their order, without `after` and with `upTo`. */
export async function entriesBetween(
  client: Client,
  { after, upTo }: { readonly after: number; readonly upTo: number },
): Promise<readonly EntryWithRuns[]> {
  return (await client.query<EntryWithRuns>(`${WITH_RUNS} where seq > $1 and seq <= $2 order by seq`, [after, upTo]))
    .rows;
}

/** Entries that are known by their numbers, in their order. */
export async function entriesNumbered(client: Client, seqs: readonly number[]): Promise<readonly EntryWithRuns[]> {
  return (await client.query<EntryWithRuns>(`${WITH_RUNS} where seq = any($1::bigint[]) order by seq`, [seqs])).rows;
}

/** The rows of a noun that an entry added; both ends are part of it. */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

/** Rows of an entry stand one after the other, noun by noun. */
export function rowsOf({ first_row, runs }: EntryWithRuns): ReadonlyMap<Noun, RowRange> {
  let from = first_row;
  const ranges = new Map<Noun, RowRange>();
  for (const { noun, count } of runs) {
    ranges.set(noun, { from, to: from + count - 1 });
    from += count;
  }
  return ranges;
}
