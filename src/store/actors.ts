import type { Client } from "./connection.ts";
import type { Store } from "./store.ts";

/** The key of every actor of the register. */
export async function actorKeys(store: Store): Promise<readonly string[]> {
  const rows = await store.query<{ key: string }>("select key from actor where superseded_at is null");
  return rows.map(({ key }) => key);
}

/** Whether the register has an actor of this key. */
export async function hasActor(client: Client, key: string): Promise<boolean> {
  const { rows } = await client.query("select from actor where key = $1 and superseded_at is null and not withdrawn", [
    key,
  ]);
  return rows.length > 0;
}
