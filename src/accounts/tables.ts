import * as pg from "pg";
import type { BetterAuthOptions } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { Refusal } from "../kit/index.ts";
import { outliveConnections, type Store } from "../store/index.ts";

/**
 * The tables of user accounts: a schema of their own in the same database. They are not of the record: rows in them change
 * and go, nothing in them is in a backup, and no viewer reads them.
 */
export const SCHEMA = "truce_accounts";

/** Any number that nothing else in the database locks by. */
const LOCK = 7_213_340_991;

/** Connections that see the accounts and not the record. */
export function openAccountPool(store: Store): pg.Pool {
  const own = store.pool.options;
  const pool = new pg.Pool({
    ...own,
    // Not among what a copy takes along.
    ...(own.password === undefined ? {} : { password: own.password }),
    types: pg.types,
    max: 8,
    application_name: "truce accounts",
    options: `-c search_path=${SCHEMA} -c TimeZone=UTC`,
  });
  outliveConnections(pool);
  return pool;
}

/** Makes the tables, or adds what a newer version needs. One process at a time. */
export async function migrateAccounts(pool: pg.Pool, options: BetterAuthOptions): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [LOCK]);
    await client.query(`create schema if not exists ${SCHEMA}`);
    const { runMigrations } = await getMigrations(options);
    await runMigrations();
  } catch (error) {
    throw refusalOfAccounts(error);
  } finally {
    await client.query("select pg_advisory_unlock($1)", [LOCK]).catch(() => undefined);
    client.release();
  }
}

/** What has run out is of no use to anybody but who reads the tables. */
export async function sweepAccounts(pool: pg.Pool): Promise<void> {
  for (const table of ["session", "verification", "invitation"])
    await pool.query(`delete from ${table} where "expiresAt" < now()`);
  await pool.query("delete from attempt where until < now()");
}

function refusalOfAccounts(error: unknown): unknown {
  const { code } = error as { readonly code?: string };
  if (code !== "42501") return error;
  return new Refusal(
    "database-refused",
    "the account may not make the tables of user accounts in this database",
    "let it own the database: create database truce owner NAME",
  );
}
