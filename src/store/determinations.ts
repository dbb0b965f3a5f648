import type { Client } from "./connection.ts";
import type { Row } from "./nouns.ts";

/** What can be determined once: what an incident is under a text, or under a rule of it (`null`: the text as a whole). */
export type Matter = Pick<Row<"determination">, "incident" | "agreement" | "rule">;

/** The determination that stands on a matter. */
export async function determinationOn(
  client: Client,
  { incident, agreement, rule }: Matter,
): Promise<Row<"determination"> | undefined> {
  const { rows } = await client.query<Row<"determination">>(
    `select * from determination where incident = $1 and agreement = $2 and rule is not distinct from $3::text
     and superseded_at is null and not withdrawn`,
    [incident, agreement, rule],
  );
  return rows[0];
}

/** What is determined of an incident, and what is proposed and open. */
export async function determinationsOf(client: Client, incident: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ id: string }>(
    `select id from determination where incident = $1 and superseded_at is null and not withdrawn
     union select id from proposal where incident = $1 and superseded_at is null and not withdrawn and state = 'open'`,
    [incident],
  );
  return rows.map(({ id }) => id);
}

/** The determination that a proposal became, if it stands. */
export async function determinationFrom(
  client: Client,
  { id, incident }: Pick<Row<"proposal">, "id" | "incident">,
): Promise<Row<"determination"> | undefined> {
  const { rows } = await client.query<Row<"determination">>(
    `select * from determination where body->>'proposal' = $1 and incident = $2 and superseded_at is null and not withdrawn`,
    [id, incident],
  );
  return rows[0];
}

/** What was said against a proposal, in the order in which it was. */
export async function dissentsOn(client: Client, proposal: string): Promise<readonly Row<"dissent">[]> {
  const { rows } = await client.query<Row<"dissent">>(
    "select * from dissent where proposal = $1 and superseded_at is null and not withdrawn order by row",
    [proposal],
  );
  return rows;
}
