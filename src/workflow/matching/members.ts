import { decodeReport } from "../../formats/index.ts";
import { Refusal } from "../../kit/index.ts";
import {
  endedIncidentOf,
  endOf,
  everMembersOf,
  incidentOf,
  membersOf,
  repliesOf,
  repliesOnceOf,
  type Change,
  type Json,
  type Member,
  type Row,
} from "../../store/index.ts";
import { NoSuchThing } from "../acts/acting.ts";
import { currentOf, saidIn } from "../acts/versions.ts";
import { incidentRow } from "../record/report-rows.ts";

/** A change, or a look at the record. */
type Asked = Pick<Change, "client">;

/** Of a report that matching or a person put with others. */
const MATCHED = "matched";

/** It tells of the incident itself, and is not only cited for it. */
export const tells = ({ kind }: Member): boolean => kind === "event";

/** Where a report is. @throws NoSuchThing if it is in no incident that stands. */
export async function incidentOfReport({ client }: Asked, report: string): Promise<string> {
  const incident = await incidentOf(client, report);
  if (incident === undefined) throw new NoSuchThing("report");
  return incident;
}

/** Where an incident that was joined to others has gone; itself if it stands. @throws NoSuchThing */
export async function standingIncident({ client }: Asked, id: string): Promise<string> {
  const seen = new Set<string>();
  for (let at: string | undefined = id; at !== undefined && !seen.has(at);) {
    seen.add(at);
    const end: Awaited<ReturnType<typeof endOf>> = await endOf(client, at);
    if (end?.stands === true) return at;
    at = end?.joined;
  }
  throw new NoSuchThing("incident");
}

export interface Joining {
  readonly from: string;
  readonly into: string;
  readonly reason: string;
  /** Release the other incident to parties that were asked about the one that ends. */
  readonly release?: boolean;
}

/** Puts everything of one incident into another. The one that ends leads to the other for ever. */
export async function joinIncidents(change: Change, joining: Joining): Promise<readonly string[]> {
  const { from, into, reason } = joining;
  if (from === into) throw new Refusal("match.same-incident", "these are one incident already", "name two incidents");
  const [ending, members, there] = [
    await currentOf(change, "incident", from),
    await membersOf(change.client, from),
    await membersOf(change.client, into),
  ];
  await bringReplies(change, { ...joining, ending });
  const known = new Set(there.map(({ report }) => report));
  for (const member of members)
    putMember(change, member, { incident: into, reason, isThere: known.has(member.report) });
  change.add(
    "incident",
    { id: from, supersedes: ending.row, withdrawn: true, audience: ending.audience },
    { ...saidIn("incident", ending), body: { ...(ending.body as object), joined: into } },
  );
  return members.filter(tells).map(({ report }) => report);
}

/**
 * What parties were asked, and answered, goes with the incident. A party that could see what it was asked about sees it still:
 * it cannot answer about what it may not know of.
 * @throws Refusal
 */
async function bringReplies(
  change: Change,
  { from, into, release = false, ending }: Joining & { readonly ending: Row<"incident"> },
): Promise<void> {
  const target = await currentOf(change, "incident", into);
  const replies = await repliesOf(change.client, from);
  const hidden = replies
    .map(({ party }) => `party:${party}`)
    .filter((party) => ending.audience.includes(party) && !target.audience.includes(party));
  if (hidden.length > 0 && !release)
    throw new Refusal(
      "not-released",
      "a party was asked about the incident that would end, and could not see the other",
      "join the other to it instead, or release the other to the party, or say so when you join them",
    );
  if (hidden.length > 0) {
    const place = { id: into, supersedes: target.row, audience: [...target.audience, ...hidden] };
    change.add("incident", place, saidIn("incident", target));
  }
  for (const reply of replies) putReply(change, reply, into);
}

function putReply(change: Change, reply: Row<"reply">, incident: string): void {
  const { id, row: supersedes, audience } = reply;
  change.add("reply", { id, supersedes, audience }, { ...saidIn("reply", reply), incident });
}

interface Put {
  readonly incident: string;
  readonly reason: string;
  readonly standing?: string;
  /** The incident has it already: a document that is cited for both. */
  readonly isThere?: boolean;
}

function putMember(change: Change, member: Member, { incident, reason, standing, isThere = false }: Put): void {
  const { id, row, audience, report } = member;
  const now = standing ?? (tells(member) ? MATCHED : member.standing);
  const said = isThere ? saidIn("incident_member", member) : { incident, report, standing: now, reason };
  change.add("incident_member", { id, supersedes: row, withdrawn: isThere, audience }, said);
}

export interface Moving {
  readonly reports: readonly string[];
  readonly from: string;
  /** Unset: an incident of their own. */
  readonly to?: string;
  readonly reason: string;
}

/** Takes reports out of an incident that keeps others. The incident where they are now. */
export async function moveReports(change: Change, { reports, from, to, reason }: Moving): Promise<string> {
  const incident = await currentOf(change, "incident", from);
  const members = await membersOf(change.client, from);
  const moving = members.filter((member) => tells(member) && reports.includes(member.report));
  const staying = members.filter((member) => tells(member) && !reports.includes(member.report));
  if (moving.length !== new Set(reports).size)
    throw new Refusal("match.not-there", "not all of these reports are in that incident", "look at the incident again");
  if (staying.length === 0)
    throw new Refusal("match.nothing-left", "nothing would be left of the incident", "join it to the other instead");
  const [first] = moving;
  const target = to ?? (await ownIncident(change, first!, incident));
  const came = to === undefined ? await cameWith(change, members, target) : [];
  if (to === undefined)
    for (const reply of await repliesOnceOf(change.client, target, from)) putReply(change, reply, target);
  for (const member of [...moving, ...came])
    putMember(change, member, {
      incident: target,
      reason,
      ...(to === undefined && member === first ? { standing: "account" } : {}),
    });
  if (moving.some(({ report }) => report === incident.account)) await takeAccountFrom(change, incident, staying[0]!);
  return target;
}

/** The incident that a report made when it came, restored; else a new one. */
async function ownIncident(change: Change, { report }: Member, from: Row<"incident">): Promise<string> {
  const before = await endedIncidentOf(change.client, report);
  const told = await currentOf(change, "report", report);
  if (before) {
    const { joined: _, ...body } = before.body as { readonly joined?: string } & Readonly<Record<string, Json>>;
    const { id, row: supersedes, audience } = before;
    return change.add("incident", { id, supersedes, audience }, { ...saidIn("incident", before), body });
  }
  const audience = told.audience.filter((one) => from.audience.includes(one));
  return change.add("incident", { audience }, { ...incidentRow(decodeReport(told.body)), account: report });
}

/** Cited documents that came with the incident when it was joined, and go with it again. */
async function cameWith(change: Change, members: readonly Member[], incident: string): Promise<readonly Member[]> {
  const came = await everMembersOf(change.client, incident);
  return members.filter((member) => !tells(member) && came.has(member.id));
}

/** An incident keeps its id and its levels when the report that was its account goes; another is its account. */
export async function takeAccountFrom(change: Change, incident: Row<"incident">, member: Member): Promise<void> {
  const { id, row, audience, occurrence, attribution, body } = incident;
  const told = await currentOf(change, "report", member.report);
  const said = { ...incidentRow(decodeReport(told.body)), occurrence, attribution, body };
  change.add("incident", { id, supersedes: row, audience }, { ...said, account: member.report });
  putMember(change, member, { incident: id, reason: member.reason, standing: "account" });
}
