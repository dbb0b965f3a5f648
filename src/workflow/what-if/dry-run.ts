import { RECORD, type ReportDraft } from "../../domain/index.ts";
import { Refusal, type Problem } from "../../kit/index.ts";
import type { Cell, DecidedVerdict, Name, VerdictWord } from "../../language/index.ts";
import {
  countAccounts,
  digestOf,
  canonicalJson,
  entriesBetween,
  ledgerEnd,
  type Json,
  type Noun,
  type Store,
} from "../../store/index.ts";
import { compileWithDiary } from "../folder-duties.ts";
import { chooseReadings, judgeLoaded, refuseIfBroken } from "../judge-folder.ts";
import { loadRecord, reportsInRecord } from "../record/index.ts";
import type { Folder } from "../load-folder.ts";
import type { ReportStream } from "../report-stream.ts";
import { paced } from "./paced.ts";
import { suppose, type Supposed } from "./suppose.ts";

export interface DryRunAsked extends Supposed {
  /** Key of the agreement; unset: the only one of the record. */
  readonly agreement?: string;
  /** Under which readings; unset: those that findings are made under. */
  readonly readings?: readonly Name[];
}

export interface DryRun {
  readonly agreement: string;
  readonly problems: readonly Problem[];
  /** Unset: by this nothing can be judged, and the problems say why. */
  readonly compared?: Compared;
}

/** The incidents of the record as the text in force judges them, and as they would be judged. */
export interface Compared {
  readonly incidents: number;
  /** Those that come out otherwise, in the order of the record. */
  readonly changed: readonly ChangedIncident[];
  readonly rules: Both;
  readonly readings: Both;
  /** Of each rule that both have, under each reading that both have: how many incidents come to what, before and after. */
  readonly counts: readonly CountedRule[];
  /** One kind of change each, the most frequent first. */
  readonly changes: readonly (ChangedCell & { readonly count: number })[];
}

/** What both of two texts have, and what only one of them has. */
export interface Both {
  readonly both: readonly Name[];
  readonly before: readonly Name[];
  readonly after: readonly Name[];
}

export interface ChangedIncident {
  /** The id of the incident. */
  readonly id: string;
  readonly label: string;
  readonly cells: readonly ChangedCell[];
}

export interface ChangedCell {
  readonly rule: Name;
  readonly reading: Name;
  readonly from: Outcome;
  readonly to: Outcome;
}

export interface Outcome {
  readonly verdict: VerdictWord;
  /** What is possible: one, if it is decided. */
  readonly possible: readonly DecidedVerdict[];
}

export interface CountedRule {
  readonly rule: Name;
  readonly reading: Name;
  readonly before: Readonly<Partial<Record<VerdictWord, number>>>;
  readonly after: Readonly<Partial<Record<VerdictWord, number>>>;
}

/** Beyond these one request would keep the machine for minutes. */
const MOST_INCIDENTS = 50_000;
/** Beyond these what was judged is not kept for the next dry run. */
const MOST_KEPT = 10_000;
/** Entries of the ledger that are looked through for what changed. */
const MOST_LOOKED_UP = 1000;

/** What incidents are judged by. */
const JUDGED_BY: ReadonlySet<Noun> = new Set<Noun>([
  ...(["agreement", "actor", "acceptance", "figure", "list_snapshot", "list_entry"] as const),
  ...(["area", "coverage", "statement", "report", "incident", "incident_member"] as const),
]);

/** Dry runs whose outcome is kept, for the pages after the first. */
const RUNS_KEPT = 4;

/**
 * Judges every incident of the record as it would be judged if something were otherwise: under a draft of the text, with somebody
 * else on a list, with other acceptances. Nothing is recorded.
 */
export async function dryRun(store: Store, asked: DryRunAsked, gone?: AbortSignal): Promise<DryRun> {
  const desk = DESKS.get(store) ?? new Desk(store);
  DESKS.set(store, desk);
  return desk.run(asked, gone);
}

/** Whoever writes on while a draft is tried out asks again, and waits for no answer to what they wrote before. */
function refuseIfGone(gone: AbortSignal | undefined): void {
  if (gone?.aborted) throw new Refusal("given-up", "whoever asked is not there any more", "ask again");
}

const DESKS = new WeakMap<Store, Desk>();

interface InForce {
  readonly seq: number;
  readonly agreement: string;
  readonly folder: Folder;
  readonly drafts: readonly Kept[];
  readonly judged: Judged;
}

interface Kept {
  readonly id: string;
  readonly draft: ReportDraft;
}

interface Judged {
  readonly rules: readonly Name[];
  readonly readings: readonly Name[];
  /** In the order of the drafts. */
  readonly cells: readonly (readonly Cell[])[];
}

/** One dry run after the other: whoever asks for ten gets them in a row, and the machine stays there for others. */
class Desk {
  private readonly store: Store;
  private last: Promise<unknown> = Promise.resolve();
  /** What the text in force comes to, as long as the record stands as it stood then. */
  private inForce: InForce | undefined;
  private seen = { looked: 0, state: 0 };
  private readonly runs = new Map<string, DryRun>();

  constructor(store: Store) {
    this.store = store;
  }

  run(asked: DryRunAsked, gone: AbortSignal | undefined): Promise<DryRun> {
    const run = this.last.then(() => this.next(asked, gone));
    this.last = run.catch(() => undefined);
    return run;
  }

  private async next(asked: DryRunAsked, gone: AbortSignal | undefined): Promise<DryRun> {
    refuseIfGone(gone);
    const seq = await this.stateOfRecord();
    const key = digestOf(canonicalJson([seq, asked as unknown as Json]));
    const known = this.runs.get(key);
    if (known) return known;
    const { agreement, folder, drafts, judged } = await this.before(seq, asked.agreement);
    const supposed = suppose(folder, asked);
    const isBroken = supposed.problems.some(({ severity }) => severity === "error");
    const compared = isBroken
      ? {}
      : { compared: await this.compare(asked, { drafts, judged, after: supposed.folder, gone }) };
    const found: DryRun = { agreement, problems: supposed.problems, ...compared };
    this.keep(key, found);
    return found;
  }

  /** The last entry of the ledger after which incidents may be judged otherwise than before it. */
  private async stateOfRecord(): Promise<number> {
    const { looked, state } = this.seen;
    const { seq } = await this.store.withClient(ledgerEnd);
    if (seq === looked) return state;
    const since = { after: Math.max(looked, seq - MOST_LOOKED_UP), upTo: seq };
    const entries = await this.store.withClient((client) => entriesBetween(client, since));
    const last = entries.findLast(({ runs }) => runs.some(({ noun }) => JUDGED_BY.has(noun)))?.seq;
    this.seen = { looked: seq, state: last ?? (since.after === looked ? state : since.after) };
    return this.seen.state;
  }

  private keep(key: string, found: DryRun): void {
    if ((found.compared?.incidents ?? 0) > MOST_KEPT) return;
    this.runs.set(key, found);
    if (this.runs.size > RUNS_KEPT) this.runs.delete(this.runs.keys().next().value!);
  }

  private async before(seq: number, wanted: string | undefined): Promise<InForce> {
    if (this.inForce?.seq === seq && (wanted === undefined || this.inForce.agreement === wanted)) return this.inForce;
    this.inForce = undefined;
    const folder = await loadRecord(this.store, wanted);
    refuseIfBroken(folder);
    await refuseIfTooMany(this.store);
    const stream = reportsInRecord(this.store);
    const drafts: Kept[] = [];
    const reports = {
      ...stream,
      open: () => {
        const opened = stream.open();
        drafts.length = 0;
        return {
          ...opened,
          items: paced(noted(opened.items, (draft) => drafts.push({ id: stream.incidentOf(draft), draft }))),
        };
      },
    };
    const judged = await judgedBy(folder, reports, undefined);
    const found = { seq, agreement: folder.agreement.meta.id, folder, drafts, judged };
    if (drafts.length <= MOST_KEPT) this.inForce = found;
    return found;
  }

  private async compare({ readings }: DryRunAsked, { drafts, judged, after, gone }: Comparing): Promise<Compared> {
    const otherwise = await judgedBy(after, streamOf(drafts, gone), readings);
    const before = readings ? { ...judged, readings: judged.readings.filter((one) => readings.includes(one)) } : judged;
    return compare(drafts, before, otherwise);
  }
}

interface Comparing {
  readonly drafts: readonly Kept[];
  readonly judged: Judged;
  readonly after: Folder;
  readonly gone: AbortSignal | undefined;
}

async function refuseIfTooMany(store: Store): Promise<void> {
  const incidents = await countAccounts(store);
  if (incidents <= MOST_INCIDENTS) return;
  throw new Refusal(
    "too-many-incidents",
    `the record has ${incidents} incidents, and a dry run looks at no more than ${MOST_INCIDENTS}`,
    "keep the record as a folder, and run: truce compare FOLDER DRAFT",
  );
}

async function* noted<T extends { readonly kind: string }>(
  items: AsyncIterable<T>,
  note: (draft: ReportDraft) => void,
): AsyncGenerator<T, void> {
  for await (const item of items) {
    if ("draft" in item) note(item.draft as ReportDraft);
    yield item;
  }
}

function streamOf(drafts: readonly Kept[], gone: AbortSignal | undefined): ReportStream {
  const tally = { rowsIn: drafts.length, draftsOut: drafts.length, rowsRefused: 0 };
  return {
    name: "the record",
    open: () => ({
      items: paced(
        drafts.map(({ draft }) => ({ kind: "draft", draft, at: {} }) as const),
        () => refuseIfGone(gone),
      ),
      tally: () => tally,
      format: () => "the record",
    }),
  };
}

async function judgedBy(folder: Folder, reports: ReportStream, wanted: readonly Name[] | undefined): Promise<Judged> {
  const program = compileWithDiary(folder, Number.POSITIVE_INFINITY);
  const all = chooseReadings(program, undefined);
  const readings = wanted ? all.filter((one) => wanted.includes(one)) : all;
  if (readings.length === 0)
    throw new Refusal("unknown-reading", "the text has none of these readings", `the readings are ${all.join(", ")}`);
  const cells: (readonly Cell[])[] = [];
  const judged = await judgeLoaded(folder, program, {
    readings,
    reports: [reports],
    onIncident: (incident) => void cells.push(incident.cells.filter(({ account }) => account === RECORD)),
  });
  return { rules: judged.rules, readings, cells };
}

function bothOf(before: readonly Name[], after: readonly Name[]): Both {
  return {
    both: before.filter((one) => after.includes(one)),
    before: before.filter((one) => !after.includes(one)),
    after: after.filter((one) => !before.includes(one)),
  };
}

function compare(drafts: readonly Kept[], before: Judged, after: Judged): Compared {
  const rules = bothOf(before.rules, after.rules);
  const readings = bothOf(before.readings, after.readings);
  const counting = new Counting();
  const changed = drafts.flatMap(({ id, draft }, i): readonly ChangedIncident[] => {
    const cells = before.cells[i]!.flatMap((cell): readonly ChangedCell[] => {
      const { rule, reading } = cell;
      if (!rules.both.includes(rule) || !readings.both.includes(reading)) return [];
      const other = after.cells[i]!.find((one) => one.rule === rule && one.reading === reading);
      return other ? counting.add(cell, other) : [];
    });
    return cells.length === 0 ? [] : [{ id, label: draft.label, cells }];
  });
  return { incidents: drafts.length, changed, rules, readings, counts: counting.counts(), changes: counting.changes() };
}

type Counts = Partial<Record<VerdictWord, number>>;

class Counting {
  private readonly rules = new Map<string, { rule: Name; reading: Name; before: Counts; after: Counts }>();
  private readonly kinds = new Map<string, ChangedCell & { count: number }>();

  /** What changed between two cells of one incident; nothing, if they come to the same. */
  add(before: Cell, after: Cell): readonly ChangedCell[] {
    const { rule, reading } = before;
    const key = `${rule}|${reading}`;
    const counts = this.rules.get(key) ?? { rule, reading, before: {}, after: {} };
    this.rules.set(key, counts);
    counts.before[before.verdict] = (counts.before[before.verdict] ?? 0) + 1;
    counts.after[after.verdict] = (counts.after[after.verdict] ?? 0) + 1;
    const [from, to] = [outcomeOf(before), outcomeOf(after)];
    const [one, other] = [wordsOf(from), wordsOf(to)];
    if (one === other) return [];
    const kind = `${key}|${one}|${other}`;
    const known = this.kinds.get(kind) ?? { rule, reading, from, to, count: 0 };
    known.count += 1;
    this.kinds.set(kind, known);
    return [{ rule, reading, from, to }];
  }

  counts(): readonly CountedRule[] {
    return [...this.rules.values()];
  }

  changes(): Compared["changes"] {
    return [...this.kinds.values()].toSorted((a, b) => b.count - a.count);
  }
}

function outcomeOf({ verdict, possible }: Cell): Outcome {
  return { verdict, possible };
}

function wordsOf({ verdict, possible }: Outcome): string {
  return `${verdict} ${possible.join(" ")}`;
}
