import { describe, expect, it } from "vitest";
import { Jobs, Reading, Store } from "../../src/store/index.ts";
import {
  acceptProposal,
  corroborationOf,
  detachReport,
  explainInRecord,
  followIncident,
  matchAgain,
  matchJob,
  matchNewReports,
  mergeIncidents,
  pinIncident,
  proposalsWaiting,
  recordReports,
  rejectProposal,
  sayOfReports,
  setOccurrence,
  splitIncident,
  undoMatching,
  unpinIncident,
  unsureOfProposal,
  type Acting,
} from "../../src/workflow/index.ts";
import { evidenceOf } from "../../src/workflow/acts/evidence.ts";
import { en, LIAISON, Mission, mortar } from "./mission.ts";
import { teamsOf, type Recorded } from "./teams.ts";

const mission = Mission.forEachTest();
const ada = (): Acting => mission.person("Ada");
const PUBLIC = { tier: "public" } as const;

const { record, incidentOf, threeTeams, whatStands } = teamsOf(mission);

/** What the teams told is proposed, not put together. */
async function oneProposal(): Promise<{
  readonly proposal: string;
  readonly reports: readonly [Recorded, Recorded, Recorded];
}> {
  const reports = await threeTeams();
  await matchNewReports(mission.store, { onlyPropose: true });
  const { first } = await proposalsWaiting(mission.store);
  expect(first.map(({ report, incident }) => [report, incident])).toEqual([[reports[1].report, reports[0].incident]]);
  return { proposal: first[0]!.proposal, reports };
}

describe("new reports", () => {
  it("are put together when it is certain enough, and others are left alone; the ids stay", async () => {
    const [one, other, third] = await threeTeams();
    expect(await matchNewReports(mission.store)).toMatchObject({
      looked: 3,
      attached: 1,
      waiting: 0,
      model: "shipped 1",
    });
    expect([await incidentOf(one.report), await incidentOf(other.report)]).toEqual([one.incident, one.incident]);
    expect(await incidentOf(third.report)).toBe(third.incident);
    expect((await mission.store.current("incident")).map(({ id }) => id).sort()).toEqual(
      [one.incident, third.incident].sort(),
    );
    const [attached] = await mission.store.current("match_proposal");
    expect(attached).toMatchObject({ state: "attached", band: "solid", model: "shipped 1", decided_by: null });
    // Nothing new: nothing done.
    expect(await matchNewReports(mission.store)).toMatchObject({ looked: 0, attached: 0 });
    await mission.isProven();
  });

  it("wait for a person when people have decided something about the incident", async () => {
    const [one] = await record(mortar("Team 3"));
    const level = { level: "likely", reasons: en("two teams went there") } as const;
    await setOccurrence(ada(), { ...(await mission.seen(one!.incident)), ...level });
    const [other] = await record(mortar("Team 4"));
    expect(await matchNewReports(mission.store)).toMatchObject({ attached: 0, waiting: 1 });
    const { first } = await proposalsWaiting(mission.store);
    expect(first).toMatchObject([{ report: other!.report, incident: one!.incident, waitsFor: ["decided"] }]);
  });

  it("wait for a person when who sees the report would no longer see its incident", async () => {
    const [hidden] = (await recordReports(ada(), { reports: [mortar("Team 3")] })).result.reports;
    const [shown] = await record(mortar("Team 4"));
    await matchNewReports(mission.store);
    const { first } = await proposalsWaiting(mission.store);
    expect(first).toMatchObject([{ report: shown!.report, incident: hidden!.incident, waitsFor: ["audience"] }]);
  });

  it("are matched anew when somebody decides something while they are matched", async () => {
    const [one] = await record(mortar("Team 3"));
    await record(mortar("Team 4"));
    const pin = { incident: one!.incident, by: "Ada", reason: "in a bulletin" };
    // Another process: within one, changes wait for each other before they come to the database.
    const elsewhere = new Store(mission.store.pool, mission.store.where, undefined);
    const matching = await mission.store.change(async (change) => {
      change.add("match_pin", { audience: [] }, pin);
      // It has looked already, and waits for this change to end.
      const begun = matchNewReports(elsewhere);
      const waiting = "select from pg_locks where not granted and locktype in ('transactionid', 'tuple')";
      await expect.poll(() => mission.store.query(waiting), { timeout: 60_000 }).not.toEqual([]);
      return { result: { begun }, act: { by: "ada", act: "pin-incident", body: {} } };
    });
    expect(await matching.result.begun).toMatchObject({ attached: 0, waiting: 1 });
    expect((await proposalsWaiting(mission.store)).first).toMatchObject([{ waitsFor: ["pinned"] }]);
  });

  it("never join a pinned incident by themselves, until it is pinned no more", async () => {
    const [one] = await record(mortar("Team 3"));
    await pinIncident(ada(), { incident: one!.incident, reason: "named in a bulletin" });
    const [other] = await record(mortar("Team 4"));
    expect(await matchNewReports(mission.store)).toMatchObject({ attached: 0, waiting: 1 });
    expect((await proposalsWaiting(mission.store)).first).toMatchObject([
      { report: other!.report, waitsFor: ["pinned"] },
    ]);
    await unpinIncident(ada(), { incident: one!.incident, reason: "the bulletin was withdrawn" });
    const [third] = await record(mortar("Team 5"));
    expect(await matchNewReports(mission.store)).toMatchObject({ attached: 1 });
    expect(await incidentOf(third!.report)).not.toBe(third!.incident);
  });

  it("that copy another have no voice of their own, wherever they are put", async () => {
    const narrative = `At noon the mill was hit by several rounds and people who had been waiting with their
      sacks since the early morning ran towards the river where boats took the wounded across to the other bank`;
    const [one] = await record(mortar("Wire", { narrative, reported: "2016-03-05T18:00" }));
    const [copy] = await record(mortar("Paper", { narrative, reported: "2016-03-05T20:00" }));
    const [other] = await record(mortar("Team 4"));
    await matchNewReports(mission.store);
    expect([await incidentOf(copy!.report), await incidentOf(other!.report)]).toEqual([one!.incident, one!.incident]);
    const evidence = await mission.store.withClient((client) => evidenceOf(client, [one!.incident]));
    expect(evidence.get(one!.incident)).toMatchObject({ reports: 3, voices: 2 });
    const bands = (await mission.store.current("match_proposal")).map(({ report, band }) => [report, band]);
    expect(bands).toContainEqual([copy!.report, "copy"]);
  });

  it("that are revised stay where they were put", async () => {
    const [one] = await record(mortar("Team 3"));
    const dataSet = "of Team 4";
    const [other] = (await recordReports(ada(), { reports: [{ id: "T4-1", ...mortar("Team 4") }], dataSet })).result
      .reports;
    await matchNewReports(mission.store, { onlyPropose: true });
    await acceptProposal(ada(), {
      proposal: (await proposalsWaiting(mission.store)).first[0]!.proposal,
      reason: "seen",
    });
    await recordReports(ada(), { reports: [{ id: "T4-1", ...mortar("Team 4", { killed: "4" }) }], dataSet });
    const places = (await mission.store.current("incident_member")).filter(({ report }) => report === other!.report);
    expect(places.map(({ incident }) => incident)).toEqual([one!.incident]);
    expect(await matchNewReports(mission.store)).toMatchObject({ attached: 0, waiting: 0 });
  });
});

describe("what people say", () => {
  it("accepted, puts the report there for good, and the former id leads there", async () => {
    const { proposal, reports } = await oneProposal();
    const [one, other] = reports;
    await acceptProposal(ada(), { proposal, reason: "the same crater" });
    expect(await incidentOf(other.report)).toBe(one.incident);
    expect(await mission.store.current("match_verdict")).toMatchObject([
      { verdict: "same", by: "Ada", reason: "the same crater" },
    ]);
    expect((await proposalsWaiting(mission.store)).count).toBe(0);
    const [ended] = await mission.store.query<{ body: object }>(
      "select body from incident where id = $1 and superseded_at is null and withdrawn",
      [other.incident],
    );
    expect(ended!.body).toEqual({ joined: one.incident });
    await mission.isProven();
  });

  it("rejected, binds the matcher whatever comes later", async () => {
    const { proposal, reports } = await oneProposal();
    const [one, other] = reports;
    await rejectProposal(ada(), { proposal, reason: "two mortars, two streets" });
    for (const team of ["Team 6", "Team 7", "Team 8"]) {
      await record(mortar(team));
      await matchNewReports(mission.store);
    }
    expect(await incidentOf(one.report)).not.toBe(await incidentOf(other.report));
    const { first } = await proposalsWaiting(mission.store);
    expect(first.filter(({ report, incident }) => report === other.report && incident === one.incident)).toEqual([]);
  });

  it("unsure is final: nothing is put together, and it is not asked again", async () => {
    const { proposal, reports } = await oneProposal();
    const [one, other] = reports;
    await unsureOfProposal(ada(), { proposal, reason: "nobody was there" });
    await record(mortar("Team 6"));
    await matchNewReports(mission.store);
    expect(await incidentOf(other.report)).toBe(other.incident);
    expect(
      (await proposalsWaiting(mission.store)).first.some(
        ({ report, incident }) => report === other.report && incident === one.incident,
      ),
    ).toBe(false);
  });

  it("of what the matcher did itself is done too: rejected, it is taken out again", async () => {
    const [one, other] = await threeTeams();
    await matchNewReports(mission.store);
    const [attached] = await mission.store.current("match_proposal");
    await rejectProposal(ada(), { proposal: attached!.id, reason: "another mill" });
    expect([await incidentOf(one.report), await incidentOf(other.report)]).toEqual([one.incident, other.incident]);
    const account = (await mission.store.current("incident")).map(({ id, account: report }) => [id, report]);
    expect(account).toContainEqual([other.incident, other.report]);
    await mission.isProven();
  });

  it("is refused where it contradicts what was said before", async () => {
    const [one, other, third] = await threeTeams();
    const say = (a: Recorded, b: Recorded, verdict: "same" | "different") =>
      sayOfReports(ada(), { reports: [a.report, b.report], verdict, reason: "seen" });
    await say(one, other, "same");
    await say(other, third, "different");
    await expect(say(one, third, "same")).rejects.toMatchObject({ code: "match.contradiction" });
    expect(await incidentOf(third.report)).toBe(third.incident);
  });
});

describe("arranging incidents", () => {
  it("merges and splits them, and an incident that loses its account keeps its id", async () => {
    const [one, other, third] = await threeTeams();
    await mergeIncidents(ada(), { incident: other.incident, into: one.incident, reason: "one event" });
    await mergeIncidents(ada(), { incident: third.incident, into: one.incident, reason: "one event" });
    const { result } = await splitIncident(ada(), {
      incident: one.incident,
      reports: [one.report],
      reason: "its report is of another street",
    });
    expect(result.incident).not.toBe(one.incident);
    expect([await incidentOf(other.report), await incidentOf(third.report)]).toEqual([one.incident, one.incident]);
    expect((await mission.incident(one.incident)).account).toBe(other.report);
    await detachReport(ada(), { report: third.report, reason: "another day" });
    expect(await incidentOf(third.report)).toBe(third.incident);
    await expect(
      splitIncident(ada(), { incident: third.incident, reports: [third.report], reason: "nothing is left" }),
    ).rejects.toMatchObject({ code: "match.nothing-left" });
    await mission.isProven();
  });

  it("is undone by adding: everything is as it was, in any order that nothing rests on", async () => {
    const [one, other, third] = await threeTeams();
    const before = await whatStands();
    const merge = await mergeIncidents(ada(), { incident: other.incident, into: one.incident, reason: "one event" });
    const between = await whatStands();
    const split = await splitIncident(ada(), { incident: one.incident, reports: [one.report], reason: "two streets" });
    await pinIncident(ada(), { incident: third.incident, reason: "in a bulletin" });
    const undo = (entry: number) => undoMatching(ada(), { entry, reason: "a mistake" });
    await expect(undo(merge.seq!)).rejects.toMatchObject({
      code: "match.rests-on",
      message: expect.stringContaining(`${split.seq!}`),
    });
    const unsplit = await undo(split.seq!);
    await undoMatching(ada(), { entry: unsplit.seq! - 1, reason: "no bulletin after all" });
    expect(await whatStands()).toBe(between);
    await undo(merge.seq!);
    expect(await whatStands()).toBe(before);
    await expect(undo(1)).rejects.toMatchObject({ code: "match.not-undone-here" });
    await expect(undo(9999)).rejects.toMatchObject({ code: "match.no-entry" });
    await mission.isProven();
  });

  it("undone of what the matcher did, is not done by it again", async () => {
    const [one, other] = await threeTeams();
    const before = await whatStands();
    await matchNewReports(mission.store);
    const [{ seq } = { seq: 0 }] = await mission.store.query<{ seq: number }>(
      "select seq from ledger_entry where act = 'match-attach'",
    );
    await undoMatching(ada(), { entry: seq, reason: "another mill" });
    expect(await whatStands()).toBe(before);
    await record(mortar("Team 9", { when: "2016-03-12T12:00/2016-03-12T12:20" }));
    await matchNewReports(mission.store);
    expect([await incidentOf(one.report), await incidentOf(other.report)]).toEqual([one.incident, other.incident]);
  });
});

describe("cited documents", () => {
  it("go with the report that cites them, there and back", async () => {
    const [one] = await record(mortar("Team 3"));
    const [other] = await record(mortar("Team 4", { citations: "The Valley Times | 2016-03-06 | Shots at the mill" }));
    const cited = async (): Promise<readonly string[]> =>
      (await mission.store.current("incident_member"))
        .filter(({ standing }) => standing === "cited")
        .map(({ incident }) => incident);
    const before = await whatStands();
    const merge = await mergeIncidents(ada(), { incident: other!.incident, into: one!.incident, reason: "one event" });
    expect(await cited()).toEqual([one!.incident]);
    await detachReport(ada(), { report: other!.report, reason: "two streets" });
    expect(await cited()).toEqual([other!.incident]);
    const [split] = await mission.store.query<{ seq: number }>("select seq from ledger_head");
    for (const entry of [split!.seq, merge.seq!]) await undoMatching(ada(), { entry, reason: "a mistake" });
    expect(await whatStands()).toBe(before);
    await mission.isProven();
  });
});

describe("the whole record matched again", () => {
  it("proposes what comes out otherwise, a whole incident at once, and regroups nothing by itself", async () => {
    const [one, other] = await threeTeams();
    const [third] = await record(mortar("Team 6", { when: "2016-03-05T12:10/2016-03-05T12:30" }));
    const [fourth] = await record(mortar("Team 7"));
    await mergeIncidents(ada(), { incident: other.incident, into: one.incident, reason: "one event" });
    await mergeIncidents(ada(), { incident: fourth!.incident, into: third!.incident, reason: "one event" });
    const before = await whatStands();
    const again = await matchAgain(mission.store);
    expect(again).toMatchObject({ looked: 5, waiting: 1, takenApart: 0 });
    expect(await whatStands()).toBe(before);
    const { first } = await proposalsWaiting(mission.store);
    expect(first).toMatchObject([{ kind: "merge", origin: third!.incident, incident: one.incident }]);
    expect(first[0]!.waitsFor).toContain("again");
    const { proposal } = first[0]!;
    const rejected = await rejectProposal(ada(), { proposal, reason: "two streets" });
    expect(await matchAgain(mission.store)).toMatchObject({ waiting: 0 });
    await undoMatching(ada(), { entry: rejected.seq!, reason: "one street" });
    await acceptProposal(ada(), { proposal, reason: "one street" });
    const places = await Promise.all([one, other, third!, fourth!].map(({ report }) => incidentOf(report)));
    expect(new Set(places)).toEqual(new Set([one.incident]));
    await mission.isProven();
  });

  it("finds what several sources say of an incident, copies once, and follows one that was joined to another", async () => {
    const [one, other] = await threeTeams();
    await record(mortar("Team 6", { killed: "5", killed_min: "4", killed_max: "6" }));
    await matchNewReports(mission.store);
    const found = await corroborationOf(mission.store, other.incident);
    expect(found).toMatchObject({ incident: one.incident, voices: 3, killed: { low: 3, high: 6, floorHeldByTwo: 3 } });
    expect(await followIncident(mission.store, other.incident)).toBe(one.incident);
  });
});

describe("the work after a change", () => {
  it("is asked for in it, and what a dead worker left is found again and done once", async () => {
    const [one, other] = await threeTeams();
    // As if the worker had died between what it put together and noting how far it had come.
    await matchNewReports(mission.store);
    const jobs = await Jobs.start(mission.store, [matchJob(mission.store)], { isWorker: true });
    try {
      const ask: Acting = {
        ...ada(),
        ask: (change, kind, key) => (kind === "match-reports" ? jobs.ask(change, kind, key) : Promise.resolve()),
      };
      await recordReports(ask, { reports: [mortar("Team 6")], audience: ["public"], dataSet: "asked" });
      await expect.poll(() => matchJob(mission.store).undone(), { timeout: 60_000, interval: 250 }).toEqual([]);
      expect(await jobs.failed()).toEqual([]);
    } finally {
      await jobs.stop();
    }
    const members = (await mission.store.current("incident_member")).filter(
      ({ incident }) => incident === one.incident,
    );
    expect(members.map(({ report }) => report)).toContain(other.report);
    expect(members).toHaveLength(3);
    await mission.isProven();
  });

  it("that died in the middle comes to the same when it is done again, and nothing is there twice", async () => {
    const pairs = ["2016-03-05", "2016-03-12"].map((day) => ({ when: `${day}T12:00/${day}T12:20` }));
    for (const when of pairs) await record(mortar("Team 3", when));
    for (const when of pairs) await record(mortar("Team 4", when));
    let asked = 0;
    const dying = (): Promise<void> => ((asked += 1) === 2 ? Promise.reject(new Error("killed")) : Promise.resolve());
    await expect(matchJob(mission.store, { ask: dying }).work("record", new AbortController().signal)).rejects.toThrow(
      "killed",
    );
    const attached = async (): Promise<number> =>
      (await mission.store.current("match_proposal")).filter(({ state }) => state === "attached").length;
    expect(await attached()).toBe(1);
    expect(await matchJob(mission.store).undone()).toEqual(["record"]);
    await matchNewReports(mission.store);
    expect([await attached(), (await mission.store.current("incident")).length]).toEqual([2, 2]);
    await mission.isProven();
  });

  it("is found undone by whoever starts next", async () => {
    await threeTeams();
    expect(await matchJob(mission.store).undone()).toEqual(["record"]);
    const jobs = await Jobs.start(mission.store, [matchJob(mission.store)], { isWorker: true });
    try {
      await expect
        .poll(() => mission.store.current("match_proposal"), { timeout: 60_000, interval: 250 })
        .toHaveLength(1);
    } finally {
      await jobs.stop();
    }
  });
});

describe("explanations and audiences", () => {
  it("says why two reports are one incident in bits that add up, and refuses ids that there are not", async () => {
    const [one, other] = await threeTeams();
    const { pair, because, sources } = await explainInRecord(mission.store, [one.report, other.report]);
    expect(pair!.bars.reduce((sum, { bits }) => sum + bits, 0)).toBeCloseTo(pair!.total, 9);
    // Protected sources go by their handles.
    expect(JSON.stringify(pair)).not.toMatch(/Team 3/u);
    expect(sources[0]).toMatch(/^“source /u);
    expect(because.join(" ")).toMatch(/in 100 that they are one incident/u);
    const nobody = "00000000-0000-4000-8000-000000000000";
    await expect(explainInRecord(mission.store, [one.report, nobody])).rejects.toMatchObject({
      code: "match.no-report",
    });
    await expect(explainInRecord(mission.store, [one.report, "it"])).rejects.toMatchObject({ code: "bad-input" });
  });

  it("shows nobody outside that something was proposed or said", async () => {
    const { proposal } = await oneProposal();
    await acceptProposal(ada(), { proposal, reason: "seen" });
    for (const noun of ["match_proposal", "match_verdict", "match_pin", "match_model"] as const)
      for (const viewer of [PUBLIC, LIAISON, { tier: "guarantors" }, { tier: "humanitarians" }] as const)
        expect(await new Reading(mission.store, viewer).things(noun), noun).toEqual([]);
  });
});
