import type { PgBoss } from "pg-boss";
import type { Change } from "./change.ts";
import { refusalOf } from "./connection.ts";
import { reasonOf } from "./reason.ts";
import type { Store } from "./store.ts";

/**
 * Work that is done after a change and not in it. A job is asked for in the transaction of the change, so it is there if and
 * only if the change is; it is done at least once, by whichever worker is free, and again if that worker dies.
 *
 * A job says only what it is about, by a key: an id, a digest. What is to be done follows from the record, so that doing it
 * twice comes to the same, that nothing about a person stands in a queue, and that jobs need no backup: `undone` finds them
 * again.
 */
export interface JobKind {
  /** `judge-incidents`. */
  readonly name: string;
  /** Does the work, or finds that it is done. Must let others run now and then: who is silent for 10 s is taken for dead. */
  readonly work: (key: string, signal: AbortSignal) => Promise<void>;
  /** Keys of all work of this kind that the record shows to be undone. Asked at each start. */
  readonly undone: () => Promise<readonly string[]>;
}

export interface FailedJob {
  readonly id: string;
  readonly kind: string;
  readonly key: string;
  /** See `reasonOf`: no message, so nothing about a person. */
  readonly reason: string;
  /** Milliseconds since 1970 UTC. */
  readonly failedAt: number;
  readonly attempts: number;
}

export interface JobsOptions {
  /** False: only asks for jobs, and leaves them to another process. */
  readonly isWorker: boolean;
  /** Jobs of one kind that this process does at once. */
  readonly atOnce?: number;
  /** Trouble of the queue itself, as `reasonOf` tells it; jobs that fail are in `failed`. */
  readonly onTrouble?: (reason: string) => void;
}

const SCHEMA = "truce_jobs";
/** Seconds. A worker says every other second that it lives; silent for ten, it is dead, and its jobs are for others. */
const HEARTBEAT = { heartbeatSeconds: 10 };
const HEARTBEAT_REFRESH = 2;
const LOOK_FOR_DEAD = 1;
const DAY = 24 * 60 * 60;
/** The same trouble is met with longer and longer pauses; what then still fails waits for a person. */
const RETRIES = { retryLimit: 6, retryDelay: 1, retryBackoff: true, retryDelayMax: 300 };
const KEPT = { expireInSeconds: DAY / 4, retentionSeconds: 365 * DAY, deleteAfterSeconds: 30 * DAY };

export class Jobs {
  private readonly boss: PgBoss;
  private readonly kinds: readonly JobKind[];

  private constructor(boss: PgBoss, kinds: readonly JobKind[]) {
    this.boss = boss;
    this.kinds = kinds;
  }

  static async start(store: Store, kinds: readonly JobKind[], options: JobsOptions): Promise<Jobs> {
    const { isWorker, onTrouble = () => undefined } = options;
    // Only who has jobs pays for loading it.
    const queue = await import("pg-boss");
    const boss = new queue.PgBoss({
      ...connectionOf(store),
      schema: SCHEMA,
      max: 4,
      supervise: isWorker,
      schedule: false,
      registerInstance: false,
      useListenNotify: isWorker,
      superviseIntervalSeconds: LOOK_FOR_DEAD,
      monitorIntervalSeconds: LOOK_FOR_DEAD,
    });
    boss.on("error", (error) => onTrouble(reasonOf(error)));
    const jobs = new Jobs(boss, kinds);
    try {
      await boss.start();
      for (const { name } of kinds) await jobs.prepare(name);
      // A data folder is with one process at a time, so whoever was at work in it before is gone.
      if (isWorker && "folder" in store.where) for (const { name } of kinds) await jobs.takeBack(name);
      await jobs.askForUndone();
      if (isWorker) for (const kind of kinds) await jobs.takeUp(kind, options.atOnce ?? 1);
      return jobs;
    } catch (error) {
      await jobs.stop();
      throw refusalOf(error);
    }
  }

  private async prepare(name: string): Promise<void> {
    const options = { ...HEARTBEAT, ...RETRIES, ...KEPT, notify: true };
    // `short`: of one key no more than one job waits; a change made while it is being worked on asks for another.
    if (await this.boss.getQueue(name)) await this.boss.updateQueue(name, options);
    else await this.boss.createQueue(name, { ...options, policy: "short" });
  }

  /** After the database was away, and with it whatever was being worked on; also what was only asked for in vain meanwhile. */
  async takeUpAgain(): Promise<void> {
    for (const { name } of this.kinds) await this.takeBack(name);
    await this.askForUndone();
  }

  /** Asked for anew, as if it had not been begun: that it was cut off is not its fault, and is no try of those it has. */
  private async takeBack(name: string): Promise<void> {
    const text = `select id, data->>'key' as key from ${SCHEMA}.job where name = $1 and state = 'active'`;
    const { rows } = await this.boss.getDb().executeSql(text, [name]);
    for (const { id, key } of rows as { readonly id: string; readonly key: string }[]) {
      await this.boss.deleteJob(name, id);
      await this.boss.send(name, { key }, { singletonKey: key });
    }
  }

  private async askForUndone(): Promise<void> {
    for (const { name, undone } of this.kinds)
      for (const key of await undone()) await this.boss.send(name, { key }, { singletonKey: key });
  }

  private async takeUp({ name, work }: JobKind, atOnce: number): Promise<void> {
    const how = { localConcurrency: atOnce, pollingIntervalSeconds: 0.5, notifyPollingIntervalSeconds: 2 };
    await this.boss.work<{ key: string }>(
      name,
      { ...how, heartbeatRefreshSeconds: HEARTBEAT_REFRESH, batchSize: 1 },
      async ([job]) => {
        if (job) await work(job.data.key, job.signal).catch(tellReasonOnly);
      },
    );
  }

  /** Asks for a job in the transaction of the change. Of one kind and key no more than one job waits at a time. */
  async ask(change: Change, kind: string, key: string): Promise<void> {
    const db = {
      executeSql: async (text: string, values: unknown[] = []) => ({
        rows: (await change.client.query<Record<string, unknown>>(text, values)).rows,
      }),
    };
    await this.boss.send(kind, { key }, { singletonKey: key, db });
  }

  /** What was tried as often as it is worth, the latest first. For 30 days. */
  async failed(): Promise<readonly FailedJob[]> {
    const { rows } = await this.boss.getDb().executeSql(
      `select id, name as kind, data->>'key' as key, coalesce(output->>'reason', output->'value'->>'message', 'unknown') as reason,
         (extract(epoch from completed_on) * 1000)::double precision as "failedAt", retry_count + 1 as attempts
       from ${SCHEMA}.job where state = 'failed' order by completed_on desc limit 1000`,
    );
    return rows as FailedJob[];
  }

  /** Has a failed job tried again, as if for the first time. */
  async retry({ kind, id }: Pick<FailedJob, "kind" | "id">): Promise<void> {
    await this.boss.retry(kind, id);
  }

  /** Waits for what is being worked on, for a while; what is not done by then is done again later. */
  async stop(): Promise<void> {
    await this.boss.stop({ graceful: true, timeout: 10_000 });
  }
}

/** What the queue keeps of an error is what everybody may read. */
function tellReasonOnly(error: unknown): never {
  const told = Object.assign(new Error("failed"), { reason: reasonOf(error) });
  delete told.stack;
  throw told;
}

/** The queue has connections of its own, and reads values in its own way. */
function connectionOf({ pool }: Store): object {
  const { password, types: _, max: __, ...config } = pool.options;
  return { ...config, password };
}
