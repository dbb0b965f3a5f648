import type { Client } from "./connection.ts";
import type { Json, Row, Said } from "./nouns.ts";
import type { Store } from "./store.ts";

/** An incident that stands, as far as whoever revises the report that is its account has to know it. */
export interface IncidentOfAccount {
  readonly id: string;
  readonly row: number;
  /** What people have set, which no later report sets back. */
  readonly levels: Pick<Said<"incident">, "occurrence" | "attribution">;
  /** Ids of the reports that are in it, its account among them. */
  readonly members: ReadonlySet<string>;
}

/** The incidents of which these reports are the accounts, each by its report. */
export async function incidentsOfAccounts(
  client: Client,
  reports: readonly string[],
): Promise<ReadonlyMap<string, IncidentOfAccount>> {
  if (reports.length === 0) return new Map();
  const { rows } = await client.query<
    IncidentOfAccount["levels"] & { account: string; id: string; row: number; members: string[] }
  >(
    `select i.account, i.id, i.row, i.occurrence, i.attribution,
       array(select m.report::text from incident_member m where m.incident = i.id and m.superseded_at is null) as members
     from incident_member a join incident i on i.id = a.incident and i.account = a.report
     where a.report = any($1::uuid[]) and a.superseded_at is null and not a.withdrawn and i.superseded_at is null and not i.withdrawn`,
    [reports],
  );
  return new Map(
    rows.map(({ account, id, row, members, occurrence, attribution }) => [
      account,
      { id, row, levels: { occurrence, attribution }, members: new Set(members) },
    ]),
  );
}

export interface AccountOfIncident {
  /** The incident's id. */
  readonly id: string;
  /** What the report that is its account says. */
  readonly body: Json;
}

/** Incidents that have an account. `only`: of these. */
export async function countAccounts(store: Store, only?: readonly string[]): Promise<number> {
  const [counted] = await store.query<{ total: number }>(
    "select count(*) as total from incident where superseded_at is null and not withdrawn and account is not null and ($1::uuid[] is null or id = any($1))",
    [only ?? null],
  );
  return counted?.total ?? 0;
}

/** Rows fetched at once. */
const BATCH = 2000;

/**
 * For each incident the report that is its account, in the order of the record, a batch in memory at a time. `only`: of these
 * incidents. A batch is a snapshot: reading holds nobody up, and what is recorded meanwhile may be there or not.
 */
export async function* accountsOfIncidents(
  store: Store,
  only?: readonly string[],
): AsyncGenerator<readonly AccountOfIncident[], void> {
  for (let after = 0; ;) {
    const rows = await store.query<AccountOfIncident & { readonly row: number }>(
      `select i.row, i.id, r.body from incident i join report r on r.id = i.account and r.superseded_at is null
       where i.row > $1 and i.superseded_at is null and not i.withdrawn and ($3::uuid[] is null or i.id = any($3))
       order by i.row limit $2`,
      [after, BATCH, only ?? null],
    );
    const last = rows.at(-1);
    if (!last) return;
    after = last.row;
    yield rows;
  }
}

/** Whether more incidents stand than so many; of a large record not all are counted for it. */
export async function hasMoreIncidents(client: Client, count: number): Promise<boolean> {
  const { rows } = await client.query("select from incident where superseded_at is null and not withdrawn limit $1", [
    count + 1,
  ]);
  return rows.length > count;
}

/** What people have said of an incident, on each ladder as it stands. */
export async function levelsOf(client: Client, incident: string): Promise<readonly Row<"level">[]> {
  const { rows } = await client.query<Row<"level">>(
    "select * from level where incident = $1 and superseded_at is null and not withdrawn order by row",
    [incident],
  );
  return rows;
}
