import type { Client } from "./connection.ts";
import type { Noun, Row } from "./nouns.ts";

/** The version of a thing that stands; `undefined` if there is no such thing, or it was taken back. */
export async function findStanding<N extends Noun>(client: Client, noun: N, id: string): Promise<Row<N> | undefined> {
  const { rows } = await client.query(
    `select * from "${noun}" where id = $1 and superseded_at is null and not withdrawn`,
    [id],
  );
  return rows[0] as Row<N> | undefined;
}

/** A version of a thing, whether it stands or not, by its row. */
export async function findVersion<N extends Noun>(
  client: Client,
  noun: N,
  { id, row }: { readonly id: string; readonly row: number },
): Promise<Row<N> | undefined> {
  const { rows } = await client.query(`select * from "${noun}" where row = $1 and id = $2`, [row, id]);
  return rows[0] as Row<N> | undefined;
}

/** A thing as it was recorded first. */
export async function findFirstVersion<N extends Noun>(
  client: Client,
  noun: N,
  id: string,
): Promise<Row<N> | undefined> {
  const { rows } = await client.query(`select * from "${noun}" where id = $1 order by row limit 1`, [id]);
  return rows[0] as Row<N> | undefined;
}
