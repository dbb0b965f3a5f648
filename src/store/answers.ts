import type { Change } from "./change.ts";
import type { Store } from "./store.ts";

/**
 * A request that changes something, by the name that its sender gave it (the Idempotency-Key of
 * draft-ietf-httpapi-idempotency-key-header).
 */
export interface RequestName {
  readonly account: string;
  readonly key: string;
  /** SHA-256 of what was asked for, in hex: the same name for something else is a mistake. */
  readonly request: string;
}

export interface KnownAnswer {
  /** JSON, as it was sent. */
  readonly body: string;
  /** Whether it answered the same request. */
  readonly isSame: boolean;
}

export async function findAnswer(store: Store, name: RequestName): Promise<KnownAnswer | undefined> {
  const [row] = await store.query<{ request: Buffer; body: string }>(
    "select request, body from answer where account = $1 and key = $2",
    [name.account, name.key],
  );
  return row && { body: row.body, isSame: row.request.toString("hex") === name.request };
}

const KEEP = `insert into answer (account, key, request, body) values ($1, $2, decode($3, 'hex'), $4)
  on conflict (account, key) do nothing`;

/** Keeps an answer, unless there is one already. */
export async function keepAnswer(store: Store, { account, key, request }: RequestName, body: string): Promise<void> {
  await store.query(KEEP, [account, key, request, body]);
}

/** Another request of the same name was carried out first; this one has changed nothing. */
export class AnsweredAlready extends Error {
  constructor() {
    super("a request of this name was carried out before");
  }
}

/**
 * The same record, but what is changed through it and the answer to the request are kept together or not at all. Changes come
 * one after the other, so of two requests of one name one finds the other's answer there. Once: a request is one change.
 */
export function answering(store: Store, name: RequestName, say: (result: unknown) => string): Store {
  const change: Store["change"] = (work) =>
    store.change(async (opened: Change) => {
      const { account, key, request } = name;
      // Before the work, which would find the record as the other request has left it.
      const known = await opened.client.query("select from answer where account = $1 and key = $2", [account, key]);
      if (known.rowCount !== 0) throw new AnsweredAlready();
      const done = await work(opened);
      if (done.act === undefined) return done;
      const kept = await opened.client.query(KEEP, [account, key, request, say(done.result)]);
      if (kept.rowCount !== 1) throw new AnsweredAlready();
      return done;
    });
  return Object.create(store, { change: { value: change } }) as Store;
}

const DAYS_KEPT = 7;

/** Forgets answers that nobody asks for again. */
export async function forgetOldAnswers(store: Store): Promise<void> {
  await store.query("delete from answer where made_at < clock_timestamp() - make_interval(days => $1)", [DAYS_KEPT]);
}
