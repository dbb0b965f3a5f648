import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import * as pg from "pg";

const CLI = join(import.meta.dirname, "../../src/cli.ts");

/** `truce serve` in a process of its own, and how much memory it has taken. */
export class ServedRecord {
  readonly address: string;
  /** Bytes, resident, at most. */
  mostMemory = 0;
  private readonly data: string;
  private readonly child: ChildProcess;
  private readonly watching: NodeJS.Timeout;

  private constructor(child: ChildProcess, address: string, data: string) {
    this.child = child;
    this.address = address;
    this.data = data;
    this.watching = setInterval(() => (this.mostMemory = Math.max(this.mostMemory, this.memory())), 500);
  }

  static async start(data: string): Promise<ServedRecord> {
    const words = ["serve", "--data", data, "--port", "0", "--behind-proxy"];
    const child = spawn(process.execPath, [CLI, ...words], { stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    for await (const text of child.stderr.setEncoding("utf8").iterator({ destroyOnReturn: false })) {
      said += String(text);
      const found = /truce serves (\S+)\n/u.exec(said);
      if (found) return new ServedRecord(child, found[1]!, data);
    }
    throw new Error(said);
  }

  /** Seconds of processor that it has used so far, user and system. */
  get processor(): number {
    const fields = readFileSync(`/proc/${this.child.pid}/stat`, "utf8").split(") ")[1]!.split(" ");
    return (Number(fields[11]) + Number(fields[12])) / 100;
  }

  /** Seconds until nothing is left to be done after changes; `undefined`: there still was something after `within`. */
  async isIdle(within: number): Promise<number | undefined> {
    const password = (await readFile(join(this.data, "keys", "database-password"), "utf8")).trim();
    const host = join(this.data, "postgres");
    const client = new pg.Client({ host, port: 5432, user: "truce", database: "truce", password });
    await client.connect();
    try {
      const begun = performance.now();
      const since = (): number => (performance.now() - begun) / 1000;
      const text = "select from truce_jobs.job where state in ('created', 'retry', 'active') limit 1";
      while ((await client.query(text)).rowCount !== 0) {
        if (since() > within) return undefined;
        await pause(250);
      }
      return since();
    } finally {
      await client.end();
    }
  }

  async stop(): Promise<void> {
    clearInterval(this.watching);
    this.child.kill("SIGTERM");
    if (this.child.exitCode === null) await once(this.child, "exit");
  }

  private memory(): number {
    const found = /^VmRSS:\s+(\d+) kB/mu.exec(readFileSync(`/proc/${this.child.pid}/status`, "utf8"));
    return Number(found?.[1] ?? 0) * 1024;
  }
}
