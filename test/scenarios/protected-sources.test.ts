import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { identityOf, loadKeys, Reading } from "../../src/store/index.ts";
import { importPaths } from "../../src/workflow/index.ts";
import { temporaryFolder, TemporaryRecords } from "../temporary-record.ts";

const records = new TemporaryRecords(undefined);
let folder: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  await records.start();
}, 120_000);
afterEach(() => records.discard());
afterAll(async () => {
  await records.stop();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

const REPORTS = `id,when,source,told_by,side_a,side_b,direction,acts,narrative
1,2024-03-10,Umm Khaled,her cousin Nizar,Upper Maro,Lower Maro,a-on-b,shelling,We heard two bursts from across the ford.
2,2024-03-11,Umm Khaled,,Upper Maro,Lower Maro,a-on-b,shelling,And again.
`;

test("who told what is in the record in two places: the file as it arrived, and sealed", async () => {
  const store = await records.open();
  const keys = await loadKeys(join(folder, "keys"));
  const file = join(folder, "week-11.csv");
  await writeFile(file, REPORTS);
  const audience = ["guarantors", "party:upper", "humanitarians", "public"];
  await importPaths(store, keys, { paths: [file], by: "a monitor", audience, openSources: false, isPreview: false });

  const tables = await store.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'truce' and table_name <> 'item_piece'",
  );
  for (const { name } of tables) {
    const rows = await store.query<{ text: string }>(`select one::text as text from truce."${name}" as one`);
    const text = rows.map((row) => row.text).join("\n");
    for (const part of ["Umm Khaled", "khaled", "Nizar"])
      for (const form of [part, Buffer.from(part).toString("hex")])
        expect(text.toLowerCase(), name).not.toContain(form.toLowerCase());
  }
  const [source] = await store.current("source");
  expect(source).toMatchObject({ handle: keys.handleOf("Umm Khaled"), protection: "protected" });
  expect(await identityOf(store, keys, source!.id)).toBe("Umm Khaled");

  // Guarantors see one handle behind both reports; the others do not even see that it is one.
  for (const tier of ["guarantors", "humanitarians", "public"] as const) {
    const reading = new Reading(store, { tier });
    const answers = JSON.stringify([await reading.things("source"), await reading.incidents({})]);
    expect(answers.includes(source!.handle)).toBe(tier === "guarantors");
    expect(await reading.countIncidents({ source: source!.handle })).toBe(tier === "guarantors" ? 2 : 0);
    expect(await reading.countIncidents({ source: "Umm Khaled" })).toBe(0);
  }
});
