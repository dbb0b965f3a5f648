import { contains, type Instant, type Interval, type Kleene } from "../kit/index.ts";
import {
  atLeast,
  dayOf,
  endOfDay,
  noneFor,
  printEvent,
  sayEnd,
  sayInstant,
  startOfDay,
  windowBefore,
  type Aggregate,
  type CountedEvent,
  type EventPattern,
  type EventRecord,
  type MissingFact,
} from "../language/index.ts";
import { sayList } from "./sentences.ts";
import type { CountAnswer, CountAsked, CountLeaf, Told } from "./situation.ts";

/** An event that the record has, as far as a count needs it. */
export interface RecordedEvent extends Interval {
  readonly id: string;
  /** How to name it to a person; unset: as the incident of its id. */
  readonly name?: string;
  /** It is of the kind beyond doubt; otherwise it may be. */
  readonly certain: boolean;
  /** Whoever made the record says that it is none of the others; two reports may well tell of one event. */
  readonly distinct: boolean;
}

/** What the record has of one kind of event, for one kind of count. */
export interface EventsOfKind {
  readonly counted: CountLeaf["kind"];
  readonly event: EventPattern;
  readonly events: readonly RecordedEvent[];
  /** While every event of the kind would have been recorded. */
  readonly coverage: readonly Interval[];
  /** Who watched without vouching for everything. */
  readonly watchers: readonly string[];
}

/** What is in sight from a stretch of time, and what that comes to for an occurrence that is none of it. */
interface Sighted {
  readonly reach: Reach;
  readonly near: readonly RecordedEvent[];
  answer: CountAnswer | undefined;
}

/** A record asks of the same days over and over; so many stretches are remembered. */
const MOST_STRETCHES = 4096;

/**
 * Answers counts over past time for whole stretches: `no attack for 7 days` is true of a stretch if it is so at each of its
 * moments. Events are found by their time, so that an answer costs no more than the events that it is about.
 */
export class EventCounts {
  private readonly zone: string;
  private readonly kinds: ReadonlyMap<string, IndexedKind>;
  private readonly sights = new WeakMap<CountLeaf, Map<string, Sighted>>();

  constructor(kinds: readonly EventsOfKind[], zone: string) {
    this.zone = zone;
    this.kinds = new Map(
      kinds.map((kind) => [`${kind.counted} ${printEvent(kind.event)}`, { ...kind, ...indexOf(kind) }]),
    );
  }

  answer(leaf: CountLeaf, { during, besides }: CountAsked): CountAnswer {
    const kind = this.kinds.get(`${leaf.kind} ${printEvent(leaf.event)}`);
    if (!kind) return sameFor({ state: "unknown", reason: "events of this kind were not counted" });
    if (!Number.isFinite(during.earliest) || !Number.isFinite(during.latest))
      return sameFor({ state: "unknown", reason: "it is not known when that was" });
    const sighted = this.sightOf(leaf, kind, during);
    const { reach, near } = sighted;
    const others = near.filter(({ id }) => id !== besides);
    const work = (): CountAnswer => this.work({ leaf, kind, reach, others, besides });
    // Whoever asks is mostly no such event, and then the answer is the same for everything of that time.
    return others.length < near.length ? work() : (sighted.answer ??= work());
  }

  private sightOf(leaf: CountLeaf, kind: IndexedKind, during: Interval): Sighted {
    const sights = this.sights.get(leaf) ?? new Map<string, Sighted>();
    this.sights.set(leaf, sights);
    const key = `${during.earliest} ${during.latest}`;
    const known = sights.get(key);
    if (known) return known;
    const reach = reachOf(leaf, during, this.zone);
    const found: Sighted = { reach, near: kind.index.overlapping(reach.union), answer: undefined };
    if (sights.size >= MOST_STRETCHES) sights.clear();
    sights.set(key, found);
    return found;
  }

  private work(matter: Matter): CountAnswer {
    return {
      true: this.settle(matter, "true"),
      unknown: this.settle(matter, "unknown"),
      false: this.settle(matter, "false"),
    };
  }

  /** `own`: whether the occurrence that asks is one of the events. It happens at the moment from which the count looks back. */
  private settle(matter: Matter, own: Kleene): Told {
    const { leaf, reach } = matter;
    const absent = leaf.kind === "none" ? "true" : "false";
    const present = leaf.kind === "none" ? "false" : "true";
    const over = countIn(matter, reach.union, own);
    const isAt = (value: Kleene) => (sight: Interval) => countIn(matter, sight, own).value === value;
    if (over.value === absent || (isCovered(matter) && isThroughout(reach, entriesOf(matter), isAt(absent))))
      return { state: absent, reason: "recorded" };
    const isInCore = reach.core.earliest < reach.core.latest && isAt(present)(reach.core);
    if (isInCore || isThroughout(reach, exitsOf(matter), isAt(present))) return { state: present, reason: "recorded" };
    return { state: "unknown", reason: sayMissing(over.missing, matter, this.zone) };
  }
}

function sameFor(told: Told): CountAnswer {
  return { true: told, unknown: told, false: told };
}

interface IndexedKind extends EventsOfKind {
  readonly index: EventIndex;
  readonly doubtful: number;
}

/** Without any coverage doubtful events change nothing: no silence is sure, and none of them certainly ends it. */
function indexOf({ events, coverage }: EventsOfKind): Pick<IndexedKind, "index" | "doubtful"> {
  const certain = events.filter((event) => event.certain);
  const matter = coverage.length === 0 ? certain : events;
  return { index: new EventIndex(matter), doubtful: events.length - certain.length };
}

interface Matter {
  readonly leaf: CountLeaf;
  readonly kind: IndexedKind;
  readonly reach: Reach;
  /** Events near enough to count, without the one that asks. */
  readonly others: readonly RecordedEvent[];
  readonly besides: string;
}

/** How far the counts of a stretch look back. */
interface Reach {
  readonly first: Instant;
  readonly last: Instant;
  /** Everything that is looked at from some moment of the stretch. */
  readonly union: Interval;
  /** What is looked at from each of them; nothing, end before start, if the stretch is longer than the count looks back. */
  readonly core: Interval;
  /** Where the window of a moment begins. */
  readonly startAt: (moment: Instant) => Instant;
  /** A later moment never looks further back: not so with months, of which 28 and 31 March look back to 28 February. */
  readonly isSteady: boolean;
}

function reachOf(leaf: CountLeaf, { earliest, latest }: Interval, zone: string): Reach {
  const duration = leaf.kind === "none" ? leaf.for : leaf.within;
  const startAt = (moment: Instant): Instant => windowBefore(moment, duration, zone).earliest;
  const last = Math.max(earliest, latest - 1);
  const isSteady = duration.kind === "clock" || duration.unit === "days" || duration.unit === "weeks";
  const starts = isSteady
    ? [startAt(earliest), startAt(last)]
    : [startAt(startOfDay(dayOf(earliest, zone), zone)), startAt(endOfDay(dayOf(last, zone), zone) - 1)];
  return {
    first: earliest,
    last,
    union: { earliest: Math.min(...starts), latest: last + 1 },
    core: { earliest: Math.max(...starts), latest: earliest + 1 },
    startAt,
    isSteady,
  };
}

function countIn({ leaf, kind, others, besides }: Matter, sight: Interval, own: Kleene): Aggregate {
  const itself = { earliest: sight.latest - 1, latest: sight.latest, id: besides };
  const certain = others.filter((event) => event.certain);
  const doubtful: readonly CountedEvent[] = others.filter((event) => !event.certain);
  const definite = leaf.kind === "none" ? certain : apart(certain.filter((event) => contains(sight, event)));
  const record: EventRecord = {
    definite: own === "true" ? [...definite, itself] : definite,
    possible: [
      ...doubtful,
      ...certain.filter((event) => !definite.includes(event)),
      ...(own === "unknown" ? [itself] : []),
    ],
    coverage: kind.coverage,
  };
  return leaf.kind === "none" ? noneFor(record, sight) : atLeast(leaf.n, record, sight);
}

/** Events that are certainly not the same: reports that overlap in time may tell of one. */
function apart(events: readonly RecordedEvent[]): readonly RecordedEvent[] {
  const kept = events.filter(({ distinct }) => distinct);
  const told = events.filter(({ distinct }) => !distinct).toSorted((a, b) => a.latest - b.latest);
  for (const event of told) if (!kept.some((other) => meets(event, other))) kept.push(event);
  return kept;
}

function meets(a: Interval, b: Interval): boolean {
  return a.earliest < Math.max(b.latest, b.earliest + 1) && b.earliest < Math.max(a.latest, a.earliest + 1);
}

/** Whether an event would have been recorded wherever some moment of the stretch looks back to. */
function isCovered({ kind, reach }: Matter): boolean {
  return noneFor({ definite: [], possible: [], coverage: kind.coverage }, reach.union).value === "true";
}

/** Whether it is so at every moment of the stretch, if it can cease to be so only at its start and at these. */
function isThroughout(
  { first, startAt, isSteady }: Reach,
  moments: readonly Instant[],
  isSo: (sight: Interval) => boolean,
): boolean {
  if (!isSteady) return false;
  return [...new Set([first, ...moments])].every((moment) => isSo({ earliest: startAt(moment), latest: moment + 1 }));
}

/** The moments at which an event comes into sight: only there can there be too many. */
function entriesOf({ reach: { first, last }, others }: Matter): readonly Instant[] {
  return others.map(({ earliest }) => earliest).filter((earliest) => first < earliest && earliest <= last);
}

/** The moments at which an event has just gone out of sight: only there can there be too few. */
function exitsOf({ reach, others }: Matter): readonly Instant[] {
  const [from, to] = [reach.startAt(reach.first), reach.startAt(reach.last)];
  const leaving = others.filter(({ certain, earliest }) => certain && earliest >= from && earliest < to);
  return [...new Set(leaving.map(({ earliest }) => earliest))].map((earliest) => firstAfter(earliest, reach));
}

/** The first moment of the stretch whose window begins after the event. */
function firstAfter(event: Instant, { first, last, startAt }: Reach): Instant {
  let [low, high] = [first, last];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (startAt(middle) > event) high = middle;
    else low = middle + 1;
  }
  return low;
}

const NAMED_AT_MOST = 2;

/** What is missing, in words: the coverage that nobody has recorded, or the events of which it is doubtful. */
function sayMissing(missing: readonly MissingFact[], { kind, besides, others }: Matter, zone: string): string {
  if (missing.length === 0) return "it changed within the time in which it may have happened";
  const what = printEvent(kind.event);
  const watched =
    kind.watchers.length === 0 ? "" : ` (${sayList(kind.watchers, "and")} watched, and missed perhaps some)`;
  const gaps = missing.flatMap((fact) => (fact.kind === "coverage" ? fact.gaps : []));
  if (gaps.length > 0 && kind.coverage.length === 0) {
    // The same words for every occurrence, so that those that differ in nothing else are judged once.
    const events = kind.doubtful === 1 ? "one event of the record is" : `${kind.doubtful} events of the record are`;
    const doubt = kind.doubtful === 0 ? "" : `; and whether ${events} of the kind is not known`;
    return `nobody vouches that every ${what} would have been recorded${watched}${doubt}`;
  }
  const names = new Map(others.map(({ id, name = `incident ${id}` }) => [id, name]));
  const events = missing.flatMap((fact) => (fact.kind === "event" ? [fact.event.id ?? ""] : []));
  const named = [...new Set(events)].map((id) =>
    id === besides ? "it was one itself" : `${names.get(id) ?? id} was one`,
  );
  const shown = named.slice(0, NAMED_AT_MOST);
  const more = named.length - shown.length;
  const doubts =
    shown.length === 0
      ? []
      : [`whether ${shown.join(" and whether ")}${more > 0 ? ` and ${more} more` : ""} is not known`];
  const holes = gaps
    .slice(0, 1)
    .map(
      ({ earliest, latest }) =>
        `no coverage is recorded from ${sayInstant(earliest, zone)} to ${sayEnd(latest, zone)}${watched}`,
    );
  return [...doubts, ...holes].join("; ");
}

/** Events of similar length together, each group by when its events begin: one that is a year long slows no other. */
class EventIndex {
  private readonly groups: readonly { readonly longest: number; readonly events: readonly RecordedEvent[] }[];

  constructor(events: readonly RecordedEvent[]) {
    const groups = new Map<number, RecordedEvent[]>();
    for (const event of events) {
      const size = Math.ceil(Math.log2(event.latest - event.earliest + 1));
      const group = groups.get(size);
      if (group) group.push(event);
      else groups.set(size, [event]);
    }
    this.groups = [...groups].map(([size, found]) => ({
      longest: 2 ** size,
      events: found.sort((a, b) => a.earliest - b.earliest),
    }));
  }

  /** Events that share a moment with the stretch, and perhaps some that only touch it. */
  overlapping(sight: Interval): readonly RecordedEvent[] {
    return this.groups.flatMap(({ longest, events }) => {
      const from = firstIndex(events, sight.earliest - longest);
      const to = firstIndex(events, sight.latest);
      return events.slice(from, to).filter(({ earliest, latest }) => Math.max(latest, earliest + 1) > sight.earliest);
    });
  }
}

/** The index of the first event that begins at the moment or later. */
function firstIndex(events: readonly RecordedEvent[], moment: Instant): number {
  let [low, high] = [0, events.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (events[middle]!.earliest < moment) low = middle + 1;
    else high = middle;
  }
  return low;
}
