import { sql, type RawBuilder } from "kysely";
import { Refusal } from "../kit/index.ts";
import type { Viewer } from "../domain/index.ts";
import {
  askable,
  BEGUN,
  incidentConditions,
  incidentsWithWord,
  MANY_WITH_WORD,
  type IncidentConditions,
  type IncidentQuery,
  type QueryContext,
  type VerdictAsked,
} from "./incident-query.ts";
import {
  LINE,
  LINE_OF_ID,
  WITH_ANSWERS,
  type IncidentGroup,
  type IncidentLine,
  type JudgedPlace,
  type LinesAsked,
} from "./incident-columns.ts";
import type { Json, Noun, Row } from "./nouns.ts";
import {
  LISTED,
  reportConditions,
  reportsFrom,
  type PlaceInTime,
  type ReportListed,
  type ReportQuery,
} from "./report-query.ts";
import { wordsToFind } from "./text-search.ts";
import { instant, maySee, seen, seenBy, type AsOf } from "./tiers.ts";
import type { Store } from "./store.ts";

/** An incident as a viewer sees it; what is not for the viewer is `null`. Instants in milliseconds since 1970 UTC. */
export type IncidentSeen = Omit<
  Row<"incident">,
  "row" | "supersedes" | "withdrawn" | "superseded_at" | "audience" | "words" | "public_words"
> & {
  /** Of the rule and reading asked for. */
  readonly verdict: string | null;
};

export interface Page<T> {
  readonly items: readonly T[];
  /** To go on from; unset: there is no more. */
  readonly next: string | undefined;
}

export interface ListOptions {
  readonly limit?: number;
  readonly after?: string;
  /** Whose verdict to show at each incident. */
  readonly show?: VerdictAsked;
}

export interface IncidentInFull {
  readonly incident: IncidentSeen;
  readonly reports: readonly (ReportSeen & { readonly standing: string })[];
  readonly findings: readonly {
    readonly agreement: string;
    readonly known_at: number | null;
    readonly keys: readonly string[];
    readonly cells: Json | null;
  }[];
}

export type ReportSeen = Pick<
  Row<"report">,
  "id" | "kind" | "label" | "earliest" | "latest" | "sides" | "acts" | "source" | "body"
>;

const MOST_IN_PAGE = 1000;
const LINES_AT_ONCE = 5000;
const NEWEST_FIRST = sql`order by ${BEGUN} desc, i.id desc`;
/** Times the length of a page: how many of the newest are looked at one by one. */
const NEAR = 20;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;

/**
 * The record as one viewer may see it, at one moment. There is no other way to read for anybody outside: whoever holds this
 * cannot ask for more than `tiers.ts` lets through.
 */
export class Reading {
  readonly viewer: Viewer;
  private readonly store: Store;
  readonly asOf: AsOf;

  constructor(store: Store, viewer: Viewer, asOf?: number) {
    this.store = store;
    this.viewer = viewer;
    this.asOf = asOf;
  }

  /** Newest first. */
  async incidents(query: IncidentQuery, options: ListOptions = {}): Promise<Page<IncidentSeen>> {
    const size = sizeOf(options);
    const asked = await this.ask(query, options.show);
    const { along, others } = this.conditions(asked, options.after);
    const incidents = this.seen("incident");
    if (others.length === 0) return this.page(incidents, along, { ...options, ...asked });
    // Which of many filters is the rare one, and whether what it finds is recent, no planner can know. Mostly there are
    // enough among the newest; if not, there are not so many that they cannot be found by the filters and then sorted.
    const newest = sql`(select i.* from ${incidents} as i where ${all(along)} ${NEWEST_FIRST} limit ${NEAR * size})`;
    const found = await this.page(newest, others, { ...options, ...asked });
    // More than a page: only then is it known how the list goes on.
    if (found.next !== undefined) return found;
    const having = await this.lookUp(asked.query);
    const everywhere = allOf(this.conditions({ ...asked, having }, options.after));
    // Words that many have, and nothing else: by no index are they found sooner than by going on along the list.
    if (this.mayLookIntoReports && having.size === 0 && others.length === wordsToFind(asked.query.text ?? "").length)
      return this.page(incidents, [everywhere], { ...options, ...asked });
    const matching = sql`(select i.* from ${incidents} as i where ${everywhere} offset 0)`;
    return this.page(matching, [], { ...options, ...asked });
  }

  private async page(
    from: RawBuilder<unknown>,
    conditions: readonly RawBuilder<unknown>[],
    options: Pick<ListOptions, "limit"> & Pick<Asked, "shown">,
  ): Promise<Page<IncidentSeen>> {
    const size = sizeOf(options);
    const { rows } = await sql<IncidentSeen>`
      select ${SHOWN}, ${this.verdictOf(options.shown)} as verdict from ${from} as i
      where ${all(conditions)} ${NEWEST_FIRST} limit ${size + 1}`.execute(this.store.db);
    return pageOf(rows, size);
  }

  async countIncidents(query: IncidentQuery): Promise<number> {
    const asked = await this.askAll(query);
    const { rows } = await sql<{ count: number }>`
      select count(*) as count from ${this.seen("incident")} as i where ${allOf(this.conditions(asked))}`.execute(
      this.store.db,
    );
    return rows[0]!.count;
  }

  /** How many incidents of the selection have each verdict of a rule under a reading of an agreement. */
  async countVerdicts(query: IncidentQuery, show: VerdictAsked): Promise<ReadonlyMap<string, number>> {
    const asked = await this.askAll(query, show);
    const { rows } = await sql<{ verdict: string | null; count: number }>`
      select ${this.verdictOf(asked.shown)} as verdict, count(*) as count from ${this.seen("incident")} as i
      where ${allOf(this.conditions(asked))} group by 1`.execute(this.store.db);
    return new Map(rows.map(({ verdict, count }) => [verdict ?? "not judged", count]));
  }

  /** How many incidents of the selection have the same sides and the same cells under an agreement; unset: the only one. */
  async incidentGroups(
    query: IncidentQuery,
    wanted?: string,
  ): Promise<{ readonly agreement: string | undefined; readonly groups: readonly IncidentGroup[] }> {
    const asked = await this.askAll(query);
    const agreement = await this.agreementMeant({
      ...(wanted === undefined ? {} : { agreement: wanted }),
      rule: "this",
    });
    const cells = sql`(select string_agg(f.cells::text, ' ' order by f.cells) from ${this.seenBeside("finding")} as f
      where f.incident = i.id and f.agreement = ${agreement ?? null})`;
    const { rows } = await sql<IncidentGroup>`
      select array_to_json(i.sides)::text as sides, ${cells} as cells, count(*) as count from ${this.seen("incident")} as i
      where ${allOf(this.conditions(asked))} group by 1, 2`.execute(this.store.db);
    return { agreement, groups: rows };
  }

  /** `undefined` if there is none, or none for this viewer: the two cannot be told apart. */
  async incident(id: string, show?: VerdictAsked): Promise<IncidentInFull | undefined> {
    if (!UUID.test(id)) return undefined;
    const { shown } = await this.ask({}, show);
    const { rows } = await sql<IncidentSeen>`
      select ${SHOWN}, ${this.verdictOf(shown)} as verdict from ${this.seen("incident")} as i where i.id = ${id}`.execute(
      this.store.db,
    );
    const incident = rows[0];
    if (!incident) return undefined;
    const reports = await sql<ReportSeen & { standing: string }>`
      select r.id, r.kind, r.label, r.earliest, r.latest, r.sides, r.acts, r.source, r.body, m.standing
      from ${this.seenBeside("incident_member")} as m join ${this.seen("report")} as r on r.id = m.report
      where m.incident = ${id} order by m.standing, r.id`.execute(this.store.db);
    const findings = await sql<IncidentInFull["findings"][number]>`
      select f.agreement, f.known_at, c.keys, c.body as cells
      from ${this.seenBeside("finding")} as f join ${seen("cells", this.viewer)} as c on c.id = f.cells
      where f.incident = ${id} order by f.agreement`.execute(this.store.db);
    return { incident, reports: reports.rows, findings: findings.rows };
  }

  /** All of a selection, a page in memory at a time, as it stood when this was begun. */
  async *exportIncidents(query: IncidentQuery, show?: VerdictAsked): AsyncGenerator<IncidentSeen, void> {
    const still = await this.still();
    const plain = await still.ask(query, show);
    const asked = { ...plain, having: await still.lookUp(plain.query), limit: MOST_IN_PAGE };
    for (let after: string | undefined, isMore = true; isMore; isMore = after !== undefined) {
      const { along, others } = still.conditions(asked, after);
      const page: Page<IncidentSeen> = await still.page(still.seen("incident"), [...along, ...others], asked);
      yield* page.items;
      after = page.next;
    }
  }

  /** The same a batch at a time, short, as columns are made of. */
  async *incidentLines(query: IncidentQuery, wanted: LinesAsked): AsyncGenerator<readonly IncidentLine[], void> {
    const still = await this.still();
    const plain = await still.ask(query);
    const asked = { ...plain, having: await still.lookUp(plain.query) };
    const line = still.lineOf(wanted);
    const linesAfter = async (after: string | undefined): Promise<readonly IncidentLine[]> => {
      const { rows } = await sql<IncidentLine>`
        select ${line} from ${still.seen("incident")} as i
        where ${allOf(still.conditions(asked, after))} ${NEWEST_FIRST} limit ${LINES_AT_ONCE}`.execute(this.store.db);
      return rows;
    };
    for (let coming = linesAfter(undefined), isMore = true; isMore;) {
      const rows = await coming;
      isMore = rows.length === LINES_AT_ONCE;
      // The database looks for the next ones while these are told.
      if (isMore) (coming = linesAfter(cursorOf(rows.at(-1)!))).catch(() => undefined);
      if (rows.length > 0) yield rows;
    }
  }

  /** The same reading of the record as it stands now, however it goes on meanwhile. */
  async still(): Promise<Reading> {
    if (this.asOf !== undefined) return this;
    const [head] = await this.store.query<{ at: number }>("select at from ledger_head");
    return new Reading(this.store, this.viewer, head!.at);
  }

  /** Under which readings and rules something was judged, of what the viewer sees. */
  async judgedPlaces(): Promise<readonly JudgedPlace[]> {
    const { rows } = await sql<JudgedPlace>`
      select distinct found.agreement, split_part(k, '|', 1) as reading, split_part(k, '|', 2) as rule
      from (select distinct f.agreement, f.cells from ${this.seen("finding")} as f) as found
        join cells as c on c.id = found.cells, unnest(c.keys) as k order by 1, 2, 3`.execute(this.store.db);
    return rows;
  }

  /** What the cells that findings name say, see `IncidentInFull`: for whoever was given their ids by a reading. */
  async keysOfCells(ids: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    const { rows } = await sql<{ id: string; keys: readonly string[] }>`
      select c.id, c.keys from cells as c where c.id = any(${ids}::uuid[])`.execute(this.store.db);
    return new Map(rows.map(({ id, keys }) => [id, keys]));
  }

  /** Reports, those of the latest occurrences first, and last those that do not say when it was. */
  async reports(query: ReportQuery, options: Pick<ListOptions, "limit" | "after"> = {}): Promise<Page<ReportListed>> {
    const size = sizeOf(options);
    const plain = askable(query);
    const conditions = reportConditions(plain, await this.sourcesCalled(plain.source));
    const found: ReportListed[] = [];
    for (const part of reportsFrom(options.after === undefined ? undefined : placeOf(options.after))) {
      if (found.length > size) break;
      const { rows } = await sql<ReportListed>`
        select ${LISTED} from ${this.seen("report")} as r where ${all([part, ...conditions])}
        order by r.earliest desc, r.id desc limit ${size + 1 - found.length}`.execute(this.store.db);
      found.push(...rows);
    }
    return pageOf(found, size);
  }

  /** What the reports say, as their sources told it, a page in memory at a time: for those who may read that. */
  async *exportReportBodies(query: Omit<ReportQuery, "kind"> = {}): AsyncGenerator<Json, void> {
    const still = await this.still();
    const plain = askable(query);
    const conditions = reportConditions({ ...plain, kind: "event" }, await still.sourcesCalled(plain.source));
    for (let after = "00000000-0000-0000-0000-000000000000"; ;) {
      const { rows } = await sql<{ id: string; body: Json }>`
        select r.id, r.body from ${still.seen("report")} as r
        where r.body is not null and r.id > ${after}::uuid and ${all(conditions)}
        order by r.id limit ${MOST_IN_PAGE}`.execute(this.store.db);
      if (rows.length === 0) return;
      for (const { body } of rows) yield body;
      after = rows.at(-1)!.id;
    }
  }

  /** All rows of one of the smaller nouns, in the order in which they were recorded. */
  async things<
    N extends
      | "actor"
      | "place"
      | "area"
      | "list_snapshot"
      | "list_entry"
      | "agreement"
      | "acceptance"
      | "coverage"
      | "figure"
      | "source"
      | "statement"
      | "determination"
      | "reply"
      | "level"
      | "proposal"
      | "dissent"
      | "clarification"
      | "match_proposal"
      | "match_verdict"
      | "match_pin"
      | "match_model"
      | "reason",
  >(noun: N): Promise<readonly Partial<Row<N>>[]> {
    const { rows } = await sql<Partial<Row<N>>>`select * from ${this.seen(noun)} as t order by recorded_at, id`.execute(
      this.store.db,
    );
    return rows;
  }

  /** What has to be looked up before a selection can be asked for. */
  private async ask(given: IncidentQuery, show?: VerdictAsked): Promise<Asked> {
    const query = askable(given);
    const sources = await this.sourcesCalled(query.source);
    const agreement = query.verdict && (await this.agreementMeant(query.verdict));
    const shown = show && { ...askable(show), agreement: await this.agreementMeant(askable(show)) };
    const { viewer, asOf } = this;
    return { query, viewer, asOf, sources, agreement, shown, having: new Map(), isForFew: true };
  }

  /** The same where all of the selection is wanted, and not the newest of it. */
  private async askAll(query: IncidentQuery, show?: VerdictAsked): Promise<Asked> {
    return { ...(await this.ask(query, show)), isForFew: false };
  }

  private conditions(asked: Asked, after?: string): IncidentConditions {
    const { along, others } = incidentConditions(asked.query, asked);
    return { along: after === undefined ? along : [...along, isAfter(after)], others };
  }

  private get mayLookIntoReports(): boolean {
    return maySee("report", "words", this.viewer);
  }

  /** The incidents of each word that few have. */
  private async lookUp({ text }: IncidentQuery): Promise<ReadonlyMap<string, readonly string[]>> {
    const { viewer, asOf } = this;
    const having = new Map<string, readonly string[]>();
    if (text === undefined || !this.mayLookIntoReports) return having;
    for (const word of wordsToFind(text)) {
      const found = sql<{ id: string }>`${incidentsWithWord(word, { viewer, asOf })} limit ${MANY_WITH_WORD + 1}`;
      const { rows } = await found.execute(this.store.db);
      if (rows.length <= MANY_WITH_WORD) having.set(word, [...new Set(rows.map(({ id }) => id))]);
    }
    return having;
  }

  /** The agreement named, or the only one that the viewer sees; `undefined`: the viewer sees none. */
  private async agreementMeant({
    agreement,
    rule,
  }: Pick<VerdictAsked, "agreement" | "rule">): Promise<string | undefined> {
    if (agreement !== undefined) return agreement;
    const { rows } = await sql<{ key: string }>`
      select distinct a.key from ${this.seen("agreement")} as a order by a.key`.execute(this.store.db);
    if (rows.length < 2) return rows[0]?.key;
    const names = rows.map(({ key }) => key).join(", ");
    throw new Refusal(
      "which-agreement",
      `the record has several agreements: ${names}`,
      `say of which ${rule} is a rule`,
    );
  }

  private async sourcesCalled(handle: string | undefined): Promise<readonly string[]> {
    if (handle === undefined) return [];
    const { rows } = await sql<{ id: string }>`
      select s.id from ${this.seen("source")} as s where s.handle = ${handle}`.execute(this.store.db);
    return rows.map(({ id }) => id);
  }

  private seen(noun: Noun): RawBuilder<unknown> {
    return seen(noun, this.viewer, this.asOf);
  }

  /** What is told of an incident that was seen, by reports that are seen in the same query. */
  private seenBeside(noun: "finding" | "incident_member"): RawBuilder<unknown> {
    const { viewer, asOf } = this;
    return seenBy(noun, { viewer, asOf, beside: ["incident", "report"] });
  }

  private lineOf({ agreements, only, withReports }: LinesAsked): RawBuilder<unknown> {
    if (only === "ids") return LINE_OF_ID;
    const cells = sql`array_position(${agreements}::text[], f.agreement) || ':' || f.cells`;
    const findings = sql`(select string_agg(${cells}, ' ') from ${this.seenBeside("finding")} as f where f.incident = i.id)`;
    const reports = sql`(select json_build_array(count(distinct r.id), count(distinct r.source))
      from ${this.seenBeside("incident_member")} as m join ${this.seen("report")} as r on r.id = m.report
      where m.incident = i.id)`;
    return sql`${LINE}, ${findings} as findings, ${withReports ? reports : sql`null`} as told`;
  }

  /** The verdict of the rule under the reading, of the incident called `i`. */
  private verdictOf(shown: Asked["shown"]): RawBuilder<unknown> {
    if (shown?.agreement === undefined) return sql`null::text`;
    const under = (reading: string): RawBuilder<unknown> => {
      const prefix = `${reading}|${shown.rule}|`;
      return sql`(select substr(k, length(${prefix}) + 1) from ${this.seenBeside("finding")} as f join cells as c on c.id = f.cells, unnest(c.keys) as k
        where f.incident = i.id and f.agreement = ${shown.agreement} and starts_with(k, ${prefix}) and not starts_with(k, ${`${prefix}?`}) order by k limit 1)`;
    };
    const { reading, withAnswers } = shown;
    return withAnswers ? sql`coalesce(${under(`${reading}${WITH_ANSWERS}`)}, ${under(reading)})` : under(reading);
  }
}

/** A selection with what it takes to ask for it. */
interface Asked extends QueryContext {
  readonly query: IncidentQuery;
  /** Whose verdict is shown; without an agreement, nobody's. */
  readonly shown: (Omit<VerdictAsked, "agreement"> & { readonly agreement: string | undefined }) | undefined;
}

const SHOWN = sql.raw(
  `id recorded_at account label kind earliest latest latitude longitude radius_m area country sides acts
   dead_least dead_best dead_most occurrence attribution body`
    .split(/\s+/u)
    .map((name) => `i.${name}`)
    .join(", "),
);

function sizeOf({ limit = 50 }: ListOptions): number {
  return Math.max(1, Math.min(Math.trunc(limit) || 1, MOST_IN_PAGE));
}

function all(conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  return conditions.length === 0 ? sql`true` : sql.join([...conditions], sql` and `);
}

function allOf({ along, others }: IncidentConditions): RawBuilder<unknown> {
  return all([...along, ...others]);
}

/** Of the rows that were found, one more than the page is long if it goes on. */
function pageOf<T extends PlaceInTime>(rows: readonly T[], size: number): Page<T> {
  const items = rows.slice(0, size);
  const last = items.at(-1);
  return { items, next: rows.length > size && last ? cursorOf(last) : undefined };
}

function cursorOf({ earliest, id }: PlaceInTime): string {
  return Buffer.from(JSON.stringify([earliest, id])).toString("base64url");
}

function placeOf(cursor: string): PlaceInTime {
  try {
    const [earliest, id] = JSON.parse(Buffer.from(cursor, "base64url").toString()) as [number | null, string];
    if ((earliest === null || Number.isSafeInteger(earliest)) && UUID.test(id)) return { earliest, id };
  } catch {
    // Not one of ours.
  }
  throw new Refusal("bad-cursor", "this is not a place in a list", "begin again without it");
}

function isAfter(cursor: string): RawBuilder<unknown> {
  const { earliest, id } = placeOf(cursor);
  const begun = earliest === null ? sql`'-infinity'::timestamptz` : instant(earliest);
  return sql`(${BEGUN}, i.id) < (${begun}, ${id}::uuid)`;
}
