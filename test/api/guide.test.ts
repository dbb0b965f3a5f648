import { execFile, spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmod, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, expect, test } from "vitest";
import { splitPage } from "../../scripts/check-docs.ts";
import { SLOW, temporaryFolder } from "../temporary-record.ts";

const ROOT = join(import.meta.dirname, "../..");
const TOOLS = ["curl", "jq", "openssl"];
const missing = TOOLS.filter((tool) => spawnSync(tool, ["--version"]).error);

let folder: string | undefined;
let server: ChildProcess | undefined;
afterEach(async () => {
  server?.kill("SIGTERM");
  if (server && server.exitCode === null) await once(server, "exit");
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
}, SLOW);

async function freePort(): Promise<number> {
  const socket = createServer().listen(0, "127.0.0.1");
  await once(socket, "listening");
  const { port } = socket.address() as AddressInfo;
  socket.close();
  await once(socket, "close");
  return port;
}

/** A folder as a reader has it: the examples, and `truce` on the path. */
async function readersFolder(): Promise<string> {
  const made = await temporaryFolder();
  await symlink(join(ROOT, "examples"), join(made, "examples"));
  await writeFile(join(made, "truce"), `#!/bin/sh\nexec "${process.execPath}" "${join(ROOT, "src/cli.ts")}" "$@"\n`);
  await chmod(join(made, "truce"), 0o755);
  return made;
}

// What a block exports the next one has, as in one terminal.
const KEEP = "\nexport -p > .exported\n";

const guide = (name: string, walk: () => Promise<void>): void =>
  test.skipIf(missing.length > 0)(
    `${name} can be walked through${missing.length > 0 ? ` (there is no ${missing.join(", ")})` : ""}`,
    { timeout: SLOW },
    walk,
  );

guide("the walk-through of the API", async () => {
  const all = await walkThrough("docs/guide/api.md");
  // The public, the editor; an item with its reports; one incident released; a manifest; a refusal with its place.
  for (const words of [
    '"role":"public"',
    '"role":"editor"',
    '"kind":"agreement"',
    '"added":7',
    '{"count":1}',
    '"rows":8',
    '{"secondFactorNeeded":false}',
    '"email":"editor@mission.example"',
  ])
    expect(all).toContain(words);
  // A draft that would let somebody off, and the text in force at the time that was asked about.
  expect(all).toMatch(/"rule": "no-shooting",\n\s+"reading": "text",\n\s+"from"/u);
  expect(all).toContain('"state": "in-force"');
  expect(all).toContain('"code":"not-found"');
  expect(all).toContain('"pointer":"/reports/0/when"');
  expect(all).toContain("retry: 2000");
});

guide("the walk-through of forms from telephones", async () => {
  const all = await walkThrough("docs/guide/field-forms.md");
  expect(all).toMatch(/HTTP\/1\.1 204/u);
  expect(all).toContain("<formID>ceasefire-report</formID>");
  expect(all.split("until somebody makes a report of it")).toHaveLength(3);
  expect(all).toMatch(/"items":\[\{"item":"[0-9a-f]{64}","form":"ceasefire-report"[^\]]*"files":1\}\]/u);
  expect(all).toMatch(/"report":"[0-9a-f-]{36}","problems":\[\]/u);
  expect(all).toContain('"reports":{"added":1,"revised":0,"unchanged":0},"problems":[]');
});

/** Everything that the blocks of a page say, run one after the other. */
async function walkThrough(page: string): Promise<string> {
  folder = await readersFolder();
  const port = await freePort();
  const env = { ...process.env, PATH: `${folder}:${process.env["PATH"]}` };
  await writeFile(join(folder, ".exported"), "");
  const { fences } = splitPage(await readFile(join(ROOT, page), "utf8"));
  const said: string[] = [];
  for (const { info, text, line } of fences.filter(({ info }) => info.startsWith("sh"))) {
    const script = text.replaceAll("8080", String(port));
    if (info === "sh server") server = await started(script, { cwd: folder, env });
    else {
      const whole = `. ./.exported\nset -eu\n${script}${KEEP}`;
      const run = promisify(execFile)("sh", ["-c", whole], { cwd: folder, env });
      const { stdout } = await run.catch((error: { stderr: string; stdout: string }) => {
        throw new Error(`${page}:${line}: ${error.stderr}${error.stdout}`);
      });
      said.push(stdout);
    }
  }
  return said.join("\n");
}

async function started(script: string, options: { cwd: string; env: NodeJS.ProcessEnv }): Promise<ChildProcess> {
  const made = spawn("sh", ["-c", `exec ${script.trim()}`], { ...options, stdio: ["ignore", "ignore", "pipe"] });
  made.stderr.setEncoding("utf8");
  let err = "";
  for await (const text of made.stderr as AsyncIterable<string>) {
    err += text;
    if (err.includes("truce serves")) return made;
  }
  throw new Error(err);
}
