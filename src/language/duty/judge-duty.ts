import { unreachable, type Instant } from "../../kit/index.ts";
import type { DutyState, Name, Rule } from "../ir.ts";
import type { DutyFinding } from "../verdict.ts";
import { judgeAchieve } from "./achieve.ts";
import { diaryAt, type Clocks, type DutyDiary } from "./diary.ts";
import { conclude, WORST_FIRST, type DutyContext, type Judging } from "./finding.ts";
import { judgeKeep } from "./keep.ts";
import { judgeWhenever } from "./whenever.ts";

export interface DutyOptions extends Clocks {
  /** Times of the agreement; pass `agreementTimes(agreement, marks)` and phases and the end of the text are known too. */
  readonly context: DutyContext;
  /** Unset: `text`. */
  readonly reading?: Name;
  /** The moment before which no clock of the duty can run; infinite: it has not come. */
  readonly clockStart?: Instant;
}

/** The finding on a duty, and on each occasion for it where a duty answers to several. */
export interface DutyJudgement extends DutyFinding {
  readonly each: readonly DutyFinding[];
}

/**
 * The state of a duty at one moment, from what was recorded by the cut-off. `possible` lists the states that some
 * completion of the record has; more than one is `undetermined`. `pending` means not yet due and not recorded as done.
 */
export function judgeDuty(rule: Rule, diary: DutyDiary, options: DutyOptions): DutyJudgement {
  const judging = judgingOf(rule, diary, options);
  const { duty } = rule;
  switch (duty.shape) {
    case "must-keep":
      return alone(judgeKeep(judging));
    case "must-achieve":
      return alone(judgeAchieve(judging, duty));
    case "must-whenever":
      return worstOf(judging, judgeWhenever(judging, duty));
    case "may":
      judging.because.push("a permission asks for nothing and cannot lapse");
      return alone(conclude(judging, ["pending"]));
    case "must-not":
    case "must-ensure":
      judging.because.push("judged event by event: a diary cannot show that no event was a breach");
      return alone(conclude(judging, ["lapsed", "fulfilled"]));
    default:
      return unreachable(duty);
  }
}

function judgingOf(rule: Rule, diary: DutyDiary, options: DutyOptions): Judging {
  const { now, reading = "text", clockStart } = options;
  return {
    rule,
    diary: diaryAt(diary, options),
    context: { ...options.context, rule: rule.name },
    now,
    reading,
    ...(clockStart !== undefined && { clockStart }),
    instants: {},
    because: [],
    missing: [],
  };
}

function alone(finding: DutyFinding): DutyJudgement {
  return { ...finding, each: [finding] };
}

/** The worst of several: a state is possible if some choice among the findings makes it the worst. */
function worstOf(judging: Judging, findings: readonly DutyFinding[]): DutyJudgement {
  const [only] = findings;
  if (!only) {
    judging.because.push("nothing is recorded that would call for it");
    return { ...conclude(judging, ["pending"]), each: [] };
  }
  if (findings.length === 1) return alone(only);
  const summary = conclude(judging, worstStates(findings));
  const leading = findings.find((finding) => finding.state === summary.state) ?? only;
  const because = [`${findings.length} occasions: ${countStates(findings)}`, ...leading.because];
  const missing = summary.state === "undetermined" ? [...new Set(findings.flatMap((one) => one.missing))] : [];
  return { ...summary, instants: leading.instants, because, missing, each: findings };
}

/** The states that the worst of several findings may have. Every finding is at least as bad as the best it may be. */
export function worstStates(findings: readonly DutyFinding[]): readonly DutyState[] {
  const rank = (state: DutyState): number => WORST_FIRST.indexOf(state);
  const atBest = Math.min(...findings.map(({ possible }) => Math.max(...possible.map(rank))));
  const states = new Set(findings.flatMap(({ possible }) => possible).filter((state) => rank(state) <= atBest));
  return WORST_FIRST.filter((state) => states.has(state));
}

function countStates(findings: readonly DutyFinding[]): string {
  return WORST_FIRST.map((state) => [state, findings.filter((finding) => finding.state === state).length] as const)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${count} ${state}`)
    .join(", ");
}
