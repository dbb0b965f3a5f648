import { readdirSync, readFileSync, readlinkSync, realpathSync } from "node:fs";
import { join } from "node:path";

/** Processes that still work in the folder (Linux; elsewhere nothing is found). */
export function serversIn(data: string): readonly number[] {
  const cluster = join(data, "postgres");
  return readdirSync("/proc").flatMap((name) => {
    try {
      return /^\d+$/u.test(name) && readlinkSync(`/proc/${name}/cwd`) === realpathSync(cluster) ? [Number(name)] : [];
    } catch {
      return [];
    }
  });
}

/** The database server of a data folder, if it is alive. */
export function serverOf(data: string): number | undefined {
  try {
    const pid = Number(readFileSync(join(data, "postgres", "postmaster.pid"), "utf8").split("\n")[0]);
    return serversIn(data).includes(pid) ? pid : undefined;
  } catch {
    return undefined;
  }
}

export function childrenOf(pid: number): readonly number[] {
  return readdirSync("/proc").flatMap((name) => {
    try {
      const parent = /^\d+ \(.*\) \S (\d+)/u.exec(readFileSync(`/proc/${name}/stat`, "utf8"))?.[1];
      return Number(parent) === pid ? [Number(name)] : [];
    } catch {
      return [];
    }
  });
}

export function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It was faster.
  }
}
