import type { Escape, Exception, Name, Rule, Term } from "../ir.ts";
import { printFormula, printNames, printSelector } from "../print/formula.ts";
import type { AtomTable } from "./atoms.ts";
import { actsOverlap, type Declarations } from "./declarations.ts";
import { all, any, none, ALWAYS, NEVER, type Expression } from "./expression.ts";
import { Grounding } from "./ground.ts";

/** One part of a rule, as the trace shows it. */
export interface Component {
  /** `in force`, `who`, `act`, `against`, `outside`, `unless`, … */
  readonly part: string;
  readonly label?: Name;
  /** In the words of the text. */
  readonly text: string;
  readonly expression: Expression;
}

/** A rule that judges occurrences, as conditions. A rule with errors is never judged: its verdict is `error`. */
export interface RulePlan {
  readonly rule: Rule;
  readonly components: readonly Component[];
  readonly scope: Expression;
  readonly excused: Expression;
  /** Where another rule that permits the act prevails. */
  readonly overridden: Expression;
  /** Where another rule permits the act and the text does not say which prevails. */
  readonly contested: Expression;
  /** Rules that make the contest, for the message. */
  readonly rivals: readonly Name[];
  readonly errors: readonly string[];
}

/** Plans of all rules that speak of occurrences; a duty `whenever` has only a clock. */
export function planRules(declared: Declarations, atoms: AtomTable): readonly RulePlan[] {
  const plans = declared.rules
    .filter(({ duty }) => duty.shape !== "must-whenever")
    .map((rule) => planRule(rule, declared, atoms));
  return plans.map((plan) => withRivals(plan, plans, declared));
}

function planRule(rule: Rule, declared: Declarations, atoms: AtomTable): RulePlan {
  const ground = new Grounding(declared, atoms, rule.name);
  const components = [...baseOf(rule, ground), ...rule.escapes.map((escape) => escapeOf(escape, rule, ground))];
  const of = (...parts: readonly string[]): readonly Expression[] =>
    components.filter(({ part }) => parts.includes(part)).map(({ expression }) => expression);
  const isEscape = (part: string): boolean => part === "outside" || part === "unless";
  const base = all(...components.filter(({ part }) => !isEscape(part)).map(({ expression }) => expression));
  return {
    rule,
    components,
    scope: all(base, none(any(...of("outside")))),
    excused: any(...of("unless")),
    overridden: NEVER,
    contested: NEVER,
    rivals: [],
    errors: ground.errors,
  };
}

function withRivals(plan: RulePlan, plans: readonly RulePlan[], declared: Declarations): RulePlan {
  if (plan.rule.duty.shape === "may") return plan;
  const overridden: Expression[] = [];
  const contested: Expression[] = [];
  const rivals: Name[] = [];
  for (const other of plans) {
    if (!permitsSameAct(other.rule, plan.rule, declared)) continue;
    if (prevails(plan.rule, other.rule)) continue;
    const permits = all(other.scope, none(other.excused));
    if (prevails(other.rule, plan.rule)) overridden.push(permits);
    else {
      contested.push(other.scope);
      rivals.push(other.rule.name);
    }
  }
  return { ...plan, overridden: any(...overridden), contested: any(...contested), rivals };
}

function permitsSameAct(permission: Rule, rule: Rule, declared: Declarations): boolean {
  if (permission.duty.shape !== "may" || !("acts" in rule.duty)) return false;
  return actsOverlap(permission.duty.acts, rule.duty.acts, declared.acts);
}

function prevails(one: Rule, other: Rule): boolean {
  return one.prevailsOver.includes(other.name) || other.yieldsTo.includes(one.name);
}

const ACTOR: Term = { role: "actor" };

function baseOf(rule: Rule, ground: Grounding): readonly Component[] {
  const parts: Component[] = [];
  const add = (part: string, text: string, expression: Expression): void => void parts.push({ part, text, expression });
  add("in force", "the text is in force", ground.inForce());
  if (rule.duty.shape === "must-ensure") {
    add("who", `${printSelector(rule.who)} is bound`, ensurersBound(rule, ground));
    add("whom", printSelector(rule.duty.whom), ground.selector(rule.duty.whom, ACTOR));
  } else {
    if (rule.who.kind === "names") add("who", printSelector(rule.who), ground.selector(rule.who, ACTOR));
    add("bound", "the attacker is bound by the text", ground.bound(ACTOR));
  }
  add("act", ...conductOf(rule, ground));
  if (rule.against)
    add("against", `against ${printSelector(rule.against)}`, ground.selector(rule.against, { role: "target" }));
  if (rule.with)
    add(
      "with",
      `with ${printNames(rule.with, " or ")}`,
      any(...rule.with.map((name) => ground.leaf({ kind: "is", term: { role: "weapon" }, name }))),
    );
  if (rule.in)
    add(
      "in",
      `in ${printNames(rule.in, " or ")}`,
      any(...rule.in.map((name) => ground.leaf({ kind: "in", term: { role: "place" }, name }))),
    );
  if (rule.when) add("when", printFormula(rule.when), ground.formula(rule.when));
  if (rule.from) add("from", "after the rule begins", none(ground.before(rule.from, "start")));
  if (rule.until) add("until", "before the rule ends", ground.before(rule.until, "end"));
  if (rule.during !== undefined) add("during", rule.during, ground.during(rule.during));
  const starts = startsOf(rule, ground);
  if (starts !== ALWAYS) add("starts when", "the condition for the start, in this reading", starts);
  return parts;
}

/** Somebody among the bearers must be bound; an open group of bearers is whoever the text binds. */
function ensurersBound(rule: Rule, ground: Grounding): Expression {
  if (rule.who.kind !== "names") return ALWAYS;
  return any(...rule.who.names.map((name) => ground.bound({ name })));
}

function conductOf(rule: Rule, ground: Grounding): [text: string, expression: Expression] {
  const { duty } = rule;
  switch (duty.shape) {
    case "must-not":
    case "may":
    case "must-ensure":
      return [
        printNames(duty.acts, " or "),
        any(...duty.acts.map((name) => ground.leaf({ kind: "is", term: { role: "act" }, name }))),
      ];
    case "must-keep":
      return [`not ${printFormula(duty.holds)}`, none(ground.formula(duty.holds))];
    case "must-achieve":
      return [
        `not ${printFormula(duty.holds)} after the deadline`,
        all(none(ground.formula(duty.holds)), afterDeadline(rule, ground)),
      ];
    case "must-whenever":
      return ["a duty with a clock", NEVER];
  }
}

/** The deadline, or the one that stands in its place in a reading. */
function afterDeadline(rule: Rule, ground: Grounding): Expression {
  if (rule.duty.shape !== "must-achieve") return NEVER;
  const [label, deadline] = rule.duty.completeBy
    ? (["complete", rule.duty.completeBy] as const)
    : (["by", rule.duty.by] as const);
  if (!deadline) return NEVER;
  return ground.overlaid({ name: rule.name, label }, none(ground.before(deadline, "end")), (as) =>
    as.kind === "time" ? none(ground.before(as.time, "end")) : undefined,
  );
}

function startsOf(rule: Rule, ground: Grounding): Expression {
  const conditions = ground.declared.statements.flatMap(({ operation }, index) =>
    operation.kind === "starts" && operation.rule === rule.name
      ? [any(none({ op: "selector", index }), ground.formula(operation.when))]
      : [],
  );
  return all(...conditions);
}

function escapeOf(escape: Escape, rule: Rule, ground: Grounding): Component {
  return {
    part: escape.kind,
    label: escape.label,
    text: sayException(escape),
    expression: active(escape, rule, ground),
  };
}

/** An exception holds unless an exception to it does. */
function active(exception: Exception, rule: Rule, ground: Grounding): Expression {
  const when = ground.overlaid({ name: rule.name, label: exception.label }, ground.formula(exception.when), (as) =>
    as.kind === "formula" ? ground.formula(as.formula) : undefined,
  );
  return all(when, none(any(...exception.butNot.map((child) => active(child, rule, ground)))));
}

function sayException(exception: Exception): string {
  const but = exception.butNot.map((child) => ` but not ${child.label}: ${sayException(child)}`).join("");
  return printFormula(exception.when) + but;
}
