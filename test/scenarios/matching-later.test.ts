import { describe, expect, it } from "vitest";
import {
  acceptProposal,
  matchAgain,
  proposalsWaiting,
  rejectProposal,
  sayOfReports,
  undoMatching,
  type Acting,
} from "../../src/workflow/index.ts";
import { evidenceOf } from "../../src/workflow/acts/evidence.ts";
import { joinIncidents } from "../../src/workflow/matching/members.ts";
import { claimsDuring, wordsOfRecord } from "../../src/workflow/matching/record-claims.ts";
import { changed } from "../temporary-record.ts";
import { Mission, mortar } from "./mission.ts";
import { teamsOf } from "./teams.ts";

const mission = Mission.forEachTest();
const ada = (): Acting => mission.person("Ada");

const { record, incidentOf, threeTeams, whatStands } = teamsOf(mission);

describe("a report that corrects an earlier one", () => {
  const corrected = { relation: "corrects", regards: "U-1", when: "2016-04-20T12:00/2016-04-20T12:20" };
  const claims = (from: string, to: string) =>
    mission.store.snapshot(async (client) =>
      claimsDuring(client, [{ from: Date.parse(from), to: Date.parse(to) }], await wordsOfRecord(mission.store)),
    );

  it("is seen with it, also if it came with another import and tells of another day", async () => {
    const [earlier] = await record(mortar("Team 3", { id: "U-1" }));
    // Another source may have a report of that id.
    await record(mortar("Team 4", { id: "U-1", when: "2016-03-09T08:00/2016-03-09T08:20" }));
    const [later] = await record(mortar("Team 3", { id: "U-2", ...corrected }));
    const seen = await claims("2016-04-19T00:00:00Z", "2016-04-21T00:00:00Z");
    expect(seen.map(({ claim: { id, updates } }) => [id, updates])).toEqual([
      [earlier!.report, undefined],
      [later!.report, earlier!.report],
    ]);
    // The one that was corrected says no more what it said.
    await sayOfReports(ada(), { reports: [earlier!.report, later!.report], verdict: "same", reason: "by its id" });
    const evidence = await mission.store.withClient((client) => evidenceOf(client, [earlier!.incident]));
    expect(evidence.get(earlier!.incident)).toMatchObject({ reports: 2, voices: 1 });
  });

  it("regards none where that could be several", async () => {
    await record(mortar("Team 3", { id: "U-1" }));
    await record(mortar("Team 3", { id: "U-1", when: "2016-03-09T08:00/2016-03-09T08:20" }));
    const [later] = await record(mortar("Team 3", { id: "U-2", ...corrected }));
    const seen = await claims("2016-04-19T00:00:00Z", "2016-04-21T00:00:00Z");
    expect(seen.map(({ claim: { id, updates } }) => [id, updates])).toEqual([[later!.report, undefined]]);
  });
});

describe("the whole record matched again", () => {
  it("proposes to take apart what tells of two incidents, and takes apart only what people say", async () => {
    const [one, other, third] = await threeTeams();
    const [fourth] = await record(mortar("Team 7", { when: "2016-03-09T08:05/2016-03-09T08:25" }));
    // As if other weights had put them together.
    await changed(mission.store, async (change) => {
      await joinIncidents(change, { from: other.incident, into: one.incident, reason: "once alike" });
    });
    for (const { incident } of [third, fourth!])
      await changed(mission.store, async (change) => {
        await joinIncidents(change, { from: incident, into: one.incident, reason: "once alike" });
      });
    const before = await whatStands();
    expect(await matchAgain(mission.store)).toMatchObject({ looked: 4, waiting: 1, takenApart: 1 });
    expect(await whatStands()).toBe(before);
    const { first } = await proposalsWaiting(mission.store);
    expect(first).toMatchObject([
      { kind: "split", report: third.report, origin: one.incident, incident: one.incident },
    ]);
    expect(first[0]!.reports).toEqual([third.report, fourth!.report]);
    expect(first[0]!.waitsFor).toEqual(expect.arrayContaining(["moves", "again"]));
    const { proposal } = first[0]!;
    const where = () => Promise.all([one, other, third, fourth!].map(({ report }) => incidentOf(report)));
    // They stay together: that binds the matcher, as long as nobody takes it back.
    const kept = await rejectProposal(ada(), { proposal, reason: "a long fight" });
    expect(new Set(await where())).toEqual(new Set([one.incident]));
    expect(await matchAgain(mission.store)).toMatchObject({ waiting: 0, takenApart: 0 });
    await undoMatching(ada(), { entry: kept.seq!, reason: "two fights" });
    expect(await whatStands()).toBe(before);
    // They do not: the two that leave are one incident, with the id that it had when it came.
    const split = await acceptProposal(ada(), { proposal, reason: "two fights" });
    expect(split.result).toMatchObject({ state: "accepted", incident: third.incident });
    expect(await where()).toEqual([one.incident, one.incident, third.incident, third.incident]);
    expect(await matchAgain(mission.store)).toMatchObject({ waiting: 0, takenApart: 0 });
    await undoMatching(ada(), { entry: split.seq!, reason: "one after all" });
    expect(new Set(await where())).toEqual(new Set([one.incident]));
    await mission.isProven();
  });
});
