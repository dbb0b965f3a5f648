// `npm run bench:room`: how long it takes until a change is seen on the map, with half a million incidents, in a real browser.
//
// The parts of the room that draw are built and opened in Chromium; the same points by a GeoJSON source and a circle layer of
// MapLibre are measured in the same run. `--count 50000` takes fewer points, `--only marks` one of the three, `--times 5`
// repeats less often; then nothing is written down.

import { join } from "node:path";
import { parseArgs } from "node:util";
import react from "@vitejs/plugin-react";
import { chromium, type Browser, type Page } from "playwright-core";
import { build } from "vite";
import { machine, writeBenchmark } from "./benchmarks-page.ts";
import { serveFolder } from "./room/serve.ts";

const COUNT = 500_000;
const TIMES = 40;
/** MapLibre takes seconds for what is repeated here. */
const TIMES_OF_PEER = 10;
const WARM_UP = 3;
const READY_SECONDS = 240;
const OUT = join(import.meta.dirname, "../out/bench-room");
const BROWSER = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const FLAGS = ["--headless=new", "--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"];

const TASKS = ["switchReading", "filter", "pan"] as const;
type Task = (typeof TASKS)[number];

interface Run {
  readonly name: string;
  /** Of the address of the page. */
  readonly query: string;
  readonly times: number;
}

const runs: readonly Run[] = [
  { name: "**Truce**, grouped, with timeline and counts", query: "grouping=clusters", times: TIMES },
  { name: "**Truce**, one mark each, with timeline and counts", query: "grouping=marks", times: TIMES },
  { name: "MapLibre, circle layer alone", query: "draws=peer", times: TIMES_OF_PEER },
];

interface Times {
  readonly p50: number;
  readonly p95: number;
}

const { values } = parseArgs({
  options: {
    count: { type: "string", default: String(COUNT) },
    only: { type: "string", default: "" },
    times: { type: "string", default: "" },
  },
});
const count = Number(values.count);
if (!(count >= 1000)) throw new Error("--count takes a number of points, at least 1000");
await buildPage();
const served = await serveFolder(OUT);
const browser = await chromium.launch({ executablePath: BROWSER, args: FLAGS });
try {
  const measured: { run: Run; times: Record<Task, Times> }[] = [];
  for (const run of runs.filter(({ query }) => query.includes(values.only))) {
    console.error(`${run.name} …`);
    measured.push({ run, times: await measure(browser, run) });
  }
  const text = sayRoom(measured, browser.version());
  if (count === COUNT && values.only + values.times === "") writeBenchmark("The room", text);
  console.log(text);
} finally {
  await browser.close();
  await served.close();
}

/** The parts of the room that draw, without server or record. */
async function buildPage(): Promise<void> {
  await build({
    configFile: false,
    root: join(import.meta.dirname, "room"),
    plugins: [react()],
    build: { outDir: OUT, emptyOutDir: true, target: "es2023", assetsInlineLimit: 0, chunkSizeWarningLimit: 2000 },
    worker: { format: "es" },
    logLevel: "error",
  });
}

async function measure(within: Browser, { query, times }: Run): Promise<Record<Task, Times>> {
  const page = await within.newPage({ viewport: { width: 1280, height: 800 } });
  page.on("pageerror", (error) => console.error(error.message));
  await page.goto(`${served.address}?count=${count}&${query}`);
  await untilReady(page);
  // Tiles of the ground and names come in by and by.
  await page.waitForTimeout(5000);
  const found: Partial<Record<Task, Times>> = {};
  for (const task of TASKS) found[task] = await repeat(page, task, Number(values.times) || times);
  await page.close();
  return found as Record<Task, Times>;
}

/** What waits inside of the page would be code from a string, which the page does not allow. */
async function untilReady(page: Page): Promise<void> {
  for (let waited = 0; waited < READY_SECONDS * 4; waited += 1) {
    if (await page.evaluate("window.bench !== undefined")) return;
    await page.waitForTimeout(250);
  }
  throw new Error(`the page was not ready after ${READY_SECONDS} seconds`);
}

async function repeat(page: Page, task: Task, wanted: number): Promise<Times> {
  const times: number[] = [];
  for (let at = -WARM_UP; at < wanted; at += 1) {
    const argument = task === "pan" ? (at % 2 === 0 ? 24 : -24) : (at + WARM_UP) % 10;
    const took = Number(await page.evaluate(`window.bench.${task}(${argument})`));
    if (at >= 0) times.push(took);
  }
  times.sort((one, other) => one - other);
  return { p50: times[Math.floor(wanted * 0.5)]!, p95: times[Math.floor(wanted * 0.95)]! };
}

function sayRoom(measured: readonly { run: Run; times: Record<Task, Times> }[], version: string): string {
  const peer = measured.at(-1)!.times;
  const cell = (task: Task, { p50, p95 }: Times): string =>
    `${p50.toFixed(0)} · ${p95.toFixed(0)} (${(peer[task].p50 / p50).toFixed(1)} ×)`;
  const rows = measured.map(
    ({ run, times }) => `| ${run.name} | ${TASKS.map((task) => cell(task, times[task])).join(" | ")} |`,
  );
  return `Written by \`npm run bench:room\`.

${count.toLocaleString("en")} made-up incidents around eight towns (seed 20160227), of which a tenth is left out by each filter; milliseconds from the press of
a button until the frame that shows it was drawn, p50 · p95 of ${TIMES} (MapLibre ${TIMES_OF_PEER}), and how many times faster than MapLibre (p50).

| | another reading | another filter | one step of moving |
| --- | ---: | ---: | ---: |
${rows.join("\n")}

${machine()} Chromium ${version}, 1280 × 800, drawn by the processor (SwiftShader).

Limits. Without a graphics card every pixel costs the processor, which makes all the drawing slower than on most machines and the
share of everything else smaller. Truce also counts and draws the timeline anew in the same time, MapLibre only its points; MapLibre's
is the time until it is idle, since it changes tile after tile. Both readings are with the page beforehand, as they are in the room.`;
}
