import type { LinksMeasure } from "./links.ts";
import type { Bootstrapped, Interval } from "./bootstrap.ts";
import type { BatchMeasure, OneAtATime } from "./measure.ts";
import type { Scores } from "./metrics.ts";
import { RATES } from "./rates.ts";
import { CHANGES, type Setting } from "./setting.ts";

export interface Row {
  readonly name: string;
  readonly scores: Scores;
}

export interface Measured {
  readonly set: string;
  readonly setting: Setting;
  readonly claims: number;
  readonly batch: BatchMeasure;
  readonly live: OneAtATime;
  readonly rows: readonly Row[];
  /** Resident, at most, when all was done. */
  readonly peakMb: number;
}

export interface MeasuredMore {
  readonly links: LinksMeasure;
  readonly orders: Interval;
  /** Against the best of the others. */
  readonly intervals: Bootstrapped;
}

const three = (value: number): string => value.toFixed(3);
const grouped = (value: number): string => value.toLocaleString("en");

const fromTo = ({ low, high }: Interval): string => `${three(low)}–${three(high)}`;

export function sayMatching(measured: Measured & MeasuredMore): string {
  const { set, setting, claims, batch, live, rows, links, orders, intervals, peakMb } = measured;
  const { seed, noise, siblings } = setting;
  return `Set ${set}, seed ${seed}, noise ${noise}, siblings ${siblings}: ${grouped(claims)} claims by twelve simulated sources of incidents made
from real GED Syria events, no label used. For the others the best threshold of a grid was chosen with the truth in hand.

| | pairs F1 | precision | recall | B³ F | siblings merged |
| --- | ---: | ---: | ---: | ---: | ---: |
${rows
  .map(
    ({ name, scores: { pairs, b3, siblings: merged } }) =>
      `| ${name} | ${three(pairs.f1)} | ${three(pairs.precision)} | ${three(pairs.recall)} | ${three(b3.f1)} | ${three(merged)} |`,
  )
  .join("\n")}

Siblings merged: of the pairs of different incidents of one place, day and dyad, how many were put together. With other incidents
(200 draws of families) in 95 % of draws: F1 ${fromTo(intervals.f1)}, siblings merged ${fromTo(intervals.siblings)}, F1 above the best of the others by ${fromTo(intervals.f1Gain)}.
One at a time in five other orders of arrival (up to 48 h late): F1 ${fromTo(orders)}. Calibration error of all compared pairs ${batch.calibration.ece.toFixed(4)}, of those between .05 and .95 ${three(batch.calibration.bandEce)}. Blocking finds ${three(batch.blockingRecall)} of the true pairs with
${batch.pairsPerClaim.toFixed(1)} pairs a claim. At once: ${batch.seconds.toFixed(1)} s (${batch.cpuSeconds.toFixed(1)} s of processor). One at a time, the last tenth: p50 ${live.latency.p50.toFixed(2)} ms,
p99 ${live.latency.p99.toFixed(1)} ms; for each new claim ${three(live.churn)} old ones change their incident. Peak memory ${grouped(peakMb)} MB.

GED's own links: ${grouped(links.reports)} reports (outlet, day of publication, headline) that GED cites for one event each, of outlets that GED cites
together; what a claim tells was read off the headline by looking for known places, actors and numbers. Of ${grouped(links.pairs)} pairs of
one event:

| | precision | recall |
| --- | ---: | ---: |
| one day and one named place | ${three(links.samePlaceAndDay.precision)} | ${three(links.samePlaceAndDay.recall)} |
| Truce, model of the simulated set | ${three(links.scores.precision)} | ${three(links.scores.recall)} |
| Truce, model learnt on these | ${three(links.learntHere.precision)} | ${three(links.learntHere.recall)} |

Headlines alone do not tell which reports are one event, and the matcher leaves nearly all of them apart.

What this does not show: the sources are simulated, and a simulator flatters those who wrote it. GED's links are one-sided: two
reports of one event need not both be cited, so precision is a lower bound; round-ups are left out.`;
}

export const SETTINGS_HEAD = `Written by \`npm run bench:match -- --set F\` and the like, a row a setting: B is the first 1,500 exact GED events, F all of
them, F × 5 these five times end to end in time. ECE: calibration error of all compared pairs. Memory: resident, at most, after the batch.

| setting | claims | F1 | B³ F | siblings merged | ECE | one at a time: F1 | moved a claim | p50, p99 ms | at once, s | memory, MB | best of the others |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |`;

/** What tells the setting from others, and its row. */
export function saySettingRow({ set, setting, claims, batch, live, rows }: Measured): readonly [string, string] {
  const key = [set, ...differences(setting)].join(", ");
  const peers = rows.filter(({ name }) => !name.startsWith("Truce"));
  const best = peers.length === 0 ? "–" : three(Math.max(...peers.map(({ scores }) => scores.pairs.f1)));
  const cells = [
    key,
    grouped(claims),
    three(batch.pairs.f1),
    three(batch.b3.f1),
    three(batch.siblings),
    batch.calibration.ece.toFixed(4),
    three(live.pairs.f1),
    three(live.churn),
    `${live.latency.p50.toFixed(2)}, ${live.latency.p99.toFixed(1)}`,
    batch.seconds.toFixed(1),
    grouped(batch.peakMb),
    best,
  ];
  return [key, `| ${cells.join(" | ")} |`];
}

function differences({
  seed,
  noise,
  siblings,
  rates = RATES,
  change = "none",
  zoneHours = 3,
}: Setting): readonly string[] {
  const changed = Object.entries(rates).filter(([name, rate]) => rate !== RATES[name as keyof typeof RATES]);
  return [
    `seed ${seed}`,
    `noise ${noise}`,
    `siblings ${siblings}`,
    ...(zoneHours === 3 ? [] : [`UTC+${zoneHours}`]),
    ...(change === "none" ? [] : [CHANGES[change]]),
    ...changed.map(([name, rate]) => `${name} ${rate}`),
  ];
}
