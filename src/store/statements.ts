import type { Client } from "./connection.ts";
import type { Store } from "./store.ts";

/** What the documents of an agreement say beside the reports, as it stands and in the order in which it was recorded. */
export interface DocumentsTold {
  readonly statements: readonly { readonly kind: string; readonly body: unknown }[];
  /** Bodies of what is said to have been watched. */
  readonly coverage: readonly unknown[];
}

/** @param folder What the names of the agreement's documents begin with. */
export async function toldIn(store: Store, folder: string): Promise<DocumentsTold> {
  // A document without an agreement before its name was imported when there was only one.
  const standing =
    "superseded_at is null and not withdrawn and (starts_with(document, $1) or position('/' in document) = 0) order by row";
  const statements = await store.query<DocumentsTold["statements"][number]>(
    `select kind, body from statement where ${standing}`,
    [folder],
  );
  const coverage = await store.query<{ body: unknown }>(`select body from coverage where ${standing}`, [folder]);
  return { statements, coverage: coverage.map(({ body }) => body) };
}

/** Names of the accounts that are told of a report, and how many other incidents are known under the id that it has. */
export async function accountsToldOn(
  client: Client,
  report: string,
): Promise<{ readonly names: ReadonlySet<string>; readonly others: number }> {
  const { rows } = await client.query<{ name: string }>(
    `select s.body->>'id' as name from statement s join report r on r.id = $1 and r.superseded_at is null
     where s.kind = 'account' and s.superseded_at is null and not s.withdrawn
       and (s.report = r.id or (s.report is null and s.body->>'incident' = r.external_id))`,
    [report],
  );
  const { rows: counted } = await client.query<{ others: number }>(
    `select count(*) as others from report r
       join report o on o.external_id = r.external_id and o.id <> r.id and o.superseded_at is null and not o.withdrawn
       join incident i on i.account = o.id and i.superseded_at is null and not i.withdrawn
     where r.id = $1 and r.superseded_at is null`,
    [report],
  );
  return { names: new Set(rows.map(({ name }) => name)), others: counted[0]!.others };
}

/** The incident whose account a report is; `undefined`: it is none. */
export async function accountToldOf(client: Client, report: string): Promise<string | undefined> {
  const { rows } = await client.query<{ id: string }>(
    "select id from incident where account = $1 and superseded_at is null and not withdrawn limit 1",
    [report],
  );
  return rows[0]?.id;
}
