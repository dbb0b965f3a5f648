import type { Instant } from "../../kit/index.ts";
import { derivedName } from "../engine/atoms.ts";
import type { Declarations } from "../engine/declarations.ts";
import { replacementsAt, type ReadingPlan } from "../engine/overlays.ts";
import type { Duty, Exception, Formula, Leaf, Name, Replacement, Rule, Selector, Time } from "../ir.ts";
import { printLabel } from "../print/formula.ts";
import { resolveTime } from "../time/resolve.ts";

/** The rule as one of the texts that followed each other has it. */
export interface RuleVersion {
  /** When this wording began to count: never before the first. */
  readonly from: Instant;
  readonly rule: Rule;
}

/** A condition that a statement adds. */
export interface AddedCondition {
  readonly statement: Name;
  readonly when: Formula;
}

/** A rule as it is to be read: what stands at its labels, and the conditions that statements of the reading add to it. */
export interface OverlaidRule {
  /** At least one, in the order of time. */
  readonly versions: readonly RuleVersion[];
  /** `starts R when c`: the clock of the rule does not run before c. */
  readonly startsWhen: readonly AddedCondition[];
  /** `binds P while c`: P is not bound while c does not hold. */
  readonly bindsWhile: readonly (AddedCondition & { readonly who: Selector })[];
  /** The reading cannot be applied: two statements on one label, or something that cannot stand where it is put. */
  readonly error?: string;
}

/**
 * A rule under a reading: statements of the reading replace what stood at a label on their day, amendments replace it from
 * theirs on. With neither, the one version is the rule itself.
 */
export function overlayRule(rule: Rule, declared: Declarations, reading: ReadingPlan): OverlaidRule {
  const statements = declared.statements.filter(({ name }) => reading.statements.includes(name));
  const errors = reading.clash === undefined ? [] : [reading.clash];
  const changes = changeTimes(rule, declared, errors);
  return {
    versions: [-Infinity, ...changes].map((from) => {
      const overlay = new Overlay({ declared, reading, from, errors });
      return { from, rule: overlay.rule(rule) };
    }),
    startsWhen: statements.flatMap(({ name, operation }) =>
      operation.kind === "starts" && operation.rule === rule.name ? [{ statement: name, when: operation.when }] : [],
    ),
    bindsWhile: statements.flatMap(({ name, operation }) =>
      operation.kind === "binds" ? [{ statement: name, when: operation.while, who: operation.who }] : [],
    ),
    ...(errors[0] !== undefined && { error: errors[0] }),
  };
}

/** When amendments to the rule, or to a list or line that it speaks of, begin to count. */
function changeTimes(rule: Rule, declared: Declarations, errors: string[]): readonly Instant[] {
  const text = JSON.stringify(rule);
  const concerned = declared.amendments.filter(
    ({ label }) => label.name === rule.name || (label.label === undefined && text.includes(JSON.stringify(label.name))),
  );
  const times = concerned.flatMap(({ label, from }) => {
    const resolved = resolveTime(from, "start", { ...declared.times, rule: rule.name });
    if (resolved.kind === "instant") return [resolved.instant];
    errors.push(`from when ${printLabel(label)} is changed is not known`);
    return [];
  });
  return [...new Set(times)].sort((a, b) => a - b);
}

interface OverlayParts {
  readonly declared: Declarations;
  readonly reading: ReadingPlan;
  /** The moment whose text is meant. */
  readonly from: Instant;
  readonly errors: string[];
}

class Overlay {
  private readonly parts: OverlayParts;
  /** Lists being replaced by formulas: one may speak of itself, and must not be followed round for ever. */
  private readonly open = new Set<Name>();

  constructor(parts: OverlayParts) {
    this.parts = parts;
  }

  rule(rule: Rule): Rule {
    const { against, when } = rule;
    return {
      ...rule,
      who: this.selector(rule.who),
      duty: this.duty(rule.name, rule.duty),
      ...(against && { against: this.selector(against) }),
      ...(when && { when: this.formula(when) }),
      escapes: rule.escapes.map((escape) => ({ ...escape, ...this.exception(rule.name, escape) })),
    };
  }

  private duty(name: Name, duty: Duty): Duty {
    switch (duty.shape) {
      case "must-keep":
        return { ...duty, holds: this.formula(duty.holds) };
      case "must-ensure":
        return { ...duty, whom: this.selector(duty.whom) };
      case "must-achieve": {
        const { by, startingBy, completeBy } = duty;
        return {
          ...duty,
          holds: this.formula(duty.holds),
          ...(by && { by: this.time(by, { name, label: "by" }) }),
          ...(startingBy && { startingBy: this.time(startingBy, { name, label: "start" }) }),
          ...(completeBy && { completeBy: this.time(completeBy, { name, label: "complete" }) }),
        };
      }
      default:
        return duty;
    }
  }

  private exception(rule: Name, exception: Exception): Exception {
    const { label, when, butNot } = exception;
    const as = this.at({ name: rule, label });
    if (as && as.kind !== "formula") this.refuse({ name: rule, label });
    return {
      ...exception,
      when: this.formula(as?.kind === "formula" ? as.formula : when),
      butNot: butNot.map((child) => this.exception(rule, child)),
    };
  }

  private time(time: Time, label: Label): Time {
    const as = this.at(label);
    if (!as) return time;
    if (as.kind === "time") return as.time;
    this.refuse(label);
    return time;
  }

  private formula(formula: Formula): Formula {
    switch (formula.kind) {
      case "and":
      case "or":
        return { ...formula, of: formula.of.map((part) => this.formula(part)) };
      case "not":
        return { ...formula, of: this.formula(formula.of) };
      case "each":
        return { ...formula, holds: this.formula(formula.holds) };
      case "in":
        return this.membership(formula);
      case "distance": {
        const line = this.place(formula.line);
        return line === formula.line ? formula : { ...formula, line };
      }
      default:
        return formula;
    }
  }

  private membership(leaf: Leaf & { readonly kind: "in" }): Formula {
    const { name } = leaf;
    const as = this.parts.declared.lists.has(name) && !this.open.has(name) ? this.at({ name }) : undefined;
    if (!as) return leaf;
    if (as.kind !== "formula") return { ...leaf, name: this.instead(name, as) };
    this.open.add(name);
    const formula = this.formula(as.formula);
    this.open.delete(name);
    return formula;
  }

  private selector(selector: Selector): Selector {
    if (selector.kind !== "names") return selector;
    const { lists } = this.parts.declared;
    const inPlace = (name: Name): Name => (this.at({ name })?.kind === "formula" ? name : this.place(name));
    return { ...selector, names: selector.names.map((name) => (lists.has(name) ? inPlace(name) : name)) };
  }

  /** The line, area or list that stands in the place of one. */
  private place(name: Name): Name {
    const as = this.at({ name });
    return as ? this.instead(name, as) : name;
  }

  private instead(name: Name, as: Replacement): Name {
    if (as.kind === "name") return as.name;
    if (as.kind === "reference" && (as.reference.kind === "fixed" || as.reference.kind === "incident"))
      return derivedName(name, as.reference.kind);
    this.refuse({ name });
    return name;
  }

  /** What stands at a label: what a statement of the reading makes of the words of that time, else the words themselves. */
  private at(label: Label): Replacement | undefined {
    const { declared, reading, from } = this.parts;
    const { statements, amendments } = replacementsAt(declared, label);
    const begun = amendments.filter(({ begins }) => begins <= from).length;
    const read = statements.find(({ statement, after }) => after === begun && reading.statements.includes(statement));
    return read ? read.as : amendments[begun - 1]?.as;
  }

  private refuse(label: Label): void {
    this.parts.errors.push(`${printLabel(label)} cannot be replaced by this`);
  }
}

interface Label {
  readonly name: Name;
  readonly label?: Name;
}
