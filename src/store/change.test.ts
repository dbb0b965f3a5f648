import { readFile } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { rowOf } from "../../test/record-rows.ts";
import { changed, onEachServer } from "../../test/temporary-record.ts";
import { SupersededElsewhere, verifyRecord, type Change, type Said, type Store } from "./index.ts";

const AREA: Said<"area"> = { key: "aleppo", name: "Aleppo", body: {} };
const COVERAGE = rowOf("coverage", 1);

const whole = async (store: Store): Promise<unknown> => [
  await store.query("select * from ledger_head"),
  await store.query("select * from ledger_entry"),
  await store.query("select * from area"),
  await store.query("select * from coverage"),
];

onEachServer("a change", (records) => {
  test("many at once make one chain without gaps, whose times only go up", async () => {
    const store = await records.open();
    await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        changed(store, (change) => change.add("area", { audience: [] }, { ...AREA, key: `${i}` })),
      ),
    );
    const entries = await store.query<{ seq: number; at: number; first_row: number }>(
      "select seq, at, first_row from ledger_entry order by seq",
    );
    expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    expect(entries.map(({ first_row }) => first_row)).toEqual(entries.map(({ seq }) => seq));
    for (const [i, { at }] of entries.entries()) if (i > 0) expect(at).toBeGreaterThan(entries[i - 1]!.at);
    expect((await verifyRecord(store)).discrepancies).toEqual([]);
  });

  test("that waits for many others leaves connections for those who read", async () => {
    const store = await records.open();
    let done = 0;
    const changes = Array.from({ length: 40 }, async (_, i) => {
      await changed(store, async (change) => {
        await setTimeout(20);
        change.add("area", { audience: [] }, { ...AREA, key: `${i}` });
      });
      done += 1;
    });
    await setTimeout(50);
    await store.query("select 1");
    expect(done).toBeLessThan(25);
    await Promise.all(changes);
  });

  test("goes on from a clock that was set back without dating anything twice", async () => {
    const store = await records.open();
    const future = Date.UTC(2999, 0);
    await changed(store, (change) => change.add("area", { audience: [] }, AREA));
    await (await records.tamperer(store)).query("update ledger_head set at = $1", [new Date(future)]);
    const at = await changed(store, (change) => change.at);
    expect(at).toBe(future + 1);
  });

  test("that fails leaves nothing, at whatever point it fails", async () => {
    const store = await records.open();
    await changed(store, (change) => change.add("area", { audience: [] }, AREA));
    const before = await whole(store);
    const failures: readonly ((change: Change) => void)[] = [
      (change) => {
        change.add("area", { audience: [] }, { ...AREA, key: "homs" });
        throw new Error("the importer gave up");
      },
      // The database refuses the second of the two nouns: a key that is there already.
      (change) => {
        change.add("coverage", { audience: [] }, COVERAGE);
        change.add("area", { audience: [] }, AREA);
      },
      // Refused while the rows are on their way to the database.
      (change) => {
        change.add("area", { audience: [] }, { ...AREA, key: "homs" });
        for (let i = 0; i < 2000; i++) change.add("coverage", { audience: [] }, COVERAGE);
        change.add("coverage", { audience: [] }, { ...COVERAGE, latest: Date.UTC(20_000, 0) });
      },
      (change) => void change.add("coverage", { audience: [] }, { ...COVERAGE, latest: 0.5 }),
      (change) =>
        void change.add("area", { audience: [] }, { ...AREA, key: "homs", name: undefined as unknown as string }),
    ];
    for (const fail of failures) {
      await expect(changed(store, fail)).rejects.toThrow();
      expect(await whole(store)).toEqual(before);
    }
    await changed(store, (change) => change.add("area", { audience: [] }, { ...AREA, key: "homs" }));
    expect((await verifyRecord(store)).discrepancies).toEqual([]);
  });

  test("that fails for a reason of its own fails with that, and not with the database", async () => {
    const store = await records.open();
    const reading = changed(store, () => readFile("/no/such/file"));
    await expect(reading).rejects.toMatchObject({ code: "ENOENT", syscall: "open" });
  });

  test("without an act to record leaves nothing", async () => {
    const store = await records.open();
    const before = await whole(store);
    const { result, seq } = await store.change(async (change) => ({
      result: change.add("area", { audience: [] }, AREA),
      act: undefined,
    }));
    expect(result).toMatch(/^[0-9a-f-]{36}$/u);
    expect(seq).toBeUndefined();
    expect(await whole(store)).toEqual(before);
  });

  test("cannot replace a row that somebody else has replaced, and leaves theirs", async () => {
    const store = await records.open();
    const id = await changed(store, (change) => change.add("area", { audience: [] }, AREA));
    const again = (name: string) =>
      changed(store, (change) => change.add("area", { id, supersedes: 1, audience: [] }, { ...AREA, name }));
    await again("first");
    await expect(again("second")).rejects.toThrow(SupersededElsewhere);
    await expect(
      changed(store, (change) => change.add("area", { id, supersedes: 99, audience: [] }, AREA)),
    ).rejects.toThrow(SupersededElsewhere);
    expect((await store.current("area")).map(({ name }) => name)).toEqual(["first"]);
  });

  test("cannot replace one row by two, or a row by another thing", async () => {
    const store = await records.open();
    const id = await changed(store, (change) => change.add("coverage", { audience: [] }, COVERAGE));
    const twice = (change: Change): void => {
      change.add("coverage", { id, supersedes: 1, audience: [] }, COVERAGE);
      change.add("coverage", { id, supersedes: 1, audience: [] }, COVERAGE);
    };
    await expect(changed(store, twice)).rejects.toThrow(SupersededElsewhere);
    await expect(
      changed(store, (change) => change.add("coverage", { supersedes: 1, audience: [] }, COVERAGE)),
    ).rejects.toThrow(/another thing/u);
    expect(await store.current("coverage")).toHaveLength(1);
  });

  test("of two thousand rows is one entry with the digest of each", async () => {
    const store = await records.open();
    await changed(store, (change) => {
      for (let i = 0; i < 2000; i++)
        change.add("area", { audience: [] }, { ...AREA, key: `${i}`, body: { text: "x".repeat(100) } });
      expect(change.size).toBe(2000);
    });
    const [entry] = await store.query<{ runs: unknown; length: number }>(
      "select runs, length(digests) as length from ledger_entry",
    );
    expect(entry).toEqual({ runs: [{ noun: "area", count: 2000 }], length: 64_000 });
    expect(await verifyRecord(store)).toMatchObject({ rows: 2000, discrepancies: [] });
  });
});
