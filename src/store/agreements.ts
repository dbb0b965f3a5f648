import type { Client } from "./connection.ts";
import type { Row, Said } from "./nouns.ts";
import type { Store } from "./store.ts";

/** An agreement: `text_item` is the SHA-256 of its text's item, in hex. */
export type AgreementKept = Pick<Row<"agreement">, "id" | "row" | "key" | "zone" | "text_item" | "body">;

/** The agreements that stand, in the order of their keys. */
export async function agreementsKept(client: Client): Promise<readonly AgreementKept[]> {
  const { rows } = await client.query<AgreementKept>(
    `select id, row, key, zone, encode(text_item, 'hex') as text_item, body from agreement
     where superseded_at is null and not withdrawn order by key`,
  );
  return rows;
}

/** What is said of an agreement, to be said again with something else in it. `undefined`: the record does not have it. */
export async function agreementToRevise(
  client: Client,
  key: string,
): Promise<(Said<"agreement"> & { readonly audience: readonly string[] }) | undefined> {
  const { rows } = await client.query<Said<"agreement"> & { readonly audience: readonly string[] }>(
    `select audience, key, title, zone, encode(text_item, 'hex') as text_item, body from agreement where key = $1 and superseded_at is null`,
    [key],
  );
  return rows[0];
}

export interface AcceptanceKept<T> {
  /** Key of the actor. */
  readonly actor: string;
  readonly body: T;
}

/** Who accepted an agreement, or is said to have, in the order in which it was recorded. */
export async function acceptancesOf<T>(store: Store, agreement: string): Promise<readonly AcceptanceKept<T>[]> {
  return store.query<AcceptanceKept<T>>(
    "select actor, body from acceptance where agreement = $1 and superseded_at is null and not withdrawn order by row",
    [agreement],
  );
}
