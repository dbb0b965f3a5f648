import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { areKeysOf, identityOf, loadKeys, ownNameOf, Reading } from "../../src/store/index.ts";
import { importPaths } from "../../src/workflow/index.ts";
import { kindOfFile, mediaTypeOf, plainNameOf } from "../../src/workflow/record/understand.ts";
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

const MAIL = [
  "From: Nizar <nizar@example.org>",
  "To: monitors@example.org",
  "Subject: notes",
  "MIME-Version: 1.0",
  'Content-Type: multipart/mixed; boundary="b"',
  "",
  "--b",
  'Content-Type: text/csv; name="notes of Nizar.csv"',
  'Content-Disposition: attachment; filename="notes of Nizar.csv"',
  "",
  "a,b",
  "--b--",
  "",
].join("\r\n");

/** Digests come as bytes. */
const hex = (digest: unknown): string => Buffer.from(digest as Uint8Array).toString("hex");

test("who told what is in the record in two places: in the file as it arrived, and sealed", async () => {
  const store = await records.open();
  const keys = await loadKeys(join(folder, "keys"));
  // People name files after people and places.
  const file = join(folder, "Umm Khaled, from the house at 36.2021N 37.1343E.csv");
  await writeFile(file, REPORTS);
  const mail = join(folder, "from Nizar.eml");
  await writeFile(mail, MAIL);
  const audience = ["guarantors", "party:upper", "humanitarians", "public"];
  const options = { by: "a monitor", audience, openSources: false, isPreview: false };
  await importPaths(store, keys, { ...options, paths: [file, mail] });

  const tables = await store.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'truce' and table_name <> 'item_piece'",
  );
  for (const { name } of tables) {
    const rows = await store.query<{ text: string }>(`select one::text as text from truce."${name}" as one`);
    const text = rows.map((row) => row.text).join("\n");
    for (const part of ["Umm Khaled", "khaled", "Nizar", "36.2021", "37.1343"])
      for (const form of [part, Buffer.from(part).toString("hex")])
        expect(text.toLowerCase(), name).not.toContain(form.toLowerCase());
  }
  const [source] = await store.current("source");
  const items = await store.current("item");
  const named = items.map((item) => [item.name, ownNameOf(keys, { ...item, digest: hex(item.digest) })]);
  expect(named).toEqual([
    ["file.csv", "Umm Khaled, from the house at 36.2021N 37.1343E.csv"],
    ["file.eml", "from Nizar.eml"],
    ["file.csv", "notes of Nizar.csv"],
  ]);
  expect(source).toMatchObject({ handle: keys.handleOf("Umm Khaled"), protection: "protected" });
  expect(await store.withClient((client) => identityOf({ client }, keys, source!.id))).toBe("Umm Khaled");

  // Guarantors see one handle behind both reports; the others do not even see that it is one.
  for (const tier of ["guarantors", "humanitarians", "public"] as const) {
    const reading = new Reading(store, { tier });
    const answers = JSON.stringify([await reading.things("source"), await reading.incidents({})]);
    expect(answers.includes(source!.handle)).toBe(tier === "guarantors");
    expect(await reading.countIncidents({ source: source!.handle })).toBe(tier === "guarantors" ? 2 : 0);
    expect(await reading.countIncidents({ source: "Umm Khaled" })).toBe(0);
  }
});

test("the same file name is the same data set, though its name stands nowhere, and its next state revises it", async () => {
  const store = await records.open();
  const keys = await loadKeys(join(folder, "keys"));
  const file = join(folder, "week-12.csv");
  const options = { by: "a monitor", audience: [], openSources: false, isPreview: false };
  const importing = async (text: string, dataSet?: string) => {
    await writeFile(file, text);
    const given = { ...options, paths: [file], ...(dataSet === undefined ? {} : { dataSet }) };
    const [done] = await importPaths(store, keys, given);
    return done!;
  };
  expect(await importing(REPORTS)).toMatchObject({ dataSet: "week-12.csv", reports: { added: 2 } });
  expect(await importing(REPORTS.replace("two bursts", "three bursts"))).toMatchObject({ reports: { revised: 1 } });
  // Named, it is the same.
  const last = REPORTS.replace("And again.", "And again at dawn.");
  expect(await importing(last, "week-12.csv")).toMatchObject({ reports: { added: 0, revised: 2 } });
  expect(await importing(REPORTS, "another")).toMatchObject({ reports: { added: 2 } });
  const sets = await store.query<{ data_set: string }>("select distinct data_set from report order by 1");
  expect(sets.map(({ data_set }) => data_set).toSorted()).toEqual(
    [keys.dataSetOf("week-12.csv"), keys.dataSetOf("another")].toSorted(),
  );
});

test("with other keys nothing is imported, because every source would be taken for a new one", async () => {
  const store = await records.open();
  const keys = await loadKeys(join(folder, "keys"));
  const file = join(folder, "week-13.csv");
  await writeFile(file, REPORTS);
  const options = { by: "a monitor", audience: [], openSources: false, isPreview: false, paths: [file] };
  const others = await loadKeys(join(folder, "other keys"));
  expect(await areKeysOf(store, others)).toBe(true);
  await importPaths(store, keys, options);
  expect([await areKeysOf(store, keys), await areKeysOf(store, others)]).toEqual([true, false]);
  await expect(importPaths(store, others, options)).rejects.toMatchObject({ code: "other-keys" });
});

test("a file is called in the clear by an ending that is known, and by nothing else of its name", () => {
  const names = ["Umm Khaled.CSV", "list.csv.gz", "report.khaled", "khaled", "constructor", "a.constructor", "x.gz"];
  const plain = ["file.csv", "file.csv.gz", "file", "file", "file", "file", "file.gz"];
  expect(names.map(plainNameOf)).toEqual(plain);
  expect([mediaTypeOf("a.constructor"), kindOfFile("constructor", "")]).toEqual(["application/octet-stream", "other"]);
});
