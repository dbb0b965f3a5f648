import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import * as pg from "pg";
import { afterAll, afterEach, beforeAll, describe } from "vitest";
import { startEmbedded, type EmbeddedServer } from "../src/store/embedded.ts";
import { openStore, type Act, type Change, type Store } from "../src/store/index.ts";

/** A PostgreSQL to test with besides ours: the address of a superuser, `postgres://postgres@/postgres?host=/tmp/x`. */
const GIVEN = process.env["TRUCE_TEST_DATABASE"];

/** On a machine with much else to do, what takes a second takes many. */
export const SLOW = 180_000;

/**
 * The same laws on the PostgreSQL that comes with Truce and on the one that `TRUCE_TEST_DATABASE` names; without one, the
 * second half shows as skipped. Each half has a server of its own for the file, and each test as many records as it likes.
 */
export function onEachServer(name: string, laws: (records: TemporaryRecords) => void): void {
  const options = { timeout: SLOW };
  describe(`${name} (PostgreSQL that comes with Truce)`, options, () => laws(prepared(undefined)));
  const given = describe.skipIf(GIVEN === undefined);
  given(`${name} (PostgreSQL of TRUCE_TEST_DATABASE)`, options, () => laws(prepared(GIVEN)));
}

function prepared(address: string | undefined): TemporaryRecords {
  const records = new TemporaryRecords(address);
  beforeAll(() => records.start(), SLOW);
  afterEach(() => records.discard(), SLOW);
  afterAll(() => records.stop(), SLOW);
  return records;
}

/** A folder that also the account of a database server may pass through, which the folders of `mkdtemp` do not allow. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "truce-test-"));
  await chmod(folder, 0o711);
  return folder;
}

/** Records in databases that are made from one template and thrown away after each test. */
export class TemporaryRecords {
  private readonly given: string | undefined;
  private folder: string | undefined;
  private server: EmbeddedServer | undefined;
  private superuser: pg.ClientConfig = {};
  private admin: pg.Client | undefined;
  private readonly account = `truce_test_${randomBytes(5).toString("hex")}`;
  private readonly password = randomBytes(12).toString("hex");
  private made = 0;
  private stores: Store[] = [];
  private clients: pg.Client[] = [];
  private databases: string[] = [];

  constructor(given: string | undefined) {
    this.given = given;
  }

  async start(): Promise<void> {
    if (this.given === undefined) {
      this.folder = await temporaryFolder();
      this.server = await startEmbedded(join(this.folder, "data"), { purpose: "truce test" });
      this.superuser = this.server.connection;
    } else this.superuser = { connectionString: this.given };
    this.admin = await this.connect();
    // A test that loses power has other worries.
    if (this.server) await this.admin.query("alter system set fsync = off");
    if (this.server) await this.admin.query("select pg_reload_conf()");
    await this.admin.query(`create role ${this.account} login password '${this.password}'`);
    await this.admin.query(`create database ${this.template} owner ${this.account}`);
    const store = await openStore({ database: this.addressOf(this.template) }, { purpose: "truce test" });
    await store.close();
  }

  /** A record with nothing in it, closed and deleted after the test. */
  async open(): Promise<Store> {
    return this.openDatabase(await this.database(this.template));
  }

  /** Another connection to a record: another process would see the same. */
  async openDatabase(database: string): Promise<Store> {
    const store = await openStore({ database: this.addressOf(database) }, { purpose: "truce test" });
    this.stores.push(store);
    return store;
  }

  /** A database as `create database` makes it, without a schema of ours. Its name. */
  async emptyDatabase(): Promise<string> {
    return this.database("template1");
  }

  /** As whoever runs the database server, to whom no trigger applies and everything belongs. */
  async tamperer(database: string | Store): Promise<pg.Client> {
    const name = typeof database === "string" ? database : await nameOf(database);
    const client = await this.connect(name);
    this.clients.push(client);
    await client.query("set session_replication_role = replica; set search_path = truce, public; set timezone = 'UTC'");
    return client;
  }

  /** The account that a record belongs to, on a connection that knows nothing of Truce. */
  async owner(database: string): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: this.addressOf(database) });
    client.on("error", () => undefined);
    await client.connect();
    this.clients.push(client);
    return client;
  }

  /** The address of a record as one would give it on the command line. */
  addressOf(database: string): string {
    const { host, port } = this.admin!;
    return `postgres://${this.account}:${this.password}@/${database}?host=${encodeURIComponent(host)}&port=${port}`;
  }

  /** What the server was told to do with rows that do not fit is in here. */
  get logFile(): string | undefined {
    return this.folder && join(this.folder, "data", "log", "postgres.log");
  }

  async discard(): Promise<void> {
    await Promise.all(this.stores.map((store) => store.close()));
    await Promise.all(this.clients.map((client) => client.end()));
    this.stores = [];
    this.clients = [];
    // Ours go with their server, which takes no time.
    if (!this.server) await this.drop();
  }

  private async drop(): Promise<void> {
    for (const database of this.databases) await this.admin!.query(`drop database ${database} with (force)`);
    this.databases = [];
  }

  async stop(): Promise<void> {
    if (this.admin && !this.server) {
      await this.admin.query(`drop database if exists ${this.template} with (force)`);
      await this.admin.query(`drop role if exists ${this.account}`);
    }
    await this.admin?.end();
    await this.server?.stop();
    if (this.folder !== undefined) await rm(this.folder, { recursive: true, force: true });
  }

  private get template(): string {
    return `${this.account}_template`;
  }

  private async database(template: string): Promise<string> {
    const database = `${this.account}_${++this.made}`;
    await this.admin!.query(`create database ${database} template ${template} owner ${this.account}`);
    this.databases.push(database);
    return database;
  }

  private async connect(database?: string): Promise<pg.Client> {
    const { connectionString } = this.superuser;
    const client = new pg.Client(
      database === undefined
        ? this.superuser
        : connectionString === undefined
          ? { ...this.superuser, database }
          : { connectionString: connectionString.replace(/(?<=[^/]\/|\/\/\/)[^/?]*(?=\?|$)/u, database) },
    );
    client.on("error", () => undefined);
    await client.connect();
    return client;
  }
}

async function nameOf(store: Store): Promise<string> {
  const [row] = await store.query<{ name: string }>("select current_database() as name");
  return row!.name;
}

/** One entry of the ledger, for tests that do not care who did it. */
export async function changed<T>(store: Store, work: (change: Change) => T | Promise<T>): Promise<T> {
  const act: Act = { by: "a test", act: "note", body: {} };
  const { result } = await store.change(async (change) => ({ result: await work(change), act }));
  return result;
}
