import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const CLI = join(import.meta.dirname, "../../src/cli.ts");

/** `truce serve` in a process of its own, and how much memory it has taken. */
export class ServedRecord {
  readonly address: string;
  /** Bytes, resident, at most. */
  mostMemory = 0;
  private readonly child: ChildProcess;
  private readonly watching: NodeJS.Timeout;

  private constructor(child: ChildProcess, address: string) {
    this.child = child;
    this.address = address;
    this.watching = setInterval(() => (this.mostMemory = Math.max(this.mostMemory, this.memory())), 500);
  }

  static async start(data: string): Promise<ServedRecord> {
    const words = ["serve", "--data", data, "--port", "0", "--behind-proxy"];
    const child = spawn(process.execPath, [CLI, ...words], { stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    for await (const text of child.stderr!.setEncoding("utf8").iterator({ destroyOnReturn: false })) {
      said += String(text);
      const found = /truce serves (\S+)\n/u.exec(said);
      if (found) return new ServedRecord(child, found[1]!);
    }
    throw new Error(said);
  }

  /** Seconds of processor that it has used so far, user and system. */
  get processor(): number {
    const fields = readFileSync(`/proc/${this.child.pid}/stat`, "utf8").split(") ")[1]!.split(" ");
    return (Number(fields[11]) + Number(fields[12])) / 100;
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
