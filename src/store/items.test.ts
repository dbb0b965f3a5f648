import { createHash, randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { changed, onEachServer } from "../../test/temporary-record.ts";
import { itemBytes, keepItem, keepSmallItems, verifyRecord, type Store } from "./index.ts";

const MEBIBYTE = 1 << 20;
const WHAT = { name: "a file", mediaType: "application/octet-stream" };

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

async function read(store: Store, digest: string): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of itemBytes(store, digest)) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** In chunks of this size, as a file is read. */
async function* inChunks(bytes: Buffer, size: number): AsyncGenerator<Uint8Array, void> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

onEachServer("an item", (records) => {
  test.each([
    { what: "nothing", size: 0, chunk: 1, pieces: 0 },
    { what: "one byte", size: 1, chunk: 1, pieces: 1 },
    { what: "exactly one piece", size: MEBIBYTE, chunk: 65_536, pieces: 1 },
    { what: "a byte more than three pieces, all at once,", size: 3 * MEBIBYTE + 1, chunk: 4 * MEBIBYTE, pieces: 4 },
    {
      what: "a byte more than three pieces, in chunks that fit nowhere,",
      size: 3 * MEBIBYTE + 1,
      chunk: 70_001,
      pieces: 4,
    },
  ])("of $what comes out as it went in, under its SHA-256", async ({ size, chunk, pieces }) => {
    const store = await records.open();
    const bytes = randomBytes(size);
    const kept = await changed(store, (change) => keepItem(change, inChunks(bytes, chunk), WHAT));
    expect(kept).toEqual({ digest: sha256(bytes), size, isNew: true });
    expect((await read(store, kept.digest)).equals(bytes)).toBe(true);
    const found = await store.query("select piece, length(bytes) as length from item_piece order by piece");
    expect(found).toHaveLength(pieces);
    expect(await verifyRecord(store)).toMatchObject({ items: 1, itemBytes: size, discrepancies: [] });
  });

  test("is one item however often its bytes arrive, whatever they are called", async () => {
    const store = await records.open();
    const keep = (name: string) =>
      changed(store, (change) => keepItem(change, [Buffer.from("same")], { ...WHAT, name }));
    expect((await keep("first")).isNew).toBe(true);
    expect((await keep("second")).isNew).toBe(false);
    const again = await changed(store, async (change) => {
      const twice = [];
      for (const bytes of ["same", "new", "new", "", ""])
        twice.push(await keepItem(change, [Buffer.from(bytes)], WHAT));
      return twice.map(({ isNew }) => isNew);
    });
    expect(again).toEqual([false, true, false, true, false]);
    expect((await store.current("item")).map(({ name }) => name)).toEqual(["first", "a file", "a file"]);
    expect(await verifyRecord(store)).toMatchObject({ items: 3, itemBytes: 7, discrepancies: [] });
  });

  test("of many small ones is each kept once, alone or together", async () => {
    const store = await records.open();
    const small = (text: string) => ({ ...WHAT, bytes: Buffer.from(text), digest: sha256(Buffer.from(text)) });
    const texts = ["one", "two", "one", "", "جيش", ""];
    const fresh = await changed(store, async (change) => {
      await keepItem(change, [Buffer.from("two")], WHAT);
      return keepSmallItems(change, texts.map(small));
    });
    expect([...fresh].sort()).toEqual(["one", "", "جيش"].map((text) => sha256(Buffer.from(text))).sort());
    expect(await changed(store, (change) => keepSmallItems(change, texts.map(small)))).toEqual(new Set());
    for (const text of texts) expect((await read(store, sha256(Buffer.from(text)))).toString()).toBe(text);
    expect(await verifyRecord(store)).toMatchObject({ items: 4, discrepancies: [] });
  });

  test("whose bytes break off half way leaves nothing", async () => {
    const store = await records.open();
    async function* breaking(): AsyncGenerator<Uint8Array, void> {
      yield Buffer.alloc(2 * MEBIBYTE);
      throw new Error("the disk was taken out");
    }
    await expect(changed(store, (change) => keepItem(change, breaking(), WHAT))).rejects.toThrow("taken out");
    expect(await store.query("select * from item_piece")).toEqual([]);
    expect(await verifyRecord(store)).toMatchObject({ entries: 0, items: 0, discrepancies: [] });
  });

  test("that nobody has sent has no bytes", async () => {
    expect(await read(await records.open(), "00".repeat(32))).toHaveLength(0);
  });
});
