import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const CLI = join(import.meta.dirname, "../../../src/cli.ts");

/** `truce serve`, as people start it. */
export class TruceServer {
  readonly address: string;
  private readonly child: ChildProcess;
  private said = "";

  constructor(data: string, port: number) {
    this.address = `http://127.0.0.1:${port}`;
    const words = ["serve", "--data", data, "--port", String(port)];
    this.child = spawn(process.execPath, [CLI, ...words], { stdio: ["ignore", "ignore", "pipe"] });
    this.child.stderr!.setEncoding("utf8").on("data", (text: string) => (this.said += text));
  }

  get isGoing(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Milliseconds until it and its database answer; `undefined`: they did not in that time, or it has ended. */
  async answers(within: number): Promise<number | undefined> {
    const begun = performance.now();
    while (this.isGoing && performance.now() - begun < within) {
      const response = await fetch(`${this.address}/healthz`, { signal: AbortSignal.timeout(5000) }).catch(
        () => undefined,
      );
      await response?.arrayBuffer().catch(() => undefined);
      if (response?.ok) return performance.now() - begun;
      await pause(20);
    }
    return undefined;
  }

  async kill(): Promise<void> {
    this.child.kill("SIGKILL");
    await this.ended();
  }

  /** In order. What it said, if it did not end well. */
  async stop(): Promise<string | undefined> {
    this.child.kill("SIGTERM");
    await this.ended();
    return this.child.exitCode === 0 ? undefined : `it ended with ${this.child.exitCode}: ${this.said}`;
  }

  get lastWords(): string {
    return this.said.trim().split("\n").slice(-4).join(" / ");
  }

  private async ended(): Promise<void> {
    if (this.isGoing) await once(this.child, "exit");
  }
}

export async function freePort(): Promise<number> {
  const socket = createServer().listen(0, "127.0.0.1");
  await once(socket, "listening");
  const { port } = socket.address() as AddressInfo;
  socket.close();
  await once(socket, "close");
  return port;
}
