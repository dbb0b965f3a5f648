import { Refusal } from "../../kit/index.ts";
import type { Verdict } from "../../match/index.ts";
import { membersOf, noteReason, pinOn, type Act, type Change, type Row } from "../../store/index.ts";
import { verb, type Acting, type Done } from "../acts/acting.ts";
import { InputCheck } from "../acts/input-check.ts";
import { askToJudge } from "../acts/judge-again.ts";
import { currentOf, saidIn } from "../acts/versions.ts";
import { incidentOfReport, joinIncidents, moveReports, standingIncident, tells } from "./members.ts";
import { sayOf, VERDICTS } from "./verdicts.ts";
import type { ProposalBody } from "./waiting.ts";

export interface DecideProposal {
  readonly proposal: string;
  /** Kept for the inside; people who disagree later read it. */
  readonly reason: string;
}

export interface Decided {
  readonly proposal: string;
  readonly state: "accepted" | "rejected" | "unsure";
  /** Where the report is now. */
  readonly incident: string;
}

/** It is as the matcher proposed: the report is put there, or taken out, and stays so whatever comes later. */
export const acceptProposal = verb(
  { act: "accept-match", permission: "incident:merge" },
  (acting, input: DecideProposal) => decide(acting, input, { verdict: "same", state: "accepted", act: "accept-match" }),
);

/** It is not: the report is kept apart, or where it is, and the same is never proposed again. */
export const rejectProposal = verb(
  { act: "reject-match", permission: "incident:merge" },
  (acting, input: DecideProposal) =>
    decide(acting, input, { verdict: "different", state: "rejected", act: "reject-match" }),
);

/** Nobody can tell. That may be final: the two stay side by side. */
export const unsureOfProposal = verb(
  { act: "unsure-of-match", permission: "incident:merge" },
  (acting, input: DecideProposal) =>
    decide(acting, input, { verdict: "unsure", state: "unsure", act: "unsure-of-match" }),
);

interface Decision {
  readonly verdict: Verdict;
  readonly state: Decided["state"];
  readonly act: string;
}

async function decide(
  acting: Acting,
  input: DecideProposal,
  { verdict, state, act }: Decision,
): Promise<Done<Decided>> {
  const check = new InputCheck();
  check.id("/proposal", input.proposal);
  check.name("/reason", input.reason);
  check.done();
  const { store, by, person } = acting;
  const { reason } = input;
  return store.change(async (change) => {
    const proposal = await currentOf(change, "match_proposal", input.proposal);
    const { report } = proposal;
    if (proposal.kind === "split") return decideSplit(change, acting, { proposal, reason, verdict, state, act });
    const [at, target] = [await incidentOfReport(change, report), await standingIncident(change, proposal.incident)];
    const there = (await membersOf(change.client, target)).filter(tells).map((member) => member.report);
    // All of an incident, or one report of it.
    const isWhole = proposal.kind === "merge" && at === proposal.origin;
    const reports = isWhole
      ? (await membersOf(change.client, at)).filter(tells).map((member) => member.report)
      : [report];
    // 1. What is said, of which reports: different from each of them; one with the likeliest.
    const others = there.filter((other) => !reports.includes(other));
    const nearest = others.find((other) => other === proposal.nearest) ?? others[0];
    const about = verdict === "different" ? others : others.filter((other) => other === nearest);
    for (const one of verdict === "different" ? reports : [report])
      await sayOf(change, { report: one, others: about, verdict, by: person, reason, proposal: proposal.id });
    // 2. Where the report is to be.
    const incident =
      verdict === "same"
        ? await bring(change, { report, at, target, isWhole, reason })
        : at === target && there.length > 1
          ? await moveReports(change, { reports: [report], from: at, reason })
          : at;
    // 3. The proposal, decided.
    const now = { ...saidIn("match_proposal", proposal), state, decided_by: person };
    change.add("match_proposal", { id: proposal.id, supersedes: proposal.row, audience: [] }, now);
    noteReason(change, { act, by: person, reason });
    if (incident !== at) await askToJudge(acting, change);
    const body = { proposal: proposal.id, report, incident, before: at, target };
    return { result: { proposal: proposal.id, state, incident }, act: { by, act, body } };
  });
}

interface SplitDecision extends Decision {
  readonly proposal: Row<"match_proposal">;
  readonly reason: string;
}

/** Of a split `same` means that the reports stay together, so accepting it says that they are different. */
const OF_SPLIT: Readonly<Record<Verdict, Verdict>> = { same: "different", different: "same", unsure: "unsure" };

async function decideSplit(
  change: Change,
  acting: Acting,
  { proposal, reason, verdict, state, act }: SplitDecision,
): Promise<{ readonly result: Decided; readonly act: Act }> {
  const { by, person } = acting;
  const { report, origin, nearest } = proposal;
  const { reports: named = [report] } = proposal.body as unknown as ProposalBody;
  const there = (await membersOf(change.client, origin)).filter(tells).map((member) => member.report);
  // What others have moved since is theirs.
  const reports = named.filter((one) => there.includes(one));
  const others = there.filter((one) => !reports.includes(one));
  const said = OF_SPLIT[verdict];
  const about = said === "unsure" ? others.filter((one) => one === (nearest ?? others[0])) : others;
  for (const one of reports)
    await sayOf(change, { report: one, others: about, verdict: said, by: person, reason, proposal: proposal.id });
  const isSplit = said === "different" && reports.length > 0 && others.length > 0;
  const incident = isSplit ? await moveReports(change, { reports, from: origin, reason }) : origin;
  const now = { ...saidIn("match_proposal", proposal), state, decided_by: person };
  change.add("match_proposal", { id: proposal.id, supersedes: proposal.row, audience: [] }, now);
  noteReason(change, { act, by: person, reason });
  if (isSplit) await askToJudge(acting, change);
  const body = { proposal: proposal.id, report, incident, before: origin, target: origin };
  return { result: { proposal: proposal.id, state, incident }, act: { by, act, body } };
}

interface Bringing {
  readonly report: string;
  readonly at: string;
  readonly target: string;
  /** With all that is in its incident. */
  readonly isWhole?: boolean;
  readonly reason: string;
}

/** Puts a report into another incident; the one that it is in ends if nothing else tells of it. */
async function bring(change: Change, { report, at, target, isWhole = false, reason }: Bringing): Promise<string> {
  if (at === target) return target;
  const others = (await membersOf(change.client, at)).filter((member) => tells(member) && member.report !== report);
  if (isWhole || others.length === 0) await joinIncidents(change, { from: at, into: target, reason });
  else await moveReports(change, { reports: [report], from: at, to: target, reason });
  return target;
}

export interface SayOfReports {
  readonly reports: readonly [string, string];
  readonly verdict: Verdict;
  readonly reason: string;
}

export interface SaidOfReports {
  /** Where the second of the two is now. */
  readonly incident: string;
}

/** Says of two reports whether they tell of one incident, whether the matcher proposed it or not. */
export const sayOfReports = verb(
  { act: "say-of-reports", permission: "incident:merge" },
  async (acting, input: SayOfReports): Promise<Done<SaidOfReports>> => {
    const check = new InputCheck();
    input.reports.forEach((report, i) => check.id(`/reports/${i}`, report));
    check.oneOf("/verdict", input.verdict, VERDICTS);
    check.name("/reason", input.reason);
    check.done();
    const { store, by, person } = acting;
    const { verdict, reason } = input;
    const [first, second] = input.reports;
    return store.change(async (change) => {
      const [target, at] = [await incidentOfReport(change, first), await incidentOfReport(change, second)];
      await sayOf(change, { report: second, others: [first], verdict, by: person, reason });
      const incident =
        verdict === "same"
          ? await bring(change, { report: second, at, target, reason })
          : verdict === "different" && at === target
            ? await moveReports(change, { reports: [second], from: at, reason })
            : at;
      noteReason(change, { act: "say-of-reports", by: person, reason });
      if (incident !== at) await askToJudge(acting, change);
      const body = { reports: [first, second], verdict, incident, before: at };
      return { result: { incident }, act: { by, act: "say-of-reports", body } };
    });
  },
);

export interface PinIncident {
  readonly incident: string;
  readonly reason: string;
}

export interface Pinned {
  readonly pin: string;
}

/** From now on nothing joins the incident and nothing leaves it, but by people. */
export const pinIncident = verb(
  { act: "pin-incident", permission: "incident:merge" },
  async ({ store, by, person }, input: PinIncident): Promise<Done<Pinned>> => {
    checkPin(input);
    const { incident, reason } = input;
    return store.change(async (change) => {
      await currentOf(change, "incident", incident);
      const known = await pinOn(change.client, incident);
      if (known) return { result: { pin: known.id }, act: undefined };
      const pin = change.add("match_pin", { audience: [] }, { incident, by: person, reason });
      noteReason(change, { act: "pin-incident", by: person, reason });
      return { result: { pin }, act: { by, act: "pin-incident", body: { incident } } };
    });
  },
);

/** The matcher may change the incident again. */
export const unpinIncident = verb(
  { act: "unpin-incident", permission: "incident:merge" },
  async ({ store, by, person }, input: PinIncident): Promise<Done<Pinned>> => {
    checkPin(input);
    const { incident, reason } = input;
    return store.change(async (change) => {
      const pin = await pinOn(change.client, incident);
      if (!pin) throw new Refusal("match.not-pinned", "the incident is not pinned", "there is nothing to take back");
      const { id, row: supersedes } = pin;
      change.add("match_pin", { id, supersedes, withdrawn: true, audience: [] }, saidIn("match_pin", pin));
      noteReason(change, { act: "unpin-incident", by: person, reason });
      return { result: { pin: id }, act: { by, act: "unpin-incident", body: { incident } } };
    });
  },
);

function checkPin({ incident, reason }: PinIncident): void {
  const check = new InputCheck();
  check.id("/incident", incident);
  check.name("/reason", reason);
  check.done();
}
