import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { finished } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { canonicalRow, digestBytes } from "./canonical.ts";
import { timestampOf } from "./connection.ts";
import { entryHash, type EntryHead } from "./ledger.ts";
import { columnsOf, NOUN_NAMES, type ColumnKind, type Json, type Noun, type Said } from "./nouns.ts";

/** Who changes the record, how it is called, and why. */
export interface Act {
  /** An account, or `truce import` and the like. Never a source. */
  readonly by: string;
  /** A verb: `import`, `attach-report`. */
  readonly act: string;
  readonly reason?: string;
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

/** One transaction on the record: what is added in it is in one entry of the ledger, or nothing of it is. */
export class Change {
  /** For queries that belong to the change. */
  readonly client: pg.ClientBase;
  /** The moment recorded on everything in it. */
  readonly at: number;
  private readonly head: EntryHead & { readonly nextRow: number };
  private readonly rows = new Map<
    Noun,
    { readonly id: string; readonly values: unknown[]; readonly supersedes: number | null }[]
  >();

  /** Begun by `Store.change`, which also locks the head of the ledger. */
  constructor(client: pg.ClientBase, head: EntryHead & { readonly nextRow: number; readonly now: number }) {
    this.client = client;
    this.head = head;
    this.at = Math.max(head.now, head.at + 1);
  }

  /** Adds a row; its id. */
  add<N extends Noun>(noun: N, row: NewRow, said: Said<N>): string {
    const id = row.id ?? randomUUID();
    const own = said as Readonly<Record<string, unknown>>;
    const header: Readonly<Record<string, unknown>> = {
      id,
      supersedes: row.supersedes ?? null,
      withdrawn: row.withdrawn ?? false,
      recorded_at: this.at,
      audience: [...new Set(row.audience)].sort(),
    };
    const values = columnsOf(noun).map(([name]) => (name in header ? header[name] : (own[name] ?? null)));
    let rows = this.rows.get(noun);
    if (!rows) this.rows.set(noun, (rows = []));
    rows.push({ id, values, supersedes: row.supersedes ?? null });
    return id;
  }

  /** Rows added so far. */
  get size(): number {
    return [...this.rows.values()].reduce((sum, rows) => sum + rows.length, 0);
  }

  /** Writes what was added and the entry of the ledger. Called once, last. */
  async close({ by, act, reason, body }: Act): Promise<{ readonly seq: number; readonly hash: Buffer }> {
    const { seq: previousSeq, hash: previous, nextRow: firstRow } = this.head;
    let row = firstRow;
    const digests: Buffer[] = [];
    const runs: { noun: Noun; count: number }[] = [];
    for (const noun of NOUN_NAMES) {
      const rows = this.rows.get(noun);
      if (!rows) continue;
      runs.push({ noun, count: rows.length });
      for (const { values } of rows) {
        values[0] = row++;
        digests.push(digestBytes(canonicalRow(noun, values)));
      }
      await this.supersede(
        noun,
        rows.flatMap(({ supersedes }) => (supersedes === null ? [] : [supersedes])),
      );
      await copyRows(
        this.client,
        noun,
        rows.map(({ values }) => values),
      );
    }
    const entry = {
      seq: previousSeq + 1,
      at: this.at,
      by,
      act,
      reason: reason ?? null,
      body,
      firstRow,
      runs,
      digests: Buffer.concat(digests),
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

  private async supersede(noun: Noun, rows: readonly number[]): Promise<void> {
    if (rows.length === 0) return;
    const { rowCount } = await this.client.query(
      `update "${noun}" set superseded_at = $1 where row = any($2::bigint[]) and superseded_at is null`,
      [timestampOf(this.at), rows],
    );
    if (rowCount !== new Set(rows).size) throw new SupersededElsewhere(noun);
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

/** Rows by `COPY`, several times as fast as by `INSERT`. */
async function copyRows(client: pg.ClientBase, noun: Noun, rows: readonly (readonly unknown[])[]): Promise<void> {
  const columns = columnsOf(noun);
  const names = columns.map(([name]) => `"${name}"`).join(", ");
  const stream = client.query(copyFrom(`copy "${noun}" (${names}) from stdin`));
  const done = finished(stream);
  let piece = "";
  for (const values of rows) {
    for (let i = 0; i < columns.length; i++) piece += (i === 0 ? "" : "\t") + copyText(columns[i]![1], values[i]);
    piece += "\n";
    if (piece.length < PIECE_CHARACTERS) continue;
    if (!stream.write(piece)) await Promise.race([once(stream, "drain"), done]);
    piece = "";
  }
  stream.end(piece);
  await done;
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
      return escaped(JSON.stringify(value));
    case "flag":
      return value === true ? "t" : "f";
    default:
      return typeof value === "string" ? escaped(value) : String(value);
  }
}

function escaped(text: string): string {
  return /[\\\n\r\t]/u.test(text)
    ? text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll("\r", "\\r").replaceAll("\t", "\\t")
    : text;
}

function quotedElement(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}
