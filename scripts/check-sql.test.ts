import { describe, expect, test } from "vitest";
import { checkSql, findSql } from "./check-sql.ts";

function problemsOf(files: Record<string, string>): string[] {
  return checkSql(new Map(Object.entries(files)));
}

describe("findSql", () => {
  test("sees every kind of statement, whatever quotes it, with its line", () => {
    const texts = [
      "const a = 'select one from two';",
      "const b = `select ${columns}\n from ${table}`;",
      'const c = "insert into answer (account) values ($1)";',
      'const d = "delete from answer";',
      'const e = `update "${noun}" set superseded_at = $1`;',
      'const f = "create temporary table arriving (piece integer)";',
      'const g = "select pg_advisory_lock($1)";',
    ];
    for (const text of texts)
      expect(
        findSql(`// first\n${text}`).map(({ line }) => line),
        text,
      ).toEqual([2]);
  });

  test("sees conditions that a statement is put together from", () => {
    expect(findSql('const STANDS = "superseded_at is null and not withdrawn";')).toHaveLength(1);
    expect(findSql('const among = "id = any($1::uuid[])";')).toHaveLength(1);
  });

  test("sees what is asked of a client, and Kysely's tag, whatever is asked", () => {
    const texts = [
      "await client.query(TEXT);",
      "await change.client\n  .query<{ id: string }>(TEXT, [id]);",
      "const one = sql`true`;",
      "const rows = await sql<{ id: string }>`true`.execute(db);",
    ];
    for (const text of texts) expect(findSql(text), text).toHaveLength(1);
  });

  test("takes neither a sentence nor a request nor a comment for SQL", () => {
    const texts = [
      'const hint = "Select one from the list, or update what is set";',
      'const wanted = c.req.query("formID");',
      "const { query } = asked; read(asked.query);",
      "// select one from two\n/** client.query(`delete from two`) */",
      'const mysql = "a database"; import { sql } from "kysely";',
    ];
    for (const text of texts) expect(findSql(text), text).toEqual([]);
  });
});

describe("checkSql", () => {
  const text = "\nconst rows = await client.query(ASKED);";

  test("names the place of what is outside the store", () => {
    expect(problemsOf({ "src/workflow/judge.ts": text })).toEqual([
      "src/workflow/judge.ts:2: SQL belongs in src/store, as a function with a name: .query(",
    ]);
  });

  test("lets the store and the accounts ask, and tests look", () => {
    const files = ["src/store/reports.ts", "src/accounts/limits.ts", "src/workflow/judge.test.ts", "test/record.ts"];
    expect(problemsOf(Object.fromEntries(files.map((file) => [file, text])))).toEqual([]);
  });
});
