import type { Change } from "./change.ts";
import type { Json } from "./nouns.ts";
import type { Store } from "./store.ts";

/** How far the reading of an item has come. Written with the rows it counts, so it is never ahead of or behind them. */
export interface ImportRun {
  /** SHA-256 of the item. */
  readonly digest: string;
  /** In which way it is read: the format and the mapping of columns. */
  readonly reading: string;
  /** Rows of the item that are dealt with. */
  readonly rowsDone: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly done: boolean;
}

export async function findImportRun(store: Store, digest: string, reading: string): Promise<ImportRun | undefined> {
  const [row] = await store.query<{ rows_done: number; counts: Record<string, number>; done: boolean }>(
    "select rows_done, counts, done from import_run where digest = decode($1, 'hex') and reading = $2",
    [digest, reading],
  );
  return row && { digest, reading, rowsDone: row.rows_done, counts: row.counts, done: row.done };
}

/** Whether anything of a data set was revised after an item was read for it, so that what the item says may not be what stands. */
export async function isRevisedSince(
  store: Store,
  { digest, dataSet }: { readonly digest: string; readonly dataSet: string },
): Promise<boolean> {
  const [row] = await store.query<{ revised: boolean }>(
    `select exists (select from report where data_set = $2 and superseded_at > (
       select max(at) from ledger_entry
       where act = 'import-reports' and body->>'item' = $1 and body->>'dataSet' = $2)) as revised`,
    [digest, dataSet],
  );
  return row!.revised;
}

export async function noteImportRun(
  change: Change,
  { digest, reading, rowsDone, counts, done }: ImportRun,
): Promise<void> {
  await change.client.query(
    `insert into import_run (digest, reading, rows_done, counts, done) values (decode($1, 'hex'), $2, $3, $4, $5)
     on conflict (digest, reading) do update set rows_done = excluded.rows_done, counts = excluded.counts, done = excluded.done`,
    [digest, reading, rowsDone, JSON.stringify(counts satisfies Json), done],
  );
}
