import type { Instant, Interval } from "../../kit/index.ts";
import type { DutyEntry, Name } from "../ir.ts";
import { lastOf, wholeOf } from "../time/intervals.ts";

/** Something recorded about a duty: when it was so, and when it was learnt (unset: at once). */
export interface DiaryEntry {
  /** For an event, the moments at which it may have happened; for a state, the moments at which it was so. */
  readonly interval: Interval;
  readonly learnt?: Instant;
}

/** What is recorded about the state that a duty demands. */
export interface Observation extends DiaryEntry {
  readonly state: "true" | "false" | "unknown";
  /** `sometime`: seen once, at a moment within the interval that is not known. Unset: throughout it. */
  readonly extent?: "throughout" | "sometime";
}

export interface Suspension extends DiaryEntry {
  /** What was not so, in words: `the text was not in force`. */
  readonly why?: string;
}

/** All that is recorded about one duty under one account. What is not in it is not known to be false. */
export interface DutyDiary {
  readonly started?: DiaryEntry;
  /** The moment at which what is to be achieved was achieved, and not before. */
  readonly completed?: DiaryEntry;
  readonly holds: readonly Observation[];
  readonly triggered: readonly DiaryEntry[];
  readonly done: readonly DiaryEntry[];
  /** Closed coverage: whatever happened then is recorded. Only with it does absence say anything. */
  readonly covered: readonly DiaryEntry[];
  /** While the condition of the duty does not hold. */
  readonly suspended: readonly Suspension[];
}

export const EMPTY_DIARY: DutyDiary = { holds: [], triggered: [], done: [], covered: [], suspended: [] };

/** The moment judged, and the cut-off of what is known (unset: what was known then). */
export interface Clocks {
  readonly now: Instant;
  readonly known?: Instant;
}

/**
 * The diary as it stood: without what was learnt after the cut-off, and without what happened after the moment judged.
 * States reaching beyond either end with it: on Monday nobody knows that it will be so on Tuesday.
 */
export function diaryAt(diary: DutyDiary, clocks: Clocks): DutyDiary {
  const isSeen = (entry: DiaryEntry): boolean => isVisible(entry, clocks);
  const upToNow = <T extends DiaryEntry>(entries: readonly T[]): T[] =>
    entries.filter(isSeen).map((entry) => ({ ...entry, interval: clip(entry, clocks) }));
  const { started, completed } = diary;
  return {
    ...(started && isSeen(started) && { started }),
    ...(completed && isSeen(completed) && { completed }),
    holds: upToNow(diary.holds),
    triggered: diary.triggered.filter(isSeen),
    done: diary.done.filter(isSeen),
    covered: upToNow(diary.covered),
    suspended: upToNow(diary.suspended),
  };
}

function isVisible({ interval, learnt = interval.earliest }: DiaryEntry, { now, known = now }: Clocks): boolean {
  return interval.earliest <= now && learnt <= known;
}

/** What was learnt at once is known no further than to the cut-off; what was told afterwards is known to its end. */
function clip({ interval, learnt }: DiaryEntry, { now, known = now }: Clocks): Interval {
  const end = learnt === undefined ? Math.min(now, known) : now;
  return { earliest: interval.earliest, latest: lastOf(interval) > end ? end + 1 : interval.latest };
}

/** The intervals of entries. */
export function intervalsOf(entries: readonly DiaryEntry[]): readonly Interval[] {
  return entries.map((entry) => entry.interval);
}

/** What a line of a diary can say of a duty. */
export type DutyWhat = DutyEntry["what"];

/** A line of a diary, as somebody tells it. */
export interface DutyNote extends DiaryEntry {
  readonly what: DutyWhat;
  readonly extent?: "throughout" | "sometime";
  /** Who claims it. Unset: it is a fact of the record. */
  readonly claimedBy?: Name;
  /** Who tells it; what one source says twice is one thing. */
  readonly source?: string;
}

/** The diary that these notes make if the claims of these actors, and of nobody else, are right. */
export function diaryOf(
  notes: readonly DutyNote[],
  clocks: Clocks,
  believed: ReadonlySet<Name> = new Set<Name>(),
): DutyDiary {
  const counting = notes.filter(
    (note) => isVisible(note, clocks) && (note.claimedBy === undefined || believed.has(note.claimedBy)),
  );
  const of = (what: DutyWhat): readonly DutyNote[] => counting.filter((note) => note.what === what);
  const started = oneEvent(of("started"));
  const completed = oneEvent(of("completed"));
  return {
    ...(started && { started }),
    ...(completed && { completed }),
    holds: [
      ...of("holds").map((note) => ({ ...note, state: "true" as const })),
      ...of("fails").map((note) => ({ ...note, state: "false" as const })),
    ],
    triggered: of("triggered"),
    done: of("done"),
    covered: of("covered"),
    suspended: of("suspended"),
  };
}

/**
 * One event as several tell it. Of what one source says twice the earlier counts: the later is of something already done.
 * Sources that can all be right narrow it down; of those that cannot, nobody is preferred, and it was some time between.
 */
function oneEvent(notes: readonly DutyNote[]): DiaryEntry | undefined {
  const firsts = new Map<string, Interval>();
  for (const { source = "", claimedBy = "", interval } of notes) {
    const teller = `${claimedBy}\n${source}`;
    const known = firsts.get(teller);
    if (!known || interval.earliest < known.earliest) firsts.set(teller, wholeOf(interval));
  }
  const told = [...firsts.values()];
  if (told.length === 0) return undefined;
  const latestStart = Math.max(...told.map(({ earliest }) => earliest));
  const earliestEnd = Math.min(...told.map(({ latest }) => latest));
  const agree = latestStart < earliestEnd;
  const interval = agree
    ? { earliest: latestStart, latest: earliestEnd }
    : {
        earliest: Math.min(...told.map(({ earliest }) => earliest)),
        latest: Math.max(...told.map(({ latest }) => latest)),
      };
  return { interval };
}

export function markKey(rule: Name, mark: "start" | "complete" | "trigger"): string {
  return `${rule}.${mark}`;
}

/** The marks that a duty's diary fixes for other rules to count from; a vague one stands at its last possible moment. */
export function marksOf(rule: Name, { started, completed }: DutyDiary): readonly (readonly [string, Instant])[] {
  const marks: [string, Instant][] = [];
  if (started) marks.push([markKey(rule, "start"), lastOf(started.interval)]);
  if (completed) marks.push([markKey(rule, "complete"), lastOf(completed.interval)]);
  return marks;
}
