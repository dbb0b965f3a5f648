import type { Position } from "../domain/index.ts";
import type { Client } from "./connection.ts";
import type { Row } from "./nouns.ts";
import type { Store } from "./store.ts";

/** Whether a party was asked about an incident and has not answered yet. */
export async function isReplyAwaited(
  client: Client,
  { incident, party }: { readonly incident: string; readonly party: string },
): Promise<boolean> {
  const { rows } = await client.query(
    "select from reply where incident = $1 and party = $2 and answered_at is null and superseded_at is null and not withdrawn",
    [incident, party],
  );
  return rows.length > 0;
}

/** What parties were asked, or have answered, about an incident. */
export async function repliesOf(client: Client, incident: string): Promise<readonly Row<"reply">[]> {
  const { rows } = await client.query<Row<"reply"> & Readonly<Record<string, unknown>>>(
    "select * from reply where incident = $1 and superseded_at is null and not withdrawn order by row",
    [incident],
  );
  return rows;
}

/** What was once asked about an incident, and is now of the one that it was joined to. */
export async function repliesOnceOf(client: Client, incident: string, now: string): Promise<readonly Row<"reply">[]> {
  const { rows } = await client.query<Row<"reply"> & Readonly<Record<string, unknown>>>(
    `select * from reply where incident = $2 and superseded_at is null and not withdrawn
     and id in (select id from reply where incident = $1) order by row`,
    [incident, now],
  );
  return rows;
}

/** The SHA-256 of what went to the party with the question, in hex; for whoever sees the question. */
export async function enclosedWith(store: Store, reply: string): Promise<string | undefined> {
  const [row] = await store.query<{ digest: string | null }>(
    "select encode(enclosed, 'hex') as digest from reply where id = $1 and superseded_at is null and not withdrawn",
    [reply],
  );
  return row?.digest ?? undefined;
}

/** What a party said to an incident. */
export interface PositionTaken {
  readonly incident: string;
  readonly party: string;
  readonly position: Position;
}

/** What parties said to any of these incidents, in the order in which it was recorded. */
export async function positionsOn(client: Client, incidents: readonly string[]): Promise<readonly PositionTaken[]> {
  const { rows } = await client.query<PositionTaken>(
    `select incident, party, position from reply
     where incident = any($1::uuid[]) and position is not null and superseded_at is null and not withdrawn order by row`,
    [incidents],
  );
  return rows;
}
