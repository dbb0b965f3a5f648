import type { Instant } from "../../kit/index.ts";
import type { DutyState } from "../ir.ts";
import type { Moments } from "../time/intervals.ts";
import { lastOf, union } from "../time/intervals.ts";
import type { DutyFinding } from "../verdict.ts";
import type { DutyQuestion } from "./possible-duty.ts";
import { UNSURE, type Truth } from "./truth.ts";

/**
 * When a duty was in a state: `withdraw-ua fulfilled`. Between the instants at which something is recorded or a clock runs
 * out nothing changes, so one look at each of them is enough.
 */
export function dutyTruth(
  state: DutyState,
  changes: readonly Instant[],
  judgeAt: (now: Instant) => Pick<DutyFinding, "state" | "possible" | "instants">,
): Truth {
  const deadlines = changes.flatMap((now) => Object.values(judgeAt(now).instants));
  const moments = [...new Set([...changes, ...deadlines])].filter(Number.isFinite).sort((a, b) => a - b);
  if (moments.length === 0) return UNSURE;
  const edges = [-Infinity, ...moments, Infinity];
  const [so, notSo]: [Moments[], Moments[]] = [[], []];
  for (const [i, earliest] of edges.slice(0, -1).entries()) {
    const at = earliest === -Infinity ? moments[0]! - 1 : earliest;
    const found = judgeAt(at);
    const stretch = [{ earliest, latest: edges[i + 1]! }];
    const isIn = found.possible.includes(state) || found.state === state;
    if (!isIn && found.state !== "error") notSo.push(stretch);
    else if (found.state === state) so.push(stretch);
  }
  return { so: union(...so), notSo: union(...notSo) };
}

/** The instants at which the state of a duty can change, apart from its own deadlines. */
export function changesOf({ notes, conditions, times }: DutyQuestion): readonly Instant[] {
  const edges = [...notes, ...conditions].flatMap(({ interval, learnt }) => [
    interval.earliest,
    lastOf(interval) + 1,
    ...(learnt === undefined ? [] : [learnt]),
  ]);
  const inForce = times.stretches.flatMap(({ from, until }) => [from, until]);
  const rules = [...times.rules.values()].flatMap(({ from, until }) => [from, until]);
  return [...new Set([...edges, ...inForce, ...rules])].filter(
    (at): at is Instant => at !== undefined && Number.isFinite(at),
  );
}
