import type {
  Agreement,
  Duty,
  Exception,
  Formula,
  Leaf,
  LabelReference,
  Name,
  PartyStatement,
  QuantityExpression,
  Replacement,
  Rule,
  Selector,
  Statement,
  Term,
  Time,
} from "../../src/language/ir.ts";
import { printLeaf } from "../../src/language/print/formula.ts";
import { instantOf, metresOf, type Clock } from "./units.ts";

/**
 * What a rule says under a reading, as plain formulas over atoms, put together word for word from the IR.
 *
 * This is the first half of the reference: it shares nothing with the engine but the types of the IR and the printer of
 * leaves, and prefers being obviously right to being fast.
 */

export type Expr =
  | { readonly op: "const"; readonly value: boolean }
  | { readonly op: "atom"; readonly key: string }
  | { readonly op: "not"; readonly of: Expr }
  | { readonly op: "and" | "or"; readonly of: readonly Expr[] };

/** The parts from which the verdict of a rule follows. */
export interface Meaning {
  readonly isMay: boolean;
  readonly scope: Expr;
  readonly excused: Expr;
  /** A permission that prevails over the rule applies. */
  readonly overridden: Expr;
  /** A permission applies and nobody said which of the two prevails. */
  readonly clash: Expr;
  /** Every atom of the formulas above, by key. */
  readonly atoms: ReadonlyMap<string, Leaf>;
}

export const yes: Expr = { op: "const", value: true };
export const never: Expr = { op: "const", value: false };
export const not = (of: Expr): Expr => ({ op: "not", of });
export const all = (...of: readonly Expr[]): Expr => ({ op: "and", of });
export const some = (of: readonly Expr[]): Expr => ({ op: "or", of });

export function statementsIn<K extends Statement["kind"]>(
  agreement: Agreement,
  kind: K,
): readonly (Statement & { kind: K })[] {
  return agreement.parts
    .flatMap((part) => (part.kind === "block" ? part.statements : []))
    .filter((statement): statement is Statement & { kind: K } => statement.kind === kind);
}

export function clockOf(agreement: Agreement): Clock {
  return { zone: agreement.meta.zone, dayOne: statementsIn(agreement, "day-one")[0]?.date };
}

/** The same question has the same key, in whatever unit or zone it was written. */
export function keyOf(leaf: Leaf, clock: Clock): string {
  if (leaf.kind === "time") return `${leaf.op} ${instantOf(leaf.time, "start", clock)}`;
  if (leaf.kind === "compare") return `${leaf.measure} ${leaf.op} ${metresOf(leaf.quantity)}`;
  if (leaf.kind === "distance" && leaf.quantity.kind === "quantity")
    return `${leaf.op} ${metresOf(leaf.quantity.quantity)} from ${leaf.line}`;
  return printLeaf(leaf);
}

/** The actors that a list (or a list read with another clock) or a class names. */
export function membersOf(agreement: Agreement, name: Name): readonly Name[] {
  const base = name.replace(/@(?:fixed|incident)$/u, "");
  const list = statementsIn(agreement, "list").find((candidate) => candidate.name === base);
  const group = statementsIn(agreement, "class").find((candidate) => candidate.name === base);
  return [...(list?.names ?? []), ...(group?.members ?? [])];
}

/** `name` and everything it is a kind of or a part of. */
export function kindsOf(agreement: Agreement, name: Name): readonly Name[] {
  const above = [
    ...["act" as const, "weapon" as const].flatMap((kind) =>
      statementsIn(agreement, kind).flatMap((node) => (node.name === name ? node.isA : [])),
    ),
    ...statementsIn(agreement, "party").flatMap((party) => (party.name === name && party.partOf ? [party.partOf] : [])),
  ];
  return [...new Set([name, ...above.flatMap((kind) => kindsOf(agreement, kind))])];
}

export class Translation {
  readonly atoms = new Map<string, Leaf>();
  readonly agreement: Agreement;
  readonly clock: Clock;
  private readonly statements: readonly PartyStatement[];

  constructor(agreement: Agreement, statements: readonly PartyStatement[]) {
    this.agreement = agreement;
    this.clock = clockOf(agreement);
    this.statements = statements;
  }

  meaningOf(rule: Rule): Meaning {
    const { scope, excused } = this.scopeOf(rule);
    const permissions = statementsIn(this.agreement, "rule").filter((other) => this.clashes(rule, other));
    const wins = (a: Rule, b: Rule): boolean => a.prevailsOver.includes(b.name) || b.yieldsTo.includes(a.name);
    const overridden: Expr[] = [];
    const clash: Expr[] = [];
    for (const permission of permissions) {
      const other = this.scopeOf(permission);
      if (wins(permission, rule)) overridden.push(all(other.scope, not(other.excused)));
      else if (!wins(rule, permission)) clash.push(other.scope);
    }
    const isMay = rule.duty.shape === "may";
    return { isMay, scope, excused, overridden: some(overridden), clash: some(clash), atoms: this.atoms };
  }

  /** A permission bears on a duty only if some act is of a kind with an act of each. */
  private clashes(rule: Rule, other: Rule): boolean {
    if (rule.duty.shape === "may" || other.duty.shape !== "may" || !("acts" in rule.duty)) return false;
    const mine = rule.duty.acts;
    const theirs = other.duty.acts;
    const acts = [...statementsIn(this.agreement, "act").map((act) => act.name), ...mine, ...theirs];
    return acts.some((act) => {
      const kinds = kindsOf(this.agreement, act);
      return mine.some((kind) => kinds.includes(kind)) && theirs.some((kind) => kinds.includes(kind));
    });
  }

  private scopeOf(rule: Rule): { readonly scope: Expr; readonly excused: Expr } {
    const escapes = (kind: "outside" | "unless"): Expr =>
      some(rule.escapes.filter((escape) => escape.kind === kind).map((escape) => this.active(rule.name, escape)));
    return { scope: all(this.base(rule), not(escapes("outside"))), excused: escapes("unless") };
  }

  private active(rule: Name, exception: Exception): Expr {
    const own = this.atLabel({ name: rule, label: exception.label }, exception.when, {
      pick: (as) => (as.kind === "formula" ? as.formula : undefined),
      build: (formula) => this.formula(formula),
    });
    return all(own, not(some(exception.butNot.map((child) => this.active(rule, child)))));
  }

  private base(rule: Rule): Expr {
    const actor: Term = { role: "actor" };
    const parts = [this.inForce(), this.conduct(rule), ...this.starts(rule.name)];
    if (rule.duty.shape === "must-ensure") parts.push(this.anyBound(rule.who));
    else parts.push(this.selects(rule.who, actor), this.bound(actor));
    if (rule.against) parts.push(this.selects(rule.against, { role: "target" }));
    if (rule.with) parts.push(this.weapons(rule.with));
    if (rule.in) parts.push(some(rule.in.map((name) => this.leafIn({ role: "place" }, name))));
    if (rule.when) parts.push(this.formula(rule.when));
    if (rule.from) parts.push(not(this.before(rule.from, "start")));
    if (rule.until) parts.push(this.before(rule.until, "end"));
    if (rule.during !== undefined) parts.push(this.during(rule.during));
    return all(...parts);
  }

  private conduct({ name, duty }: Rule): Expr {
    switch (duty.shape) {
      case "must-not":
      case "may":
        return this.acts(duty.acts);
      case "must-ensure":
        return all(this.acts(duty.acts), this.selects(duty.whom, { role: "actor" }));
      case "must-keep":
        return not(this.formula(duty.holds));
      case "must-achieve":
        return all(not(this.formula(duty.holds)), this.pastDeadline(name, duty));
      case "must-whenever":
        return never;
    }
  }

  private pastDeadline(rule: Name, duty: Duty & { shape: "must-achieve" }): Expr {
    const label = duty.completeBy ? "complete" : "by";
    const time = duty.completeBy ?? duty.by;
    if (!time) return never;
    const pick = (as: Replacement): Time | undefined => (as.kind === "time" ? as.time : undefined);
    return this.atLabel({ name: rule, label }, time, { pick, build: (deadline) => not(this.before(deadline, "end")) });
  }

  private anyBound(who: Selector): Expr {
    return some((who.kind === "names" ? who.names : []).map((name) => this.bound({ name })));
  }

  private acts(names: readonly Name[]): Expr {
    return some(names.map((name) => this.leafIs({ role: "act" }, name)));
  }

  private weapons(names: readonly Name[]): Expr {
    return some(names.map((name) => this.leafIs({ role: "weapon" }, name)));
  }

  private inForce(): Expr {
    const periods = statementsIn(this.agreement, "in-force");
    if (periods.length === 0) return yes;
    return some(periods.map((p) => all(this.period(p), p.endsWhen ? not(this.formula(p.endsWhen)) : yes)));
  }

  private during(name: Name): Expr {
    const phase = statementsIn(this.agreement, "phase").find((candidate) => candidate.name === name)!;
    return all(this.period(phase), phase.entersWhen ? this.formula(phase.entersWhen) : yes);
  }

  private period({
    from,
    until,
    for: duration,
  }: {
    from: Time;
    until?: Time;
    for?: (Time & { kind: "offset" })["duration"];
  }): Expr {
    const parts = [not(this.before(from, "start"))];
    if (until) parts.push(this.before(until, "end"));
    if (duration) parts.push(this.before({ kind: "offset", duration, direction: "after", from }, "end"));
    return all(...parts);
  }

  private starts(rule: Name): readonly Expr[] {
    return this.statements.flatMap(({ operation }) =>
      operation.kind === "starts" && operation.rule === rule ? [this.formula(operation.when)] : [],
    );
  }

  private selects(selector: Selector, term: Term): Expr {
    if (selector.kind === "bound") return this.bound(term);
    return selector.kind === "anyone" ? yes : some(selector.names.map((name) => this.leafIn(term, name)));
  }

  private bound(term: Term): Expr {
    const conditions = this.statements.flatMap(({ operation }) =>
      operation.kind === "binds" ? [some([not(this.selects(operation.who, term)), this.formula(operation.while)])] : [],
    );
    return all(this.atom({ kind: "bound", term }), ...conditions);
  }

  formula(formula: Formula): Expr {
    switch (formula.kind) {
      case "and":
        return all(...formula.of.map((part) => this.formula(part)));
      case "or":
        return some(formula.of.map((part) => this.formula(part)));
      case "not":
        return not(this.formula(formula.of));
      case "each":
        return some([not(this.thing(formula.thing)), this.formula(formula.holds)]);
      default:
        return this.leaf(formula);
    }
  }

  private thing(name: Name): Expr {
    const isAct = statementsIn(this.agreement, "act").some((act) => act.name === name);
    return this.leafIs({ role: isAct ? "act" : "weapon" }, name);
  }

  private leaf(leaf: Leaf): Expr {
    switch (leaf.kind) {
      case "constant":
        return leaf.value ? yes : never;
      case "in":
        return this.leafIn(leaf.term, leaf.name);
      case "is":
        return this.leafIs(leaf.term, leaf.name);
      case "bound":
        return this.bound(leaf.term);
      case "compare":
        return this.compare(leaf);
      case "distance":
        return this.distance(leaf);
      case "time":
        return leaf.op === "before" ? this.before(leaf.time, "start") : not(this.before(leaf.time, "end"));
      case "during":
        return this.during(leaf.phase);
      default:
        return this.atom(leaf);
    }
  }

  private compare({ measure, op, quantity }: Leaf & { kind: "compare" }): Expr {
    const least = this.atom({ kind: "compare", measure, op: ">=", quantity });
    const more = this.atom({ kind: "compare", measure, op: ">", quantity });
    return {
      ">=": least,
      ">": more,
      "<": not(least),
      "<=": not(more),
      "=": all(least, not(more)),
      "!=": not(all(least, not(more))),
    }[op];
  }

  private distance({ op, quantity, line }: Leaf & { kind: "distance" }): Expr {
    const beyond = this.atLabel({ name: line }, line, {
      pick: (as) => (as.kind === "name" ? as.name : undefined),
      build: (name) => this.beyond(quantity, name),
    });
    return op === "beyond" ? beyond : not(beyond);
  }

  private beyond(expression: QuantityExpression, line: Name): Expr {
    if (expression.kind === "quantity")
      return this.atom({ kind: "distance", op: "beyond", quantity: expression, line });
    const table = statementsIn(this.agreement, "table").find((candidate) => candidate.name === expression.table)!;
    const scale = ({ op, by }: { op: "/" | "*"; by: number } = { op: "*", by: 1 }): number =>
      op === "/" ? 1 / by : by;
    const rows = table.rows.map((row, i) => {
      const earlier = table.pick === "first" ? table.rows.slice(0, i) : [];
      const quantity = {
        value: Number((row.value.value * scale(expression.scale)).toPrecision(12)),
        unit: row.value.unit,
      };
      return all(
        ...earlier.map((other) => not(this.formula(other.when))),
        this.formula(row.when),
        this.beyond({ kind: "quantity", quantity }, line),
      );
    });
    return some(rows);
  }

  private leafIn(term: Term, name: Name): Expr {
    const isGroup = (["list", "class", "place"] as const).some((kind) =>
      statementsIn(this.agreement, kind).some((declared) => declared.name === name),
    );
    if (!isGroup) return this.leafIs(term, name);
    return this.atLabel({ name }, name, {
      pick: (as) => (as.kind === "reference" ? `${name}@${as.reference.kind}` : undefined),
      build: (group) => {
        const names = membersOf(this.agreement, group);
        const isNamed = "name" in term && kindsOf(this.agreement, term.name).some((name) => names.includes(name));
        return isNamed ? yes : this.atom({ kind: "in", term, name: group });
      },
    });
  }

  private leafIs(term: Term, name: Name): Expr {
    if ("name" in term) return kindsOf(this.agreement, term.name).includes(name) ? yes : never;
    return this.atom({ kind: "is", term, name });
  }

  private before(time: Time, edge: "start" | "end"): Expr {
    const local = new Date(instantOf(time, edge, this.clock)).toISOString().slice(0, 16).replace("T", " ");
    return this.atom({ kind: "time", op: "before", time: { kind: "instant", local, zone: "UTC" } });
  }

  private atom(leaf: Leaf): Expr {
    const key = keyOf(leaf, this.clock);
    this.atoms.set(key, leaf);
    return { op: "atom", key };
  }

  /** What stands at a label: what the reading puts there, and from each amendment on what that puts there. */
  private atLabel<T>(
    label: LabelReference,
    base: T,
    { pick, build }: { pick: (as: Replacement) => T | undefined; build: (part: T) => Expr },
  ): Expr {
    const isHere = (other: LabelReference): boolean => other.name === label.name && other.label === label.label;
    const overlay = this.statements.find(({ operation }) => operation.kind === "reads" && isHere(operation.label));
    const read = overlay?.operation.kind === "reads" ? pick(overlay.operation.as) : undefined;
    const later = statementsIn(this.agreement, "amend").filter((amendment) => isHere(amendment.label));
    const at = (amendment: { from: Time }): number => instantOf(amendment.from, "start", this.clock);
    return later
      .toSorted((a, b) => at(a) - at(b))
      .reduce(
        (earlier, amendment) => {
          const isEarlier = this.before(amendment.from, "start");
          const replaced = build(pick(amendment.as) ?? base);
          return some([all(isEarlier, earlier), all(not(isEarlier), replaced)]);
        },
        build(read ?? base),
      );
  }
}
