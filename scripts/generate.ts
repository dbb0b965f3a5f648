// `npm run generate`: writes every generated file again. With --check, writes nothing and names those that are out of date.
//
// Two kinds: a grammar `src/**/NAME.grammar` becomes `NAME.generated.ts` and `NAME.generated.terms.ts` beside it; and every
// `scripts/generate-*.ts` is run, with --check passed on, in the order of their names.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { conclude, listFiles, root } from "./project-files.ts";

const onlyCheck = process.argv.includes("--check");
const generator = join(root, "node_modules", "@lezer", "generator", "src", "lezer-generator.cjs");

function node(commandLine: readonly string[]): { readonly ok: boolean; readonly output: string } {
  const result = spawnSync(process.execPath, commandLine, { cwd: root, encoding: "utf8" });
  return { ok: result.status === 0, output: `${result.stdout}${result.stderr}`.trim() };
}

function loadIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

/** The generator imports the sister file without an extension, which Node does not resolve. */
function withExtensions(code: string): string {
  return code.replace(/(from\s+["']\.[^"']*?)(?:\.js|\.ts)?(["'])/g, "$1.ts$2");
}

function generateGrammar(grammar: string, scratch: string): string[] {
  const target = join(root, grammar.replace(/\.grammar$/, ".generated"));
  const written = join(scratch, "parser");
  const { ok, output } = node([generator, "--typeScript", "--output", `${written}.ts`, join(root, grammar)]);
  if (!ok) return [`${grammar}: ${output}`];
  const warning = output.replace(/^Wrote .*$/m, "").trim();
  const warnings = warning === "" ? [] : [`${grammar}: ${warning}`];
  const stale = [".ts", ".terms.ts"].flatMap((ending) => {
    const code = withExtensions(loadIfThere(written + ending) ?? "");
    const path = target + ending;
    if (loadIfThere(path) === code) return [];
    if (!onlyCheck) writeFileSync(path, code);
    return onlyCheck ? [`${path} is out of date: run \`npm run generate\``] : [];
  });
  return [...warnings, ...stale];
}

const scratch = mkdtempSync(join(tmpdir(), "truce-generate-"));
const grammars = listFiles(join(root, "src"), (path) => path.endsWith(".grammar"));
const generators = listFiles(join(root, "scripts"), (path) => /^scripts\/generate-[\w-]+(?<!\.test)\.ts$/.test(path));
const problems = grammars.flatMap((grammar) => generateGrammar(grammar, scratch));
for (const script of generators) {
  const { ok, output } = node([join(root, script), ...(onlyCheck ? ["--check"] : [])]);
  if (!ok) problems.push(`${script}: ${output}`);
}
rmSync(scratch, { recursive: true });
conclude(problems, `${grammars.length} grammars and ${generators.length} other generators`);
