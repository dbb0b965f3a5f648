// `npm run bench:store`: the record on the PostgreSQL that comes with Truce and on Debian's PostgreSQL 15, in one run.
//
// A million reports of 300,000 incidents, made from GED Syria by repeating. The import is held against `COPY` of the very same
// rows into the same tables with the same indexes; ratios are the result. `--scale 0.1` makes a tenth of it.

import { spawnSync } from "node:child_process";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { loadKeys, openStore, verifyRecord, type Store, type Where } from "../src/store/index.ts";
import { writeBenchmark } from "./benchmarks-page.ts";
import { writeEvents, type EventsToMake } from "./store/events.ts";
import type { ExportRun } from "./store/export.ts";
import { addFindings } from "./store/findings.ts";
import { copyRaw, importFiles, type FileToImport } from "./store/import.ts";
import { QueryBench } from "./store/queries.ts";
import { sayStore, type Measured } from "./store/report.ts";
import { embedded, startDebian, type BenchServer } from "./store/servers.ts";
import { measureStarts } from "./store/starts.ts";

const SEED = 20160227;
const INCIDENTS = 300_000;
/** Every other filter mix is asked so many times, each time with other values. */
const ROUNDS = 4;

interface Files {
  readonly first: readonly FileToImport[];
  readonly revision: FileToImport;
}

const say = (text: string): void => void process.stderr.write(`${text}\n`);

const { values } = parseArgs({ options: { scale: { type: "string", default: "1" } } });
const scale = Number(values.scale);
if (!(scale > 0)) throw new Error("--scale takes a number above 0");
const folder = await mkdtemp(join(tmpdir(), "truce-bench-"));
await chmod(folder, 0o711);
try {
  const files = await makeFiles();
  const starts = await measureStarts(folder);
  const servers = [embedded(folder), await startDebian(folder)];
  if (!servers[1])
    say(
      "there is no PostgreSQL 15 in /usr/lib/postgresql (apt-get install postgresql): only the embedded one is measured",
    );
  const measured: Measured[] = [];
  for (const server of servers) if (server) measured.push(await measure(server, files));
  const report = sayStore(measured, { starts, incidents: Math.round(INCIDENTS * scale), rounds: ROUNDS, seed: SEED });
  if (scale === 1) writeBenchmark("The record", report);
  console.log(report);
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** Two thirds are released to everybody, one third is for the inside; of what is released a part is revised later. */
async function makeFiles(): Promise<Files> {
  const events = Math.round(INCIDENTS * scale);
  const released = Math.round((events * 2) / 3);
  say(`making files of ${events.toLocaleString("en")} events …`);
  const make = async (name: string, what: Omit<EventsToMake, "seed">): Promise<string> => {
    const path = join(folder, name);
    await writeEvents(path, { ...what, seed: SEED });
    return path;
  };
  const ours = { firstId: 1_000_000, events: released };
  const kept = { firstId: 2_000_000, events: events - released };
  const revised = { ...ours, events: Math.round(released / 10), moreDeaths: 1 };
  return {
    first: [
      { path: await make("released.csv.gz", ours), audience: ["public"] },
      { path: await make("kept.csv.gz", kept), audience: [] },
    ],
    revision: { path: await make("revision.csv.gz", revised), audience: ["public"] },
  };
}

async function measure(server: BenchServer, files: Files): Promise<Measured> {
  const told = (text: string): void => say(`${server.name}: ${text} …`);
  try {
    const inStore = await withStore(server.where, (store) => measureStore(store, files, told));
    told("exporting");
    return { server: server.name, ...inStore, exported: exportApart(server.where, inStore.imported.incidents) };
  } finally {
    await server.stop();
  }
}

async function withStore<T>(where: Where, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(where, { purpose: "bench" });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

async function measureStore(
  store: Store,
  { first, revision }: Files,
  told: (text: string) => void,
): Promise<Omit<Measured, "server" | "exported">> {
  const keys = await loadKeys(join(folder, "keys"));
  told("importing");
  const imported = await importFiles(store, keys, first);
  // What the server would do by itself in the next minutes, and what it then need not do while something else is measured.
  await store.query("vacuum analyze");
  told("the same rows by COPY");
  const raw = await copyRaw(store, join(folder, "copy"));
  told("findings and revisions");
  await addFindings(store, SEED, ["public"]);
  const [head] = await store.query<{ at: number }>("select at from ledger_head");
  await importFiles(store, keys, [revision]);
  await store.query("vacuum analyze");
  told("asking");
  const queries = await (await QueryBench.of(store, SEED)).run(ROUNDS, head!.at);
  told("verifying");
  return { imported, raw, queries, verified: await verify(store) };
}

async function verify(store: Store): Promise<Measured["verified"]> {
  const begun = performance.now();
  const { rows, items, discrepancies } = await verifyRecord(store);
  if (discrepancies.length > 0) throw new Error(`the record does not verify: ${JSON.stringify(discrepancies[0])}`);
  return { rows, items, seconds: (performance.now() - begun) / 1000 };
}

function exportApart(where: Where, incidents: number): ExportRun {
  const script = join(import.meta.dirname, "store/export.ts");
  const { stdout, stderr, status } = spawnSync(process.execPath, [script, JSON.stringify([where, incidents])], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as ExportRun;
}
