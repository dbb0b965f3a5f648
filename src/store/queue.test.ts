import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { changed, onEachServer, temporaryFolder } from "../../test/temporary-record.ts";
import { Refusal } from "../kit/index.ts";
import { Jobs, type JobKind } from "./queue.ts";
import { openStore, type Store, type Where } from "./index.ts";

const WORKER = join(import.meta.dirname, "../../test/job-worker.ts");

let started: Jobs[] = [];
afterEach(async () => {
  await Promise.all(started.map((jobs) => jobs.stop()));
  started = [];
});

async function start(store: Store, kinds: readonly JobKind[], isWorker = true): Promise<Jobs> {
  const jobs = await Jobs.start(store, kinds, { isWorker });
  started.push(jobs);
  return jobs;
}

function counting(done: string[], undone: readonly string[] = []): JobKind {
  return { name: "count", undone: () => Promise.resolve(undone), work: async (key) => void done.push(key) };
}

async function until(isSo: () => boolean | Promise<boolean>, milliseconds = 20_000): Promise<number> {
  const begun = performance.now();
  while (!(await isSo())) {
    if (performance.now() - begun > milliseconds) throw new Error("it did not become so");
    await new Promise((wait) => setTimeout(wait, 20));
  }
  return performance.now() - begun;
}

onEachServer("a job", (records) => {
  test("is there if and only if the change is that asked for it, and is done soon", async () => {
    const store = await records.open();
    const done: string[] = [];
    const jobs = await start(store, [counting(done)]);
    const undone = store.change(async (change) => {
      await jobs.ask(change, "count", "never");
      throw new Error("no");
    });
    await expect(undone).rejects.toThrow("no");
    await changed(store, (change) => jobs.ask(change, "count", "one"));
    await until(() => done.length > 0);
    await changed(store, (change) => jobs.ask(change, "count", "two"));
    await until(() => done.length > 1);
    expect(done).toEqual(["one", "two"]);
    expect(await jobs.failed()).toEqual([]);
  });

  test("waits once, however often it is asked for, and is asked for anew while it is being done", async () => {
    const store = await records.open();
    const asking = await start(store, [counting([])], false);
    for (const key of ["a", "a", "b", "a"]) await changed(store, (change) => asking.ask(change, "count", key));
    const done: string[] = [];
    const work = async (key: string): Promise<void> => {
      done.push(key);
      if (done.length === 1) await changed(store, (change) => asking.ask(change, "count", key));
    };
    await start(store, [{ ...counting([]), work }]);
    await until(() => done.length === 3);
    expect(done.toSorted()).toEqual(["a", "a", "b"]);
  });

  test("that a backup does not hold is found again from the record at the next start", async () => {
    const store = await records.open();
    const done: string[] = [];
    await start(store, [counting(done, ["left over", "and this"])]);
    await until(() => done.length === 2);
    expect(done.toSorted()).toEqual(["and this", "left over"]);
  });

  test("that fails is tried again, and then shown with a reason in which nothing is quoted", async () => {
    const store = await records.open();
    let attempts = 0;
    const work = async (): Promise<void> => {
      attempts += 1;
      throw new Refusal("no-such-place", "Umm Ahmad does not live there", "ask Umm Ahmad");
    };
    const jobs = await start(store, [{ ...counting([]), work }]);
    await changed(store, (change) => jobs.ask(change, "count", "one"));
    await until(() => attempts === 1);
    // As if the pauses were over and the last attempt had come.
    await until(async () => {
      await store.query(
        "update truce_jobs.job set retry_limit = retry_count + 1, start_after = now() where state = 'retry'",
      );
      return attempts > 1;
    });
    await until(async () => (await jobs.failed()).length > 0);
    const [failed] = await jobs.failed();
    expect(failed).toMatchObject({ kind: "count", key: "one", reason: "no-such-place", attempts: 2 });
    expect(Math.abs(failed!.failedAt - Date.now())).toBeLessThan(60_000);
    const rows = await store.query("select j::text as text from truce_jobs.job j");
    expect(JSON.stringify(rows)).not.toContain("Ahmad");
    await jobs.retry(failed!);
    await until(() => attempts > 2);
  });

  test("whose worker is killed is done by another within seconds", async () => {
    const store = await records.open();
    const [{ name } = { name: "" }] = await store.query<{ name: string }>("select current_database() as name");
    const worker = await workerAt({ database: records.addressOf(name) });
    const done: string[] = [];
    await start(store, [counting(done)]);
    worker.kill("SIGKILL");
    const taking = await until(() => done.length > 0, 40_000);
    expect(done).toEqual(["one"]);
    // A heartbeat is missed after ten seconds; then a look each second. Not a measurement: a minute would be too late.
    expect(taking).toBeLessThan(30_000);
  }, 90_000);
});

test("a job whose worker was killed with its data folder is done as soon as the folder is open again", async () => {
  const folder = await temporaryFolder();
  try {
    const worker = await workerAt({ folder });
    worker.kill("SIGKILL");
    await once(worker, "close");
    const store = await openStore({ folder }, { purpose: "truce test" });
    const done: string[] = [];
    const jobs = await Jobs.start(store, [counting(done)], { isWorker: true });
    try {
      await until(() => done.length > 0, 9_000);
      expect(done).toEqual(["one"]);
    } finally {
      await jobs.stop();
      await store.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 120_000);

/** A process that has taken a job with the key `one`. */
async function workerAt(where: Where): Promise<ChildProcess> {
  const worker = spawn(process.execPath, [WORKER, JSON.stringify(where)], { stdio: ["ignore", "pipe", "inherit"] });
  const [taken] = (await once(worker.stdout, "data")) as [Buffer];
  expect(taken.toString()).toBe("one\n");
  return worker;
}
