import type { Client } from "./connection.ts";
import type { Row } from "./nouns.ts";
import type { Store } from "./store.ts";

/** A report that stands, as far as another release of its data set is compared with it. */
export interface CurrentReport {
  readonly id: string;
  readonly row: number;
  /** SHA-256 of what it says, in hex. */
  readonly content: string;
  /** Who told it; that is not in the content. */
  readonly source: string | null;
  /** It was taken back: it is there to be read, and comes anew if it is recorded again. */
  readonly withdrawn: boolean;
}

/** Those of a data set that were recorded last under these ids, by the id that the data set has for each. */
export async function currentReports(
  client: Client,
  dataSet: string,
  externalIds: readonly string[],
): Promise<ReadonlyMap<string, CurrentReport>> {
  if (externalIds.length === 0) return new Map();
  const { rows } = await client.query<
    Omit<CurrentReport, "content"> & { readonly external_id: string; readonly content: Buffer }
  >(
    // One by one: a table that has just been filled has no statistics, and then all of the data set would be looked through.
    `select r.external_id, r.row, r.id, r.content, r.source, r.withdrawn from unnest($2::text[]) as wanted (external_id), lateral (
       select external_id, row, id, content, source, withdrawn from report
       where data_set = $1 and external_id = wanted.external_id and superseded_at is null limit 1) as r`,
    [dataSet, externalIds],
  );
  return new Map(
    rows.map(({ external_id, content, ...report }) => [external_id, { ...report, content: content.toString("hex") }]),
  );
}

/** Ids of those among these reports that are in an incident of which another report is the account. */
export async function reportsPutWithOthers(client: Client, reports: readonly string[]): Promise<ReadonlySet<string>> {
  if (reports.length === 0) return new Set();
  const { rows } = await client.query<{ report: string }>(
    `select m.report from incident_member m join incident i on i.id = m.incident and i.superseded_at is null and not i.withdrawn
     where m.report = any($1::uuid[]) and m.superseded_at is null and not m.withdrawn and i.account <> m.report`,
    [reports],
  );
  return new Set(rows.map(({ report }) => report));
}

/** A report as it tells of an incident: who told it, in which data set, and all that it says. */
export interface ReportOn extends Pick<Row<"report">, "id" | "kind" | "source" | "data_set" | "external_id" | "body"> {
  readonly incident: string;
}

/** The reports that stand and tell of any of these incidents, each once for each incident. */
export async function reportsOn(client: Client, incidents: readonly string[]): Promise<readonly ReportOn[]> {
  const { rows } = await client.query<ReportOn>(
    `select distinct on (m.incident, r.id) m.incident, r.id, r.kind, r.source, r.data_set, r.external_id, r.body
     from incident_member m join report r on r.id = m.report
     where m.incident = any($1::uuid[]) and m.superseded_at is null and not m.withdrawn and r.superseded_at is null and not r.withdrawn`,
    [incidents],
  );
  return rows;
}

/** Ids of those among these reports that stand. */
export async function reportsStanding(client: Client, reports: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ id: string }>(
    "select id from report where id = any($1::uuid[]) and superseded_at is null and not withdrawn",
    [reports],
  );
  return new Set(rows.map(({ id }) => id));
}

/** The acts that recorded, or changed, each of these reports, by its id. */
export async function actsBehindReports(
  client: Client,
  reports: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await client.query<{ id: string; acts: string[] }>(
    `select r.id, array_agg(distinct e.act) as acts from report r join ledger_entry e on e.at = r.recorded_at
     where r.id = any($1::uuid[]) group by r.id`,
    [reports],
  );
  return new Map(rows.map(({ id, acts }) => [id, acts]));
}

/** A report by the id that it has in its data set. */
export interface ReportNamed {
  readonly report: string;
  readonly externalId: string;
  /** The incident whose account it is; `null`: it is put with others. */
  readonly incident: string | null;
}

/** The reports of a data set that have these ids, in the order of the ids. */
export async function reportsNamed(
  store: Store,
  dataSet: string,
  externalIds: readonly string[],
): Promise<readonly ReportNamed[]> {
  return store.query(
    `select r.id as report, r.external_id as "externalId", i.id as incident
     from unnest($2::text[]) with ordinality as wanted (id, place)
     join report r on r.data_set = $1 and r.external_id = wanted.id and r.superseded_at is null
     left join incident i on i.account = r.id and i.superseded_at is null and not i.withdrawn order by wanted.place`,
    [dataSet, externalIds],
  );
}
