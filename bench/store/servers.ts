import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, chown, mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Where } from "../../src/store/index.ts";

/** A place for a record, with the server it is on. */
export interface BenchServer {
  readonly name: string;
  /** What opens the record: a folder of Truce, or the address of a database on a server that runs already. */
  readonly where: Where;
  stop(): Promise<void>;
}

const DEBIAN = "/usr/lib/postgresql/15/bin";

/** As the embedded one is set, so that the two differ in nothing but themselves. All of them keep what they say is kept. */
const SETTINGS = {
  listen_addresses: "",
  shared_buffers: "256MB",
  work_mem: "32MB",
  maintenance_work_mem: "256MB",
  max_wal_size: "4GB",
  checkpoint_timeout: "15min",
  random_page_cost: "1.1",
  jit: "off",
};

export function embedded(folder: string): BenchServer {
  return {
    name: "embedded PostgreSQL 18",
    where: { folder: join(folder, "embedded") },
    stop: () => Promise.resolve(),
  };
}

/** Debian's PostgreSQL 15, in a folder of its own and on a socket in it; `undefined` if it is not on this machine. */
export async function startDebian(folder: string): Promise<BenchServer | undefined> {
  if (!existsSync(join(DEBIAN, "postgres"))) return undefined;
  const account = await accountOf("postgres");
  const home = join(folder, "debian");
  await mkdir(home, { mode: 0o711 });
  await chmod(home, 0o711);
  if (account) await chown(home, account.uid, account.gid);
  const data = join(home, "data");
  const as = account ? { ...account, cwd: "/" } : {};
  const flags = ["-D", data, "-U", "truce", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-instructions"];
  const made = spawnSync(join(DEBIAN, "initdb"), flags, { ...as, encoding: "utf8" });
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`);
  const options = Object.entries({ ...SETTINGS, unix_socket_directories: home });
  const server = spawn(
    join(DEBIAN, "postgres"),
    ["-D", data, ...options.flatMap(([name, value]) => ["-c", `${name}=${value}`])],
    { ...as, stdio: "ignore" },
  );
  const ended = new Promise<void>((done) => server.once("exit", () => done()));
  await untilReady(data);
  return {
    name: "PostgreSQL 15 of Debian",
    where: { database: `postgres://truce@/postgres?host=${encodeURIComponent(home)}` },
    stop: () => {
      server.kill("SIGINT");
      return ended;
    },
  };
}

/** The account that a server has to run under if we are root. */
async function accountOf(name: string): Promise<{ readonly uid: number; readonly gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const lines = (await readFile("/etc/passwd", "utf8")).split("\n").map((line) => line.split(":"));
  const [, , uid, gid] = lines.find(([found]) => found === name) ?? [];
  if (uid === undefined) throw new Error(`PostgreSQL cannot run as root, and there is no account ${name}`);
  return { uid: Number(uid), gid: Number(gid) };
}

async function untilReady(data: string): Promise<void> {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline;) {
    const lines = (await readFile(join(data, "postmaster.pid"), "utf8").catch(() => "")).split("\n");
    if (lines[7]?.trim() === "ready") return;
    await new Promise((done) => setTimeout(done, 10));
  }
  throw new Error(`the server in ${data} does not start`);
}
