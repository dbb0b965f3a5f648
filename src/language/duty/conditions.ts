import type { Instant } from "../../kit/index.ts";
import type { Declarations } from "../engine/declarations.ts";
import type { Exception, Formula, Name, Rule, Selector } from "../ir.ts";
import { printFormula } from "../print/formula.ts";
import type { AgreementTimes, InForceStretch } from "../time/agreement-times.ts";
import { intersection, type Moments } from "../time/intervals.ts";
import type { OverlaidRule } from "./overlay-rule.ts";
import {
  bothSo,
  doubtsOf,
  eitherSo,
  notSo,
  speaksOfOccurrence,
  splitAt,
  truthOf,
  UNSURE,
  within,
  type Look,
  type Truth,
} from "./truth.ts";

/** Whoever a duty is judged of. */
export interface Bearer {
  readonly name: Name;
  /** Whether the text binds it. */
  readonly bound: Truth;
  /** Whether it is one of those that a selector names. */
  readonly isOneOf: (selector: Selector) => boolean;
}

/** Something that has to be so for the duty to bind, or for its clock to run. */
export interface Condition {
  /** In words that can follow “whether”. */
  readonly says: string;
  readonly truth: Truth;
  /** Once it is not so it never is again. */
  readonly isForGood?: boolean;
}

export interface ConditionContext {
  readonly declared: Declarations;
  readonly times: AgreementTimes;
  readonly bearer?: Bearer | undefined;
  readonly look: Look;
}

/**
 * What a duty depends on at every moment: the text in force, its bearer bound, the conditions that the reading adds to that,
 * and those parts of the rule that speak of the time and not of a thing. While one of them is not so, it is suspended.
 */
export function conditionsOf(rule: Rule, overlaid: OverlaidRule, context: ConditionContext): readonly Condition[] {
  const { bearer } = context;
  const found: Condition[] = inForceOf(context);
  if (bearer) found.push({ says: `${bearer.name} was bound by the text`, truth: bearer.bound });
  for (const { statement, when, who } of overlaid.bindsWhile) {
    if (bearer && !bearer.isOneOf(who)) continue;
    found.push({ says: `“${printFormula(when)}” (${statement}) was so`, truth: truthIn(when, context) });
  }
  if (rule.when && !speaksOfOccurrence(rule.when))
    found.push({ says: `“${printFormula(rule.when)}” was so`, truth: truthIn(rule.when, context) });
  for (const escape of rule.escapes) {
    if (speaksOfThings(escape)) continue;
    found.push({ says: `${escape.label} did not apply`, truth: notSo(activeOf(escape, context)) });
  }
  const enters = rule.during === undefined ? undefined : context.declared.phases.get(rule.during)?.entersWhen;
  if (enters) found.push({ says: `“${printFormula(enters)}” was so`, truth: truthIn(enters, context) });
  return found;
}

function truthIn(formula: Formula, { declared, times, look }: ConditionContext): Truth {
  return truthOf(formula, { times, look, entersWhen: (phase) => declared.phases.get(phase)?.entersWhen });
}

function speaksOfThings({ when, butNot }: Exception): boolean {
  return speaksOfOccurrence(when) || butNot.some(speaksOfThings);
}

function activeOf({ when, butNot }: Exception, context: ConditionContext): Truth {
  return bothSo(truthIn(when, context), ...butNot.map((child) => notSo(activeOf(child, context))));
}

function inForceOf(context: ConditionContext): Condition[] {
  const { stretches } = context.times;
  if (stretches.length === 0) return [];
  // A duty that waits for entry into force is pending, not suspended.
  const entry = stretches[0]?.from ?? -Infinity;
  const truth = eitherSo(splitAt(entry), ...stretches.map((stretch) => inForceBy(stretch, context)));
  return [{ says: "the text was in force", truth, isForGood: true }];
}

function inForceBy({ from, until, statement }: InForceStretch, context: ConditionContext): Truth {
  if (from === undefined) return UNSURE;
  const stretch = within([{ earliest: from, latest: until ?? Infinity }]);
  if (!statement.endsWhen) return stretch;
  const { so, notSo: denied } = truthIn(statement.endsWhen, context);
  // What has ended the text has ended it for good.
  const ended = firstIn(so, from);
  const perhaps = firstIn(doubtsOf({ so, notSo: denied }), from);
  const lasts: Truth = {
    so: [{ earliest: -Infinity, latest: Math.min(ended, perhaps) }],
    notSo: ended === Infinity ? [] : [{ earliest: ended, latest: Infinity }],
  };
  return bothSo(stretch, lasts);
}

/** When the clock of a duty can start, at the earliest and at the latest; infinite: never, as far as is recorded. */
export interface ClockStart {
  /** Unset: nothing holds it up. */
  readonly earliest?: Instant;
  readonly latest?: Instant;
  /** What has to be so, in words. */
  readonly says: string;
}

/** `starts R when c`, and `otherwise R`: the clock of R does not run before c, or before the breach that calls for it. */
export function clockStartOf(rule: Rule, overlaid: OverlaidRule, context: ConditionContext): ClockStart | undefined {
  const added = overlaid.startsWhen.map(({ statement, when }) => ({
    says: `“${printFormula(when)}” (${statement})`,
    truth: truthIn(when, context),
  }));
  const breached = context.declared.rules
    .filter(({ otherwise }) => otherwise === rule.name)
    .map(({ name }) => ({
      says: `“${name} lapsed”`,
      truth: context.look({ kind: "duty", rule: name, state: "lapsed" }),
    }));
  const conditions = [...added, ...breached];
  if (conditions.length === 0) return undefined;
  const { so, notSo: denied } = bothSo(...conditions.map(({ truth }) => truth));
  const { from: base = -Infinity } = context.times.rules.get(rule.name) ?? {};
  const earliest = firstOutside(denied, base);
  const latest = firstIn(so, base);
  return {
    ...(earliest > base && { earliest }),
    ...(latest > base && { latest }),
    says: conditions.map(({ says }) => says).join(" and "),
  };
}

/** The first moment of a set from a moment on. */
function firstIn(moments: Moments, from: Instant): Instant {
  const [first] = intersection(moments, [{ earliest: from, latest: Infinity }]);
  return first ? first.earliest : Infinity;
}

function firstOutside(moments: Moments, from: Instant): Instant {
  const around = moments.find(({ earliest, latest }) => earliest <= from && from < latest);
  return around ? around.latest : from;
}
