import type { Interval } from "../../kit/index.ts";
import type { Duty, DutyState } from "../ir.ts";
import { sayLength } from "../time/calendar.ts";
import { lastOf, minus, overlaps } from "../time/intervals.ts";
import { resolveTime } from "../time/resolve.ts";
import type { DutyFinding } from "../verdict.ts";
import { intervalsOf, markKey, type DiaryEntry } from "./diary.ts";
import { conclude, deadlineOf, sayDeadline, sayWhen, waiting, type Deadline, type Judging } from "./finding.ts";

type Whenever = Duty & { readonly shape: "must-whenever" };

/**
 * `must A [within D] whenever E`: one finding for each occurrence of E. One answer may serve several occurrences. A late
 * answer shows a lapse only if no other occurrence lies between, to which it may have been the answer; otherwise a lapse
 * needs closed coverage up to the deadline.
 */
export function judgeWhenever(judging: Judging, duty: Whenever): readonly DutyFinding[] {
  const triggers = judging.diary.triggered.toSorted((a, b) => a.interval.earliest - b.interval.earliest);
  return triggers.map((trigger) => {
    const own: Judging = { ...judging, instants: { ...judging.instants }, because: [] };
    own.instants["trigger"] = trigger.interval.earliest;
    own.because.push(`called for: ${sayWhen(trigger.interval, own)}`);
    const deadline = deadlineAfter(trigger.interval, duty, own);
    if (deadline) {
      own.instants["deadline"] = deadline.latest;
      if (deadline.earliest !== deadline.latest) own.instants["deadlineEarliest"] = deadline.earliest;
    }
    return conclude(
      own,
      deadline ? judgeAnswer(own, trigger.interval, deadline) : judgeTimeless(own, trigger.interval),
    );
  });
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

function judgeAnswer(judging: Judging, trigger: Interval, deadline: Deadline): readonly DutyState[] {
  const { diary, now, because } = judging;
  const by = `the deadline is ${sayDeadline(deadline, judging)}`;
  const answer = diary.done.find(
    ({ interval }) => interval.earliest >= lastOf(trigger) && lastOf(interval) <= deadline.earliest,
  );
  if (answer) {
    because.push(`answered ${sayWhen(answer.interval, judging)}; ${by}`);
    return ["fulfilled"];
  }
  if (now < deadline.latest) {
    because.push(`no answer is recorded yet; ${by}`);
    return [waiting(judging)];
  }
  const allowed = { earliest: trigger.earliest, latest: deadline.latest + 1 };
  const doubtful = diary.done.find(({ interval }) => overlaps(interval, allowed));
  const late = doubtful ? undefined : lateAnswer(judging, trigger, deadline);
  const closed = minus([allowed], intervalsOf(diary.covered)).length === 0;
  if (late) because.push(`done late by ${sayLength(late.interval.earliest - deadline.latest)}; ${by}`);
  else if (doubtful)
    because.push(
      `an answer is recorded ${sayWhen(doubtful.interval, judging)}; whether it was in time is not known; ${by}`,
    );
  else if (closed) because.push(`no answer is recorded up to the deadline, and coverage is closed; ${by}`);
  else because.push(`the deadline has passed with no answer recorded, but coverage up to it is not closed; ${by}`);
  const sure = late !== undefined || (closed && !doubtful);
  const states: readonly DutyState[] = sure ? ["lapsed"] : ["lapsed", "fulfilled"];
  return diary.suspended.some((entry) => overlaps(entry.interval, deadline))
    ? suspendedStates(judging, late, states)
    : states;
}

/** The first answer after the deadline, if nothing else can have called for it. */
function lateAnswer({ diary }: Judging, trigger: Interval, deadline: Deadline): DiaryEntry | undefined {
  const late = diary.done
    .filter(({ interval }) => interval.earliest > deadline.latest)
    .toSorted((a, b) => a.interval.earliest - b.interval.earliest)[0];
  if (!late) return undefined;
  const other = diary.triggered.some(
    ({ interval }) =>
      interval !== trigger && lastOf(interval) > trigger.earliest && interval.earliest <= lastOf(late.interval),
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
  judging.because.push("the deadline fell into a suspension, and the text does not say whether the clock stops");
  return [...states, otherwise];
}
