import { dayInterval, foldName, parseDate, type Instant, type Interval, type Kleene } from "../kit/index.ts";
import type { ListedEntry, ListSnapshot } from "./list-snapshot.ts";

/**
 * What some snapshots of a list, taken at any time and given in any order, tell about who was on it and when.
 *
 * A snapshot says who was on the list at one moment, and since which day by the list's own account. When an entry or a name
 * was taken off, or a name added, it does not say: that lies between two snapshots. Three things are taken on trust: a date of
 * listing that no snapshot contradicts; that a reference once taken off stays off until a snapshot has it again; and that what
 * two snapshots in a row have alike was so between them.
 */
export interface ListingHistory {
  /** When it was certain who was not on the list: the moments of whole snapshots, in order. */
  readonly wholeAt: readonly Instant[];
  readonly entries: ReadonlyMap<string, EntryHistory>;
}

export interface EntryHistory {
  readonly reference: string;
  /** Stretches of being on the list, in order; nearly always one. */
  readonly terms: readonly ListingTerm[];
}

export interface ListingTerm {
  /** The days of listing that the copies gave, in the order in which they gave them: more than one if it was corrected. */
  readonly dates: readonly StatedListing[];
  readonly firstSeen: Instant;
  readonly lastSeen: Instant;
  /** The last whole snapshot before that lacks it. */
  readonly missingBefore: Instant | undefined;
  /** The first moment after that at which it is known to be off the list, or to have been. */
  readonly missingFrom: Instant | undefined;
  readonly names: readonly NameSpan[];
}

export interface StatedListing {
  readonly listedOn: string;
  /** That day in the list's zone; at which hour, nobody says. */
  readonly day: Interval;
  readonly firstSeen: Instant;
  readonly lastSeen: Instant;
}

/** Something that happened after one moment and at or before another. */
export interface Between {
  readonly after: Instant;
  readonly by: Instant;
}

/** A name of the entry, while it stood there. */
export interface NameSpan {
  /** As first seen; later spellings that fold to the same are the same name. */
  readonly name: string;
  readonly added: Between;
  /** Days in that stretch on which the list says that it changed the entry. The name may have come on one of them. */
  readonly amendedMeanwhile: readonly string[];
  /** When a copy that could be read last had it. */
  readonly lastSeen: Instant;
  /** `undefined`: no later copy that could be read lacks it. */
  readonly dropped: Between | undefined;
}

/** Puts snapshots of one list together. Throws if they are of two lists, which nothing can put together. */
export function listingHistory(snapshots: readonly ListSnapshot[]): ListingHistory {
  if (new Set(snapshots.map(({ list }) => list)).size > 1) throw new Error("bug: snapshots of different lists");
  const looks = inOrder(snapshots).map(lookOf);
  const references = new Set(looks.flatMap(({ seen }) => [...seen.keys()]));
  return {
    wholeAt: [...new Set(looks.filter(({ isWhole }) => isWhole).map(({ at }) => at))],
    entries: new Map([...references].toSorted().map((reference) => [reference, entryHistory(reference, looks)])),
  };
}

/** By time, and those of one moment by what they say, so that the order they were given in does not matter. */
function inOrder(snapshots: readonly ListSnapshot[]): readonly ListSnapshot[] {
  const isTie = new Set(snapshots.map(({ generated }) => generated)).size < snapshots.length;
  const keyed = snapshots.map((snapshot) => ({ snapshot, key: isTie ? JSON.stringify(snapshot) : "" }));
  keyed.sort((a, b) => a.snapshot.generated - b.snapshot.generated || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return keyed.map(({ snapshot }) => snapshot);
}

/** One snapshot, ready to be asked. */
interface Look {
  readonly at: Instant;
  readonly zone: string;
  readonly isWhole: boolean;
  /** `undefined`: it is there and could not be read. */
  readonly seen: ReadonlyMap<string, ListedEntry | undefined>;
}

function lookOf({ generated, zone, complete, entries, unreadable }: ListSnapshot): Look {
  const seen = new Map<string, ListedEntry | undefined>(unreadable.map((reference) => [reference, undefined]));
  for (const entry of entries) seen.set(entry.reference, entry);
  return { at: generated, zone, isWhole: complete, seen };
}

interface Sighting {
  readonly at: Instant;
  readonly zone: string;
  readonly entry: ListedEntry | undefined;
}

interface OpenTerm {
  readonly missingBefore: Instant | undefined;
  readonly sightings: Sighting[];
}

function entryHistory(reference: string, looks: readonly Look[]): EntryHistory {
  const terms: ListingTerm[] = [];
  let open: OpenTerm | undefined;
  let missing: Instant | undefined;
  const close = (from: Instant | undefined): void => {
    if (open) terms.push(termOf(open, from));
    open = undefined;
  };
  for (const { at, zone, isWhole, seen } of looks) {
    if (seen.has(reference)) {
      const sighting = { at, zone, entry: seen.get(reference) };
      const relisted = open && dayOfRelisting(open, sighting);
      open ??= { missingBefore: missing, sightings: [] };
      if (relisted) {
        const sightings = open.sightings.filter((earlier) => earlier.at >= relisted.latest);
        open = { ...open, sightings: open.sightings.filter((earlier) => earlier.at < relisted.latest) };
        close(relisted.latest);
        open = { missingBefore: missing, sightings };
      }
      open.sightings.push(sighting);
    } else if (isWhole) {
      close(at);
      missing = at;
    }
  }
  close(undefined);
  return { reference, terms };
}

/** A day of listing later than a copy that already had the entry: it was taken off and put on again in between. */
function dayOfRelisting({ sightings }: OpenTerm, { entry, zone }: Sighting): Interval | undefined {
  const read = sightings.findLast((earlier) => earlier.entry !== undefined);
  if (entry === undefined || read?.entry?.listedOn === entry.listedOn) return undefined;
  const day = dayOf(entry.listedOn, zone);
  return (read ?? sightings[0]!).at < day.earliest ? day : undefined;
}

function dayOf(date: string, zone: string): Interval {
  const day = parseDate(date);
  if (day === undefined) throw new Error(`bug: “${date}” is not a date`);
  return dayInterval(day, zone);
}

function termOf({ missingBefore, sightings }: OpenTerm, missingFrom: Instant | undefined): ListingTerm {
  const dates: StatedListing[] = [];
  for (const { at, zone, entry } of sightings) {
    if (entry === undefined) continue;
    const last = dates.at(-1);
    if (last?.listedOn === entry.listedOn) dates[dates.length - 1] = { ...last, lastSeen: at };
    else dates.push({ listedOn: entry.listedOn, day: dayOf(entry.listedOn, zone), firstSeen: at, lastSeen: at });
  }
  const [firstSeen, lastSeen] = [sightings[0]!.at, sightings.at(-1)!.at];
  return { dates, firstSeen, lastSeen, missingBefore, missingFrom, names: nameSpans(sightings, dates[0]) };
}

function nameSpans(sightings: readonly Sighting[], listed: StatedListing | undefined): readonly NameSpan[] {
  const spans: NameSpan[] = [];
  let standing = new Map<string, number>();
  let before = listed?.day.earliest;
  for (const { at, zone, entry } of sightings) {
    if (entry === undefined) continue;
    const after = Math.min(before ?? at, at);
    const named = new Map<string, number>();
    for (const name of [entry.name, ...entry.otherNames]) {
      const key = keyOf(name);
      if (named.has(key)) continue;
      const index = standing.get(key);
      named.set(key, index ?? spans.length);
      if (index !== undefined) {
        spans[index] = { ...spans[index]!, lastSeen: at };
        continue;
      }
      const amended = entry.amendedOn.filter((day) => touches(dayOf(day, zone), { after, by: at }));
      spans.push({ name, added: { after, by: at }, amendedMeanwhile: amended, lastSeen: at, dropped: undefined });
    }
    for (const [key, index] of standing)
      if (!named.has(key)) spans[index] = { ...spans[index]!, dropped: { after, by: at } };
    standing = named;
    before = at;
  }
  return spans;
}

/** A name written in letters that folding leaves out is still that name. */
function keyOf(name: string): string {
  return foldName(name) || name;
}

function touches(day: Interval, { after, by }: Between): boolean {
  return day.latest > after && day.earliest <= by;
}

export interface ListingAsked {
  /** The moment that the question is about. */
  readonly at: Instant;
  /** What was public by then counts. Nobody knows then what will be: of a later `at` the answer is unknown. */
  readonly known: Instant;
}

export interface ListingAnswer {
  readonly value: Kleene;
  readonly because: ListingReason;
  /** Of an unknown one: the stretch in which the change lies that nobody dated; an end without a limit is not known. */
  readonly between?: Between;
}

export type ListingReason = keyof typeof reasons;

const reasons = {
  listed: "it was on the list",
  "not-yet-listed": "by the list's own date it was listed later",
  removed: "it had been taken off the list",
  "not-on-list": "a whole copy of the list of that moment does not have it",
  "day-of-listing": "it was listed in the course of that day, and the list gives no hour",
  "date-corrected": "the list has given two dates of listing, and which one it gave then is not known",
  "removed-between": "it was taken off the list between two copies of it, on a day that neither gives",
  "copies-contradict": "a copy of the list lacks it although a later one says that it was already listed",
  unreadable: "it was on the list, and the only copies that have it could not be read",
  "not-so-named": "it did not stand on the list under that name",
  "named-between": "that name came or went between two copies of the list, or before the first",
  "after-cut-off": "that was not yet to be known",
  "before-first-copy": "no copy of the list has it, and it may have been taken off before the first one",
  "between-copies": "no copy of the list has it, and it may have been on the list between two of them",
  "after-last-copy": "there is no later copy of the list",
  "no-copy": "there is no whole copy of the list",
} as const;

/** The reason in a sentence. */
export function sayListingReason(reason: ListingReason): string {
  return reasons[reason];
}

/** Whether the entry was on the list at a moment, as far as was public at another. */
export function wasListed(history: ListingHistory, reference: string, { at, known }: ListingAsked): ListingAnswer {
  if (at > known) return { value: "unknown", because: "after-cut-off" };
  const terms = history.entries.get(reference)?.terms ?? [];
  if (terms.length === 0) return neverSeen(history.wholeAt, at);
  const answers = terms.map((term) => inTerm(term, { at, known }));
  const found = (value: Kleene): ListingAnswer | undefined => answers.findLast((answer) => answer.value === value);
  const last = history.wholeAt.at(-1);
  const isLaterThanAll = last === undefined || at > last;
  const answer = found("true") ?? found("unknown") ?? answers.findLast(({ because }) => because === "removed");
  // Off the list when last seen says nothing of later.
  if (answer?.value === "false" && isLaterThanAll) return laterThan(last);
  return answer ?? answers[0]!;
}

function neverSeen(wholeAt: readonly Instant[], at: Instant): ListingAnswer {
  const [first, last] = [wholeAt[0], wholeAt.at(-1)];
  if (first === undefined || last === undefined) return { value: "unknown", because: "no-copy" };
  if (wholeAt.includes(at)) return { value: "false", because: "not-on-list" };
  if (at < first) return { value: "unknown", because: "before-first-copy", between: { after: -Infinity, by: first } };
  if (at > last) return laterThan(last);
  const between = { after: wholeAt.findLast((look) => look < at)!, by: wholeAt.find((look) => look > at)! };
  return { value: "unknown", because: "between-copies", between };
}

function laterThan(last: Instant | undefined): ListingAnswer {
  return { value: "unknown", because: "after-last-copy", between: { after: last ?? -Infinity, by: Infinity } };
}

function inTerm(term: ListingTerm, { at, known }: ListingAsked): ListingAnswer {
  const { firstSeen, lastSeen, missingFrom } = term;
  if (at < firstSeen) return beforeSeen(term, { at, known });
  if (at <= lastSeen) return { value: "true", because: "listed" };
  if (missingFrom === undefined) return laterThan(lastSeen);
  if (at >= missingFrom) return { value: "false", because: "removed" };
  return { value: "unknown", because: "removed-between", between: { after: lastSeen, by: missingFrom } };
}

/** Before any snapshot has it, the list's own dates decide. */
function beforeSeen(term: ListingTerm, { at, known }: ListingAsked): ListingAnswer {
  const { firstSeen, missingBefore } = term;
  const between = { after: missingBefore ?? -Infinity, by: firstSeen };
  const days = daysKnown(term.dates, known);
  if (days.length === 0) {
    const isOff = missingBefore !== undefined && at <= missingBefore;
    return isOff ? { value: "false", because: "not-yet-listed" } : { value: "unknown", because: "unreadable", between };
  }
  const isNotYet = days.map(({ earliest }) => at < earliest);
  if (!isNotYet.includes(false)) return { value: "false", because: "not-yet-listed" };
  if (missingBefore !== undefined && days.some(({ latest }) => latest <= missingBefore))
    return { value: "unknown", because: "copies-contradict", between };
  if (missingBefore !== undefined && at <= missingBefore) return { value: "false", because: "not-yet-listed" };
  if (days.every(({ latest }) => at >= latest)) return { value: "true", because: "listed" };
  const because = isNotYet.includes(true) ? "date-corrected" : "day-of-listing";
  const after = Math.min(...days.map(({ earliest }) => earliest));
  return { value: "unknown", because, between: { after, by: Math.max(...days.map(({ latest }) => latest)) } };
}

/** The days of listing that the list may have given at a moment: two while it is not known whether it was corrected yet. */
function daysKnown(dates: readonly StatedListing[], known: Instant): readonly Interval[] {
  const index = Math.max(
    0,
    dates.findLastIndex(({ firstSeen }) => firstSeen <= known),
  );
  const [given, next] = [dates[index], dates[index + 1]];
  if (given === undefined) return [];
  return next && known > given.lastSeen ? [given.day, next.day] : [given.day];
}

/** The moments at which the answer about an entry becomes another, in order, as far as was public at a moment. */
export function listingChanges(history: ListingHistory, reference: string, known: Instant): readonly Instant[] {
  const terms = history.entries.get(reference)?.terms ?? [];
  // What is so up to and at a moment is otherwise from the next one on.
  const after = (moments: readonly (Instant | undefined)[]): readonly Instant[] =>
    moments.flatMap((moment) => (moment === undefined ? [] : [moment + 1]));
  const all = terms.flatMap(({ dates, firstSeen, lastSeen, missingBefore, missingFrom }) => [
    ...dates.flatMap(({ day }) => [day.earliest, day.latest]),
    ...after([missingBefore, lastSeen]),
    firstSeen,
    ...(missingFrom === undefined ? [] : [missingFrom]),
  ]);
  const sorted = [...new Set([...all, ...after([history.wholeAt.at(-1), known])])].filter(Number.isFinite);
  const valueAt = (at: Instant): Kleene => wasListed(history, reference, { at, known }).value;
  return sorted.toSorted((a, b) => a - b).filter((at) => valueAt(at) !== valueAt(at - 1));
}

/** Whether the entry was on the list under that name, in any spelling that folds to it. */
export function wasListedAs(
  history: ListingHistory,
  { reference, name }: { readonly reference: string; readonly name: string },
  asked: ListingAsked,
): ListingAnswer {
  const listed = wasListed(history, reference, asked);
  if (listed.value === "false" || listed.because === "after-cut-off") return listed;
  const terms = history.entries.get(reference)?.terms ?? [];
  const key = keyOf(name);
  const spans = terms.flatMap(({ names }) => names).filter((span) => keyOf(span.name) === key);
  const answers = spans.map((span) => inSpan(span, asked.at));
  const named = answers.find(({ value }) => value === "true") ?? answers.find(({ value }) => value === "unknown");
  if (named) return named.value === "true" ? listed : named;
  // A name dropped before the first copy left no trace.
  const isSeenThen = terms.some(({ firstSeen, lastSeen }) => firstSeen <= asked.at && asked.at <= lastSeen);
  if (spans.length > 0 || isSeenThen) return notSoNamed;
  return { value: "unknown", because: "named-between" };
}

const notSoNamed: ListingAnswer = { value: "false", because: "not-so-named" };

function inSpan({ added, lastSeen, dropped }: NameSpan, at: Instant): ListingAnswer {
  if (at < added.after || (dropped && at >= dropped.by)) return notSoNamed;
  if (at >= added.by && at <= lastSeen) return { value: "true", because: "listed" };
  const between = at < added.by ? added : (dropped ?? { after: lastSeen, by: Infinity });
  return { value: "unknown", because: "named-between", between };
}

/** The references of all entries that ever bore the name, in any spelling that folds to it. */
export function referencesNamed(history: ListingHistory, name: string): readonly string[] {
  const key = keyOf(name);
  return [...history.entries.values()]
    .filter(({ terms }) => terms.some(({ names }) => names.some((span) => keyOf(span.name) === key)))
    .map(({ reference }) => reference);
}
