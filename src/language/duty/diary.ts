import type { Instant, Interval } from "../../kit/index.ts";
import type { Case, Name, Rule, Time } from "../ir.ts";
import { lastOf } from "../time/intervals.ts";
import { resolveTime, type TimeContext } from "../time/resolve.ts";

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
  readonly suspended: readonly DiaryEntry[];
}

export const EMPTY_DIARY: DutyDiary = { holds: [], triggered: [], done: [], covered: [], suspended: [] };

/** The moment judged, and the cut-off of what is known (unset: what was known then). */
export interface Clocks {
  readonly now: Instant;
  readonly known?: Instant;
}

/**
 * The diary as it stood: without what was learnt after the cut-off, and without what happened after the moment judged.
 * States reaching beyond it end with it.
 */
export function diaryAt(diary: DutyDiary, { now, known = now }: Clocks): DutyDiary {
  const visible = (entry: DiaryEntry) =>
    entry.interval.earliest <= now && (entry.learnt === undefined || entry.learnt <= known);
  const upToNow = <T extends DiaryEntry>(entries: readonly T[]): T[] =>
    entries.filter(visible).map((entry) => ({ ...entry, interval: clip(entry.interval, now) }));
  const { started, completed } = diary;
  return {
    ...(started && visible(started) && { started }),
    ...(completed && visible(completed) && { completed }),
    holds: upToNow(diary.holds),
    triggered: diary.triggered.filter(visible),
    done: diary.done.filter(visible),
    covered: upToNow(diary.covered),
    suspended: upToNow(diary.suspended),
  };
}

function clip(interval: Interval, now: Instant): Interval {
  return { earliest: interval.earliest, latest: lastOf(interval) > now ? now + 1 : interval.latest };
}

/** The intervals of entries. */
export function intervalsOf(entries: readonly DiaryEntry[]): readonly Interval[] {
  return entries.map((entry) => entry.interval);
}

// ——— From a worked case ———

/** The diary that a case records about a rule, and why some of its lines could not be read. */
export interface CaseDiary {
  readonly diary: DutyDiary;
  readonly problems: readonly string[];
}

/** `record withdraw-ua started 2015-02-16 09:00`, `record stay-out-ua fails 2015-03-10 to 2015-03-12`. */
export function diaryFromCase(written: Case, rule: Rule, context: TimeContext): CaseDiary {
  const problems: string[] = [];
  let diary = EMPTY_DIARY;
  for (const entry of written.record) {
    if (entry.rule !== rule.name) continue;
    const interval = readInterval(entry, { ...context, rule: rule.name }, problems);
    if (interval) diary = withEntry(diary, entry.what, { interval });
  }
  return { diary, problems };
}

/** The marks that the records of a case fix for other rules to count from; a vague one at its last possible moment. */
export function marksFromCase(written: Case, context: TimeContext): ReadonlyMap<string, Instant> {
  const marks = new Map<string, Instant>();
  for (const entry of written.record) {
    const mark = entry.what === "started" ? "start" : entry.what === "completed" ? "complete" : undefined;
    const interval = mark && readInterval(entry, { ...context, rule: entry.rule }, []);
    if (interval) marks.set(markKey(entry.rule, mark), lastOf(interval));
  }
  return marks;
}

export function markKey(rule: Name, mark: "start" | "complete" | "trigger"): string {
  return `${rule}.${mark}`;
}

function readInterval(
  { from, until }: { readonly from: Time; readonly until?: Time },
  context: TimeContext,
  problems: string[],
): Interval | undefined {
  const start = resolveTime(from, "start", context);
  const isDate = from.kind === "date" || (from.kind === "offset" && from.duration.kind === "calendar");
  const end = until ? resolveTime(until, "end", context) : isDate ? resolveTime(from, "end", context) : start;
  for (const resolved of [start, end]) {
    if (resolved.kind === "problem") problems.push(resolved.message);
    if (resolved.kind === "open") problems.push(`${resolved.missing} is not recorded`);
  }
  if (start.kind !== "instant" || end.kind !== "instant") return undefined;
  if (end.instant < start.instant) {
    problems.push("a record ends before it begins");
    return undefined;
  }
  return { earliest: start.instant, latest: Math.max(end.instant, start.instant + 1) };
}

type What = Case["record"][number]["what"];

function withEntry(diary: DutyDiary, what: What, entry: DiaryEntry): DutyDiary {
  switch (what) {
    case "started":
    case "completed":
      // Of two records of one event the earlier counts: the later one is of something already done.
      return first(diary[what], entry) ? { ...diary, [what]: entry } : diary;
    case "holds":
      return { ...diary, holds: [...diary.holds, { ...entry, state: "true" }] };
    case "fails":
      return { ...diary, holds: [...diary.holds, { ...entry, state: "false" }] };
    case "triggered":
    case "done":
    case "covered":
    case "suspended":
      return { ...diary, [what]: [...diary[what], entry] };
  }
}

function first(known: DiaryEntry | undefined, entry: DiaryEntry): boolean {
  return known === undefined || entry.interval.earliest < known.interval.earliest;
}
