import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, afterEach, expect, test } from "vitest";
import { changed, onEachServer, temporaryFolder } from "../../../test/temporary-record.ts";
import { loadKeys, Reading, SourceBook, verifyRecord, type Row, type Store } from "../../store/index.ts";
import { importReports, type ImportedReports } from "./import-reports.ts";
import type { ReportCounts } from "./reports-to-import.ts";
import { keepFile } from "./keep-file.ts";

const HEADER =
  "id,type_of_violence,side_a,side_b,source_article,where_prec,latitude,longitude,country,country_id,event_clarity,date_prec,date_start,date_end,best,low,high";

/** A row of GED; `deaths` is what a later release corrects. */
function event(id: number, deaths: number): string {
  const cited = `"""SOHR,2016-03-0${(id % 9) + 1},Headline ${id % 5}"""`;
  return `${id},1,Government of Syria,IS,${cited},1,36.1,37.2,Syria,652,1,1,2016-03-0${(id % 9) + 1},2016-03-0${(id % 9) + 1},${deaths},${deaths},${deaths}`;
}

let folder = "";
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function importRows(store: Store, name: string, rows: readonly string[]): Promise<ReportCounts> {
  return (await importing(store, { name, rows })).counts;
}

interface FileToImport {
  readonly name: string;
  readonly rows: readonly string[];
  readonly again?: boolean;
}

async function importing(store: Store, { name, rows, again = false }: FileToImport): Promise<ImportedReports> {
  const path = join(folder, name);
  await writeFile(path, `${[HEADER, ...rows].join("\n")}\n`);
  const keys = await loadKeys(join(folder, "keys"));
  const kept = await keepFile(store, path, { by: "a test", keys, isPreview: false });
  const sources = await SourceBook.open(store, keys);
  const what = { path, ...kept, dataSet: "ucdp-ged", audience: ["public"], protection: "open" } as const;
  return importReports(what, { store, sources, by: "a test", isPreview: false, again });
}

const many = (from: number, to: number, deaths: number): readonly string[] =>
  Array.from({ length: to - from }, (_, i) => event(from + i, deaths));

onEachServer("an import of reports", (records) => {
  test("of more than one batch counts every row once, and each cited document once", async () => {
    const store = await records.open();
    const counts = await importRows(store, "first.csv", [...many(1, 2501, 3), event(1, 3), "9999,1,,,,,,,,,,,,,,,"]);
    expect(counts).toEqual({ read: 2502, added: 2500, revised: 0, unchanged: 0, refused: 2, cited: 45 });
    const [found] = await store.query(
      `select count(*) filter (where kind = 'event') as events, count(distinct external_id) filter (where kind = 'event') as ids,
         count(*) filter (where kind = 'citation') as cited, count(*) filter (where kind = 'event' and place + 1 <> external_id::int) as misplaced
       from report`,
    );
    expect(found).toEqual({ events: 2500, ids: 2500, cited: 45, misplaced: 0 });
    const [members] = await store.query("select count(*) as count from incident_member");
    expect(members).toEqual({ count: 5000 });
    expect((await verifyRecord(store)).discrepancies).toEqual([]);
  });

  test("of a later release revises what it says otherwise, and nothing else", async () => {
    const store = await records.open();
    await importRows(store, "first.csv", many(1, 1201, 3));
    const counts = await importRows(store, "second.csv", [...many(1, 1101, 3), ...many(1101, 1201, 4), event(7000, 1)]);
    expect(counts).toMatchObject({ read: 1201, added: 1, revised: 100, unchanged: 1100, refused: 0 });
    const reading = new Reading(store, { tier: "internal" });
    expect(await reading.countIncidents({})).toBe(1201);
    const again = await importRows(store, "second again.csv", [
      ...many(1, 1101, 3),
      ...many(1101, 1201, 4),
      event(7000, 1),
    ]);
    expect(again).toMatchObject({ read: 1201, added: 0, revised: 0, unchanged: 1201 });
    expect((await verifyRecord(store)).discrepancies).toEqual([]);
  });

  test("of an older release after a newer one changes nothing and says so, unless it is to stand again", async () => {
    const store = await records.open();
    const [older, newer] = [many(1, 21, 3), many(1, 21, 4)];
    const dead = (): Promise<readonly object[]> =>
      store.query("select distinct dead_best from report where kind = 'event' and superseded_at is null");
    await importRows(store, "older.csv", older);
    expect((await importing(store, { name: "older.csv", rows: older })).problems).toEqual([]);
    await importRows(store, "newer.csv", newer);
    const repeated = await importing(store, { name: "older.csv", rows: older });
    expect(repeated.counts).toMatchObject({ read: 20, revised: 0, unchanged: 20 });
    expect(repeated.problems).toMatchObject([{ code: "revised-since", severity: "warning" }]);
    expect(await dead()).toEqual([{ dead_best: 4 }]);
    const again = await importing(store, { name: "older.csv", rows: older, again: true });
    expect(again.counts).toMatchObject({ read: 20, revised: 20, unchanged: 0 });
    expect(await dead()).toEqual([{ dead_best: 3 }]);
    expect((await importing(store, { name: "older.csv", rows: older, again: true })).counts).toMatchObject({
      revised: 0,
      unchanged: 20,
    });
  });

  test("that corrects nothing but a protected source is a revision, and says nowhere who it is", async () => {
    const store = await records.open();
    const keys = await loadKeys(join(folder, "keys"));
    const told = async (name: string, sources: readonly string[]): Promise<ReportCounts> => {
      const path = join(folder, name);
      const rows = sources.map(
        (source, i) => `${i + 1},2024-03-1${i},${source},Upper,Lower,a-on-b,shelling,Two bursts.`,
      );
      await writeFile(path, `id,when,source,side_a,side_b,direction,acts,narrative\n${rows.join("\n")}\n`);
      const kept = await keepFile(store, path, { by: "a test", keys, isPreview: false });
      const what = { path, ...kept, dataSet: "a log", audience: [], protection: "protected" } as const;
      const book = await SourceBook.open(store, keys);
      return (await importReports(what, { store, sources: book, by: "a test", isPreview: false })).counts;
    };
    expect(await told("first.csv", ["Umm Khaled", "Abu Nizar", ""])).toMatchObject({ added: 3 });
    const before = await store.current("report");
    const incidents = await store.current("incident");
    expect(await told("second.csv", ["Umm Khaled", "Umm Khaled", ""])).toMatchObject({ revised: 1, unchanged: 2 });
    const after = await store.current("report");
    const contents = (rows: readonly Row<"report">[]): ReadonlyMap<string, unknown> =>
      new Map(rows.map(({ id, content }) => [id, content]));
    expect(contents(after)).toEqual(contents(before));
    const sourceOf = (rows: readonly Row<"report">[], id: string): string | null =>
      rows.find(({ external_id }) => external_id === id)!.source;
    expect(sourceOf(before, "2")).not.toBe(sourceOf(before, "1"));
    expect(sourceOf(after, "2")).toBe(sourceOf(after, "1"));
    // What happened is not told otherwise.
    expect(await store.current("incident")).toEqual(incidents);
    expect(await told("third.csv", ["Umm Khaled", "Umm Khaled", "Abu Nizar"])).toMatchObject({
      revised: 1,
      unchanged: 2,
    });
    expect(await told("fourth.csv", ["Umm Khaled", "", "Abu Nizar"])).toMatchObject({ revised: 1, unchanged: 2 });
    const ledger = JSON.stringify(await store.query("select to_jsonb(l) as entry from ledger_entry l"));
    expect(ledger).not.toMatch(/khaled|nizar/iu);
    expect((await verifyRecord(store)).discrepancies).toEqual([]);
  });

  test("leaves the levels that people have set", async () => {
    const store = await records.open();
    await importRows(store, "first.csv", [event(1, 3), event(2, 3)]);
    const [first] = await store.current("incident");
    const set = { occurrence: "likely", attribution: "disputed" } as const;
    const { id, row, audience } = first as Row<"incident">;
    await changed(store, (change) => change.add("incident", { id, supersedes: row, audience }, { ...first!, ...set }));
    await importRows(store, "second.csv", [event(1, 5), event(2, 5)]);
    const now = await store.current("incident");
    expect(now).toHaveLength(2);
    expect(now.find((one) => one.id === id)).toMatchObject({ ...set, dead_best: 5 });
    expect(now.find((one) => one.id !== id)).toMatchObject({ occurrence: "reported", dead_best: 5 });
  });

  test("that fails leaves what came before it, and goes on from there", async () => {
    const store = await records.open();
    const rows = many(1, 3001, 3);
    await store.query(`create function fail() returns trigger language plpgsql as $$ begin raise 'no'; end $$`);
    await store.query(
      "create trigger stops before insert on report for each row when (new.external_id = '2500') execute function fail()",
    );
    await expect(importRows(store, "first.csv", rows)).rejects.toThrow("no");
    const [half] = await store.query("select count(*) as count from report where kind = 'event'");
    expect(half).toEqual({ count: 2000 });
    await store.query("drop trigger stops on report");
    expect(await importRows(store, "first.csv", rows)).toMatchObject({ read: 3000, added: 3000, unchanged: 0 });
    expect((await verifyRecord(store)).discrepancies).toEqual([]);
  });
});
