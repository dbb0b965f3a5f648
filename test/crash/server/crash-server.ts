import { spawnSync } from "node:child_process";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import * as pg from "pg";
import { readFile } from "node:fs/promises";
import { Dice } from "../../proof/dice.ts";
import { childrenOf, kill, serverOf, serversIn } from "../processes.ts";
import type { Pool } from "./acts.ts";
import { checkAccepted } from "./check-accepted.ts";
import { CrashClient, type Asked } from "./client.ts";
import { makeMission } from "./mission.ts";
import { freePort, TruceServer } from "./truce-server.ts";

/**
 * A server with its worker, and the database under them, are killed at moments that nobody chose while people work with it.
 * In the end everything that was accepted has to be in the record once, and all that follows from it has to be done.
 */
export interface ServerCrashOptions {
  readonly kills: number;
  readonly seed: number;
  readonly say?: (line: string) => void;
}

export interface ServerCrashReport {
  readonly kills: Readonly<Record<Victim, number>>;
  /** Of them while the server was only starting. */
  readonly whileStarting: number;
  readonly requests: Readonly<Record<Asked["outcome"], number>>;
  /** By the code of the refusal. */
  readonly refusals: Readonly<Record<string, number>>;
  /** Times that a request was sent again. */
  readonly sentAgain: number;
  readonly entries: number;
  /** Milliseconds from a kill until the server answered again. */
  readonly longestAway: number;
  readonly failures: readonly string[];
}

const VICTIMS = ["truce", "database", "both", "backend"] as const;
type Victim = (typeof VICTIMS)[number];

/** What people see most: the program dies. The database by itself, or one process of it, less often. */
const LIKELY: readonly Victim[] = [
  "truce",
  "truce",
  "truce",
  "truce",
  "both",
  "both",
  "database",
  "database",
  "backend",
];

/** Milliseconds. */
const START_LIMIT = 90_000;
const LONGEST_LIFE = 10_000;
/** Requests that are accepted before the next is killed, at most. */
const MOST_WORK = 25;
const WORK_LIMIT = 180_000;

export async function crashServer(options: ServerCrashOptions): Promise<ServerCrashReport> {
  const data = await mkdtemp(join(tmpdir(), "truce-crash-server-"));
  await chmod(data, 0o711);
  try {
    return await new ServerCrash(data, options).run();
  } finally {
    for (const pid of serversIn(data)) kill(pid);
    await rm(data, { recursive: true, force: true, maxRetries: 10 });
  }
}

class ServerCrash {
  private readonly data: string;
  private readonly options: ServerCrashOptions;
  private readonly dice: Dice;
  private readonly kills: Record<Victim, number> = { truce: 0, database: 0, both: 0, backend: 0 };
  private readonly failures: string[] = [];
  private whileStarting = 0;
  private longestAway = 0;
  private server!: TruceServer;
  private port = 0;

  constructor(data: string, options: ServerCrashOptions) {
    this.data = data;
    this.options = options;
    this.dice = new Dice(options.seed);
  }

  async run(): Promise<ServerCrashReport> {
    this.port = await freePort();
    const workers = await makeMission(this.data, `http://127.0.0.1:${this.port}`);
    this.start();
    await this.isBack();
    const pool: Pool = { incidents: [], replies: [], proposals: [] };
    const { address } = this.server;
    const clients = workers.map((worker, n) => {
      const seed = this.options.seed * 1000 + n;
      return new CrashClient({ ...worker, address, seed, pool });
    });
    const working = Promise.all(clients.map((client) => client.run()));
    try {
      await this.killAll(clients);
    } finally {
      for (const client of clients) client.stop();
      await working;
    }
    await this.workIsDone();
    return this.report(clients);
  }

  private async report(clients: readonly CrashClient[]): Promise<ServerCrashReport> {
    const ended = await this.server.stop();
    if (ended !== undefined) this.failures.push(ended);
    if (serversIn(this.data).length > 0) this.failures.push("its database outlives it");
    const journal = clients.flatMap((client) => client.journal);
    this.failures.push(...clients.flatMap((client) => client.failures));
    this.failures.push(...(await checkAccepted(this.data, journal)));
    const entries = this.verify();
    const requests = { accepted: 0, refused: 0, unanswered: 0 };
    const refusals: Record<string, number> = {};
    for (const { outcome, code } of journal) {
      requests[outcome] += 1;
      if (code !== undefined) refusals[code] = (refusals[code] ?? 0) + 1;
    }
    const sentAgain = journal.reduce((sum, { sent }) => sum + sent - 1, 0);
    const { kills, whileStarting, longestAway, failures } = this;
    return {
      kills,
      whileStarting,
      requests,
      refusals,
      sentAgain,
      entries,
      longestAway: Math.round(longestAway),
      failures,
    };
  }

  private start(): void {
    this.server = new TruceServer(this.data, this.port);
  }

  private async isBack(): Promise<void> {
    const took = await this.server.answers(START_LIMIT);
    if (took === undefined) this.failures.push(`it does not answer: ${this.server.lastWords}`);
    else this.longestAway = Math.max(this.longestAway, took);
  }

  private get killed(): number {
    return VICTIMS.reduce((sum, victim) => sum + this.kills[victim], 0);
  }

  /** Until some more was accepted, and a moment longer. */
  private async someWork(clients: readonly CrashClient[]): Promise<void> {
    const accepted = (): number => clients.reduce((sum, client) => sum + client.acceptedSoFar, 0);
    const [enough, late] = [accepted() + this.dice.below(MOST_WORK), performance.now() + LONGEST_LIFE];
    while (accepted() < enough && performance.now() < late) await pause(10);
    await pause(this.dice.roll() * 200);
  }

  private async killAll(clients: readonly CrashClient[]): Promise<void> {
    while (this.killed < this.options.kills && this.failures.length === 0) {
      await this.someWork(clients);
      await this.killOne();
      // Now and then before it has come back.
      if (this.dice.chance(0.15) && this.killed < this.options.kills) {
        await pause(this.dice.roll() * 1000);
        this.whileStarting += 1;
        await this.killOne();
      }
      await this.isBack();
      if (this.killed % 10 === 0) this.options.say?.(`${this.killed} kills`);
    }
  }

  private async killOne(): Promise<void> {
    const database = serverOf(this.data);
    const backends = database === undefined ? [] : childrenOf(database);
    const wanted = this.dice.pick(LIKELY);
    const victim = database === undefined || (wanted === "backend" && backends.length === 0) ? "truce" : wanted;
    this.kills[victim] += 1;
    if (victim === "database" || victim === "both") kill(database!);
    if (victim === "backend") kill(this.dice.pick(backends));
    if (victim === "truce" || victim === "both") await this.server.kill();
    // A server that lost its database starts it again; one that could not would have ended.
    if (!this.server.isGoing) this.start();
  }

  /** What follows from the changes is being done; it is waited for, and not looked at by way of the server. */
  private async workIsDone(): Promise<void> {
    const password = await readFile(join(this.data, "keys", "database-password"), "utf8");
    const host = join(this.data, "postgres");
    const client = new pg.Client({ host, port: 5432, user: "truce", database: "truce", password });
    client.on("error", () => undefined);
    await client.connect();
    try {
      const deadline = performance.now() + WORK_LIMIT;
      for (;;) {
        const { rowCount } = await client.query(
          "select from truce_jobs.job where state in ('created', 'retry', 'active') limit 1",
        );
        if (rowCount === 0) return;
        if (performance.now() > deadline)
          return void this.failures.push("the work that follows does not come to an end");
        await pause(200);
      }
    } finally {
      await client.end();
    }
  }

  /** As an auditor would: with the command, in a process of its own. Entries of the ledger. */
  private verify(): number {
    const cli = join(import.meta.dirname, "../../../src/cli.ts");
    const { status, stdout, stderr } = spawnSync(process.execPath, [cli, "verify", "--data", this.data, "--json"], {
      encoding: "utf8",
    });
    if (status === 0) return (JSON.parse(stdout) as { readonly entries: number }).entries;
    this.failures.push(`truce verify ends with ${status}: ${stdout}${stderr}`);
    return 0;
  }
}
