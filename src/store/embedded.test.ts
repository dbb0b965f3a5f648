import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmod, chown, mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import process from "node:process";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { serversIn } from "../../test/crash/processes.ts";
import { rowOf } from "../../test/record-rows.ts";
import { changed, SLOW, temporaryFolder } from "../../test/temporary-record.ts";
import { openStore, verifyRecord, type Store } from "./index.ts";

const HOLDER = join(import.meta.dirname, "../../test/hold-record.ts");
const isRoot = process.getuid?.() === 0;
const NOBODY = 65_534;

/** A record that was opened once and closed, to copy: making a database takes most of a second. */
let made: string;
beforeAll(async () => {
  made = await temporaryFolder();
  await (await openStore({ folder: join(made, "data") }, { purpose: "truce test" })).close();
}, SLOW);
afterAll(() => rm(made, { recursive: true, force: true }), SLOW);

let folder: string;
let stores: Store[];
let children: ChildProcess[];
beforeEach(async () => {
  folder = await temporaryFolder();
  stores = [];
  children = [];
});
afterEach(async () => {
  for (const child of children) child.kill("SIGKILL");
  for (const store of stores) await store.close();
  await rm(folder, { recursive: true, force: true });
}, SLOW);

async function open(data: string, purpose = "truce test"): Promise<Store> {
  const store = await openStore({ folder: data }, { purpose });
  stores.push(store);
  return store;
}

async function close(store: Store): Promise<void> {
  stores = stores.filter((one) => one !== store);
  await store.close();
}

/** A folder of this name with an empty record in it. */
async function madeAs(name: string): Promise<string> {
  const data = join(folder, name);
  await mkdir(dirname(data), { recursive: true });
  await copy(join(made, "data"), data);
  return data;
}

/** With owners and all, which the copying of Node forgets. */
async function copy(from: string, to: string): Promise<void> {
  const [code] = (await once(spawn("cp", ["-a", from, to]), "exit")) as [number];
  expect(code).toBe(0);
}

const note = (store: Store, key: string) =>
  changed(store, (change) => change.add("area", { audience: [] }, rowOf("area", 1, { key })));
const keysIn = async (store: Store): Promise<readonly string[]> => (await store.current("area")).map(({ key }) => key);

/** Another Truce that has the record open, and has noted this key in it. */
async function hold(
  data: string,
  key: string,
  as?: { readonly uid: number; readonly gid: number },
): Promise<ChildProcess> {
  const child = spawn(process.execPath, [HOLDER, data, key], { ...as, stdio: ["pipe", "pipe", "pipe"] });
  children.push(child);
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  await Promise.race([
    once(child.stdout, "data"),
    once(child, "exit").then(() => Promise.reject(new Error(`the holder ended: ${said}`))),
  ]);
  return child;
}

const serverOf = async (data: string): Promise<number> =>
  Number((await readFile(join(data, "postgres/postmaster.pid"), "utf8")).split("\n")[0]);

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, "exit");
  child.stdin!.end();
  await ended;
}

describe("the database in a folder", { timeout: SLOW }, () => {
  test("a second Truce is refused a folder that is in use, and told by whom and since when", async () => {
    const data = await madeAs("data");
    const first = await open(data, "truce import");
    await expect(openStore({ folder: data }, { purpose: "truce export" })).rejects.toMatchObject({
      code: "folder-in-use",
      message: expect.stringMatching(
        new RegExp(`truce import, process ${process.pid}, since \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d UTC`, "u"),
      ),
    });
    await note(first, "still mine");
    await close(first);
    expect(await keysIn(await open(data))).toEqual(["still mine"]);
  });

  test("of many that open a new folder at the same moment one has it, and the others are refused", async () => {
    const opened = await Promise.allSettled(
      Array.from({ length: 3 }, (_, i) => open(join(folder, "new"), `truce ${i}`)),
    );
    const refused = opened.flatMap((one) => (one.status === "rejected" ? [one.reason as unknown] : []));
    expect(refused).toMatchObject([{ code: "folder-in-use" }, { code: "folder-in-use" }]);
    const [store] = opened.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    await note(store!, "one");
    expect(await keysIn(store!)).toEqual(["one"]);
  });

  test("a Truce that was killed leaves nothing that blocks the next, and nothing it had committed is lost", async () => {
    const data = await madeAs("data");
    for (const key of ["first", "second"]) {
      const holder = await hold(data, key);
      await expect(openStore({ folder: data }, { purpose: "x" })).rejects.toMatchObject({ code: "folder-in-use" });
      const ended = once(holder, "exit");
      holder.kill("SIGKILL");
      await ended;
    }
    const store = await open(data);
    expect((await keysIn(store)).toSorted()).toEqual(["first", "second"]);
    expect((await verifyRecord(store)).discrepancies).toEqual([]);
  });

  test("a server that was killed fails the work at hand in clear words, and the next opening recovers what was committed", async () => {
    const data = await madeAs("data");
    const store = await open(data);
    await note(store, "first");
    const committed = ["first"];
    process.kill(await serverOf(data), "SIGKILL");
    // What is left of the server may live for a moment, and what it commits then counts too.
    const goOn = async (): Promise<never> => {
      for (let i = 0; ; i++) {
        await note(store, `${i}`);
        committed.push(`${i}`);
      }
    };
    await expect(goOn()).rejects.toMatchObject({ code: "database-gone" });
    await expect(store.query("select 1")).rejects.toMatchObject({ code: "database-gone" });
    await close(store);
    const again = await open(data);
    expect(await keysIn(again)).toEqual(expect.arrayContaining(committed));
    expect((await keysIn(again)).length - committed.length).toBeLessThan(2);
    expect((await verifyRecord(again)).discrepancies).toEqual([]);
  });

  test.each(["server", "backend"] as const)(
    "for whoever serves, the database is there again after its %s was killed, with all that was committed, and the folder is held",
    async (victim) => {
      const data = await madeAs("data");
      const events: string[] = [];
      const keepAlive = (event: string): void => void events.push(event);
      const store = await openStore({ folder: data }, { purpose: "truce serve", keepAlive });
      stores.push(store);
      await note(store, "first");
      const [backend] = await store.query<{ pid: number }>("select pg_backend_pid() as pid");
      // While something is asked on another connection: whoever asks is told, and the process goes on.
      const asking = expect(sql`select pg_sleep(60)`.execute(store.db)).rejects.toThrow();
      process.kill(victim === "server" ? await serverOf(data) : backend!.pid, "SIGKILL");
      await asking;
      const isBack = (): boolean => events.at(-1) === "back";
      await expect.poll(isBack, { timeout: 60_000, interval: 20 }).toBe(true);
      expect(events).toEqual(["gone", "back"]);
      await note(store, "second");
      expect((await keysIn(store)).toSorted()).toEqual(["first", "second"]);
      await expect(openStore({ folder: data }, { purpose: "x" })).rejects.toMatchObject({ code: "folder-in-use" });
      await close(store);
      expect(serversIn(data)).toEqual([]);
      expect((await verifyRecord(await open(data))).discrepancies).toEqual([]);
    },
  );

  test("a server that died with the machine is not taken for the process that has its number now", async () => {
    const data = await madeAs("data");
    await close(await open(data));
    // Of the account that the server runs under, so that it could be killed, and PostgreSQL would take it for itself.
    const { uid, gid } = await stat(join(data, "postgres"));
    const bystander = spawn("sleep", ["60"], { uid, gid });
    children.push(bystander);
    const file = join(data, "postgres/postmaster.pid");
    await writeFile(
      file,
      [
        bystander.pid,
        join(data, "postgres"),
        1_456_531_200,
        5432,
        join(data, "postgres"),
        "",
        "  1 1",
        "ready   ",
        "",
      ].join("\n"),
    );
    await chown(file, uid, gid);
    await note(await open(data), "recovered");
    expect([bystander.exitCode, bystander.signalCode]).toEqual([null, null]);
  });

  test.each([
    ["spaces, quotes and signs", `a b'"$;\\%`],
    ["Arabic", "سجل الهدنة"],
    ["more letters than a socket's path may have", `${"long".repeat(30)}/${"longer".repeat(30)}`],
  ])("a folder whose name has %s works", async (_, name) => {
    const data = await madeAs(name);
    const store = await open(data);
    await note(store, "here");
    await expect(openStore({ folder: data }, { purpose: "x" })).rejects.toMatchObject({ code: "folder-in-use" });
    await close(store);
    expect(await keysIn(await open(data))).toEqual(["here"]);
  });

  test("the folder lets nobody else in: the keys and the log are its owner's, the database asks for a password", async () => {
    const data = await madeAs("data");
    const store = await open(data);
    for (const [path, mode] of [
      ["keys", 0o700],
      ["keys/database-password", 0o600],
      ["log", 0o700],
      ["log/postgres.log", 0o600],
      ["postgres", 0o700],
    ] as const)
      expect((await stat(join(data, path))).mode & 0o777, path).toBe(mode);
    const [settings] = await store.query<{ addresses: string; super: string }>(
      "select current_setting('listen_addresses') as addresses, current_setting('is_superuser') as super",
    );
    expect(settings).toEqual({ addresses: "", super: "off" });
    expect(await readFile(join(data, "postgres/pg_hba.conf"), "utf8")).not.toMatch(/^[^#]*\b(?:trust|peer)\b/mu);
  });

  test("a record of another major version of PostgreSQL is refused with the way out, and not touched", async () => {
    const data = await madeAs("data");
    await close(await open(data));
    const version = join(data, "postgres/PG_VERSION");
    await writeFile(version, "17\n");
    await expect(open(data)).rejects.toMatchObject({
      code: "other-database-version",
      message: expect.stringMatching(/made by PostgreSQL 17, and this Truce brings 18/u),
      hint: expect.stringMatching(/truce backup.*truce restore/u),
    });
    await writeFile(version, "18\n");
    await open(data);
  });

  test("the log of the database has none of what is in the record, whatever goes wrong", async () => {
    const data = await madeAs("data");
    const store = await open(data);
    const secret = "zq-the-caller-of-al-waer";
    await note(store, secret);
    const failing: readonly (readonly [string, readonly unknown[]])[] = [
      ["select $1::uuid", [secret]],
      ["select $1::float8", [secret]],
      ["select $1::jsonb", [secret]],
      [`select '${secret}'::timestamptz`, []],
      [`select * from "${secret}"`, []],
      [`insert into area select * from area`, []],
      ["delete from area where key = $1", [secret]],
      [`do $$ begin raise exception '${secret}'; end $$`, []],
      [`do $$ begin raise warning '${secret}'; end $$`, []],
      ["select pg_sleep(10), $1::text", [secret]],
    ];
    for (const [text, values] of failing.slice(0, -1)) await store.query(text, values).catch(() => undefined);
    await store.withClient(async (client) => {
      await client.query("set statement_timeout = 50");
      await client.query(...(failing.at(-1) as [string, unknown[]])).catch(() => undefined);
    });
    await changed(store, (change) => change.add("area", { audience: [] }, rowOf("area", 2, { key: secret }))).catch(
      () => undefined,
    );
    await close(store);
    const log = await readFile(join(data, "log/postgres.log"), "utf8");
    expect(log).toMatch(/database system is ready/u);
    expect(log).not.toContain(secret);
  });

  test("a half-made database is made anew, and a half-written password is none", async () => {
    await mkdir(join(folder, "making-half"), { recursive: true });
    await writeFile(join(folder, "making-half/PG_VERSION"), "18\n");
    await note(await open(folder), "here");
  });

  test.runIf(isRoot)(
    "for root, a folder that the database's account may not pass to is refused with the folder's name",
    async () => {
      const closed = join(folder, "closed");
      await madeAs("closed/data");
      await chmod(closed, 0o700);
      await expect(open(join(closed, "data"))).rejects.toMatchObject({
        code: "folder-closed",
        message: expect.stringContaining(`may not pass through ${closed} `),
        hint: expect.stringContaining(`chmod o+x ${closed}`),
      });
      await chmod(closed, 0o711);
      await open(join(closed, "data"));
    },
  );

  test.runIf(isRoot)("an ordinary account has a record of its own, closed to others", async () => {
    const own = join(folder, "own");
    await mkdir(own);
    await chown(own, NOBODY, NOBODY);
    const holder = await hold(join(own, "data"), "mine", { uid: NOBODY, gid: NOBODY });
    expect((await stat(join(own, "data"))).mode & 0o777).toBe(0o700);
    expect((await stat(join(own, "data/postgres"))).uid).toBe(NOBODY);
    await end(holder);
    const again = await hold(join(own, "data"), "mine too", { uid: NOBODY, gid: NOBODY });
    await end(again);
    expect(again.exitCode).toBe(0);
  });

  test("a record that was copied while nobody had it open is a record of its own", async () => {
    const store = await open(await madeAs("one"));
    await note(store, "both");
    await close(store);
    await copy(join(folder, "one"), join(folder, "two"));
    const [one, two] = await Promise.all([open(join(folder, "one")), open(join(folder, "two"))]);
    await note(two, "the copy's");
    expect(await keysIn(one)).toEqual(["both"]);
    expect(await keysIn(two)).toEqual(["both", "the copy's"]);
  });
});
