import { afterEach, expect, test } from "vitest";
import { verifyRecord } from "../../src/store/index.ts";
import { dryRun } from "../../src/workflow/index.ts";
import { ACTORS, listSince, MISSION_TEXT, shots } from "../scenarios/mission.ts";
import { onEachServer, SLOW } from "../temporary-record.ts";
import { Served } from "./served.ts";

const AMNESTY = MISSION_TEXT.replace("  outside listed: target in outlaws or actor in outlaws\n", "");

onEachServer("a dry run", (records) => {
  let served: Served;
  let agreement: string;
  afterEach(() => served?.close(), SLOW);

  /** Riders, raiders and people of Lower have shot at Upper; raiders are listed since April. */
  async function mission(): Promise<readonly string[]> {
    served = await Served.open(records);
    const files = { "agreement.md": MISSION_TEXT, "actors.yaml": ACTORS, "council-list.csv": listSince("2016-04-01") };
    for (const [name, body] of Object.entries(files))
      expect((await served.ask("editor", "receiveItem", { query: { name }, body })).status).toBe(200);
    const reports = [shots("Riders", "2016-03-05"), shots("Raiders", "2016-04-06"), shots("Lower", "2016-03-07")];
    const { body } = await served.ask("editor", "recordReports", { body: { reports } });
    const { body: listed } = await served.ask("editor", "list:agreement");
    agreement = listed.items[0]!.id;
    return body.reports.map(({ incident }) => incident!);
  }

  const draft = (text: string, more: object = {}) =>
    served.ask("decider", "dryRunText", { params: { id: agreement }, body: { text, ...more } });
  const list = (body: object) => served.ask("decider", "dryRunList", { body });
  const whatChanged = (body: Awaited<ReturnType<typeof list>>["body"]) =>
    body.compared!.items.map(({ id, cells }) => [
      id,
      ...cells
        .filter(({ reading }) => reading === "text")
        .map(({ from, to }) => `${from.possible.join("/")} → ${to.possible.join("/")}`),
    ]);

  test("of the text in force changes nothing", async () => {
    await mission();
    const { body } = await draft(MISSION_TEXT);
    expect(body).toMatchObject({ isUsable: true, compared: { incidents: 3, changed: 0, changes: [], next: null } });
    const text = body.compared!.counts.find(({ reading }) => reading === "text")!;
    expect(text.before).toEqual(text.after);
    expect(Object.values(text.before).reduce((sum, count) => sum + count, 0)).toBe(3);
  });

  test("of a draft says which incidents it would judge otherwise, with counts that add up, and records nothing", async () => {
    const [, raiders] = await mission();
    await draft(MISSION_TEXT);
    const before = await served.store.query("select seq from ledger_head");
    const { body } = await draft(AMNESTY);
    expect(whatChanged(body)).toEqual([[raiders, "outside → breach/outside"]]);
    for (const { before: was, after } of body.compared!.counts)
      for (const counts of [was, after])
        expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(body.compared!.incidents);
    expect(await served.store.query("select seq from ledger_head")).toEqual(before);
    expect((await verifyRecord(served.store)).discrepancies).toEqual([]);
  });

  test("is a page at a time, and the pages are all of it", async () => {
    await mission();
    const free = MISSION_TEXT.replace("  against any bound\n", "  against riders\n").replace(
      'body council "The council"',
      'body council "The council"\nparty riders "Riders"',
    );
    const whole = await draft(free);
    expect(whole.body.compared!.changed).toBe(2);
    const first = await draft(free, { limit: 1 });
    expect(first.body.compared).toMatchObject({ next: 1, changed: 2 });
    const rest = await draft(free, { limit: 1, after: 1 });
    expect(rest.body.compared!.next).toBeNull();
    expect([...first.body.compared!.items, ...rest.body.compared!.items]).toEqual(whole.body.compared!.items);
  });

  test("of a draft that cannot be used says where it is wrong and how to mend it", async () => {
    await mission();
    const { status, body } = await draft(MISSION_TEXT.replace("must not attack", "must not atack"));
    expect(status).toBe(200);
    expect(body).toMatchObject({ isUsable: false, compared: null });
    const line = MISSION_TEXT.split("\n").findIndex((one) => one.includes("must not attack")) + 1;
    const wrong = body.problems.find(({ severity }) => severity === "error")!;
    expect(wrong).toMatchObject({ line, column: expect.any(Number) as number, from: expect.any(Number) as number });
    expect(wrong.hint).toMatch(/attack/u);
    expect(JSON.stringify(body)).not.toMatch(/\/tmp|\.md/u);
  });

  test("sees what the record learnt since the one before", async () => {
    await mission();
    expect((await draft(AMNESTY)).body.compared).toMatchObject({ incidents: 3, changed: 1 });
    await served.ask("editor", "recordReports", { body: { reports: [shots("Raiders", "2016-04-09")] } });
    expect((await draft(AMNESTY)).body.compared).toMatchObject({ incidents: 4, changed: 2 });
  });

  test("of a listing, a delisting and an acceptance says whose incidents they would change", async () => {
    const [riders, raiders] = await mission();
    const added = await list({ list: "outlaws", add: [{ who: "riders", from: "2016-03-01" }] });
    expect(whatChanged(added.body)).toEqual([[riders, "breach/outside → outside"]]);
    const later = await list({ list: "outlaws", add: [{ who: "Riders" }], at: "2016-03-06" });
    expect(later.body.compared!.changed).toBe(0);
    const removed = await list({ list: "outlaws", remove: [{ who: "C.1", from: "2016-04-03" }] });
    expect(whatChanged(removed.body)).toEqual([[raiders, "outside → breach/outside"]]);
    const after = await list({ list: "outlaws", remove: [{ who: "raiders", from: "2016-04-07" }] });
    expect(after.body.compared!.changed).toBe(0);
    const acceptances = [{ actor: "riders", accept: "terms", standing: "accepted", at: "2016-02-01", to: "elders" }];
    expect(whatChanged((await list({ acceptances })).body)).toEqual([[riders, "breach/outside → breach"]]);
  });

  test("for whoever has gone is not made, and holds up nobody else's", async () => {
    await mission();
    const { store } = served;
    const asked = Array.from({ length: 20 }, (_, i) =>
      dryRun(store, { text: `${AMNESTY}\n${i}\n` }, AbortSignal.abort()),
    );
    const mine = dryRun(store, { text: AMNESTY });
    const gone = await Promise.allSettled(asked);
    expect(gone.map(({ status }) => status)).toEqual(asked.map(() => "rejected"));
    expect((await mine).compared!.changed).toHaveLength(1);
  });

  test("of somebody or something that is not known says so where it stands", async () => {
    await mission();
    const { body } = await list({
      list: "outlaws",
      add: [{ who: "ryders" }],
      remove: [{ who: "riders", from: "soon" }],
    });
    expect(body.isUsable).toBe(false);
    expect(body.problems.map(({ field, code }) => [field, code])).toEqual([
      ["/add/0/who", "unknown-actor"],
      ["/remove/0/from", "bad-time"],
      ["/remove/0/who", "not-listed"],
    ]);
    expect(body.problems[0]!.hint).toContain("riders");
    expect((await list({ list: "outlawed" })).body.problems).toMatchObject([{ field: "/list", code: "unknown-list" }]);
    expect((await list({ agreement: "nothing" })).status).toBe(400);
    expect((await draft(MISSION_TEXT, { readings: ["nobody"] })).status).toBe(422);
  });
});
