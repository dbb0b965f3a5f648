import type {
  CaseActor,
  Duration,
  EventPattern,
  Formula,
  LabelReference,
  Leaf,
  Name,
  Quantity,
  QuantityExpression,
  Reference,
  Replacement,
  Selector,
  Term,
  Time,
} from "../ir.ts";
import { roleOf, type Kinds } from "../kinds.ts";
import { RESERVED } from "../reserved.ts";

/**
 * The canonical words of the parts of a clause. The text of a leaf is also its key in the evaluator: two leaves are
 * the same question exactly if they print the same.
 */

const PLAIN_NAME = /^\p{L}[\p{L}\p{N}]*(?:-[\p{L}\p{N}]+)*$/u;

/** A name as it must be written: bare if it is a plain kebab-case word, otherwise in backquotes. */
export function printName(name: Name): string {
  return PLAIN_NAME.test(name) && !RESERVED.has(name) ? name : `\`${name}\``;
}

export function printNames(names: readonly Name[], joint: ", " | " or " | " and "): string {
  return names.map(printName).join(joint);
}

export function printTerm(term: Term): string {
  return "role" in term ? term.role : printName(term.name);
}

export function printQuantity({ value, unit }: Quantity): string {
  if (unit === "count") return String(value);
  return unit === "%" ? `${value}%` : `${value} ${unit}`;
}

export function printQuantityExpression(expression: QuantityExpression): string {
  if (expression.kind === "quantity") return printQuantity(expression.quantity);
  const { table, scale } = expression;
  return scale ? `${printName(table)} ${scale.op} ${scale.by}` : printName(table);
}

export function printDuration(duration: Duration): string {
  if (duration.kind === "clock") return `${duration.n} ${duration.unit}`;
  return `${duration.n} ${duration.n === 1 ? duration.unit.slice(0, -1) : duration.unit}`;
}

export function printTime(time: Time): string {
  switch (time.kind) {
    case "instant":
      return time.zone ? `${time.local} ${time.zone}` : time.local;
    case "date":
      return time.date;
    case "day":
      return `${time.edge} of day ${time.n}`;
    case "offset":
      return `${printDuration(time.duration)} ${time.direction} ${printTime(time.from)}`;
    case "mark":
      return printMark(time);
  }
}

function printMark(time: Time & { kind: "mark" }): string {
  if (time.mark === "entry") return "entry into force";
  return time.rule ? `${time.mark} of ${printName(time.rule)}` : time.mark;
}

export function printSelector(selector: Selector): string {
  if (selector.kind === "bound") return "any bound";
  if (selector.kind === "anyone") return "anyone";
  return (selector.each ? "each " : "") + printNames(selector.names, " or ");
}

export function printEvent(event: EventPattern): string {
  const words = [printNames(event.acts, " or ")];
  if (event.with) words.push("with", printNames(event.with, " or "));
  if (event.by) words.push("by", printSelector(event.by));
  if (event.against) words.push("against", printSelector(event.against));
  if (event.in) words.push("in", printNames(event.in, " or "));
  return words.join(" ");
}

export function printReference(reference: Reference): string {
  switch (reference.kind) {
    case "incident":
      return "as at the incident";
    case "fixed":
      return "fixed";
    case "undeclared":
      return "";
    case "to-be-defined": {
      const by = reference.by ? ` by ${printNames(reference.by, ", ")}` : "";
      const deadline = reference.deadline ? ` by ${printTime(reference.deadline)}` : "";
      return `to be defined${by}${deadline}`;
    }
  }
}

/** After the point nothing but a label can stand, so that `a1.by` needs no backquotes. */
export function printLabel({ name, label }: LabelReference): string {
  if (label === undefined) return printName(name);
  const isPlain = PLAIN_NAME.test(label) && label !== "and" && label !== "or";
  return `${printName(name)}.${isPlain ? label : `\`${label}\``}`;
}

export function printReplacement(replacement: Replacement): string {
  switch (replacement.kind) {
    case "formula":
      return printFormula(replacement.formula);
    case "time":
      return `by ${printTime(replacement.time)}`;
    case "reference":
      return printReference(replacement.reference);
    case "name":
      return `the same as ${printName(replacement.name)}`;
  }
}

export function printCaseActor(actor: CaseActor): string {
  switch (actor.kind) {
    case "one":
      return printName(actor.name);
    case "any-of":
      return printNames(actor.names, " or ");
    case "all-of":
      return printNames(actor.names, " and ");
    case "unknown":
      return "unknown";
  }
}

// ——— Formulas, with the fewest parentheses that read back the same ———

const STRENGTH = { or: 1, and: 2, not: 3, leaf: 4 } as const;

export function printFormula(formula: Formula): string {
  return new FormulaPrinter(undefined).print(formula, 0);
}

/**
 * The condition of a table's row: what is said of the weapon (or the act) is said by the name alone, `except` takes
 * kinds out of it, and `with` adds conditions.
 */
export function printRowCondition(formula: Formula, kinds: Kinds): string {
  return new FormulaPrinter(kinds).print(formula, 0);
}

class FormulaPrinter {
  private readonly kinds: Kinds | undefined;

  /** With `kinds`, what a bare name can say is written as one. */
  constructor(kinds: Kinds | undefined) {
    this.kinds = kinds;
  }

  print(formula: Formula, outer: number): string {
    switch (formula.kind) {
      case "or":
      case "and": {
        const strength = STRENGTH[formula.kind];
        const inner = formula.kind === "and" ? this.conjunction(formula.of) : this.join(formula.of, "or");
        return strength < outer ? `(${inner})` : inner;
      }
      case "each": {
        const text = `each ${printName(formula.thing)} ${this.print(formula.holds, STRENGTH.not)}`;
        return outer > 0 ? `(${text})` : text;
      }
      case "not":
        return this.isBare(formula.of) ? `not ${this.print(formula.of, STRENGTH.leaf)}` : this.negation(formula.of);
      default:
        return this.isBare(formula) ? printName(formula.name) : printLeaf(formula);
    }
  }

  private join(parts: readonly Formula[], joint: "and" | "or"): string {
    return parts.map((part) => this.print(part, STRENGTH[joint] + 1)).join(` ${joint} `);
  }

  private conjunction(parts: readonly Formula[]): string {
    const [thing, ...rest] = parts;
    if (!thing || !this.isBare(thing)) return this.join(parts, "and");
    const count = rest.findIndex((part) => !this.isExcepted(part));
    const excepted = count < 0 ? rest : rest.slice(0, count);
    const added = rest.slice(excepted.length);
    const names = excepted.map((part) => (part.kind === "not" ? this.print(part.of, STRENGTH.leaf) : ""));
    return [
      printName(thing.name),
      ...(names.length > 0 ? [`except ${names.join(", ")}`] : []),
      ...(added.length > 0 ? [`with ${this.join(added, "and")}`] : []),
    ].join(" ");
  }

  private isExcepted(formula: Formula): boolean {
    return formula.kind === "not" && this.isBare(formula.of);
  }

  /** Whether a name alone says it: `mortar` for `weapon is mortar`. */
  private isBare(formula: Formula): formula is Leaf & { readonly kind: "is" } {
    if (this.kinds === undefined || formula.kind !== "is" || !("role" in formula.term)) return false;
    return roleOf(formula.name, this.kinds) === formula.term.role;
  }

  /** `not` stands inside a leaf that has a verb (`target not in terrorist`) and before everything else. */
  private negation(formula: Formula): string {
    switch (formula.kind) {
      case "in":
        return `${printTerm(formula.term)} not in ${printName(formula.name)}`;
      case "is":
        return `${printTerm(formula.term)} is not ${printName(formula.name)}`;
      case "bound":
        return `${printTerm(formula.term)} not bound`;
      case "confirmed":
        return `${printName(formula.accept)} not confirmed${formula.by ? ` by ${printName(formula.by)}` : ""}`;
      default:
        return `not ${this.print(formula, STRENGTH.leaf)}`;
    }
  }
}

/** The canonical words of a leaf: its key. */
export function printLeaf(leaf: Leaf): string {
  switch (leaf.kind) {
    case "constant":
      return String(leaf.value);
    case "fact":
      return [printName(leaf.fact), ...leaf.of.map(printTerm)].join(" ");
    case "in":
      return `${printTerm(leaf.term)} in ${printName(leaf.name)}`;
    case "is":
      return `${printTerm(leaf.term)} is ${printName(leaf.name)}`;
    case "bound":
      return `${printTerm(leaf.term)} bound`;
    case "compare":
      return `${printName(leaf.measure)} ${leaf.op} ${printQuantity(leaf.quantity)}`;
    case "distance":
      return leaf.op === "within"
        ? `within ${printQuantityExpression(leaf.quantity)} of ${printName(leaf.line)}`
        : `beyond ${printQuantityExpression(leaf.quantity)} from ${printName(leaf.line)}`;
    case "time":
      return `${leaf.op} ${printTime(leaf.time)}`;
    case "during":
      return `during ${printName(leaf.phase)}`;
    case "confirmed":
      return `${printName(leaf.accept)} confirmed${leaf.by ? ` by ${printName(leaf.by)}` : ""}`;
    case "none":
      return `no ${printEvent(leaf.event)} for ${printDuration(leaf.for)}`;
    case "at-least":
      return `at least ${leaf.n} ${printEvent(leaf.event)} within ${printDuration(leaf.within)}`;
    case "duty":
      return `${printName(leaf.rule)} ${leaf.state}`;
  }
}
