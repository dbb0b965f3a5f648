// `npm run bench:match`: claims of simulated incidents grouped by us and by others, and GED's own links between reports and
// events, in one run. `--set B|F` (1,500 GED events, or all), `--laps N` (the set so many times end to end in time), `--seed`,
// `--noise`, `--sib`, `--rate NAME=SHARE` (again and again), `--change NAME`, `--zone HOURS`; `--json` prints nothing but the
// last line, one JSON object; `--ours` leaves out the others. Without `--json` the results go into docs/benchmarks.md: set B
// as it is as a part of its own, every other setting as a row.

import { parseArgs } from "node:util";
import { machine, writeBenchmark, writeBenchmarkRow } from "./benchmarks-page.ts";
import { bootstrap } from "./match/bootstrap.ts";
import { byComponents, bySingleBest, scoreInSql } from "./match/fellegi-sunter.ts";
import { byDensity, byKey } from "./match/keys.ts";
import { measureLinks } from "./match/links.ts";
import { measureBatch, measureOneAtATime, measureOrders } from "./match/measure.ts";
import { scoreClusters, type Scores } from "./match/metrics.ts";
import { ratesFrom } from "./match/rates.ts";
import { sayMatching, SETTINGS_HEAD, saySettingRow, type Row } from "./match/report.ts";
import type { ToldClaim } from "./match/reports.ts";
import { CHANGES, drawSetting, type ChangeName, type Setting } from "./match/setting.ts";

const { values } = parseArgs({
  options: {
    set: { type: "string", default: "B" },
    laps: { type: "string", default: "1" },
    seed: { type: "string", default: "1" },
    noise: { type: "string", default: "1" },
    sib: { type: "string", default: ".25" },
    rate: { type: "string", multiple: true, default: [] },
    change: { type: "string", default: "none" },
    zone: { type: "string", default: "3" },
    ours: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
});
const setting = settingOf(values);

function settingOf({ set, change, ...given }: typeof values): Setting {
  if (set !== "B" && set !== "F") throw new Error("--set is B or F");
  if (!(change in CHANGES)) throw new Error(`--change is one of ${Object.keys(CHANGES).join(", ")}`);
  const number = (name: "laps" | "seed" | "noise" | "sib" | "zone"): number => {
    const value = Number(given[name]);
    if (!(value >= 0) && name !== "zone") throw new Error(`--${name} takes a number`);
    return value;
  };
  return {
    events: set === "B" ? 1500 : Number.POSITIVE_INFINITY,
    laps: number("laps"),
    seed: number("seed"),
    noise: number("noise"),
    siblings: number("sib"),
    zoneHours: number("zone"),
    rates: ratesFrom(given.rate),
    change: change as ChangeName,
  };
}

const say = (text: string): void => {
  if (!values.json) process.stderr.write(`${text}\n`);
};

interface Clustered {
  readonly scores: Scores;
  readonly clusterOf: Int32Array;
}

/** The best of a grid by the truth, which none of the others could know: a favour to them. */
function best(told: readonly ToldClaim[], clusterings: readonly Int32Array[]): Clustered {
  const all = clusterings.map((clusterOf) => ({ clusterOf, scores: scoreClusters(told, clusterOf) }));
  return all.reduce((top, one) => (one.scores.pairs.f1 > top.scores.pairs.f1 ? one : top));
}

async function others(told: readonly ToldClaim[]): Promise<readonly (Row & Clustered)[]> {
  const pairs = await scoreInSql(told);
  const grid = [0.5, 0.9, 0.98, 0.995, 0.999, 0.9999, 0.99999, 0.999999, 1 - 1e-7, 1 - 1e-8, 1 - 1e-9, 1 - 1e-10];
  const along = (cluster: (threshold: number) => Int32Array): Clustered => best(told, grid.map(cluster));
  return [
    { name: "one a day: day, actors, kind", ...best(told, [byKey(told, false)]) },
    { name: "one a day, and province", ...best(told, [byKey(told, true)]) },
    { name: "ST-DBSCAN, 3 km, 6 h", ...best(told, [byDensity(told, 3, 6)]) },
    { name: "Fellegi–Sunter in SQL, connected components", ...along((one) => byComponents(told, pairs, one)) },
    { name: "Fellegi–Sunter in SQL, single best links", ...along((one) => bySingleBest(told, pairs, one)) },
  ];
}

say("drawing reports …");
const told = await drawSetting(setting);
say(`matching ${told.length.toLocaleString("en")} claims at once …`);
const batch = measureBatch(told);
say("one at a time …");
const live = measureOneAtATime(told, batch.model);
const peakMb = Math.round(process.resourceUsage().maxRSS / 1024);
say("others …");
const peers = values.ours ? [] : await others(told);
const rows: readonly Row[] = [
  ...peers,
  { name: "Truce, at once", scores: batch },
  { name: "Truce, one at a time", scores: live },
];
const name = `${values.set}${values.laps === "1" ? "" : ` × ${values.laps}`}`;
const measured = { set: name, setting, claims: told.length, batch, live, rows, peakMb };
const isMain = name === "B" && process.argv.slice(2).every((one) => one === "--json");
say(isMain ? "with other incidents, in other orders, and on GED's own links …" : "done");
const more = isMain ? await measureMore() : undefined;

async function measureMore() {
  return {
    links: await measureLinks(batch.model),
    orders: measureOrders(told, batch.model),
    intervals: bootstrap(told, batch.clusterOf, peers.at(-1)!.clusterOf),
  };
}

if (!values.json && more) {
  const text = sayMatching({ ...measured, ...more });
  console.log(text);
  writeBenchmark("Matching", `Written by \`npm run bench:match\`.\n\n${text}\n\n${machine()}`);
} else if (!values.json) {
  const [key, row] = saySettingRow(measured);
  console.log(row);
  writeBenchmarkRow("Matching in other settings", SETTINGS_HEAD, { key, row, foot: machine() });
}
const round = (value: number): number => Math.round(value * 1e4) / 1e4;
console.log(
  JSON.stringify({
    f1: round(batch.pairs.f1),
    b3: round(batch.b3.f1),
    siblings: round(batch.siblings),
    ece: round(batch.calibration.ece),
    bandEce: round(batch.calibration.bandEce),
    brier: round(batch.calibration.brier),
    logLoss: round(batch.calibration.logLoss),
    exact: round(batch.exact),
    largest: batch.largest,
    seconds: round(batch.seconds),
    peakMb,
    batchPeakMb: batch.peakMb,
    cpuSeconds: round(batch.cpuSeconds),
    blockingRecall: round(batch.blockingRecall),
    pairsPerClaim: round(batch.pairsPerClaim),
    live: { f1: round(live.pairs.f1), siblings: round(live.siblings), churn: round(live.churn), ...live.latency },
    others: Object.fromEntries(peers.map((peer) => [peer.name, round(peer.scores.pairs.f1)])),
    ...(more
      ? {
          links: { precision: round(more.links.scores.precision), recall: round(more.links.scores.recall) },
          orders: more.orders,
          intervals: more.intervals,
        }
      : {}),
  }),
);
