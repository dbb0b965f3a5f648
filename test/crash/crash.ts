import { spawn, type ChildProcess } from "node:child_process";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Dice } from "../proof/dice.ts";
import { checkRecord } from "./check-record.ts";
import { expectedOf, type Expected } from "./expected.ts";
import { childrenOf, kill, serverOf, serversIn } from "./processes.ts";
import type { WorkToDo } from "./worker.ts";

/**
 * A process that imports and edits is killed at moments that nobody chose, or the database under it is, again and again; in
 * the end the record has to be what it would be without that, and everything that was acknowledged has to be in it.
 */
export interface CrashOptions {
  readonly kills: number;
  readonly seed: number;
  readonly files: readonly string[];
  readonly say?: (line: string) => void;
}

export interface CrashReport {
  readonly kills: Readonly<Record<Victim, number>>;
  /** Records that were made, filled while being killed, and checked. */
  readonly records: number;
  readonly acknowledged: number;
  readonly failures: readonly string[];
  readonly longestStart: number;
}

const VICTIMS = ["truce", "server", "both", "backend"] as const;
type Victim = (typeof VICTIMS)[number];

/** A database that lost one of its processes takes long to stop, so that is done less often. */
const LIKELY: readonly Victim[] = [
  "truce",
  "truce",
  "truce",
  "truce",
  "server",
  "server",
  "both",
  "both",
  "both",
  "backend",
];

const DATA_SET = "ucdp-ged";
/** Milliseconds: a start after a kill may have to wait for the old server and to recover. */
const START_LIMIT = 90_000;
/** Milliseconds: how long Truce may take to notice that its database is gone. */
const END_LIMIT = 30_000;

export async function crash(options: CrashOptions): Promise<CrashReport> {
  const expected = await expectedOf(options.files);
  const run = new CrashRun(options, expected);
  while (!run.isDone) await run.record();
  return run.report();
}

class CrashRun {
  private readonly options: CrashOptions;
  private readonly expected: Expected;
  private readonly dice: Dice;
  private readonly kills: Record<Victim, number> = { truce: 0, server: 0, both: 0, backend: 0 };
  private readonly failures: string[] = [];
  private records = 0;
  private acknowledged = 0;
  private longestStart = 0;
  /** Milliseconds that a life may last. Longer when the last ones were too short to get anywhere. */
  private span = 1000;

  constructor(options: CrashOptions, expected: Expected) {
    this.options = options;
    this.expected = expected;
    this.dice = new Dice(options.seed);
  }

  get isDone(): boolean {
    return this.failures.length > 0 || (this.records > 0 && this.killed >= this.options.kills);
  }

  private get killed(): number {
    return VICTIMS.reduce((sum, victim) => sum + this.kills[victim], 0);
  }

  report(): CrashReport {
    const { kills, records, acknowledged, failures, longestStart } = this;
    return { kills, records, acknowledged, failures, longestStart };
  }

  /** One record, from nothing until all files are in it. */
  async record(): Promise<void> {
    const data = await mkdtemp(join(tmpdir(), "truce-crash-"));
    await chmod(data, 0o711);
    const kept = new Set<string>();
    const before = this.killed;
    try {
      while (this.failures.length === 0 && !(await this.life(data, kept)));
      if (this.failures.length > 0) return;
      const { expected } = this;
      this.failures.push(...(await checkRecord(data, { expected, dataSet: DATA_SET, kept })));
      const left = serversIn(data);
      if (left.length > 0) this.failures.push(`a server still runs: ${left.join(", ")}`);
      this.records += 1;
      this.acknowledged += kept.size;
      this.options.say?.(`record ${this.records}: ${this.killed - before} kills, ${kept.size} edits acknowledged`);
    } finally {
      for (const pid of serversIn(data)) kill(pid);
      await rm(data, { recursive: true, force: true, maxRetries: 10 });
    }
  }

  /** From a start to a kill, or to the end of the work: then it is true. */
  private async life(data: string, kept: Set<string>): Promise<boolean> {
    const worker = new Worker({ data, files: this.options.files, dataSet: DATA_SET }, kept);
    const isToBeKilled = this.killed < this.options.kills;
    if (isToBeKilled && this.dice.chance(0.25)) {
      // While it starts: the first time, while the database is being made.
      await Promise.race([worker.ended, pause(this.dice.roll() * 1500)]);
    } else {
      await worker.opened;
      this.longestStart = Math.max(this.longestStart, worker.startTook);
      await Promise.race([worker.ended, isToBeKilled ? pause(this.dice.roll() * this.span) : worker.ended]);
    }
    if (worker.isGoing && isToBeKilled) await this.kill(worker, data);
    await worker.endsSoon();
    this.failures.push(...worker.failures);
    this.span = worker.rows > 0 ? 1000 : Math.min(this.span * 1.3, 20_000);
    return worker.hasFinished;
  }

  private async kill(worker: Worker, data: string): Promise<void> {
    const server = serverOf(data);
    const backends = server === undefined ? [] : childrenOf(server);
    const wanted = this.dice.pick(LIKELY);
    const victim = server === undefined || (wanted === "backend" && backends.length === 0) ? "truce" : wanted;
    this.kills[victim] += 1;
    if (victim === "truce" || victim === "both") worker.kill();
    if (victim === "server" || victim === "both") kill(server!);
    if (victim === "backend") kill(this.dice.pick(backends));
    // A server that was killed in its first moments may not have been missed by anybody yet.
    if (victim === "server" || victim === "backend")
      await Promise.race([worker.ended, pause(END_LIMIT, undefined, { ref: false })]);
    if (worker.isGoing) worker.kill();
  }
}

/** The child process, and what it has told. */
class Worker {
  readonly ended: Promise<void>;
  readonly opened: Promise<void>;
  readonly failures: string[] = [];
  startTook = 0;
  rows = 0;
  hasFinished = false;
  private readonly child: ChildProcess;
  private isKilled = false;
  private rest = "";

  constructor(what: WorkToDo, kept: Set<string>) {
    const begun = performance.now();
    this.child = spawn(process.execPath, [join(import.meta.dirname, "worker.ts"), JSON.stringify(what)], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.ended = new Promise((done) => this.child.once("close", () => done()));
    let noteOpen: () => void;
    const opened = new Promise<void>((done) => (noteOpen = done));
    this.child.stdout!.on("data", (chunk: Buffer) => {
      const lines = (this.rest + chunk.toString()).split("\n");
      // What was cut off by the kill was not acknowledged.
      this.rest = lines.pop()!;
      for (const line of lines) {
        const [word, token = ""] = line.split(" ");
        if (word === "open") noteOpen();
        if (word === "open") this.startTook = performance.now() - begun;
        if (word === "kept") kept.add(token);
        if (word === "rows") this.rows += 1;
        if (word === "finished") this.hasFinished = true;
        if (word === "broken" || (word === "refused" && token !== "database-gone" && token !== "database-not-started"))
          this.failures.push(line);
      }
    });
    this.child.stderr!.on("data", (chunk: Buffer) => this.failures.push(chunk.toString()));
    this.opened = Promise.race([opened, this.ended, this.late()]);
  }

  private async late(): Promise<void> {
    await pause(START_LIMIT, undefined, { ref: false });
    if (this.startTook === 0 && this.isGoing) this.failures.push("it does not start");
  }

  get isGoing(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  kill(): void {
    this.isKilled = true;
    this.child.kill("SIGKILL");
  }

  async endsSoon(): Promise<void> {
    await Promise.race([this.ended, pause(END_LIMIT, undefined, { ref: false })]);
    if (!this.isGoing) return this.ended;
    if (!this.isKilled) this.failures.push("it does not notice that its database is gone");
    this.kill();
    return this.ended;
  }
}
