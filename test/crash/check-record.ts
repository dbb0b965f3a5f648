import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { digestOf, findImportRun, itemBytes, verifyRecord, type Store } from "../../src/store/index.ts";
import { openRecord } from "../../src/workflow/record/open-record.ts";
import type { Expected } from "./expected.ts";

/** Everything that is not as it must be after the last start. */
export async function checkRecord(
  data: string,
  {
    expected,
    dataSet,
    kept,
  }: { readonly expected: Expected; readonly dataSet: string; readonly kept: ReadonlySet<string> },
): Promise<readonly string[]> {
  const record = await openRecord({ data, purpose: "crash test" });
  try {
    const check = new RecordCheck(record.store);
    await check.verifies();
    await check.runs(expected, dataSet);
    await check.events(expected, dataSet);
    await check.items(expected);
    await check.nothingTwice();
    await check.edits(kept);
    return [...check.failures, ...leftIn(data)];
  } finally {
    await record.close();
  }
}

/** What killed processes have left lying about. */
function leftIn(data: string): readonly string[] {
  return readdirSync(data)
    .filter((name) => /making-/u.test(name))
    .map((name) => `${name} was left behind`);
}

class RecordCheck {
  readonly failures: string[] = [];
  private readonly store: Store;

  constructor(store: Store) {
    this.store = store;
  }

  private same(what: string, found: unknown, wanted: unknown): void {
    const [is, should] = [JSON.stringify(found), JSON.stringify(wanted)];
    if (is !== should) this.failures.push(`${what}: ${is} instead of ${should}`);
  }

  async verifies(): Promise<void> {
    const { discrepancies } = await verifyRecord(this.store);
    this.failures.push(...discrepancies.map(({ where, what }) => `verify: ${where}: ${what}`));
  }

  /** Rows read = new + revised + unchanged + refused, for each file, and as many as the file alone says. */
  async runs({ files }: Expected, dataSet: string): Promise<void> {
    for (const { path, digest, counts } of files) {
      const run = await findImportRun(this.store, digest, `reports of ${dataSet}`);
      this.same(`counts of ${path}`, sortedKeys(run?.counts), sortedKeys({ ...counts }));
      this.same(`${path} done`, [run?.done, run?.rowsDone], [true, counts.read - counts.refused]);
    }
    const revised = files.reduce((sum, { counts }) => sum + counts.revised, 0);
    const [row] = await this.store.query(
      "select count(*) as count from report where superseded_at is not null and data_set = $1",
      [dataSet],
    );
    this.same("reports that were revised", row!["count"], revised);
  }

  /** Each event is there once, as the last file has it, with one incident of its own. */
  async events({ events, citations }: Expected, dataSet: string): Promise<void> {
    const rows = await this.store.query<{ external_id: string; content: Buffer; incidents: number }>(
      `select r.external_id, r.content, (select count(*) from incident i where i.account = r.id and i.superseded_at is null) as incidents
       from report r where r.data_set = $1 and r.superseded_at is null`,
      [dataSet],
    );
    this.same("events", rows.length, events.size);
    const wrong = rows.filter(({ external_id: id, content, incidents }) => {
      const wanted = events.get(id);
      return wanted === undefined || digestOf(wanted) !== content.toString("hex") || incidents !== 1;
    });
    this.same("events that are not as the last file has them", wrong.map((row) => row.external_id).slice(0, 5), []);
    const [cited] = await this.store.query("select count(*) as count from report where kind = 'citation'");
    this.same("cited documents", cited!["count"], citations);
  }

  async items({ files }: Expected): Promise<void> {
    for (const { path, digest } of files) {
      const hash = createHash("sha256");
      for await (const bytes of itemBytes(this.store, digest)) hash.update(bytes);
      this.same(`bytes of ${path}`, hash.digest("hex"), digest);
    }
  }

  async nothingTwice(): Promise<void> {
    const unique = {
      "report, by id in its data set": "select from report where superseded_at is null group by data_set, external_id",
      "member of an incident": "select from incident_member where superseded_at is null group by incident, report",
      "source, by handle": "select from source where superseded_at is null group by handle",
      "item, by digest": "select from item group by digest",
      "incident, by account": "select from incident where superseded_at is null group by account",
    };
    for (const [what, text] of Object.entries(unique)) {
      const [row] = await this.store.query(`select count(*) as count from (${text} having count(*) > 1) as twice`);
      this.same(`${what}: there twice`, row!["count"], 0);
    }
  }

  /** What was acknowledged is there, once, whole. What was not may be there too, but no more than once. */
  async edits(kept: ReadonlySet<string>): Promise<void> {
    const entries = await this.store.query<{ token: string; times: number; figures: number }>(
      `select token, count(*) as times, (select count(*) from figure f where f.what = token) as figures
       from (select body->>'token' as token from ledger_entry where act = 'edit') as e group by token`,
    );
    const found = new Set(entries.map(({ token }) => token));
    this.same(
      "edits that were acknowledged and are lost",
      [...kept].filter((token) => !found.has(token)),
      [],
    );
    this.same(
      "edits that are there more or less than once",
      entries.filter(({ times, figures }) => times !== 1 || figures !== 1),
      [],
    );
    const [levels] = await this.store.query(
      "select count(*) as count from incident where superseded_at is null and occurrence = 'likely'",
    );
    const [set] = await this.store.query(
      "select count(distinct id) as count from incident where occurrence = 'likely'",
    );
    this.same("levels that people set", levels!["count"], set!["count"]);
  }
}

function sortedKeys(value: object | undefined): unknown {
  return value && Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
