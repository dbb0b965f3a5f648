import type {
  Agreement,
  Amendment,
  Duration,
  Duty,
  Exception,
  Formula,
  Leaf,
  LabelReference,
  Name,
  PartyStatement,
  Quantity,
  QuantityExpression,
  Replacement,
  Rule,
  Selector,
  Term,
  Time,
} from "../../src/language/ir.ts";
import { lastingUntil, momentOf, type Clock } from "./units.ts";
import { clockOf, isDay, keyOf, ownedBy, statementsIn, type WholeText } from "./whole-text.ts";

/**
 * What a rule says under a reading, as plain formulas over atoms, put together word for word from the IR.
 *
 * This is the first half of the reference: it shares nothing with the engine but the types of the IR and the printer of
 * leaves, and prefers being obviously right to being fast.
 */

export type Expr =
  | { readonly op: "const"; readonly value: boolean }
  | { readonly op: "atom"; readonly key: string }
  /** What a table does not say, because no row of it applies. */
  | { readonly op: "gap"; readonly key: string }
  | { readonly op: "not"; readonly of: Expr }
  | { readonly op: "and" | "or"; readonly of: readonly Expr[] };

/** The parts from which the verdict of a rule follows. */
export interface Meaning {
  /** Two statements of the reading say how the same words are to be read, so that it says nothing. */
  readonly isAmbiguous: boolean;
  readonly isMay: boolean;
  readonly scope: Expr;
  readonly excused: Expr;
  /** A permission that prevails over the rule applies. */
  readonly overridden: Expr;
  /** A permission applies and nobody said which of the two prevails. */
  readonly clash: Expr;
  /** Every atom of the formulas above, by key. */
  readonly atoms: ReadonlyMap<string, Leaf>;
  /** Every gap of them. */
  readonly gaps: ReadonlySet<string>;
  /** The clauses of the rule, each by its word or its label. */
  readonly clauses: readonly (readonly [clause: string, holds: Expr])[];
}

export const yes: Expr = { op: "const", value: true };
export const never: Expr = { op: "const", value: false };
export const not = (of: Expr): Expr => ({ op: "not", of });
export const all = (...of: readonly Expr[]): Expr => ({ op: "and", of });
export const some = (of: readonly Expr[]): Expr => ({ op: "or", of });

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
  readonly gaps = new Set<string>();
  readonly agreement: WholeText;
  readonly clock: Clock;
  private readonly statements: readonly PartyStatement[];
  /** The rule whose `start` and `complete` are meant. */
  private owner: Name | undefined;

  constructor(agreement: WholeText, statements: readonly PartyStatement[]) {
    this.agreement = agreement;
    this.clock = clockOf(agreement);
    this.statements = statements;
  }

  meaningOf(rule: Rule): Meaning {
    const { scope, excused, clauses } = this.scopeOf(rule);
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
    return {
      isAmbiguous: this.isAmbiguous(),
      isMay,
      scope,
      excused,
      clauses,
      overridden: some(overridden),
      clash: some(clash),
      atoms: this.atoms,
      gaps: this.gaps,
    };
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

  private scopeOf(rule: Rule): Pick<Meaning, "scope" | "excused" | "clauses"> {
    this.owner = rule.name;
    const base = this.base(rule);
    const escapes = rule.escapes.map(
      (escape) => [`${escape.kind} ${escape.label}`, this.active(rule.name, escape)] as const,
    );
    const active = (kind: "outside" | "unless"): Expr =>
      some(escapes.filter(([clause]) => clause.startsWith(`${kind} `)).map(([, holds]) => holds));
    this.owner = undefined;
    const scope = all(...base.map(([, holds]) => holds), not(active("outside")));
    return { scope, excused: active("unless"), clauses: [...base, ...escapes] };
  }

  private active(rule: Name, exception: Exception): Expr {
    const own = this.atLabel({ name: rule, label: exception.label }, exception.when, {
      pick: (as) => (as.kind === "formula" ? as.formula : undefined),
      build: (formula) => this.formula(formula),
    });
    return all(own, not(some(exception.butNot.map((child) => this.active(rule, child)))));
  }

  private base(rule: Rule): Meaning["clauses"] {
    const actor: Term = { role: "actor" };
    const { who, duty } = rule;
    const parts: (readonly [string, Expr])[] = [["in force", this.inForce()]];
    if (duty.shape === "must-ensure") parts.push(["who", this.anyBound(who)], ["whom", this.selects(duty.whom, actor)]);
    else {
      if (who.kind === "names") parts.push(["who", this.selects(who, actor)]);
      parts.push(["bound", this.bound(actor)]);
    }
    parts.push(["act", this.conduct(rule)]);
    if (rule.against) parts.push(["against", this.selects(rule.against, { role: "target" })]);
    if (rule.with) parts.push(["with", this.weapons(rule.with)]);
    if (rule.in) parts.push(["in", some(rule.in.map((name) => this.leafIn({ role: "place" }, name)))]);
    if (rule.when) parts.push(["when", this.formula(rule.when)]);
    if (rule.from) parts.push(["from", not(this.before(rule.from, "start"))]);
    if (rule.until) parts.push(["until", this.before(rule.until, "end")]);
    if (rule.during !== undefined) parts.push(["during", this.during(rule.during)]);
    return [...parts, ["starts when", all(...this.starts(rule.name))]];
  }

  private conduct({ name, duty }: Rule): Expr {
    switch (duty.shape) {
      case "must-not":
      case "may":
      case "must-ensure":
        return this.acts(duty.acts);
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

  private period({ from, until, for: duration }: Lasting): Expr {
    const parts = [not(this.before(from, "start"))];
    if (until) parts.push(this.before(until, "end"));
    if (duration) parts.push(this.beforeEnd(from, duration));
    return all(...parts);
  }

  /** A period that lasts for days ends at the time of day at which it began. */
  private beforeEnd(from: Time, duration: Duration): Expr {
    const begins = momentOf(ownedBy(from, this.owner), "start", this.clock);
    if (begins) return this.beforeInstant(lastingUntil(begins.instant, duration, this.clock.zone));
    return this.before({ kind: "offset", duration, direction: "after", from }, "start");
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
      pick: (as) => lineInstead(line, as),
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
    if (table.rows.some(({ when }) => when.kind === "constant" && when.value)) return some(rows);
    const key = JSON.stringify([expression, line]);
    this.gaps.add(key);
    return some([...rows, all(not(some(table.rows.map(({ when }) => this.formula(when)))), { op: "gap", key })]);
  }

  private leafIn(term: Term, name: Name): Expr {
    const isGroup = (["list", "class", "place"] as const).some((kind) =>
      statementsIn(this.agreement, kind).some((declared) => declared.name === name),
    );
    if (!isGroup) return this.leafIs(term, name);
    const strip = stripOf(this.agreement, name);
    if (strip) return this.inStrip(strip, { kind: "in", term, name });
    return this.atLabel({ name }, name, {
      pick: (as) => (as.kind === "reference" ? `${name}@${as.reference.kind}` : undefined),
      build: (group) => {
        const names = membersOf(this.agreement, group);
        const isNamed = "name" in term && kindsOf(this.agreement, term.name).some((name) => names.includes(name));
        return isNamed ? yes : this.atom({ kind: "in", term, name: group });
      },
    });
  }

  /** A reading of the line moves the strip along it. */
  private inStrip({ line, distance }: Strip, leaf: Leaf): Expr {
    return this.atLabel({ name: line }, undefined, {
      pick: (as) => lineInstead(line, as),
      build: (instead) =>
        instead === undefined ? this.atom(leaf) : not(this.beyond({ kind: "quantity", quantity: distance }, instead)),
    });
  }

  private leafIs(term: Term, name: Name): Expr {
    if ("name" in term) return kindsOf(this.agreement, term.name).includes(name) ? yes : never;
    return this.atom({ kind: "is", term, name });
  }

  /** A time that rests on a mark that is not known is asked for in its own words. */
  private before(time: Time, edge: "start" | "end"): Expr {
    const named = ownedBy(time, this.owner);
    const moment = momentOf(named, edge, this.clock);
    if (moment) return this.beforeInstant(moment.instant);
    if (edge === "end" && isDay(named)) return not(this.atom({ kind: "time", op: "after", time: named }));
    return this.atom({ kind: "time", op: "before", time: named });
  }

  private beforeInstant(instant: number): Expr {
    const local = new Date(instant).toISOString().slice(0, 16).replace("T", " ");
    return this.atom({ kind: "time", op: "before", time: { kind: "instant", local, zone: "UTC" } });
  }

  private atom(leaf: Leaf): Expr {
    const key = keyOf(leaf, this.clock);
    this.atoms.set(key, leaf);
    return { op: "atom", key };
  }

  /**
   * What stands at a label: the text, and from each amendment on what that puts there. A statement says how the words are
   * to be read that stood on its day, so it puts its own in their place and in that of none before or after them.
   */
  private atLabel<T>(
    label: LabelReference,
    base: T,
    { pick, build }: { pick: (as: Replacement) => T | undefined; build: (part: T) => Expr },
  ): Expr {
    const amendments = this.amendmentsAt(label);
    const overlays = this.statements.flatMap(({ on, operation }) =>
      operation.kind === "reads" && isSame(operation.label, label)
        ? [{ as: operation.as, read: this.readOn(on, amendments) }]
        : [],
    );
    const words = [base, ...amendments.map(({ as }) => pick(as) ?? base)].map((written, i) => {
      const overlay = overlays.find(({ read }) => read === i);
      return build((overlay && pick(overlay.as)) ?? written);
    });
    return words.reduce((earlier, later, i) => {
      const isEarlier = this.before(amendments[i - 1]!.from, "start");
      return some([all(isEarlier, earlier), all(not(isEarlier), later)]);
    });
  }

  /** In the order in which they begin; those of which nobody knows when, last. */
  private amendmentsAt(label: LabelReference): readonly Amendment[] {
    return statementsIn(this.agreement, "amend")
      .filter((amendment) => isSame(amendment.label, label))
      .toSorted((a, b) => (this.begins(a) === this.begins(b) ? 0 : this.begins(a) - this.begins(b)));
  }

  private begins({ from }: Amendment): number {
    return momentOf(from, "start", this.clock)?.instant ?? Infinity;
  }

  /** Which words somebody spoke of on a day: 0 for the text, 1 for the first amendment, and so on. */
  private readOn(date: string, amendments: readonly Amendment[]): number {
    const dayEnds = momentOf({ kind: "date", date }, "end", this.clock)!.instant;
    return amendments.filter((amendment) => this.begins(amendment) < dayEnds).length;
  }

  private isAmbiguous(): boolean {
    const read = this.statements.flatMap(({ on, operation }) =>
      operation.kind === "reads"
        ? [
            `${operation.label.name}.${operation.label.label ?? ""} ${this.readOn(on, this.amendmentsAt(operation.label))}`,
          ]
        : [],
    );
    return new Set(read).size < read.length;
  }
}

const isSame = (one: LabelReference, other: LabelReference): boolean =>
  one.name === other.name && one.label === other.label;

/** The line that is meant in place of another. */
function lineInstead(line: Name, as: Replacement): Name | undefined {
  if (as.kind === "name") return as.name;
  return as.kind === "reference" ? `${line}@${as.reference.kind}` : undefined;
}

/** The strip of so much to either side of a line, as at the time of which the strip itself is declared. */
export interface Strip {
  readonly line: Name;
  readonly distance: Quantity;
}

export function stripOf(agreement: Agreement, area: Name): Strip | undefined {
  const places = statementsIn(agreement, "place");
  const { around, reference } = places.find(({ name }) => name === area) ?? {};
  const line = places.find(({ name, shape }) => name === around?.of && shape === "line");
  if (!around || !line) return undefined;
  const isDated = (kind: string | undefined): boolean => kind === "fixed" || kind === "incident";
  const other = isDated(reference?.kind) && isDated(line.reference.kind) && reference!.kind !== line.reference.kind;
  return { line: other ? `${line.name}@${reference!.kind}` : line.name, distance: around.distance };
}

interface Lasting {
  readonly from: Time;
  readonly until?: Time;
  readonly for?: Duration;
}
