import { membersOf, noteReason } from "../../store/index.ts";
import { verb, type Done } from "../acts/acting.ts";
import { InputCheck } from "../acts/input-check.ts";
import { askToJudge } from "../acts/judge-again.ts";
import { incidentOfReport, joinIncidents, moveReports, tells } from "./members.ts";
import { sayOf } from "./verdicts.ts";

/** What people do with incidents by themselves. Each binds the matcher from then on. */

export interface MergeIncidents {
  /** It ends, and leads to the other from then on. */
  readonly incident: string;
  readonly into: string;
  readonly reason: string;
  /** Release the other to the parties that were asked about the one that ends. */
  readonly release?: boolean;
}

export interface Arranged {
  /** Where the reports are now. */
  readonly incident: string;
  readonly reports: readonly string[];
}

/** The two are one incident. */
export const mergeIncidents = verb(
  { act: "merge-incidents", permission: "incident:merge" },
  async (acting, input: MergeIncidents): Promise<Done<Arranged>> => {
    const { incident: from, into, reason, release = false } = input;
    const check = new InputCheck();
    check.id("/incident", from);
    check.id("/into", into);
    check.name("/reason", reason);
    check.done();
    const { store, by, person } = acting;
    return store.change(async (change) => {
      const there = (await membersOf(change.client, into)).filter(tells);
      const reports = await joinIncidents(change, { from, into, reason, release });
      const [first] = there;
      for (const report of reports)
        if (first) await sayOf(change, { report, others: [first.report], verdict: "same", by: person, reason });
      noteReason(change, { act: "merge-incidents", by: person, reason });
      await askToJudge(acting, change);
      const body = { incident: from, into, reports, released: release };
      return { result: { incident: into, reports }, act: { by, act: "merge-incidents", body } };
    });
  },
);

export interface SplitIncident {
  readonly incident: string;
  /** Those that are of another incident, together. */
  readonly reports: readonly string[];
  readonly reason: string;
}

/** Some of its reports tell of another incident. The incident keeps its id. */
export const splitIncident = verb(
  { act: "split-incident", permission: "incident:merge" },
  async (acting, input: SplitIncident): Promise<Done<Arranged>> => {
    const { incident, reports, reason } = input;
    const check = new InputCheck();
    check.id("/incident", incident);
    reports.forEach((report, i) => check.id(`/reports/${i}`, report));
    if (reports.length === 0) check.note("/reports", "no report is named", "name those that are of another incident");
    check.name("/reason", reason);
    check.done();
    const { store, by, person } = acting;
    return store.change(async (change) => {
      const others = (await membersOf(change.client, incident)).filter(
        (member) => tells(member) && !reports.includes(member.report),
      );
      const now = await moveReports(change, { reports, from: incident, reason });
      const apart = others.map(({ report }) => report);
      for (const report of reports)
        await sayOf(change, { report, others: apart, verdict: "different", by: person, reason });
      noteReason(change, { act: "split-incident", by: person, reason });
      await askToJudge(acting, change);
      const body = { incident, reports: [...reports], now };
      return { result: { incident: now, reports }, act: { by, act: "split-incident", body } };
    });
  },
);

export interface DetachReport {
  readonly report: string;
  readonly reason: string;
}

/** The report tells of another incident than the others that it is with. */
export const detachReport = verb(
  { act: "split-incident", permission: "report:attach" },
  async (acting, input: DetachReport): Promise<Done<Arranged>> => {
    const check = new InputCheck();
    check.id("/report", input.report);
    check.name("/reason", input.reason);
    check.done();
    const incident = await acting.store.withClient((client) => incidentOfReport({ client }, input.report));
    return splitIncident(acting, { incident, reports: [input.report], reason: input.reason });
  },
);
