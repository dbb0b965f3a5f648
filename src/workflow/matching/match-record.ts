import {
  decidedAmong,
  decisionMark,
  everProposed,
  pinnedAmong,
  reportsSince,
  SupersededElsewhere,
  verdictsIn,
  type Change,
  type Client,
  type JobKind,
  type Json,
  type Store,
  type UnmatchedReport,
} from "../../store/index.ts";
import type { Acting } from "../acts/acting.ts";
import { askToJudge } from "../acts/judge-again.ts";
import { incidentOfReport, joinIncidents } from "./members.ts";
import { modelOfRecord } from "./model.ts";
import { MatchingOfRecord, type Proposed, type Situation } from "./propose.ts";
import { claimsDuring, EVER, wordsOfRecord, type RecordClaim, type Stretch } from "./record-claims.ts";
import type { WaitReason } from "./waiting.ts";

export const MATCH_REPORTS = "match-reports";
/** What is to be matched follows from the ledger, so there is one key for all of it. */
const RECORD = "record";
/** New reports looked at together. */
const AT_ONCE = 10_000;
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

function newReports(client: Client): Promise<readonly UnmatchedReport[]> {
  return reportsSince(client, MATCH_REPORTS, AT_ONCE);
}

interface Looked {
  readonly fresh: readonly UnmatchedReport[];
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
      const found = (await MatchingOfRecord.of(situation)).proposals();
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

  private async look(client: Client): Promise<Looked> {
    const fresh = await newReports(client);
    const claims = fresh.length === 0 ? [] : await claimsDuring(client, stretchesOf(fresh), this.what.words);
    const counts = new Map<string, number>();
    for (const { incident } of claims) counts.set(incident, (counts.get(incident) ?? 0) + 1);
    const ids = new Set(fresh.map(({ id }) => id));
    const isFresh = ({ claim, incident }: RecordClaim): boolean => ids.has(claim.id) && counts.get(incident) === 1;
    const { mark, ...decisions } = await decisionsOn(client, claims);
    return { fresh, mark, situation: { ...this.what, claims, isFresh, ...decisions } };
  }

  private async record(
    fresh: readonly UnmatchedReport[],
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
      for (const proposed of waiting) noteProposal(change, proposed, { ...this.what, state: "open" });
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
      const proposal = noteProposal(change, proposed, { ...this.what, state: "attached" });
      await askToJudge(this.acting, change);
      const about = { report: report.claim.id, incident, before: report.incident, proposal, band, probability };
      const body = { ...about, model: this.what.model.version };
      return { result: undefined, act: { by: this.by, act: "match-attach", body } };
    });
  }
}

function noteProposal(
  change: Change,
  proposed: Proposed,
  { state, model, words }: ByWhat & { readonly state: "open" | "attached" },
): string {
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
      model: model.version,
      names: words.version,
      decided_by: null,
      body: body as unknown as Json,
    },
  );
}

type Decisions = Pick<Situation, "verdicts" | "pinned" | "decided" | "proposed">;

/** What people have said and decided of these reports and their incidents, and when that was. */
async function decisionsOn(
  client: Client,
  claims: readonly RecordClaim[],
): Promise<Decisions & { readonly mark: number }> {
  const incidents = [...new Set(claims.map(({ incident }) => incident))];
  return {
    verdicts: await verdictsIn(client),
    pinned: await pinnedAmong(client, incidents),
    decided: await decidedAmong(client, incidents),
    proposed: await everProposed(
      client,
      claims.map(({ claim }) => claim.id),
    ),
    mark: await decisionMark(client),
  };
}

export interface MatchedAgain {
  readonly looked: number;
  /** New proposals; all of them wait. */
  readonly waiting: number;
  /** Incidents that would be in more parts than they are, and are proposed to be split. */
  readonly takenApart: number;
  readonly model: string;
}

/**
 * Matches all reports of the record anew by its model as it is now, and proposes what would come out otherwise. Changes nothing
 * of what is put together: another model, or other names, never regroup a record by themselves.
 */
export async function matchAgain(store: Store, { by = "truce match" }: MatchJobOptions = {}): Promise<MatchedAgain> {
  return store.alone("match reports", async () => {
    const what: ByWhat = { model: await modelOfRecord(store), words: await wordsOfRecord(store) };
    const situation = await store.snapshot(async (client): Promise<Situation> => {
      const claims = await claimsDuring(client, [EVER], what.words);
      const { mark: _mark, ...decisions } = await decisionsOn(client, claims);
      return { ...what, claims, ...decisions, isFresh: ({ incident }) => !decisions.pinned.has(incident) };
    });
    const matching = await MatchingOfRecord.of(situation);
    const splits = matching.splits();
    const proposals = [...matching.proposals(), ...splits].map((one) => withReason(one, "again"));
    const takenApart = new Set(splits.map(({ incident }) => incident)).size;
    const counts = { looked: situation.claims.length, waiting: proposals.length, takenApart };
    await store.change(async (change) => {
      for (const one of proposals) noteProposal(change, one, { ...what, state: "open" });
      const body = { ...counts, model: what.model.version, names: what.words.version };
      return { result: undefined, act: { by, act: "match-again", body } };
    });
    return { ...counts, model: what.model.version };
  });
}

function withReason(proposed: Proposed, reason: WaitReason): Proposed {
  const { body } = proposed;
  return { ...proposed, body: { ...body, waitsFor: [...body.waitsFor, reason] } };
}

function asAsked(proposed: Proposed): Proposed {
  const { body } = proposed;
  return body.waitsFor.length > 0 ? proposed : withReason(proposed, "asked");
}

/** Somebody decided something meanwhile. */
class Overtaken extends Error {
  constructor() {
    super("the record changed while reports were matched");
  }
}

/** Verdicts and pins bind the matcher, and so does every decision on an incident: none may come in between unseen. */
async function refuseIfOvertaken({ client }: Change, mark: number): Promise<void> {
  if ((await decisionMark(client)) !== mark) throw new Overtaken();
}

/** When the new reports tell of, and some days around: one stretch for those that are near each other, in the order of time. */
export function stretchesOf(fresh: readonly Pick<UnmatchedReport, "earliest" | "latest">[]): readonly Stretch[] {
  const stretches: Stretch[] = [];
  const dated = fresh.flatMap(({ earliest, latest }) =>
    earliest === null || latest === null || latest - earliest > LONGEST
      ? []
      : [{ from: earliest - AROUND, to: latest + AROUND }],
  );
  for (const one of dated.toSorted((a, b) => a.from - b.from)) {
    const last = stretches.at(-1);
    if (!last || one.from > last.to) stretches.push(one);
    else stretches[stretches.length - 1] = { from: last.from, to: Math.max(last.to, one.to) };
  }
  return stretches;
}
