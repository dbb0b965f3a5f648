import type { Row } from "../../src/store/index.ts";
import { recordReports } from "../../src/workflow/index.ts";
import { mortar, type Mission } from "./mission.ts";

export interface Recorded {
  readonly report: string;
  readonly incident: string;
}

/** What teams tell of the same mortar fire, or of another, and where it is put. */
export function teamsOf(mission: Mission) {
  let sent = 0;

  async function record(...reports: readonly object[]): Promise<readonly Recorded[]> {
    const dataSet = `a table of ${(sent += 1)}`;
    const { result } = await recordReports(mission.person("Ada"), { reports, audience: ["public"], dataSet });
    return result.reports.map(({ report, incident }) => ({ report, incident: incident! }));
  }

  async function incidentOf(report: string): Promise<string> {
    const [found] = (await mission.store.current("incident_member")).filter((one) => one.report === report);
    return found!.incident;
  }

  /** Two teams tell of the same mortar fire, and a third of something else on another day. */
  async function threeTeams(): Promise<readonly [Recorded, Recorded, Recorded]> {
    const [one] = await record(mortar("Team 3"));
    const [other] = await record(mortar("Team 4", { when: "2016-03-05T12:05/2016-03-05T12:25", latitude: "35.1010" }));
    const [third] = await record(mortar("Team 5", { when: "2016-03-09T08:00/2016-03-09T08:20" }));
    return [one!, other!, third!];
  }

  /** What stands, without the numbers of rows and moments: the record as people see it. */
  async function whatStands(): Promise<string> {
    const of = async (
      noun: "incident" | "incident_member" | "match_verdict" | "match_pin" | "report",
    ): Promise<object[]> =>
      (await mission.store.current(noun)).map(
        ({ row: _r, supersedes: _s, recorded_at: _a, ...said }: Row<typeof noun>) => said,
      );
    const all = [
      ...(await of("incident")),
      ...(await of("incident_member")),
      ...(await of("match_verdict")),
      ...(await of("match_pin")),
    ];
    return JSON.stringify(all.map((one) => JSON.stringify(one)).sort());
  }

  return { record, incidentOf, threeTeams, whatStands };
}
