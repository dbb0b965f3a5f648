// `npm run check`: everything that is checked without running the program. One line a check, its output only if it fails.
// `npm run check -- lint format` runs only those.

import { spawn } from "node:child_process";
import { join } from "node:path";
import { root } from "./project-files.ts";

const inModules = (path: string): string => join(root, "node_modules", path);
const inScripts = (name: string): string => join(root, "scripts", name);

/** In the order of what is most worth knowing first. Sizes of files, functions and parameter lists are lint rules. */
const checks: readonly { readonly name: string; readonly commandLine: readonly string[] }[] = [
  { name: "types", commandLine: [inModules("typescript/bin/tsc"), "-p", "tsconfig.json"] },
  { name: "web", commandLine: [inModules("typescript/bin/tsc"), "-p", "src/web/tsconfig.json"] },
  { name: "purity", commandLine: [inModules("typescript/bin/tsc"), "-p", "tsconfig.pure.json"] },
  { name: "lint", commandLine: [inModules("oxlint/bin/oxlint"), "--deny-warnings"] },
  { name: "format", commandLine: [inModules("prettier/bin/prettier.cjs"), "--check", "--log-level=warn", "."] },
  { name: "imports", commandLine: [inScripts("check-imports.ts")] },
  { name: "sql", commandLine: [inScripts("check-sql.ts")] },
  { name: "docs", commandLine: [inScripts("check-docs.ts")] },
  { name: "generated", commandLine: [inScripts("generate.ts"), "--check"] },
];

interface Outcome {
  readonly ok: boolean;
  readonly output: string;
}

function run(commandLine: readonly string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, commandLine, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const add = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout.on("data", add);
    child.stderr.on("data", add);
    child.on("error", (error) => resolve({ ok: false, output: `${output}${error.message}\n` }));
    child.on("close", (code) => resolve({ ok: code === 0, output }));
  });
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !checks.some((check) => check.name === name));
if (unknown.length > 0) {
  console.error(`no check "${unknown.join(", ")}". There are: ${checks.map((check) => check.name).join(", ")}.`);
  process.exit(2);
}

let failed = 0;
const chosen = checks.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
for (const { name, commandLine } of chosen) {
  const start = performance.now();
  const { ok, output } = await run(commandLine);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${ok ? "ok    " : "FAILED"} ${name.padEnd(10)} ${seconds.padStart(5)} s`);
  if (ok) continue;
  failed += 1;
  console.log(output.trimEnd().replace(/^/gm, "       "));
}
console.log(`${chosen.length - failed} checks passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
