import type { Row, Store } from "../../store/index.ts";

/** A proposal of the matcher that a person has to decide. */
export interface ProposalWaiting {
  readonly proposal: string;
  readonly report: string;
  readonly label: string;
  /** The incident that the report is in. */
  readonly origin: string;
  /** The incident that it may belong to. */
  readonly incident: string;
  readonly incidentLabel: string;
  readonly kind: ProposalKind;
  readonly band: string;
  readonly probability: number | null;
  readonly bits: number | null;
  readonly model: string;
  readonly names: string;
  readonly because: readonly string[];
  readonly waitsFor: readonly WaitReason[];
}

/** `join`: a report that is alone · `copy` · `merge`: all of an incident · `move`: out of an incident that keeps others. */
export type ProposalKind = "join" | "copy" | "merge" | "move";

export const WAIT_REASONS = {
  probable: "it is not sure enough",
  contested: "another incident fits nearly as well",
  decided: "people have decided something about one of the two incidents",
  pinned: "one of the two incidents is pinned",
  audience: "who may see the report could no longer see its incident",
  said: "people have said something about these reports before",
  moves: "it would change what was put together before",
  asked: "the matcher was asked to propose only",
} as const;

export type WaitReason = keyof typeof WAIT_REASONS;

/** What the matcher keeps with a proposal. */
export interface ProposalBody {
  readonly because: readonly string[];
  readonly waitsFor: readonly WaitReason[];
}

export interface ProposalsWaiting {
  readonly count: number;
  readonly first: readonly ProposalWaiting[];
}

/** What waits for a person, the surest first. Proposals that others have overtaken are left out. For the inside. */
export async function proposalsWaiting(store: Store, limit = 100): Promise<ProposalsWaiting> {
  type Found = Omit<ProposalWaiting, "because" | "waitsFor"> & { readonly body: ProposalBody; readonly total: number };
  const rows = await store.query<Found>(
    `select count(*) over () as total, p.id as proposal, p.report, r.label, p.origin, p.incident, i.label as "incidentLabel", p.kind,
       p.band, p.probability, p.bits, p.model, p.names, p.body
     from match_proposal p
     join report r on r.id = p.report and r.superseded_at is null and not r.withdrawn
     join incident i on i.id = p.incident and i.superseded_at is null and not i.withdrawn
     join incident_member m on m.report = p.report and m.incident = p.origin and m.superseded_at is null and not m.withdrawn
     where p.superseded_at is null and not p.withdrawn and p.state = 'open'
     order by p.probability desc nulls last, p.row limit $1`,
    [Math.max(1, Math.min(limit, 10_000))],
  );
  return {
    count: rows[0]?.total ?? 0,
    first: rows.map(({ body: { because, waitsFor }, total: _total, ...rest }) => ({ ...rest, because, waitsFor })),
  };
}

/** All that was proposed of an incident or a report, decided or not. For the inside. */
export async function proposalsAbout(store: Store, id: string): Promise<readonly Row<"match_proposal">[]> {
  const rows = await store.query(
    `select * from match_proposal where superseded_at is null and not withdrawn
       and (report = $1 or origin = $1 or incident = $1) order by row`,
    [id],
  );
  return rows as unknown as readonly Row<"match_proposal">[];
}
