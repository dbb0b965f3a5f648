import { totalmem } from "node:os";
import { machine } from "../benchmarks-page.ts";
import { timesBy } from "./load.ts";
import type { BenchRecord } from "./record.ts";
import { MIX, type Timed } from "./user.ts";

export interface Phase {
  readonly name: string;
  readonly seconds: number;
  readonly timed: readonly Timed[];
  /** Seconds of processor that the server used, of all that there was in `seconds`. */
  readonly processor: number;
}

export interface Measured {
  readonly record: BenchRecord;
  readonly every: number;
  readonly phases: readonly Phase[];
  readonly signIns: readonly Timed[];
  readonly lines: { readonly heard: number; readonly cut: number };
  readonly mostMemory: number;
  /** Whether the burst and the paste were judged and matched, and after how long; seconds. */
  readonly followedAfter: number | undefined;
}

const number = (value: number, digits = 0): string =>
  value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });

export function sayServe(measured: Measured): string {
  const { record, every, phases, signIns, lines, mostMemory, followedAfter } = measured;
  const mix = Object.entries(MIX).map(([kind, share]) => `${kind} ${share} %`);
  const all = phases.flatMap(({ timed }) => timed);
  const errors = timesBy([...all, ...signIns]).get("all")!.errors + lines.cut;
  return `Written by \`npm run bench:serve\`.

\`truce serve\` on ${number(record.incidents)} incidents (${number(record.reports)} reports, each incident judged by the Syria text), over HTTP, with ${record.users.length} users
who have signed in (editors, verifiers, deciders, monitors, a party's liaisons, humanitarians, guarantors), each with a live line (server-sent events) open. What
they do: ${mix.join(", ")}. A list is a page of 50 with a verdict beside each incident, with none, one or two filters of time, area, side, words, verdict and level.
A write is an observation, a file, or a level of an incident; that somebody else was faster, or that the matcher has put an incident into
another since it was listed, is no error.

**${number(errors)} errors** in ${number(all.length + signIns.length)} requests; ${number(lines.heard)} changes were told on the live lines, ${lines.cut} of which were cut.

${phases.map((phase) => sayPhase(phase)).join("\n\n")}

Signing in: ${number(signIns.length)} users, four at a time, p95 ${number(timesBy(signIns).get("all")!.p95)} ms (hashing a password is meant to take long). ${
    followedAfter === undefined
      ? "What follows from the burst was not done when the run ended."
      : `The burst and the paste were matched and judged ${number(followedAfter)} s after the last of them.`
  } Memory of the server, resident, at most ${number(mostMemory / 1e6)} MB. Judging all incidents at once took
${number(record.took.judging)} s when the record was made, importing ${number(record.took.importing)} s.

${machine()} ${number(totalmem() / 2 ** 30)} GB of memory.

Limits. Who asks, the server, its worker and the database share the machine's two cores. Between two things a user thinks for ${number(every)} s on average, unless it says otherwise;
users are simulated and do not tire. Everything fits into memory.
`;
}

function sayPhase({ name, seconds, timed, processor }: Phase): string {
  const rows = [...timesBy(timed)].map(([kind, { count, p50, p95, p99, most, errors }]) =>
    [
      kind === "all" ? "**all**" : kind,
      number(count),
      ...[p50, p95, p99, most].map((ms) => number(ms)),
      number(errors),
    ].join(" | "),
  );
  return `**${name}**: ${number(timed.length / seconds, 1)} requests a second for ${number(seconds)} s; the server used ${number((100 * processor) / seconds)} % of one core. Milliseconds.

| | asked | p50 | p95 | p99 | at most | errors |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |
${rows.map((row) => `| ${row} |`).join("\n")}`;
}
