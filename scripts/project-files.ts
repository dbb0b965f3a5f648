import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/** Folder of the whole project. */
export const root = dirname(import.meta.dirname);

/** Path from the project's folder, with `/` → what is in the file. */
export type Sources = ReadonlyMap<string, string>;

const skipped = new Set(["node_modules", ".git", ".truce", "coverage", "dist", "out"]);

/** Every file under `folder` whose name passes, in the order of their names. Paths are relative to `base`, with `/`. */
export function listFiles(folder: string, accepts: (path: string) => boolean, base: string = root): string[] {
  const found: string[] = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (skipped.has(entry.name)) continue;
    const full = join(folder, entry.name);
    const path = relative(base, full).replaceAll("\\", "/");
    if (entry.isDirectory()) found.push(...listFiles(full, accepts, base));
    else if (accepts(path)) found.push(path);
  }
  return found.toSorted();
}

export function loadSources(accepts: (path: string) => boolean): Sources {
  return new Map(listFiles(root, accepts).map((path) => [path, readFileSync(join(root, path), "utf8")]));
}

/** Prints what is wrong, one line each, and makes the process end as failed; or says how much was looked at. */
export function conclude(problems: readonly string[], looked: string): void {
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
  console.log(problems.length === 0 ? `no problems in ${looked}` : `${problems.length} problems in ${looked}`);
}
