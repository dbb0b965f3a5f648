import { sql, type RawBuilder } from "kysely";
import { audienceOf, type Tier, type Viewer } from "../domain/index.ts";
import { timestampOf } from "./connection.ts";
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
  // What might be one incident is a guess, and what was said of it names reports that nobody may know of.
  match_proposal: ["guarantors", "party", "humanitarians", "public"],
  match_verdict: ["guarantors", "party", "humanitarians", "public"],
  match_pin: ["guarantors", "party", "humanitarians", "public"],
  match_model: ["guarantors", "party", "humanitarians", "public"],
  // Why somebody did something may name a source.
  reason: ["guarantors", "party", "humanitarians", "public"],
  // What is not carried yet was not said by anybody.
  proposal: ["guarantors", "party", "humanitarians", "public"],
  // Where monitors were is where they can be found.
  coverage: ["party", "humanitarians", "public"],
};

const OUTSIDE: readonly Tier[] = ["guarantors", "party", "humanitarians", "public"];
const BEYOND_GUARANTORS: readonly Tier[] = ["party", "humanitarians", "public"];

/** Columns that are blank for these audiences. */
const BLANK: Readonly<Partial<Record<Noun, Readonly<Record<string, readonly Tier[]>>>>> = {
  report: {
    // Also in the body.
    external_id: BEYOND_GUARANTORS,
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
    // Taken from a report, where they are blank for the same audiences.
    label: BEYOND_GUARANTORS,
    words: BEYOND_GUARANTORS,
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
  // Whoever decided against somebody may need protection from them.
  determination: { body: BEYOND_GUARANTORS, signed_by: BEYOND_GUARANTORS },
  dissent: { proposal: OUTSIDE, by: BEYOND_GUARANTORS, reasons: BEYOND_GUARANTORS, lang: BEYOND_GUARANTORS },
  // Reasons may name sources; what is for everybody is written for everybody.
  level: { reasons: BEYOND_GUARANTORS, lang: BEYOND_GUARANTORS, by: OUTSIDE, justified: OUTSIDE, body: OUTSIDE },
  reply: { item: OUTSIDE, enclosed: OUTSIDE },
  clarification: { asked_by: BEYOND_GUARANTORS, body: OUTSIDE, item: OUTSIDE, ruling_item: OUTSIDE },
  list_snapshot: { item: OUTSIDE },
  agreement: { text_item: OUTSIDE },
};

/** Rows that are left out besides those not released: a row about another is seen only with it. */
const ONLY_IF: Readonly<Partial<Record<Noun, (who: Who) => RawBuilder<unknown>>>> = {
  incident_member: (who) => sql`${isSeen("incident", who)} and ${isSeen("report", who)}`,
  finding: (who) => sql`${isSeen("incident", who)} and ${hasKey("agreement", who)}`,
  determination: (who) => sql`${isSeen("incident", who)} and ${hasKey("agreement", who)}`,
  dissent: (who) =>
    sql`exists (select from ${seenBy("determination", who)} as d where d.id = ${sql.ref("me.determination")})`,
  level: (who) => isSeen("incident", who),
  clarification: (who) => hasKey("agreement", who),
  acceptance: (who) => sql`${hasKey("agreement", who)} and ${hasKey("actor", who)}`,
  list_entry: (who) => isSeen("list_snapshot", who, "snapshot"),
  // A party reads its own answers, and others' only where it might read anybody's.
  reply: (who) => {
    const { viewer } = who;
    const own = viewer.tier === "party" ? sql` and party = ${viewer.party}` : sql``;
    return sql`${isSeen("incident", who)}${own}`;
  },
};

/** Columns that name another thing, and are blank where that is not seen. */
const NAMES: Readonly<Partial<Record<Noun, Readonly<Record<string, Noun>>>>> = {
  report: { source: "source" },
  statement: { report: "report" },
};

interface Who {
  readonly viewer: Viewer;
  readonly asOf: AsOf;
  /** Also what was hidden since. */
  readonly isAsThen?: boolean;
  /** Nouns that the query reads through `seen` too and joins to this one, so that they need not be looked for again. */
  readonly beside?: readonly Noun[];
}

/** The thing whose id this column of the noun at hand has is seen too. */
function isSeen(noun: Noun, who: Who, column: string = noun): RawBuilder<unknown> {
  if (column === noun && who.beside?.includes(noun)) return sql`true`;
  return sql`exists (select from ${sql.table(noun)} as other where other.id = ${sql.ref(`me.${column}`)} and ${stands(noun, "other", who)})`;
}

/** The thing whose key this column of the noun at hand has is seen too. */
function hasKey(noun: "agreement" | "actor", who: Who): RawBuilder<unknown> {
  // As a list, which is made once: there are few of them, and for each there is much.
  return sql`${sql.ref(`me.${noun}`)} = any(array(select other.key from ${sql.table(noun)} as other where ${stands(noun, "other", who)}))`;
}

/** A subquery: the noun as the viewer may see it, at a moment. To be given a name where it is used. */
export function seen(noun: Noun, viewer: Viewer, asOf?: AsOf): RawBuilder<unknown> {
  return seenBy(noun, { viewer, asOf });
}

/**
 * What the viewer could see at a moment, whether it may still be seen or not: to find out what is to be taken from a screen, and
 * never to be shown.
 */
export function seenThen(noun: Noun, viewer: Viewer, asOf: number): RawBuilder<unknown> {
  return seenBy(noun, { viewer, asOf, isAsThen: true });
}

/**
 * The same for a noun that is joined by its `incident` or `report` to that noun, itself read through `seen`: only then is
 * what is left out here left out by the other.
 */
export function seenBy(noun: Noun, who: Who): RawBuilder<unknown> {
  const columns = columnsOf(noun)
    .filter(([name]) => !HEADER_FOR_INSIDE.has(name) || who.viewer.tier === "internal")
    .map((column) => sql`${columnFor(noun, column, who)} as ${sql.ref(column[0])}`);
  return sql`(select ${sql.join(columns)} from ${sql.table(noun)} as me where ${conditions(noun, who)})`;
}

function columnFor(noun: Noun, [name, kind]: readonly [string, ColumnKind], who: Who): RawBuilder<unknown> {
  const column = sql.ref(`me.${name}`);
  if (isBlank(noun, name, who.viewer)) return sql.raw(blankOf(kind));
  if (who.viewer.tier === "internal") return column;
  // With the moment at which something came in one finds who sent it, and what came in together with it.
  // As indexes have it, which cannot go by the zone of whoever asks.
  if (name === "recorded_at") return sql`(date_trunc('day', ${column} at time zone 'UTC') at time zone 'UTC')`;
  const other = NAMES[noun]?.[name];
  return other === undefined ? column : sql`case when ${isSeen(other, who, name)} then ${column} end`;
}

/** Numbers of rows tell how many there are that one does not see. */
const HEADER_FOR_INSIDE: ReadonlySet<string> = new Set(["row", "supersedes", "audience", "withdrawn"]);

function conditions(noun: Noun, who: Who): RawBuilder<unknown> {
  if (NEVER[noun]?.includes(who.viewer.tier)) return sql`false`;
  // Cells are the same for many incidents, and are only ever reached from a finding that is seen.
  if (noun === "cells") return rowsAt("me", who.asOf);
  const more = who.viewer.tier === "internal" ? undefined : ONLY_IF[noun]?.(who);
  return sql.join([stands(noun, "me", who), ...(more ? [more] : [])], sql` and `);
}

/**
 * The row stood at the moment, and was released to the viewer, and the thing still is: what was let out by mistake and
 * hidden again is not to be had by asking how it was before.
 */
function stands(noun: Noun, table: string, { viewer, asOf, isAsThen = false }: Who): RawBuilder<unknown> {
  const rows = rowsAt(table, asOf);
  if (viewer.tier === "internal") return rows;
  const then = sql`${rows} and ${released(noun, table, viewer)}`;
  if (asOf === undefined || isAsThen) return then;
  // One row by its id for each that was superseded: `exists` might make a list of all that stand of it.
  return sql`${then} and (${sql.ref(`${table}.superseded_at`)} is null or (
    select true from ${sql.table(noun)} as latest where latest.id = ${sql.ref(`${table}.id`)}
      and latest.superseded_at is null and ${released(noun, "latest", viewer)} limit 1))`;
}

/** The version of each thing that stood at the moment. */
function rowsAt(table: string, asOf: AsOf): RawBuilder<unknown> {
  const withdrawn = sql.ref(`${table}.withdrawn`);
  const superseded = sql.ref(`${table}.superseded_at`);
  if (asOf === undefined) return sql`${superseded} is null and not ${withdrawn}`;
  const moment = instant(asOf);
  return sql`${sql.ref(`${table}.recorded_at`)} <= ${moment} and (${superseded} is null or ${superseded} > ${moment}) and not ${withdrawn}`;
}

function released(noun: Noun, table: string, viewer: Viewer): RawBuilder<unknown> {
  const isReleased = sql`${sql.ref(`${table}.audience`)} @> array[${audienceOf(viewer)}]::text[]`;
  if (noun !== "source" || viewer.tier === "guarantors") return isReleased;
  return sql`${isReleased} and ${sql.ref(`${table}.protection`)} = 'open'`;
}

/** An instant for a query; one that the record cannot hold becomes the nearest that it can. */
export function instant(milliseconds: number): RawBuilder<unknown> {
  return sql`${timestampOf(Math.min(Math.max(Math.ceil(milliseconds), EARLIEST), LATEST))}::timestamptz`;
}
const EARLIEST = Date.parse("0001-01-01T00:00:00Z");
const LATEST = Date.parse("9999-12-31T23:59:59.999Z");

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
