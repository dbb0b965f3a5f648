import type { Client } from "./connection.ts";
import type { RowRange } from "./ledger-entries.ts";
import type { Noun } from "./nouns.ts";

/** Rows of one entry of the ledger, by noun. */
export type Touched = ReadonlyMap<Noun, RowRange>;

/**
 * Whether any of the rows is of this agreement as a whole: its text, an acceptance of it, its diary, or what was watched for it.
 * What is told of a single incident is of that alone.
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
    (await isThere("statement", `kind like 'diary %' and ${OF_AGREEMENT}`, [agreement])) ||
    (await isThere("coverage", OF_AGREEMENT, [agreement]))
  );
}

/** Documents of an agreement have its name before their own; older ones are of the only agreement that there was. */
const OF_AGREEMENT = "(starts_with(document, $3 || '/') or position('/' in document) = 0)";

/**
 * The incidents of which the rows say something that a finding may rest on: levels and audiences of an incident are nothing of
 * that kind; the report that is its account is, and so is what is told of it.
 */
export async function incidentsTouched(client: Client, rows: Touched, agreement: string): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const [noun, text] of INCIDENTS) {
    const range = rows.get(noun);
    if (!range) continue;
    const values = [range.from, range.to, ...(text.includes("$3") ? [agreement] : [])];
    const { rows: incidents } = await client.query<{ id: string }>(text, values);
    for (const { id } of incidents) found.add(id);
  }
  return [...found];
}

const TOLD = `s.row between $1 and $2 and s.kind = 'account' and ${OF_AGREEMENT}`;

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
  [
    "statement",
    // Those of a document name the incident by the id that it has in the reports.
    `select i.id from statement s join incident_member m on m.report = s.report
       join incident i on i.id = m.incident and i.account = s.report and i.superseded_at is null where ${TOLD}
     union select i.id from statement s join report r on r.external_id = s.body->>'incident' and r.superseded_at is null
       join incident_member m on m.report = r.id
       join incident i on i.id = m.incident and i.account = r.id and i.superseded_at is null
     where ${TOLD} and s.report is null`,
  ],
  ["incident_member", "select incident as id from incident_member where row between $1 and $2"],
];
