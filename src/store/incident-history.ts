import { timestampOf, type Client } from "./connection.ts";
import type { LedgerEntry } from "./ledger-entries.ts";
import type { Noun, Row } from "./nouns.ts";

/** A version of something that is about one incident. */
export type VersionOf = { readonly [N in Noun]: { readonly noun: N; readonly version: Row<N> } }[Noun];

/** What each noun has to do with an incident, or with the reports that tell of it or did. */
const ABOUT: readonly (readonly [Noun, "of the incident" | "of its reports", string])[] = [
  ["incident", "of the incident", "id = $1"],
  ["report", "of its reports", "id = any($1::uuid[])"],
  ["statement", "of its reports", "report = any($1::uuid[])"],
  // Also where a report went that was here: that it was taken out is part of what happened.
  [
    "incident_member",
    "of the incident",
    "incident = $1 or supersedes in (select row from incident_member where incident = $1)",
  ],
  ...(["level", "reply", "proposal", "determination", "dissent", "finding", "match_pin"] as const).map(
    (noun) => [noun, "of the incident", "incident = $1"] as const,
  ),
];

/** Every version of everything that is about an incident, in the order of the record. */
export async function versionsAbout(client: Client, incident: string): Promise<readonly VersionOf[]> {
  const { rows: members } = await client.query<{ report: string }>(
    "select distinct report from incident_member where incident = $1",
    [incident],
  );
  const reports = members.map(({ report }) => report);
  const found: VersionOf[] = [];
  for (const [noun, what, condition] of ABOUT) {
    const value = what === "of its reports" ? reports : incident;
    const { rows } = await client.query(`select * from "${noun}" where ${condition}`, [value]);
    for (const version of rows) found.push({ noun, version } as VersionOf);
  }
  return found.toSorted((a, b) => a.version.row - b.version.row);
}

/** Keys of these cells, see `IncidentInFull`. */
export async function keysIn(
  client: Client,
  cells: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await client.query<{ id: string; keys: readonly string[] }>(
    "select id, keys from cells where id = any($1::uuid[])",
    [cells],
  );
  return new Map(rows.map(({ id, keys }) => [id, keys]));
}

/** Entries of the ledger by when they were made: no two were at the same moment. */
export async function entriesAt(
  client: Client,
  moments: readonly number[],
): Promise<readonly Omit<LedgerEntry, "rows" | "hash">[]> {
  const { rows } = await client.query<Omit<LedgerEntry, "rows" | "hash">>(
    `select seq, at, "by", act, reason, body from ledger_entry where at = any($1::timestamptz[]) order by seq`,
    [moments.map(timestampOf)],
  );
  return rows;
}
