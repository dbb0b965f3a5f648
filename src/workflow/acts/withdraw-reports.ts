import { Refusal } from "../../kit/index.ts";
import {
  actsBehindReports,
  determinationsOf,
  incidentOf,
  membersOf,
  noteReason,
  repliesOf,
  reportsStanding,
  type Change,
} from "../../store/index.ts";
import { askToMatch } from "../matching/match-record.ts";
import { takeAccountFrom, tells } from "../matching/members.ts";
import { verb, type Done, type Words } from "./acting.ts";
import { InputCheck } from "./input-check.ts";
import { askToJudge } from "./judge-again.ts";
import { currentOf, saidIn } from "./versions.ts";

/** As many as one act records. */
const MOST_AT_ONCE = 5000;
/** What people type in, paste or send as a form. Rows of data sets are corrected by whoever publishes them. */
const BY_HAND: ReadonlySet<string> = new Set([
  "record-reports",
  "record-pasted-table",
  "receive-submission",
  "accept-submissions",
]);

export interface WithdrawReports {
  readonly reports: readonly string[];
  /** For the inside. */
  readonly reasons: Words;
}

export interface ReportsWithdrawn {
  readonly reports: readonly string[];
  /** Incidents of which no report is left. */
  readonly ended: readonly string[];
}

/**
 * Takes back reports that were recorded by mistake. They count nowhere from then on, and stay to be read in the history. All of
 * them are taken back, or none.
 */
export const withdrawReports = verb(
  { act: "withdraw-reports", permission: "report:accept" },
  async (acting, input: WithdrawReports): Promise<Done<ReportsWithdrawn>> => {
    check(input);
    const { store, by, person } = acting;
    const reports = [...new Set(input.reports)];
    return store.change(async (change) => {
      await refuseIfNotByHand(change, reports);
      const incidents = new Set<string>();
      for (const report of reports) {
        await withdrawReport(change, report);
        const incident = await incidentOf(change.client, report);
        if (incident !== undefined) incidents.add(incident);
      }
      const ended: string[] = [];
      for (const incident of incidents) if (await takeOut(change, incident, reports)) ended.push(incident);
      noteReason(change, { act: "withdraw-reports", by: person, reason: input.reasons.text });
      await askToJudge(acting, change);
      await askToMatch(acting, change);
      const body = { reports: reports.length, ended: ended.length };
      return { result: { reports, ended }, act: { by, act: "withdraw-reports", body } };
    });
  },
);

function check({ reports, reasons }: WithdrawReports): void {
  const input = new InputCheck();
  if (reports.length === 0 || reports.length > MOST_AT_ONCE)
    input.note("/reports", `these are ${reports.length} reports`, `name from 1 to ${MOST_AT_ONCE}`);
  for (const [i, report] of reports.entries()) input.id(`/reports/${i}`, report);
  input.words("/reasons", reasons);
  input.done();
}

/**
 * What is not there is told where it is named. Rows of a data set are not taken back: its next release would bring them again, or
 * correct what nobody sees any more.
 */
async function refuseIfNotByHand(change: Change, reports: readonly string[]): Promise<void> {
  const [standing, acts] = [
    await reportsStanding(change.client, reports),
    await actsBehindReports(change.client, reports),
  ];
  const input = new InputCheck();
  for (const [i, report] of reports.entries())
    if (!standing.has(report)) input.note(`/reports/${i}`, "there is no such report", "look at the list again");
  input.done();
  const isByHand = (act: string): boolean => BY_HAND.has(act) || act === "withdraw-reports";
  if (reports.every((report) => acts.get(report)!.every(isByHand))) return;
  throw new Refusal(
    "of-a-data-set",
    "not all of these reports were typed in, pasted or sent as a form",
    "a new release of the data set corrects its rows; a party's own report is answered, and not taken back",
  );
}

async function withdrawReport(change: Change, id: string): Promise<void> {
  const report = await currentOf(change, "report", id);
  const place = { id, supersedes: report.row, withdrawn: true, audience: report.audience };
  change.add("report", place, saidIn("report", report));
}

/** Takes reports out of an incident. Whether nothing is left of it. */
async function takeOut(change: Change, id: string, reports: readonly string[]): Promise<boolean> {
  const gone = new Set(reports);
  const incident = await currentOf(change, "incident", id);
  const members = await membersOf(change.client, id);
  const staying = members.find((member) => tells(member) && !gone.has(member.report));
  if (!staying) await refuseIfRestedOn(change, id);
  for (const member of members) {
    // Documents that were cited for it are told of nothing else.
    if (staying && !gone.has(member.report)) continue;
    const { id: place, row: supersedes, audience } = member;
    change.add(
      "incident_member",
      { id: place, supersedes, withdrawn: true, audience },
      saidIn("incident_member", member),
    );
  }
  if (!staying) {
    const { row: supersedes, audience } = incident;
    change.add("incident", { id, supersedes, withdrawn: true, audience }, saidIn("incident", incident));
  } else if (incident.account !== null && gone.has(incident.account)) await takeAccountFrom(change, incident, staying);
  return !staying;
}

/** What was asked or signed of an incident would be of nothing. */
async function refuseIfRestedOn({ client }: Change, incident: string): Promise<void> {
  if ((await repliesOf(client, incident)).length > 0)
    throw new Refusal(
      "party-asked",
      "nothing would be left of an incident about which a party was asked",
      "take the question back first; what a party has answered stays, and so does the report",
    );
  if ((await determinationsOf(client, incident)).length > 0)
    throw new Refusal(
      "determined",
      "nothing would be left of an incident of which something is determined, or proposed",
      "take the proposal back first; what is signed stays, and so does the report",
    );
}
