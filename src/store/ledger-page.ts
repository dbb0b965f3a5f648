import type { Json } from "./nouns.ts";
import type { Store } from "./store.ts";
import { timestampOf } from "./connection.ts";

/** An entry of the ledger as people read it. */
export interface LedgerEntry {
  readonly seq: number;
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
  readonly by: string;
  readonly act: string;
  readonly reason: string | null;
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

/** Entries, the latest first. For the inside. */
export async function ledgerEntries(
  store: Store,
  { before, asOf, limit }: LedgerAsked,
): Promise<readonly LedgerEntry[]> {
  return store.query(
    `select seq, at, "by", act, reason, body, runs as rows, encode(hash, 'hex') as hash from ledger_entry
     where ($1::bigint is null or seq < $1) and ($2::timestamptz is null or at <= $2) order by seq desc limit $3`,
    [before ?? null, asOf === undefined ? null : timestampOf(asOf), limit],
  );
}
