import { expect, test } from "vitest";
import { changed, onEachServer } from "../../test/temporary-record.ts";
import { putInOutbox, relayOutbox, waitingInOutbox, type Message } from "./outbox.ts";
import type { Store } from "./index.ts";

const put = (store: Store, ...bodies: readonly string[]): Promise<void> =>
  changed(store, async (change) => {
    for (const body of bodies) await putInOutbox(change, "bulletin", { body });
  });
const bodyOf = ({ body }: Message): string => (body as { readonly body: string }).body;

onEachServer("the outbox", (records) => {
  test("has a message if and only if the change is there that it came with", async () => {
    const store = await records.open();
    await put(store, "one");
    const failing = store.change(async (change) => {
      await putInOutbox(change, "bulletin", { body: "never" });
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    await store.change(async (change) => {
      await putInOutbox(change, "bulletin", { body: "undone" });
      return { result: undefined, act: undefined };
    });
    const sent: string[] = [];
    expect(await relayOutbox(store, async (message) => void sent.push(bodyOf(message)))).toEqual({
      sent: 1,
      failed: 0,
    });
    expect(sent).toEqual(["one"]);
    expect(await waitingInOutbox(store)).toEqual([]);
  });

  test("is sent in the order in which it was filled, and nothing of it twice", async () => {
    const store = await records.open();
    const bodies = Array.from({ length: 20 }, (_, i) => `message ${i}`);
    for (const body of bodies) await put(store, body);
    const sent: string[] = [];
    const send = async (message: Message): Promise<void> => void sent.push(bodyOf(message));
    await relayOutbox(store, send);
    await relayOutbox(store, send);
    expect(sent).toEqual(bodies);
  });

  test("keeps what did not go through, says why without quoting it, and goes on with the rest", async () => {
    const store = await records.open();
    await put(store, "stays", "goes");
    const send = async (message: Message): Promise<void> => {
      if (bodyOf(message) === "stays")
        throw Object.assign(new Error("nobody at stays@example.org"), { code: "ECONNREFUSED" });
    };
    expect(await relayOutbox(store, send)).toEqual({ sent: 1, failed: 1 });
    const [waiting, ...others] = await waitingInOutbox(store);
    expect(others).toEqual([]);
    expect(waiting).toMatchObject({ topic: "bulletin", attempts: 1, reason: "Error ECONNREFUSED" });
    expect(waiting!.nextAt).toBeGreaterThan(Date.now());
    // Not before its time.
    expect(await relayOutbox(store, send)).toEqual({ sent: 0, failed: 0 });
    await store.query("update outbox set next_at = clock_timestamp()");
    expect(await relayOutbox(store, send)).toEqual({ sent: 0, failed: 1 });
    await store.query("update outbox set next_at = clock_timestamp()");
    expect(await relayOutbox(store, () => Promise.resolve())).toEqual({ sent: 1, failed: 0 });
    expect(await waitingInOutbox(store)).toEqual([]);
  });

  test("waits longer after each failure, and never more than an hour", async () => {
    const store = await records.open();
    await put(store, "stays");
    const pauses: number[] = [];
    for (let attempt = 0; attempt < 14; attempt++) {
      await relayOutbox(store, () => Promise.reject(new Error("no")));
      const [row] = await store.query<{ pause: number }>(
        "select extract(epoch from next_at - clock_timestamp())::double precision as pause from outbox",
      );
      pauses.push(Math.ceil(row!.pause));
      await store.query("update outbox set next_at = clock_timestamp()");
    }
    expect(pauses).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 3600, 3600, 3600]);
  });

  test("with several relays at once gives each message to one of them", async () => {
    const store = await records.open();
    await put(store, ...Array.from({ length: 40 }, (_, i) => `message ${i}`));
    const sent: string[] = [];
    const relay = () =>
      relayOutbox(store, async (message) => {
        sent.push(bodyOf(message));
        await new Promise((done) => setTimeout(done, 2));
      });
    const counts = await Promise.all([relay(), relay(), relay()]);
    expect(counts.reduce((sum, { sent: own }) => sum + own, 0)).toBe(40);
    expect(new Set(sent).size).toBe(40);
    expect(sent).toHaveLength(40);
  });

  test("sends again what a relay died with", async () => {
    const store = await records.open();
    await put(store, "one");
    const dying = relayOutbox(store, async () => {
      await store.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and state = 'idle in transaction'",
      );
    });
    await expect(dying).rejects.toMatchObject({ code: "database-gone" });
    const sent: Message[] = [];
    await relayOutbox(store, async (message) => void sent.push(message));
    expect(sent.map(bodyOf)).toEqual(["one"]);
  });
});
