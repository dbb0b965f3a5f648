import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { Refusal } from "../kit/index.ts";

const root = join(import.meta.dirname, "../..");

/** Where the web application is built. */
export const WEB_FOLDER = join(root, "dist/web");

/**
 * The folder of the web application, built now if it is not there or older than what it is made from (a few seconds).
 * @throws Refusal `web-not-built`
 */
export async function webFolder(): Promise<string> {
  if (await isUpToDate()) return WEB_FOLDER;
  const log: string[] = [];
  const vite = join(root, "node_modules/vite/bin/vite.js");
  const args = [vite, "build", "--config", join(root, "src/web/vite.config.ts"), "--logLevel", "error"];
  // Whatever this was started from: a build for development would keep no pages for reading without a network.
  // oxlint-disable-next-line node/no-process-env -- all of it is handed on
  const env = { ...process.env, NODE_ENV: "production" };
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => log.push(chunk.toString()));
  const code = await new Promise<number | null>((ended) => child.on("close", ended).on("error", () => ended(null)));
  if (code === 0) return WEB_FOLDER;
  const why = log.join("").trim();
  throw new Refusal("web-not-built", `the web application could not be built: ${why}`, "run npm ci, then try again");
}

async function isUpToDate(): Promise<boolean> {
  const page = join(WEB_FOLDER, "index.html");
  if (!existsSync(page)) return false;
  // Whoever installed it without its sources has it built.
  if (!existsSync(join(root, "src/web/vite.config.ts"))) return true;
  const [made, ...sources] = await Promise.all(
    [page, join(root, "package-lock.json"), ...(await filesOf(join(root, "src")))].map(timeOf),
  );
  return sources.every((time) => time <= (made ?? 0));
}

async function filesOf(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

async function timeOf(file: string): Promise<number> {
  return (await stat(file)).mtimeMs;
}
