import { generateKeyPairSync, sign } from "node:crypto";
import { appendFile, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { rowOf } from "../../test/record-rows.ts";
import { changed, onEachServer, temporaryFolder } from "../../test/temporary-record.ts";
import {
  appendCheckpoint,
  checkCheckpoints,
  fingerprintOf,
  loadCheckpoints,
  loadKeys,
  makeCheckpoint,
  type Checkpoint,
  type Store,
} from "./index.ts";

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function grow(store: Store, entries: number): Promise<void> {
  for (let i = 0; i < entries; i++)
    await changed(store, (change) => change.add("coverage", { audience: [] }, rowOf("coverage", i)));
}

/** Signed by somebody else, over what they would like to be so. */
function forged(said: Pick<Checkpoint, "seq" | "head" | "at">): Checkpoint {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const text = `truce checkpoint\n${said.seq}\n${said.head}\n${said.at}\n`;
  return {
    ...said,
    signature: sign(null, Buffer.from(text), privateKey).toString("base64"),
    key: publicKey.export({ type: "spki", format: "der" }).toString("base64"),
  };
}

const what = (found: readonly { readonly what: string }[]): readonly string[] => found.map((one) => one.what);

onEachServer("a checkpoint", (records) => {
  test("of any moment, the empty record's too, holds for ever after", async () => {
    const store = await records.open();
    const keys = await loadKeys(folder);
    const made = [await makeCheckpoint(store, keys)];
    for (let i = 0; i < 3; i++) {
      await grow(store, 1);
      made.push(await makeCheckpoint(store, keys));
    }
    expect(made.map(({ seq }) => seq)).toEqual([0, 1, 2, 3]);
    expect(await checkCheckpoints(store, made)).toEqual([]);
  });

  test("of which anything was changed is not good", async () => {
    const store = await records.open();
    await grow(store, 2);
    const good = await makeCheckpoint(store, await loadKeys(folder));
    const bad: readonly Checkpoint[] = [
      { ...good, seq: 1 },
      { ...good, head: "00".repeat(32) },
      { ...good, at: "2016-02-27T00:00:00.000Z" },
      {
        ...good,
        signature: `${good.signature.slice(0, 4)}${good.signature[4] === "A" ? "B" : "A"}${good.signature.slice(5)}`,
      },
      { ...good, signature: "" },
      { ...good, key: forged(good).key },
      { ...good, key: "not a key" },
    ];
    for (const one of bad) expect(what(await checkCheckpoints(store, [one]))).toEqual(["its signature is not good"]);
  });

  test("that is no checkpoint at all is not good, and does not stop the others from being looked at", async () => {
    const store = await records.open();
    await grow(store, 1);
    const good = await makeCheckpoint(store, await loadKeys(folder));
    const strange = [
      null,
      5,
      {},
      { ...good, seq: "one" },
      { ...good, seq: 2 ** 70 },
      { ...good, key: 7, signature: null },
    ];
    const found = await checkCheckpoints(store, [...(strange as Checkpoint[]), good]);
    expect(what(found)).toEqual(strange.map(() => "its signature is not good"));
  });

  test("signed by another key is told apart from ours when ours is asked for", async () => {
    const store = await records.open();
    await grow(store, 1);
    const keys = await loadKeys(folder);
    const good = await makeCheckpoint(store, keys);
    const foreign = forged(good);
    expect(await checkCheckpoints(store, [good, foreign])).toEqual([]);
    const found = await checkCheckpoints(store, [good, foreign], { signedBy: keys.verifying });
    expect(what(found)).toEqual(["it was signed with another key than this record's"]);
    expect(fingerprintOf(keys)).toMatch(/^[0-9a-f]{32}$/u);
  });

  test("of an entry that is not there, or is another, says so", async () => {
    const store = await records.open();
    const other = await records.open();
    await grow(store, 3);
    await grow(other, 2);
    const keys = await loadKeys(folder);
    const checkpoint = await makeCheckpoint(store, keys);
    expect(what(await checkCheckpoints(other, [checkpoint]))).toEqual([
      "the ledger ends before it: later entries were cut off",
    ]);
    await grow(other, 1);
    expect(what(await checkCheckpoints(other, [checkpoint]))).toEqual(["the ledger has another entry there"]);
  });

  test("is noted once for one state, a line each, for its owner only", async () => {
    const store = await records.open();
    const keys = await loadKeys(folder);
    const file = join(folder, "checkpoints.jsonl");
    expect(await loadCheckpoints(file)).toEqual([]);
    await grow(store, 1);
    const first = await makeCheckpoint(store, keys);
    await appendCheckpoint(file, first);
    await appendCheckpoint(file, first);
    await grow(store, 1);
    const second = await makeCheckpoint(store, keys);
    await appendCheckpoint(file, second);
    expect(await loadCheckpoints(file)).toEqual([first, second]);
    expect((await readFile(file, "utf8")).split("\n")).toHaveLength(3);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  test("that was being written when the power went is no checkpoint, and spoils none before or after it", async () => {
    const store = await records.open();
    const keys = await loadKeys(folder);
    const file = join(folder, "checkpoints.jsonl");
    await grow(store, 1);
    const first = await makeCheckpoint(store, keys);
    await grow(store, 1);
    const second = await makeCheckpoint(store, keys);
    const line = `${JSON.stringify(second)}\n`;
    for (let cut = 1; cut < line.length - 1; cut += 17) {
      await writeFile(file, "");
      await appendCheckpoint(file, first);
      await appendFile(file, line.slice(0, cut));
      expect(await loadCheckpoints(file)).toEqual([first]);
      await appendCheckpoint(file, second);
      expect(await loadCheckpoints(file)).toEqual([first, second]);
    }
  });
});
