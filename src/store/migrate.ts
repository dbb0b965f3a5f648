import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { sql, type Kysely } from "kysely";
import { Migrator, type Migration, type MigrationProvider } from "kysely/migration";
import { Refusal } from "../kit/index.ts";

const FOLDER = join(import.meta.dirname, "migrations");

/** Brings the schema up to date, forward only, each step whole or not at all. The names of the steps that were missing. */
export async function migrate<DB>(db: Kysely<DB>): Promise<readonly string[]> {
  const provider = new SqlFiles();
  const known = Object.keys(await provider.getMigrations());
  const migrator = new Migrator({ db, provider, migrationTableSchema: "truce" });
  await refuseNewer(db, known);
  const { error, results } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
  return results?.map(({ migrationName }) => migrationName) ?? [];
}

/** The version of the schema that this Truce works with: the number of its last step. */
export async function schemaVersion(): Promise<number> {
  const names = Object.keys(await new SqlFiles().getMigrations());
  return numberOf(names.at(-1)!);
}

function numberOf(migration: string): number {
  return Number(migration.slice(0, 4));
}

async function refuseNewer<DB>(db: Kysely<DB>, known: readonly string[]): Promise<void> {
  const table = await sql<{
    found: string | null;
  }>`select to_regclass('truce.kysely_migration')::text as found`.execute(db);
  if (!table.rows[0]?.found) return;
  const { rows } = await sql<{ name: string }>`select name from truce.kysely_migration order by name`.execute(db);
  const newer = rows.map(({ name }) => name).filter((name) => !known.includes(name));
  if (newer.length === 0) return;
  throw new Refusal(
    "newer-record",
    `this record was made by a newer Truce (its schema has ${newer.join(", ")}, this Truce knows up to ${numberOf(known.at(-1)!)})`,
    "use that Truce, or a newer one; an older one could damage the record",
  );
}

class SqlFiles implements MigrationProvider {
  async getMigrations(): Promise<Record<string, Migration>> {
    const files = (await readdir(FOLDER)).filter((name) => /^\d{4}-.*\.sql$/u.test(name)).sort();
    const texts = await Promise.all(files.map((name) => readFile(join(FOLDER, name), "utf8")));
    return Object.fromEntries(
      files.map((name, i) => [
        name.replace(/\.sql$/u, ""),
        { up: async <DB>(db: Kysely<DB>) => void (await sql.raw(texts[i]!).execute(db)) },
      ]),
    );
  }
}
