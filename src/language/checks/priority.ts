import type { Problem } from "../../kit/index.ts";
import { actsOverlap } from "../engine/declarations.ts";
import { all, any, none, type Expression } from "../engine/expression.ts";
import type { Name, Rule } from "../ir.ts";
import { circleThrough } from "./circular-kind.ts";
import { problemAt, type Check, type CheckContext } from "./check.ts";

/** Where one rule forbids what another permits or requires, the text says which goes first; and it does not go in a circle. */
export const priorityCheck: Check = {
  codes: ["no-priority", "priority-circle"],
  check(context) {
    return [...clashes(context), ...circles(context)];
  },
};

function clashes(context: CheckContext): readonly Problem[] {
  const { declared, logic } = context;
  return declared.rules.flatMap((rule, index) => {
    if (rule.duty.shape !== "must-not" && rule.duty.shape !== "must-ensure") return [];
    const forbidden = rule.duty.acts;
    const plan = logic.plan(rule.name);
    if (!plan || plan.errors.length > 0) return [];
    return declared.rules.flatMap((other, otherIndex) => {
      const { duty } = other;
      if (duty.shape !== "may" && duty.shape !== "must-whenever") return [];
      if (!actsOverlap(forbidden, duty.acts, declared.acts) || isRanked(rule, other)) return [];
      const scope = duty.shape === "may" ? logic.plan(other.name)?.scope : required(other, duty.acts, context);
      if (!scope || logic.canHold(plan.scope, none(plan.excused), none(plan.overridden), scope) !== true) return [];
      const verb = duty.shape === "may" ? "permits" : "requires";
      const [later, earlier] = index > otherIndex ? [rule, other] : [other, rule];
      const message = `\`${rule.name}\` forbids what \`${other.name}\` ${verb}, and the text does not say which goes first`;
      const hint = `add \`yields to ${earlier.name}\` or \`prevails over ${earlier.name}\``;
      return [
        problemAt(context, { code: "no-priority", severity: "warning", at: later.at, word: later.name, message, hint }),
      ];
    });
  });
}

/** The occurrences that would do what a duty with a clock asks for. */
function required(rule: Rule, acts: readonly Name[], { logic }: CheckContext): Expression {
  const ground = logic.grounding(rule.name);
  const is = (role: "act" | "weapon", names: readonly Name[]): Expression =>
    any(...names.map((name) => ground.leaf({ kind: "is", term: { role }, name })));
  return all(
    ground.selector(rule.who, { role: "actor" }),
    is("act", acts),
    ...(rule.against ? [ground.selector(rule.against, { role: "target" })] : []),
    ...(rule.with ? [is("weapon", rule.with)] : []),
    ...(rule.when ? [ground.formula(rule.when)] : []),
    ...(rule.during === undefined ? [] : [ground.during(rule.during)]),
  );
}

function isRanked(one: Rule, other: Rule): boolean {
  const above = (a: Rule, b: Rule): boolean => a.prevailsOver.includes(b.name) || b.yieldsTo.includes(a.name);
  return above(one, other) || above(other, one);
}

function circles(context: CheckContext): readonly Problem[] {
  const { rules } = context.declared;
  const below = (name: Name): readonly Name[] => [
    ...(rules.find((rule) => rule.name === name)?.prevailsOver ?? []),
    ...rules.filter((rule) => rule.yieldsTo.includes(name)).map((rule) => rule.name),
  ];
  const reported = new Set<string>();
  return rules.flatMap((rule) => {
    const circle = circleThrough(rule.name, below);
    const key = circle && [...circle].sort().join(" ");
    if (!circle || key === undefined || reported.has(key)) return [];
    reported.add(key);
    const message = [...circle, rule.name]
      .map((name) => `\`${name}\``)
      .join(", which prevails over ")
      .replace(", which ", " ");
    return [
      problemAt(context, {
        code: "priority-circle",
        at: rule.at,
        word: rule.name,
        message,
        hint: "take one `prevails over` or `yields to` out",
      }),
    ];
  });
}
