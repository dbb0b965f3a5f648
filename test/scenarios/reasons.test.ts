import { describe, expect, it } from "vitest";
import { ledgerEntries, Reading } from "../../src/store/index.ts";
import * as matching from "../../src/workflow/matching/index.ts";
import type { Acting, Done } from "../../src/workflow/index.ts";
import { recordReports } from "../../src/workflow/index.ts";
import { SLOW } from "../temporary-record.ts";
import { Mission, mortar } from "./mission.ts";

const mission = Mission.forEachTest();

/** Each reason is one of its own, so that one sees which stands where. */
const CANARY = "zqcanary";
let given = 0;
const reason = (): string => `${CANARY} ${(given += 1)}: Team 3 heard it from the miller`;

interface Told {
  readonly report: string;
  readonly incident: string;
}

async function told(by: string, more: object = {}): Promise<Told> {
  const reports = [mortar(by, more)];
  const { result } = await recordReports(mission.person("Ada"), { reports, dataSet: by, audience: ["guarantors"] });
  const { report, incident } = result.reports[0]!;
  return { report, incident: incident! };
}

const open = async (): Promise<string> => (await matching.proposalsWaiting(mission.store)).first[0]!.proposal;

/** Every act with a reason that puts reports together or apart, and the reason that was given for each. */
async function everyAct(acting: Acting): Promise<readonly (readonly [number, string])[]> {
  const done: (readonly [number, string])[] = [];
  const act = async (work: (why: string) => Promise<Done<unknown>>): Promise<number> => {
    const why = reason();
    const { seq } = await work(why);
    done.push([seq!, why]);
    return seq!;
  };
  const [one, other, third] = [
    await told("Team 3"),
    await told("Team 4", { when: "2016-03-05T12:05/2016-03-05T12:25", latitude: "35.1010" }),
    await told("Team 5", { when: "2016-03-09T08:00/2016-03-09T08:20" }),
  ];
  await matching.matchNewReports(mission.store, { onlyPropose: true });
  const proposal = await open();
  for (const decide of [matching.unsureOfProposal, matching.rejectProposal, matching.acceptProposal]) {
    const seq = await act((why) => decide(acting, { proposal, reason: why }));
    await act((why) => matching.undoMatching(acting, { entry: seq, reason: why }));
  }
  const { incident, report } = one;
  const said = { reports: [report, other.report], verdict: "unsure" } as const;
  await act((why) => matching.sayOfReports(acting, { ...said, reason: why }));
  await act((why) => matching.mergeIncidents(acting, { incident: third.incident, into: incident, reason: why }));
  await act((why) => matching.splitIncident(acting, { incident, reports: [third.report], reason: why }));
  await act((why) => matching.mergeIncidents(acting, { incident: third.incident, into: incident, reason: why }));
  await act((why) => matching.detachReport(acting, { report: third.report, reason: why }));
  await act((why) => matching.pinIncident(acting, { incident, reason: why }));
  await act((why) => matching.unpinIncident(acting, { incident, reason: why }));
  return done;
}

describe("why people put reports together or apart", { timeout: SLOW }, () => {
  it("stands in a row beside what they did, and in no entry of the ledger", async () => {
    const done = await everyAct(mission.person("Ada", { as: "account of Ada" }));
    const acts = await mission.store.query<{ act: string }>(
      "select distinct act from ledger_entry where seq = any($1::bigint[])",
      [done.map(([seq]) => seq)],
    );
    // The matcher gives no reason of a person.
    expect(acts.map(({ act }) => act).toSorted()).toEqual(
      matching.ARRANGING_ACTS.filter((one) => one !== "match-attach").toSorted(),
    );
    const ledger = await mission.store.query<{ reason: string | null; body: unknown }>(
      "select reason, body from ledger_entry",
    );
    expect(ledger.filter(({ reason: why }) => why !== null)).toEqual([]);
    expect(JSON.stringify(ledger)).not.toContain(CANARY);
    const rows = await mission.store.current("reason");
    expect(rows.map(({ words, by }) => [words, by])).toEqual(done.map(([, why]) => [why, "Ada"]));
    // Whoever reads the ledger inside is told why, as with entries that have it themselves.
    const entries = await ledgerEntries(mission.store, { limit: 1000 });
    const shown = entries.filter(({ reason: why }) => why !== null);
    expect(shown.toReversed().map(({ seq, reason: why }) => [seq, why])).toEqual(done);
    await mission.isProven();
  });

  it("is for the inside, whatever was released", async () => {
    await everyAct(mission.person("Ada"));
    for (const viewer of [{ tier: "guarantors" }, { tier: "party", party: "lower" }, { tier: "public" }] as const) {
      const reading = new Reading(mission.store, viewer);
      for (const noun of ["reason", "match_verdict", "match_pin", "match_proposal"] as const)
        expect(await reading.things(noun), noun).toEqual([]);
      const incidents = await reading.incidents({});
      for (const { id } of incidents.items) expect(JSON.stringify(await reading.incident(id))).not.toContain(CANARY);
    }
    expect((await new Reading(mission.store, { tier: "internal" }).things("reason")).length).toBeGreaterThan(10);
  });
});
