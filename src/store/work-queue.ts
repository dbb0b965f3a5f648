import type { ProposalState } from "../domain/index.ts";
import { timestampOf, type Client } from "./connection.ts";

/** How many wait, and the first of them. */
export interface Queue<T> {
  readonly count: number;
  readonly first: readonly T[];
}

export interface UnsetLevel {
  readonly incident: string;
  /** What stands on it unsaid by anybody: `reported`. */
  readonly occurrence: string;
  readonly acts: readonly string[];
}

export interface ReplyWaiting {
  readonly reply: string;
  readonly incident: string;
  readonly party: string;
  /** Milliseconds since 1970 UTC. */
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

const CURRENT = "superseded_at is null and not withdrawn";
const MOST_SHOWN = 1000;

/** How many rows there are and the first of them, of a query whose first column is `count(*) over () as total`. */
export async function queueOf<T extends object>(
  client: Client,
  { text, values = [], limit }: { readonly text: string; readonly values?: readonly unknown[]; readonly limit: number },
): Promise<Queue<T>> {
  const { rows } = await client.query<T & { readonly total: number }>(`${text} limit ${shown(limit)}`, [...values]);
  const first = rows.map(({ total: _total, ...rest }) => rest as unknown as T);
  return { count: rows[0]?.total ?? 0, first };
}

function shown(limit: number): number {
  return Math.max(1, Math.min(limit, MOST_SHOWN));
}

/** Incidents of which nobody has said how sure they are, the latest first. */
export async function levelsUnset(client: Client, limit: number): Promise<Queue<UnsetLevel>> {
  const unset = `from incident i where i.superseded_at is null and not i.withdrawn
    and not exists (select from level l where l.incident = i.id and l.ladder = 'occurrence' and l.superseded_at is null and not l.withdrawn)`;
  const { rows: counted } = await client.query<{ count: number }>(`select count(*) as count ${unset}`);
  const { rows } = await client.query<UnsetLevel>(
    `select i.id as incident, i.occurrence, i.acts ${unset}
     order by coalesce(i.earliest, '-infinity'::timestamptz) desc, i.id desc limit $1`,
    [shown(limit)],
  );
  return { count: counted[0]!.count, first: rows };
}

const AWAITED = `select count(*) over () as total, id as reply, incident, party, due_at as "dueAt" from reply
  where ${CURRENT} and answered_at is null`;

/** Requests that are not answered although their time is over, the longest overdue first. `now`: milliseconds since 1970 UTC. */
export async function repliesOverdue(client: Client, now: number, limit: number): Promise<Queue<ReplyWaiting>> {
  const text = `${AWAITED} and due_at < $1 order by due_at, id`;
  return queueOf(client, { text, values: [timestampOf(now)], limit });
}

/** Requests that are not answered and need not be yet, what is due first before the others. */
export async function repliesExpected(client: Client, now: number, limit: number): Promise<Queue<ReplyWaiting>> {
  const text = `${AWAITED} and (due_at is null or due_at >= $1) order by due_at nulls last, id`;
  return queueOf(client, { text, values: [timestampOf(now)], limit });
}

/** Promised by a party, and the day has come. */
export async function remediesDue(client: Client, now: number, limit: number): Promise<Queue<RemedyDue>> {
  const text = `select count(*) over () as total, id as reply, incident, party, remedy_due as "remedyDue" from reply
    where ${CURRENT} and remedy_due <= $1 order by remedy_due, id`;
  return queueOf(client, { text, values: [timestampOf(now)], limit });
}

/** A clock that runs out: of a reply, or of what a party promised. */
export interface ClockRunning {
  readonly reply: string;
  readonly incident: string;
  readonly party: string;
  readonly what: "reply" | "remedy";
  readonly dueAt: number;
}

/** What is due in a stretch of time, what is due first before the others. Both ends in milliseconds since 1970 UTC. */
export async function dueBetween(
  client: Client,
  { from, to, limit }: { readonly from: number; readonly to: number; readonly limit: number },
): Promise<Queue<ClockRunning>> {
  const text = `select count(*) over () as total, * from (
      select id as reply, incident, party, 'reply' as what, due_at as "dueAt" from reply
        where ${CURRENT} and answered_at is null and due_at >= $1 and due_at < $2
      union all select id, incident, party, 'remedy', remedy_due from reply
        where ${CURRENT} and remedy_due >= $1 and remedy_due < $2) as clock order by "dueAt", reply`;
  return queueOf(client, { text, values: [timestampOf(from), timestampOf(to)], limit });
}

/** A report that came in, or was revised, since the matcher last looked. */
export interface NewReport {
  readonly report: string;
  readonly label: string;
  readonly recordedAt: number;
}

/** Reports that the matcher has not looked at; `act`: of the entries that say how far it has come. */
export async function reportsUnmatched(client: Client, act: string, limit: number): Promise<Queue<NewReport>> {
  const text = `select count(*) over () as total, id as report, label, recorded_at as "recordedAt" from report
    where ${CURRENT} and kind = 'event' and row > coalesce(
      (select (body->>'upTo')::bigint from ledger_entry where act = $1 order by seq desc limit 1), 0) order by row`;
  return queueOf(client, { text, values: [act], limit });
}

/** Proposed determinations that lack signatures; `person`: who looks, if it is known. */
export async function proposalsOpen(
  client: Client,
  person: string | undefined,
  limit: number,
): Promise<Queue<ProposalWaiting>> {
  const text = `select count(*) over () as total, p.id as proposal, p.row, p.incident, p.agreement, p.verdict as judgement,
      cardinality(p.signed_by) as signed, p.needed, p.state, d.dissents,
      $1::text is not null and not (p.signed_by @> array[$1::text]) and not (d.people @> array[$1::text]) as "isForYou"
    from proposal p, lateral (select count(*) as dissents, coalesce(array_agg("by"), '{}') as people from dissent
      where dissent.proposal = p.id and ${CURRENT}) as d
    where p.superseded_at is null and not p.withdrawn and p.state = 'open' order by p.row`;
  return queueOf(client, { text, values: [person ?? null], limit });
}

/** Questions about a text that nobody has ruled on, the oldest first. */
export async function questionsOpen(client: Client, limit: number): Promise<Queue<QuestionWaiting>> {
  const text = `select count(*) over () as total, id as clarification, agreement, provision, asked_at as "askedAt"
    from clarification where ${CURRENT} and ruled_at is null order by asked_at, id`;
  return queueOf(client, { text, limit });
}
