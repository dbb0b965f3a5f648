import type { Instant, Kleene } from "../kit/index.ts";
import { sayEnd, sayInstant, sayLength, type Accept, type Name } from "../language/index.ts";
import { isComplete, type Declared } from "./declared.ts";
import { boundsOf, type AcceptanceRecord, type Moment, type RecordedAcceptance, type Standing } from "./record.ts";

/** An actor's own word on one acceptance, without the condition it depends on. */
export interface Word {
  readonly actor: Name;
  /** Unset: nothing is recorded. */
  readonly standing?: Standing;
  /** Whether it was accepted, in time or validly late, and is so still. */
  readonly given: Kleene;
  readonly reason: string;
  readonly entry?: RecordedAcceptance;
  readonly deadline?: Deadline;
}

export type DeadlineState = "open" | "passed" | "met" | "met-late" | "unclear";

export interface Deadline {
  readonly instant: Instant;
  /** In the agreement's zone and in UTC. */
  readonly text: string;
  readonly state: DeadlineState;
}

export interface WordOptions {
  readonly declared: Declared;
  readonly record: AcceptanceRecord;
  readonly moment: Moment;
}

/** What an actor has said to an acceptance by the moment, as far as it was known by the cut-off. */
export function wordOf(accept: Accept, actor: Name, options: WordOptions): Word {
  const { declared, record, moment } = options;
  const entries = entriesOf(accept, actor, options);
  const entry = currentOf(entries);
  const timing = timingOf(accept, entry, options);
  const deadline = timing && {
    instant: timing.instant,
    text: sayEnd(timing.instant, declared.zone),
    state: timing.state,
  };
  const base = { actor, ...(entry && { entry, standing: entry.standing }), ...(deadline && { deadline }) };
  if (!entry) {
    const nothing = `nothing recorded from ${actor}${sayTo(accept)}${deadline ? ` by ${deadline.text}` : ""}`;
    if (isComplete(accept.name, record)) return { ...base, given: "false", reason: nothing };
    return { ...base, given: "unknown", reason: `${nothing}, and the register is not complete` };
  }
  if (entry.standing !== "accepted") return { ...base, ...judgeOther(entry, sayAt(entry, declared.zone)) };
  const address = addressee(accept, entry);
  if (address) return { ...base, given: "false", reason: address };
  return { ...base, ...judgeTiming(accept, entry, { zone: declared.zone, timing, at: moment.at }) };
}

/** Entries that had happened and were known, oldest first. Those without a date come first: they are long past. */
function entriesOf(accept: Accept, actor: Name, { record, moment }: WordOptions): readonly RecordedAcceptance[] {
  const known = moment.known ?? moment.at;
  return record.acceptances
    .filter((entry) => entry.actor === actor && (entry.accept === undefined || entry.accept === accept.name))
    .filter((entry) => entry.at === undefined || boundsOf(entry.at).first <= moment.at)
    .filter((entry) => entry.known === undefined || entry.known <= known)
    .toSorted((a, b) => firstMoment(a) - firstMoment(b));
}

function firstMoment({ at }: RecordedAcceptance): Instant {
  return at === undefined ? -Infinity : boundsOf(at).first;
}

const SOFT: ReadonlySet<Standing> = new Set(["reported", "not-asked"]);

/**
 * The latest word counts, but a rumour does not undo a confirmed act. Repeating an acceptance does not make it later:
 * of several in a row the first counts.
 */
function currentOf(entries: readonly RecordedAcceptance[]): RecordedAcceptance | undefined {
  const firm = entries.filter((entry) => !SOFT.has(entry.standing));
  const counting = firm.length > 0 ? firm : entries;
  const last = counting.at(-1);
  if (last?.standing !== "accepted") return last;
  const before = counting.findLastIndex((entry) => entry.standing !== "accepted");
  return counting[before + 1];
}

function judgeOther({ standing }: RecordedAcceptance, at: string): Pick<Word, "given" | "reason"> {
  switch (standing) {
    case "reported":
      return { given: "unknown", reason: `reported as accepted${at}, not confirmed` };
    case "unknown":
      return { given: "unknown", reason: "recorded as unknown" };
    case "not-asked":
      return { given: "false", reason: "never asked to accept" };
    default:
      return { given: "false", reason: `${standing}${at}` };
  }
}

function sayAt({ at }: RecordedAcceptance, zone: string): string {
  if (at === undefined) return "";
  const { first, last } = boundsOf(at);
  if (last - first <= 60_000) return ` at ${sayInstant(first, zone)}`;
  return ` between ${sayInstant(first, zone)} and ${sayEnd(last + 1, zone)}`;
}

function sayTo({ to }: Accept): string {
  return to.length === 0 ? "" : ` to ${to.join(" or ")}`;
}

/** An acceptance declared to another than the text names is none. One with nobody recorded is taken to be in order. */
function addressee({ to }: Accept, entry: RecordedAcceptance): string | undefined {
  if (entry.to === undefined || to.length === 0 || to.includes(entry.to)) return undefined;
  return `accepted to ${entry.to}, but the text asks for ${to.join(" or ")}`;
}

interface Timing {
  readonly instant: Instant;
  readonly state: DeadlineState;
}

/** A deadline is met up to and including its instant. */
function timingOf(
  accept: Accept,
  entry: RecordedAcceptance | undefined,
  { declared, moment }: WordOptions,
): Timing | undefined {
  const instant = declared.times.accepts.get(accept.name);
  if (instant === undefined) return undefined;
  if (entry?.standing === "accepted" && !addressee(accept, entry)) {
    const { at } = entry;
    if (at === undefined) return { instant, state: "unclear" };
    const { first, last } = boundsOf(at);
    return { instant, state: last <= instant ? "met" : first > instant ? "met-late" : "unclear" };
  }
  const soft = entry?.standing === "reported" || entry?.standing === "unknown";
  if (moment.at <= instant) return { instant, state: "open" };
  return { instant, state: soft ? "unclear" : "passed" };
}

interface TimingOptions {
  readonly zone: string;
  readonly timing: Timing | undefined;
  readonly at: Instant;
}

function judgeTiming(
  accept: Accept,
  entry: RecordedAcceptance,
  options: TimingOptions,
): Pick<Word, "given" | "reason"> {
  const { zone, timing, at } = options;
  const said = `accepted${sayAt(entry, zone)}`;
  if (entry.at !== undefined && boundsOf(entry.at).last > at)
    return { given: "unknown", reason: `${said}, perhaps only later` };
  if (!timing || timing.state === "met") return { given: "true", reason: `${said}${timing ? ", in time" : ""}` };
  const deadline = `the deadline was ${sayEnd(timing.instant, zone)}`;
  if (accept.late === "counts") {
    return { given: "true", reason: `${said}; ${deadline}; a late acceptance counts` };
  }
  if (timing.state === "unclear")
    return { given: "unknown", reason: `${said}; whether in time is not known: ${deadline}` };
  const late = entry.at === undefined ? "late" : `late by ${sayLength(boundsOf(entry.at).first - timing.instant)}`;
  if (accept.late === "does-not-count")
    return { given: "false", reason: `${said}, ${late}: ${deadline}, and late does not count` };
  return {
    given: "unknown",
    reason: `${said}, ${late}: ${deadline}; the text does not say whether a late acceptance counts`,
  };
}
