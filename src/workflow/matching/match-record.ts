import type pg from "pg";
import { SupersededElsewhere, type Change, type JobKind, type Json, type Store } from "../../store/index.ts";
import type { Acting } from "../acts/acting.ts";
import { askToJudge } from "../acts/judge-again.ts";
import { decidedOn, incidentOfReport, joinIncidents } from "./members.ts";
import { modelOfRecord } from "./model.ts";
import { MatchingOfRecord, type Proposed, type Situation } from "./propose.ts";
import { claimsDuring, wordsOfRecord, type RecordClaim, type Stretch } from "./record-claims.ts";
import { verdictsIn } from "./verdicts.ts";

export const MATCH_REPORTS = "match-reports";
/** What is to be matched follows from the ledger, so there is one key for all of it. */
const RECORD = "record";
/** New reports looked at together. */
const AT_ONCE = 2000;
/** Reports this much before and after the new ones can compete with what they are compared with. */
const AROUND = 4 * 24 * 3_600_000;
/** A report that allows for more than this does not make the others be looked for over all of it. */
const LONGEST = 62 * 24 * 3_600_000;
const MOST_TRIES = 5;

/** Asks, in the transaction of a change, for its new reports to be matched. */
export async function askToMatch({ ask }: Pick<Acting, "ask">, change: Change): Promise<void> {
  await ask?.(change, MATCH_REPORTS, RECORD);
}

export interface MatchJobOptions {
  /** Stands in the ledger for it. */
  readonly by?: string;
  /** Asks for what follows from reports being put together. */
  readonly ask?: Acting["ask"];
  /** Put nothing together: all of it waits for a person. */
  readonly onlyPropose?: boolean;
}

/** The work that follows from new reports, for a worker. */
export function matchJob(store: Store, options: MatchJobOptions = {}): JobKind {
  return {
    name: MATCH_REPORTS,
    work: async () => {
      await matchNewReports(store, options);
    },
    undone: async () => ((await isAnythingNew(store)) ? [RECORD] : []),
  };
}

export interface ReportsMatched {
  /** New or revised reports that were looked at. */
  readonly looked: number;
  /** Reports that were put into another incident. */
  readonly attached: number;
  /** Proposals that wait for a person. */
  readonly waiting: number;
  readonly model: string;
  readonly names: string;
}

/**
 * Matches what came in since the last time against what is near. What is certain enough, and what no person has decided
 * anything about, is put together; the rest is proposed. What there is to do follows from the record, so doing it again, also
 * after a worker died in the middle, comes to the same.
 */
export async function matchNewReports(store: Store, options: MatchJobOptions = {}): Promise<ReportsMatched> {
  return store.alone("match reports", async () => {
    const [model, words] = [await modelOfRecord(store), await wordsOfRecord(store)];
    const total = { looked: 0, attached: 0, waiting: 0, model: model.version, names: words.version };
    for (;;) {
      const pass = await new Pass(store, { model, words }, options).run();
      total.looked += pass.looked;
      total.attached += pass.attached;
      total.waiting += pass.waiting;
      if (pass.isLast) return total;
    }
  });
}

async function isAnythingNew(store: Store): Promise<boolean> {
  return store.snapshot(async (client) => (await newReports(client)).length > 0);
}

interface NewReport {
  readonly id: string;
  readonly row: number;
  readonly earliest: number | null;
  readonly latest: number | null;
}

async function newReports(client: pg.ClientBase): Promise<readonly NewReport[]> {
  const { rows: done } = await client.query<{ upTo: number }>(
    `select (body->>'upTo')::bigint as "upTo" from ledger_entry where act = '${MATCH_REPORTS}' order by seq desc limit 1`,
  );
  const { rows } = await client.query<NewReport>(
    `select id, row, earliest, latest from report
     where row > $1 and kind = 'event' and superseded_at is null and not withdrawn order by row limit ${AT_ONCE}`,
    [done[0]?.upTo ?? 0],
  );
  return rows;
}

interface Looked {
  readonly fresh: readonly NewReport[];
  readonly situation: Situation;
  /** Changes when people decide something. */
  readonly mark: number;
}

type ByWhat = Pick<Situation, "model" | "words">;

class Pass {
  private readonly store: Store;
  private readonly what: ByWhat;
  private readonly by: string;
  private readonly acting: Pick<Acting, "ask">;
  private readonly onlyPropose: boolean;

  constructor(store: Store, what: ByWhat, { by = "truce match", ask, onlyPropose = false }: MatchJobOptions) {
    this.store = store;
    this.what = what;
    this.by = by;
    this.acting = ask ? { ask } : {};
    this.onlyPropose = onlyPropose;
  }

  async run(): Promise<Pick<ReportsMatched, "looked" | "attached" | "waiting"> & { readonly isLast: boolean }> {
    for (let tries = 1; ; tries++) {
      const looked = await this.store.snapshot((client) => this.look(client));
      const { fresh, situation, mark } = looked;
      if (fresh.length === 0) return { looked: 0, attached: 0, waiting: 0, isLast: true };
      const found = new MatchingOfRecord(situation).proposals();
      const proposals = this.onlyPropose ? found.map(asAsked) : found;
      try {
        return await this.record(fresh, proposals, mark);
      } catch (error) {
        // Somebody decided something, or changed one of the incidents, while this was worked out: it is worked out anew.
        const isOvertaken = error instanceof Overtaken || error instanceof SupersededElsewhere;
        if (!isOvertaken || tries === MOST_TRIES) throw error;
      }
    }
  }

  private async look(client: pg.ClientBase): Promise<Looked> {
    const fresh = await newReports(client);
    const claims = fresh.length === 0 ? [] : await claimsDuring(client, stretchOf(fresh), this.what.words);
    const counts = new Map<string, number>();
    for (const { incident } of claims) counts.set(incident, (counts.get(incident) ?? 0) + 1);
    const ids = new Set(fresh.map(({ id }) => id));
    const isFresh = ({ claim, incident }: RecordClaim): boolean => ids.has(claim.id) && counts.get(incident) === 1;
    const incidents = [...counts.keys()];
    const [verdicts, pinned, decided, proposed, mark] = [
      await verdictsIn({ client }),
      await pinnedAmong(client, incidents),
      await decidedOn({ client }, incidents),
      await proposedOf(client, claims),
      await markOf(client),
    ];
    return { fresh, mark, situation: { ...this.what, claims, isFresh, verdicts, pinned, decided, proposed } };
  }

  private async record(
    fresh: readonly NewReport[],
    proposals: readonly Proposed[],
    mark: number,
  ): Promise<Pick<ReportsMatched, "looked" | "attached" | "waiting"> & { readonly isLast: boolean }> {
    const free = proposals.filter(({ body }) => body.waitsFor.length === 0);
    const waiting = proposals.filter(({ body }) => body.waitsFor.length > 0);
    // 1. What the matcher may do: each an entry of its own, so that each can be undone by itself.
    for (const proposed of free) await this.attach(proposed, mark);
    // 2. What waits for a person, and how far this has come.
    const upTo = fresh.at(-1)!.row;
    const { model, words } = this.what;
    await this.store.change(async (change) => {
      await refuseIfOvertaken(change, mark);
      for (const proposed of waiting) this.note(change, proposed, "open");
      const counts = { looked: fresh.length, attached: free.length, waiting: waiting.length };
      const body = { upTo, ...counts, model: model.version, names: words.version };
      return { result: undefined, act: { by: this.by, act: MATCH_REPORTS, body } };
    });
    const isLast = fresh.length < AT_ONCE;
    return { looked: fresh.length, attached: free.length, waiting: waiting.length, isLast };
  }

  private async attach(proposed: Proposed, mark: number): Promise<void> {
    const { report, incident, band, probability } = proposed;
    await this.store.change(async (change) => {
      await refuseIfOvertaken(change, mark);
      if ((await incidentOfReport(change, report.claim.id)) !== report.incident) throw new Overtaken();
      const reason = `put together by ${this.by}`;
      await joinIncidents(change, { from: report.incident, into: incident, reason });
      const proposal = this.note(change, proposed, "attached");
      await askToJudge(this.acting, change);
      const about = { report: report.claim.id, incident, before: report.incident, proposal, band, probability };
      const body = { ...about, model: this.what.model.version };
      return { result: undefined, act: { by: this.by, act: "match-attach", body } };
    });
  }

  private note(change: Change, proposed: Proposed, state: "open" | "attached"): string {
    const { report, incident, nearest, kind, band, probability, bits, body } = proposed;
    return change.add(
      "match_proposal",
      { audience: [] },
      {
        report: report.claim.id,
        origin: report.incident,
        incident,
        nearest: nearest ?? null,
        kind,
        band,
        state,
        probability,
        bits,
        model: this.what.model.version,
        names: this.what.words.version,
        decided_by: null,
        body: body as unknown as Json,
      },
    );
  }
}

function asAsked(proposed: Proposed): Proposed {
  const { body } = proposed;
  return body.waitsFor.length > 0 ? proposed : { ...proposed, body: { ...body, waitsFor: ["asked"] } };
}

/** Somebody decided something meanwhile. */
class Overtaken extends Error {
  constructor() {
    super("the record changed while reports were matched");
  }
}

/** Verdicts and pins bind the matcher, and so does every decision on an incident: none may come in between unseen. */
async function markOf(client: pg.ClientBase): Promise<number> {
  const nouns = ["match_verdict", "match_pin", "level", "determination", "proposal", "reply"];
  const { rows } = await client.query<{ mark: number }>(
    `select greatest(${nouns.map((noun) => `(select coalesce(max(row), 0) from "${noun}")`).join(", ")})::bigint as mark`,
  );
  return rows[0]!.mark;
}

async function refuseIfOvertaken({ client }: Change, mark: number): Promise<void> {
  if ((await markOf(client)) !== mark) throw new Overtaken();
}

async function pinnedAmong(client: pg.ClientBase, incidents: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ incident: string }>(
    "select incident from match_pin where incident = any($1::uuid[]) and superseded_at is null and not withdrawn",
    [incidents],
  );
  return new Set(rows.map(({ incident }) => incident));
}

async function proposedOf(client: pg.ClientBase, claims: readonly RecordClaim[]): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ report: string; incident: string }>(
    "select distinct report, incident from match_proposal where report = any($1::uuid[])",
    [claims.map(({ claim }) => claim.id)],
  );
  return new Set(rows.map(({ report, incident }) => `${report} ${incident}`));
}

/** From the earliest to the latest of the new reports, and some days around them. */
function stretchOf(fresh: readonly NewReport[]): Stretch {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { earliest, latest } of fresh) {
    if (earliest === null || latest === null || latest - earliest > LONGEST) continue;
    from = Math.min(from, earliest);
    to = Math.max(to, latest);
  }
  return { from: from - AROUND, to: to + AROUND };
}
