import {
  justifyOccurrence,
  thresholdsFor,
  type Justified,
  type OccurrenceLevel,
  type ProposalState,
} from "../../domain/index.ts";
import type { Store } from "../../store/index.ts";
import { proposalsWaiting, type ProposalWaiting as MatchWaiting } from "../matching/waiting.ts";
import { evidenceOf } from "./evidence.ts";
import { mandateOf } from "./mandate.ts";

/** How many wait, and the first of them. */
export interface Queue<T> {
  readonly count: number;
  readonly first: readonly T[];
}

export interface LevelToSet {
  readonly incident: string;
  readonly occurrence: string;
  readonly justified: Justified<OccurrenceLevel>;
}

export interface ReplyWaiting {
  readonly reply: string;
  readonly incident: string;
  readonly party: string;
  readonly dueAt: number | null;
}

export interface RemedyDue {
  readonly reply: string;
  readonly incident: string;
  readonly party: string;
  readonly remedyDue: number;
}

export interface ProposalWaiting {
  readonly proposal: string;
  readonly row: number;
  readonly incident: string;
  readonly agreement: string;
  readonly judgement: string;
  readonly signed: number;
  readonly needed: number;
  readonly dissents: number;
  readonly state: ProposalState;
  /** Whether it is this person whose signature could be one of the missing. */
  readonly isForYou: boolean;
}

export interface QuestionWaiting {
  readonly clarification: string;
  readonly agreement: string;
  readonly provision: string;
  readonly askedAt: number;
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

const CURRENT = "superseded_at is null and not withdrawn";
const FIRST = 20;

/** The work queue of the team. For the inside. */
export async function waitingFor(store: Store, { now, person, limit = FIRST }: WaitingAsked): Promise<Waiting> {
  const at = new Date(now).toISOString();
  const queue = async <T extends object>(text: string, values: readonly unknown[]): Promise<Queue<T>> => {
    const rows = await store.query<T & { total: number }>(
      `${text} limit ${Math.max(1, Math.min(limit, 1000))}`,
      values,
    );
    return { count: rows[0]?.total ?? 0, first: rows.map(withoutTotal) };
  };
  const reply = `select count(*) over () as total, id as reply, incident, party, due_at as "dueAt" from reply where ${CURRENT} and answered_at is null`;
  return {
    matchesToDecide: await proposalsWaiting(store, limit),
    levelsToSet: await levelsToSet(store, limit),
    repliesOverdue: await queue<ReplyWaiting>(`${reply} and due_at < $1 order by due_at, id`, [at]),
    repliesExpected: await queue<ReplyWaiting>(
      `${reply} and (due_at is null or due_at >= $1) order by due_at nulls last, id`,
      [at],
    ),
    remediesToCheck: await queue<RemedyDue>(
      `select count(*) over () as total, id as reply, incident, party, remedy_due as "remedyDue" from reply
       where ${CURRENT} and remedy_due <= $1 order by remedy_due, id`,
      [at],
    ),
    signaturesMissing: await queue<ProposalWaiting>(
      `select count(*) over () as total, p.id as proposal, p.row, p.incident, p.agreement, p.verdict as judgement,
         cardinality(p.signed_by) as signed, p.needed, p.state, d.dissents,
         $1::text is not null and not (p.signed_by @> array[$1::text]) and not (d.people @> array[$1::text]) as "isForYou"
       from proposal p, lateral (select count(*) as dissents, coalesce(array_agg("by"), '{}') as people from dissent
         where dissent.proposal = p.id and ${CURRENT}) as d
       where p.superseded_at is null and not p.withdrawn and p.state = 'open' order by p.row`,
      [person ?? null],
    ),
    questionsOpen: await queue<QuestionWaiting>(
      `select count(*) over () as total, id as clarification, agreement, provision, asked_at as "askedAt" from clarification
       where ${CURRENT} and ruled_at is null order by asked_at, id`,
      [],
    ),
  };
}

function withoutTotal<T extends object>(row: T & { readonly total: number }): T {
  const { total: _total, ...rest } = row;
  return rest as unknown as T;
}

/** Incidents of which nobody has said how sure they are, the latest first. */
async function levelsToSet(store: Store, limit: number): Promise<Queue<LevelToSet>> {
  return store.snapshot(async (client) => {
    const unset = `from incident i where i.superseded_at is null and not i.withdrawn
      and not exists (select from level l where l.incident = i.id and l.ladder = 'occurrence' and l.superseded_at is null and not l.withdrawn)`;
    const { rows: counted } = await client.query<{ count: number }>(`select count(*) as count ${unset}`);
    const { rows } = await client.query<{ id: string; occurrence: string; acts: string[] }>(
      `select i.id, i.occurrence, i.acts ${unset} order by coalesce(i.earliest, '-infinity'::timestamptz) desc, i.id desc limit $1`,
      [Math.max(1, Math.min(limit, 1000))],
    );
    const evidence = await evidenceOf(
      client,
      rows.map(({ id }) => id),
    );
    const { mandate } = await mandateOf(client);
    const first = rows.map(({ id, occurrence, acts }) => ({
      incident: id,
      occurrence,
      justified: justifyOccurrence(evidence.get(id)!, thresholdsFor(mandate, acts)),
    }));
    return { count: counted[0]!.count, first };
  });
}
