import { sql, type RawBuilder } from "kysely";
import { Refusal } from "../kit/index.ts";
import type { Viewer } from "../domain/index.ts";
import { WITH_ANSWERS } from "./incident-columns.ts";
import { hasWord, wordsToFind } from "./text-search.ts";
import { instant, maySee, seen, seenBy, type AsOf } from "./tiers.ts";

/** Whose verdict: of a rule of an agreement under a reading. */
export interface VerdictAsked {
  /** Its key; unset: the only agreement that the viewer sees. */
  readonly agreement?: string;
  readonly rule: string;
  readonly reading: string;
  /** With what was found out besides the reports, where something was. */
  readonly withAnswers?: boolean;
}

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
  /**
   * Words that all have to be there, in any script: in the names of the incident, or in what its reports say, for viewers who
   * may read those.
   */
  readonly text?: string;
  /** What a rule says under a reading. `?breach`: a breach is possible. */
  readonly verdict?: VerdictAsked & { readonly verdict: string };
  /** The handle of a source that reported or is cited. */
  readonly source?: string;
}

export interface QueryContext {
  readonly viewer: Viewer;
  readonly asOf: AsOf;
  /** Ids of the source asked for. Looked up beforehand: only so can the database tell how many reports are its. */
  readonly sources: readonly string[];
  /** The agreement whose verdict is asked for. */
  readonly agreement: string | undefined;
  /** Ids of the incidents that have a word, of words so rare that they were looked up. */
  readonly having: ReadonlyMap<string, readonly string[]>;
  /** Whether other words are looked for in one incident after the other, or all that have them are found first. */
  readonly isForFew: boolean;
}

/** The same selection without U+0000, which no text of the record has and the database does not take even in a question. */
export function askable<Query extends object>(query: Query): Query {
  const plain = (value: unknown): unknown => {
    if (typeof value === "string") return value.replaceAll("\0", "\ufffd");
    if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
  };
  return plain(query) as Query;
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
    ...textConditions(query.text, context),
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

/** Each word in the incident itself or in one of its reports, both as the viewer may read them. */
function textConditions(text: string | undefined, context: QueryContext): readonly RawBuilder<unknown>[] {
  if (text === undefined) return [];
  const { viewer, having, isForFew } = context;
  const own = maySee("incident", "words", viewer) ? "i.words" : "i.public_words";
  return wordsToFind(text).map((word) => {
    const ids = having.get(word);
    if (ids) return sql`i.id in (select unnest(${ids}::uuid[]))`;
    if (!maySee("report", "words", viewer)) return hasWord(own, word);
    if (isForFew)
      return sql`(${hasWord(own, word)} or (select true from ${toldIn(word, context)} and m.incident = i.id limit 1))`;
    return sql`i.id in (with found as materialized (${incidentsWithWord(word, context)}) select id from found)`;
  });
}

type ToReadBy = Pick<QueryContext, "viewer" | "asOf">;

function toldIn(word: string, { viewer, asOf }: ToReadBy): RawBuilder<unknown> {
  return sql`${seenBy("incident_member", { viewer, asOf, beside: ["incident", "report"] })} as m
    join ${seen("report", viewer, asOf)} as r on r.id = m.report where ${hasWord("r.words", word)}`;
}

/** More incidents than this with a word, and it is quicker to look at one after the other. */
export const MANY_WITH_WORD = 20_000;

/** The incidents that have a word, and those of which a report with it tells; some of them twice. */
export function incidentsWithWord(word: string, { viewer, asOf }: ToReadBy): RawBuilder<{ readonly id: string }> {
  return sql`select o.id from ${seen("incident", viewer, asOf)} as o where ${hasWord("o.words", word)}
    union all select m.incident from ${toldIn(word, { viewer, asOf })}`;
}

function verdictCondition(
  wanted: IncidentQuery["verdict"],
  { viewer, asOf, agreement }: QueryContext,
): readonly RawBuilder<unknown>[] {
  if (wanted === undefined) return [];
  const { reading, rule, verdict, withAnswers } = wanted;
  const has = (under: string): RawBuilder<unknown> => sql`c.keys @> array[${`${under}|${rule}|${verdict}`}]::text[]`;
  const answered = `${reading}${WITH_ANSWERS}`;
  const isAnswered = sql`exists (select from unnest(c.keys) as k where starts_with(k, ${`${answered}|${rule}|`}))`;
  const isSo = withAnswers ? sql`(${has(answered)} or (${has(reading)} and not ${isAnswered}))` : has(reading);
  return [
    sql`exists (select from ${seenBy("finding", { viewer, asOf, beside: ["incident"] })} as f join cells as c on c.id = f.cells
        where f.incident = i.id and f.agreement = ${agreement ?? null} and ${isSo})`,
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
