import { justifyOccurrence, thresholdsFor, type Justified, type OccurrenceLevel } from "../../domain/index.ts";
import {
  agreementsKept,
  dueBetween,
  formsWaiting,
  levelsUnset,
  proposalsOpen,
  questionsOpen,
  remediesDue,
  repliesExpected,
  repliesOverdue,
  reportsUnmatched,
  type Client,
  type ClockRunning,
  type NewReport,
  type ProposalWaiting,
  type QuestionWaiting,
  type Queue,
  type RemedyDue,
  type ReplyWaiting,
  type Store,
  type WaitingSubmission,
} from "../../store/index.ts";
import { dateOf, dayInterval, isZone } from "../../kit/index.ts";
import { MATCH_REPORTS } from "../matching/match-record.ts";
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
  /** Forms that were sent by those who may not make reports of them, or that cannot be read. */
  readonly formsToAccept: Queue<WaitingSubmission>;
  /** New: the matcher has not looked at them yet. */
  readonly reportsToMatch: Queue<NewReport>;
  /** Reports that may tell of another incident than the one that they are in. */
  readonly matchesToDecide: Queue<MatchWaiting>;
  /** Incidents whose level nobody has set. */
  readonly levelsToSet: Queue<LevelToSet>;
  readonly repliesOverdue: Queue<ReplyWaiting>;
  /** Replies and promises that are due before this day ends, on the clocks of the agreement. */
  readonly dueTonight: Queue<ClockRunning>;
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
    formsToAccept: await formsWaiting(client, limit),
    reportsToMatch: await reportsUnmatched(client, MATCH_REPORTS, limit),
    levelsToSet: await levelsToSet(client, limit),
    repliesOverdue: await repliesOverdue(client, now, limit),
    dueTonight: await dueBetween(client, { from: now, to: await endOfDay(client, now), limit }),
    repliesExpected: await repliesExpected(client, now, limit),
    remediesToCheck: await remediesDue(client, now, limit),
    signaturesMissing: await proposalsOpen(client, person, limit),
    questionsOpen: await questionsOpen(client, limit),
  }));
}

/** On the clocks of the only agreement; of none or several, in UTC. */
async function endOfDay(client: Client, now: number): Promise<number> {
  const [agreement, ...others] = await agreementsKept(client);
  const zone = agreement && others.length === 0 && isZone(agreement.zone) ? agreement.zone : "UTC";
  return dayInterval(dateOf(now, zone), zone).latest;
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
