import { setTimeout } from "node:timers/promises";
import { Client } from "pg";
import { expect, test } from "vitest";
import { rowOf } from "../../test/record-rows.ts";
import { changed, onEachServer } from "../../test/temporary-record.ts";
import { describeRecord, openStore } from "./index.ts";
import { schemaVersion } from "./migrate.ts";

const PURPOSE = { purpose: "truce test" };

onEachServer("a record on a server of one's own", (records) => {
  test("says where it is without its password, in every way to write an address, and what it holds", async () => {
    const store = await records.open();
    await changed(store, (change) => change.add("area", { audience: [] }, rowOf("area", 1)));
    const about = await describeRecord(store);
    expect(about).toMatchObject({
      schema: await schemaVersion(),
      entries: 1,
      server: expect.stringMatching(/^PostgreSQL 1[5-9]\./u),
    });
    expect(about.things.get("area")).toBe(1);
    expect(about.where).toMatch(/^postgres:\/\/truce_test_/u);
    const { password } = new Client((store.where as { database: string }).database);
    expect(String(password)).toMatch(/^[0-9a-f]{24}$/u);
    expect(JSON.stringify({ ...about, things: [] })).not.toContain(password);
  });

  test("is refused in words that say what to do, and never the password, if it cannot be opened", async () => {
    const database = await records.emptyDatabase();
    const good = records.addressOf(database);
    const refusals: readonly (readonly [string, string])[] = [
      ["bad-database", "localhost"],
      ["bad-database", "mysql://x@y/z"],
      ["no-database", good.replace(database, "no_such_database")],
      ["database-gone", "postgres://truce:geheim@/x?host=/nowhere"],
      ["database-gone", "postgres://truce:geheim@127.0.0.1:1/x"],
    ];
    for (const [code, address] of refusals) {
      const error = await openStore({ database: address }, PURPOSE).catch((trouble: unknown) => trouble);
      expect(error, address).toMatchObject({ code, hint: expect.stringMatching(/./u) });
      expect(JSON.stringify([String(error), error])).not.toMatch(/geheim/u);
    }
  });

  test("is refused in such words if the account may not make it", async () => {
    const database = await records.emptyDatabase();
    const admin = await records.tamperer(database);
    await admin.query(`alter database ${database} owner to current_user`);
    await admin.query(`revoke create on database ${database} from public`);
    await expect(openStore({ database: records.addressOf(database) }, PURPOSE)).rejects.toMatchObject({
      code: "database-refused",
      hint: expect.stringMatching(/owner|create/u),
    });
  });

  test("is opened by several at once, who see each other's changes", async () => {
    const database = await records.emptyDatabase();
    const [one, other] = [await records.openDatabase(database), await records.openDatabase(database)];
    await changed(one, (change) => change.add("area", { audience: [] }, rowOf("area", 1)));
    await changed(other, (change) => change.add("area", { audience: [] }, rowOf("area", 2)));
    expect((await one.current("area")).map(({ row }) => row)).toEqual([1, 2]);
  });

  test("lets one work alone at what has a name, also if it fails, and others at what has another", async () => {
    const database = await records.emptyDatabase();
    const [one, other] = [await records.openDatabase(database), await records.openDatabase(database)];
    const order: string[] = [];
    let begin: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const first = one.alone("judging", async () => {
      begin();
      await other.alone("something else", async () => void order.push("something else"));
      await setTimeout(300);
      order.push("first");
      throw new Error("it failed");
    });
    await begun;
    const second = other.alone("judging", async () => void order.push("second"));
    await expect(first).rejects.toThrow("it failed");
    await second;
    expect(order).toEqual(["something else", "first", "second"]);
  });
});
