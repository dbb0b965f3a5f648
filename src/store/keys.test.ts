import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { changed, onEachServer, temporaryFolder } from "../../test/temporary-record.ts";
import { identityOf, loadKeys, SourceBook, type Change, type Store } from "./index.ts";

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const SOURCE = "11111111-2222-4333-8444-555555555555";
const OTHER = "11111111-2222-4333-8444-555555555556";
const NAME = "Umm Khaled, al-Waer, +963 11 555 0199";

describe("the keys", () => {
  test("open what they sealed, whatever it says, and seal it otherwise each time", async () => {
    const keys = await loadKeys(folder);
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (name) => {
        const sealed = keys.seal(SOURCE, name);
        expect(keys.unseal(SOURCE, sealed)).toBe(name);
        expect(Buffer.from(keys.seal(SOURCE, name)).equals(sealed)).toBe(false);
        if (name.length > 3) expect(Buffer.from(sealed).includes(name)).toBe(false);
      }),
    );
  });

  test("open nothing that was sealed for another source, changed anywhere, or cut short", async () => {
    const keys = await loadKeys(folder);
    const sealed = keys.seal(SOURCE, NAME);
    const refused = { code: "not-unsealed" };
    expect(() => keys.unseal(OTHER, sealed)).toThrow(expect.objectContaining(refused));
    for (let i = 0; i < sealed.length; i++) {
      const changedThere = Uint8Array.from(sealed, (byte, at) => (at === i ? byte ^ 1 : byte));
      expect(() => keys.unseal(SOURCE, changedThere), `byte ${i}`).toThrow(expect.objectContaining(refused));
      expect(() => keys.unseal(SOURCE, sealed.slice(0, i)), `${i} bytes`).toThrow(expect.objectContaining(refused));
    }
  });

  test("of another record open nothing and give other handles", async () => {
    const ours = await loadKeys(join(folder, "ours"));
    const theirs = await loadKeys(join(folder, "theirs"));
    expect(() => theirs.unseal(SOURCE, ours.seal(SOURCE, NAME))).toThrow(
      expect.objectContaining({ code: "not-unsealed" }),
    );
    expect(theirs.handleOf(NAME)).not.toBe(ours.handleOf(NAME));
  });

  test("are the same when loaded again: handles stay, seals open", async () => {
    const before = await loadKeys(folder);
    const after = await loadKeys(folder);
    expect(after.handleOf(NAME)).toBe(before.handleOf(NAME));
    expect(after.handleOf(NAME)).toMatch(/^source [0-9a-f]{12}$/u);
    expect(after.handleOf(`${NAME} `)).not.toBe(before.handleOf(NAME));
    expect(after.unseal(SOURCE, before.seal(SOURCE, NAME))).toBe(NAME);
    expect(after.verifying.equals(before.verifying)).toBe(true);
  });

  test("are made once by many that need them at the same moment, for their owner only", async () => {
    const many = await Promise.all(Array.from({ length: 12 }, () => loadKeys(folder)));
    expect(new Set(many.map((keys) => keys.handleOf(NAME))).size).toBe(1);
    const files = await readdir(folder);
    expect(files.sort()).toEqual(["ledger-signing.pem", "source-identities.key"]);
    for (const file of files) expect((await stat(join(folder, file))).mode & 0o777).toBe(0o600);
  });

  test("that were damaged are refused with the file's name, and not replaced", async () => {
    const file = join(folder, "source-identities.key");
    await writeFile(file, "not a key");
    await expect(loadKeys(folder)).rejects.toMatchObject({ code: "bad-key", message: expect.stringContaining(file) });
    expect(await readFile(file, "utf8")).toBe("not a key");
    await rm(file);
    await writeFile(join(folder, "ledger-signing.pem"), "-----BEGIN PRIVATE KEY-----\n");
    await expect(loadKeys(folder)).rejects.toMatchObject({
      code: "bad-key",
      message: expect.stringContaining("ledger-signing.pem"),
    });
  });
});

/** Everything in the database as text, tables and catalogue of ours alike. */
async function dumpOf(store: Store): Promise<string> {
  const tables = await store.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'truce'",
  );
  const texts = await Promise.all(
    tables.map(({ name }) => store.query<{ row: string }>(`select one::text as row from truce."${name}" as one`)),
  );
  return texts
    .flat()
    .map(({ row }) => row)
    .join("\n");
}

onEachServer("a protected source", (records) => {
  const note = (sources: SourceBook, change: Change, name = NAME) =>
    sources.idOf(change, { name, kind: "caller", protection: "protected", audience: ["guarantors"] });

  test("is in the database by a handle only, and whoever has the keys can say who it is", async () => {
    const store = await records.open();
    const keys = await loadKeys(folder);
    const sources = await SourceBook.open(store, keys);
    const id = await changed(store, (change) => note(sources, change));
    const dump = await dumpOf(store);
    expect(dump).toContain(keys.handleOf(NAME));
    // In no spelling that a look at bytes would show.
    for (const part of [NAME, "Khaled", "al-Waer", "555 0199"])
      for (const form of [part, Buffer.from(part).toString("hex"), Buffer.from(part).toString("base64").slice(0, -3)])
        expect(dump.toLowerCase()).not.toContain(form.toLowerCase());
    expect(await store.withClient((client) => identityOf({ client }, keys, id))).toBe(NAME);
    expect(await store.withClient((client) => identityOf({ client }, keys, SOURCE))).toBeUndefined();
    const theirs = await loadKeys(join(folder, "theirs"));
    await expect(store.withClient((client) => identityOf({ client }, theirs, id))).rejects.toMatchObject({
      code: "not-unsealed",
    });
  });

  test("is one source in one import, in the next and in another process", async () => {
    const store = await records.open();
    const keys = await loadKeys(folder);
    const sources = await SourceBook.open(store, keys);
    const ids = await changed(store, (change) => [note(sources, change), note(sources, change)]);
    sources.settle(true);
    ids.push(await changed(store, (change) => note(sources, change)));
    const later = await SourceBook.open(store, keys);
    ids.push(await changed(store, (change) => note(later, change)));
    expect(new Set(ids).size).toBe(1);
    expect(await store.current("source")).toHaveLength(1);
    expect(await store.current("source_identity")).toHaveLength(1);
  });

  test("that was noted in a change that came to nothing is noted again", async () => {
    const store = await records.open();
    const sources = await SourceBook.open(store, await loadKeys(folder));
    const failing = changed(store, (change) => {
      note(sources, change);
      throw new Error("it came to nothing");
    });
    await expect(failing).rejects.toThrow("it came to nothing");
    sources.settle(false);
    const id = await changed(store, (change) => note(sources, change));
    expect((await store.current("source")).map((source) => source.id)).toEqual([id]);
  });

  test("is another than an open one of its name, which is named", async () => {
    const store = await records.open();
    const sources = await SourceBook.open(store, await loadKeys(folder));
    const open = { name: "Reuters", kind: "published", protection: "open" as const, audience: [] };
    const [one, other] = await changed(store, (change) => [
      note(sources, change, "Reuters"),
      sources.idOf(change, open),
    ]);
    expect(one).not.toBe(other);
    expect((await store.current("source")).map(({ handle }) => handle).sort()).toEqual([
      "Reuters",
      expect.stringMatching(/^source /u),
    ]);
    expect(await store.current("source_identity")).toHaveLength(1);
  });
});
