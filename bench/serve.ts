// `npm run bench:serve`: a server with 200 users at once on 300,000 incidents.
//
// The record is made once (about ten minutes) and kept in `--folder`; each run works on a copy of it. `--scale 0.1` makes a
// tenth, `--users`, `--every` (seconds that a user thinks) and `--seconds` (length of each part) change the load.

import { spawnSync } from "node:child_process";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { writeBenchmark } from "./benchmarks-page.ts";
import { Load } from "./serve/load.ts";
import { benchRecord } from "./serve/record.ts";
import { sayServe, type Phase } from "./serve/report.ts";
import { ServedRecord } from "./serve/served.ts";
import type { Timed } from "./serve/user.ts";

const { values } = parseArgs({
  options: {
    folder: { type: "string", default: "/var/tmp/truce-bench-serve" },
    scale: { type: "string", default: "1" },
    users: { type: "string", default: "200" },
    every: { type: "string", default: "5" },
    seconds: { type: "string", default: "60" },
  },
});
const [scale, users, every, seconds] = [values.scale, values.users, values.every, values.seconds].map(Number) as [
  number,
  number,
  number,
  number,
];
const BURST = { observations: 240, seconds: 35, rows: 437 };
const say = (text: string): void => void process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`);

const record = await benchRecord(values.folder, { scale, users, say });
const data = join(values.folder, "run");
try {
  say("copying the record");
  await rm(data, { recursive: true, force: true });
  const copied = spawnSync("cp", ["-a", "--reflink=auto", record.data, data], { encoding: "utf8" });
  if (copied.status !== 0) throw new Error(copied.stderr);
  const report = await measure();
  console.log(report);
  if (scale === 1 && users === 200) writeBenchmark("The server", report);
} finally {
  await rm(data, { recursive: true, force: true });
}

async function measure(): Promise<string> {
  const server = await ServedRecord.start(data);
  const load = new Load(record.users, server.address);
  const phases: Phase[] = [];
  const phase = async (name: string, work: () => Promise<readonly Timed[]>): Promise<void> => {
    say(name);
    const [begun, before] = [performance.now(), server.processor];
    const timed = await work();
    for (const { kind, status, problem } of timed) if (problem !== undefined) say(`${kind}: ${status} ${problem}`);
    phases.push({ name, seconds: (performance.now() - begun) / 1000, timed, processor: server.processor - before });
  };
  try {
    say("signing in");
    const signIns = await load.signIn();
    load.listen();
    say("warming up");
    await load.work(15, every);
    await phase(`${users} users, each doing something every ${every} s`, () => load.work(seconds, every));
    await phase(
      `The same, with a burst of ${BURST.observations} observations in ${BURST.seconds} s and a pasted table of ${BURST.rows} rows`,
      () => burst(load),
    );
    const followedAfter = await server.isIdle(60);
    await phase("The same while all incidents are judged again", () => whileJudging(load));
    await phase("The same users without any pause (closed loop)", () => load.work(Math.min(20, seconds), 0));
    const lines = load.leave();
    const { mostMemory } = server;
    return sayServe({ record, every, phases, signIns, lines, mostMemory, followedAfter });
  } finally {
    await server.stop();
  }
}

async function burst(load: Load): Promise<readonly Timed[]> {
  const paste = async (): Promise<readonly Timed[]> => {
    await pause(5000);
    return [await load.paste(BURST.rows)];
  };
  const { observations, seconds: long } = BURST;
  return (await Promise.all([load.work(long + 5, every), load.burst(observations, long), paste()])).flat();
}

/** An actor more: whom any incident may be about, so all are looked at. It goes on after the people have stopped. */
async function whileJudging(load: Load): Promise<readonly Timed[]> {
  const started = await load.judgeAll();
  const timed = await load.work(seconds, every);
  return [started, ...timed];
}
