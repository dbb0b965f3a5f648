// Exports in a process of their own, so that its memory is its own: prints one line of JSON.

import { openStore, type Where } from "../../src/store/index.ts";
import { EXPORT_FORMATS, exportIncidents, exportReports } from "../../src/workflow/record/export-record.ts";

export interface ExportRun {
  readonly rows: number;
  readonly bytes: number;
  readonly seconds: number;
  /** Megabytes that the process had at 10 %, 50 % and 100 % of the rows, at most until then. */
  readonly megabytes: readonly number[];
}

const SHARES = [0.1, 0.5, 1];
const REPORTS_AS = "reports-jsonl";

const [place, incidents] = JSON.parse(process.argv[2]!) as [Where, number];
const total = incidents * (EXPORT_FORMATS.length + 1);
const store = await openStore(place, { purpose: "bench" });
const begun = performance.now();
const peaks: number[] = [];
let [rows, bytes] = [0, 0];

function counted(done: number, length: number): void {
  bytes += length;
  while (done >= SHARES[peaks.length]! * total) peaks.push(process.resourceUsage().maxRSS / 1024);
}

const viewer = { tier: "internal" } as const;
for (const format of EXPORT_FORMATS) {
  let done = 0;
  const onProgress = (count: number): void => void (done = count);
  for await (const piece of exportIncidents(store, format, { viewer, query: {}, onProgress }))
    counted(rows + done, piece.length);
  rows += done;
}
const onProblem = (): void => undefined;
for await (const piece of exportReports(store, REPORTS_AS, { viewer, onProblem })) {
  rows += piece.reduce((lines, byte) => (byte === 10 ? lines + 1 : lines), 0);
  counted(rows, piece.length);
}
const seconds = (performance.now() - begun) / 1000;
await store.close();
console.log(JSON.stringify({ rows, bytes, seconds, megabytes: peaks } satisfies ExportRun));
