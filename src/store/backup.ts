import { createHash } from "node:crypto";
import { once } from "node:events";
import { finished } from "node:stream/promises";
import * as pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { Refusal } from "../kit/index.ts";
import { schemaVersion } from "./migrate.ts";
import { NOUN_NAMES } from "./nouns.ts";
import type { Store } from "./store.ts";

/**
 * A backup is text: a line that says what it is, then for each table a line with its name and columns and its rows as
 * `COPY` writes them, closed by `\.`, and last a line with the SHA-256 of all before it. So it moves between versions of
 * PostgreSQL, and a backup that was cut short or changed is refused whole. The keys are not in it.
 */
const FORMAT = "truce-backup-1";
const TABLES: readonly string[] = ["ledger_entry", "ledger_head", ...NOUN_NAMES, "item_piece", "import_run", "outbox"];

interface Heading {
  readonly format: string;
  readonly schema: number;
  readonly madeAt: string;
  readonly entries: number;
}

export interface BackupProgress {
  readonly onTable?: (table: string, done: number, total: number) => void;
}

/** The whole record as it is at one moment. */
export async function* backupRecord(store: Store, { onTable }: BackupProgress = {}): AsyncGenerator<Uint8Array, void> {
  const client = await store.pool.connect();
  let isWhole = false;
  const hash = createHash("sha256");
  const sealed = (bytes: Uint8Array): Uint8Array => (hash.update(bytes), bytes);
  const line = (value: unknown): Uint8Array => Buffer.from(`${JSON.stringify(value)}\n`);
  try {
    await client.query("begin transaction isolation level repeatable read, read only");
    const { rows } = await client.query<{ seq: number }>("select seq from ledger_head");
    const heading: Heading = {
      format: FORMAT,
      schema: await schemaVersion(),
      madeAt: new Date().toISOString(),
      entries: rows[0]!.seq,
    };
    yield sealed(line(heading));
    for (const [i, table] of TABLES.entries()) {
      onTable?.(table, i, TABLES.length);
      const columns = await columnsIn(client, table);
      yield sealed(line({ table, columns }));
      const list = columns.map((name) => `"${name}"`).join(", ");
      for await (const chunk of client.query(copyTo(`copy "${table}" (${list}) to stdout`)))
        yield sealed(chunk as Uint8Array);
      yield sealed(Buffer.from("\\.\n"));
    }
    yield line({ sha256: hash.digest("hex") });
    isWhole = true;
  } finally {
    // A COPY that nobody reads to its end cannot be stopped by us, only left.
    if (!isWhole) hangUp(client);
    else await client.query("rollback").catch(() => undefined);
    client.release(!isWhole);
  }
}

function hangUp(client: pg.PoolClient): void {
  client.on("error", () => undefined);
  (client as unknown as { readonly connection: { readonly stream: { destroy(): void } } }).connection.stream.destroy();
}

async function columnsIn(client: pg.ClientBase, table: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select column_name as name from information_schema.columns
     where table_schema = current_schema() and table_name = $1 order by ordinal_position`,
    [table],
  );
  return rows.map(({ name }) => name);
}

/** Brings a backup into a record that is empty: all of it, or nothing. The number of entries of its ledger. */
export async function restoreRecord(store: Store, lines: AsyncIterable<Uint8Array>): Promise<number> {
  return store.withClient(async (client) => {
    await client.query("begin");
    try {
      const { rows } = await client.query<{ seq: number }>("select seq from ledger_head for update");
      if (rows[0]!.seq !== 0)
        throw new Refusal(
          "record-not-empty",
          "there is a record here already, and a backup is never mixed into one",
          "restore into a new folder or database",
        );
      await client.query("delete from ledger_head");
      const entries = await new Restorer(client).restore(lines);
      await client.query(
        "select setval(pg_get_serial_sequence('outbox', 'id'), (select coalesce(max(id), 0) + 1 from outbox), false)",
      );
      await client.query("commit");
      return entries;
    } catch (error) {
      await client.query("rollback").catch(() => undefined);
      throw error;
    }
  });
}

class Restorer {
  private readonly client: pg.ClientBase;
  private readonly hash = createHash("sha256");
  private readonly restored = new Set<string>();
  private heading: Heading | undefined;
  private copy: { readonly stream: ReturnType<typeof copyFrom>; readonly done: Promise<void> } | undefined;
  private isSealed = false;

  constructor(client: pg.ClientBase) {
    this.client = client;
  }

  async restore(bytes: AsyncIterable<Uint8Array>): Promise<number> {
    try {
      await this.lines(bytes);
    } catch (error) {
      // Else the database would wait for the rest of the rows, and everything else for the database.
      this.copy?.stream.destroy(error as Error);
      await this.copy?.done.catch(() => undefined);
      throw isOfRows(error) ? notABackup("a table of it does not hold rows of that table") : error;
    }
    if (!this.heading || !this.isSealed) throw cutShort();
    const missing = TABLES.filter((table) => !this.restored.has(table));
    if (missing.length > 0 && this.heading.schema === (await schemaVersion()))
      throw notABackup(`there is no ${missing.join(", ")} in it`);
    return this.heading.entries;
  }

  private async lines(bytes: AsyncIterable<Uint8Array>): Promise<void> {
    let rest: Buffer = Buffer.alloc(0);
    for await (const chunk of bytes) {
      const all = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
      let from = 0;
      for (let end = all.indexOf(10); end >= 0; end = all.indexOf(10, from)) {
        await this.line(all.subarray(from, end + 1));
        from = end + 1;
      }
      rest = all.subarray(from);
    }
    if (rest.length > 0) throw this.isSealed ? somethingAfter() : cutShort();
  }

  private async line(line: Buffer): Promise<void> {
    if (this.isSealed) throw somethingAfter();
    if (this.copy) return this.copyLine(line);
    const said = parsed(line);
    if (said && "sha256" in said) {
      if (said["sha256"] !== this.hash.digest("hex"))
        throw notABackup("it is not as it was made: its digest is another");
      if (!this.heading) throw notABackup("there is nothing in it");
      this.isSealed = true;
      return;
    }
    this.hash.update(line);
    if (!this.heading) return this.begin(said);
    await this.beginTable(said ?? {});
  }

  private async begin(said: Readonly<Record<string, unknown>> | undefined): Promise<void> {
    if (said?.["format"] !== FORMAT) throw notABackup("it does not begin as a backup of Truce does");
    const heading = said as unknown as Heading;
    if (!Number.isSafeInteger(heading.schema) || !Number.isSafeInteger(heading.entries))
      throw notABackup("it does not say of which schema it is");
    this.heading = heading;
    const own = await schemaVersion();
    if (heading.schema > own)
      throw new Refusal(
        "newer-record",
        `the backup was made by a newer Truce (schema ${heading.schema}, this one has ${own})`,
        "restore it with that Truce",
      );
  }

  private async beginTable({
    table,
    columns,
  }: {
    readonly table?: unknown;
    readonly columns?: unknown;
  }): Promise<void> {
    if (typeof table !== "string" || !TABLES.includes(table) || !Array.isArray(columns) || this.restored.has(table))
      throw notABackup("it has a part that this Truce does not know");
    const own = await columnsIn(this.client, table);
    if (!columns.every((name) => own.includes(name as string)))
      throw notABackup(`its ${table} has a column that this Truce does not know`);
    this.restored.add(table);
    const names = columns.map((name) => `"${String(name)}"`).join(", ");
    const stream = this.client.query(copyFrom(`copy "${table}" (${names}) from stdin`));
    this.copy = { stream, done: finished(stream) };
    this.copy.done.catch(() => undefined);
  }

  private async copyLine(line: Buffer): Promise<void> {
    this.hash.update(line);
    const { stream, done } = this.copy!;
    if (line.length === 3 && line[0] === 92 && line[1] === 46) {
      stream.end();
      await done;
      this.copy = undefined;
      return;
    }
    if (!stream.write(line)) await Promise.race([once(stream, "drain"), done]);
  }
}

/** The database takes these rows for none of that table. What it says of them may quote them. */
function isOfRows(error: unknown): boolean {
  return error instanceof pg.DatabaseError && /^(?:22|23|42)/u.test(error.code ?? "");
}

function somethingAfter(): Refusal {
  return notABackup("there is something after its end");
}

function parsed(line: Buffer): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line.toString());
    return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}

function cutShort(): Refusal {
  return new Refusal("backup-cut-short", "the backup is cut short", "get the file again; nothing of it was restored");
}

function notABackup(why: string): Refusal {
  return new Refusal("not-a-backup", `this is no good backup: ${why}`, "nothing of it was restored");
}
