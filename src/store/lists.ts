import { timestampOf, type Client } from "./connection.ts";
import type { Store } from "./store.ts";

/** A copy of a list: what it held when it was given out. */
export interface SnapshotKept<Body, Entry> {
  /** Milliseconds since 1970 UTC. */
  readonly generatedAt: number;
  readonly body: Body;
  /** In the order of the copy. */
  readonly entries: readonly Entry[];
}

/** Every copy of a list that the record has. */
export async function snapshotsOf<Body, Entry>(
  store: Store,
  list: string,
): Promise<readonly SnapshotKept<Body, Entry>[]> {
  const snapshots = await store.query<{ id: string; generated_at: number; body: Body }>(
    "select id, generated_at, body from list_snapshot where list = $1 and superseded_at is null and not withdrawn",
    [list],
  );
  return Promise.all(
    snapshots.map(async ({ id, generated_at: generatedAt, body }) => {
      const rows = await store.query<{ body: Entry }>(
        "select body from list_entry where snapshot = $1 and superseded_at is null order by row",
        [id],
      );
      return { generatedAt, body, entries: rows.map((row) => row.body) };
    }),
  );
}

/** Whether there is a copy of the list that was given out at this moment (milliseconds since 1970 UTC). */
export async function hasSnapshotAt(client: Client, list: string, generatedAt: number): Promise<boolean> {
  const { rows } = await client.query(
    "select from list_snapshot where list = $1 and generated_at = $2 and superseded_at is null",
    [list, timestampOf(generatedAt)],
  );
  return rows.length > 0;
}

/** Whether a copy of the list was read from this item, by its SHA-256 in hex. */
export async function hasSnapshotFrom(client: Client, list: string, item: string): Promise<boolean> {
  const { rows } = await client.query(
    "select from list_snapshot where list = $1 and item = decode($2, 'hex') and superseded_at is null",
    [list, item],
  );
  return rows.length > 0;
}

/** What each list held when it was last seen, but for one list. */
export async function latestEntries<Entry>(
  store: Store,
  { except }: { readonly except: string },
): Promise<readonly Entry[]> {
  const rows = await store.query<{ body: Entry }>(
    `select e.body from list_entry e join list_snapshot s on s.id = e.snapshot
     where e.superseded_at is null and s.list <> $1 and s.generated_at = (select max(generated_at) from list_snapshot l where l.list = s.list and l.superseded_at is null)
     order by e.row`,
    [except],
  );
  return rows.map(({ body }) => body);
}
