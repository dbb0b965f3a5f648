import { canonicalJson, digestOf, digestBytes } from "./canonical.ts";
import type { Json, Noun } from "./nouns.ts";

/** The last entry of the chain, as far as the next one needs it. */
export interface EntryHead {
  readonly seq: number;
  readonly at: number;
  readonly hash: Buffer;
}

/** An entry of the ledger: who did what when, and the digest of every row that came of it. */
export interface Entry {
  readonly seq: number;
  readonly at: number;
  readonly by: string;
  readonly act: string;
  /** Null, but in entries of records that were begun when reasons still stood here. */
  readonly reason: string | null;
  readonly body: Json;
  readonly firstRow: number;
  readonly runs: readonly { readonly noun: Noun; readonly count: number }[];
  /** SHA-256 of each row, in the order of the rows. */
  readonly digests: Uint8Array;
  /** The hash of the entry before; zeros for the first. */
  readonly previous: Uint8Array;
}

/**
 * The hash of an entry, over everything in it and the hash of the one before: whoever changes an entry has to change all
 * later ones (Haber & Stornetta 1991, "How to time-stamp a digital document").
 */
export function entryHash({ seq, at, by, act, reason, body, firstRow, runs, digests, previous }: Entry): Buffer {
  const told = [seq, at, by, act, reason, body, firstRow, runs.map(({ noun, count }) => [noun, count])];
  const sealed = [digestOf(digests), Buffer.from(previous).toString("hex")];
  return digestBytes(canonicalJson(["truce-ledger-1", ...told, ...sealed]));
}
