import { describe, expect, it } from "vitest";
import {
  judge,
  mergeIncidents,
  recordPastedTable,
  recordReports,
  requestReply,
  withdrawReports,
  withdrawRequest,
} from "../../src/workflow/index.ts";
import { SLOW } from "../temporary-record.ts";
import { en, Mission, mortar } from "./mission.ts";
import { teamsOf } from "./teams.ts";

const mission = Mission.forEachTest();
const teams = teamsOf(mission);
const reasons = en("Typed in twice.");
const incidents = async (): Promise<readonly string[]> => (await mission.store.current("incident")).map(({ id }) => id);

describe("reports that were recorded by mistake", { timeout: SLOW }, () => {
  it("are taken back and end their incident, which is judged no more, and stay to be read with the reasons", async () => {
    const ada = mission.person("Ada");
    const before = await incidents();
    const [one] = await teams.record(mortar("Team 3"));
    await judge(ada, {});
    const { result } = await withdrawReports(ada, { reports: [one!.report], reasons });
    expect(result).toEqual({ reports: [one!.report], ended: [one!.incident] });
    expect(await incidents()).toEqual(before);
    expect(await mission.store.current("report")).toEqual([]);
    expect(await mission.store.current("incident_member")).toEqual([]);
    const { agreements } = (await judge(ada, {})).result;
    expect(agreements.map(({ incidents: judged }) => judged)).toEqual([0]);
    const versions = await mission.store.query("select withdrawn from report where id = $1 order by row", [
      one!.report,
    ]);
    expect(versions).toEqual([{ withdrawn: false }, { withdrawn: true }]);
    const why = await mission.store.query(`select act, "by", words from reason`);
    expect(why).toEqual([{ act: "withdraw-reports", by: "Ada", words: reasons.text }]);
    await mission.isProven();
  });

  it("leave the incident to the reports that stay, of which another is the account", async () => {
    const ada = mission.person("Ada");
    const [one, other] = await teams.threeTeams();
    await mergeIncidents(ada, { incident: other.incident, into: one.incident, reason: "the same fire" });
    const { result } = await withdrawReports(ada, { reports: [one.report], reasons });
    expect(result.ended).toEqual([]);
    expect(await mission.incident(one.incident)).toMatchObject({ account: other.report });
    const members = (await mission.store.current("incident_member")).filter(
      ({ incident }) => incident === one.incident,
    );
    expect(members).toMatchObject([{ report: other.report, standing: "account" }]);
  });

  it("come anew when the same table is pasted again", async () => {
    const ada = mission.person("Ada");
    const table = { text: "id\twhen\tside_a\nP-1\t2016-03-05\tLower\nP-2\t2016-03-06\tLower\n" };
    const first = (await recordPastedTable(ada, table)).result;
    const reports = first.reports.map(({ report }) => report);
    await withdrawReports(ada, { reports, reasons });
    expect(await incidents()).toEqual([]);
    const again = (await recordPastedTable(ada, table)).result;
    expect(again.counts).toMatchObject({ added: 2, revised: 0, unchanged: 0 });
    expect(again.reports.map(({ report }) => report)).toEqual(reports);
    expect((await incidents()).toSorted()).toEqual(again.reports.map(({ incident }) => incident!).toSorted());
    expect(await mission.store.current("incident_member")).toHaveLength(2);
    await withdrawReports(ada, { reports, reasons });
    expect(await incidents()).toEqual([]);
    await mission.isProven();
  });

  it("are not taken from under a party that was asked about them, nor twice", async () => {
    const ada = mission.person("Ada");
    const [one] = (await recordReports(ada, { reports: [mortar("Team 3")], audience: ["party:lower"] })).result.reports;
    const asking = { party: "lower", question: en("Who fired?") };
    const { reply } = (await requestReply(ada, { ...(await mission.seen(one!.incident!)), ...asking })).result;
    const taking = { reports: [one!.report], reasons };
    await expect(withdrawReports(ada, taking)).rejects.toMatchObject({ code: "party-asked" });
    const [row] = await mission.store.current("reply");
    await withdrawRequest(ada, { reply, seen: row!.row, reasons });
    await withdrawReports(ada, taking);
    await expect(withdrawReports(ada, taking)).rejects.toMatchObject({ problems: [{ at: { field: "/reports/0" } }] });
  });

  it("are all taken back or none, and need a reason", async () => {
    const ada = mission.person("Ada");
    const [one] = await teams.record(mortar("Team 3"));
    const nobodys = "00000000-0000-4000-8000-000000000000";
    await expect(withdrawReports(ada, { reports: [one!.report, nobodys], reasons })).rejects.toMatchObject({
      problems: [{ at: { field: "/reports/1" } }],
    });
    await expect(withdrawReports(ada, { reports: [one!.report], reasons: en(" ") })).rejects.toMatchObject({
      code: "bad-input",
    });
    expect(await mission.store.current("report")).toHaveLength(1);
  });

  it("are not rows of a data set, which its next release corrects", async () => {
    await mission.import("reports.csv", "id,when,side_a\nR-1,2016-03-05,Lower\n");
    const [row] = await mission.store.current("report");
    const taking = { reports: [row!.id], reasons };
    await expect(withdrawReports(mission.person("Ada"), taking)).rejects.toMatchObject({ code: "of-a-data-set" });
  });
});
