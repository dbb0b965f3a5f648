import type { Interval } from "../../kit/index.ts";
import type { DutyState } from "../ir.ts";
import { sayEnd, sayInstant } from "../time/calendar.ts";
import { includes, intersection, minus, union, type Moments } from "../time/intervals.ts";
import type { DutyFinding } from "../verdict.ts";
import { intervalsOf, type DutyDiary, type Observation } from "./diary.ts";
import { conclude, miss, periodOf, sayWhen, sayWhySuspended, type Judging } from "./finding.ts";

/**
 * `must keep P from t₀ [until t₁]`. Lapsed as soon as P is known to have failed at one moment; fulfilled if it held at
 * all observed moments and the rest is covered: at the end of the period, or, where the text sets no end, as at the
 * moment judged. Time under suspension is neither kept nor broken.
 */
export function judgeKeep(judging: Judging): DutyFinding {
  const { context, now, because, diary } = judging;
  const period = periodOf(judging);
  if (period.from === undefined) {
    const unrecorded = period.open.length > 0 ? ` (${period.open.join(", ")})` : "";
    miss(judging, `when the duty begins${unrecorded}`);
    return conclude(judging, ["lapsed", "pending", "fulfilled"]);
  }
  if (now < period.from) {
    const begins = `the duty begins at ${sayInstant(period.from, context.zone)}`;
    because.push(period.from === Infinity ? "the duty has not begun: its clock has not started" : begins);
    return conclude(judging, ["pending"]);
  }
  const ended = period.until !== undefined && now >= period.until;
  const window = { earliest: period.from, latest: Math.min(period.until ?? Infinity, now + 1) };
  because.push(
    `judged over ${sayInstant(window.earliest, context.zone)} to ${sayEnd(ended ? window.latest : now, context.zone)}`,
  );
  const suspended = union(intervalsOf(diary.suspended));
  const bound = minus([window], suspended);
  const seen = readObservations(diary);
  const failure = firstFailure(seen, bound, diary.holds);
  if (failure) {
    because.push(`it is recorded as not so, ${sayWhen(failure, judging)}`);
    return conclude(judging, ["lapsed"]);
  }
  return conclude(
    judging,
    judgeUnbroken(judging, { ended, endless: period.until === undefined, bound, suspended, seen }),
  );
}

interface Unbroken {
  readonly ended: boolean;
  readonly endless: boolean;
  /** The moments at which the duty bound, up to now. */
  readonly bound: Moments;
  readonly suspended: Moments;
  readonly seen: Seen;
}

function judgeUnbroken(judging: Judging, { ended, endless, bound, suspended, seen }: Unbroken): readonly DutyState[] {
  const { because, now, context } = judging;
  const doubt = minus(bound, seen.kept);
  const [firstDoubt] = doubt;
  const mayHaveLapsed = firstDoubt === undefined ? [] : (["lapsed"] as const);
  if (firstDoubt) {
    const when = sayDoubt(firstDoubt, judging);
    miss(judging, `whether it was so ${when}`, `nothing recorded decides whether it was so ${when}`);
  }
  if (bound.length === 0 || (!ended && includes(suspended, now))) {
    because.push(`suspended: ${sayWhySuspended(judging)}, which is not the same as kept`);
    return ["suspended", ...mayHaveLapsed];
  }
  if (suspended.length > 0) because.push("the time under suspension does not count");
  if (!firstDoubt)
    because.push(
      `kept at all observed times, and coverage is closed${ended ? "" : ` so far (${sayInstant(now, context.zone)})`}`,
    );
  if (ended || endless) return ["fulfilled", ...mayHaveLapsed];
  return ["pending", ...mayHaveLapsed];
}

function sayDoubt(doubt: Interval, judging: Judging): string {
  return `${doubt.latest - doubt.earliest <= 60_000 ? "at" : "for all of the time"} ${sayWhen(doubt, judging)}`;
}

/** What observations and coverage say about every moment. */
export interface Seen {
  /** Surely so. */
  readonly held: Moments;
  /** Surely not so. */
  readonly failed: Moments;
  /** So, or covered with no sign that it was not. */
  readonly kept: Moments;
  /** Not so, or covered with no sign that it was. */
  readonly unmet: Moments;
}

/** A moment recorded both ways is in doubt, and so is one recorded as unknown even where coverage is closed. */
export function readObservations({ holds, covered }: DutyDiary): Seen {
  const throughout = (state: Observation["state"]) =>
    union(intervalsOf(holds.filter((one) => one.state === state && one.extent !== "sometime")));
  const sometime = (state: Observation["state"]) =>
    union(intervalsOf(holds.filter((one) => one.state === state && one.extent === "sometime")));
  const [so, notSo] = [throughout("true"), throughout("false")];
  const unsure = union(intervalsOf(holds.filter((one) => one.state === "unknown")));
  const coverage = union(intervalsOf(covered));
  const held = minus(so, notSo);
  const failed = minus(notSo, so);
  return {
    held,
    failed,
    kept: union(held, minus(coverage, union(so, notSo, unsure, sometime("false")))),
    unmet: union(failed, minus(coverage, union(so, notSo, unsure, sometime("true")))),
  };
}

/** A failure that certainly lies in the time in which the duty bound. */
function firstFailure(seen: Seen, bound: Moments, holds: readonly Observation[]): Interval | undefined {
  const [failed] = intersection(seen.failed, bound);
  if (failed) return failed;
  return holds.find((one) => one.state === "false" && one.extent === "sometime" && surelyIn(one.interval, bound, seen))
    ?.interval;
}

/** Seen to fail at some moment: at one at which it was not held, and every such moment is one that counts. */
function surelyIn(interval: Interval, bound: Moments, { held }: Seen): boolean {
  const possible = minus([interval], held);
  return possible.length > 0 && minus(possible, bound).length === 0;
}
