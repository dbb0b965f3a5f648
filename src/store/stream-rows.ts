import type pg from "pg";

let cursors = 0;

export interface StreamOptions {
  /** Rows in memory at a time. */
  readonly batch: number;
  readonly values?: readonly unknown[];
  /** How values come out, if not as they do everywhere else. */
  readonly types?: pg.CustomTypesConfig;
}

/** The rows of a query as arrays of values, a batch of them in memory at a time. Inside a transaction. */
export async function* streamRows(
  client: pg.ClientBase,
  text: string,
  options: StreamOptions,
): AsyncGenerator<readonly unknown[], void> {
  for await (const rows of streamBatches(client, text, options)) yield* rows;
}

/** The same in batches. */
export async function* streamBatches(
  client: pg.ClientBase,
  text: string,
  { batch, values = [], types }: StreamOptions,
): AsyncGenerator<unknown[][], void> {
  const name = `stream_${++cursors}`;
  await client.query(`declare ${name} no scroll cursor for ${text}`, [...values]);
  const fetch = { text: `fetch ${batch} from ${name}`, rowMode: "array" as const, ...(types ? { types } : {}) };
  for (;;) {
    const { rows } = await client.query<unknown[]>(fetch);
    yield rows;
    if (rows.length < batch) break;
  }
  await client.query(`close ${name}`);
}
