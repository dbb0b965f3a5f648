import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { parseAudience, type Viewer } from "../../src/domain/index.ts";
import { loadKeys, Reading } from "../../src/store/index.ts";
import type { Problem } from "../../src/kit/index.ts";
import {
  exportIncidents,
  importPaths,
  judgeAll,
  judgeFolder,
  judgeRecord,
  listedInRecord,
  talliesOf,
  UN_LIST,
  verifyWithCheckpoints,
  type ImportedFile,
  type OpenRecord,
} from "../../src/workflow/index.ts";
import { compileWithDiary } from "../../src/workflow/folder-duties.ts";
import { FolderRecord } from "../../src/workflow/folder-situation.ts";
import { loadRecord } from "../../src/workflow/record/load-record.ts";
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

      // The two pairs that are in most incidents, as GED tells of them, with those left over.
      const { incidents, pairs, others, tallies } = await talliesOf(reading, {}, { pairs: 2 });
      expect(incidents).toBe(2541);
      expect(pairs.map(({ sides, incidents: count }) => [...sides, count])).toEqual([
        ["Government of Syria", "Syrian insurgents", 1405],
        ["Government of Syria", "IS", expect.any(Number)],
      ]);
      const tally = tallies.find((one) => one.rule === RULE.rule && one.reading === RULE.reading)!.reports;
      expect(tally.byPair[0]).toEqual({ undetermined: 1405 });
      expect(tally.byPair[1]).toEqual({ outside: pairs[1]!.incidents });
      expect(1405 + pairs[1]!.incidents + others.incidents).toBe(2541);
      expect(tally.bounds["breach"]).toEqual({ certain: 0, possible: expect.any(Number) });

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

describe("two agreements in one record", () => {
  const importingTwo = async (): Promise<void> => {
    const options = { by: "a monitor", audience: ["public"], openSources: true, isPreview: false };
    await importPaths(record.store, record.keys, {
      ...options,
      paths: ["examples/two-villages", "examples/minsk-2015"],
    });
  };
  const told = async (agreement: string): Promise<unknown> => {
    const { accounts, diary, coverage, register } = await loadRecord(record.store, agreement);
    return { accounts, diary, coverage, figures: register.figures };
  };

  it("are judged one by one, each by what is told about it", { timeout: 120_000 }, async () => {
    const options = { by: "a monitor", audience: ["public"], openSources: true, isPreview: false };
    const files = await importPaths(record.store, record.keys, { ...options, paths: ["examples/two-villages"] });
    // What the file is, is told by what is in it: a table of ours with as many columns as GED has is no GED.
    expect(files.find(({ kind }) => kind === "reports")!.dataSet).toBe("elders.csv");
    const alone = await told("two-villages");
    await importingTwo();
    expect(await told("two-villages")).toEqual(alone);
    expect(await told("minsk-2015")).not.toEqual(alone);
    const judged = await judgeAll(record.store, { by: "a monitor", audience: ["public"] });
    const reading = new Reading(record.store, INSIDE);
    const incidents = await reading.countIncidents({});
    expect(judged).toMatchObject({ incidents, added: 2 * incidents });
  });

  it(
    "are not mixed where a verdict is asked for: one is named, or the question refused",
    { timeout: 120_000 },
    async () => {
      await importingTwo();
      await judgeAll(record.store, { by: "a monitor", audience: ["public"] });
      const reading = new Reading(record.store, INSIDE);
      const [row] = await record.store.query<{ key: string }>(
        "select split_part(k, '|', 2) as key from finding f join cells c on c.id = f.cells, unnest(c.keys) k where f.agreement = 'two-villages' and k like 'text|%' limit 1",
      );
      const show = { rule: row!.key, reading: "text" };
      for (const question of [
        () => reading.countVerdicts({}, show),
        () => reading.incidents({}, { show }),
        () => reading.countIncidents({ verdict: { ...show, verdict: "breach" } }),
      ])
        await expect(question()).rejects.toMatchObject({
          code: "which-agreement",
          message: "the record has several agreements: minsk-2015, two-villages",
        });
      const all = await reading.countIncidents({});
      const villages = await reading.countVerdicts({}, { ...show, agreement: "two-villages" });
      expect([...villages.values()].reduce((sum, n) => sum + n, 0)).toBe(all);
      expect(villages.get("not judged")).toBeUndefined();
      const problems: Problem[] = [];
      const misspelt = { ...show, rule: `${show.rule}s`, agreement: "two-villages" };
      const options = {
        viewer: INSIDE,
        query: {},
        show: misspelt,
        onProblem: (one: Problem) => void problems.push(one),
      };
      for await (const _ of exportIncidents(record.store, "csv", options));
      expect(problems).toMatchObject([{ code: "not-judged", severity: "warning" }]);
      // Minsk has no rule of that name, whatever the villages have.
      expect(await reading.countVerdicts({}, { ...show, agreement: "minsk-2015" })).toEqual(
        new Map([["not judged", all]]),
      );
    },
  );
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

  it(
    "answer the judge of the record as they answer whoever asks, at every moment and cut-off",
    { timeout: 120_000 },
    async () => {
      const without = ["agreement.md", "actors.yaml"].map((name) => join(SYRIA, name));
      await importing([...without, ...copies]);
      const folder = await loadRecord(record.store);
      const listings = folder.register.actors.flatMap(({ id, listings: own }) =>
        own.flatMap(({ list, reference }) => (reference === undefined ? [] : [{ id, list, reference }])),
      );
      expect(listings.length).toBeGreaterThan(8);
      const days = [
        "2014-01-01",
        "2015-08-06",
        "2016-02-27",
        "2016-02-29",
        "2016-03-02",
        "2017-07-20",
        "2019-01-01",
        "2025-12-01",
      ];
      const said = new Set<string>();
      for (const known of ["2016-02-28T00:00:00Z", "2017-12-31T00:00:00Z", "2026-01-01T00:00:00Z"].map(instant)) {
        const situation = new FolderRecord(folder, compileWithDiary(folder, known)).situationAt(known, ["text"]);
        for (const { id, list, reference } of listings)
          for (const at of days.map((day) => instant(`${day}T12:00:00Z`))) {
            const [answer] = await listedInRecord(record.store, { list: UN_LIST, who: reference, at, known });
            const { state, reason } = situation.isListed(id, list, at);
            // Daesh and the Nusra Front are listed by the text, whatever the Council does.
            if (reason === "named by the text itself") continue;
            // The copies here are cut down; of what they do not have, the register speaks for itself.
            if (!answer) continue;
            expect([reference, at, known, state]).toEqual([reference, at, known, answer.value]);
            said.add(state);
          }
      }
      expect(said).toEqual(new Set(["true", "false", "unknown"]));
    },
  );

  it("decide a case that no other list in the record decides", { timeout: 120_000 }, async () => {
    const reports = join(folder, "one-side.csv");
    const row = (id: string, day: string): string =>
      `${id},${day},Government of Syria,Harakat Sham al-Islam,a-on-b,shelling`;
    const head = "id,when,side_a,side_b,direction,acts";
    await writeFile(reports, [head, row("before", "2016-02-27"), row("after", "2016-03-05"), ""].join("\n"));
    const without = ["agreement.md", "actors.yaml"].map((name) => join(SYRIA, name));
    await importing([...without, ...copies, reports]);
    await judgeAll(record.store, { by: "a monitor", audience: ["public"] });
    const { items } = await new Reading(record.store, INSIDE).incidents({}, { show: RULE });
    const [after, before] = items;
    expect(items).toHaveLength(2);
    // Listed on 29 February: what was done to it before that is not what was done to a listed group.
    expect(after!.verdict).not.toBe(before!.verdict);
  });
});
