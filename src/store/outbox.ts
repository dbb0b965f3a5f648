import type { Change } from "./change.ts";
import type { Json } from "./nouns.ts";
import { reasonOf } from "./reason.ts";
import type { Store } from "./store.ts";

/** What leaves the system: written with the change that causes it, sent at least once, in the order in which it was written. */
export interface Message {
  /** Counts up; the same message sent twice has the same, so that the receiver can tell. */
  readonly id: number;
  readonly topic: string;
  readonly body: Json;
  /** Times that sending it has failed. */
  readonly attempts: number;
}

/** Sends one message, and throws if it cannot be said to have arrived. The signal says that it takes too long. */
export type Send = (message: Message, signal: AbortSignal) => Promise<void>;

export interface Relayed {
  readonly sent: number;
  readonly failed: number;
}

export interface WaitingMessage extends Omit<Message, "body"> {
  /** Why it did not go through, see `reasonOf`. */
  readonly reason: string | null;
  /** When it is tried again; milliseconds since 1970 UTC. */
  readonly nextAt: number;
}

/** Seconds: 2, 4, 8 … */
const LONGEST_PAUSE = 3600;
const SEND_LIMIT_MS = 30_000;

export async function putInOutbox(change: Change, topic: string, body: Json): Promise<void> {
  await change.client.query("insert into outbox (topic, body) values ($1, $2)", [topic, JSON.stringify(body)]);
}

/** The same for what is no change of the record. */
export async function putMessage(store: Store, topic: string, body: Json): Promise<void> {
  await store.query("insert into outbox (topic, body) values ($1, $2)", [topic, JSON.stringify(body)]);
}

/**
 * Sends everything that is due, oldest first. A message that does not go through is tried again later, after longer and longer
 * pauses, and does not hold up those behind it. Several may do this at once: each message is with one of them, and if that
 * one dies, it is with nobody and is sent again.
 */
export async function relayOutbox(store: Store, send: Send): Promise<Relayed> {
  const count = { sent: 0, failed: 0 };
  for (let done: keyof Relayed | undefined; (done = await relayNext(store, send));) count[done] += 1;
  return count;
}

/** One message in a transaction of its own: what a crash can send twice is one message. */
async function relayNext(store: Store, send: Send): Promise<keyof Relayed | undefined> {
  return store.withClient(async (client) => {
    await client.query("begin");
    try {
      const { rows } = await client.query<Message>(
        `select id, topic, body, attempts from outbox where sent_at is null and next_at <= clock_timestamp()
         order by id limit 1 for update skip locked`,
      );
      const [message] = rows;
      const reason = message && (await trySending(message, send));
      if (message && reason === undefined)
        await client.query("update outbox set sent_at = clock_timestamp(), failed = null where id = $1", [message.id]);
      else if (message)
        await client.query(
          `update outbox set attempts = attempts + 1, failed = $2,
             next_at = clock_timestamp() + make_interval(secs => least($3, power(2, attempts + 1))) where id = $1`,
          [message.id, reason, LONGEST_PAUSE],
        );
      await client.query("commit");
      return message && (reason === undefined ? "sent" : "failed");
    } catch (error) {
      await client.query("rollback").catch(() => undefined);
      throw error;
    }
  });
}

/** Why it failed; `undefined` if it did not. */
async function trySending(message: Message, send: Send): Promise<string | undefined> {
  const signal = AbortSignal.timeout(SEND_LIMIT_MS);
  const late = new Promise<never>((_, failed) => {
    signal.addEventListener("abort", () => failed(signal.reason as Error), { once: true });
  });
  try {
    await Promise.race([send(message, signal), late]);
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

/** Messages that have not gone through, oldest first: those that failed are the ones to look at. */
export async function waitingInOutbox(store: Store): Promise<readonly WaitingMessage[]> {
  return store.query<{ id: number; topic: string; attempts: number; reason: string | null; nextAt: number }>(
    `select id, topic, attempts, failed as reason, next_at as "nextAt" from outbox where sent_at is null order by id limit 1000`,
  );
}
