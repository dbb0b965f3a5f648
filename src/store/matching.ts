import type { Json, Noun, Row } from "./nouns.ts";
import type { Store } from "./store.ts";
import { timestampOf, type Client } from "./connection.ts";

/** What matching reports into incidents asks the record, and what people have said of it. For the inside. */

const STANDS = "superseded_at is null and not withdrawn";

/** A report of an incident, or a document that is cited for it (`kind`: `citation`). */
export interface Member extends Row<"incident_member"> {
  readonly kind: string;
}

/** In the order of the record. */
export async function membersOf(client: Client, incident: string): Promise<readonly Member[]> {
  const { rows } = await client.query<Member & Readonly<Record<string, unknown>>>(
    `select m.*, r.kind from incident_member m join report r on r.id = m.report and r.superseded_at is null
     where m.incident = $1 and m.superseded_at is null and not m.withdrawn order by r.row`,
    [incident],
  );
  return rows;
}

/** Ids of members that have ever been of this incident. */
export async function everMembersOf(client: Client, incident: string): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ id: string }>("select distinct id from incident_member where incident = $1", [
    incident,
  ]);
  return new Set(rows.map(({ id }) => id));
}

/** The incident that a report is in, if that stands. */
export async function incidentOf(client: Client, report: string): Promise<string | undefined> {
  const { rows } = await client.query<{ incident: string }>(
    `select m.incident from incident_member m join incident i on i.id = m.incident
     where m.report = $1 and m.superseded_at is null and not m.withdrawn and i.superseded_at is null and not i.withdrawn
     order by m.row desc limit 1`,
    [report],
  );
  return rows[0]?.incident;
}

/** Whether an incident stands, and if it does not, to which it was joined. */
export async function endOf(
  client: Client,
  incident: string,
): Promise<{ readonly stands: boolean; readonly joined: string | undefined } | undefined> {
  const { rows } = await client.query<{ withdrawn: boolean; body: { readonly joined?: string } }>(
    "select withdrawn, body from incident where id = $1 and superseded_at is null",
    [incident],
  );
  const [row] = rows;
  return row && { stands: !row.withdrawn, joined: row.body.joined };
}

/** The incident that a report made when it came, if that was joined to another since. */
export async function endedIncidentOf(client: Client, report: string): Promise<Row<"incident"> | undefined> {
  const { rows } = await client.query(
    "select * from incident where account = $1 and withdrawn and superseded_at is null and body ? 'joined' order by row limit 1",
    [report],
  );
  return rows[0] as Row<"incident"> | undefined;
}

/** Incidents among these of which people have decided something, or said that only people change them. */
export async function decidedAmong(client: Client, incidents: readonly string[]): Promise<ReadonlySet<string>> {
  const nouns = ["level", "determination", "proposal", "reply", "match_pin"];
  return incidentsIn(client, nouns, incidents);
}

export async function pinnedAmong(client: Client, incidents: readonly string[]): Promise<ReadonlySet<string>> {
  return incidentsIn(client, ["match_pin"], incidents);
}

async function incidentsIn(
  client: Client,
  nouns: readonly string[],
  incidents: readonly string[],
): Promise<ReadonlySet<string>> {
  const each = nouns.map((noun) => `select incident from "${noun}" where incident = any($1::uuid[]) and ${STANDS}`);
  const { rows } = await client.query<{ incident: string }>(each.join(" union "), [incidents]);
  return new Set(rows.map(({ incident }) => incident));
}

export async function pinOn(client: Client, incident: string): Promise<Row<"match_pin"> | undefined> {
  const { rows } = await client.query(`select * from match_pin where incident = $1 and ${STANDS}`, [incident]);
  return rows[0] as Row<"match_pin"> | undefined;
}

/** All verdicts of people that stand. They are few. */
export async function verdictsIn(client: Client): Promise<readonly Row<"match_verdict">[]> {
  const { rows } = await client.query<Row<"match_verdict"> & Readonly<Record<string, unknown>>>(
    `select * from match_verdict where ${STANDS} order by row`,
  );
  return rows;
}

/** Changes whenever people say or decide something that binds the matcher. */
export async function decisionMark(client: Client): Promise<number> {
  const nouns = ["match_verdict", "match_pin", "level", "determination", "proposal", "reply"];
  const latest = nouns.map((noun) => `(select coalesce(max(row), 0) from "${noun}")`);
  const { rows } = await client.query<{ mark: number }>(`select greatest(${latest.join(", ")})::bigint as mark`);
  return rows[0]!.mark;
}

/** Of every proposal about these reports that there ever was: see `placeProposed`. */
export async function everProposed(client: Client, reports: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ report: string; incident: string; kind: string }>(
    "select distinct report, incident, kind from match_proposal where report = any($1::uuid[])",
    [reports],
  );
  return new Set(rows.map(placeProposed));
}

/** That a report goes into an incident is one thing, and that it goes out of it another. */
export function placeProposed(one: {
  readonly report: string;
  readonly incident: string;
  readonly kind: string;
}): string {
  return `${one.report} ${one.kind === "split" ? "out of" : "into"} ${one.incident}`;
}

export interface UnmatchedReport {
  readonly id: string;
  readonly row: number;
  readonly earliest: number | null;
  readonly latest: number | null;
}

/** Reports that came, or were revised, since the last entry of this act that says up to which row it has come. */
export async function reportsSince(client: Client, act: string, limit: number): Promise<readonly UnmatchedReport[]> {
  const { rows } = await client.query<UnmatchedReport>(
    `select id, row, earliest, latest from report
     where row > coalesce((select (body->>'upTo')::bigint from ledger_entry where act = $1 order by seq desc limit 1), 0)
       and kind = 'event' and superseded_at is null and not withdrawn order by row limit $2`,
    [act, limit],
  );
  return rows;
}

/** When something happened by these reports, as far as they stand. */
export async function timesOf(client: Client, reports: readonly string[]): Promise<readonly UnmatchedReport[]> {
  const { rows } = await client.query<UnmatchedReport>(
    `select id, row, earliest, latest from report where id = any($1::uuid[]) and ${STANDS}`,
    [reports],
  );
  return rows;
}

/** A report that tells of an incident itself, and where it is. */
export interface ToldReport extends Pick<
  Row<"report">,
  "row" | "id" | "data_set" | "external_id" | "source" | "label" | "body"
> {
  readonly incident: string;
  readonly incident_audience: readonly string[];
}

export type ToldWhere =
  | { readonly from: number; readonly to: number }
  | { readonly incident: string }
  | { readonly reports: readonly string[] };

/** Those that tell of something in a stretch of time, that are of an incident, or these, in the order of the record. */
export async function toldReports(client: Client, where: ToldWhere): Promise<readonly ToldReport[]> {
  const [condition, values] = conditionOf(where);
  const { rows } = await client.query<ToldReport>(
    `select distinct on (r.row) r.row, r.id, r.data_set, r.external_id, r.source, r.label, r.body,
       m.incident, i.audience as incident_audience
     from report r
     join incident_member m on m.report = r.id and m.superseded_at is null and not m.withdrawn
     join incident i on i.id = m.incident and i.superseded_at is null and not i.withdrawn
     where r.kind = 'event' and r.superseded_at is null and not r.withdrawn and ${condition}
     order by r.row, m.row`,
    [...values],
  );
  return rows;
}

function conditionOf(where: ToldWhere): readonly [string, readonly unknown[]] {
  if ("incident" in where) return ["m.incident = $1", [where.incident]];
  if ("reports" in where) return ["r.id = any($1::uuid[])", [where.reports]];
  return ["r.earliest <= $2 and r.latest >= $1", [nearestTo(where.from), nearestTo(where.to)]];
}

/** A report that says of an earlier one that it corrects it, or the like. */
export interface Regarding {
  readonly report: string;
  readonly data_set: string;
  readonly source: string | null;
  /** The id of the earlier one, as its source has it. */
  readonly regards: string;
}

/**
 * The earlier reports that these regard, by the ids of these: of the same data set; else of the same source in another, as when a
 * correction comes in the file of a later week. Where it could be several it is none.
 */
export async function regardedBy(
  client: Client,
  regarding: readonly Regarding[],
): Promise<ReadonlyMap<string, string>> {
  if (regarding.length === 0) return new Map();
  const { rows } = await client.query<{ report: string; earlier: string | null }>(
    `select w.report, coalesce(
       (select r.id from report r where r.data_set = w.data_set and r.external_id = w.regards and r.superseded_at is null),
       (select min(r.id::text)::uuid from report r where r.source = w.source and r.external_id = w.regards
          and r.superseded_at is null and not r.withdrawn having count(*) = 1)) as earlier
     from unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[]) as w (report, data_set, source, regards)`,
    [
      regarding.map(({ report }) => report),
      regarding.map(({ data_set }) => data_set),
      regarding.map(({ source }) => source),
      regarding.map(({ regards }) => regards),
    ],
  );
  return new Map(
    rows.flatMap(({ report, earlier }) => (earlier === null || earlier === report ? [] : [[report, earlier]])),
  );
}

const [EARLIEST, LATEST] = [Date.parse("0001-01-01T00:00:00Z"), Date.parse("9999-12-31T23:59:59.999Z")];

/** The nearest moment that the record can hold. */
function nearestTo(milliseconds: number): string {
  return timestampOf(Math.min(Math.max(milliseconds, EARLIEST), LATEST));
}

/** What the last model that stands says; `undefined`: there is none. */
export async function latestModel(store: Store): Promise<Json | undefined> {
  const [row] = await store.query<{ body: Json }>(
    `select body from match_model where ${STANDS} order by row desc limit 1`,
  );
  return row?.body;
}

/** Handles of sources by their ids. */
export async function handlesOf(store: Store, sources: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await store.query<{ id: string; handle: string }>(
    "select id, handle from source where id = any($1::uuid[]) and superseded_at is null",
    [sources],
  );
  return new Map(rows.map(({ id, handle }) => [id, handle]));
}

export interface OpenProposal extends Pick<
  Row<"match_proposal">,
  "report" | "origin" | "incident" | "kind" | "band" | "probability" | "bits" | "model" | "names" | "body"
> {
  readonly proposal: string;
  readonly label: string;
  readonly incidentLabel: string;
}

/** Proposals that nobody has decided and nothing has overtaken, the surest first, and how many there are. */
export async function openProposals(
  store: Store,
  limit: number,
): Promise<{ readonly count: number; readonly first: readonly OpenProposal[] }> {
  const rows = await store.query<OpenProposal & { readonly total: number }>(
    `select count(*) over () as total, p.id as proposal, p.report, r.label, p.origin, p.incident, i.label as "incidentLabel", p.kind,
       p.band, p.probability, p.bits, p.model, p.names, p.body
     from match_proposal p
     join report r on r.id = p.report and r.superseded_at is null and not r.withdrawn
     join incident i on i.id = p.incident and i.superseded_at is null and not i.withdrawn
     join incident_member m on m.report = p.report and m.incident = p.origin and m.superseded_at is null and not m.withdrawn
     where p.superseded_at is null and not p.withdrawn and p.state = 'open'
     order by p.probability desc nulls last, p.row limit $1`,
    [limit],
  );
  return { count: rows[0]?.total ?? 0, first: rows.map(({ total: _total, ...rest }) => rest) };
}

/** All that was proposed of an incident or a report, decided or not. */
export async function proposalsOn(store: Store, id: string): Promise<readonly Row<"match_proposal">[]> {
  return store.query<Row<"match_proposal"> & Readonly<Record<string, unknown>>>(
    `select * from match_proposal where ${STANDS} and (report = $1 or origin = $1 or incident = $1) order by row`,
    [id],
  );
}

/** The entry that a row is of. */
export async function entryOfRow(client: Client, row: number): Promise<{ readonly seq: number; readonly act: string }> {
  const { rows } = await client.query<{ seq: number; act: string }>(
    "select seq, act from ledger_entry where first_row <= $1 order by first_row desc, seq desc limit 1",
    [row],
  );
  return rows[0]!;
}

/** Versions by their rows, both ends included. */
export async function versionsBetween(
  client: Client,
  noun: Noun,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<readonly Row<Noun>[]> {
  const { rows } = await client.query<Row<Noun> & Readonly<Record<string, unknown>>>(
    `select * from "${noun}" where row between $1 and $2 order by row`,
    [from, to],
  );
  return rows;
}

/** The last version of a thing, withdrawn or not. */
export async function lastVersionOf(client: Client, noun: Noun, id: string): Promise<Row<Noun>> {
  const { rows } = await client.query(`select * from "${noun}" where id = $1 and superseded_at is null`, [id]);
  return rows[0] as Row<Noun>;
}
