import { spawn, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createClient, ProblemAnswer } from "../../src/api/index.ts";
import { MISSION_TEXT, shots } from "../scenarios/mission.ts";
import { SLOW, temporaryFolder } from "../temporary-record.ts";
import { Listening } from "./listening.ts";

const CLI = join(import.meta.dirname, "../../src/cli.ts");

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** `truce …` as people start it, with what it says. */
class Truce {
  readonly process: ChildProcess;
  out = "";
  err = "";

  constructor(words: readonly string[], env: Readonly<Record<string, string>> = {}) {
    this.process = spawn(process.execPath, [CLI, ...words], { env: { ...process.env, ...env } });
    this.process.stdout!.setEncoding("utf8").on("data", (text: string) => (this.out += text));
    this.process.stderr!.setEncoding("utf8").on("data", (text: string) => (this.err += text));
  }

  async done(): Promise<number | null> {
    if (this.process.exitCode === null && this.process.signalCode === null) await once(this.process, "exit");
    return this.process.exitCode;
  }

  async serves(): Promise<void> {
    const begun = performance.now();
    while (!this.err.includes("truce serves")) {
      if (this.process.exitCode !== null || performance.now() - begun > 90_000)
        throw new Error(`not served: ${this.err}`);
      await new Promise((wait) => setTimeout(wait, 50));
    }
  }
}

let folder: string;
const started: Truce[] = [];
beforeEach(async () => {
  folder = await temporaryFolder();
}, SLOW);
afterEach(async () => {
  for (const one of started.splice(0)) {
    one.process.kill("SIGKILL");
    await one.done();
  }
  await rm(folder, { recursive: true, force: true });
}, SLOW);

function truce(words: readonly string[], env?: Readonly<Record<string, string>>): Truce {
  const one = new Truce(words, env);
  started.push(one);
  return one;
}

/** An account and a key that a program acts with. */
async function keyOf(role: string, scope: string): Promise<string> {
  const adding = truce([
    "user",
    "add",
    `${role}@mission.example`,
    "A Person",
    "--role",
    role,
    "--password",
    "--data",
    folder,
  ]);
  adding.process.stdin!.end("seven tin lanterns by the well\n");
  expect(await adding.done(), adding.err).toBe(0);
  const making = truce([
    "user",
    "api-key",
    "add",
    `${role}@mission.example`,
    "a test",
    "--may",
    scope,
    "--data",
    folder,
  ]);
  expect(await making.done(), making.err).toBe(0);
  return /: (\S+)\n/u.exec(making.out)![1]!;
}

test(
  "a server that is killed and started again has lost nothing, does nothing twice, and live change goes on",
  { timeout: SLOW },
  async () => {
    const key = await keyOf("editor", "record:read,item:receive,report:accept,judge:run");
    const port = await freePort();
    const address = `http://127.0.0.1:${port}`;
    const headers = { "x-api-key": key };
    const client = createClient({ address, headers });
    const serve = async (): Promise<Truce> => {
      const server = truce(["serve", "--data", folder], { PORT: String(port) });
      await server.serves();
      return server;
    };
    const first = await serve();
    expect((await client.ask("whoAmI", {})).role).toBe("editor");
    const listening = new Listening(await fetch(`${address}/api/events`, { headers }));
    const file = { query: { name: "agreement.md" }, body: new Blob([MISSION_TEXT]), key: randomUUID() } as const;
    await client.ask("receiveItem", file);
    const act = { body: { reports: [shots("Lower", "2016-03-05")] }, key: randomUUID() };
    const recorded = await client.ask("recordReports", act);
    const { incident } = recorded.reports[0]!;
    await listening.until((heard) => heard.some(({ data }) => data["id"] === incident));
    const place = listening.lastId!;
    first.process.kill("SIGKILL");
    await first.done();
    await listening.stop();

    const second = await serve();
    // Sent again, since nobody knows whether the answer would have come.
    expect(await client.ask("recordReports", act)).toEqual(recorded);
    const more = await client.ask("recordReports", {
      body: { reports: [shots("Lower", "2016-03-06")] },
      key: randomUUID(),
    });
    const again = new Listening(
      await fetch(`${address}/api/events`, { headers: { ...headers, "last-event-id": place } }),
    );
    await again.until((heard) => heard.some(({ data }) => data["id"] === more.reports[0]!.incident));
    expect(again.heard.every(({ event }) => event === "change")).toBe(true);
    expect((await client.ask("countIncidents", {})).count).toBe(2);
    await expect(client.ask("getIncident", { params: { id: randomUUID() } })).rejects.toThrow(ProblemAnswer);

    // Told to stop, it lets those who listen go, and ends well.
    second.process.kill("SIGTERM");
    expect(await second.done(), second.err).toBe(0);
    expect(again.isOver).toBe(true);
    const lines = second.out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.some(({ event, route }) => event === "request" && route === "/api/reports")).toBe(true);
    expect(second.out).not.toContain(incident);
    const verified = truce(["verify", "--data", folder]);
    expect(await verified.done(), verified.out).toBe(0);
  },
);

test("a server says who has the port, or the folder", { timeout: SLOW }, async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const { port } = taken.address() as AddressInfo;
  const refused = truce(["serve", "--data", folder, "--port", String(port)]);
  expect(await refused.done()).toBe(2);
  expect(refused.err).toMatch(/something else listens on 127\.0\.0\.1:\d+\nfix: /u);
  taken.close();
  const first = truce(["serve", "--data", folder, "--port", "0"]);
  await first.serves();
  const second = truce(["serve", "--data", folder, "--port", "0"]);
  expect(await second.done()).toBe(2);
  expect(second.err).toMatch(/truce serve.*\nfix: /u);
});
