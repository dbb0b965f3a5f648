import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { serversIn } from "../crash/processes.ts";
import { SLOW, temporaryFolder } from "../temporary-record.ts";

const ROOT = join(import.meta.dirname, "../..");
const CLI = join(ROOT, "src/cli.ts");

let folder: string;
let started: ChildProcess[];
beforeEach(async () => {
  folder = await temporaryFolder();
  started = [];
}, SLOW);
afterEach(async () => {
  for (const child of started) child.kill("SIGKILL");
  // Without waiting for anything: what has ended has left nothing that still writes here.
  await rm(folder, { recursive: true, force: true });
}, SLOW);

function truce(...words: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, [CLI, ...words, "--data", folder], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
  });
  started.push(child);
  return child;
}

async function endOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  return child.exitCode;
}

async function saysWhere(server: ChildProcess): Promise<string> {
  let said = "";
  for await (const text of server.stderr!) {
    said += String(text);
    const found = /truce serves (\S+)\n/u.exec(said);
    if (found) return found[1]!;
  }
  throw new Error(said);
}

test(
  "a server whose log nobody reads any more serves on, and when it is told to stop ends its database first",
  async () => {
    const server = truce("serve", "--port", "0");
    // Reading no further closes the pipe.
    const address = await saysWhere(server);
    server.stdout!.destroy();
    for (let n = 0; n < 3; n++) expect((await fetch(`${address}/api/incidents`)).status).toBe(200);
    server.kill("SIGTERM");
    expect(await endOf(server)).toBe(0);
    expect(serversIn(folder)).toEqual([]);
  },
  SLOW,
);

test(
  "a command whose output nobody reads to its end has ended its database when it ends",
  async () => {
    const file = "examples/syria-2016/reports/ged-syria-2016-02-27_2016-07-31.csv";
    expect(await endOf(truce("import", file))).toBe(0);
    const child = truce("export", "--format", "csv", "--for", "internal");
    await once(child.stdout!, "data");
    child.stdout!.destroy();
    expect(await endOf(child)).toBe(0);
    expect(serversIn(folder)).toEqual([]);
  },
  SLOW,
);
