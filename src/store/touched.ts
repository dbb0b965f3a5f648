import type { Client } from "./connection.ts";
import type { RowRange } from "./ledger-entries.ts";
import type { Noun } from "./nouns.ts";

/** Rows of one entry of the ledger, by noun. */
export type Touched = ReadonlyMap<Noun, RowRange>;

/**
 * Whether any of the rows is of this agreement: its text, an acceptance of it, or an account or a diary, of whichever text that
 * is.
 */
export async function isAgreementTouched(client: Client, rows: Touched, agreement: string): Promise<boolean> {
  const isThere = async (noun: Noun, condition: string, values: readonly string[]): Promise<boolean> => {
    const range = rows.get(noun);
    if (!range) return false;
    const text = `select from "${noun}" where row between $1 and $2 and ${condition} limit 1`;
    return (await client.query(text, [range.from, range.to, ...values])).rows.length > 0;
  };
  return (
    (await isThere("agreement", "key = $3", [agreement])) ||
    (await isThere("acceptance", "agreement = $3", [agreement])) ||
    (await isThere("statement", "(kind = 'account' or kind like 'diary %')", []))
  );
}

/**
 * The incidents of which the rows say something that a finding may rest on: levels and audiences of an incident are nothing of
 * that kind; the report that is its account is, and so is what is told of it.
 */
export async function incidentsTouched(client: Client, rows: Touched): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const [noun, text] of INCIDENTS) {
    const range = rows.get(noun);
    if (!range) continue;
    const { rows: incidents } = await client.query<{ id: string }>(text, [range.from, range.to]);
    for (const { id } of incidents) found.add(id);
  }
  return [...found];
}

const INCIDENTS: readonly (readonly [Noun, string])[] = [
  [
    "incident",
    `select i.id from incident i left join incident before on before.row = i.supersedes
     where i.row between $1 and $2
       and (before.row is null or before.account is distinct from i.account or before.withdrawn <> i.withdrawn)`,
  ],
  [
    "report",
    `select i.id from report r join incident_member m on m.report = r.id join incident i on i.id = m.incident and i.account = r.id
     where r.row between $1 and $2 and i.superseded_at is null`,
  ],
  ["incident_member", "select incident as id from incident_member where row between $1 and $2"],
];
