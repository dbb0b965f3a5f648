import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { parseAudience, type Viewer } from "../../src/domain/index.ts";
import { loadKeys, Reading } from "../../src/store/index.ts";
import {
  importPaths,
  judgeFolder,
  judgeRecord,
  listedInRecord,
  verifyWithCheckpoints,
  type ImportedFile,
  type OpenRecord,
} from "../../src/workflow/index.ts";
import { temporaryFolder, TemporaryRecords } from "../temporary-record.ts";

const SYRIA = "examples/syria-2016";
const FULL_GED = join(SYRIA, "reports/full/ged-syria-652.1601.1911.csv.gz");
const GED_231 = "test/fixtures/ged/ged-23.1-syria-42.csv";
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
        expect(new Map(counts)).toEqual(new Map(expected));
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
    "takes release 23.1 of GED as revisions of the 42 events it shares, and keeps what they said before",
    { timeout: 300_000 },
    async () => {
      await importing([FULL_GED]);
      const moment = (await record.store.query<{ at: number }>("select at from ledger_head"))[0]!.at;
      expect(reportsOf(await importing([GED_231]))).toMatchObject({
        read: 42,
        added: 0,
        revised: 42,
        unchanged: 0,
        refused: 0,
      });

      const now = new Reading(record.store, INSIDE);
      const then = new Reading(record.store, INSIDE, moment);
      expect([await now.countIncidents({}), await then.countIncidents({})]).toEqual([16_566, 16_566]);
      const incidentOf = async (id: string): Promise<string> =>
        (
          await record.store.query<{ id: string }>(
            "select i.id from incident i join report r on r.id = i.account where r.external_id = $1 and r.superseded_at is null and i.superseded_at is null",
            [id],
          )
        )[0]!.id;
      const joint = await incidentOf("313638");
      expect((await then.incident(joint))!.incident).toMatchObject({
        label: "Jabhat Fateh al-Sham - Shohadaa al-Yarmouk",
        dead_best: 6,
      });
      expect((await now.incident(joint))!.incident).toMatchObject({
        label: "Ahrar al-Sham, Jabhat Fateh al-Sham, Southern Front - IS",
        dead_best: 12,
      });
      const [versions] = await record.store.query<{ old: number }>(
        "select count(*) as old from report where superseded_at is not null",
      );
      expect(versions).toEqual({ old: 42 });
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
});

describe("a monitor's own table", () => {
  it("leaves no trace of who its sources are in any table but sealed", { timeout: 60_000 }, async () => {
    const options = { by: "a monitor", audience: ["public"], openSources: false, isPreview: false };
    await importPaths(record.store, record.keys, { ...options, paths: ["examples/two-villages"] });
    const [named] = await record.store.query<{ sources: number }>("select count(*) as sources from source_identity");
    expect(named!.sources).toBeGreaterThan(0);
    // What the file is, is told by what is in it: a table of ours with as many columns as GED has is no GED.
    expect(await record.store.query("select distinct data_set from report")).toEqual([{ data_set: "elders.csv" }]);
    for (const noun of ["source", "source_identity", "report", "incident", "item", "ledger_entry"]) {
      const rows = await record.store.query<{ row: string }>(`select to_jsonb(t)::text as row from "${noun}" t`);
      expect(rows.filter(({ row }) => row.includes("elders' watch"))).toEqual([]);
    }
  });
});

describe("copies of the UN's list", () => {
  const copies = ["2017-07-03", "2018-10-29", "2020-11-30", "2025-04-19"].map(
    (day) => `src/formats/fixtures/un-consolidated-${day}.xml`,
  );
  const instant = (text: string): number => Date.parse(text);

  it("answer the same in whatever order they come in", { timeout: 120_000 }, async () => {
    const answers: unknown[] = [];
    for (const order of [copies, copies.toReversed(), [copies[2]!, copies[0]!, copies[3]!, copies[1]!]]) {
      const store = await records.open();
      await importPaths(store, record.keys, {
        paths: order,
        by: "a monitor",
        audience: [],
        openSources: true,
        isPreview: false,
      });
      const ask = (who: string, at: string, known = "2026-01-01T00:00:00Z") =>
        listedInRecord(store, { list: "un-sc-consolidated", who, at: instant(at), known: instant(known) });
      answers.push(
        await Promise.all([
          ask("QDe.149", "2016-02-27T12:00:00Z"),
          ask("QDe.149", "2016-03-02T12:00:00Z"),
          ask("QDe.149", "2016-03-02T12:00:00Z", "2016-02-28T00:00:00Z"),
          ask("QDe.137", "2016-02-27T12:00:00Z"),
          ask("QDe.156", "2016-02-27T12:00:00Z"),
          ask("Jund al Aqsa", "2018-01-01T00:00:00Z"),
          ask("Hay'at Tahrir al-Sham", "2016-02-27T12:00:00Z"),
        ]),
      );
    }
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
    const [sham, shamLater, shamUnknown, nusra, aqsa] = answers[0] as readonly (readonly { value: string }[])[];
    expect([sham, shamLater, shamUnknown, nusra, aqsa].map((each) => each![0]!.value)).toEqual([
      "false",
      "true",
      "unknown",
      "true",
      "false",
    ]);
  });
});
