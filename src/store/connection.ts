import * as pg from "pg";
import { Refusal } from "../kit/index.ts";

/** How values come out of the database: instants as milliseconds since 1970 UTC, counts as numbers, digests as bytes. */
const TYPES: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: "text" | "binary") => {
    if (format === "binary") return (value: unknown) => value;
    if (oid === TIMESTAMPTZ) return millisecondsOf;
    if (oid === INT8) return countOf;
    return parserOf(oid, format);
  }) as typeof pg.types.getTypeParser,
};

/** A connection to the record: of a change, of a snapshot, or for one question. */
export type Client = pg.ClientBase;

/** Numbers of types in the system catalogue, the same everywhere and for ever. */
const { TIMESTAMPTZ, INT8 }: Readonly<Record<"TIMESTAMPTZ" | "INT8", number>> = pg.types.builtins;
export const parserOf = pg.types.getTypeParser as (
  oid: number,
  format?: "text" | "binary",
) => (text: string) => unknown;

/** `2016-02-27 00:00:00.5+00`, as the server writes it in the zone UTC. */
export function millisecondsOf(text: string): number {
  const found = /^(\d{4,})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?\+00( BC)?$/u.exec(text);
  if (!found || found[8]) throw new RangeError(`not an instant of our era in UTC: ${text}`);
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second, Number((found[7] ?? "0").padEnd(3, "0").slice(0, 3)));
  return date.getTime();
}

function countOf(text: string): number {
  const count = Number(text);
  if (!Number.isSafeInteger(count)) throw new RangeError(`a number too large to be exact: ${text}`);
  return count;
}

/** A change is recorded at one instant, and days begin when other days do. */
const TIMESTAMPS = new Map<number, string>();
const MOST_TIMESTAMPS = 10_000;

/** An instant for the database, with the years it can hold and we can stand behind. */
export function timestampOf(milliseconds: number): string {
  const known = TIMESTAMPS.get(milliseconds);
  if (known !== undefined) return known;
  const date = new Date(milliseconds);
  const year = date.getUTCFullYear();
  if (!Number.isInteger(milliseconds) || !(year >= 1 && year <= 9999))
    throw new RangeError(`${milliseconds} is not an instant between the years 1 and 9999`);
  const text = date.toISOString();
  if (TIMESTAMPS.size === MOST_TIMESTAMPS) TIMESTAMPS.clear();
  TIMESTAMPS.set(milliseconds, text);
  return text;
}

export function openPool(config: pg.ClientConfig, name: string): pg.Pool {
  const pool = new pg.Pool({
    ...config,
    types: TYPES,
    max: 12,
    application_name: name.slice(0, 63),
    connectionTimeoutMillis: 10_000,
    options: "-c search_path=truce,public -c TimeZone=UTC -c DateStyle=ISO,YMD -c extra_float_digits=1",
  });
  outliveConnections(pool);
  return pool;
}

/**
 * A connection that breaks says so besides failing what is asked on it, and if nobody listens the process ends. Whoever uses it
 * gets the error there.
 */
export function outliveConnections(pool: pg.Pool): void {
  const note = (): void => undefined;
  pool.on("error", note);
  // Also while it is with somebody, who may not listen.
  pool.on("connect", (client) => client.on("error", note));
}

/** By code, or by the class of codes: our code, what is wrong, and what to do if it is not the usual. */
const OURS: Readonly<Record<string, readonly [string, string, string?]>> = {
  "08": ["database-gone", "the connection to the database was lost"],
  "57": ["database-gone", "the database was stopped"],
  "53": ["database-full", "the database has run out of something it needs (disk, memory or connections)"],
  "28": ["database-refused", "the database does not let us in"],
  "3D": ["no-database", "there is no such database"],
  "42501": [
    "database-refused",
    "the account may not do that in this database",
    "let it own the database: create database truce owner NAME",
  ],
};

/** The database's trouble as something a person can act on. Its own words may quote what is in the record, so they stay here. */
export function refusalOf(error: unknown): unknown {
  if (error instanceof Refusal || !(error instanceof Error)) return error;
  const { code, syscall } = error as { readonly code?: string; readonly syscall?: string };
  // The same codes come of files, where they say something else.
  const network =
    code !== undefined &&
    (/^(?:ECONN|EPIPE|ENOTFOUND|EAI_|ETIMEDOUT)/u.test(code) ||
      (/^(?:ENOENT|EACCES)$/u.test(code) && syscall === "connect"));
  const isGone =
    network || /Connection terminated|not queryable|timeout exceeded when trying to connect/u.test(error.message);
  const said = isGone ? OURS["08"]! : (OURS[code ?? ""] ?? OURS[code?.slice(0, 2) ?? ""]);
  if (!said) return error;
  const hint = "what was committed is kept; see that the server runs and has space, then run the same command again";
  return new Refusal(said[0], said[1], said[2] ?? hint);
}
