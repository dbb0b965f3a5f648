// `npm run bench:judge`: the judge against peers on the same work in one run. Ratios, not times, are the result.
//
// All of GED Syria repeated to 400,000 events, every rule of the example under three readings, on complete facts. The slow
// peers get a sample, and their time is taken per event. Every peer's answers are compared with the engine's.

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { machine, writeBenchmark } from "./benchmarks-page.ts";
import { loadWork, type Work } from "./judge/facts.ts";
import { runCedar, runDuckdb, runJsonRules, type Result } from "./judge/peers.ts";
import { HAND_RULES, RUNS } from "./judge/rules.ts";

const EVENTS = 400_000;
const SAMPLE = 2_000;
const SEED = 20160227;

interface EngineRun {
  readonly n: number;
  readonly milliseconds: number;
  readonly peakMegabytes: number;
}

function runEngine(n: number): EngineRun {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, "judge/engine.ts"), String(n), String(SEED)],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as EngineRun;
}

/** How many answers of a peer differ from the engine's. */
function disagreements(work: Work, peer: Result): number {
  const { program, columns, n } = work;
  const bulk = program.judgeTable(columns, n);
  return HAND_RULES.reduce((sum, { rule, reading }, i) => {
    const ours = bulk.verdict(
      program.rules.findIndex(({ name }) => name === rule),
      program.readings.findIndex(({ id }) => id === reading),
    );
    return sum + peer.verdicts[i]!.reduce((count, verdict, row) => count + (verdict === ours[row] ? 0 : 1), 0);
  }, 0);
}

const say = (text: string): void => void process.stderr.write(`${text}\n`);

say(`filling ${EVENTS.toLocaleString("en")} events …`);
const work = await loadWork(EVENTS, SEED);
say("engine …");
const runs = [EVENTS / 4, EVENTS / 2, EVENTS].map(runEngine);
const engine = runs[2]!;
say("DuckDB …");
const duckdb = await runDuckdb(work);
say("json-rules-engine …");
const jsonRules = await runJsonRules(work, SAMPLE);
say("cedar …");
const cedar = runCedar(work, SAMPLE);

const perEvent = ({ milliseconds, events }: { milliseconds: number; events: number }): number =>
  (milliseconds * 1000) / events;
const own = perEvent({ milliseconds: engine.milliseconds, events: EVENTS });
const peers = [
  ["DuckDB, SQL by hand", duckdb, EVENTS],
  ["json-rules-engine", jsonRules, SAMPLE],
  ["cedar-wasm, policies parsed beforehand", cedar, SAMPLE],
] as const;
const cells = HAND_RULES.length;
const rows = peers.map(([name, result, events]) => {
  const time = perEvent(result);
  return `| ${name} | ${events.toLocaleString("en")} | ${time.toFixed(3)} | ${(time / own).toFixed(1)} × | ${disagreements(work, result)} |`;
});
const report = `Written by \`npm run bench:judge\`.

All ${cells} combinations of rule and reading of the Syria example on complete facts, made from all of GED Syria repeated; what
the record leaves open is filled by a coin with seed ${SEED}, the same for everybody.

| | events | µs an event | against the engine | answers that differ |
| --- | --- | --- | --- | --- |
| **the engine** | ${EVENTS.toLocaleString("en")} | ${own.toFixed(3)} | 1 × | – |
${rows.join("\n")}

| events | ms | peak memory, MB |
| --- | --- | --- |
${runs.map(({ n, milliseconds, peakMegabytes }) => `| ${n.toLocaleString("en")} | ${milliseconds.toFixed(1)} | ${peakMegabytes.toFixed(0)} |`).join("\n")}

${machine()}

Limits. The engine (one thread) and DuckDB (as many as there are cores) start from columns in memory and give the median of ${RUNS} runs; reading files is not part of it. The engine judges each distinct
combination of the facts that a rule asks once and looks the others up; a rule that asks more facts than a table can hold
(about twelve) would gain less from that. json-rules-engine and cedar are made for one request at a time, and are measured on
the first ${SAMPLE.toLocaleString("en")} events. Cedar gets two requests for each rule and reading, since it answers only allow or
deny.
`;
writeBenchmark("Judging", report);
console.log(report);
if (peers.some(([, result]) => disagreements(work, result) > 0)) process.exitCode = 1;
