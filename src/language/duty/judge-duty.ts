import { unreachable } from "../../kit/index.ts";
import type { Case, Name, Rule } from "../ir.ts";
import type { DutyFinding } from "../verdict.ts";
import { judgeAchieve } from "./achieve.ts";
import { diaryAt, diaryFromCase, type Clocks, type DutyDiary } from "./diary.ts";
import { conclude, WORST_FIRST, type DutyContext, type Judging } from "./finding.ts";
import { judgeKeep } from "./keep.ts";
import { judgeWhenever } from "./whenever.ts";

export interface DutyOptions extends Clocks {
  /** Times of the agreement; pass `agreementTimes(agreement, marks)` and phases and the end of the text are known too. */
  readonly context: DutyContext;
  /** Unset: `text`. */
  readonly reading?: Name;
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
  const { now, reading = "text" } = options;
  const context = { ...options.context, rule: rule.name };
  const judging: Judging = { rule, diary: diaryAt(diary, options), context, now, reading, instants: {}, because: [] };
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
  const rank = (state: DutyFinding["state"]) => WORST_FIRST.indexOf(state);
  // Every finding is at least as bad as the best it may be, so the summary is no better than the worst of these.
  const atBest = Math.min(...findings.map((finding) => Math.max(...finding.possible.map(rank))));
  const possible = findings.flatMap((finding) => finding.possible).filter((state) => rank(state) <= atBest);
  const summary = conclude(judging, possible);
  const leading = findings.find((finding) => finding.state === summary.state) ?? only;
  const because = [`${findings.length} occasions: ${countStates(findings)}`, ...leading.because];
  return { ...summary, instants: leading.instants, because, each: findings };
}

function countStates(findings: readonly DutyFinding[]): string {
  return WORST_FIRST.map((state) => [state, findings.filter((finding) => finding.state === state).length] as const)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${count} ${state}`)
    .join(", ");
}

/** A duty judged on the records of a worked case; what could not be read of them is said first. */
export function judgeCaseDuty(written: Case, rule: Rule, options: DutyOptions): DutyJudgement {
  const { diary, problems } = diaryFromCase(written, rule, options.context);
  const judgement = judgeDuty(rule, diary, options);
  return problems.length === 0 ? judgement : { ...judgement, because: [...problems, ...judgement.because] };
}
