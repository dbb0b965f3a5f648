import { afterEach, expect, test } from "vitest";
import { ENDPOINT_NAMES, endpointNamed } from "../../src/api/index.ts";
import { shots } from "../scenarios/mission.ts";
import { onEachServer, SLOW } from "../temporary-record.ts";
import { Served, type Got, type Who } from "./served.ts";

const words = (text: string) => ({ text, lang: "en" });
const WHY = "the miller told both teams";

onEachServer("a party that was asked about an incident", (records) => {
  let served: Served;
  afterEach(() => served?.close(), SLOW);

  async function incident(day: string): Promise<{ readonly id: string; readonly report: string }> {
    const { body } = await served.ask("editor", "recordReports", { body: { reports: [shots("Lower", day)] } });
    const { incident: id, report } = body.reports[0]!;
    return { id: id!, report };
  }

  async function request(id: string): Promise<string> {
    const { body } = await served.ask("editor", "getIncident", { params: { id } });
    const asked = { seen: body.row, party: "lower", question: words("Who fired?"), release: true };
    return (await served.ask("editor", "requestReply", { params: { id }, body: asked })).body.reply;
  }

  const merge = (who: Who, id: string, body: object) =>
    served.ask(who, "mergeIncidents", { params: { id }, body: { reason: WHY, ...body } });
  const sees = async (who: Who, reply: string): Promise<unknown> => {
    const { items } = (await served.ask(who, "list:reply")).body;
    const about = items.find(({ id }) => id === reply)?.incident;
    if (typeof about !== "string") return about;
    expect((await served.ask(who, "getIncident", { params: { id: about } })).status).toBe(200);
    return about;
  };
  const answer = (who: Who, id: string): Promise<Got> =>
    served.ask(who, "giveReply", { params: { id }, body: { answer: words("It was us"), position: "acknowledged" } });
  const undo = async (entry: number) =>
    (await served.ask("verifier", "undoMatching", { body: { entry, reason: "it was another mill" } })).status;
  const lastEntry = async (): Promise<number> =>
    (await served.ask("verifier", "listLedger", { query: { limit: "1" } })).body.items[0]!.seq;

  test("is asked about the other when the two are joined, sees it, and answers; undone, it is as it was", async () => {
    served = await Served.open(records);
    const [asked, other] = [await incident("2016-03-05"), await incident("2016-03-06")];
    const reply = await request(asked.id);
    // Nobody asks a party about what it cannot see; to show it something is for an editor.
    expect(await merge("verifier", asked.id, { into: other.id })).toMatchObject({
      status: 409,
      body: { code: "not-released" },
    });
    expect(await merge("verifier", asked.id, { into: other.id, release: true })).toMatchObject({ status: 403 });
    expect(await sees("liaison:lower", reply)).toBe(asked.id);
    expect((await merge("editor", asked.id, { into: other.id, release: true })).status).toBe(200);
    const entry = await lastEntry();
    expect(await sees("liaison:lower", reply)).toBe(other.id);
    expect(await sees("liaison:upper", reply)).toBeUndefined();
    expect((await answer("liaison:upper", reply)).status).toBe(404);
    expect((await answer("liaison:lower", reply)).status).toBe(200);
    // Its answer counts for where it is now, and stays when the two are taken apart again.
    expect(await undo(entry)).toBe(200);
    expect(await sees("liaison:lower", reply)).toBe(asked.id);
    const { body } = await served.ask("verifier", "get:reply", { params: { id: reply } });
    expect(body).toMatchObject({ position: "acknowledged", incident: asked.id });
    expect((await served.ask("liaison:lower", "getIncident", { params: { id: other.id } })).status).toBe(404);
    expect((await served.ask("editor", "verifyLedger")).body.discrepancies).toEqual([]);
  });

  test("goes back with the incident when its report is taken out, and can be hidden from where it is", async () => {
    served = await Served.open(records);
    const [asked, other] = [await incident("2016-03-05"), await incident("2016-03-06")];
    const reply = await request(asked.id);
    await merge("editor", asked.id, { into: other.id, release: true });
    const { body } = await served.ask("editor", "getIncident", { params: { id: other.id } });
    const hide = { seen: body.row, audience: [] };
    await served.ask("editor", "releaseIncident", { params: { id: other.id }, body: hide });
    expect(await sees("liaison:lower", reply)).toBeUndefined();
    expect((await answer("liaison:lower", reply)).status).toBe(404);
    await served.ask("editor", "detachReport", { params: { id: asked.report }, body: { reason: WHY } });
    expect(await sees("liaison:lower", reply)).toBe(asked.id);
    expect((await answer("liaison:lower", reply)).status).toBe(200);
  });

  test("is told nothing of why, over no address; who reads the ledger is", async () => {
    served = await Served.open(records);
    const [asked, other] = [await incident("2016-03-05"), await incident("2016-03-06")];
    await request(asked.id);
    await merge("editor", asked.id, { into: other.id, release: true });
    const { items } = (await served.ask("decider", "listLedger")).body;
    expect(items.filter(({ act }) => act === "merge-incidents")).toMatchObject([{ reason: WHY }]);
    const ids = [asked.id, other.id, asked.report, other.report];
    for (const name of ENDPOINT_NAMES.filter((one) => endpointNamed(one).method === "get" && one !== "events"))
      for (const who of ["liaison:lower", "humanitarian", "viewer", "nobody"] as const)
        for (const id of endpointNamed(name).path.includes("{id}") ? ids : [""])
          expect((await served.ask(who, name, { params: { id } })).text, `${name} for ${who}`).not.toContain(WHY);
  });
});
