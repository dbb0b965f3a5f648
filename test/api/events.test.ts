import { afterEach, expect, test } from "vitest";
import type { Viewer } from "../../src/domain/index.ts";
import { changesSeen, reachedNow, type Noun, type Said } from "../../src/store/index.ts";
import { Dice } from "../proof/dice.ts";
import { SEED } from "../property-seed.ts";
import { Model } from "../reading/policy.ts";
import { VIEWERS, World } from "../reading/world.ts";
import { rowOf } from "../record-rows.ts";
import { changed, onEachServer, SLOW } from "../temporary-record.ts";
import { Listening } from "./listening.ts";
import { Served, type Who } from "./served.ts";

const NEVER_TOLD: ReadonlySet<Noun> = new Set(["cells", "source_identity", "reason"]);

/** What a viewer sees of a thing at a moment, without when it was recorded; `undefined`: nothing. */
function looksAt(model: Model, noun: Noun, id: string): string | undefined {
  const version = model.seen(noun).find((one) => one.id === id);
  if (!version) return undefined;
  const { recorded_at: _, ...row } = model.row(version);
  const inside = model.viewer.tier === "internal" ? version.recordedAt : 0;
  return JSON.stringify([row, inside]);
}

onEachServer("live change", (records) => {
  let served: Served | undefined;
  const listening: Listening[] = [];
  afterEach(async () => {
    await Promise.all(listening.splice(0).map((one) => one.stop()));
    await served?.close();
    served = undefined;
  }, SLOW);

  async function listen(who: Who, lastId?: string): Promise<Listening> {
    const headers = who === "nobody" ? new Headers() : (await served!.person(who)).headers;
    if (lastId !== undefined) headers.set("last-event-id", lastId);
    const one = new Listening(await served!.app.request("http://localhost:8080/api/events", { headers }));
    listening.push(one);
    return one;
  }

  async function put(
    audience: readonly string[],
    said: Partial<Said<"incident">> = {},
    old?: { id: string; row: number },
  ) {
    const place = old ? { id: old.id, supersedes: old.row } : {};
    const id = await changed(served!.store, (change) =>
      change.add("incident", { audience, ...place }, rowOf("incident", 1, said)),
    );
    const [found] = await served!.store.query<{ row: number }>(
      "select row from incident where id = $1 and superseded_at is null",
      [id],
    );
    return { id, row: found!.row };
  }

  test("tells each viewer of what looks otherwise to them, and of nothing else, in a random record", async () => {
    const dice = new Dice(SEED);
    const store = await records.open();
    const world = new World(dice);
    await world.grow(store);
    for (let round = 0; round < 4; round++) {
      const from = await reachedNow(store);
      await world.grow(store);
      const to = await reachedNow(store);
      for (const viewer of VIEWERS) await hold(viewer, { from, to, world, store });
    }
  });

  async function hold(
    viewer: Viewer,
    {
      from,
      to,
      world,
      store,
    }: { from: Parameters<typeof changesSeen>[2]["from"]; to: typeof from; world: World; store: Served["store"] },
  ): Promise<void> {
    const found = await changesSeen(store, viewer, { from, to });
    const [before, now] = [new Model(world, viewer, { at: from.at }), new Model(world, viewer)];
    const touched = world.current().filter(({ recordedAt, noun }) => recordedAt > from.at && !NEVER_TOLD.has(noun));
    const expected = touched.filter(({ noun, id }) => {
      const look = looksAt(now, noun, id);
      return look !== undefined && look !== looksAt(before, noun, id);
    });
    const names = (some: readonly { noun: Noun; id: string }[]): readonly string[] =>
      some.map(({ noun, id }) => `${noun} ${id}`).toSorted();
    expect({ viewer, told: names(found.things) }).toEqual({ viewer, told: names(expected) });
    const then = new Model(world, viewer, { at: from.at, isAsThen: true });
    const gone = touched.filter(
      ({ noun, id }) => looksAt(then, noun, id) !== undefined && looksAt(now, noun, id) === undefined,
    );
    expect({ viewer, gone: names(found.gone) }).toEqual({ viewer, gone: names(gone) });
  }

  test("is told as it happens, and what is hidden leaves no trace: no event, no place to go on from, no gap", async () => {
    served = await Served.open(records, { parts: { lookEvery: 20 } });
    const [inside, party, nobody] = [await listen("editor"), await listen("liaison:a"), await listen("nobody")];
    const secret = await put([]);
    await inside.until((heard) => heard.length >= 1);
    const shared = await put(["party:a"], { occurrence: "reported" });
    await inside.until((heard) => heard.length >= 2);
    await party.until((heard) => heard.length >= 1);
    // What the party does not see of it changes, and then what it does see.
    const again = await put(["party:a"], { occurrence: "reported", label: "another" }, shared);
    await inside.until((heard) => heard.length >= 3);
    await put(["party:a"], { occurrence: "confirmed" }, again);
    await party.until((heard) => heard.length >= 2);
    await inside.until((heard) => heard.length >= 4);
    expect(party.heard).toEqual([1, 2].map(() => ({ event: "change", data: { noun: "incident", id: shared.id } })));
    expect(nobody.text).toBe("retry: 2000\n\n");
    expect(party.text).not.toContain(secret.id);
    expect(inside.heard.map(({ data }) => data["id"])).toEqual([secret.id, shared.id, shared.id, shared.id]);
  });

  test("tells of what is hidden again, or taken back, that it is gone, to those alone who could see it", async () => {
    served = await Served.open(records, { parts: { lookEvery: 20 } });
    const shared = await put(["party:a", "public"]);
    const secret = await put(["party:b"]);
    const who = ["liaison:a", "liaison:b", "nobody", "editor"] as const;
    const [party, other, nobody, inside] = [
      await listen(who[0]),
      await listen(who[1]),
      await listen(who[2]),
      await listen(who[3]),
    ];
    const hidden = await put(["party:a"], {}, shared);
    await nobody.until((heard) => heard.length >= 1);
    await put([], {}, secret);
    await other.until((heard) => heard.length >= 1);
    await changed(served.store, (change) =>
      change.add(
        "incident",
        { id: hidden.id, supersedes: hidden.row, audience: ["party:a"], withdrawn: true },
        rowOf("incident", 1),
      ),
    );
    await party.until((heard) => heard.length >= 1);
    await inside.until((heard) => heard.length >= 3);
    const gone = (id: string) => [{ event: "gone", data: { noun: "incident", id } }];
    expect([party.heard, nobody.heard, other.heard]).toEqual([gone(shared.id), gone(shared.id), gone(secret.id)]);
    expect(inside.heard.map(({ event, data }) => [event, data["id"]])).toEqual([
      ["change", shared.id],
      ["change", secret.id],
      ["gone", shared.id],
    ]);
    // Whoever comes later is told nothing of what there was.
    const place = nobody.lastId;
    const late = await listen("nobody", place);
    const next = await put(["public"]);
    await late.until((heard) => heard.length >= 1);
    expect(late.heard).toEqual([{ event: "change", data: { noun: "incident", id: next.id } }]);
  });

  test("is not told to an account any more that was let out, and to no more places than an account may listen at", async () => {
    served = await Served.open(records, { parts: { lookEvery: 20 } });
    const monitor = await listen("liaison:a");
    const account = (await (await served.person("liaison:a")).caller())!.account!;
    await served.accounts.disable(account, { by: "a test" });
    await put(["party:a"]);
    const begun = performance.now();
    while (!monitor.isOver && performance.now() - begun < 5000) await new Promise((wait) => setTimeout(wait, 20));
    expect({ isOver: monitor.isOver, text: monitor.text }).toEqual({ isOver: true, text: "retry: 2000\n\n" });
    for (let i = 0; i < 20; i++) await listen("editor");
    const { headers } = await served.person("editor");
    const more = (): Promise<number> =>
      Promise.resolve(served!.app.request("/api/events", { headers })).then((got) => got.status);
    expect(await more()).toBe(429);
    await listening.pop()!.stop();
    expect(await more()).toBe(200);
  });

  test("goes on where it was cut off, for the audience that the place was given to", async () => {
    served = await Served.open(records, { parts: { lookEvery: 20 } });
    const first = await listen("liaison:a");
    await put(["party:a"]);
    await first.until((heard) => heard.length === 1);
    await first.stop();
    const missed = await put(["party:a"]);
    await put([]);
    const second = await listen("liaison:a", first.lastId);
    await second.until((heard) => heard.length >= 1);
    expect(second.heard).toEqual([{ event: "change", data: { noun: "incident", id: missed.id } }]);
    // The same place looks otherwise each time, and says nothing to others.
    const third = await listen("liaison:a", first.lastId);
    await third.until((heard) => heard.length >= 1);
    expect(third.lastId).not.toBe(second.lastId);
    expect(third.lastId).toHaveLength(second.lastId!.length);
    for (const [who, place] of [
      ["liaison:b", first.lastId],
      ["liaison:a", "1"],
      ["editor", first.lastId],
    ] as const) {
      const other = await listen(who, place);
      await other.until((heard) => heard.length >= 1);
      expect(other.heard[0]).toEqual({ event: "reload", data: {} });
    }
  });
});
