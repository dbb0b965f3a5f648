import type { Instant } from "../../kit/index.ts";
import type { DutyState, Name, Rule, Time } from "../ir.ts";
import { sayEnd, sayInstant } from "../time/calendar.ts";
import { includes, union } from "../time/intervals.ts";
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
  readonly instants: Record<string, Instant>;
  readonly because: string[];
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
export function conclude({ rule, reading, instants, because }: Judging, possible: Iterable<DutyState>): DutyFinding {
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
  const from = rule.from ? read(rule.from, "start") : (known?.from ?? context.entry);
  const until = rule.until ? read(rule.until, "end") : (known?.until ?? context.inForce?.until);
  if (from !== undefined) instants["from"] = from;
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
export function waiting({ diary, now, because }: Judging): "pending" | "suspended" {
  if (!includes(union(intervalsOf(diary.suspended)), now)) return "pending";
  because.push("suspended: its condition does not hold, which is not the same as fulfilled");
  return "suspended";
}
