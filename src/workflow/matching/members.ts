import { decodeReport } from "../../formats/index.ts";
import { Refusal } from "../../kit/index.ts";
import type { Change, Json, Row } from "../../store/index.ts";
import { NoSuchThing } from "../acts/acting.ts";
import { currentOf, saidIn } from "../acts/versions.ts";
import { incidentRow } from "../record/report-rows.ts";

/** A change, or a look at the record. */
type Asked = Pick<Change, "client">;

const STANDS = "superseded_at is null and not withdrawn";
/** Of a report that matching or a person put with others. */
const MATCHED = "matched";

/** A report that tells of an incident: not a document that is only known from being cited. */
export interface Member extends Row<"incident_member"> {
  readonly kind: string;
}

/** Reports and cited documents of an incident, in the order of the record. */
export async function membersOf({ client }: Asked, incident: string): Promise<readonly Member[]> {
  const { rows } = await client.query<Member & Readonly<Record<string, unknown>>>(
    `select m.*, r.kind from incident_member m join report r on r.id = m.report and r.superseded_at is null
     where m.incident = $1 and m.superseded_at is null and not m.withdrawn order by r.row`,
    [incident],
  );
  return rows;
}

export const tells = ({ kind }: Member): boolean => kind === "event";

/** Where a report is. @throws NoSuchThing if it is in no incident that stands. */
export async function incidentOfReport({ client }: Asked, report: string): Promise<string> {
  const { rows } = await client.query<{ incident: string }>(
    `select m.incident from incident_member m join incident i on i.id = m.incident
     where m.report = $1 and m.superseded_at is null and not m.withdrawn and i.superseded_at is null and not i.withdrawn
     order by m.row desc limit 1`,
    [report],
  );
  const [found] = rows;
  if (!found) throw new NoSuchThing("report");
  return found.incident;
}

/** Where an incident that was joined to others has gone; itself if it stands. @throws NoSuchThing */
export async function standingIncident(asked: Asked, id: string): Promise<string> {
  const seen = new Set<string>();
  for (let at = id; !seen.has(at);) {
    seen.add(at);
    const { rows } = await asked.client.query<{ withdrawn: boolean; body: Json }>(
      "select withdrawn, body from incident where id = $1 and superseded_at is null",
      [at],
    );
    const [row] = rows;
    if (!row) break;
    if (!row.withdrawn) return at;
    const { joined } = row.body as { readonly joined?: string };
    if (joined === undefined) break;
    at = joined;
  }
  throw new NoSuchThing("incident");
}

/** Puts everything of one incident into another. The one that ends leads to the other for ever. */
export async function joinIncidents(
  change: Change,
  { from, into, reason }: { readonly from: string; readonly into: string; readonly reason: string },
): Promise<readonly string[]> {
  if (from === into) throw new Refusal("match.same-incident", "these are one incident already", "name two incidents");
  const [ending, members, there] = [
    await currentOf(change, "incident", from),
    await membersOf(change, from),
    await membersOf(change, into),
  ];
  await currentOf(change, "incident", into);
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
  const members = await membersOf(change, from);
  const moving = members.filter((member) => tells(member) && reports.includes(member.report));
  const staying = members.filter((member) => tells(member) && !reports.includes(member.report));
  if (moving.length !== new Set(reports).size)
    throw new Refusal("match.not-there", "not all of these reports are in that incident", "look at the incident again");
  if (staying.length === 0)
    throw new Refusal("match.nothing-left", "nothing would be left of the incident", "join it to the other instead");
  const [first] = moving;
  const target = to ?? (await ownIncident(change, first!, incident));
  const came = to === undefined ? await cameWith(change, members, target) : [];
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
  const { rows } = await change.client.query(
    "select * from incident where account = $1 and withdrawn and superseded_at is null and body ? 'joined' order by row limit 1",
    [report],
  );
  const before = rows[0] as Row<"incident"> | undefined;
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
  const { rows } = await change.client.query<{ id: string }>(
    "select distinct id from incident_member where incident = $1",
    [incident],
  );
  const came = new Set(rows.map(({ id }) => id));
  return members.filter((member) => !tells(member) && came.has(member.id));
}

/** An incident keeps its id and its levels when the report that was its account goes; another is its account. */
async function takeAccountFrom(change: Change, incident: Row<"incident">, member: Member): Promise<void> {
  const { id, row, audience, occurrence, attribution, body } = incident;
  const told = await currentOf(change, "report", member.report);
  const said = { ...incidentRow(decodeReport(told.body)), occurrence, attribution, body };
  change.add("incident", { id, supersedes: row, audience }, { ...said, account: member.report });
  putMember(change, member, { incident: id, reason: member.reason, standing: "account" });
}

/** Incidents among these of which people have decided something, or said that only people change them. */
export async function decidedOn({ client }: Asked, incidents: readonly string[]): Promise<ReadonlySet<string>> {
  const nouns = ["level", "determination", "proposal", "reply", "match_pin"];
  const { rows } = await client.query<{ incident: string }>(
    nouns
      .map((noun) => `select incident from "${noun}" where incident = any($1::uuid[]) and ${STANDS}`)
      .join(" union "),
    [incidents],
  );
  return new Set(rows.map(({ incident }) => incident));
}
