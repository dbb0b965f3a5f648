import type { CoverageStatement, ReportDraft } from "../domain/index.ts";
import {
  Asker,
  coverageOf,
  EventCounts,
  isEventOfKind,
  occurrenceOf,
  type CountLeaf,
  type EventsOfKind,
  type Occurrence,
  type RecordedEvent,
} from "../judge/index.ts";
import type { Instant, Interval, Kleene, Place, Problem } from "../kit/index.ts";
import { dayOf, endOfDay, printEvent, type EventPattern, type Name, type Program } from "../language/index.ts";
import type { FolderAccounts } from "./folder-accounts.ts";
import { FolderDates } from "./folder-dates.ts";
import { countsInConditions, countsInRules, NOTHING_COUNTED, type RecordCounts } from "./record-counts.ts";
import type { FolderRecord } from "./folder-situation.ts";
import type { ReportStream } from "./report-stream.ts";

export interface CountOptions {
  readonly program: Program;
  readonly record: FolderRecord;
  readonly coverage: readonly CoverageStatement[];
  readonly accounts: FolderAccounts;
  readonly readings: readonly Name[];
  readonly known: Instant;
  readonly reports: readonly ReportStream[];
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Counts events where the text asks for it in these readings or in a condition of an acceptance: then, and only then, the
 * reports are read once beforehand, and of each event counted its time and its id are kept.
 */
export async function countRecord(options: CountOptions): Promise<RecordCounts> {
  const inRules = countsInRules(options.program, options.readings);
  const inConditions = countsInConditions(options.program);
  if (inRules.length + inConditions.length === 0) return NOTHING_COUNTED;
  const events = await new EventGatherer(options, [...inRules, ...inConditions]).gather();
  const counts = new EventCounts(events, options.program.declared.times.zone);
  return { answer: (leaf, asked) => counts.answer(leaf, asked), inRules, inConditions };
}

/** What is known of one report of one kind: nothing is kept of a report that is none. */
interface Found {
  readonly state: Exclude<Kleene, "false">;
  readonly when: Interval;
}

/** A kind of event that is counted, how many of it matter at most, and those found so far. */
interface Gathered {
  readonly counted: CountLeaf["kind"];
  readonly event: EventPattern;
  readonly most: number;
  readonly events: RecordedEvent[];
}

/** `no A for D` and `at least n A within D` are kept apart: a fight of three days is one event, and broke the quiet on each. */
function kindsIn(leaves: readonly CountLeaf[]): readonly Gathered[] {
  const kinds = new Map<string, Gathered>();
  for (const leaf of leaves) {
    const { kind, event } = leaf;
    const key = `${kind} ${printEvent(event)}`;
    const most = Math.max(kinds.get(key)?.most ?? 1, kind === "none" ? 1 : leaf.n);
    kinds.set(key, { counted: kind, event, most, events: [] });
  }
  return [...kinds.values()];
}

class EventGatherer {
  private readonly options: CountOptions;
  private readonly kinds: readonly Gathered[];
  private readonly asker: Asker;
  private readonly zone: string;
  private readonly states = new Map<string, Kleene>();
  /** Reports that another report takes back. */
  private readonly doubted = new Set<string>();

  constructor(options: CountOptions, leaves: readonly CountLeaf[]) {
    this.options = options;
    this.kinds = kindsIn(leaves);
    this.zone = options.program.declared.times.zone;
    // Who is bound may itself depend on counts; as long as they are not made, it is not known.
    this.asker = new Asker(options.record.situationAt(options.known, options.readings));
  }

  async gather(): Promise<readonly EventsOfKind[]> {
    const { reports, coverage, program, known } = this.options;
    for (const [i, stream] of reports.entries()) await this.read(stream, i);
    const dates = new FolderDates(this.zone);
    const statements = coverage.filter((statement) => dates.clock(statement.known) <= known);
    return this.kinds.map(({ counted, event, events }) => ({
      counted,
      event,
      events: events.map((one) => (this.doubted.has(one.id) ? { ...one, certain: false } : one)),
      ...coverageOf(event, statements, { clock: dates.clock, declared: program.declared }),
    }));
  }

  private async read(stream: ReportStream, index: number): Promise<void> {
    const { reports } = this.options;
    const onProgress = (done: number, total: number): void =>
      this.options.onProgress?.(index + (total === 0 ? 1 : done / total), reports.length);
    const refused = new Set<string>();
    for await (const item of stream.open(onProgress).items) {
      if (item.kind === "draft") {
        this.add(item.draft);
        this.placeUnresolved(item.at);
      } else if (isLoss(item.problem)) refused.add(sayLoss(item.problem, stream.name));
    }
    for (const name of refused) this.addUnread(name);
  }

  /** Names that no register has stand where they are first met, and that is here. */
  private placeUnresolved(at: Place): void {
    const { unresolved } = this.options.record;
    for (const [name, place] of unresolved) if (place === undefined) unresolved.set(name, at);
  }

  private add(draft: ReportDraft): void {
    const { regards } = draft;
    if (regards && regards.relation !== "repeats") this.doubted.add(regards.report);
    const told = this.versionsOf(draft);
    if (!told) return;
    for (const kind of this.kinds) {
      const found = this.find(kind.event, told);
      if (!found) continue;
      // A report that denies, withdraws or repeats another is no further event.
      const certain = found.state === "true" && (regards === undefined || regards.relation === "corrects");
      const { when } = found;
      const event = { id: draft.id, certain, distinct: draft.source === undefined };
      const isFight = told.length === 1 && draft.when.spread === "throughout";
      const parts = isFight && kind.counted === "none" ? daysOf(when, this.zone) : [when];
      for (const part of parts) kind.events.push({ ...event, ...part });
      // Several incidents that the source had added together, or perhaps: how many it does not say.
      if (draft.aggregate !== false)
        for (let further = 1; further < kind.most; further++) kind.events.push({ ...event, ...when, certain: false });
    }
  }

  /**
   * The occurrence as the record and as every other account tells it, or as it was answered, if somebody found out;
   * undefined if nobody knew of it at the cut-off.
   */
  private versionsOf(draft: ReportDraft): readonly Occurrence[] | undefined {
    const { record, program, known, accounts } = this.options;
    if (draft.reported !== undefined && draft.reported.earliest > known) return undefined;
    const own = occurrenceOf(draft, record.resolverAt(known), program.declared);
    const others = accounts.of(own);
    const answers = others.filter(({ told }) => told.kind === "answer");
    const versions = answers.length > 0 ? answers : others;
    return [...(answers.length > 0 ? [] : [own]), ...versions.map(({ occurrence }) => occurrence)];
  }

  /** Beyond doubt only if all have it so; possible if one has it possible. */
  private find(event: EventPattern, versions: readonly Occurrence[]): Found | undefined {
    const states = versions.map((occurrence) => this.stateOf(event, occurrence));
    if (states.every((state) => state === "false")) return undefined;
    const state = states.every((one) => one === "true") ? "true" : "unknown";
    const when = {
      earliest: Math.min(...versions.map((one) => one.when.earliest)),
      latest: Math.max(...versions.map((one) => one.when.latest)),
    };
    return { state, when };
  }

  private stateOf(event: EventPattern, occurrence: Occurrence): Kleene {
    const asking = this.asker.askingOf(occurrence);
    const content = this.asker.keyOf(occurrence);
    const { earliest, latest } = occurrence.when;
    const epoch = asking.changes.map((at) => (at <= earliest ? "<" : at < latest ? "=" : ">")).join("");
    const key = content === undefined ? undefined : `${printEvent(event)} ${content} ${epoch}`;
    const known = key === undefined ? undefined : this.states.get(key);
    if (known !== undefined) return known;
    const state = isEventOfKind(event, asking);
    if (key !== undefined) this.states.set(key, state);
    return state;
  }

  /** What could not be read may have told of anything at any time. */
  private addUnread(name: string): void {
    const event: RecordedEvent = {
      id: name,
      name,
      certain: false,
      distinct: false,
      earliest: Number.NEGATIVE_INFINITY,
      latest: Number.POSITIVE_INFINITY,
    };
    for (const { events } of this.kinds) events.push(event);
  }
}

/** A row that is there already was kept out, so that it counts once; whatever else was refused is missing from the record. */
function isLoss({ severity, code }: Problem): boolean {
  return severity === "error" && !code.includes("duplicate");
}

function sayLoss({ at: { line, row } }: Problem, file: string): string {
  if (line !== undefined) return `what stands at ${file}:${line} and could not be read`;
  return row === undefined
    ? `something in ${file}, which could not be read whole,`
    : `row ${row} of ${file}, which could not be read,`;
}

/** Each day of a fight on which something of it certainly happened. */
function daysOf({ earliest, latest }: Interval, zone: string): readonly Interval[] {
  const days: Interval[] = [];
  for (let at = earliest; at < latest; at = days.at(-1)!.latest)
    days.push({ earliest: at, latest: Math.min(latest, endOfDay(dayOf(at, zone), zone)) });
  return days;
}
