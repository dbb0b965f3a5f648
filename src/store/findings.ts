import { timestampOf, type Client } from "./connection.ts";
import type { Row } from "./nouns.ts";

/** Whether this version of a finding is one on this incident under this text. */
export async function isFindingOn(
  client: Client,
  { row, id, incident, agreement }: Pick<Row<"finding">, "row" | "id" | "incident" | "agreement">,
): Promise<boolean> {
  const { rows } = await client.query(
    "select from finding where row = $1 and id = $2 and incident = $3 and agreement = $4",
    [row, id, incident, agreement],
  );
  return rows.length > 0;
}

/** What a version of a finding says, in full (`cells`, which many findings share) and as `reading|rule|verdict`. */
export interface FindingSaid {
  readonly cells: string;
  readonly keys: readonly string[];
}

/** What a finding was in a version of it, and what stands now. */
export async function findingThenAndNow(
  client: Client,
  { id, row }: Pick<Row<"finding">, "id" | "row">,
): Promise<{ readonly before: FindingSaid | undefined; readonly now: FindingSaid | undefined }> {
  const { rows } = await client.query<FindingSaid & { readonly row: number; readonly superseded_at: number | null }>(
    `select f.row, f.cells, f.superseded_at, c.keys from finding f join cells c on c.id = f.cells
     where f.id = $1 and (f.row = $2 or (f.superseded_at is null and not f.withdrawn))`,
    [id, row],
  );
  return { before: rows.find((one) => one.row === row), now: rows.find((one) => one.superseded_at === null) };
}

/** A finding that replaced one with other keys, and the entry of the ledger in which it did. */
export interface FindingRevised extends Pick<Row<"finding">, "row" | "id" | "incident" | "agreement" | "recorded_at"> {
  /** `reading|rule|verdict`, and `reading|rule|?verdict` for each that is possible. */
  readonly before: readonly string[];
  readonly now: readonly string[];
  readonly seq: number;
  /** Numbers of the entries that its judging named as what it may come of. */
  readonly because: readonly number[] | null;
}

export interface RevisionsAsked {
  /** Recorded after it; milliseconds since 1970 UTC. */
  readonly since: number;
  /** Rows after this one. */
  readonly after: number;
  readonly limit: number;
}

/** Findings that came out otherwise, in the order in which they did. */
export async function findingsRevised(
  client: Client,
  { since, after, limit }: RevisionsAsked,
): Promise<readonly FindingRevised[]> {
  const { rows } = await client.query<FindingRevised>(
    `select f.row, f.id, f.incident, f.agreement, f.recorded_at, old.keys as before, new.keys as now, e.seq, e.body->'because' as because
     from finding f join finding p on p.row = f.supersedes
       join cells old on old.id = p.cells join cells new on new.id = f.cells
       join ledger_entry e on e.at = f.recorded_at
     where f.recorded_at > $1 and f.row > $2 and old.keys <> new.keys order by f.row limit $3`,
    [timestampOf(since), after, limit],
  );
  return rows;
}

/** A finding that stands; digests in hex. */
export type CurrentFinding = Pick<
  Row<"finding">,
  "row" | "id" | "incident" | "cells" | "text_item" | "known_at" | "audience"
>;

/** What stands on these incidents under an agreement, by the incident. */
export async function currentFindings(
  client: Client,
  agreement: string,
  incidents: readonly string[],
): Promise<ReadonlyMap<string, CurrentFinding>> {
  const { rows } = await client.query<CurrentFinding>(
    `select row, id, incident, cells, encode(text_item, 'hex') as text_item, known_at, audience from finding
     where incident = any($1::uuid[]) and agreement = $2 and superseded_at is null`,
    [incidents, agreement],
  );
  return new Map(rows.map((row) => [row.incident, row]));
}

/** The ids of the cells that the record has, by the SHA-256 of what is in them, in hex. */
export async function cellsByContent(
  client: Client,
  contents: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await client.query<{ id: string; content: Buffer }>(
    "select id, content from cells where content = any($1::bytea[])",
    [[...new Set(contents)].map((content) => Buffer.from(content, "hex"))],
  );
  return new Map(rows.map(({ id, content }) => [content.toString("hex"), id]));
}

/** How often each key stands in the findings of an agreement, and by which texts they were made. */
export interface FindingsCounted {
  /** By `reading|rule|verdict`, and by `reading|rule|?verdict` for what is possible. */
  readonly keys: ReadonlyMap<string, number>;
  /** Incidents judged, by the SHA-256 of the text, in hex. */
  readonly texts: ReadonlyMap<string, number>;
}

/** Counts the findings that stand. Many share their cells, so that cells are counted first. */
export async function countFindings(client: Client, agreement: string): Promise<FindingsCounted> {
  const standing = `from finding f join incident i on i.id = f.incident and i.superseded_at is null and not i.withdrawn
    where f.agreement = $1 and f.superseded_at is null and not f.withdrawn`;
  const keys = await client.query<{ key: string; count: number }>(
    `select key, sum(found.n)::bigint as count from (select f.cells, count(*) as n ${standing} group by f.cells) as found
     join cells c on c.id = found.cells, unnest(c.keys) as key group by key`,
    [agreement],
  );
  const texts = await client.query<{ text: string; count: number }>(
    `select encode(f.text_item, 'hex') as text, count(*) as count ${standing} group by f.text_item`,
    [agreement],
  );
  return {
    keys: new Map(keys.rows.map(({ key, count }) => [key, count])),
    texts: new Map(texts.rows.map(({ text, count }) => [text, count])),
  };
}
