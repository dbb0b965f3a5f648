import { sql, type RawBuilder } from "kysely";
import { queryWords, Refusal } from "../kit/index.ts";
import type { Viewer } from "../domain/index.ts";
import { instant, maySee, seen, seenBy, type AsOf } from "./tiers.ts";

/** One selection of incidents, for list, count, map and export alike. Everything unset selects everything. */
export interface IncidentQuery {
  /** Incidents that begin in this stretch, `to` exclusive; milliseconds since 1970 UTC. */
  readonly from?: number;
  readonly to?: number;
  /** West, south, east, north, in degrees; west > east goes across the antimeridian. */
  readonly box?: readonly [number, number, number, number];
  readonly area?: string;
  /** A side by the name that its sources have for it. */
  readonly side?: string;
  readonly act?: string;
  readonly occurrence?: string;
  readonly attribution?: string;
  /** Words that all have to be there, in any script. */
  readonly text?: string;
  /** What a rule says under a reading. `?breach`: a breach is possible. */
  readonly verdict?: { readonly rule: string; readonly reading: string; readonly verdict: string };
  /** The handle of a source that reported or is cited. */
  readonly source?: string;
}

export interface QueryContext {
  readonly viewer: Viewer;
  readonly asOf: AsOf;
  /** Ids of the source asked for. Looked up beforehand: only so can the database tell how many reports are its. */
  readonly sources: readonly string[];
}

/** The same selection without U+0000, which no text of the record has and the database does not take even in a question. */
export function askable(query: IncidentQuery): IncidentQuery {
  const plain = (value: unknown): unknown => {
    if (typeof value === "string") return value.replaceAll("\0", "\ufffd");
    if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
  };
  return plain(query) as IncidentQuery;
}

/** When the incident called `i` began; if nobody knows, before everything. What lists of incidents are in the order of. */
export const BEGUN = sql`coalesce(i.earliest, '-infinity'::timestamptz)`;

/** What an incident, called `i`, has to satisfy. */
export interface IncidentConditions {
  /** What an index in the order of time serves too. */
  readonly along: readonly RawBuilder<unknown>[];
  readonly others: readonly RawBuilder<unknown>[];
}

export function incidentConditions(query: IncidentQuery, context: QueryContext): IncidentConditions {
  const { from, to, area, side, act, occurrence, attribution } = query;
  const along = [
    ...(from === undefined ? [] : [sql`${BEGUN} >= ${instant(from)}`]),
    ...(to === undefined ? [] : [sql`${BEGUN} < ${instant(to)} and i.earliest is not null`]),
    ...(area === undefined ? [] : [sql`i.area = ${area}`]),
  ];
  const others = [
    ...(side === undefined ? [] : [sql`i.sides @> array[${side}]::text[]`]),
    ...(act === undefined ? [] : [sql`i.acts @> array[${act}]::text[]`]),
    ...(occurrence === undefined ? [] : [sql`i.occurrence = ${occurrence}`]),
    ...(attribution === undefined ? [] : [sql`i.attribution = ${attribution}`]),
    ...boxCondition(query.box),
    ...textConditions(query.text, context.viewer),
    ...verdictCondition(query.verdict, context),
    ...sourceCondition(query.source, context),
  ];
  return { along, others };
}

function boxCondition(box: IncidentQuery["box"]): readonly RawBuilder<unknown>[] {
  if (box === undefined) return [];
  const [west, south, east, north] = box;
  if (
    ![west, east].every((x) => Math.abs(x) <= 180) ||
    ![south, north].every((y) => Math.abs(y) <= 90) ||
    south > north
  )
    throw new Refusal("bad-box", "a box is west, south, east, north in degrees", "for example 35.7,32.3,42.4,37.3");
  const within = (w: number, e: number): RawBuilder<unknown> =>
    sql`point(i.longitude, i.latitude) <@ box(point(${w}::float8, ${south}::float8), point(${e}::float8, ${north}::float8))`;
  return [west <= east ? within(west, east) : sql`(${within(west, 180)} or ${within(-180, east)})`];
}

/** Each word as written (or the beginning of it), or a name that sounds like it. */
function textConditions(text: string | undefined, viewer: Viewer): readonly RawBuilder<unknown>[] {
  if (text === undefined) return [];
  const column = sql.ref(maySee("incident", "words", viewer) ? "i.words" : "i.public_words");
  return queryWords(text).map((forms) => {
    const query = forms.map((form) => (form.startsWith("~") ? `'${form}'` : `'${form}':*`)).join(" | ");
    return sql`array_to_tsvector(string_to_array(${column}, ' ')) @@ ${query}::tsquery`;
  });
}

function verdictCondition(
  wanted: IncidentQuery["verdict"],
  { viewer, asOf }: QueryContext,
): readonly RawBuilder<unknown>[] {
  if (wanted === undefined) return [];
  const key = `${wanted.reading}|${wanted.rule}|${wanted.verdict}`;
  return [
    sql`exists (select from ${seenBy("finding", { viewer, asOf, beside: ["incident"] })} as f join cells as c on c.id = f.cells
        where f.incident = i.id and c.keys @> array[${key}]::text[])`,
  ];
}

function sourceCondition(
  handle: string | undefined,
  { viewer, asOf, sources }: QueryContext,
): readonly RawBuilder<unknown>[] {
  if (handle === undefined) return [];
  return [
    sql`exists (select from ${seenBy("incident_member", { viewer, asOf, beside: ["incident", "report"] })} as m
        join ${seen("report", viewer, asOf)} as r on r.id = m.report
        where m.incident = i.id and r.source = any(${sources}::uuid[]))`,
  ];
}
