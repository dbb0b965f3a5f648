import { describe, expect, it } from "vitest";
import { FORM_MARK } from "../../src/formats/field-form.ts";
import { parseFormInstance } from "../../src/formats/index.ts";
import {
  acceptSubmissions,
  matchNewReports,
  receiveSubmission,
  recordReply,
  requestReply,
  setOccurrence,
  waitingFor,
  type Waiting,
} from "../../src/workflow/index.ts";
import { SLOW } from "../temporary-record.ts";
import { en, HOUR, Mission } from "./mission.ts";

const mission = Mission.forEachTest();
const counts = async (now = Date.now()): Promise<Readonly<Record<string, number>>> => {
  const waiting: Waiting = await waitingFor(mission.store, { now });
  const all = Object.entries(waiting).map(([what, { count }]) => [what, count]);
  return Object.fromEntries(all.filter(([, count]) => count !== 0));
};

function formOf(instance: string, answers: string) {
  const mark = `<truce_form>${FORM_MARK.value}</truce_form>`;
  const meta = `<meta><instanceID>uuid:${instance}</instanceID></meta>`;
  const xml = Buffer.from(`<data id="field">${mark}${answers}${meta}</data>`);
  const parsed = parseFormInstance(xml);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return { instance: parsed.instance, xml, files: [], isAccepted: false };
}

describe("what waits for a mission's team", { timeout: SLOW }, () => {
  it("is counted from the record: forms, what is to be matched and what is to be verified", async () => {
    expect(await counts()).toEqual({});
    const mona = mission.person("Mona");
    const { result: form } = await receiveSubmission(mona, formOf("1", "<narrative>Shots at dawn</narrative>"));
    await receiveSubmission(mona, formOf("2", "<narrative>Shots at noon</narrative>"));
    expect(await counts()).toEqual({ formsToAccept: 2 });
    const first = (await waitingFor(mission.store, { now: Date.now(), limit: 1 })).formsToAccept.first;
    expect(first).toMatchObject([{ item: form.item, form: "field", files: 0 }]);
    await acceptSubmissions(mission.person("Ada"), { items: [form.item] });
    expect(await counts()).toEqual({ formsToAccept: 1, reportsToMatch: 1, levelsToSet: 1 });
    const [lower] = (await mission.threeReports()).slice(-1);
    expect(await counts()).toEqual({ formsToAccept: 1, reportsToMatch: 4, levelsToSet: 4 });
    await matchNewReports(mission.store);
    await setOccurrence(mission.person("Ben"), {
      ...(await mission.seen(lower!)),
      level: "likely",
      reasons: en("Seen."),
    });
    expect(await counts()).toEqual({ formsToAccept: 1, levelsToSet: 3 });
  });

  it("is due tonight if it is due before the day ends on the clocks of the agreement", async () => {
    const [, , lower] = await mission.threeReports();
    await matchNewReports(mission.store);
    // Eight hours before midnight of a day to come in Damascus, which is ten o'clock at night somewhere else.
    const now = Date.parse("2099-03-01T13:00:00Z");
    const [soon, midnight] = [now + 7 * HOUR, Date.parse("2099-03-01T21:00:00Z")];
    const asking = { party: "lower", question: en("Who fired?") };
    const ask = async (dueAt: number): Promise<string> =>
      (await requestReply(mission.person("Ben"), { ...(await mission.seen(lower)), ...asking, dueAt })).result.reply;
    const reply = await ask(soon);
    const dueTonight = async (at: number) => (await waitingFor(mission.store, { now: at })).dueTonight;
    expect(await dueTonight(now)).toMatchObject({
      count: 1,
      first: [{ what: "reply", reply, party: "lower", dueAt: soon }],
    });
    expect((await dueTonight(now - 24 * HOUR)).count).toBe(0);
    // Over: it is overdue, and not due any more.
    const after = await waitingFor(mission.store, { now: soon + 1 });
    expect([after.dueTonight.count, after.repliesOverdue.count]).toEqual([0, 1]);
    const remedy = { words: en("We pay for the mill."), dueAt: midnight - 1 };
    await recordReply(mission.person("Ben"), { reply, answer: en("It was us."), position: "acknowledged", remedy });
    expect(await dueTonight(now)).toMatchObject({ count: 1, first: [{ what: "remedy", dueAt: midnight - 1 }] });
    // Midnight itself is of the next day.
    const [asked] = await mission.store.current("reply");
    await recordReply(mission.person("Ben"), {
      reply,
      seen: asked!.row,
      answer: en("It was us."),
      position: "acknowledged",
      remedy: { ...remedy, dueAt: midnight },
    });
    expect((await dueTonight(now)).count).toBe(0);
    expect((await dueTonight(midnight)).count).toBe(1);
  });
});
