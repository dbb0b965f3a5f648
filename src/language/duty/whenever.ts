import type { Interval } from "../../kit/index.ts";
import type { Duty, DutyState } from "../ir.ts";
import { sayLength } from "../time/calendar.ts";
import { lastOf, liesIn, minus, overlaps, union } from "../time/intervals.ts";
import { resolveTime } from "../time/resolve.ts";
import type { DutyFinding } from "../verdict.ts";
import { intervalsOf, markKey, type DiaryEntry } from "./diary.ts";
import {
  conclude,
  countedBack,
  deadlineOf,
  miss,
  missClockRule,
  momentsApart,
  sayDeadline,
  sayWhen,
  waiting,
  type Deadline,
  type Judging,
} from "./finding.ts";

type Whenever = Duty & { readonly shape: "must-whenever" };

/**
 * `must A [within D] whenever E`: one finding for each occurrence of E. One answer may serve several occurrences. A late
 * answer shows a lapse only if no other occurrence lies between, to which it may have been the answer; otherwise a lapse
 * needs closed coverage up to the deadline.
 */
export function judgeWhenever(judging: Judging, duty: Whenever): readonly DutyFinding[] {
  const triggers = judging.diary.triggered
    .filter((trigger) => callsForIt(trigger, judging))
    .toSorted((a, b) => a.interval.earliest - b.interval.earliest);
  return triggers.map((trigger) => {
    const own: Judging = { ...judging, instants: { ...judging.instants }, because: [], missing: [] };
    own.instants["trigger"] = trigger.interval.earliest;
    own.because.push(`called for: ${sayWhen(trigger.interval, own)}`);
    const deadline = deadlineAfter(trigger.interval, duty, own);
    if (!deadline) return conclude(own, judgeTimeless(own, trigger.interval));
    own.instants["deadline"] = deadline.latest;
    if (deadline.earliest !== deadline.latest) own.instants["deadlineEarliest"] = deadline.earliest;
    return conclude(own, judgeOccasion(own, duty, { trigger: trigger.interval, deadline }));
  });
}

interface Occasion {
  readonly trigger: Interval;
  readonly deadline: Deadline;
}

/** What calls for the answer may be vague: then every moment of it that tells something apart is looked at by itself. */
function judgeOccasion(judging: Judging, duty: Whenever, occasion: Occasion): readonly DutyState[] {
  const { diary, now, context } = judging;
  const { trigger } = occasion;
  const isKnown = isAnswered(judging, occasion);
  const vaguely = judgeAnswer(judging, { ...occasion, isKnown });
  if (trigger.latest - trigger.earliest <= 60_000 || !duty.within) return vaguely;
  const { within } = duty;
  const entries = [...diary.done, ...diary.covered, ...diary.suspended];
  const edges = [now, ...entries.flatMap(({ interval }) => [interval.earliest, interval.latest])];
  const counted = edges.flatMap((edge) => countedBack(edge, within, context.zone));
  return momentsApart(trigger, [...edges, ...counted]).flatMap((moment) => {
    const exactly = { earliest: moment, latest: moment + 1 };
    const apart: Judging = { ...judging, instants: {}, because: [], missing: [] };
    const deadline = deadlineAfter(exactly, duty, apart);
    return deadline ? judgeAnswer(apart, { trigger: exactly, deadline, isKnown, called: trigger }) : vaguely;
  });
}

/** Whether an answer surely came after the call and in time. */
function isAnswered({ diary }: Judging, { trigger, deadline }: Occasion): boolean {
  return diary.done.some(
    ({ interval }) => interval.earliest >= lastOf(trigger) && lastOf(interval) <= deadline.earliest,
  );
}

/** What happened before the clock could start, or while the duty was suspended, calls for nothing. */
function callsForIt({ interval }: DiaryEntry, { clockStart = -Infinity, diary }: Judging): boolean {
  if (lastOf(interval) < clockStart) return false;
  return !union(intervalsOf(diary.suspended)).some((stretch) => liesIn(interval, stretch));
}

function deadlineAfter(trigger: Interval, { within }: Whenever, judging: Judging): Deadline | undefined {
  if (!within) return undefined;
  const { context, rule, because } = judging;
  const resolved = [trigger.earliest, lastOf(trigger)].map((instant) => {
    const marks = new Map([...context.marks, [markKey(rule.name, "trigger"), instant]]);
    const from = { kind: "mark", mark: "trigger", rule: rule.name } as const;
    return resolveTime({ kind: "offset", duration: within, direction: "after", from }, "end", { ...context, marks });
  });
  for (const one of resolved) if (one.kind === "problem") because.push(one.message);
  return deadlineOf(resolved);
}

/** Without `within` an answer is never too late. */
function judgeTimeless(judging: Judging, trigger: Interval): readonly DutyState[] {
  const { diary, because } = judging;
  const answer = diary.done.find(({ interval }) => interval.earliest >= lastOf(trigger));
  if (answer) {
    because.push(`answered ${sayWhen(answer.interval, judging)}; the text sets no deadline`);
    return ["fulfilled"];
  }
  because.push("no answer is recorded; the text sets no deadline, so it cannot lapse");
  return [waiting(judging)];
}

interface Answer extends Occasion {
  /** Before its deadline an answer is pending unless it is known to have come. */
  readonly isKnown: boolean;
  /** The whole time in which the call may have come; unset: it is known when. */
  readonly called?: Interval;
}

function judgeAnswer(judging: Judging, answer: Answer): readonly DutyState[] {
  const { diary, now, because } = judging;
  const { trigger, deadline, isKnown } = answer;
  const by = `the deadline is ${sayDeadline(deadline, judging)}`;
  const sure = diary.done.find(
    ({ interval }) => interval.earliest >= lastOf(trigger) && lastOf(interval) <= deadline.earliest,
  );
  if (sure && (isKnown || now >= deadline.latest)) {
    because.push(`answered ${sayWhen(sure.interval, judging)}; ${by}`);
    return ["fulfilled"];
  }
  if (now < deadline.earliest) {
    because.push(`no answer is known to have come yet; ${by}`);
    return [waiting(judging)];
  }
  const states = statesAfter(judging, answer);
  const isSuspended = diary.suspended.some((entry) => overlaps(entry.interval, deadline));
  const all = isSuspended ? suspendedStates(judging, lateAnswer(judging, answer), states) : states;
  return now < deadline.latest ? [waiting(judging), ...all] : all;
}

/** Where the deadline has passed, or may have. */
function statesAfter(judging: Judging, answer: Answer): readonly DutyState[] {
  const { because, diary } = judging;
  const { trigger, deadline } = answer;
  const by = `the deadline is ${sayDeadline(deadline, judging)}`;
  const allowed = { earliest: trigger.earliest, latest: deadline.latest + 1 };
  const doubtful = diary.done.find(({ interval }) => overlaps(interval, allowed));
  const late = doubtful ? undefined : lateAnswer(judging, answer);
  // What is recorded up to the deadline is recorded, though an answer at that very moment would be in time.
  const window = { earliest: trigger.earliest, latest: Math.max(deadline.latest, trigger.earliest + 1) };
  const closed = minus([window], intervalsOf(diary.covered)).length === 0;
  if (late) because.push(`done late by ${sayLength(late.interval.earliest - deadline.latest)}; ${by}`);
  else if (doubtful)
    miss(
      judging,
      `when exactly the answer came, ${sayWhen(doubtful.interval, judging)}`,
      `an answer is recorded ${sayWhen(doubtful.interval, judging)}; whether it was in time is not known; ${by}`,
    );
  else if (closed) because.push(`no answer is recorded up to the deadline, and coverage is closed; ${by}`);
  else
    miss(
      judging,
      `whether it was answered by ${sayDeadline(deadline, judging)}`,
      `the deadline has passed with no answer recorded, but coverage up to it is not closed; ${by}`,
    );
  return late !== undefined || (closed && !doubtful) ? ["lapsed"] : ["lapsed", "fulfilled"];
}

/** The first answer after the deadline, if nothing else can have called for it. */
function lateAnswer({ diary }: Judging, { trigger, deadline, called = trigger }: Answer): DiaryEntry | undefined {
  const late = diary.done
    .filter(({ interval }) => interval.earliest > deadline.latest)
    .toSorted((a, b) => a.interval.earliest - b.interval.earliest)[0];
  if (!late) return undefined;
  const other = diary.triggered.some(
    ({ interval }) =>
      interval !== called && lastOf(interval) > trigger.earliest && interval.earliest <= lastOf(late.interval),
  );
  return other ? undefined : late;
}

/** A deadline that fell into a suspension: the texts do not say whether the clock stops. */
function suspendedStates(
  judging: Judging,
  late: DiaryEntry | undefined,
  states: readonly DutyState[],
): readonly DutyState[] {
  const otherwise = late ? "fulfilled" : waiting(judging);
  if (otherwise === "suspended") return [otherwise];
  missClockRule(judging);
  return [...states, otherwise];
}
