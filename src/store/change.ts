import { randomUUID } from "node:crypto";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { CanonicalJson, digestInLatin1 } from "./canonical.ts";
import { canonicalRow } from "./canonical-row.ts";
import { timestampOf } from "./connection.ts";
import { entryHash, type EntryHead } from "./ledger.ts";
import {
  columnsOf,
  NOUN_NAMES,
  ownColumnsOf,
  type ColumnKind,
  type Json,
  type Noun,
  type Said,
  type Told,
} from "./nouns.ts";

/** Who changes the record, and how it is called. Why is in a row, see `noteReason`. */
export interface Act {
  /** An account, or `truce import` and the like. Never a source. */
  readonly by: string;
  /** A verb: `import`, `attach-report`. */
  readonly act: string;
  /** What it was about, in numbers and names that everybody with the ledger may read: no source, no exact place. */
  readonly body: Readonly<Record<string, Json>>;
}

export interface NewRow {
  /** Unset: a new thing. */
  readonly id?: string;
  /** The row that this one replaces. */
  readonly supersedes?: number;
  /** The thing is taken back; the row says what was taken back. */
  readonly withdrawn?: boolean;
  /** Audiences besides `internal`, which sees everything. */
  readonly audience: readonly string[];
}

interface Added {
  readonly id: string;
  readonly values: unknown[];
  readonly supersedes: number | null;
}

/** One transaction on the record: what is added in it is in one entry of the ledger, or nothing of it is. */
export class Change {
  /** For queries that belong to the change. */
  readonly client: pg.ClientBase;
  /** The moment recorded on everything in it. */
  readonly at: number;
  private readonly head: EntryHead & { readonly nextRow: number };
  private readonly rows = new Map<Noun, Added[]>();
  private readonly audiences = new WeakMap<readonly string[], readonly string[]>();

  /** Begun by `Store.change`, which also locks the head of the ledger. */
  constructor(client: pg.ClientBase, head: EntryHead & { readonly nextRow: number; readonly now: number }) {
    this.client = client;
    this.head = head;
    this.at = Math.max(head.now, head.at + 1);
  }

  /** Adds a row; its id. */
  add<N extends Noun>(noun: N, row: NewRow, said: Said<N> | Told<N>): string {
    const id = row.id ?? randomUUID();
    const supersedes = row.supersedes ?? null;
    // As in `HEADER`; the number of the row is given last.
    const values: unknown[] = [null, id, supersedes, row.withdrawn ?? false, this.at, this.sorted(row.audience)];
    const own = said as Readonly<Record<string, unknown>>;
    for (const [name, kind] of ownColumnsOf(noun)) {
      const value = own[name] ?? null;
      values.push(kind === "json" && !(value instanceof CanonicalJson) ? new CanonicalJson(value) : value);
    }
    let rows = this.rows.get(noun);
    if (!rows) this.rows.set(noun, (rows = []));
    rows.push({ id, values, supersedes });
    return id;
  }

  /** The same list comes again and again. */
  private sorted(audience: readonly string[]): readonly string[] {
    let sorted = this.audiences.get(audience);
    if (!sorted) this.audiences.set(audience, (sorted = [...new Set(audience)].sort()));
    return sorted;
  }

  /** Rows added so far. */
  get size(): number {
    return [...this.rows.values()].reduce((sum, rows) => sum + rows.length, 0);
  }

  /** Writes what was added and the entry of the ledger. Called once, last. */
  async close({ by, act, body }: Act): Promise<{ readonly seq: number; readonly hash: Buffer }> {
    const { seq: previousSeq, hash: previous, nextRow: firstRow } = this.head;
    let row = firstRow;
    let digests = "";
    const runs: { noun: Noun; count: number }[] = [];
    for (const noun of NOUN_NAMES) {
      const rows = this.rows.get(noun);
      if (!rows) continue;
      runs.push({ noun, count: rows.length });
      await this.supersede(noun, rows);
      // Digested one by one as they are written, so that the database need not wait for all of them.
      const numbered = function* (): Generator<readonly unknown[], void> {
        for (const { values } of rows) {
          values[0] = row++;
          digests += digestInLatin1(canonicalRow(noun, values));
          yield values;
        }
      };
      await copyRows(this.client, noun, numbered());
    }
    const entry = {
      seq: previousSeq + 1,
      at: this.at,
      by,
      act,
      reason: null,
      body,
      firstRow,
      runs,
      digests: Buffer.from(digests, "latin1"),
      previous,
    };
    const hash = entryHash(entry);
    await this.client.query(
      `insert into ledger_entry (seq, at, "by", act, reason, body, first_row, runs, digests, previous, hash)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        entry.seq,
        timestampOf(entry.at),
        by,
        act,
        entry.reason,
        JSON.stringify(body),
        firstRow,
        JSON.stringify(runs),
        entry.digests,
        previous,
        hash,
      ],
    );
    await this.client.query("update ledger_head set seq = $1, at = $2, hash = $3, next_row = $4", [
      entry.seq,
      timestampOf(entry.at),
      hash,
      row,
    ]);
    return { seq: entry.seq, hash };
  }

  private async supersede(noun: Noun, added: readonly Added[]): Promise<void> {
    const replacing = added.filter(({ supersedes }) => supersedes !== null);
    if (replacing.length === 0) return;
    const { rows } = await this.client.query<{ row: number; id: string }>(
      `update "${noun}" set superseded_at = $1 where row = any($2::bigint[]) and superseded_at is null returning row, id`,
      [timestampOf(this.at), replacing.map(({ supersedes }) => supersedes)],
    );
    // Also if two of this change are to replace the same row.
    if (rows.length !== replacing.length) throw new SupersededElsewhere(noun);
    const ids = new Map(rows.map(({ row, id }) => [row, id]));
    if (replacing.some(({ supersedes, id }) => ids.get(supersedes!) !== id))
      throw new Error(`a ${noun} cannot replace another thing`);
  }
}

/** Somebody else replaced the row first. */
export class SupersededElsewhere extends Error {
  constructor(noun: Noun) {
    super(`a ${noun} was changed by somebody else meanwhile`);
  }
}

/** About what a socket takes at once. */
const PIECE_CHARACTERS = 64 * 1024;

/** Rows by `COPY`, several times as fast as by `INSERT`. A row that cannot be written ends the `COPY`, not only our side. */
async function copyRows(client: pg.ClientBase, noun: Noun, rows: Iterable<readonly unknown[]>): Promise<void> {
  const names = columnsOf(noun).map(([name]) => `"${name}"`);
  await pipeline(copyPieces(noun, rows), client.query(copyFrom(`copy "${noun}" (${names.join(", ")}) from stdin`)));
}

function* copyPieces(noun: Noun, rows: Iterable<readonly unknown[]>): Generator<string, void> {
  const kinds = columnsOf(noun).map(([, kind]) => kind);
  let piece = "";
  for (const values of rows) {
    for (let i = 0; i < kinds.length; i++) piece += (i === 0 ? "" : "\t") + copyText(kinds[i]!, values[i]);
    piece += "\n";
    if (piece.length < PIECE_CHARACTERS) continue;
    yield piece;
    piece = "";
  }
  yield piece;
}

/** A value in the text format of COPY. */
export function copyText(kind: ColumnKind, value: unknown): string {
  if (value === null || value === undefined) return "\\N";
  switch (kind) {
    case "instant":
    case "instant?":
      return timestampOf(value as number);
    case "digest":
    case "digest?":
      return `\\\\x${value as string}`;
    case "bytes":
      return `\\\\x${Buffer.from(value as Uint8Array).toString("hex")}`;
    case "texts":
      return escaped(`{${(value as readonly string[]).map(quotedElement).join(",")}}`);
    case "json":
      return escaped(value instanceof CanonicalJson ? value.text : JSON.stringify(value));
    case "flag":
      return value === true ? "t" : "f";
    default:
      return typeof value === "string" ? escaped(value) : `${value as number}`;
  }
}

function escaped(text: string): string {
  return /[\\\n\r\t]/.test(text)
    ? text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll("\r", "\\r").replaceAll("\t", "\\t")
    : text;
}

function quotedElement(text: string): string {
  return /[\\"]/.test(text) ? `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"` : `"${text}"`;
}
