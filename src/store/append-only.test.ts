import { expect, test } from "vitest";
import { rowOf } from "../../test/record-rows.ts";
import { changed, onEachServer } from "../../test/temporary-record.ts";
import { columnsOf, keepItem, NOUN_NAMES, verifyRecord } from "./index.ts";

const REFUSED = { code: "TR001" };

onEachServer("the database", (records) => {
  test("refuses to change, delete or empty what was recorded", async () => {
    const store = await records.open();
    await changed(store, async (change) => {
      await keepItem(change, [Buffer.from("bytes")], { name: "n", mediaType: "text/plain" });
      for (const [i, noun] of NOUN_NAMES.entries())
        if (noun !== "item") change.add(noun, { audience: [] }, rowOf(noun, i));
    });
    const columns = new Map<string, readonly string[]>([
      ...NOUN_NAMES.map((noun) => [noun, columnsOf(noun).map(([name]) => name)] as const),
      ["item_piece", ["digest", "piece", "bytes"]],
      [
        "ledger_entry",
        ["seq", "at", "by", "act", "reason", "body", "first_row", "runs", "digests", "previous", "hash"],
      ],
    ]);
    for (const [table, names] of columns) {
      // Also to what it is already: whoever tries has no business there.
      for (const name of names)
        await expect(
          store.query(`update "${table}" set "${name}" = "${name}"`),
          `${table}.${name}`,
        ).rejects.toMatchObject(REFUSED);
      await expect(store.query(`delete from "${table}"`), table).rejects.toMatchObject(REFUSED);
      await expect(store.query(`truncate "${table}"`), table).rejects.toMatchObject(REFUSED);
    }
    const { rows, discrepancies } = await verifyRecord(store);
    expect({ rows, discrepancies }).toEqual({ rows: NOUN_NAMES.length, discrepancies: [] });
  });

  test("lets a row be marked as superseded once, and never otherwise", async () => {
    const store = await records.open();
    await changed(store, (change) => {
      for (const [i, noun] of NOUN_NAMES.entries()) change.add(noun, { audience: [] }, rowOf(noun, i));
    });
    for (const noun of NOUN_NAMES) {
      await store.query(`update "${noun}" set superseded_at = '2016-02-27'`);
      for (const value of ["null", "'2016-02-28'", "superseded_at"])
        await expect(store.query(`update "${noun}" set superseded_at = ${value}`), noun).rejects.toMatchObject(REFUSED);
    }
    // By hand, without a row that supersedes it, it shows; of many such rows the first twenty.
    const { discrepancies } = await verifyRecord(store);
    expect(discrepancies).toHaveLength(Math.min(NOUN_NAMES.length, 20));
  });

  test("keeps no determination that one person alone has signed", async () => {
    const store = await records.open();
    const sign = (...people: readonly string[]) =>
      changed(store, (change) =>
        change.add("determination", { audience: [] }, rowOf("determination", 1, { signed_by: people })),
      );
    for (const people of [[], ["a"], ["a", "a"]])
      await expect(sign(...people)).rejects.toMatchObject({ code: "23514" });
    await sign("a", "b");
    expect(await store.current("determination")).toHaveLength(1);
  });

  test("keeps one current version of a thing that has a key of its own", async () => {
    const store = await records.open();
    for (const noun of ["actor", "place", "area", "agreement", "report", "item", "list_snapshot"] as const) {
      const add = () => changed(store, (change) => change.add(noun, { audience: [] }, rowOf(noun, 7)));
      await add();
      await expect(add(), noun).rejects.toMatchObject({ code: "23505" });
    }
  });
});
