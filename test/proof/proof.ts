import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { ORACLES, runOracle, type OracleResult } from "./run-oracles.ts";
import type { Progress, Stretch } from "./worker.ts";

/**
 * `npm run proof [-- --norms 20000 --seed 1 --cases 500]`: judges random norms with the engine and with the reference,
 * and random cases with four programs by other people. Says how many, and exits with 1 if any two disagree.
 */

const { values } = parseArgs({
  options: {
    norms: { type: "string", default: "20000" },
    seed: { type: "string", default: "1" },
    cases: { type: "string", default: "500" },
  },
});
const wanted = { norms: numberOf("norms"), seed: numberOf("seed"), cases: numberOf("cases") };

function numberOf(name: keyof typeof values): number {
  const number = Number(values[name]);
  if (Number.isInteger(number) && number >= 0) return number;
  process.stderr.write(`proof: --${name} must be a whole number, not "${values[name]}"\n`);
  process.exit(2);
}

/** How many disagreements are printed in full; the rest are only counted. */
const SHOWN = 3;
const count = (n: number): string => n.toLocaleString("en-GB");

/** Fixed, so that the same seed means the same norms on every machine. */
const THREADS = 4;

const started = Date.now();
let lastShown = 0;
const total = await proveNorms();
const results: OracleResult[] = [];
for (const oracle of ORACLES) {
  progress(`${oracle.name}: ${wanted.cases} cases …`);
  results.push(await runOracle(oracle, wanted));
}
progress("");
const disagreements = [...total.disagreements, ...results.flatMap((result) => result.disagreements)];
for (const words of disagreements.slice(0, SHOWN)) process.stdout.write(`${words}\n\n${"—".repeat(80)}\n`);
process.stdout.write(summary());
process.exitCode = disagreements.length === 0 ? 0 : 1;

async function proveNorms(): Promise<Progress> {
  const sum = { norms: 0, cells: 0, open: 0, disagreements: [] as string[] };
  const stretches = Array.from({ length: THREADS }, (_, i): Stretch => ({
    seed: wanted.seed + i,
    step: THREADS,
    norms: Math.ceil(wanted.norms / THREADS),
  }));
  await Promise.all(
    stretches.map((workerData) => {
      const worker = new Worker(new URL("./worker.ts", import.meta.url), { workerData });
      worker.on("message", (part: Progress) => {
        sum.norms += part.norms;
        sum.cells += part.cells;
        sum.open += part.open;
        sum.disagreements.push(...part.disagreements);
        progress(`${count(sum.norms)} of ${count(wanted.norms)} norms, ${count(sum.cells)} cells …`);
      });
      return new Promise<void>((resolve, reject) => {
        worker.on("error", reject);
        worker.on("exit", () => resolve());
      });
    }),
  );
  return sum;
}

/** A line on a terminal that overwrites itself; in a log, a line every half minute. */
function progress(words: string): void {
  const isTerminal = process.stderr.isTTY;
  if (words !== "" && Date.now() - lastShown < (isTerminal ? 100 : 30_000)) return;
  lastShown = Date.now();
  if (isTerminal) process.stderr.write(`\r\u001B[K${words}`);
  else if (words !== "") process.stderr.write(`${words}\n`);
}

function summary(): string {
  const rows = results.map(({ oracle, cases, within, disagreements: wrong }) => [
    oracle.name,
    oracle.against === "kleene"
      ? "Kleene's three-valued logic"
      : oracle.needs === "any facts"
        ? "possible verdicts"
        : "complete facts",
    `${count(cases)} cases (${count(within)} not merely outside)`,
    `${count(wrong.length)} disagreements`,
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map((row) => row[column]!.length)));
  const table = rows.map((row) => `  ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join("  ")}\n`);
  return [
    `${count(total.norms)} norms, ${count(total.cells)} cells (${count(total.open)} undetermined), ${count(total.disagreements.length)} disagreements with the reference\n`,
    ...table,
    `seed ${wanted.seed}, ${Math.round((Date.now() - started) / 1000)} s\n`,
  ].join("");
}
