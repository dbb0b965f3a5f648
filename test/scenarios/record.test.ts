import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { parseAudience, type Viewer } from "../../src/domain/index.ts";
import { loadKeys, Reading } from "../../src/store/index.ts";
import {
  importPaths,
  judgeFolder,
  judgeRecord,
  verifyWithCheckpoints,
  type ImportedFile,
  type OpenRecord,
} from "../../src/workflow/index.ts";
import { temporaryFolder, TemporaryRecords } from "../temporary-record.ts";

const SYRIA = "examples/syria-2016";
const GED = join(SYRIA, "reports/ged-syria-2016-02-27_2016-07-31.csv");
const RULE = { rule: "cease-attacks", reading: "text" } as const;
const INSIDE: Viewer = { tier: "internal" };

const records = new TemporaryRecords(undefined);
let folder: string;
let record: OpenRecord;

beforeAll(async () => {
  folder = await temporaryFolder();
  await records.start();
}, 120_000);

beforeEach(async () => {
  const keys = await loadKeys(join(folder, "keys"));
  record = {
    store: await records.open(),
    keys,
    checkpoints: join(folder, "checkpoints.jsonl"),
    close: () => Promise.resolve(),
  };
});

afterEach(() => records.discard());

afterAll(async () => {
  await records.stop();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

const importing = (
  paths: readonly string[],
  more: { readonly dataSet?: string; readonly isPreview?: boolean } = {},
): Promise<readonly ImportedFile[]> =>
  importPaths(record.store, record.keys, {
    paths,
    by: "a monitor",
    audience: ["public"],
    openSources: true,
    isPreview: false,
    ...more,
  });

const reportsOf = (files: readonly ImportedFile[]): ImportedFile["reports"] =>
  files.find(({ kind }) => kind === "reports")!.reports;

describe("the real record of Syria, kept", () => {
  it(
    "previews without changing anything, keeps all of it, judges it as a folder is judged, and proves it",
    { timeout: 300_000 },
    async () => {
      const preview = await importing([SYRIA], { isPreview: true });
      expect(reportsOf(preview)).toMatchObject({ read: 2541, added: 2541, refused: 0 });
      expect(await record.store.query("select seq from ledger_head")).toEqual([{ seq: 0 }]);

      const files = await importing([SYRIA]);
      expect(reportsOf(files)).toMatchObject({ read: 2541, added: 2541, revised: 0, unchanged: 0, refused: 0 });
      const judged = await judgeRecord(record.store, { by: "a monitor", audience: ["public"] });
      expect(judged).toEqual({ incidents: 2541, added: 2541, changed: 0, unchanged: 0 });

      const folderJudged = await judgeFolder(SYRIA);
      const reading = new Reading(record.store, INSIDE);
      for (const id of folderJudged.readings) {
        const counts = await reading.countVerdicts({}, { rule: RULE.rule, reading: id });
        const expected = Object.entries(folderJudged.tally.total(id, RULE.rule)).filter(([, n]) => n > 0);
        expect([...counts].sort()).toEqual(expected.sort());
      }

      // Every document that GED cites is an item and a report of whoever published it, once.
      const [cited] = await record.store.query<{ documents: number; links: number }>(
        "select (select count(*) from report where kind = 'citation') as documents, (select count(*) from incident_member where standing = 'cited') as links",
      );
      const drafts = folderJudged.incidents.map(({ draft }) => draft);
      const keys = drafts.map(
        ({ citations }) => new Set(citations.map((one) => JSON.stringify([one.office, one.date, one.headline]))),
      );
      expect(cited).toEqual({
        documents: new Set(keys.flatMap((each) => [...each])).size,
        links: keys.reduce((sum, { size }) => sum + size, 0),
      });

      const found = await verifyWithCheckpoints(record);
      expect(found.discrepancies).toEqual([]);

      // The same again changes nothing but that it was asked for.
      const again = await importing([SYRIA]);
      expect(reportsOf(again)).toMatchObject({ added: 0, revised: 0, unchanged: 2541 });
      expect(await judgeRecord(record.store, { by: "a monitor", audience: ["public"] })).toEqual({
        incidents: 2541,
        added: 0,
        changed: 0,
        unchanged: 2541,
      });
    },
  );

  it(
    "takes another release of a data set as revisions, and still knows what it said before",
    { timeout: 120_000 },
    async () => {
      await importing([SYRIA]);
      const before = new Reading(record.store, INSIDE);
      const moment = (await record.store.query<{ at: number }>("select at from ledger_head"))[0]!.at;
      const text = await readFile(GED, "utf8");
      const [header, ...rows] = text.split("\n");
      const deaths = header!.split(",").indexOf("best");
      expect(deaths).toBeGreaterThan(0);
      // Three of its rows, one of them as before.
      const changed = rows
        .slice(0, 3)
        .map((row, i) => (i === 0 ? row : row.replace(/,(\d+),(\d+),(\d+)$/u, ",900,901,902")));
      const file = join(folder, "ged-next.csv");
      await writeFile(file, `${[header, ...changed].join("\n")}\n`);

      expect(reportsOf(await importing([file]))).toMatchObject({ read: 3, added: 0, revised: 2, unchanged: 1 });
      const now = await before.incidents({}, { limit: 1000 });
      expect(await before.countIncidents({})).toBe(2541);
      const then = new Reading(record.store, INSIDE, moment);
      expect(await then.countIncidents({})).toBe(2541);
      const bestThen = new Map((await all(then)).map(({ id, dead_best }) => [id, dead_best]));
      const revised = (await all(before)).filter(({ id, dead_best }) => bestThen.get(id) !== dead_best);
      expect(revised.map(({ dead_best }) => dead_best)).toEqual([901, 901]);
      expect(now.items.length).toBe(1000);
      expect((await verifyWithCheckpoints(record)).discrepancies).toEqual([]);
    },
  );

  it("shows the public a named area and no exact place", async () => {
    await importing([SYRIA]);
    const reading = new Reading(record.store, parseAudience("public")!);
    const { items } = await reading.incidents({ text: "Daesh" }, { limit: 5 });
    const inside = await new Reading(record.store, INSIDE).incidents({}, { limit: 5 });
    expect(inside.items.some(({ latitude }) => latitude !== null)).toBe(true);
    for (const one of (await reading.incidents({}, { limit: 200 })).items)
      expect(one).toMatchObject({ latitude: null, longitude: null, radius_m: null, account: null, label: null });
    expect(items.every(({ latitude }) => latitude === null)).toBe(true);
    expect(await reading.countIncidents({ box: [35, 32, 43, 38] })).toBe(0);
  });

  async function all(reading: Reading) {
    const incidents = [];
    for await (const incident of reading.exportIncidents({})) incidents.push(incident);
    return incidents;
  }
});
