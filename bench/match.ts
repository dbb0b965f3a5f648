// `npm run bench:match`: claims of simulated incidents grouped by us and by others, and GED's own links between reports and
// events, in one run. `--set B|F` (1,500 GED events, or all), `--seed`, `--noise`, `--sib`; `--json` prints nothing but the
// last line, one JSON object. Set B with noise and siblings as they are goes into docs/benchmarks.md.

import { parseArgs } from "node:util";
import { machine, writeBenchmark } from "./benchmarks-page.ts";
import { byComponents, bySingleBest, scoreInSql } from "./match/fellegi-sunter.ts";
import { byDensity, byKey } from "./match/keys.ts";
import { measureLinks } from "./match/links.ts";
import { drawSetting, measureBatch, measureOneAtATime, type Setting } from "./match/measure.ts";
import { scoreClusters, type Scores } from "./match/metrics.ts";
import { sayMatching, type Row } from "./match/report.ts";
import type { ToldClaim } from "./match/reports.ts";

const { values } = parseArgs({
  options: {
    set: { type: "string", default: "B" },
    seed: { type: "string", default: "1" },
    noise: { type: "string", default: "1" },
    sib: { type: "string", default: ".25" },
    json: { type: "boolean", default: false },
  },
});
if (values.set !== "B" && values.set !== "F") throw new Error("--set is B or F");
const setting: Setting = {
  events: values.set === "B" ? 1500 : Number.POSITIVE_INFINITY,
  seed: Number(values.seed),
  noise: Number(values.noise),
  siblings: Number(values.sib),
};
if (!Object.values(setting).every((value) => value >= 0)) throw new Error("--seed, --noise and --sib take numbers");

const say = (text: string): void => {
  if (!values.json) process.stderr.write(`${text}\n`);
};

/** The best of a grid by the truth, which none of the others could know: a favour to them. */
function best(told: readonly ToldClaim[], clusterings: readonly Int32Array[]): Scores {
  const scores = clusterings.map((clusterOf) => scoreClusters(told, clusterOf));
  return scores.reduce((top, one) => (one.pairs.f1 > top.pairs.f1 ? one : top));
}

async function others(told: readonly ToldClaim[]): Promise<readonly Row[]> {
  const pairs = await scoreInSql(told);
  const grid = [0.5, 0.9, 0.98, 0.995, 0.999, 0.9999, 0.99999, 0.999999];
  return [
    { name: "one a day: day, actors, kind", scores: scoreClusters(told, byKey(told, false)) },
    { name: "one a day, and province", scores: scoreClusters(told, byKey(told, true)) },
    { name: "ST-DBSCAN, 3 km, 6 h", scores: scoreClusters(told, byDensity(told, 3, 6)) },
    {
      name: "Fellegi–Sunter in SQL, connected components",
      scores: best(
        told,
        grid.map((threshold) => byComponents(told, pairs, threshold)),
      ),
    },
    {
      name: "Fellegi–Sunter in SQL, single best links",
      scores: best(
        told,
        grid.map((threshold) => bySingleBest(told, pairs, threshold)),
      ),
    },
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
const rows: readonly Row[] = [
  ...(await others(told)),
  { name: "Truce, at once", scores: batch },
  { name: "Truce, one at a time", scores: live },
];
say("GED's own links …");
const links = await measureLinks(batch.model);
const text = sayMatching({ set: values.set, setting, claims: told.length, batch, live, rows, links, peakMb });
if (!values.json && values.set === "B" && setting.noise === 1 && setting.siblings === 0.25)
  writeBenchmark("Matching", `Written by \`npm run bench:match\`.\n\n${text}\n\n${machine()}`);
if (!values.json) console.log(text);
const round = (value: number): number => Math.round(value * 1e4) / 1e4;
console.log(
  JSON.stringify({
    f1: round(batch.pairs.f1),
    b3: round(batch.b3.f1),
    siblings: round(batch.siblings),
    ece: round(batch.calibration.ece),
    seconds: round(batch.seconds),
    peakMb,
    cpuSeconds: round(batch.cpuSeconds),
    blockingRecall: round(batch.blockingRecall),
    pairsPerClaim: round(batch.pairsPerClaim),
    live: { f1: round(live.pairs.f1), siblings: round(live.siblings), churn: round(live.churn), ...live.latency },
    others: Object.fromEntries(rows.slice(0, -2).map(({ name, scores }) => [name, round(scores.pairs.f1)])),
    links: { precision: round(links.scores.precision), recall: round(links.scores.recall) },
  }),
);
