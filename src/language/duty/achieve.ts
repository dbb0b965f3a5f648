import type { Instant, Interval } from "../../kit/index.ts";
import type { Duty, DutyState } from "../ir.ts";
import { sayLength } from "../time/calendar.ts";
import { lastOf, minus, overlaps, union, type Moments } from "../time/intervals.ts";
import { resolveTime, type ResolvedTime } from "../time/resolve.ts";
import type { DutyFinding } from "../verdict.ts";
import { intervalsOf, markKey, type Observation } from "./diary.ts";
import {
  conclude,
  deadlineOf,
  periodOf,
  sayDeadline,
  sayWhen,
  waiting,
  type Deadline,
  type Judging,
} from "./finding.ts";
import { readObservations } from "./keep.ts";

type Achieve = Duty & { readonly shape: "must-achieve" };

/** How one clock came out: no clock · not run out · met · missed · either. */
type ClockState = "none" | "running" | "met" | "missed" | "unclear";

/**
 * `must achieve P by T`, and `starting by T₁ complete by T₂` as two chained clocks: the second runs from the actual
 * start, else from the latest lawful start. Missing either is a lapse, which a later completion does not undo.
 */
export function judgeAchieve(judging: Judging, duty: Achieve): DutyFinding {
  const { from } = periodOf(judging);
  const startingBy = duty.startingBy && noted(judging, resolveTime(duty.startingBy, "end", judging.context));
  const start = startingBy && deadlineOf([startingBy]);
  if (start) judging.instants["startingBy"] = start.latest;
  if (judging.diary.started) judging.instants["start"] = judging.diary.started.interval.earliest;
  const end = completion(judging, duty, startingBy);
  if (end) {
    judging.instants["completeBy"] = end.latest;
    judging.instants["deadline"] = end.latest;
    if (end.earliest !== end.latest) judging.instants["deadlineEarliest"] = end.earliest;
  }
  const first = judgeStart(judging, { deadline: start, from });
  const second = judgeCompletion(judging, { deadline: end, from });
  return conclude(judging, combine(judging, { first, second, start, end }));
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
  const { context, diary, rule } = judging;
  const key = markKey(rule.name, "start");
  const at = (instant: Instant | undefined, day?: string): ResolvedTime => {
    if (instant === undefined) return resolveTime(time, "end", context);
    const marks = new Map([...context.marks, [key, instant]]);
    const markDays = new Map(context.markDays);
    if (day === undefined) markDays.delete(key);
    else markDays.set(key, day);
    return resolveTime(time, "end", { ...context, marks, markDays });
  };
  if (diary.started) {
    const { interval } = diary.started;
    return deadlineOf([noted(judging, at(interval.earliest)), at(lastOf(interval))]);
  }
  if (latestStart?.kind === "instant") return deadlineOf([noted(judging, at(latestStart.instant, latestStart.day))]);
  return deadlineOf([noted(judging, at(undefined))]);
}

interface Clock {
  readonly deadline: Deadline | undefined;
  /** Where the duty begins, if known. */
  readonly from: Instant | undefined;
}

function judgeStart(judging: Judging, { deadline, from }: Clock): ClockState {
  const { diary, now, because } = judging;
  if (!deadline) return "none";
  const begun = diary.started ?? diary.completed;
  const timing = begun && compare(begun.interval, deadline);
  if (diary.started && timing === "in time") {
    because.push(
      `started ${sayWhen(diary.started.interval, judging)}, in time: the latest start is ${sayDeadline(deadline, judging)}`,
    );
    return "met";
  }
  if (diary.started && timing === "late") {
    because.push(
      `started late by ${sayLateness(diary.started.interval, deadline)}: the latest start was ${sayDeadline(deadline, judging)}`,
    );
    return "missed";
  }
  // What is complete by then was started by then.
  if (timing === "in time") return "met";
  if (now < deadline.latest) {
    because.push(`the latest start is ${sayDeadline(deadline, judging)}`);
    return "running";
  }
  const covered = minus(
    [{ earliest: from ?? deadline.latest, latest: deadline.latest + 1 }],
    intervalsOf(diary.covered),
  );
  if (!diary.started && covered.length === 0) {
    because.push(`no start is recorded by ${sayDeadline(deadline, judging)}, and coverage is closed`);
    return "missed";
  }
  because.push(`whether it was started by ${sayDeadline(deadline, judging)} is not recorded`);
  return "unclear";
}

function judgeCompletion(judging: Judging, { deadline, from }: Clock): ClockState {
  const { diary, now, because } = judging;
  const limit = deadline ?? { earliest: now, latest: now };
  const by = deadline ? `the deadline is ${sayDeadline(deadline, judging)}` : "the text sets no deadline";
  const seen = readObservations(diary);
  const { completed } = diary;
  const timing = completed && compare(completed.interval, limit);
  const since = from ?? -Infinity;
  const reached =
    timing === "in time"
      ? completed?.interval
      : firstAchieved(diary.holds, { held: seen.held, since, limit: limit.earliest });
  if (reached) {
    because.push(`achieved: ${sayWhen(reached, judging)}; ${by}`);
    return "met";
  }
  if (!deadline) {
    because.push("not recorded as achieved; the text sets no deadline, so it cannot lapse");
    return "running";
  }
  if (timing === "late" && completed) {
    because.push(`done late by ${sayLateness(completed.interval, deadline)}; ${by}`);
    return "missed";
  }
  if (now < deadline.latest) {
    because.push(`not recorded as achieved; ${by}`);
    return "running";
  }
  const known = [diary.holds, diary.covered].flat().map((entry) => entry.interval.earliest);
  const begin = from ?? Math.min(deadline.latest, ...known);
  const doubt = minus([{ earliest: begin, latest: deadline.latest + 1 }], union(seen.unmet));
  if (doubt.length === 0 && timing === undefined) {
    because.push(`not achieved up to the deadline, ${sayDeadline(deadline, judging)}`);
    return "missed";
  }
  because.push(
    `the deadline, ${sayDeadline(deadline, judging)}, has passed; whether it was achieved before is not recorded`,
  );
  return "unclear";
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
  readonly first: ClockState;
  readonly second: ClockState;
  readonly start: Deadline | undefined;
  readonly end: Deadline | undefined;
}

function combine(judging: Judging, { first, second, start, end }: TwoClocks): readonly DutyState[] {
  const open = waiting(judging);
  const one = statesOf(judging, { state: first, deadline: start, open });
  const two = statesOf(judging, { state: second, deadline: end, open });
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
function statesOf({ diary, because }: Judging, { state, deadline, open }: OneClock): readonly DutyState[] {
  if (state === "none" || state === "met") return ["fulfilled"];
  if (state === "running") return [open];
  const inSuspension = deadline !== undefined && diary.suspended.some((entry) => overlaps(entry.interval, deadline));
  const otherwise = diary.completed ? "fulfilled" : open;
  if (!inSuspension) return state === "missed" ? ["lapsed"] : ["lapsed", "fulfilled"];
  if (otherwise === "suspended") return [otherwise];
  because.push("the deadline fell into a suspension, and the text does not say whether the clock stops");
  return ["lapsed", otherwise, ...(state === "unclear" ? (["fulfilled"] as const) : [])];
}
