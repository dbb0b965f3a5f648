import { sql, type RawBuilder } from "kysely";
import { Refusal } from "../kit/index.ts";
import type { Viewer } from "../domain/index.ts";
import { columnsOf, NOUNS, type Noun, type Row } from "./nouns.ts";
import { askable } from "./incident-query.ts";
import type { Page } from "./reading.ts";
import type { Store } from "./store.ts";
import { seen, type AsOf } from "./tiers.ts";

/** Everything but who a protected source is. */
export type ReadableNoun = Exclude<Noun, "source_identity" | "cells">;

/** Who reads what of which moment. */
export interface ThingsAsked<N extends ReadableNoun> {
  readonly noun: N;
  readonly viewer: Viewer;
  readonly asOf: AsOf;
}

/** A thing as the viewer sees it. What is not for the viewer is null; what is for the inside only is unset. */
export type ThingSeen<N extends ReadableNoun> = Omit<Partial<Row<N>>, "superseded_at"> &
  Pick<Row<N>, "id" | "recorded_at"> & {
    /** Of a finding: `reading|rule|verdict`. */
    readonly keys?: readonly string[];
  };

export interface PageAsked {
  readonly limit: number;
  readonly after?: string;
  /** Columns that have to have these values. */
  readonly where?: Readonly<Record<string, string | undefined>>;
}

/** A page of the things of a noun, in the order in which they were recorded, as far as the viewer sees that. */
export async function thingsPage<N extends ReadableNoun>(
  store: Store,
  asked: ThingsAsked<N>,
  page: PageAsked,
): Promise<Page<ThingSeen<N>>> {
  const { limit } = page;
  const { rows } = await pageQuery(asked, page).execute(store.db);
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last ? cursorOf(last) : undefined };
}

/** One more than a page, so that it is known whether there is another. */
export function pageQuery<N extends ReadableNoun>(
  asked: ThingsAsked<N>,
  { limit, after, where = {} }: PageAsked,
): RawBuilder<ThingSeen<N>> {
  const conditions = [...conditionsOf(asked.noun, askable(where)), ...(after === undefined ? [] : [isAfter(after)])];
  return sql<ThingSeen<N>>`
    select ${shown(asked)} from ${seen(asked.noun, asked.viewer, asked.asOf)} as t
    where ${all(conditions)} order by t.recorded_at, t.id limit ${limit + 1}`;
}

/** `undefined` if there is none, or none for this viewer: the two cannot be told apart. */
export async function findThing<N extends ReadableNoun>(
  store: Store,
  asked: ThingsAsked<N>,
  { column, value }: { readonly column: string; readonly value: string },
): Promise<ThingSeen<N> | undefined> {
  const found = conditionsOf(asked.noun, askable({ [column]: value }));
  const { rows } = await sql<ThingSeen<N>>`
    select ${shown(asked)} from ${seen(asked.noun, asked.viewer, asked.asOf)} as t
    where ${all(found)} order by t.recorded_at desc, t.id limit 1`.execute(store.db);
  return rows[0];
}

/**
 * What a thing was, the earliest first, as far as the viewer may see it: versions that look the same to the viewer are one,
 * and what is hidden now was never there.
 */
export async function versionsSeen<N extends ReadableNoun>(
  store: Store,
  { noun, viewer }: Omit<ThingsAsked<N>, "asOf">,
  id: string,
): Promise<readonly ThingSeen<N>[]> {
  if (!UUID.test(id)) return [];
  const now = await findThing(store, { noun, viewer, asOf: undefined }, { column: "id", value: id });
  if (!now) return [];
  const moments = await store.query<{ at: number }>(
    `select recorded_at as at from "${noun}" where id = $1 order by row`,
    [id],
  );
  const versions: ThingSeen<N>[] = [];
  const looks = (version: ThingSeen<N>): string =>
    JSON.stringify(viewer.tier === "internal" ? version : { ...version, recorded_at: 0 });
  const note = (version: ThingSeen<N> | undefined): void => {
    const last = versions.at(-1);
    if (version && !(last && looks(last) === looks(version))) versions.push(version);
  };
  for (const { at } of moments) note(await findThing(store, { noun, viewer, asOf: at }, { column: "id", value: id }));
  // What it is about may have been let out after it.
  note(now);
  return versions;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;

function shown<N extends ReadableNoun>({ noun, viewer, asOf }: ThingsAsked<N>): RawBuilder<unknown> {
  if (noun !== "finding") return sql`t.*`;
  return sql`t.*, (select c.keys from ${seen("cells", viewer, asOf)} as c where c.id = t.cells) as keys`;
}

/** What cannot be a value of its column is the value of no row. */
function conditionsOf(noun: Noun, where: Readonly<Record<string, string | undefined>>): readonly RawBuilder<unknown>[] {
  const kinds = new Map(columnsOf(noun));
  return Object.entries(where).flatMap(([name, value]): RawBuilder<unknown>[] => {
    const kind = kinds.get(name);
    if (value === undefined) return [];
    if (kind === undefined) throw new Error(`${noun} has no column ${name}`);
    const column = sql.ref(`t.${name}`);
    if (kind.startsWith("uuid")) return [UUID.test(value) ? sql`${column} = ${value}::uuid` : sql`false`];
    if (kind.startsWith("digest"))
      return [/^[0-9a-f]{64}$/u.test(value) ? sql`${column} = decode(${value}, 'hex')` : sql`false`];
    return [sql`${column} = ${value}`];
  });
}

function all(conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  return conditions.length === 0 ? sql`true` : sql.join([...conditions], sql` and `);
}

function cursorOf({ recorded_at: at, id }: { readonly recorded_at: number; readonly id: string }): string {
  return Buffer.from(JSON.stringify([at, id])).toString("base64url");
}

function isAfter(cursor: string): RawBuilder<unknown> {
  const place = placeOf(cursor);
  if (!place)
    throw new Refusal("bad-cursor", "a list cannot go on from here", "use the cursor that came with the page before");
  const [at, id] = place;
  return sql`(t.recorded_at, t.id) > (${new Date(at).toISOString()}::timestamptz, ${id}::uuid)`;
}

function placeOf(cursor: string): readonly [number, string] | undefined {
  try {
    const place = JSON.parse(Buffer.from(cursor, "base64url").toString()) as unknown;
    if (!Array.isArray(place) || place.length !== 2) return undefined;
    const [at, id] = place as [unknown, unknown];
    const isPlace =
      Number.isSafeInteger(at) && Math.abs(at as number) < 6e13 && typeof id === "string" && UUID.test(id);
    return isPlace ? [at as number, id] : undefined;
  } catch {
    return undefined;
  }
}

/** Nouns with this column, for whoever offers filters. */
export function hasColumn(noun: Noun, column: string): boolean {
  return column in NOUNS[noun];
}
