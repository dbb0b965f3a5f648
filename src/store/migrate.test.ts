import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { rowOf } from "../../test/record-rows.ts";
import { changed, onEachServer } from "../../test/temporary-record.ts";
import { columnsOf, NOUN_NAMES, verifyRecord, type ColumnKind, type Noun, type Store } from "./index.ts";
import { migrate, schemaVersion } from "./migrate.ts";

const TYPES: Readonly<Record<string, readonly string[]>> = {
  text: ["text"],
  texts: ["_text"],
  uuid: ["uuid"],
  instant: ["timestamptz"],
  integer: ["int8", "int4"],
  number: ["float8"],
  digest: ["bytea"],
  bytes: ["bytea"],
  flag: ["bool"],
  json: ["jsonb"],
};

interface Column {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
}

async function columnsIn(store: Store, table: string): Promise<readonly Column[]> {
  return store.query(
    `select column_name as name, udt_name as type, is_nullable = 'YES' as nullable from information_schema.columns
     where table_schema = 'truce' and table_name = $1 order by ordinal_position`,
    [table],
  );
}

/** What the schema is made of, step by step. */
async function migrations(): Promise<readonly string[]> {
  const files = await readdir(join(import.meta.dirname, "migrations"));
  return files.map((name) => name.replace(/\.sql$/u, "")).sort();
}

/** Nouns that a record of an earlier version does not have. */
const LATER_NOUNS: Readonly<Record<number, readonly Noun[]>> = {
  1: [
    "level",
    "proposal",
    "dissent",
    "clarification",
    "match_proposal",
    "match_verdict",
    "match_pin",
    "match_model",
    "reason",
  ],
};

const isUnset = (kind: ColumnKind): boolean => kind.endsWith("?");

onEachServer("the schema", (records) => {
  test("has the columns of each noun that nouns.ts says, in order, of its kinds, unset where it says", async () => {
    const store = await records.open();
    for (const noun of NOUN_NAMES) {
      const columns = await columnsIn(store, noun);
      const described = columns.filter(({ name }) => name !== "superseded_at");
      const found = described.map(({ name, nullable }) => [name, nullable]);
      expect(found, noun).toEqual(columnsOf(noun).map(([name, kind]) => [name, isUnset(kind)]));
      for (const [i, [name, kind]] of columnsOf(noun).entries())
        expect(TYPES[kind.replace("?", "")], `${noun}.${name}`).toContain(described[i]!.type);
      const superseded = columns.find(({ name }) => name === "superseded_at");
      expect(superseded, noun).toMatchObject({ type: "timestamptz", nullable: true });
    }
  });

  test("has no table that nothing backs up or describes", async () => {
    const store = await records.open();
    const tables = await store.query<{ name: string }>(
      "select table_name as name from information_schema.tables where table_schema = 'truce'",
    );
    const others = [
      "answer",
      "import_run",
      "item_piece",
      "kysely_migration",
      "kysely_migration_lock",
      "ledger_entry",
      "ledger_head",
      "noun_header",
      "outbox",
    ];
    expect(tables.map(({ name }) => name).sort()).toEqual([...NOUN_NAMES, ...others].sort());
  });

  test("is made in an empty database, once", async () => {
    const store = await records.openDatabase(await records.emptyDatabase());
    const names = await store.query<{ name: string }>("select name from truce.kysely_migration order by name");
    expect(names.map(({ name }) => name)).toEqual(await migrations());
    expect(await migrate(store.db)).toEqual([]);
    expect(await schemaVersion()).toBe(Number((await migrations()).at(-1)!.slice(0, 4)));
    expect(await verifyRecord(store)).toMatchObject({ entries: 0, rows: 0, discrepancies: [] });
  });

  test("is made once by two that open an empty database at the same moment", async () => {
    const database = await records.emptyDatabase();
    const [one, other] = await Promise.all([records.openDatabase(database), records.openDatabase(database)]);
    await changed(one, (change) => change.add("area", { audience: [] }, rowOf("area", 1)));
    expect(await other.current("area")).toHaveLength(1);
  });

  test("of a newer Truce is refused and left as it is", async () => {
    const store = await records.open();
    await store.query("insert into truce.kysely_migration (name, timestamp) values ('0417-from-the-future', 'later')");
    const [{ name }] = (await store.query("select current_database() as name")) as [{ name: string }];
    await expect(records.openDatabase(name)).rejects.toMatchObject({
      code: "newer-record",
      message: expect.stringContaining("0417-from-the-future"),
      hint: expect.stringMatching(/use that Truce/u),
    });
    const left = await store.query("select name from truce.kysely_migration order by name");
    expect(left).toHaveLength((await migrations()).length + 1);
  });

  // A dump of a record as each version left it, made by test/fixtures/record/make.ts. Once a version is released, its dump stays.
  test.each([1])("of version %i, with what was recorded in it, becomes that of today and verifies", async (version) => {
    const database = await records.emptyDatabase();
    const dump = await readFile(join(import.meta.dirname, `../../test/fixtures/record/version-${version}.sql`), "utf8");
    await (await records.owner(database)).query(dump);
    const store = await records.openDatabase(database);
    const names = await store.query<{ name: string }>("select name from truce.kysely_migration order by name");
    expect(Number(names.at(-1)!.name.slice(0, 4))).toBe(await schemaVersion());
    expect(await verifyRecord(store)).toMatchObject({ entries: 4, discrepancies: [] });
    // The dump has the tables that its version made, and a record made today has them too.
    const today = await records.open();
    for (const noun of NOUN_NAMES) expect(await columnsIn(store, noun), noun).toEqual(await columnsIn(today, noun));
    for (const noun of NOUN_NAMES)
      if (!(LATER_NOUNS[version] ?? []).includes(noun))
        expect((await store.current(noun)).length, noun).toBeGreaterThan(0);
    await changed(store, (change) => change.add("area", { audience: [] }, rowOf("area", 999)));
    expect(await verifyRecord(store)).toMatchObject({ entries: 5, discrepancies: [] });
  });
});
