import type pg from "pg";

let cursors = 0;

/** The rows of a query as arrays of values, a batch of them in memory at a time. Inside a transaction. */
export async function* streamRows(
  client: pg.ClientBase,
  text: string,
  { batch, values = [] }: { readonly batch: number; readonly values?: readonly unknown[] },
): AsyncGenerator<readonly unknown[], void> {
  const name = `stream_${++cursors}`;
  await client.query(`declare ${name} no scroll cursor for ${text}`, [...values]);
  for (;;) {
    const { rows } = await client.query<unknown[]>({ text: `fetch ${batch} from ${name}`, rowMode: "array" });
    yield* rows;
    if (rows.length < batch) break;
  }
  await client.query(`close ${name}`);
}
