import { createHash } from "node:crypto";
import type pg from "pg";
import { digestInLatin1 } from "./canonical.ts";
import { canonicalRow } from "./canonical-row.ts";
import { EXACT } from "./exact-values.ts";
import { entryHash, type Entry } from "./ledger.ts";
import { columnsOf, NOUN_NAMES, type Noun } from "./nouns.ts";
import { streamBatches, streamRows } from "./stream-rows.ts";
import type { Store } from "./store.ts";

/** One thing that is not as the ledger says. */
export interface Discrepancy {
  /** `entry 12`, `report row 345 (entry 12)`, `item 3fa9…`. */
  readonly where: string;
  readonly what: string;
  /** The entry of the ledger that it belongs to, if that can be told. */
  readonly entry?: number;
}

export interface Verification {
  readonly entries: number;
  readonly rows: number;
  readonly items: number;
  readonly itemBytes: number;
  /** SHA-256 of the last entry, in hex: with it the whole record up to here is fixed. */
  readonly head: string;
  /** The first of them; empty if all is as it was recorded. */
  readonly discrepancies: readonly Discrepancy[];
  /** Tables beside the record, of which the ledger says nothing: a change of them is not noticed. */
  readonly notCovered: readonly string[];
}

export interface VerifyOptions {
  readonly onProgress?: (done: number, total: number) => void;
}

const MOST_SHOWN = 20;

/** Computes the chain, every row's digest and every item's digest again, in one snapshot and one pass. */
export function verifyRecord(store: Store, options: VerifyOptions = {}): Promise<Verification> {
  return store.snapshot((client) => new Verifier(client, options).verify());
}

class Verifier {
  private readonly client: pg.ClientBase;
  private readonly options: VerifyOptions;
  private readonly found: Discrepancy[] = [];
  /** What no entry knows of: told last, because an entry that is gone leaves as many of them as it had rows. */
  private readonly strays: Discrepancy[] = [];
  private readonly queues = new Map<Noun, RowQueue>();
  private done = 0;
  private total = 0;

  constructor(client: pg.ClientBase, options: VerifyOptions) {
    this.client = client;
    this.options = options;
  }

  async verify(): Promise<Verification> {
    const { rows } = await this.client.query<{ rows: number | null; items: number }>(
      "select (select sum(length(digests) / 32)::bigint from ledger_entry) as rows, (select count(*) from item) as items",
    );
    this.total = (rows[0]!.rows ?? 0) + rows[0]!.items;
    const chain = await this.checkChain();
    for (const noun of NOUN_NAMES) {
      const left = await this.queue(noun).peek();
      if (left) this.noteStray(noun, left[0]);
      await this.checkSuperseded(noun);
    }
    const items = await this.checkItems();
    await this.checkGuards();
    const notCovered = await this.otherTables();
    return { ...chain, ...items, notCovered, discrepancies: [...this.found, ...this.strays].slice(0, MOST_SHOWN) };
  }

  /** That the database refuses changes is a part of the schema, and whoever owns that can take it off. */
  private async checkGuards(): Promise<void> {
    const { rows } = await this.client.query<{ name: string }>(
      `select t.tgname::text as name from pg_trigger t join pg_class c on c.oid = t.tgrelid
       where c.relnamespace = current_schema()::regnamespace and t.tgenabled in ('O', 'A')`,
    );
    const standing = new Set(rows.map(({ name }) => name));
    for (const [table, guards] of GUARDS)
      if (guards.some((guard) => !standing.has(`${table}_${guard}`)))
        this.note({ where: `table ${table}`, what: "the database no longer refuses to change what is in it" });
  }

  private async otherTables(): Promise<readonly string[]> {
    const { rows } = await this.client.query<{ name: string }>(
      "select tablename::text as name from pg_tables where schemaname = current_schema() and tablename <> all($1) order by 1",
      [[...NOUN_NAMES, "ledger_entry", "ledger_head", "item_piece"]],
    );
    return rows.map(({ name }) => name);
  }

  private note(discrepancy: Discrepancy): void {
    if (this.found.length < MOST_SHOWN) this.found.push(discrepancy);
  }

  private noteStray(noun: Noun, row: unknown): void {
    if (this.strays.length < MOST_SHOWN)
      this.strays.push({ where: `${noun} row ${String(row)}`, what: "it is in no entry of the ledger" });
  }

  private step(): void {
    this.done += 1;
    if (this.done % 1024 === 0) this.options.onProgress?.(this.done, this.total);
  }

  private queue(noun: Noun): RowQueue {
    let queue = this.queues.get(noun);
    if (!queue) this.queues.set(noun, (queue = new RowQueue(this.client, noun)));
    return queue;
  }

  private async checkChain(): Promise<Pick<Verification, "entries" | "rows" | "head">> {
    let last: End = { seq: 0, at: 0, nextRow: 1, hash: new Uint8Array(32) };
    const text = `select seq, at, "by", act, reason, body, first_row, runs, digests, previous, hash from ledger_entry order by seq`;
    for await (const values of streamRows(this.client, text, { batch: 50, types: EXACT })) {
      const entry = entryFrom(values);
      const hash = values[10] as Buffer;
      for (const what of troubleIn(entry, { hash, after: last }))
        this.note({ where: `entry ${entry.seq}`, what, entry: entry.seq });
      // What cannot be read as an entry says nothing of rows.
      if (!isReadable(entry)) continue;
      const isSound = same(entryHash(entry), hash);
      const firstRow = isSound ? entry.firstRow : last.nextRow;
      await this.checkRows({ ...entry, firstRow });
      last = { seq: entry.seq, at: entry.at, nextRow: firstRow + entry.digests.length / 32, hash };
    }
    await this.checkHead(last);
    return { entries: last.seq, rows: last.nextRow - 1, head: Buffer.from(last.hash).toString("hex") };
  }

  private async checkHead(last: End): Promise<void> {
    const [values] = await all(
      streamRows(this.client, "select seq, at, next_row, hash from ledger_head", { batch: 2, types: EXACT }),
    );
    const [seq, at, nextRow, hash] = values ?? [];
    if (seq === last.seq && at === last.at && nextRow === last.nextRow && same(hash as Buffer, last.hash)) return;
    const where = "the end of the ledger";
    if (seq === last.seq)
      return this.note({ where, what: `what the record says of its last entry (${seq}) is not so` });
    this.note({
      where,
      what: `the last entry is ${last.seq}, and the record says it is ${typeof seq === "number" ? seq : "unset"}`,
    });
  }

  private async checkRows(entry: Entry): Promise<void> {
    let row = entry.firstRow;
    let offset = 0;
    // A character a byte.
    const digests = Buffer.from(entry.digests).toString("latin1");
    for (const { noun, count } of entry.runs) {
      const queue = this.queue(noun);
      for (const end = row + count; row < end; row++, offset += 32) {
        const digest = digests.slice(offset, offset + 32);
        const values = queue.ready ?? (await queue.peek());
        // Waiting for what is there already would take longer than looking at it.
        if (values?.[0] === row) this.checkDigest({ noun, row, entry, digest }, queue.take());
        else await this.lookFor({ noun, row, entry, digest });
        this.step();
      }
    }
  }

  private checkDigest({ noun, row, entry, digest }: Expected, values: readonly unknown[]): void {
    if (digestInLatin1(canonicalRow(noun, values)) === digest) return;
    this.note({ where: whereIs({ noun, row, entry }), what: "it is not as it was recorded", entry: entry.seq });
  }

  /** A row that is not the next one: behind others that are in no entry, or gone. */
  private async lookFor(expected: Expected): Promise<void> {
    const { noun, row, entry } = expected;
    const queue = this.queue(noun);
    for (let values = await queue.peek(); values; values = await queue.peek()) {
      const found = values[0] as number;
      if (found === row) return this.checkDigest(expected, queue.take());
      if (!(found < row)) break;
      this.noteStray(noun, found);
      queue.take();
    }
    this.note({ where: whereIs({ noun, row, entry }), what: "it is gone", entry: entry.seq });
  }

  /** `superseded_at` follows from the rows, and must. */
  private async checkSuperseded(noun: Noun): Promise<void> {
    const { rows } = await this.client.query<{ row: number }>(
      `select r.row from "${noun}" r left join "${noun}" n on n.supersedes = r.row
       where r.superseded_at is distinct from n.recorded_at or n.id <> r.id order by r.row limit $1`,
      [MOST_SHOWN],
    );
    for (const { row } of rows)
      this.note({
        where: `${noun} row ${row}`,
        what: "whether and when it was superseded is not as the later rows say",
      });
  }

  private async checkItems(): Promise<Pick<Verification, "items" | "itemBytes">> {
    const text = `select i.digest, i.size, p.piece, p.bytes from (select distinct digest, size from item) i
                  left join item_piece p using (digest) order by i.digest, i.size, p.piece`;
    let open: OpenItem | undefined;
    let [items, itemBytes] = [0, 0];
    const close = (): void => {
      if (!open) return;
      items += 1;
      itemBytes += open.length;
      this.step();
      if (open.hash.digest("hex") !== open.digest || open.length !== open.size || !open.isWhole)
        this.note({ where: `item ${open.digest}`, what: "its bytes are not those that arrived" });
    };
    for await (const [digest, size, piece, bytes] of streamRows(this.client, text, { batch: 20, types: EXACT })) {
      const name = (digest as Buffer).toString("hex");
      if (open?.digest !== name || open.size !== size) {
        close();
        open = { digest: name, size: size as number, pieces: 0, length: 0, isWhole: true, hash: createHash("sha256") };
      }
      if (bytes === null) continue;
      // Whoever reads the item takes the pieces by their numbers, up to the first that is not there.
      open.isWhole &&= piece === open.pieces++ && (bytes as Buffer).length > 0;
      open.hash.update(bytes as Buffer);
      open.length += (bytes as Buffer).length;
    }
    close();
    await this.checkStrayPieces();
    return { items, itemBytes };
  }

  private async checkStrayPieces(): Promise<void> {
    const { rows } = await this.client.query<{ digest: Buffer }>(
      "select distinct digest from item_piece p where not exists (select from item i where i.digest = p.digest) limit $1",
      [MOST_SHOWN],
    );
    for (const { digest } of rows)
      this.note({ where: `item ${digest.toString("hex")}`, what: "there are bytes of it, and no entry of the ledger" });
  }
}

/** The triggers of each table that refuse changes, see the migrations. */
const GUARDS: readonly (readonly [string, readonly string[]])[] = [
  ...NOUN_NAMES.map((noun) => [noun, ["kept", "once", "stays", "whole"]] as const),
  ["ledger_entry", ["kept", "whole"]],
  ["item_piece", ["kept", "whole"]],
];

/** Where the chain stands after an entry. */
interface End {
  readonly seq: number;
  readonly at: number;
  readonly nextRow: number;
  readonly hash: Uint8Array;
}

interface OpenItem {
  readonly digest: string;
  readonly size: number;
  pieces: number;
  length: number;
  isWhole: boolean;
  readonly hash: ReturnType<typeof createHash>;
}

interface Expected {
  readonly noun: Noun;
  readonly row: number;
  readonly entry: Entry;
  /** SHA-256, a character a byte. */
  readonly digest: string;
}

function whereIs({ noun, row, entry }: Pick<Expected, "noun" | "row" | "entry">): string {
  return `${noun} row ${row} (entry ${entry.seq})`;
}

/** The rows of a noun in their order. */
class RowQueue {
  private readonly batches: AsyncGenerator<unknown[][], void>;
  /** Places of digests, which come as bytes and were given as hex. */
  private readonly digests: readonly number[];
  private batch: unknown[][] = [];
  private next = 0;

  constructor(client: pg.ClientBase, noun: Noun) {
    const names = columnsOf(noun).map(([name]) => `"${name}"`);
    const text = `select ${names.join(", ")} from "${noun}" order by row`;
    this.batches = streamBatches(client, text, { batch: 2000, types: EXACT });
    this.digests = columnsOf(noun).flatMap(([, kind], i) => (kind.startsWith("digest") ? [i] : []));
  }

  /** The next row, if it is in memory. */
  get ready(): readonly unknown[] | undefined {
    return this.batch[this.next];
  }

  /** The next row; `undefined` if there is none. */
  async peek(): Promise<readonly unknown[] | undefined> {
    if (this.ready === undefined) {
      const { value } = await this.batches.next();
      this.batch = value ?? [];
      this.next = 0;
      for (const row of this.batch)
        for (const place of this.digests) if (row[place] !== null) row[place] = (row[place] as Buffer).toString("hex");
    }
    return this.ready;
  }

  take(): readonly unknown[] {
    return this.batch[this.next++]!;
  }
}

/** As it stands in the database: where somebody changed it, it may hold anything. */
function entryFrom(values: readonly unknown[]): Entry {
  const [seq, at, by, act, reason, body, firstRow, runs, digests, previous] = values as [
    ...[number, number, string, string, string | null, Entry["body"], number, Entry["runs"]],
    ...[Buffer, Buffer],
  ];
  return { seq, at, by, act, reason, body, firstRow, runs, digests, previous };
}

/** It has the form of an entry: numbers are numbers, and its runs are as long as its digests. */
function isReadable({ seq, at, firstRow, runs, digests }: Entry): boolean {
  if (![seq, at, firstRow].every(Number.isSafeInteger) || !Array.isArray(runs)) return false;
  const counts = (runs as Entry["runs"]).map((run) =>
    NOUN_NAMES.includes(run?.noun) && Number.isSafeInteger(run.count) && run.count > 0 ? run.count : Number.NaN,
  );
  return counts.reduce((sum, count) => sum + count, 0) * 32 === digests.length;
}

function troubleIn(
  entry: Entry,
  { hash, after }: { readonly hash: Uint8Array; readonly after: End },
): readonly string[] {
  if (!isReadable(entry)) return ["it is not as it was recorded"];
  const { seq, at, firstRow, previous } = entry;
  const missing =
    seq === after.seq + 2 ? `entry ${seq - 1} is missing` : `entries ${after.seq + 1} to ${seq - 1} are missing`;
  return [
    ...(seq === after.seq + 1 ? [] : [missing]),
    ...(same(previous, after.hash) ? [] : ["it does not follow on the entry before it"]),
    ...(same(entryHash(entry), hash) ? [] : ["it is not as it was recorded"]),
    ...(at > after.at ? [] : ["it is dated before the entry before it"]),
    ...(firstRow === after.nextRow ? [] : ["its rows do not follow on those of the entry before it"]),
  ];
}

async function all<T>(some: AsyncIterable<T>): Promise<readonly T[]> {
  const list: T[] = [];
  for await (const one of some) list.push(one);
  return list;
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
