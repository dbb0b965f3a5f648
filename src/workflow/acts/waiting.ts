import { justifyOccurrence, thresholdsFor, type Justified, type OccurrenceLevel } from "../../domain/index.ts";
import {
  levelsUnset,
  proposalsOpen,
  questionsOpen,
  remediesDue,
  repliesExpected,
  repliesOverdue,
  type Client,
  type ProposalWaiting,
  type QuestionWaiting,
  type Queue,
  type RemedyDue,
  type ReplyWaiting,
  type Store,
} from "../../store/index.ts";
import { proposalsWaiting, type ProposalWaiting as MatchWaiting } from "../matching/waiting.ts";
import { evidenceOf } from "./evidence.ts";
import { mandateOf } from "./mandate.ts";

export type { Queue } from "../../store/index.ts";

export interface LevelToSet {
  readonly incident: string;
  readonly occurrence: string;
  readonly justified: Justified<OccurrenceLevel>;
}

/** What waits for somebody of the team to do it. Everything in it is found anew from the record. */
export interface Waiting {
  /** Reports that may tell of another incident than the one that they are in. */
  readonly matchesToDecide: Queue<MatchWaiting>;
  /** Incidents whose level nobody has set. */
  readonly levelsToSet: Queue<LevelToSet>;
  readonly repliesOverdue: Queue<ReplyWaiting>;
  readonly repliesExpected: Queue<ReplyWaiting>;
  /** Promised by a party, and the day has come: somebody has to look whether it was done. */
  readonly remediesToCheck: Queue<RemedyDue>;
  readonly signaturesMissing: Queue<ProposalWaiting>;
  readonly questionsOpen: Queue<QuestionWaiting>;
}

export interface WaitingAsked {
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
  /** Who looks, to tell which proposals wait for them. */
  readonly person?: string;
  readonly limit?: number;
}

const FIRST = 20;

/** The work queue of the team. For the inside. */
export async function waitingFor(store: Store, { now, person, limit = FIRST }: WaitingAsked): Promise<Waiting> {
  const matchesToDecide = await proposalsWaiting(store, limit);
  return store.snapshot(async (client) => ({
    matchesToDecide,
    levelsToSet: await levelsToSet(client, limit),
    repliesOverdue: await repliesOverdue(client, now, limit),
    repliesExpected: await repliesExpected(client, now, limit),
    remediesToCheck: await remediesDue(client, now, limit),
    signaturesMissing: await proposalsOpen(client, person, limit),
    questionsOpen: await questionsOpen(client, limit),
  }));
}

/** With what the evidence would justify, for whoever sets them. */
async function levelsToSet(client: Client, limit: number): Promise<Queue<LevelToSet>> {
  const { count, first } = await levelsUnset(client, limit);
  const ids = first.map(({ incident }) => incident);
  const evidence = await evidenceOf(client, ids);
  const { mandate } = await mandateOf(client);
  const justified = first.map(({ incident, occurrence, acts }) => ({
    incident,
    occurrence,
    justified: justifyOccurrence(evidence.get(incident)!, thresholdsFor(mandate, acts)),
  }));
  return { count, first: justified };
}
