// Holds the source to the layers of ARCHITECTURE.md: who may import whom, through which door, and without cycles.

import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { conclude, loadSources, root, type Sources } from "./project-files.ts";

const pure = ["kit", "domain", "language", "formats", "match", "consent", "extract", "intake", "judge", "publish"];

/** Folder (or entry point) under src/ → the folders it may import. What is not in the table may not exist. */
export const mayImport: Readonly<Record<string, readonly string[]>> = {
  kit: [],
  domain: ["kit"],
  language: ["kit"],
  formats: ["kit", "domain"],
  match: ["kit", "domain"],
  extract: ["kit", "domain"],
  consent: ["kit", "domain", "language"],
  intake: ["kit", "domain", "formats"],
  // Not match: whether two accounts are one event must not depend on who would be blamed.
  judge: ["kit", "domain", "language"],
  // Not judge: it prints, it does not decide.
  publish: ["kit", "domain", "formats"],
  store: ["kit", "domain"],
  accounts: ["kit", "domain", "store"],
  gateways: ["kit"],
  workflow: [...pure, "store", "gateways"],
  api: ["kit", "domain", "formats", "workflow", "store", "accounts"],
  web: ["kit", "domain", "language", "formats", "publish", "accounts", "api"],
  commands: ["kit", "domain", "formats", "publish", "workflow", "accounts", "server.ts"],
  "cli.ts": ["commands", "workflow", "kit", "config.ts"],
  "server.ts": ["api", "accounts", "workflow", "store", "kit", "gateways", "config.ts"],
  "worker.ts": ["workflow", "store", "kit", "gateways", "config.ts"],
  "config.ts": ["kit"],
};

/** The files of the other folder that may be imported, where it is not `index.ts`. */
const doors: Readonly<Record<string, string | readonly string[]>> = {
  // The contract is also for browsers, where the accounts themselves are not.
  "api → accounts": ["index.ts", "roles.ts"],
  "web → accounts": ["roles.ts"],
  "web → api": ["contract.ts", "client.ts", "columns-read.ts"],
};

// A pure folder may use a package whose types bring Node's along, and then the compiler no longer objects to these.
const impure =
  /(?<![\w.$])(?:process\.|Buffer\b|setTimeout\b|setInterval\b|fetch\(|console\.|globalThis\b|window\.|document\.|performance\.now|Date\.now|new Date\(\)|Date\(\)|Math\.random|Temporal\.Now|crypto\.)/g;

/** With these one asks a database, in types too: whoever else wants something of it asks the store, which has names for it. */
const database: ReadonlySet<string> = new Set(["pg", "pg-boss", "pg-copy-streams", "kysely"]);
const askers = ["store", "accounts"];

interface Import {
  readonly target: string;
  readonly line: number;
}

const isTest = (path: string): boolean => path.endsWith(".test.ts") || path.startsWith("test/");

/**
 * The text with comments blanked and, if `strings` says so, what is in string literals too. Line breaks stay.
 * A scanner, not a parser: a regular expression that contains a quote or `//` ends its line early, which hides at most
 * the rest of that line from the checks.
 */
export function blank(text: string, strings: boolean): string {
  const token = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\[\s\S])*`/g;
  return text.replace(token, (found) => {
    const isComment = found.startsWith("/");
    return isComment || strings ? found.replace(/[^\n]/g, " ") : found;
  });
}

/** What a file imports or re-exports, types included: a type is knowledge too. */
export function findImports(text: string): Import[] {
  const code = blank(text, false);
  const statement = /^[ \t]*(?:import|export)\b(?:[^;"'`=()]*?\bfrom)?\s*["']([^"']+)["']/gm;
  const call = /\bimport\(\s*["']([^"']+)["']/g;
  // Code quoted in a string is nobody's import.
  const outsideStrings = blank(text, true);
  const isCode = (match: RegExpExecArray): boolean =>
    /\bimport|\bexport/.test(outsideStrings.slice(match.index, match.index + match[0].length));
  return [...code.matchAll(statement), ...code.matchAll(call)].filter(isCode).map((match) => ({
    target: match[1] ?? "",
    line: code.slice(0, match.index).split("\n").length + match[0].split("\n").length - 1,
  }));
}

/** `src/kit/problem.ts` → `kit`; `src/cli.ts` → `cli.ts`; outside src/ → nothing. */
function unitOf(path: string): string | undefined {
  return path.startsWith("src/") ? path.split("/")[1] : undefined;
}

function checkCrossing(from: string, to: string): string | undefined {
  const [fromUnit, toUnit] = [unitOf(from), unitOf(to)];
  if (fromUnit === undefined || fromUnit === toUnit) return undefined;
  if (toUnit === undefined) return `${to} is outside src/`;
  const allowed = mayImport[fromUnit];
  if (allowed === undefined) return undefined;
  if (!allowed.includes(toUnit))
    return `${fromUnit} may not import ${toUnit} (it may: ${allowed.join(", ") || "nothing"})`;
  const ways = [doors[`${fromUnit} → ${toUnit}`] ?? "index.ts"].flat().map((door) => `src/${toUnit}/${door}`);
  if (!toUnit.endsWith(".ts") && !ways.includes(to)) return `go through ${ways.join(" or ")}, not ${to}`;
  return undefined;
}

function checkPackage(from: string, target: string, dependencies: readonly string[]): string | undefined {
  const unit = unitOf(from) ?? "";
  if (target.startsWith("node:")) return pure.includes(unit) ? `${unit} is pure: no ${target} in it` : undefined;
  const name = target
    .split("/")
    .slice(0, target.startsWith("@") ? 2 : 1)
    .join("/");
  if (database.has(name) && !askers.includes(unit))
    return `${name} is for ${askers.map((one) => `src/${one}`).join(" and ")}: ask by a function of theirs`;
  return dependencies.includes(name) ? undefined : `${name} is not among the dependencies in package.json`;
}

/** Every cycle once, as the path that closes it. */
export function findCycles(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const cycles: string[] = [];
  const done = new Set<string>();
  const trail: string[] = [];
  const visit = (node: string): void => {
    const start = trail.indexOf(node);
    if (start >= 0) cycles.push([...trail.slice(start), node].join(" → "));
    if (start >= 0 || done.has(node)) return;
    trail.push(node);
    for (const next of graph.get(node) ?? []) visit(next);
    trail.pop();
    done.add(node);
  };
  for (const node of graph.keys()) visit(node);
  return cycles;
}

function checkPurity(path: string, text: string): string[] {
  if (!pure.includes(unitOf(path) ?? "")) return [];
  const code = blank(text, true);
  return Array.from(code.matchAll(impure), (match) => {
    const line = code.slice(0, match.index).split("\n").length;
    return `${path}:${line}: a pure folder has no clock, no chance and nothing of Node or a browser: ${match[0]}`;
  });
}

interface FileFindings {
  readonly problems: readonly string[];
  /** Files of the project that this one imports. */
  readonly edges: readonly string[];
}

function checkFile(path: string, sources: Sources, dependencies: readonly string[]): FileFindings {
  const text = sources.get(path) ?? "";
  const problems: string[] = [];
  const edges: string[] = [];
  for (const { target, line } of findImports(text)) {
    const to = target.startsWith(".") ? posix.join(posix.dirname(path), target) : undefined;
    const known = to === undefined || sources.has(to) || !to.endsWith(".ts");
    if (to !== undefined && sources.has(to)) edges.push(to);
    const wrong = !known
      ? `${target} is not there`
      : isTest(path) || unitOf(path) === undefined
        ? undefined
        : to === undefined
          ? checkPackage(path, target, dependencies)
          : checkCrossing(path, to);
    if (wrong !== undefined) problems.push(`${path}:${line}: ${wrong}`);
  }
  const unit = unitOf(path);
  if (unit !== undefined && !isTest(path)) {
    if (mayImport[unit] === undefined)
      problems.push(`${path}: src/${unit} is not in the table of scripts/check-imports.ts`);
    problems.push(...checkPurity(path, text));
  }
  return { problems, edges };
}

/** Tests may reach for what they need; everything else keeps to the table. */
export function checkImports(sources: Sources, dependencies: readonly string[]): string[] {
  const findings = Array.from(sources.keys(), (path) => [path, checkFile(path, sources, dependencies)] as const);
  const graph = new Map(findings.filter(([path]) => !isTest(path)).map(([path, { edges }]) => [path, edges]));
  const cycles = findCycles(graph).map((cycle) => `cycle: ${cycle}`);
  return [...findings.flatMap(([, { problems }]) => problems), ...cycles];
}

interface Manifest {
  readonly dependencies: object;
  readonly devDependencies: object;
}

/** Packages of the program, and those that are types alone: these are gone when it runs. */
function importable({ dependencies, devDependencies }: Manifest): readonly string[] {
  const types = Object.keys(devDependencies).flatMap((name) => (name === "@types/geojson" ? ["geojson"] : []));
  return [...Object.keys(dependencies), ...types];
}

if (import.meta.main) {
  const isCode = (path: string): boolean => /^(?:src|test|scripts|bench)\/.*\.tsx?$/.test(path);
  const sources = loadSources((path) => isCode(path) && !/\/(?:cases|testdata)\//.test(path));
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Manifest;
  conclude(checkImports(sources, importable(manifest)), `${sources.size} files`);
}
