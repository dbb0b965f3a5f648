import type { LinksMeasure } from "./links.ts";
import type { BatchMeasure, OneAtATime, Setting } from "./measure.ts";
import type { Scores } from "./metrics.ts";

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
  readonly links: LinksMeasure;
  readonly peakMb: number;
}

const three = (value: number): string => value.toFixed(3);
const grouped = (value: number): string => value.toLocaleString("en");

export function sayMatching({ set, setting, claims, batch, live, rows, links, peakMb }: Measured): string {
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

Siblings merged: of the pairs of different incidents of one place, day and dyad, how many were put together. Calibration error of
all compared pairs ${batch.calibration.ece.toFixed(4)}, of those between .05 and .95 ${three(batch.calibration.bandEce)}. Blocking finds ${three(batch.blockingRecall)} of the true pairs with
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
