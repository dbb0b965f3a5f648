import { execFile, spawn, type ChildProcess } from "node:child_process";
import { readFile, readlink, realpath, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

/**
 * The process that has a PostgreSQL data folder open, as its `postmaster.pid` tells it (PostgreSQL 18 documentation, section
 * 66.1). A server that was killed leaves the file behind, and the system may give its number to any other process, so a
 * number counts for nothing until the process is seen to be a server of this very folder.
 */
const LOCK_FILE = "postmaster.pid";
/** Line of the lock file that says `ready` when connections are let in, and `stopping` when no more will be. */
const STATUS_LINE = 7;

/** The server of the folder, if it is alive. */
export async function runningServer(cluster: string): Promise<number | undefined> {
  const pid = numberIn(await linesOf(join(cluster, LOCK_FILE)));
  return pid !== undefined && (await isServerOf(pid, cluster)) ? pid : undefined;
}

/** Whether this process has the folder open and lets connections in. */
export function isReady(pid: number, cluster: string): Promise<boolean> {
  return says("ready", pid, cluster);
}

/** Whether this process has the folder open and is on its way out, whoever it was working for. */
export function isStopping(pid: number, cluster: string): Promise<boolean> {
  return says("stopping", pid, cluster);
}

async function says(status: string, pid: number, cluster: string): Promise<boolean> {
  const lines = await linesOf(join(cluster, LOCK_FILE));
  return numberIn(lines) === pid && lines[STATUS_LINE]?.trim() === status;
}

/**
 * Makes lock files of a dead server harmless whose number another process has now: PostgreSQL would take that process for
 * the server and not start. The file stays, since it also names the shared memory that what is left of the dead server may
 * still use; only the number becomes ours, which PostgreSQL knows cannot be a server.
 */
export async function disownStaleLocks(cluster: string, socketLock: string): Promise<void> {
  for (const file of [join(cluster, LOCK_FILE), socketLock]) {
    const lines = await linesOf(file);
    const pid = numberIn(lines);
    if (pid === undefined || !isAlive(pid) || (await isServerOf(pid, cluster))) continue;
    await writeFile(file, [String(process.pid), ...lines.slice(1)].join("\n"));
  }
}

async function linesOf(file: string): Promise<readonly string[]> {
  return (await readFile(file, "utf8").catch(() => "")).split("\n");
}

function numberIn(lines: readonly string[]): number | undefined {
  const pid = Number(lines[0]);
  return Number.isInteger(pid) && pid > 1 ? pid : undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** A server works in its data folder, from its first to its last moment. */
async function isServerOf(pid: number, cluster: string): Promise<boolean> {
  if (!isAlive(pid)) return false;
  if (process.platform === "win32") return true;
  if (process.platform === "linux") {
    // Not to be read: a process of somebody else, or one that has ended and was not waited for.
    const works = await readlink(`/proc/${pid}/cwd`).catch(() => undefined);
    return works !== undefined && works === (await realpath(cluster).catch(() => cluster));
  }
  const said = await promisify(execFile)("ps", ["-o", "command=", "-p", String(pid)]).catch(() => undefined);
  return said?.stdout.includes(cluster) ?? false;
}

/**
 * Milliseconds after which a server that does not stop in order is told to stop at once; what was committed comes back when
 * it starts. PostgreSQL 18 told to stop while it recovers from a crash of one of its processes may never do so.
 */
const STOP_LIMIT_MS = 15_000;

/**
 * Stops this server of the folder, and none that somebody else starts there as soon as it is gone: open transactions are
 * undone, everything committed is on the disk. Returns when the process has ended, which is after it took its file away.
 */
export async function stopServer(cluster: string, pid: number): Promise<void> {
  const deadline = Date.now() + STOP_LIMIT_MS;
  let told: NodeJS.Signals | undefined;
  while (await isServerOf(pid, cluster)) {
    const signal = Date.now() > deadline ? "SIGQUIT" : "SIGINT";
    if (signal !== told) tell(pid, signal);
    told = signal;
    await pause(10);
  }
}

function tell(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    // It has gone by itself.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((done) => void setTimeout(done, milliseconds));
}

/** Stops the server if this process dies without doing so: it waits for the end of a pipe that nobody writes to. */
export function stopWithUs(pid: number, cluster: string): ChildProcess | undefined {
  if (process.platform === "win32") return undefined;
  // A server that has only just been started may not have written its file yet, and one that recovers may not stop: see above.
  const script = `is_there() { kill -0 "$2" && [ "$(head -n 1 "$1/${LOCK_FILE}")" = "$2" ]; }
    cat > /dev/null
    for _ in 1 2 3 4 5 6 7 8 9 10; do is_there "$@" && break; kill -0 "$2" || exit; sleep 0.2; done
    is_there "$@" && kill -INT "$2"
    n=0; while [ $n -lt ${STOP_LIMIT_MS / 200} ] && is_there "$@"; do sleep 0.2; n=$((n + 1)); done
    is_there "$@" && kill -QUIT "$2"`;
  const watcher = spawn("/bin/sh", ["-c", script, "truce-watch", cluster, String(pid)], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  watcher.on("error", () => undefined);
  watcher.unref();
  (watcher.stdin as unknown as { unref?: () => void }).unref?.();
  return watcher;
}
