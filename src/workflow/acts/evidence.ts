import type { Evidence, ReportDraft } from "../../domain/index.ts";
import { decodeReport } from "../../formats/index.ts";
import { foldName } from "../../kit/index.ts";
import { findLineages, type Claim } from "../../match/index.ts";
import { positionsOn, reportsOn, type Client, type ReportOn } from "../../store/index.ts";

const NOTHING: Evidence = { reports: 0, voices: 0, denials: 0, named: [], positions: [] };

/** What there is to go by for each of these incidents. */
export async function evidenceOf(client: Client, incidents: readonly string[]): Promise<ReadonlyMap<string, Evidence>> {
  const membersOf = byIncident(await reportsOn(client, incidents));
  const answersTo = byIncident(await positionsOn(client, incidents));
  return new Map(
    incidents.map((incident) => [
      incident,
      {
        ...weigh(membersOf.get(incident) ?? []),
        positions: (answersTo.get(incident) ?? []).map(({ party, position }) => ({ party, position })),
      },
    ]),
  );
}

function byIncident<T extends { readonly incident: string }>(rows: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const found = new Map<string, T[]>();
  for (const row of rows) {
    const others = found.get(row.incident);
    if (others) others.push(row);
    else found.set(row.incident, [row]);
  }
  return found;
}

interface ToldReport {
  readonly member: ReportOn;
  /** Unset: a document that is only known from being cited. */
  readonly draft: ReportDraft | undefined;
}

function weigh(members: readonly ReportOn[]): Evidence {
  const told = members.map((member): ToldReport => ({
    member,
    draft: member.kind === "event" ? decodeReport(member.body) : undefined,
  }));
  const standing = withoutTakenBack(told);
  const hasDocuments = standing.some(({ draft }) => draft === undefined);
  // Whoever makes an account of documents is no witness besides them.
  const speaking = standing.filter(({ draft }) => !hasDocuments || !draft || draft.citations.length === 0);
  const denying = speaking.filter(({ draft }) => draft?.regards?.relation === "denies");
  const telling = speaking.filter((one) => !denying.includes(one));
  const claims = telling.map(claimOf);
  const lineages = findLineages(claims);
  const sources = new Map(claims.map(({ id, source }) => [id, source]));
  // A later report of a source is the same voice, and so is what others copied from it.
  const voiceOf = (id: string): string => sources.get(lineages.originOf(id))!;
  return {
    ...NOTHING,
    reports: members.length,
    voices: new Set(claims.map(({ id }) => voiceOf(id))).size,
    denials: new Set(denying.map(({ member }) => sourceOf(member))).size,
    named: namedBy(telling, voiceOf),
  };
}

/** What a source has withdrawn or corrected since is not what it says. */
function withoutTakenBack(told: readonly ToldReport[]): readonly ToldReport[] {
  const gone = new Set(
    told.flatMap(({ member, draft }) => {
      const { regards } = draft ?? {};
      if (!regards || !/^(?:withdraws|corrects)$/u.test(regards.relation)) return [];
      // Of the same data set; else of the same source in another, as when the correction comes with a later file.
      const called = told.filter((other) => other.member.external_id === regards.report && other.member !== member);
      const own = called.filter((other) => other.member.data_set === member.data_set);
      const ofSource = called.filter((other) => member.source !== null && other.member.source === member.source);
      return (own.length > 0 ? own : ofSource.length === 1 ? ofSource : []).map((other) => other.member.id);
    }),
  );
  return told.filter(({ member, draft }) => draft?.regards?.relation !== "withdraws" && !gone.has(member.id));
}

/** Reports of which nobody knows the source are one voice for each data set: that they are several is not known either. */
function sourceOf({ source, kind, data_set }: ReportOn): string {
  return source ?? `${kind} of ${data_set}`;
}

/** As far as it can tell copies apart: who says it when, in which words. */
function claimOf({ member, draft }: ToldReport): Claim {
  const published = draft?.reported?.earliest;
  const { low, high } = draft?.casualties ?? {};
  return {
    id: member.id,
    report: member.id,
    source: sourceOf(member),
    when: undefined,
    publishedAt: published !== undefined && Number.isFinite(published) ? published : undefined,
    where: undefined,
    actors: [],
    kind: draft?.acts ?? [],
    killed: low === undefined && high === undefined ? undefined : { least: low ?? 0, most: high ?? Infinity },
    injured: undefined,
    text: draft?.narrative,
    url: undefined,
    updates: undefined,
    isAggregate: draft?.aggregate ?? false,
  };
}

function namedBy(told: readonly ToldReport[], voiceOf: (id: string) => string): Evidence["named"] {
  const voices = new Map<string, { readonly actor: string; readonly by: Set<string> }>();
  for (const { member, draft } of told) {
    const first = draft?.direction === "first-on-second" ? draft.sides[0] : undefined;
    if (!first) continue;
    const key = foldName(first.name);
    const known = voices.get(key) ?? { actor: first.name, by: new Set<string>() };
    voices.set(key, known);
    known.by.add(voiceOf(member.id));
  }
  return [...voices.values()]
    .map(({ actor, by }) => ({ actor, voices: by.size }))
    .toSorted((a, b) => b.voices - a.voices || (a.actor < b.actor ? -1 : 1));
}
