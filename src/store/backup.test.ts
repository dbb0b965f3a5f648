import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { Dice } from "../../test/proof/dice.ts";
import { SEED } from "../../test/property-seed.ts";
import { rowOf } from "../../test/record-rows.ts";
import { changed, onEachServer } from "../../test/temporary-record.ts";
import { Refusal } from "../kit/index.ts";
import { backupRecord, keepItem, NOUN_NAMES, noteImportRun, restoreRecord, verifyRecord, type Store } from "./index.ts";
import { schemaVersion } from "./migrate.ts";

const TABLES = [...NOUN_NAMES, "ledger_entry", "ledger_head", "item_piece", "import_run", "outbox"];

/** Something in every table, with what COPY has to escape. */
async function fill(store: Store): Promise<void> {
  await changed(store, (change) =>
    keepItem(change, [Buffer.from("\\.\n\\N\tbytes\r\n\0\xff", "latin1")], {
      name: "a\\.\nb",
      mediaType: "text/plain",
    }),
  );
  const id = await changed(store, async (change) => {
    await noteImportRun(change, { digest: "ab".repeat(32), reading: "x", rowsDone: 3, counts: { a: 1 }, done: false });
    await change.client.query("insert into outbox (topic, body) values ('mail', '{}'), ('feed', '[]')");
    for (const [i, noun] of NOUN_NAMES.entries())
      if (noun !== "item" && noun !== "actor") change.add(noun, { audience: ["public", "party:a"] }, rowOf(noun, i));
    return change.add("actor", { audience: [] }, rowOf("actor", 1, { name: 'a\tb\n\\.\n"{}" جيش', kind: "\\N" }));
  });
  const [actor] = await store.current("actor");
  await changed(store, (change) =>
    change.add("actor", { id, supersedes: actor!.row, audience: [] }, rowOf("actor", 2)),
  );
}

async function backupOf(store: Store): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of backupRecord(store)) pieces.push(piece);
  return Buffer.concat(pieces);
}

async function* inChunks(bytes: Buffer, size = 4096): AsyncGenerator<Uint8Array, void> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

async function tablesOf(store: Store): Promise<Record<string, readonly unknown[]>> {
  const tables: Record<string, readonly unknown[]> = {};
  for (const table of TABLES)
    tables[table] = (
      await store.query<{ row: string }>(`select one::text as row from "${table}" as one order by 1`)
    ).map(({ row }) => row);
  return tables;
}

/** With the digest that a forger would put below. */
function sealed(text: string): Buffer {
  return Buffer.from(`${text}${JSON.stringify({ sha256: createHash("sha256").update(text).digest("hex") })}\n`);
}

onEachServer("a backup", (records) => {
  test("restored is the same record, table for table, and goes on from there", async () => {
    const store = await records.open();
    await fill(store);
    const backup = await backupOf(store);
    const other = await records.open();
    expect(await restoreRecord(other, inChunks(backup))).toBe(3);
    const tables = await tablesOf(store);
    for (const table of TABLES) expect(tables[table], table).not.toHaveLength(0);
    expect(await tablesOf(other)).toEqual(tables);
    expect(await verifyRecord(other)).toMatchObject({ entries: 3, items: 1, discrepancies: [] });
    await changed(other, async (change) => {
      change.add("area", { audience: [] }, rowOf("area", 99));
      await change.client.query("insert into outbox (topic, body) values ('mail', '{}')");
    });
    expect(await verifyRecord(other)).toMatchObject({ entries: 4, discrepancies: [] });
    expect((await store.query("select * from outbox")).length).toBe(2);
  });

  test("of an empty record restores to an empty record", async () => {
    const backup = await backupOf(await records.open());
    const other = await records.open();
    expect(await restoreRecord(other, inChunks(backup))).toBe(0);
    expect(await verifyRecord(other)).toMatchObject({ entries: 0, discrepancies: [] });
  });

  test("is read alike in chunks of any size", async () => {
    const store = await records.open();
    await changed(store, (change) => change.add("actor", { audience: [] }, rowOf("actor", 1, { name: "a\n\\.\nb" })));
    const backup = await backupOf(store);
    for (const size of [1, 3, backup.length]) {
      const other = await records.open();
      await restoreRecord(other, inChunks(backup, size));
      expect((await other.current("actor"))[0]!.name).toBe("a\n\\.\nb");
    }
  });

  test("is of one moment, whatever is recorded while it is made", async () => {
    const store = await records.open();
    await fill(store);
    const pieces: Uint8Array[] = [];
    for await (const piece of backupRecord(store)) {
      if (pieces.length === 0)
        await changed(store, (change) => change.add("area", { audience: [] }, rowOf("area", 99)));
      pieces.push(piece);
    }
    const other = await records.open();
    expect(await restoreRecord(other, pieces as unknown as AsyncIterable<Uint8Array>)).toBe(3);
    expect(await verifyRecord(other)).toMatchObject({ entries: 3, discrepancies: [] });
  });

  test("that nobody reads to its end holds nothing up", async () => {
    const store = await records.open();
    await fill(store);
    await changed(store, (change) =>
      keepItem(change, [Buffer.alloc(8 << 20, "x")], { name: "n", mediaType: "text/plain" }),
    );
    for (const stopAt of [1, 3, 80]) {
      let read = 0;
      for await (const piece of backupRecord(store)) if (piece.length > 0 && ++read === stopAt) break;
      expect(read).toBe(stopAt);
    }
    await changed(store, (change) => change.add("area", { audience: [] }, rowOf("area", 99)));
    expect((await verifyRecord(store)).discrepancies).toEqual([]);
  });

  test("cut short anywhere, or with one byte changed, restores nothing", async () => {
    const store = await records.open();
    await fill(store);
    const backup = await backupOf(store);
    const other = await records.open();
    const before = await tablesOf(other);
    const dice = new Dice(SEED);
    const ends = [
      0,
      1,
      backup.indexOf("\n"),
      backup.length - 1,
      backup.length - 2,
      backup.lastIndexOf("\n", backup.length - 2) + 1,
    ];
    const cuts = [...ends, ...Array.from({ length: 12 }, () => dice.below(backup.length))];
    for (const end of cuts) {
      const restoring = restoreRecord(other, inChunks(backup.subarray(0, end)));
      await expect(restoring, `cut at ${end}`).rejects.toMatchObject({ code: "backup-cut-short" });
    }
    for (let i = 0; i < 24; i++) {
      const at = i < backup.length ? dice.below(backup.length) : 0;
      const spoilt = Buffer.from(backup);
      spoilt[at] = spoilt[at]! ^ (1 << dice.below(8));
      const error = await restoreRecord(other, inChunks(spoilt)).catch((trouble: unknown) => trouble);
      expect(error, `byte ${at}`).toBeInstanceOf(Refusal);
      expect(["not-a-backup", "backup-cut-short", "newer-record"], `byte ${at}`).toContain((error as Refusal).code);
      // What was in the backup is nobody's business who looks at the screen.
      expect((error as Refusal).message).not.toMatch(/zq[0-9a-z]{5}x/u);
    }
    expect(await tablesOf(other)).toEqual(before);
    await restoreRecord(other, inChunks(backup));
    expect((await verifyRecord(other)).discrepancies).toEqual([]);
  });

  test("of a newer Truce, of another program, or with something after its end is refused", async () => {
    const store = await records.open();
    await fill(store);
    const text = (await backupOf(store)).toString("latin1");
    const body = text.slice(0, text.lastIndexOf("\n", text.length - 2) + 1);
    const other = await records.open();
    const version = await schemaVersion();
    const ofSchema = (written: string): Buffer =>
      Buffer.from(text.replace(`"schema":${version}`, `"schema":${written}`), "latin1");
    const refusals: readonly (readonly [string, Buffer])[] = [
      ["newer-record", ofSchema(`${version + 1}`)],
      ["not-a-backup", ofSchema(`"${version}"`)],
      ["not-a-backup", Buffer.from("select 1;\n")],
      ["not-a-backup", Buffer.from(`${text}\n`, "latin1")],
      ["not-a-backup", Buffer.from(text + text, "latin1")],
      ["not-a-backup", sealed("")],
      // Whole by its digest, but not by what has to be in it.
      ["not-a-backup", sealed(text.slice(0, text.indexOf("\n") + 1))],
      ["not-a-backup", sealed(body.replaceAll('"table":"outbox"', '"table":"pg_authid"'))],
      ["not-a-backup", sealed(body.replaceAll('"columns":["id",', '"columns":["id\\" from x; --",'))],
    ];
    for (const [i, [code, bytes]] of refusals.entries()) {
      const restoring = restoreRecord(other, inChunks(bytes));
      await expect(restoring, `case ${i}`).rejects.toMatchObject({ code });
    }
    expect(await verifyRecord(other)).toMatchObject({ entries: 0, rows: 0, discrepancies: [] });
  });

  test("is not mixed into a record that has something in it", async () => {
    const store = await records.open();
    await fill(store);
    const backup = await backupOf(store);
    const other = await records.open();
    await changed(other, (change) => change.add("area", { audience: [] }, rowOf("area", 99)));
    const before = await tablesOf(other);
    await expect(restoreRecord(other, inChunks(backup))).rejects.toMatchObject({ code: "record-not-empty" });
    expect(await tablesOf(other)).toEqual(before);
  });

  test("whose file cannot be read to its end restores nothing, and says what stopped it", async () => {
    const store = await records.open();
    await fill(store);
    const backup = await backupOf(store);
    async function* breaking(at: number): AsyncGenerator<Uint8Array, void> {
      yield backup.subarray(0, at);
      throw new Error("the stick was pulled out");
    }
    const other = await records.open();
    for (const at of [10, backup.length >> 1, backup.length - 30])
      await expect(restoreRecord(other, breaking(at))).rejects.toThrow("pulled out");
    expect(await verifyRecord(other)).toMatchObject({ entries: 0, discrepancies: [] });
  });
});
