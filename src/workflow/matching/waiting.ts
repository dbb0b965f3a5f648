import { openProposals, proposalsOn, type Row, type Store } from "../../store/index.ts";

/** A proposal of the matcher that a person has to decide. */
export interface ProposalWaiting extends ProposalBody {
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
}

/**
 * `join`: a report that is alone · `copy` · `merge`: all of an incident · `move`: out of an incident that keeps others · `split`:
 * out of one that keeps others (`incident` is that one), and into none that there is.
 */
export type ProposalKind = "join" | "copy" | "merge" | "move" | "split";

export const WAIT_REASONS = {
  probable: "it is not sure enough",
  contested: "another incident fits nearly as well",
  decided: "people have decided something about one of the two incidents",
  pinned: "one of the two incidents is pinned",
  audience: "who may see the report could no longer see its incident",
  said: "people have said something about these reports before",
  moves: "it would change what was put together before",
  again: "the whole record was matched again",
  asked: "the matcher was asked to propose only",
} as const;

export type WaitReason = keyof typeof WAIT_REASONS;

/** What the matcher keeps with a proposal. */
export interface ProposalBody {
  readonly because: readonly string[];
  readonly waitsFor: readonly WaitReason[];
  /** Of a split: all the reports that would go together. */
  readonly reports?: readonly string[];
}

export interface ProposalsWaiting {
  readonly count: number;
  readonly first: readonly ProposalWaiting[];
}

/** What waits for a person, the surest first. Proposals that others have overtaken are left out. For the inside. */
export async function proposalsWaiting(store: Store, limit = 100): Promise<ProposalsWaiting> {
  const { count, first } = await openProposals(store, Math.max(1, Math.min(limit, 10_000)));
  return {
    count,
    first: first.map(({ body, kind, ...rest }) => {
      return { ...rest, kind: kind as ProposalKind, ...(body as unknown as ProposalBody) };
    }),
  };
}

/** All that was proposed of an incident or a report, decided or not. For the inside. */
export async function proposalsAbout(store: Store, id: string): Promise<readonly Row<"match_proposal">[]> {
  return proposalsOn(store, id);
}
