import type { Instant, Interval } from "../../kit/index.ts";
import type { Duty, DutyState } from "../ir.ts";
import { sayLength } from "../time/calendar.ts";
import { includes, intersection, lastOf, minus, overlaps, type Moments } from "../time/intervals.ts";
import { resolveTime, restsOn, type ResolvedTime } from "../time/resolve.ts";
import type { DutyFinding } from "../verdict.ts";
import { intervalsOf, markKey, type DiaryEntry, type DutyDiary, type Observation } from "./diary.ts";
import {
  conclude,
  countedBack,
  deadlineOf,
  miss,
  missClockRule,
  momentsApart,
  periodOf,
  sayDeadline,
  sayWhen,
  waiting,
  type Deadline,
  type Judging,
} from "./finding.ts";
import { readObservations } from "./keep.ts";

type Achieve = Duty & { readonly shape: "must-achieve" };

/** How one clock can have come out: not run out · met · missed. Without a clock it is met. */
type ClockState = "running" | "met" | "missed";

/**
 * `must achieve P by T`, and `starting by T₁ complete by T₂` as two chained clocks: the second runs from the actual
 * start, else from the latest lawful start. Missing either is a lapse, which a later completion does not undo. A deadline
 * that is over before the clock may start at all binds nobody: the text, so read, does not say which takes its place.
 */
export function judgeAchieve(asked: Judging, duty: Achieve): DutyFinding {
  const judging: Judging = { ...asked, diary: consistent(asked.diary) };
  const { started } = judging.diary;
  const vaguely = judgeClocks(judging, duty);
  if (!started || started.interval.latest - started.interval.earliest <= 60_000)
    return conclude(judging, vaguely.states);
  // Both clocks turn on the same start, so every start that tells them apart is looked at by itself.
  const starts = momentsApart(started.interval, thresholdsOf(judging, duty));
  const states = starts.flatMap((moment) => {
    const diary = { ...judging.diary, started: { interval: { earliest: moment, latest: moment + 1 } } };
    const apart: Judging = { ...judging, diary, instants: {}, because: [], missing: [] };
    return judgeClocks(apart, duty, vaguely.isDone).states;
  });
  return conclude(judging, states);
}

/** What the parts of a record say of each other: nothing is achieved while it is not so, and nothing before it is begun. */
function consistent(diary: DutyDiary): DutyDiary {
  const { failed, held } = readObservations(diary);
  const completed = diary.completed && narrowed(diary.completed, minus([diary.completed.interval], failed));
  const ends = [...(completed ? [completed.interval] : []), ...held.slice(0, 1)].map((one) =>
    one === completed?.interval ? lastOf(one) : one.earliest,
  );
  const before = { earliest: -Infinity, latest: Math.min(Infinity, ...ends) + 1 };
  const started = diary.started && narrowed(diary.started, intersection([diary.started.interval], [before]));
  return { ...diary, ...(completed && { completed }), ...(started && { started }) };
}

/** An event that must lie in one of these stretches; if the record contradicts itself, as it is told. */
function narrowed(entry: DiaryEntry, stretches: Moments): DiaryEntry {
  const [first, last] = [stretches[0], stretches.at(-1)];
  return first && last ? { ...entry, interval: { earliest: first.earliest, latest: last.latest } } : entry;
}

interface Clocks {
  readonly states: readonly DutyState[];
  /** What is recorded shows it done before its deadline, whenever that was. */
  readonly isDone: boolean;
}

/** `isDone`: whether it is known to be done, where that is decided by more than this look; unset: this look decides. */
function judgeClocks(judging: Judging, duty: Achieve, isDone?: boolean): Clocks {
  const { from } = periodOf(judging);
  const startingBy = duty.startingBy && noted(judging, resolveTime(duty.startingBy, "end", judging.context));
  const start = startingBy && inReach(judging, deadlineOf([startingBy]));
  if (start) judging.instants["startingBy"] = start.latest;
  if (judging.diary.started) judging.instants["start"] = judging.diary.started.interval.earliest;
  const end = inReach(judging, completion(judging, duty, start ? startingBy : undefined));
  if (end) {
    judging.instants["completeBy"] = end.latest;
    judging.instants["deadline"] = end.latest;
    if (end.earliest !== end.latest) judging.instants["deadlineEarliest"] = end.earliest;
  }
  const hasDeadline = (duty.completeBy ?? duty.by) !== undefined;
  const reached = reachedBy(judging, { limit: end?.earliest ?? judging.now, since: from ?? -Infinity });
  const first = judgeStart(judging, { deadline: start, from });
  const isKnown = isDone ?? reached !== undefined;
  const second = judgeCompletion(judging, { deadline: end, from, hasDeadline, reached, isKnown });
  return { states: combine(judging, { first, second, start, end }), isDone: reached !== undefined };
}

/** Where one start can lead to something else than another: at the latest lawful one, and where its deadline passes something. */
function thresholdsOf({ diary, context, now, rule }: Judging, duty: Achieve): readonly Instant[] {
  const latest = duty.startingBy && resolveTime(duty.startingBy, "end", context);
  const time = duty.completeBy ?? duty.by;
  const entries = [...diary.holds, ...diary.covered, ...diary.suspended, ...(diary.completed ? [diary.completed] : [])];
  const edges = [now, ...entries.flatMap(({ interval }) => [interval.earliest, interval.latest])];
  const isCounted = time?.kind === "offset" && time.from.kind === "mark" && (time.from.rule ?? rule.name) === rule.name;
  const counted = isCounted ? edges.flatMap((edge) => countedBack(edge, time.duration, context.zone)) : [];
  return [...(latest?.kind === "instant" ? [latest.instant] : []), ...edges, ...counted];
}

/** A deadline that had not passed when the clock could start. */
function inReach({ clockStart }: Judging, deadline: Deadline | undefined): Deadline | undefined {
  return deadline && clockStart !== undefined && clockStart > deadline.latest ? undefined : deadline;
}

/** Passes a resolved time on, after saying why it is none. */
function noted(judging: Judging, resolved: ResolvedTime): ResolvedTime {
  if (resolved.kind === "problem") judging.because.push(resolved.message);
  if (resolved.kind === "open")
    judging.because.push(`${resolved.missing} is not recorded, so the clock has not started`);
  return resolved;
}

/** The second deadline, computed from each end of a start that is only vaguely known. */
function completion(judging: Judging, duty: Achieve, latestStart: ResolvedTime | undefined): Deadline | undefined {
  const time = duty.completeBy ?? duty.by;
  if (!time) return undefined;
  const { context, diary, rule, clockStart = -Infinity } = judging;
  const key = markKey(rule.name, "start");
  const mark = restsOn(time);
  const runsFromStart = mark?.mark === "start" && (mark.rule ?? rule.name) === rule.name;
  const at = (instant: Instant, day?: string): ResolvedTime => {
    const marks = new Map([...context.marks, [key, instant]]);
    const markDays = new Map(context.markDays);
    if (day === undefined) markDays.delete(key);
    else markDays.set(key, day);
    return resolveTime(time, "end", { ...context, marks, markDays });
  };
  const notBefore = (instant: Instant): Instant => (runsFromStart ? Math.max(instant, clockStart) : instant);
  if (diary.started) {
    // Whoever began before the clock could start has the whole time from then on.
    const first = notBefore(diary.started.interval.earliest);
    if (first === Infinity) return undefined;
    return deadlineOf([noted(judging, at(first)), at(notBefore(lastOf(diary.started.interval)))]);
  }
  if (latestStart?.kind === "instant") return deadlineOf([noted(judging, at(latestStart.instant, latestStart.day))]);
  if (!runsFromStart || clockStart === -Infinity)
    return deadlineOf([noted(judging, resolveTime(time, "end", context))]);
  // Without a start, and with none that could still be late, the second clock waits for the first.
  if (duty.startingBy || clockStart === Infinity) return undefined;
  return deadlineOf([noted(judging, at(notBefore(context.marks.get(key) ?? clockStart)))]);
}

interface Clock {
  readonly deadline: Deadline | undefined;
  /** Where the duty begins, if known. */
  readonly from: Instant | undefined;
}

interface Completing extends Clock {
  /** The text sets a deadline, though in this reading it may bind nobody. */
  readonly hasDeadline: boolean;
  /** When it was surely achieved in time. */
  readonly reached: Interval | undefined;
  /** Before its deadline it is pending unless it is known to be done. */
  readonly isKnown: boolean;
}

function judgeStart(judging: Judging, { deadline, from }: Clock): readonly ClockState[] {
  const { diary, because } = judging;
  if (!deadline) return ["met"];
  const by = sayDeadline(deadline, judging);
  if (diary.started) {
    const said = sayWhen(diary.started.interval, judging);
    const timing = compare(diary.started.interval, deadline);
    if (timing === "in time") because.push(`started ${said}, in time: the latest start is ${by}`);
    else if (timing === "late")
      because.push(`started late by ${sayLateness(diary.started.interval, deadline)}: the latest start was ${by}`);
    else miss(judging, `when exactly it was started, ${said}: the latest start was ${by}`);
    return timing === "in time" ? ["met"] : timing === "late" ? ["missed"] : ["met", "missed"];
  }
  // What is achieved by then was started by then.
  const achieved = reachedBy(judging, { limit: deadline.earliest, since: from ?? -Infinity });
  if (achieved) return ["met"];
  const before = timeLeft(judging, deadline);
  if (before === "all") {
    because.push(`the latest start is ${by}`);
    return ["running"];
  }
  const open: readonly ClockState[] = before === "perhaps" ? ["running"] : [];
  const begin = Math.min(from ?? deadline.latest, deadline.latest - 1);
  // Where it may have been achieved it may have been begun, without a word of the beginning.
  const achieving = [
    ...diary.holds.filter(({ state }) => state !== "false"),
    ...(diary.completed ? [diary.completed] : []),
  ];
  const silent = minus(intervalsOf(diary.covered), intervalsOf(achieving));
  const gaps = minus([{ earliest: begin, latest: deadline.latest }], silent);
  if (gaps.length === 0) {
    because.push(`no start is recorded by ${by}, and coverage is closed`);
    return [...open, "missed"];
  }
  miss(judging, `whether it was started by ${by}`);
  return [...open, "met", "missed"];
}

function judgeCompletion(judging: Judging, completing: Completing): readonly ClockState[] {
  const { deadline, from, hasDeadline, reached, isKnown } = completing;
  const { diary, now, because } = judging;
  const none = hasDeadline ? "no deadline binds yet: the clock could not start before" : "the text sets no deadline";
  const by = deadline ? `the deadline is ${sayDeadline(deadline, judging)}` : none;
  if (reached && (isKnown || (deadline && now >= deadline.latest && !isStopped(judging, deadline)))) {
    because.push(`achieved: ${sayWhen(reached, judging)}; ${by}`);
    return ["met"];
  }
  if (!deadline) {
    because.push(`not recorded as achieved; ${none}, so it cannot lapse`);
    return ["running"];
  }
  const { started, completed } = diary;
  if (completed && compare(completed.interval, deadline) === "late") {
    because.push(`done late by ${sayLateness(completed.interval, deadline)}; ${by}`);
    return ["missed"];
  }
  const before = isStopped(judging, deadline) ? "all" : timeLeft(judging, deadline);
  if (before === "all") {
    because.push(`not recorded as achieved; ${by}`);
    return ["running"];
  }
  const open: readonly ClockState[] = before === "perhaps" ? ["running"] : [];
  if (started && started.interval.earliest > deadline.latest) {
    because.push(`begun only after the deadline, ${sayDeadline(deadline, judging)}`);
    return [...open, "missed"];
  }
  if (isSurelyUnmet(judging, deadline, from)) {
    because.push(`not achieved up to the deadline, ${sayDeadline(deadline, judging)}`);
    return [...open, "missed"];
  }
  const limit = sayDeadline(deadline, judging);
  const passed = before === "none" ? "has passed" : "may have passed";
  const what = `whether it was achieved by ${limit}`;
  miss(judging, what, `the deadline, ${limit}, ${passed}; whether it was achieved before is not recorded`);
  return [...open, "met", "missed"];
}

/** The deadline fell into a suspension that is not over: whether its clock runs is not said, and it is held against nobody. */
function isStopped({ diary, now }: Judging, deadline: Deadline): boolean {
  const suspended = intervalsOf(diary.suspended);
  return !diary.completed && includes(suspended, now) && suspended.some((stretch) => overlaps(stretch, deadline));
}

/** How much of the time up to a deadline that is vaguely known is still to come. */
function timeLeft({ now }: Judging, { earliest, latest }: Deadline): "all" | "perhaps" | "none" {
  if (now < earliest) return "all";
  return now < latest ? "perhaps" : "none";
}

/** Whether at every moment up to the deadline it was surely not so. */
function isSurelyUnmet({ diary }: Judging, { latest }: Deadline, from: Instant | undefined): boolean {
  if (diary.completed) return false;
  const known = [diary.holds, diary.covered].flat().map((entry) => entry.interval.earliest);
  const begins = from ?? Math.min(latest, ...known);
  const begin = Math.max(begins, diary.started?.interval.earliest ?? begins);
  return minus([{ earliest: Math.min(begin, latest - 1), latest }], readObservations(diary).unmet).length === 0;
}

/** When it was surely achieved, if it surely was by a moment. */
function reachedBy(
  { diary }: Judging,
  { limit, since }: { readonly limit: Instant; readonly since: Instant },
): Interval | undefined {
  const { completed } = diary;
  if (completed && lastOf(completed.interval) <= limit) return completed.interval;
  return firstAchieved(diary.holds, { held: readObservations(diary).held, since, limit });
}

interface Search {
  readonly held: Moments;
  readonly since: Instant;
  readonly limit: Instant;
}

/** The first time that the state was surely so within the time allowed. */
function firstAchieved(holds: readonly Observation[], { held, since, limit }: Search): Interval | undefined {
  const [first] = minus(held, [{ earliest: -Infinity, latest: since }]);
  if (first && first.earliest <= limit) return { earliest: first.earliest, latest: first.earliest + 1 };
  return holds.find(
    ({ state, extent, interval }) =>
      state === "true" && extent === "sometime" && interval.earliest >= since && lastOf(interval) <= limit,
  )?.interval;
}

function compare(event: Interval, { earliest, latest }: Deadline): "in time" | "late" | "unclear" {
  if (lastOf(event) <= earliest) return "in time";
  return event.earliest > latest ? "late" : "unclear";
}

function sayLateness(event: Interval, { latest }: Deadline): string {
  const least = sayLength(event.earliest - latest);
  return lastOf(event) - event.earliest < 60_000 ? least : `at least ${least}`;
}

interface TwoClocks {
  readonly first: readonly ClockState[];
  readonly second: readonly ClockState[];
  readonly start: Deadline | undefined;
  readonly end: Deadline | undefined;
}

function combine(judging: Judging, { first, second, start, end }: TwoClocks): readonly DutyState[] {
  const open = waiting(judging);
  const one = first.flatMap((state) => statesOf(judging, { state, deadline: start, open }));
  const two = second.flatMap((state) => statesOf(judging, { state, deadline: end, open }));
  const possible = new Set<DutyState>();
  for (const a of one) for (const b of two) possible.add(a === "lapsed" || b === "lapsed" ? "lapsed" : b);
  return [...possible];
}

interface OneClock {
  readonly state: ClockState;
  readonly deadline: Deadline | undefined;
  readonly open: "pending" | "suspended";
}

/**
 * The states that one clock leaves possible. A deadline that fell into a suspension is not held against anyone without
 * doubt, for the texts do not say whether the clock stops.
 */
function statesOf(judging: Judging, { state, deadline, open }: OneClock): readonly DutyState[] {
  const { diary } = judging;
  if (state === "met") return ["fulfilled"];
  if (state === "running") return [open];
  const inSuspension = deadline !== undefined && diary.suspended.some((entry) => overlaps(entry.interval, deadline));
  if (!inSuspension) return ["lapsed"];
  const otherwise = diary.completed ? "fulfilled" : open;
  if (otherwise === "suspended") return [otherwise];
  missClockRule(judging);
  return ["lapsed", otherwise];
}
