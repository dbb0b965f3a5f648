import type { Instant, Interval } from "../../kit/index.ts";
import type { Duration, DutyState, Name, Rule, Time } from "../ir.ts";
import { clockMilliseconds, dayOf, sayEnd, sayInstant, shiftDay, startOfDay } from "../time/calendar.ts";
import { includes, lastOf, union } from "../time/intervals.ts";
import type { Period, RuleTimes } from "../time/agreement-times.ts";
import { resolveTime, type Edge, type ResolvedTime, type TimeContext } from "../time/resolve.ts";
import type { DutyFinding } from "../verdict.ts";
import { intervalsOf, type DutyDiary } from "./diary.ts";

/** The times known to a duty; with those of a whole agreement, the period of a phase is known too. */
export type DutyContext = TimeContext & {
  readonly rules?: ReadonlyMap<Name, RuleTimes>;
  readonly inForce?: Period;
};

/** One duty being judged: its rule, the diary as it stood, and what has been found on the way. */
export interface Judging {
  readonly rule: Rule;
  readonly diary: DutyDiary;
  readonly context: DutyContext;
  readonly now: Instant;
  readonly reading: Name;
  /** Before this moment no clock of the duty runs; infinite: it has not come. Unset: nothing holds the clock up. */
  readonly clockStart?: Instant;
  readonly instants: Record<string, Instant>;
  readonly because: string[];
  /** What is not recorded and would bring the finding further. */
  readonly missing: string[];
}

/** States in the order in which a summary of several clocks lists them. */
export const WORST_FIRST = [
  "lapsed",
  "undetermined",
  "suspended",
  "pending",
  "fulfilled",
] as const satisfies readonly DutyState[];

/** The finding: the state if only one is possible, else undetermined between those that are. */
export function conclude(judging: Judging, possible: Iterable<DutyState>): DutyFinding {
  const { rule, reading, instants, because, missing } = judging;
  const set = new Set(possible);
  const sorted = WORST_FIRST.filter((state) => set.has(state));
  const only = sorted.length === 1 ? sorted[0] : undefined;
  return {
    rule: rule.name,
    reading,
    state: only ?? "undetermined",
    possible: sorted,
    instants: { ...instants },
    because: [...because],
    missing: only === undefined ? [...missing] : [],
  };
}

/** Where the period of the rule begins and ends as far as known; both are noted among the instants. */
export function periodOf(judging: Judging): Period & { readonly open: readonly string[] } {
  const { rule, context, instants, because } = judging;
  const known = context.rules?.get(rule.name);
  const open: string[] = [];
  const read = (time: Time | undefined, edge: Edge): Instant | undefined => {
    if (!time) return undefined;
    const resolved = resolveTime(time, edge, { ...context, rule: rule.name });
    if (resolved.kind === "open") open.push(resolved.missing);
    if (resolved.kind === "problem") because.push(resolved.message);
    return resolved.kind === "instant" ? resolved.instant : undefined;
  };
  const begins = rule.from ? read(rule.from, "start") : (known?.from ?? context.entry);
  const from = begins === undefined ? undefined : Math.max(begins, judging.clockStart ?? begins);
  const until = rule.until ? read(rule.until, "end") : (known?.until ?? context.inForce?.until);
  if (from !== undefined && Number.isFinite(from)) instants["from"] = from;
  if (until !== undefined) instants["until"] = until;
  return { ...(from !== undefined && { from }), ...(until !== undefined && { until }), open };
}

/** A deadline that may rest on a vague moment: the earliest and the latest that it can be. */
export interface Deadline {
  readonly earliest: Instant;
  readonly latest: Instant;
}

export function deadlineOf(resolved: readonly ResolvedTime[]): Deadline | undefined {
  const instants = resolved.flatMap((one) => (one.kind === "instant" ? [one.instant] : []));
  if (instants.length === 0) return undefined;
  return { earliest: Math.min(...instants), latest: Math.max(...instants) };
}

export function sayDeadline({ earliest, latest }: Deadline, { context }: Judging): string {
  if (earliest === latest) return sayEnd(latest, context.zone);
  return `between ${sayEnd(earliest, context.zone)} and ${sayEnd(latest, context.zone)}`;
}

/** A recorded moment in words: one instant, or the bounds that it lies between. */
export function sayWhen(
  { earliest, latest }: { readonly earliest: Instant; readonly latest: Instant },
  { context }: Judging,
): string {
  if (latest - earliest <= 60_000) return sayInstant(earliest, context.zone);
  return `between ${sayInstant(earliest, context.zone)} and ${sayEnd(latest, context.zone)}`;
}

/** What a duty is that is neither done nor lapsed. */
export function waiting(judging: Judging): "pending" | "suspended" {
  const { diary, now, because } = judging;
  if (!includes(union(intervalsOf(diary.suspended)), now)) return "pending";
  because.push(`suspended: ${sayWhySuspended(judging)}, which is not the same as fulfilled`);
  return "suspended";
}

/** Why the duty is suspended at the moment judged. */
export function sayWhySuspended({ diary, now }: Judging): string {
  const reasons = diary.suspended
    .filter(({ interval }) => includes([interval], now))
    .map(({ why = "its condition does not hold" }) => why);
  return [...new Set(reasons)].join("; ");
}

/** Notes something that is not recorded, as a reason and as what is missing. */
export function miss({ because, missing }: Judging, what: string, said = `${what} is not recorded`): void {
  because.push(said);
  missing.push(what);
}

/** A deadline fell into a suspension that is over. */
export function missClockRule(judging: Judging): void {
  miss(
    judging,
    "whether a clock stops while the duty is suspended (the text does not say)",
    "the deadline fell into a suspension, and the text does not say whether the clock stops",
  );
}

/** Moments of a stretch of which one stands for every other between the same thresholds. */
export function momentsApart(stretch: Interval, thresholds: readonly Instant[]): readonly Instant[] {
  const last = lastOf(stretch);
  const near = thresholds.flatMap((at) => [at - 1, at, at + 1]);
  const inside = near.filter((at) => stretch.earliest < at && at < last);
  return [...new Set([stretch.earliest, ...inside, last])];
}

/** The moments at which a clock must start for its deadline to come to stand at a moment, or just before or after it. */
export function countedBack(deadline: Instant, duration: Duration, zone: string): readonly Instant[] {
  if (!Number.isFinite(deadline)) return [];
  if (duration.kind === "clock") return [deadline - clockMilliseconds(duration)];
  // Whole days: the deadline changes where a local day begins.
  const day = shiftDay(dayOf(deadline, zone), duration, -1);
  return [-1, 0, 1, 2].map((n) => startOfDay(shiftDay(day, { kind: "calendar", n, unit: "days" }, 1), zone));
}
