import { sql, type RawBuilder } from "kysely";
import { audienceOf, type Tier, type Viewer } from "../domain/index.ts";
import { columnsOf, type ColumnKind, type Noun } from "./nouns.ts";

/**
 * What each audience may see, in one place. Every reading goes through `seen`, which is the only way from a viewer to a
 * table: it leaves out the rows that were not released to the viewer and blanks the columns that are not for it. Whatever a
 * query then filters, sorts or counts by, it can only do by what the viewer may see.
 */

/** As recorded at this moment; unset: as it stands. */
export type AsOf = number | undefined;

/** Nouns that an audience other than the inside sees nothing of, whatever a row says. */
const NEVER: Readonly<Partial<Record<Noun, readonly Tier[]>>> = {
  source_identity: ["internal", "guarantors", "party", "humanitarians", "public"],
  item: ["guarantors", "party", "humanitarians", "public"],
  // Where monitors were is where they can be found.
  coverage: ["party", "humanitarians", "public"],
};

const OUTSIDE: readonly Tier[] = ["guarantors", "party", "humanitarians", "public"];
const BEYOND_GUARANTORS: readonly Tier[] = ["party", "humanitarians", "public"];

/** Columns that are blank for these audiences. */
const BLANK: Readonly<Partial<Record<Noun, Readonly<Record<string, readonly Tier[]>>>>> = {
  report: {
    external_id: OUTSIDE,
    data_set: OUTSIDE,
    item: OUTSIDE,
    place: OUTSIDE,
    content: OUTSIDE,
    source: BEYOND_GUARANTORS,
    // What a source wrote may tell who it is, and where exactly.
    body: BEYOND_GUARANTORS,
    words: BEYOND_GUARANTORS,
    label: BEYOND_GUARANTORS,
    latitude: ["public"],
    longitude: ["public"],
    radius_m: ["public"],
    within: ["public"],
  },
  incident: {
    account: OUTSIDE,
    body: OUTSIDE,
    label: ["public"],
    words: ["public"],
    latitude: ["public"],
    longitude: ["public"],
    radius_m: ["public"],
  },
  incident_member: { reason: OUTSIDE },
  source: { body: OUTSIDE, reliability: BEYOND_GUARANTORS, affiliation: BEYOND_GUARANTORS },
  statement: { body: BEYOND_GUARANTORS, report: BEYOND_GUARANTORS },
  // The facts behind a finding may say more of a place than its area.
  cells: { body: BEYOND_GUARANTORS, content: OUTSIDE },
  finding: { text_item: OUTSIDE },
  determination: { body: BEYOND_GUARANTORS },
  list_snapshot: { item: OUTSIDE },
  agreement: { text_item: OUTSIDE },
};

/** Rows that are left out besides those not released: a row about another is seen only with it. */
const ONLY_IF: Readonly<Partial<Record<Noun, (viewer: Viewer, asOf: AsOf) => RawBuilder<unknown> | undefined>>> = {
  source: ({ tier }) => (tier === "guarantors" ? undefined : sql`protection = 'open'`),
  incident_member: (viewer, asOf) => sql`${isSeen("incident", viewer, asOf)} and ${isSeen("report", viewer, asOf)}`,
  finding: (viewer, asOf) => isSeen("incident", viewer, asOf),
  determination: (viewer, asOf) => isSeen("incident", viewer, asOf),
  // A party reads its own answers, and others' only where it might read anybody's.
  reply: (viewer, asOf) => {
    const own = viewer.tier === "party" ? sql` and party = ${viewer.party}` : sql``;
    return sql`${isSeen("incident", viewer, asOf)}${own}`;
  },
};

/** The row that this column of the noun at hand names is seen too. */
function isSeen(noun: "incident" | "report", viewer: Viewer, asOf: AsOf): RawBuilder<unknown> {
  return sql`exists (select from ${sql.table(noun)} as other where other.id = me.${sql.ref(noun)} and ${rowsAt("other", asOf)} and ${released("other", viewer)})`;
}

/** A subquery: the noun as the viewer may see it, at a moment. To be given a name where it is used. */
export function seen(noun: Noun, viewer: Viewer, asOf?: AsOf): RawBuilder<unknown> {
  const columns = columnsOf(noun)
    .filter(([name]) => !HEADER_FOR_INSIDE.has(name) || viewer.tier === "internal")
    .map(([name, kind]) =>
      isBlank(noun, name, viewer) ? sql`${sql.raw(blankOf(kind))} as ${sql.ref(name)}` : sql.ref(`me.${name}`),
    );
  return sql`(select ${sql.join(columns)} from ${sql.table(noun)} as me where ${conditions(noun, viewer, asOf)})`;
}

/** Numbers of rows tell how many there are that one does not see. */
const HEADER_FOR_INSIDE: ReadonlySet<string> = new Set(["row", "supersedes", "audience", "withdrawn"]);

function conditions(noun: Noun, viewer: Viewer, asOf: AsOf): RawBuilder<unknown> {
  if (NEVER[noun]?.includes(viewer.tier)) return sql`false`;
  // Cells are the same for many incidents, and are only ever reached from a finding that is seen.
  if (viewer.tier === "internal" || noun === "cells") return rowsAt("me", asOf);
  const more = ONLY_IF[noun]?.(viewer, asOf);
  return sql.join([rowsAt("me", asOf), released("me", viewer), ...(more ? [more] : [])], sql` and `);
}

/** The version of each thing that stood at the moment. */
function rowsAt(table: string, asOf: AsOf): RawBuilder<unknown> {
  const withdrawn = sql.ref(`${table}.withdrawn`);
  const superseded = sql.ref(`${table}.superseded_at`);
  if (asOf === undefined) return sql`${superseded} is null and not ${withdrawn}`;
  const moment = sql`${new Date(asOf).toISOString()}::timestamptz`;
  return sql`${sql.ref(`${table}.recorded_at`)} <= ${moment} and (${superseded} is null or ${superseded} > ${moment}) and not ${withdrawn}`;
}

function released(table: string, viewer: Viewer): RawBuilder<unknown> {
  return viewer.tier === "internal"
    ? sql`true`
    : sql`${sql.ref(`${table}.audience`)} @> array[${audienceOf(viewer)}]::text[]`;
}

function isBlank(noun: Noun, column: string, { tier }: Viewer): boolean {
  return BLANK[noun]?.[column]?.includes(tier) ?? false;
}

/** Whether the viewer sees this column at all: for whoever offers filters and columns. */
export function maySee(noun: Noun, column: string, viewer: Viewer): boolean {
  return !NEVER[noun]?.includes(viewer.tier) && !isBlank(noun, column, viewer);
}

const SQL_TYPES: Readonly<Record<string, string>> = {
  text: "text",
  texts: "text[]",
  uuid: "uuid",
  instant: "timestamptz",
  integer: "bigint",
  number: "double precision",
  digest: "bytea",
  bytes: "bytea",
  flag: "boolean",
  json: "jsonb",
};

function blankOf(kind: ColumnKind): string {
  return kind === "texts" ? "'{}'::text[]" : `null::${SQL_TYPES[kind.replace("?", "")]!}`;
}
