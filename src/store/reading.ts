import { sql, type RawBuilder } from "kysely";
import { Refusal } from "../kit/index.ts";
import type { Viewer } from "../domain/index.ts";
import { askable, BEGUN, incidentConditions, type IncidentConditions, type IncidentQuery } from "./incident-query.ts";
import type { Json, Noun, Row } from "./nouns.ts";
import { instant, seen, seenBy, type AsOf } from "./tiers.ts";
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
  readonly show?: { readonly rule: string; readonly reading: string };
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
    const { along, others } = await this.conditions(query, options.after);
    const incidents = this.seen("incident");
    if (others.length === 0) return this.page(incidents, along, options);
    // Which of many filters is the rare one, and whether what it finds is recent, no planner can know. Mostly there are
    // enough among the newest; if not, there are not so many that they cannot be found by the filters and then sorted.
    const newest = sql`(select i.* from ${incidents} as i where ${all(along)} ${NEWEST_FIRST} limit ${NEAR * size})`;
    const found = await this.page(newest, others, options);
    // More than a page: only then is it known how the list goes on.
    if (found.next !== undefined) return found;
    const matching = sql`(select i.* from ${incidents} as i where ${all([...along, ...others])} offset 0)`;
    return this.page(matching, [], options);
  }

  private async page(
    from: RawBuilder<unknown>,
    conditions: readonly RawBuilder<unknown>[],
    options: ListOptions,
  ): Promise<Page<IncidentSeen>> {
    const size = sizeOf(options);
    const { rows } = await sql<IncidentSeen>`
      select ${SHOWN}, ${this.verdictOf(options.show)} as verdict from ${from} as i
      where ${all(conditions)} ${NEWEST_FIRST} limit ${size + 1}`.execute(this.store.db);
    const items = rows.slice(0, size);
    const last = items.at(-1);
    return { items, next: rows.length > size && last ? cursorOf(last) : undefined };
  }

  async countIncidents(query: IncidentQuery): Promise<number> {
    const { rows } = await sql<{ count: number }>`
      select count(*) as count from ${this.seen("incident")} as i where ${all(await this.allConditions(query))}`.execute(
      this.store.db,
    );
    return rows[0]!.count;
  }

  /** How many incidents of the selection have each verdict of a rule under a reading. */
  async countVerdicts(
    query: IncidentQuery,
    { rule, reading }: { readonly rule: string; readonly reading: string },
  ): Promise<ReadonlyMap<string, number>> {
    const { rows } = await sql<{ verdict: string | null; count: number }>`
      select ${this.verdictOf({ rule, reading })} as verdict, count(*) as count from ${this.seen("incident")} as i
      where ${all(await this.allConditions(query))} group by 1`.execute(this.store.db);
    return new Map(rows.map(({ verdict, count }) => [verdict ?? "not judged", count]));
  }

  /** `undefined` if there is none, or none for this viewer: the two cannot be told apart. */
  async incident(id: string, show?: ListOptions["show"]): Promise<IncidentInFull | undefined> {
    if (!UUID.test(id)) return undefined;
    const { rows } = await sql<IncidentSeen>`
      select ${SHOWN}, ${this.verdictOf(show)} as verdict from ${this.seen("incident")} as i where i.id = ${id}`.execute(
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
  async *exportIncidents(query: IncidentQuery, show?: ListOptions["show"]): AsyncGenerator<IncidentSeen, void> {
    const [head] = await this.store.query<{ at: number }>("select at from ledger_head");
    const still = this.asOf === undefined ? new Reading(this.store, this.viewer, head!.at) : this;
    const { along, others } = await still.conditions(query);
    for (let after: string | undefined, isMore = true; isMore; isMore = after !== undefined) {
      const conditions = [...along, ...others, ...(after === undefined ? [] : [isAfter(after)])];
      const options = { limit: MOST_IN_PAGE, ...(show ? { show } : {}) };
      const page: Page<IncidentSeen> = await still.page(still.seen("incident"), conditions, options);
      yield* page.items;
      after = page.next;
    }
  }

  /** What the reports say, as their sources told it, a page in memory at a time: for those who may read that. */
  async *exportReportBodies(): AsyncGenerator<Json, void> {
    const [head] = await this.store.query<{ at: number }>("select at from ledger_head");
    const reports = seen("report", this.viewer, this.asOf ?? head!.at);
    for (let after = "00000000-0000-0000-0000-000000000000"; ;) {
      const { rows } = await sql<{ id: string; body: Json }>`
        select r.id, r.body from ${reports} as r where r.kind = 'event' and r.body is not null and r.id > ${after}::uuid
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
      | "reply",
  >(noun: N): Promise<readonly Partial<Row<N>>[]> {
    const { rows } = await sql<Partial<Row<N>>>`select * from ${this.seen(noun)} as t order by recorded_at, id`.execute(
      this.store.db,
    );
    return rows;
  }

  private async conditions(asked: IncidentQuery, after?: string): Promise<IncidentConditions> {
    const { viewer, asOf } = this;
    const query = askable(asked);
    const sources = query.source === undefined ? [] : await this.sourcesCalled(query.source);
    const { along, others } = incidentConditions(query, { viewer, asOf, sources });
    return { along: after === undefined ? along : [...along, isAfter(after)], others };
  }

  private async allConditions(query: IncidentQuery): Promise<readonly RawBuilder<unknown>[]> {
    const { along, others } = await this.conditions(query);
    return [...along, ...others];
  }

  private async sourcesCalled(handle: string): Promise<readonly string[]> {
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

  /** The verdict of the rule under the reading, of the incident called `i`. */
  private verdictOf(show: ListOptions["show"]): RawBuilder<unknown> {
    if (!show) return sql`null::text`;
    const prefix = `${show.reading}|${show.rule}|`;
    return sql`(select substr(k, length(${prefix}) + 1) from ${this.seenBeside("finding")} as f join cells as c on c.id = f.cells, unnest(c.keys) as k
      where f.incident = i.id and starts_with(k, ${prefix}) and not starts_with(k, ${`${prefix}?`}) order by f.agreement, k limit 1)`;
  }
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

function cursorOf({ earliest, id }: IncidentSeen): string {
  return Buffer.from(JSON.stringify([earliest, id])).toString("base64url");
}

function isAfter(cursor: string): RawBuilder<unknown> {
  try {
    const [earliest, id] = JSON.parse(Buffer.from(cursor, "base64url").toString()) as [number | null, string];
    const begun =
      earliest === null ? sql`'-infinity'::timestamptz` : Number.isSafeInteger(earliest) && instant(earliest);
    if (begun && UUID.test(id)) return sql`(${BEGUN}, i.id) < (${begun}, ${id}::uuid)`;
  } catch {
    // Not one of ours.
  }
  throw new Refusal("bad-cursor", "this is not a place in a list", "begin again without it");
}
