import { rm } from "node:fs/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { onEachServer, temporaryFolder } from "../../test/temporary-record.ts";
import { loadKeys, SourceBook, type Store } from "./index.ts";

let folder = "";
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function note(store: Store, book: SourceBook, name: string): Promise<string> {
  return store
    .change(async (change) => {
      await book.catchUp(change);
      const id = book.idOf(change, { name, kind: "unsaid", protection: "protected", audience: [] });
      return { result: id, act: change.size === 0 ? undefined : { by: "a test", act: "note", body: {} } };
    })
    .then(({ result }) => result);
}

onEachServer("a source", (records) => {
  test("is one, though several who do not know of each other hear of it at once", async () => {
    const store = await records.open();
    const keys = await loadKeys(folder);
    const books = await Promise.all([1, 2, 3].map(() => SourceBook.open(store, keys)));
    const ids = await Promise.all(books.map((book) => note(store, book, "a neighbour")));
    expect(new Set(ids).size).toBe(1);
    expect(await note(store, books[0]!, "another neighbour")).not.toBe(ids[0]);
    expect(await store.query("select count(*)::int as count from source")).toEqual([{ count: 2 }]);
  });
});
