import type { Problem } from "../../kit/index.ts";
import { all, any, none, type Expression } from "../engine/expression.ts";
import type { RulePlan } from "../engine/rules.ts";
import type { Exception, Rule } from "../ir.ts";
import { problemAt, type Check, type CheckContext } from "./check.ts";

/** An exception that can never hold says nothing, and one that always holds leaves nothing of what it is an exception to. */
export const exceptionCheck: Check = {
  codes: ["dead-exception", "swallowing-exception", "dead-rule"],
  check(context) {
    return context.logic.plans.flatMap((plan) => (plan.errors.length > 0 ? [] : checkRule(plan, context)));
  },
};

function checkRule(plan: RulePlan, context: CheckContext): readonly Problem[] {
  const { rule, components } = plan;
  const { logic } = context;
  const isEscape = (part: string): boolean => part === "outside" || part === "unless";
  const base = all(...components.filter(({ part }) => !isEscape(part)).map(({ expression }) => expression));
  // Without a deadline a duty to achieve is never broken by an occurrence: that is another check's.
  if (rule.duty.shape === "must-achieve" && !rule.duty.by && !rule.duty.completeBy) return [];
  if (logic.canHold(base) === false) return [deadRule(rule, context)];
  const problems: Problem[] = [];
  const outside = any(...components.filter(({ part }) => part === "outside").map(({ expression }) => expression));
  for (const escape of rule.escapes) {
    const within = escape.kind === "outside" ? base : all(base, none(outside));
    // An `unless` that an `outside` leaves nothing of is found at the `outside`.
    if (logic.canHold(within) !== false) checkException(escape, within, { rule, context, problems });
  }
  return problems;
}

interface Below {
  readonly rule: Rule;
  readonly context: CheckContext;
  readonly problems: Problem[];
}

function checkException(exception: Exception, within: Expression, below: Below): void {
  const { rule, context, problems } = below;
  const { logic } = context;
  const when = logic.expressionOf(exception.when, rule.name);
  const place = { at: exception.at ?? rule.at, word: exception.label };
  const written = `\`${exception.label}\` of \`${rule.name}\``;
  if (logic.canHold(within, when) === false) {
    const message = `${written} can never hold where it is an exception: what is above it already rules it out`;
    problems.push(
      problemAt(context, {
        code: "dead-exception",
        severity: "warning",
        ...place,
        message,
        hint: "take it out, or look for a name or a number that is wrong",
      }),
    );
    return;
  }
  if (exception.butNot.length === 0 && logic.follows([within], when)) {
    const message = `${written} always holds, so nothing is left of what it is an exception to`;
    problems.push(
      problemAt(context, {
        code: "swallowing-exception",
        severity: "warning",
        ...place,
        message,
        hint: "narrow its condition",
      }),
    );
    return;
  }
  for (const child of exception.butNot) checkException(child, all(within, when), below);
}

function deadRule(rule: Rule, context: CheckContext): Problem {
  const message = `the conditions of \`${rule.name}\` can never hold together, so it never speaks`;
  const hint = "look at its `who`, `against`, `when` and times: two of them exclude each other";
  return problemAt(context, { code: "dead-rule", severity: "warning", at: rule.at, word: rule.name, message, hint });
}
