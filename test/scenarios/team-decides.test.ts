import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { Viewer } from "../../src/domain/index.ts";
import { Reading, type Row } from "../../src/store/index.ts";
import {
  checkRemedy,
  determinationStanding,
  dissent,
  giveReply,
  judge,
  proposeDetermination,
  recordAcceptance,
  recordReply,
  releaseIncident,
  requestReply,
  setAttribution,
  setMandate,
  setOccurrence,
  signDetermination,
  waitingFor,
  withdrawProposal,
  withdrawRequest,
} from "../../src/workflow/index.ts";
import { SLOW } from "../temporary-record.ts";
import { en, HOUR, LIAISON, Mission } from "./mission.ts";

const mission = Mission.forEachTest();
const proposalRow = async (): Promise<Row<"proposal">> => (await mission.store.current("proposal")).at(-1)!;

describe("a mission's team decides", { timeout: SLOW }, () => {
  it("asks a party, sees that it does not answer in time, and keeps its answer in its own words", async () => {
    const [riders, , lower] = await mission.threeReports();
    const question = { text: "ماذا حدث عند الطاحونة؟", lang: "ar" };
    const clerk = mission.person("Ben");
    const asked = { ...(await mission.seen(lower)), party: "lower", question };
    await expect(requestReply(clerk, { ...asked, dueAt: 1 })).rejects.toMatchObject({ code: "due-already" });
    const dueAt = Date.now() + 2000;
    const { result } = await requestReply(clerk, { ...asked, dueAt });
    await expect(requestReply(clerk, { ...asked, dueAt: Date.now() + HOUR })).rejects.toMatchObject({
      code: "asked-already",
    });

    // Others are asked too; the liaison sees what its own party is asked, and nothing of the rest.
    await requestReply(clerk, { ...(await mission.seen(riders)), party: "upper", question, release: true });
    const seen = await new Reading(mission.store, LIAISON).things("reply");
    expect(seen.map(({ id, party, body }) => ({ id, party, body }))).toEqual([
      { id: result.reply, party: "lower", body: { question } },
    ]);
    const [, upper] = await mission.store.current("reply");
    expect(upper!.due_at! - upper!.asked_at).toBe(72 * HOUR);
    const liaison = mission.person("Lea", { party: "lower" });
    const words = { answer: { text: "لم نطلق النار", lang: "ar" }, position: "not responsible" } as const;
    await expect(giveReply(liaison, { reply: upper!.id, ...words })).rejects.toMatchObject({ code: "no-such-reply" });
    await expect(giveReply(liaison, { reply: asked.incident, ...words })).rejects.toMatchObject({
      code: "no-such-reply",
    });

    // Four days later it is overdue, and shows in the queue.
    const later = Date.now() + 96 * HOUR;
    expect((await waitingFor(mission.store, { now: later })).repliesOverdue).toMatchObject({
      count: 2,
      first: [{ party: "lower" }, { party: "upper" }],
    });
    expect((await waitingFor(mission.store, { now: dueAt - 1 })).repliesOverdue.count).toBe(0);

    // It answers, late, and promises to put something right.
    const remedy = { words: en("We pay for the mill."), dueAt: later };
    while (Date.now() <= dueAt) await setTimeout(50);
    const enclosure = { name: "from Lea.pdf", bytes: Buffer.from("%PDF") };
    const given = await giveReply(liaison, { reply: result.reply, ...words, enclosure, remedy });
    expect(given.result.isLate).toBe(true);
    const [answered] = (await mission.store.current("reply")).filter(({ party }) => party === "lower");
    expect(answered).toMatchObject({
      position: "not responsible",
      body: { question, answer: words.answer, remedy: en("We pay for the mill.") },
    });
    expect((await waitingFor(mission.store, { now: later })).remediesToCheck.first).toMatchObject([{ party: "lower" }]);
    await checkRemedy(clerk, {
      reply: result.reply,
      seen: answered!.row,
      isKept: false,
      words: en("The mill stands still."),
    });
    expect((await waitingFor(mission.store, { now: later })).remediesToCheck.count).toBe(0);
    // A second answer from another desk of the party does not take the place of the first unseen.
    const other = { reply: result.reply, answer: en("It was us."), position: "acknowledged" } as const;
    const expected = { code: "changed-meanwhile", saw: { answered_at: null }, stands: { position: "not responsible" } };
    await expect(recordReply(clerk, other)).rejects.toMatchObject(expected);
    const told = await giveReply(liaison, other).catch((error: unknown) => error);
    expect(told).toMatchObject({ ...expected, wanted: other });
    // What is for the inside is not in it: numbers of rows, audiences, items.
    expect(JSON.stringify(told)).not.toMatch(/"row"|"audience"|"item"/u);
    const [checked] = (await mission.store.current("reply")).filter(({ party }) => party === "lower");
    await recordReply(clerk, { ...other, seen: checked!.row });
    // What came with the first answer, and what was promised in it, is not taken back by a second.
    const [corrected] = (await mission.store.current("reply")).filter(({ party }) => party === "lower");
    expect(corrected).toMatchObject({ position: "acknowledged", body: { remedy: en("We pay for the mill.") } });
    expect(corrected!.item).toEqual(answered!.item);
    expect(corrected!.item).not.toBeNull();
    await expect(
      withdrawRequest(clerk, { reply: result.reply, seen: checked!.row, reasons: en("x") }),
    ).rejects.toMatchObject({ code: "changed-meanwhile" });
    const third = await requestReply(clerk, { ...(await mission.seen(riders)), party: "lower", question });
    const withdrawing = (await mission.store.current("reply")).find(({ id }) => id === third.result.reply)!;
    await withdrawRequest(clerk, { reply: withdrawing.id, seen: withdrawing.row, reasons: en("The wrong incident.") });
    await requestReply(clerk, { ...(await mission.seen(riders)), party: "lower", question });
    // What others answered, and what was hidden again, is to a liaison as if it were not there.
    await recordReply(clerk, { reply: upper!.id, answer: en("We did."), position: "acknowledged" });
    await expect(giveReply(liaison, { reply: upper!.id, ...words })).rejects.toMatchObject({ code: "no-such-reply" });
    await releaseIncident(clerk, { ...(await mission.seen(lower)), audience: [] });
    await expect(giveReply(liaison, { reply: result.reply, ...words })).rejects.toMatchObject({
      code: "no-such-reply",
    });
    // What the party says counts for who did it.
    const level = {
      ...(await mission.seen(lower)),
      level: "acknowledged",
      actor: "people-of-lower",
      reasons: en("Its letter."),
    } as const;
    expect((await setAttribution(clerk, level)).result.justified.level).toBe("acknowledged");
    await mission.isProven();
  });

  it("determines with two persons, keeps the dissent, and shows when what it rests on has changed", async () => {
    const [riders] = await mission.threeReports();
    await judge(mission.person("Ada"), {});
    await releaseIncident(mission.person("Ada"), {
      ...(await mission.seen(riders)),
      audience: ["public", "guarantors", "party:lower"],
    });
    const finding = (await mission.store.current("finding")).find(({ incident }) => incident === riders)!;
    const proposing = {
      agreement: "villages",
      judgement: "cannot be judged",
      rule: "cease",
      finding: { id: finding.id, row: finding.row },
      reasons: en("Whether the riders accepted is not known."),
      publicReasons: en("The record does not decide it."),
      audience: ["public", "guarantors", "party:lower"],
    } as const;
    const { result } = await proposeDetermination(mission.person("Ben"), {
      ...(await mission.seen(riders)),
      ...proposing,
    });
    expect(result.missing).toBe(1);
    const read = { proposal: result.proposal, seen: (await proposalRow()).row };
    const outside = async (viewer: Viewer): Promise<readonly unknown[]> => [
      ...(await new Reading(mission.store, viewer).things("determination")),
      ...(await new Reading(mission.store, viewer).things("proposal")),
      ...(await new Reading(mission.store, viewer).things("dissent")),
    ];
    expect(await outside({ tier: "guarantors" })).toEqual([]);

    // One person is one person, with however many accounts and sessions.
    for (const as of ["Ben", "Ben's second account"])
      await expect(signDetermination(mission.person("Ben", { as }), read)).rejects.toMatchObject({
        code: "own-proposal",
      });
    expect(await mission.store.current("determination")).toEqual([]);
    expect((await waitingFor(mission.store, { now: Date.now(), person: "Ben" })).signaturesMissing.first).toMatchObject(
      [{ isForYou: false, signed: 1, needed: 2 }],
    );
    expect(
      (await waitingFor(mission.store, { now: Date.now(), person: "Cleo" })).signaturesMissing.first,
    ).toMatchObject([{ isForYou: true }]);

    // One dissents, and cannot sign any more; another signs.
    await dissent(mission.person("Dan"), { ...read, reasons: { text: "Les cavaliers l'ont dit.", lang: "fr" } });
    await expect(signDetermination(mission.person("Dan"), read)).rejects.toMatchObject({ code: "dissented" });
    // Of two sessions of one person at the same moment one signs.
    const sessions = ["Cleo", "Cleo's second account"].map((as) =>
      signDetermination(mission.person("Cleo", { as }), read),
    );
    const [signed] = (await Promise.allSettled(sessions)).flatMap((one) =>
      one.status === "fulfilled" ? [one.value] : [],
    );
    assert(signed);
    await expect(signDetermination({ ...mission.person("Fay"), person: "" }, read)).rejects.toMatchObject({
      code: "nobody",
    });
    expect(signed.result).toMatchObject({ state: "carried", missing: 0 });
    await expect(signDetermination(mission.person("Eve"), read)).rejects.toMatchObject({ code: "not-open" });
    await expect(dissent(mission.person("Cleo"), { ...read, reasons: en("No.") })).rejects.toMatchObject({
      code: "signed-already",
    });
    await dissent(mission.person("Eve"), { ...read, reasons: en("Too early.") });

    const { determination } = signed.result;
    const standing = await determinationStanding(mission.store, determination);
    expect(standing).toMatchObject({
      determination: { verdict: "cannot be judged", signed_by: ["Ben", "Cleo"] },
      dissents: [{ by: "Dan", lang: "fr" }, { by: "Eve" }],
      finding: { before: ["text|cease|undetermined"], hasChanged: false },
    });
    // Whoever decided against somebody may need protection from them.
    const [toParty, ...dissenting] = await outside(LIAISON);
    expect(toParty).toMatchObject({
      verdict: "cannot be judged",
      rule: "cease",
      public_reasons: "The record does not decide it.",
      signed_by: [],
      body: null,
    });
    // That there was a dissent is seen with the determination, also if it came after it.
    const hidden = { against: "cannot be judged", by: null, reasons: null, proposal: null };
    expect(dissenting).toMatchObject([hidden, hidden]);

    // The finding changes; the determination stands, and says so.
    await recordAcceptance(mission.person("Ada"), {
      agreement: "villages",
      actor: "riders",
      accept: "terms",
      standing: "accepted",
      to: "elders",
      at: "2016-03-02",
      source: "a letter",
    });
    await judge(mission.person("Ada"), {});
    expect(await determinationStanding(mission.store, determination)).toMatchObject({
      determination: { verdict: "cannot be judged" },
      finding: { before: ["text|cease|undetermined"], now: ["text|cease|breach"], hasChanged: true },
    });

    // Only people take its place, again two of them.
    const next = await proposeDetermination(mission.person("Dan"), {
      ...(await mission.seen(riders)),
      ...proposing,
      judgement: "breach",
      finding: undefined as never,
    });
    expect(next.result.determination).toBe(determination);
    const again = { proposal: next.result.proposal, seen: (await proposalRow()).row };
    await signDetermination(mission.person("Eve"), again);
    expect(await mission.store.current("determination")).toMatchObject([
      { id: determination, verdict: "breach", signed_by: ["Dan", "Eve"] },
    ]);
    const said = await mission.store.query("select verdict from determination order by row");
    expect(said).toEqual([{ verdict: "cannot be judged" }, { verdict: "breach" }]);
    await mission.isProven();
  });

  it("takes a proposal back only by who made it, and asks for as many as the agreement wants", async () => {
    const [riders] = await mission.threeReports();
    const [agreement] = await mission.store.current("agreement");
    await setMandate(mission.person("Ada"), {
      agreement: agreement!.id,
      seen: agreement!.row,
      mandate: { signers: 3 },
    });
    const proposing = { agreement: "villages", judgement: "breach", reasons: en("They shot.") } as const;
    const propose = async (): Promise<{ proposal: string; seen: number }> => {
      const { result } = await proposeDetermination(mission.person("Ben"), {
        ...(await mission.seen(riders)),
        ...proposing,
      });
      return { proposal: result.proposal, seen: (await proposalRow()).row };
    };
    const first = await propose();
    await expect(withdrawProposal(mission.person("Cleo"), first)).rejects.toMatchObject({ code: "not-your-proposal" });
    await withdrawProposal(mission.person("Ben"), first);
    await expect(signDetermination(mission.person("Cleo"), first)).rejects.toMatchObject({ code: "not-open" });
    const second = await propose();
    // Two sign what they read at the same time: both signatures count.
    const signed = await Promise.all(["Cleo", "Dan"].map((name) => signDetermination(mission.person(name), second)));
    expect(signed.map(({ result }) => result.state).toSorted()).toEqual(["carried", "open"]);
    expect((await mission.store.current("determination"))[0]!.signed_by).toHaveLength(3);
    // Nobody decides about an incident that is said to be something else meanwhile.
    const seen = await mission.seen(riders);
    await setOccurrence(mission.person("Ben"), { ...seen, level: "unfounded", reasons: en("Nothing there.") });
    await expect(proposeDetermination(mission.person("Ben"), { ...seen, ...proposing })).rejects.toMatchObject({
      code: "changed-meanwhile",
    });
  });
});
