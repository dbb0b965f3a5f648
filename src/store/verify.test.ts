import { rm } from "node:fs/promises";
import type pg from "pg";
import { expect, test } from "vitest";
import { Dice } from "../../test/proof/dice.ts";
import { SEED } from "../../test/property-seed.ts";
import { rowOf } from "../../test/record-rows.ts";
import { changed, onEachServer, temporaryFolder, type TemporaryRecords } from "../../test/temporary-record.ts";
import {
  checkCheckpoints,
  columnsOf,
  digestOf,
  keepItem,
  loadKeys,
  makeCheckpoint,
  NOUN_NAMES,
  verifyRecord,
  type ColumnKind,
  type Discrepancy,
  type Noun,
  type Store,
} from "./index.ts";
import { entryHash, type Entry } from "./ledger.ts";

/** Nouns of which a thing is in the record in two versions. */
const REVISED: readonly Noun[] = ["report", "incident", "actor", "finding"];

/** Two things of every noun, an item of three pieces, an empty one, and later versions of some: six entries. */
async function fill(store: Store): Promise<void> {
  // Pieces are usually larger.
  const pieces = ["abc", "defg", "h"].map((text) => Buffer.from(text));
  const large = { size: 8, digest: digestOf(Buffer.concat(pieces)), body: {} };
  await changed(store, async (change) => {
    change.add("item", { audience: [] }, { ...rowOf("item", 1), ...large });
    for (const [i, piece] of pieces.entries())
      await change.client.query("insert into item_piece values (decode($1, 'hex'), $2, $3)", [large.digest, i, piece]);
  });
  await changed(store, (change) => keepItem(change, [], { name: "empty", mediaType: "text/plain" }));
  const ids = new Map<Noun, string>();
  const add = (from: number) => (change: Parameters<Parameters<Store["change"]>[0]>[0]) => {
    for (const [i, noun] of NOUN_NAMES.entries())
      if (noun !== "item") ids.set(noun, change.add(noun, { audience: ["public"] }, rowOf(noun, from + i)));
  };
  await changed(store, add(100));
  await changed(store, add(200));
  await changed(store, async (change) => {
    for (const [i, noun] of REVISED.entries()) {
      const { rows } = await change.client.query<{ row: number }>(`select row from "${noun}" where id = $1`, [
        ids.get(noun),
      ]);
      change.add(noun, { id: ids.get(noun)!, supersedes: rows[0]!.row, audience: [] }, rowOf(noun, 300 + i));
    }
    change.add("place", { audience: [] }, rowOf("place", 310, { latitude: null, longitude: null }));
  });
  await changed(store, () => undefined);
}

/** Other values for a column, as SQL over the old one (`c`). Several: the first that is really another one is taken. */
const CHANGES: Readonly<Record<string, readonly string[]>> = {
  text: ["c || 'x'", "overlay(c placing '–' from 1 for 1)", "upper(c)", "''", "reverse(c)"],
  texts: [
    "array_append(c, 'x')",
    "array_append(c, null)",
    "c[2:]",
    "array_prepend('', c)",
    "array[array_to_string(c, ',')]",
  ],
  uuid: ["gen_random_uuid()", "overlay(c::text placing '1' from 20 for 1)::uuid"],
  instant: [
    "c + interval '1 microsecond'",
    "c - interval '1 day'",
    "'infinity'",
    "'-infinity'",
    "'0044-03-15 00:00:00+00 BC'",
  ],
  integer: ["c + 100000", "c + 1000001"],
  number: ["'NaN'", "'Infinity'", "c + 1e-9", "-c"],
  digest: ["set_byte(c, 3, get_byte(c, 3) # 1)", "c || '\\x00'", "substring(c from 2)", "'\\x'"],
  bytes: ["set_byte(c, 0, get_byte(c, 0) # 1)", "c || '\\x00'", "substring(c from 2)", "'\\x'"],
  flag: ["not c"],
  json: [
    `c || '{"x": null}'`,
    "'null'",
    "jsonb_build_array(c)",
    "case jsonb_typeof(c) when 'object' then jsonb_set(c, '{deep}', '1') else '-1' end",
    "c - 'said'",
    "case jsonb_typeof(c) when 'object' then c #- '{deep}' else '{}' end",
  ],
};
/** And for one that is unset. */
const INSTEAD_OF_NULL: Readonly<Record<string, string>> = {
  text: "''",
  uuid: "gen_random_uuid()",
  instant: "'epoch'",
  integer: "0",
  number: "'NaN'",
  digest: "'\\x'",
};

function changesOf(kind: ColumnKind): readonly string[] {
  const base = kind.replace("?", "");
  return [...CHANGES[base]!, ...(kind.endsWith("?") ? ["null", `coalesce(c, ${INSTEAD_OF_NULL[base]!})`] : [])];
}

interface Target {
  readonly table: string;
  readonly column: string;
  readonly kind: ColumnKind;
}

const TARGETS: readonly Target[] = [
  ...NOUN_NAMES.flatMap((noun) => [
    ...columnsOf(noun).map(([column, kind]) => ({ table: noun, column, kind })),
    { table: noun, column: "superseded_at", kind: "instant?" as const },
  ]),
  ...(
    [
      ["seq", "integer"],
      ["at", "instant"],
      ["by", "text"],
      ["act", "text"],
      ["reason", "text?"],
      ["body", "json"],
      ["first_row", "integer"],
      ["runs", "json"],
      ["digests", "bytes"],
      ["previous", "bytes"],
      ["hash", "bytes"],
    ] as const
  ).map(([column, kind]) => ({ table: "ledger_entry", column, kind })),
  ...(
    [
      ["seq", "integer"],
      ["at", "instant"],
      ["hash", "bytes"],
      ["next_row", "integer"],
    ] as const
  ).map(([column, kind]) => ({ table: "ledger_head", column, kind })),
  ...(
    [
      ["digest", "digest"],
      ["piece", "integer"],
      ["bytes", "bytes"],
    ] as const
  ).map(([column, kind]) => ({ table: "item_piece", column, kind })),
];

/** A record with a copy of every table beside it, to bring back what was changed. */
class Tampered {
  readonly store: Store;
  readonly client: pg.Client;
  private touched = new Set<string>();

  private constructor(store: Store, client: pg.Client) {
    this.store = store;
    this.client = client;
  }

  static async make(records: TemporaryRecords): Promise<Tampered> {
    const store = await records.open();
    await fill(store);
    const client = await records.tamperer(store);
    // Who can write to the tables behind the program's back can also take away what refuses it.
    const { rows } = await client.query<{ drop: string }>(
      `select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop from pg_constraint
       where contype = 'c' and connamespace = 'truce'::regnamespace and conrelid <> 0`,
    );
    for (const { drop } of rows) await client.query(drop);
    await client.query("create schema kept");
    for (const table of [...NOUN_NAMES, "ledger_entry", "ledger_head", "item_piece"])
      await client.query(`create table kept."${table}" as select * from "${table}"`);
    expect((await verifyRecord(store)).discrepancies).toEqual([]);
    return new Tampered(store, client);
  }

  async run(table: string, text: string, values: unknown[] = []): Promise<number> {
    this.touched.add(table);
    return (await this.client.query(text, values)).rowCount ?? 0;
  }

  /** Changes the column of a row of the table. What has to be named, or nothing if there is no such row. */
  async change({ table, column, kind }: Target, dice: Dice): Promise<readonly string[] | undefined> {
    const { rows } = await this.client.query<{ place: string; name: string; digest: Buffer }>(
      `select ctid as place, ${subjectOf(table)} as name from "${table}" order by 2`,
    );
    for (const { place, name } of dice.draw(rows, rows.length))
      for (const change of dice.draw(changesOf(kind), 9)) {
        const made = change.replaceAll(/(?<![\w'])c(?!\w)/gu, `"${column}"`);
        const text = `update "${table}" set "${column}" = ${made} where ctid = $1 and "${column}" is distinct from (${made})`;
        if ((await this.run(table, text, [place])) > 0)
          return table === "ledger_entry" ? [name, name.replace("entry", "entries")] : [name];
      }
    return undefined;
  }

  /**
   * Tampers in one way after the other, and holds that what each touched is named. Some ways at once, of different tables,
   * so that it takes seconds; with more than a few the list of what is wrong would be cut off.
   */
  async named<T extends { readonly table: string }>(
    ways: readonly T[],
    tamper: (way: T) => Promise<readonly string[]>,
  ): Promise<void> {
    const left = [...ways];
    while (left.length > 0) {
      const batch: T[] = [];
      // What is wrong with an entry is wrong with its rows.
      const isAlone = ({ table }: T): boolean => table.startsWith("ledger");
      for (let i = left.length - 1; i >= 0 && batch.length < 5 && !batch.some(isAlone); i--)
        if (!batch.some(({ table }) => isAlone(left[i]!) || table === left[i]!.table)) batch.push(...left.splice(i, 1));
      const done: [T, readonly string[]][] = [];
      for (const way of batch) done.push([way, await tamper(way)]);
      const found = await this.found();
      for (const [way, subjects] of done)
        if (subjects.length > 0 && !names(found, subjects)) expect({ way, subjects, found }).toBe("named");
      await this.undo();
    }
  }

  async found(): Promise<readonly Discrepancy[]> {
    return (await verifyRecord(this.store)).discrepancies;
  }

  async undo(): Promise<void> {
    for (const table of this.touched) {
      await this.client.query(`delete from "${table}"`);
      await this.client.query(`insert into "${table}" select * from kept."${table}"`);
    }
    this.touched = new Set();
  }
}

/** How the thing that a row is, or is a part of, is called. */
function subjectOf(table: string): string {
  if (table === "ledger_entry") return "'entry ' || seq";
  if (table === "ledger_head") return "'the end of the ledger'";
  if (table === "item_piece") return "'item ' || encode(digest, 'hex')";
  return `'${table} row ' || row`;
}

function names(found: readonly Discrepancy[], subjects: readonly string[]): boolean {
  return found.some(({ where, what }) =>
    subjects.some((subject) => new RegExp(`${subject}(?!\\d)`, "u").test(`${where}: ${what}`)),
  );
}

onEachServer("verification", (records) => {
  test("names each row, entry and item of which any one column was changed", async () => {
    const tampered = await Tampered.make(records);
    const dice = new Dice(SEED);
    let changes = 0;
    await tampered.named(dice.draw(TARGETS, TARGETS.length), async (target) => {
      const subjects = await tampered.change(target, dice);
      if (subjects) changes += 1;
      return subjects ?? [];
    });
    expect(changes).toBe(TARGETS.length);
    expect(await tampered.found()).toEqual([]);
  });

  test("names what any one change was made to, alone", async () => {
    const tampered = await Tampered.make(records);
    const dice = new Dice(SEED + 1);
    for (let i = 0; i < 15; i++) {
      const target = dice.pick(TARGETS);
      const subjects = await tampered.change(target, dice);
      const found = await tampered.found();
      if (!subjects || !names(found, subjects)) expect({ target, subjects, found }).toBe("named");
      await tampered.undo();
    }
  });

  test("names what only a closer look shows: less than a millisecond, the 20th digit, no number in the place of none", async () => {
    const tampered = await Tampered.make(records);
    const unseen: readonly (readonly [Noun, string])[] = [
      ["report", "set recorded_at = recorded_at + interval '1 microsecond'"],
      ["coverage", "set earliest = earliest + interval '999 microseconds'"],
      ["figure", "set value = value + 1e-12"],
      ["area", "set body = replace(body::text, '.1', '.10000000000000000001')::jsonb"],
      ["actor", "set body = replace(body::text, '.1', '.0' || repeat('9', 30))::jsonb"],
      ["place", "set latitude = 'NaN' where latitude is null"],
    ];
    for (const [noun, change] of unseen) {
      expect(await tampered.run(noun, `update "${noun}" ${change}`)).toBeGreaterThan(0);
      const found = await tampered.found();
      if (!found.some(({ where }) => where.startsWith(`${noun} row `))) expect({ noun, change, found }).toBe("named");
      await tampered.undo();
    }
  });

  test("names the entry after one that was rewritten together with its hash", async () => {
    const tampered = await Tampered.make(records);
    const rewrite = async (seq: number): Promise<void> => {
      const { rows } = await tampered.client.query<Record<string, never>>({
        text: `select seq::int, (extract(epoch from at) * 1000)::float8 as at, "by", act, reason, body, first_row::int as "firstRow", runs, digests, previous from ledger_entry where seq = $1`,
        values: [seq],
      });
      const hash = entryHash({ ...(rows[0] as unknown as Entry), by: "somebody else" });
      await tampered.run("ledger_entry", "update ledger_entry set \"by\" = 'somebody else', hash = $2 where seq = $1", [
        seq,
        hash,
      ]);
    };
    await rewrite(3);
    expect(await tampered.found()).toEqual([
      { where: "entry 4", what: "it does not follow on the entry before it", entry: 4 },
    ]);
    await tampered.undo();
    await rewrite(6);
    expect(await tampered.found()).toMatchObject([{ where: "the end of the ledger" }]);
  });

  test("names each table of which changes are no longer refused, and what it says nothing of", async () => {
    const store = await records.open();
    const client = await records.tamperer(store);
    const before = await verifyRecord(store);
    expect(before.discrepancies).toEqual([]);
    expect(before.notCovered).toEqual(expect.arrayContaining(["import_run", "outbox"]));
    expect(before.notCovered.some((table) => /^(?:ledger_|item|report$)/u.test(table))).toBe(false);
    await client.query("alter table report disable trigger report_stays");
    await client.query("drop trigger item_piece_kept on item_piece");
    await client.query("alter table ledger_entry enable replica trigger ledger_entry_kept");
    const { discrepancies } = await verifyRecord(store);
    expect(discrepancies.map(({ where }) => where)).toEqual(["table report", "table ledger_entry", "table item_piece"]);
  });

  test("names each row, entry and piece that was taken out", async () => {
    const tampered = await Tampered.make(records);
    const dice = new Dice(SEED);
    const tables = [...NOUN_NAMES, "ledger_entry", "ledger_head", "item_piece"].map((table) => ({ table }));
    await tampered.named(tables, async ({ table }) => {
      const { rows } = await tampered.client.query<{ place: string; name: string }>(
        `select ctid as place, ${subjectOf(table)} as name from "${table}"`,
      );
      const { place, name } = dice.pick(rows);
      await tampered.run(table, `delete from "${table}" where ctid = $1`, [place]);
      return [name, ...(table === "ledger_entry" ? ["the last entry is 5, and the record says it is 6"] : [])];
    });
  });

  test("names each row, entry and piece that was put in", async () => {
    const tampered = await Tampered.make(records);
    const dice = new Dice(SEED);
    // A copy of a row that is there, in its place in the order or at the end.
    await tampered.named(
      NOUN_NAMES.map((table) => ({ table })),
      async ({ table }) => {
        const row = dice.pick([table === "item" ? 3 : 2, 9999]);
        const other = `jsonb_build_object('row', ${row}, 'superseded_at', now(), 'content', '\\x00')`;
        await tampered.run(
          table,
          `insert into "${table}" select copy.* from (select * from "${table}" limit 1) as one, jsonb_populate_record(null::"${table}", to_jsonb(one) || ${other}) as copy`,
        );
        return [`${table} row ${row}`];
      },
    );
    await tampered.run(
      "ledger_entry",
      `insert into ledger_entry select 7, at + interval '1 s', "by", act, reason, body, (select next_row from ledger_head), '[]', '', (select hash from ledger_head), hash from ledger_entry where seq = 6`,
    );
    expect(names(await tampered.found(), ["entry 7"])).toBe(true);
    await tampered.undo();
    const empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    for (const [piece, bytes] of [
      [0, ""],
      [0, "x"],
      [1, ""],
    ] as const) {
      await tampered.run("item_piece", "insert into item_piece values (decode($1, 'hex'), $2, $3)", [
        empty,
        piece,
        Buffer.from(bytes),
      ]);
      expect(names(await tampered.found(), [`item ${empty}`])).toBe(true);
      await tampered.undo();
    }
    await tampered.run("item_piece", "insert into item_piece values ('\\x00', 0, 'x')");
    expect(names(await tampered.found(), ["item 00"])).toBe(true);
  });

  test("names both rows that changed places, and pieces that did", async () => {
    const tampered = await Tampered.make(records);
    for (const told of [0, 1])
      await tampered.named(
        NOUN_NAMES.map((table) => ({ table })),
        async ({ table }) => {
          const { rows } = await tampered.client.query<{ row: number }>(
            `select row::int from "${table}" order by row limit 2`,
          );
          const [one, other] = rows.map(({ row }) => row);
          await tampered.run(
            table,
            `update "${table}" set row = 0 where row = ${one}; update "${table}" set row = ${one} where row = ${other}; update "${table}" set row = ${other} where row = 0`,
          );
          return [`${table} row ${rows[told]!.row}`];
        },
      );
    for (const [from, to] of [
      [
        [0, 1],
        [1, 0],
      ],
      [[2], [3]],
    ] as const) {
      for (const [i, piece] of from.entries())
        await tampered.run("item_piece", "update item_piece set piece = $1 where piece = $2", [100 + to[i]!, piece]);
      await tampered.run("item_piece", "update item_piece set piece = piece - 100 where piece >= 100");
      const found = await tampered.found();
      expect(found.map(({ what }) => what)).toEqual(["its bytes are not those that arrived"]);
      await tampered.undo();
    }
  });

  test("names the end of the ledger if where it stands was changed or lost", async () => {
    const tampered = await Tampered.make(records);
    for (const text of [
      "delete from ledger_head",
      "update ledger_head set seq = 5",
      "update ledger_head set at = at + interval '1 microsecond'",
      "update ledger_head set hash = '\\x00', next_row = 7",
    ]) {
      await tampered.run("ledger_head", text);
      expect(await tampered.found()).toMatchObject([{ where: "the end of the ledger" }]);
      await tampered.undo();
    }
  });

  test("of a ledger that was cut off cleanly sees nothing, but a checkpoint does", async () => {
    const tampered = await Tampered.make(records);
    const folder = await temporaryFolder();
    const keys = await loadKeys(folder);
    const checkpoint = await makeCheckpoint(tampered.store, keys);
    expect(await checkCheckpoints(tampered.store, [checkpoint])).toEqual([]);
    // All that belongs to the entries from the fifth on, and every sign of it.
    const { rows } = await tampered.client.query<{ first: string }>(
      "select first_row as first from ledger_entry where seq = 5",
    );
    for (const noun of NOUN_NAMES) {
      await tampered.run(noun, `delete from "${noun}" where row >= ${rows[0]!.first}`);
      await tampered.run(noun, `update "${noun}" r set superseded_at = null where superseded_at is not null`);
    }
    await tampered.run("ledger_entry", "delete from ledger_entry where seq >= 5");
    await tampered.run(
      "ledger_head",
      `update ledger_head set seq = e.seq, at = e.at, hash = e.hash, next_row = ${rows[0]!.first} from ledger_entry e where e.seq = 4`,
    );
    expect(await tampered.found()).toEqual([]);
    const cut = await checkCheckpoints(tampered.store, [checkpoint]);
    expect(cut).toEqual([
      { where: "checkpoint of entry 6", what: "the ledger ends before it: later entries were cut off", entry: 6 },
    ]);
    // And grown again with something else.
    await changed(tampered.store, (change) => change.add("area", { audience: [] }, rowOf("area", 1)));
    await changed(tampered.store, () => undefined);
    expect(await tampered.found()).toEqual([]);
    expect(await checkCheckpoints(tampered.store, [checkpoint])).toMatchObject([
      { what: "the ledger has another entry there" },
    ]);
    await rm(folder, { recursive: true });
  });

  test("of a record with much that is wrong lists the first of it and comes to its end", async () => {
    const tampered = await Tampered.make(records);
    await tampered.run(
      "ledger_entry",
      `update ledger_entry set runs = '[{"noun": "report", "count": 1e18}, {"noun": "pg_class; drop", "count": -3}, null, 5]', first_row = 9e18`,
    );
    const found = await tampered.found();
    expect(found).toHaveLength(20);
    for (let seq = 1; seq <= 6; seq++) expect(names(found, [`entry ${seq}`])).toBe(true);
  });
});
