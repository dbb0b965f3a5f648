import { Kysely, PostgresDialect } from "kysely";
import * as pg from "pg";
import { Refusal } from "../kit/index.ts";
import { Change, type Act } from "./change.ts";
import { openPool, refusalOf } from "./connection.ts";
import { startEmbedded, type EmbeddedOptions, type EmbeddedServer } from "./embedded.ts";
import { migrate } from "./migrate.ts";
import type { Noun, NounWithBody, Row } from "./nouns.ts";
import type { Writable } from "./tables.ts";

/** Where the record is: a folder of this machine, with the database that comes with Truce, or a server of one's own. */
export type Where = { readonly folder: string } | { readonly database: string };

/** The purpose is shown to whoever finds the folder in use. */
export type OpenStoreOptions = EmbeddedOptions;

export interface Committed<T> {
  readonly result: T;
  /** The entry of the ledger; `undefined` if there was nothing to record. */
  readonly seq: number | undefined;
}

/** The record, open. Whoever opens it closes it. */
export class Store {
  readonly db: Kysely<Writable>;
  readonly pool: pg.Pool;
  readonly where: Where;
  private readonly server: EmbeddedServer | undefined;
  /** The last of the changes that wait for each other. */
  private lastChange: Promise<unknown> = Promise.resolve();

  constructor(pool: pg.Pool, where: Where, server: EmbeddedServer | undefined) {
    this.pool = pool;
    this.where = where;
    this.server = server;
    this.db = new Kysely<Writable>({ dialect: new PostgresDialect({ pool }) });
  }

  /**
   * Changes the record in one transaction, with one entry of the ledger. If `work` throws, nothing has changed. `act` may
   * depend on what the work came to; without one (nothing to record) the transaction is undone.
   */
  async change<T>(
    work: (change: Change) => Promise<{ readonly result: T; readonly act: Act | undefined }>,
  ): Promise<Committed<T>> {
    // One after the other they are anyway. Whoever waits for that in the database has a connection meanwhile, and many who do
    // leave none for those who read.
    const before = this.lastChange;
    const done = before.then(() => this.changeNow(work));
    this.lastChange = done.catch(() => undefined);
    return done;
  }

  private async changeNow<T>(
    work: (change: Change) => Promise<{ readonly result: T; readonly act: Act | undefined }>,
  ): Promise<Committed<T>> {
    return this.withClient(async (client) => {
      await client.query("begin");
      try {
        const { rows } = await client.query<{ seq: number; at: number; hash: Buffer; next_row: number; now: number }>(
          "select seq, at, hash, next_row, date_trunc('milliseconds', clock_timestamp()) as now from ledger_head for update",
        );
        const head = rows[0]!;
        const change = new Change(client, { ...head, nextRow: head.next_row });
        const { result, act } = await work(change);
        const entry = act === undefined ? undefined : await change.close(act);
        await client.query(act === undefined ? "rollback" : "commit");
        return { result, seq: entry?.seq };
      } catch (error) {
        await client.query("rollback").catch(() => undefined);
        throw error;
      }
    });
  }

  /** Reads in one snapshot of the database, so that what is read together is of one moment. */
  async snapshot<T>(work: (client: pg.ClientBase) => Promise<T>): Promise<T> {
    return this.withClient(async (client) => {
      await client.query("begin transaction isolation level repeatable read, read only");
      try {
        return await work(client);
      } finally {
        await client.query("rollback").catch(() => undefined);
      }
    });
  }

  /**
   * Does a piece of work while nobody else does one of this name, in this process or another: who begins later sees what came
   * of it. Not to be nested.
   */
  async alone<T>(name: string, work: () => Promise<T>): Promise<T> {
    return this.withClient(async (client) => {
      await client.query("select pg_advisory_lock(hashtextextended($1, 0))", [name]);
      try {
        return await work();
      } finally {
        // If the connection is gone, so is the lock.
        await client.query("select pg_advisory_unlock(hashtextextended($1, 0))", [name]).catch(() => undefined);
      }
    });
  }

  async withClient<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    let client: pg.PoolClient | undefined;
    let trouble: unknown;
    try {
      client = await this.pool.connect();
      return await work(client);
    } catch (error) {
      trouble = refusalOf(error);
      throw trouble;
    } finally {
      client?.release(trouble instanceof Refusal ? true : undefined);
    }
  }

  /** For those who may have SQL: this folder, and accounts for their own tables. Others ask by a function with a name. */
  async query<R extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<readonly R[]> {
    return this.withClient(async (client) => (await client.query<R>(text, [...values])).rows);
  }

  /** Current rows of a noun, all columns, in the order of the record. For the workflow, which sees everything. */
  async current<N extends Noun>(noun: N): Promise<readonly Row<N>[]> {
    return (await this.query(
      `select * from "${noun}" where superseded_at is null and not withdrawn order by row`,
    )) as unknown as readonly Row<N>[];
  }

  /** Bodies of the current rows of a noun, in the order of the record. */
  async currentBodies<T>(noun: NounWithBody): Promise<readonly T[]> {
    const rows = await this.query<{ body: T }>(
      `select body from "${noun}" where superseded_at is null and not withdrawn order by row`,
    );
    return rows.map(({ body }) => body);
  }

  /** @throws if the database does not answer. */
  async ping(): Promise<void> {
    await this.query("select 1");
  }

  /** How it is connected, for another thread of this process: see `connectStore`. */
  connection(): RecordConnection {
    const { host, port, user, password, database, connectionString } = this.pool.options;
    const given = Object.entries({ host, port, user, password, database, connectionString });
    return Object.fromEntries(given.filter(([, value]) => typeof value === "string" || typeof value === "number"));
  }

  async close(): Promise<void> {
    await this.db.destroy();
    await this.server?.stop();
  }

  /** Closes without waiting for what is still at work: it is cut off, and what it has not committed is undone. */
  async abandon(): Promise<void> {
    await this.server?.stop();
  }
}

/** What may be told another thread. */
export type RecordConnection = Pick<pg.ClientConfig, "host" | "port" | "user" | "database" | "connectionString"> & {
  readonly password?: string;
};

/** A record that is open already, on connections of its own: to whoever opened it belong its database and its schema. */
export function connectStore(connection: RecordConnection, purpose: string): Store {
  return new Store(openPool(connection, purpose), { database: "" }, undefined);
}

/** Opens the record, makes it if it is not there, and brings its schema up to date. */
export async function openStore(where: Where, options: OpenStoreOptions): Promise<Store> {
  const { purpose } = options;
  const server = "folder" in where ? await startEmbedded(where.folder, options) : undefined;
  try {
    const config = server
      ? await ownDatabase(server.connection)
      : givenDatabase((where as { database: string }).database);
    const pool = openPool(config, purpose);
    const store = new Store(pool, where, server);
    try {
      await store.withClient(checkVersion);
      await migrate(store.db);
      return store;
    } catch (error) {
      await store.db.destroy();
      throw error;
    }
  } catch (error) {
    await server?.stop();
    throw refusalOf(error);
  }
}

/** The record belongs to an account that may not do more than keep it. */
async function ownDatabase(connection: pg.ClientConfig): Promise<pg.ClientConfig> {
  const own = { ...connection, user: "truce", database: "truce" };
  const client = new pg.Client(connection);
  await client.connect();
  try {
    const { rows } = await client.query<{ role: boolean; db: boolean }>(
      "select exists (select from pg_roles where rolname = 'truce') as role, exists (select from pg_database where datname = 'truce') as db",
    );
    if (!rows[0]!.role)
      await client.query(`create role truce login password ${client.escapeLiteral(String(connection.password))}`);
    if (!rows[0]!.db) await client.query("create database truce owner truce");
  } finally {
    await client.end();
  }
  return own;
}

function givenDatabase(connectionString: string): pg.ClientConfig {
  if (!/^postgres(?:ql)?:\/\//u.test(connectionString))
    throw new Refusal(
      "bad-database",
      "--database takes an address such as postgres://user@host/name",
      "put the password in PGPASSWORD or ~/.pgpass, not on the command line",
    );
  return { connectionString };
}

const OLDEST_SERVER = 150_000;

async function checkVersion(client: pg.PoolClient): Promise<void> {
  const { rows } = await client.query<{ server_version_num: string }>("show server_version_num");
  const version = Number(rows[0]!.server_version_num);
  if (version < OLDEST_SERVER)
    throw new Refusal(
      "old-database",
      `this PostgreSQL is of version ${Math.floor(version / 10_000)}; Truce needs 15 or newer`,
      "use a newer server",
    );
  // PostgreSQL looks first and creates afterwards, and another may be quicker in between.
  await client.query("create schema if not exists truce").catch((error: { readonly code?: string }) => {
    if (error.code !== "23505" && error.code !== "42P06") throw error;
  });
}
