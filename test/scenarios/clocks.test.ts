import { describe, expect, it } from "vitest";
import { Reading, type Row } from "../../src/store/index.ts";
import {
  askClarification,
  extendClock,
  giveReply,
  receiveItem,
  recordReply,
  requestReply,
  ruleOnClarification,
  waitingFor,
  withdrawRequest,
} from "../../src/workflow/index.ts";
import { SLOW } from "../temporary-record.ts";
import { en, HOUR, LIAISON, Mission } from "./mission.ts";

const mission = Mission.forEachTest();
const replyRow = async (id: string): Promise<Row<"reply">> =>
  (await mission.store.current("reply")).find((one) => one.id === id)!;
const stamp = (at: number): string => new Date(at).toISOString();
const hex = (digest: unknown): string => Buffer.from(digest as Uint8Array).toString("hex");

describe("a party's clock", { timeout: SLOW }, () => {
  it("is extended with reasons that the party reads; from then on the later moment counts, and both stay", async () => {
    const [, , lower] = await mission.threeReports();
    const ben = mission.person("Ben", { as: "account of Ben" });
    const first = Date.now() + HOUR;
    const asking = { party: "lower", question: en("Who fired?"), dueAt: first };
    const { reply } = (await requestReply(ben, { ...(await mission.seen(lower)), ...asking })).result;
    const seen = async (): Promise<{ reply: string; seen: number }> => ({ reply, seen: (await replyRow(reply)).row });
    const reasons = { text: "الطريق مقطوع", lang: "ar" };
    await expect(extendClock(ben, { ...(await seen()), dueAt: first, reasons })).rejects.toMatchObject({
      code: "not-later",
    });
    await expect(extendClock(ben, { ...(await seen()), dueAt: Number.NaN, reasons: en(" ") })).rejects.toMatchObject({
      problems: [{ at: { field: "/reasons/text" } }, { at: { field: "/dueAt" } }],
    });
    const second = first + 24 * HOUR;
    const stale = await seen();
    const extended = await extendClock(ben, { ...stale, dueAt: second, reasons });
    expect(extended.result).toEqual({ reply, clock: "reply", dueAt: second });
    // Two who extend it at once do not write over each other.
    await expect(extendClock(ben, { ...stale, dueAt: second + 1, reasons })).rejects.toMatchObject({
      code: "changed-meanwhile",
      fields: ["due_at"],
    });
    const third = second + HOUR;
    await extendClock(ben, { ...(await seen()), dueAt: third, reasons: en("Again.") });

    // The party reads when it is due, when it was, and why; by whom is in the ledger, for the inside.
    const [shown] = await new Reading(mission.store, LIAISON).things("reply");
    expect(shown).toMatchObject({
      due_at: third,
      body: {
        question: en("Who fired?"),
        extensions: [
          { clock: "reply", from: stamp(first), to: stamp(second), ...reasons },
          { clock: "reply", from: stamp(second), to: stamp(third), ...en("Again.") },
        ],
      },
    });
    const [entry] = await mission.store.query("select by, act, body from ledger_entry where seq = $1", [extended.seq]);
    const told = { incident: lower, reply, party: "lower", clock: "reply", before: first, due: second };
    expect(entry).toEqual({ by: "account of Ben", act: "extend-clock", body: told });
    const versions = await mission.store.query("select due_at from reply where id = $1 order by row", [reply]);
    expect(versions).toEqual([first, second, third].map((due_at) => ({ due_at })));

    // What would have been overdue is not, and an answer in the time that was given is not late.
    expect((await waitingFor(mission.store, { now: second + 1 })).repliesOverdue.count).toBe(0);
    expect((await waitingFor(mission.store, { now: third + 1 })).repliesOverdue.count).toBe(1);
    const answer = { reply, answer: en("It was us."), position: "acknowledged" } as const;
    const remedy = { words: en("We pay."), dueAt: third };
    const given = await recordReply(ben, { ...answer, remedy, answeredAt: second + 1 });
    expect(given.result.isLate).toBe(false);

    // Answered, the clock is that of what it promised.
    const later = { ...(await seen()), dueAt: third + HOUR, reasons: en("The mill is far.") };
    expect((await extendClock(ben, later)).result).toEqual({ reply, clock: "remedy", dueAt: third + HOUR });
    expect((await replyRow(reply)).remedy_due).toBe(third + HOUR);
    expect((await replyRow(reply)).due_at).toBe(third);
    expect((await waitingFor(mission.store, { now: third + 1 })).remediesToCheck.count).toBe(0);
    await mission.isProven();
  });

  it("that does not run is not extended", async () => {
    const [, , lower] = await mission.threeReports();
    const ben = mission.person("Ben");
    const asking = { party: "lower", question: en("Who fired?") };
    const ask = async () => (await requestReply(ben, { ...(await mission.seen(lower)), ...asking })).result.reply;
    const more = async (reply: string, row: number) =>
      extendClock(ben, { reply, seen: row, dueAt: Date.now() + 999 * HOUR, reasons: en("More time.") });
    const taken = await ask();
    const { row } = await replyRow(taken);
    await withdrawRequest(ben, { reply: taken, seen: row, reasons: en("The wrong one.") });
    await expect(more(taken, row)).rejects.toMatchObject({ code: "no-such-reply" });
    const answered = await ask();
    const liaison = mission.person("Lea", { party: "lower" });
    await giveReply(liaison, { reply: answered, answer: en("No."), position: "denied" });
    await expect(more(answered, (await replyRow(answered)).row)).rejects.toMatchObject({ code: "no-clock" });
  });
});

describe("what is enclosed", { timeout: SLOW }, () => {
  it("goes to a party with a question, and is not what its answer came in", async () => {
    const [, , lower] = await mission.threeReports();
    const ben = mission.person("Ben");
    const enclosure = { name: "photograph of the mill.pdf", bytes: Buffer.from("a picture") };
    const asking = { party: "lower", question: en("Is this yours?"), enclosure };
    const { reply } = (await requestReply(ben, { ...(await mission.seen(lower)), ...asking })).result;
    const letter = { name: "letter.pdf", bytes: Buffer.from("%PDF") };
    const liaison = mission.person("Lea", { party: "lower" });
    await giveReply(liaison, { reply, answer: en("No."), position: "denied", enclosure: letter });
    const { item, enclosed, body } = await replyRow(reply);
    expect(hex(item)).not.toBe(hex(enclosed));
    expect(body).toMatchObject({ enclosed: { mediaType: "application/pdf", size: 9 } });
    // Of the name it came with, and of the digest, the party is told nothing.
    const [shown] = await new Reading(mission.store, LIAISON).things("reply");
    expect(shown).toMatchObject({ item: null, enclosed: null });
    expect(JSON.stringify(shown)).not.toContain("photograph");
    await mission.isProven();
  });

  it("with a question about the text, and with its ruling, is kept as an item for the inside", async () => {
    const ada = mission.person("Ada");
    const { result } = await receiveItem(ada, { name: "minutes.pdf", bytes: [Buffer.from("%PDF minutes")] });
    const asked = { agreement: "villages", provision: "cease", askedBy: "lower", question: en("What is an attack?") };
    const letter = { name: "letter.pdf", bytes: Buffer.from("%PDF letter") };
    const both = askClarification(ada, { ...asked, enclosure: letter, item: result.digest });
    await expect(both).rejects.toMatchObject({ problems: [{ at: { field: "/item" } }] });
    await expect(askClarification(ada, { ...asked, item: "0".repeat(64) })).rejects.toMatchObject({
      code: "no-such-item",
    });
    const { clarification } = (await askClarification(ada, { ...asked, enclosure: letter, audience: ["party:lower"] }))
      .result;
    const [open] = await mission.store.current("clarification");
    const ruling = { clarification, seen: open!.row, ruling: en("A shot is one.") };
    await ruleOnClarification(ada, { ...ruling, item: result.digest });
    const [ruled] = await mission.store.current("clarification");
    expect(hex(ruled!.ruling_item)).toBe(result.digest);
    expect(hex(ruled!.item)).toBe(hex(open!.item));
    const [shown] = await new Reading(mission.store, LIAISON).things("clarification");
    expect(shown).toMatchObject({ ruling: "A shot is one.", item: null, ruling_item: null });
    await mission.isProven();
  });
});
