import type {
  Agreement,
  Case,
  CaseActor,
  Duty,
  EventPattern,
  Exception,
  FactSubject,
  Formula,
  Leaf,
  Name,
  Quantity,
  QuantityExpression,
  Reference,
  Replacement,
  Rule,
  Selector,
  Span,
  Statement,
  StatementOperation,
  Term,
  Time,
} from "../ir.ts";
import { statementsOf } from "../time/agreement-times.ts";

/** What a name can be the name of. An `actor` is one that a list or a class names, without a declaration of its own. */
export type NameKind =
  | "party"
  | "class"
  | "body"
  | "list"
  | "actor"
  | "place"
  | "fact"
  | "measure"
  | "act"
  | "weapon"
  | "table"
  | "phase"
  | "accept"
  | "rule"
  | "statement"
  | "reading"
  | "vocabulary";

/** One place where a name stands for something declared elsewhere. */
export interface NameUse {
  readonly name: Name;
  /** What it may be; the first is what the message asks for. */
  readonly wanted: readonly NameKind[];
  readonly statement: Statement;
  readonly at: Span | undefined;
  /**
   * How far the declarations bind here: `closed` names must be declared, `open` ones may also be actors of the folder,
   * `outside` ones may stand for an authority that the text only mentions.
   */
  readonly reach: Reach;
}

type Declared = "party" | "class" | "body" | "list" | "place" | "fact" | "measure" | "act" | "weapon" | "use" | "table";

type Reach = "closed" | "open" | "outside";

export interface LeafUse {
  readonly leaf: Leaf;
  readonly statement: Statement;
}

/** A quantity and what it has to be measured in. */
export interface QuantityUse {
  readonly quantity: Quantity;
  readonly as: { readonly measure: Name } | "length";
  readonly statement: Statement;
  readonly at: Span | undefined;
}

/** A table as the distance that holds for a thing: `each heavy-weapon beyond zone-width from contact`. */
export interface TableUse {
  readonly table: Name;
  /** The `each` around it. */
  readonly thing: Name | undefined;
}

export interface TimeUse {
  readonly time: Time;
  readonly statement: Statement;
}

export interface Uses {
  /** Times with all that they count from. */
  readonly times: readonly TimeUse[];
  readonly names: readonly NameUse[];
  readonly leaves: readonly LeafUse[];
  readonly quantities: readonly QuantityUse[];
  readonly tables: readonly TableUse[];
}

export function usesIn(agreement: Agreement): Uses {
  const collector = new Collector();
  for (const statement of statementsOf(agreement)) collector.add(statement);
  return collector;
}

/** Whoever can do something or have it done to them. */
const WHO = ["party", "class", "list", "body", "actor"] as const;
/** Whoever can be told, enrol, decide or speak. */
const AUTHORITY = ["body", "party", "class", "actor", "list"] as const;

const OF_SUBJECT: Readonly<Record<FactSubject, readonly NameKind[]>> = {
  actor: WHO,
  list: ["list"],
  place: ["place"],
  party: ["party", "class", "body", "actor"],
};

class Collector implements Uses {
  readonly names: NameUse[] = [];
  readonly leaves: LeafUse[] = [];
  readonly quantities: QuantityUse[] = [];
  readonly times: TimeUse[] = [];
  readonly tables: TableUse[] = [];
  private statement!: Statement;
  private thing: Name | undefined;
  private about = new Map<Name, readonly FactSubject[]>();

  add(statement: Statement): void {
    this.statement = statement;
    const { at } = statement;
    switch (statement.kind) {
      case "party":
        return this.name(statement.partOf, ["party"], at);
      case "class":
        return this.outside(statement.enrolledBy, at);
      case "body":
        this.outside(statement.chairedBy, at);
        return this.outside(statement.members, at);
      case "list":
        if (statement.designatedBy) {
          this.outside([statement.designatedBy.by], at);
          this.reference(statement.designatedBy.reference, at);
        }
        return;
      case "place":
        this.reference(statement.reference, at);
        if (statement.around) {
          this.name(statement.around.of, ["place"], at);
          this.quantities.push({ quantity: statement.around.distance, as: "length", statement, at });
        }
        return;
      case "fact":
        this.about.set(statement.name, statement.about);
        return;
      case "act":
      case "weapon":
        return this.all(statement.isA, [statement.kind], at);
      case "use":
        return this.name(statement.vocabulary, ["vocabulary"], at);
      case "table":
        for (const row of statement.rows) this.formula(row.when);
        return;
      case "measure":
        return;
      default:
        return this.provision(statement);
    }
  }

  /** What is not a declaration of a word. */
  private provision(statement: Exclude<Statement, { kind: Declared }>): void {
    const { at } = statement;
    switch (statement.kind) {
      case "day-one":
      case "no-rule":
        return;
      case "supersedes":
        return this.time(statement.from);
      case "in-force":
        this.time(statement.from);
        this.time(statement.until);
        return this.formula(statement.endsWhen);
      case "phase":
        this.time(statement.from);
        this.time(statement.until);
        return this.formula(statement.entersWhen);
      case "accept":
        this.selector(statement.who, at, "open");
        this.outside(statement.to, at);
        this.time(statement.by);
        return this.formula(statement.provided);
      case "concurrent":
        return this.all(statement.names, ["accept"], at);
      case "first":
        return this.all([statement.first, ...statement.followers], ["accept"], at);
      case "rule":
        return this.rule(statement);
      case "procedure":
        for (const step of statement.steps) this.selector(step.by, step.at ?? at);
        return;
      case "statement":
        this.outside(statement.by, at);
        for (const { by, at: place } of statement.responses) this.outside(by, place ?? at);
        return this.operation(statement.operation, at);
      case "reading":
        return this.all(statement.with, ["statement"], at);
      case "amend":
        this.time(statement.from);
        return this.replacement(statement.as, at);
      case "case":
        return this.case(statement);
    }
  }

  private rule(rule: Rule): void {
    const { at } = rule;
    this.selector(rule.who, at);
    this.duty(rule.duty, at);
    this.selector(rule.against, at);
    this.all(rule.with, ["weapon"], at);
    this.all(rule.in, ["place"], at);
    this.formula(rule.when);
    this.time(rule.from);
    this.time(rule.until);
    this.name(rule.during, ["phase"], at);
    for (const escape of rule.escapes) this.exception(escape);
    this.all([...rule.prevailsOver, ...rule.yieldsTo], ["rule"], at);
    this.name(rule.otherwise, ["rule"], at);
  }

  private duty(duty: Duty, at: Span | undefined): void {
    if ("acts" in duty) this.all(duty.acts, ["act"], at);
    switch (duty.shape) {
      case "must-keep":
        return this.formula(duty.holds);
      case "must-achieve":
        this.formula(duty.holds);
        this.time(duty.by);
        this.time(duty.startingBy);
        return this.time(duty.completeBy);
      case "must-whenever":
        return this.event(duty.whenever, at);
      case "must-ensure":
        return this.selector(duty.whom, at);
      case "must-not":
      case "may":
        return;
    }
  }

  private exception({ when, butNot }: Exception): void {
    this.formula(when);
    for (const child of butNot) this.exception(child);
  }

  private operation(operation: StatementOperation, at: Span | undefined): void {
    switch (operation.kind) {
      case "reads":
        return this.replacement(operation.as, at);
      case "binds":
        this.selector(operation.who, at, "open");
        return this.formula(operation.while);
      case "starts":
        this.name(operation.rule, ["rule"], at);
        return this.formula(operation.when);
    }
  }

  private replacement(as: Replacement, at: Span | undefined): void {
    if (as.kind === "formula") this.formula(as.formula);
    else if (as.kind === "time") this.time(as.time);
    else if (as.kind === "reference") this.reference(as.reference, at);
    else this.name(as.name, ["place", "list"], at);
  }

  private case(one: Case): void {
    const { at } = one;
    for (const actor of [one.actor, one.target, ...(one.sides ?? [])]) this.caseActor(actor, at);
    this.name(one.act, ["act"], at);
    this.name(one.weapon, ["weapon"], at);
    this.all(one.place, ["place"], at);
    for (const time of [one.when?.from, one.when?.to, one.known]) this.time(time);
    for (const { measure, quantity } of one.measures) {
      this.name(measure, ["measure"], at);
      this.quantities.push({ quantity, as: { measure }, statement: one, at });
    }
    for (const { line, quantity } of one.distances) {
      this.name(line, ["place"], at);
      this.quantities.push({ quantity, as: "length", statement: one, at });
    }
    for (const entry of one.record) {
      this.name(entry.rule, ["rule"], entry.at ?? at);
      this.time(entry.from);
      this.time(entry.until);
    }
    for (const under of one.under) this.name(under.reading, ["reading"], under.at ?? at);
    for (const given of [...one.given, ...one.under.flatMap((under) => under.given)]) {
      this.formula(given.leaf);
      for (const time of [given.since, given.until, given.learnt]) this.time(time);
    }
    for (const expected of [...one.expect, ...one.under.flatMap((under) => under.expect)]) {
      this.name(expected.rule, ["rule"], expected.at ?? at);
    }
    for (const leaf of [...(one.ask ?? []), ...one.under.flatMap((under) => under.ask ?? [])]) this.formula(leaf);
  }

  private caseActor(actor: CaseActor | undefined, at: Span | undefined): void {
    if (!actor || actor.kind === "unknown") return;
    const names = actor.kind === "one" ? [actor.name] : actor.names;
    for (const name of names) this.note(name, { wanted: WHO, at, reach: "open" });
  }

  private formula(formula: Formula | undefined): void {
    if (!formula) return;
    switch (formula.kind) {
      case "and":
      case "or":
        for (const part of formula.of) this.formula(part);
        return;
      case "not":
        return this.formula(formula.of);
      case "each": {
        this.name(formula.thing, ["weapon", "act"], formula.at);
        const outer = this.thing;
        this.thing = formula.thing;
        this.formula(formula.holds);
        this.thing = outer;
        return;
      }
      default:
        return this.leaf(formula);
    }
  }

  private leaf(leaf: Leaf): void {
    const { statement } = this;
    const at = leaf.at ?? statement.at;
    this.leaves.push({ leaf, statement });
    switch (leaf.kind) {
      case "constant":
        return;
      case "fact":
        this.name(leaf.fact, ["fact"], at);
        leaf.of.forEach((term, index) =>
          this.term(term, OF_SUBJECT[this.about.get(leaf.fact)?.[index] ?? "actor"], at),
        );
        return;
      case "in":
      case "is":
        this.term(leaf.term, WHO, at);
        return this.note(leaf.name, { wanted: kindsFor(leaf.term), at, reach: "open" });
      case "bound":
        return this.term(leaf.term, WHO, at);
      case "compare":
        this.name(leaf.measure, ["measure"], at);
        this.quantities.push({ quantity: leaf.quantity, as: { measure: leaf.measure }, statement, at });
        return;
      case "distance":
        this.distance(leaf.quantity, at);
        return this.name(leaf.line, ["place"], at);
      case "time":
        return this.time(leaf.time);
      case "during":
        return this.name(leaf.phase, ["phase"], at);
      case "confirmed":
        this.name(leaf.accept, ["accept"], at);
        return this.outside(leaf.by === undefined ? [] : [leaf.by], at);
      case "none":
      case "at-least":
        return this.event(leaf.event, at);
      case "duty":
        return this.name(leaf.rule, ["rule"], at);
    }
  }

  private distance(expression: QuantityExpression, at: Span | undefined): void {
    if (expression.kind === "quantity") {
      this.quantities.push({ quantity: expression.quantity, as: "length", statement: this.statement, at });
      return;
    }
    this.name(expression.table, ["table"], at);
    this.tables.push({ table: expression.table, thing: this.thing });
  }

  private term(term: Term, wanted: readonly NameKind[], at: Span | undefined): void {
    if ("name" in term) this.note(term.name, { wanted, at, reach: "open" });
  }

  private event(event: EventPattern, at: Span | undefined): void {
    this.all(event.acts, ["act"], at);
    this.all(event.with, ["weapon"], at);
    this.selector(event.by, at);
    this.selector(event.against, at);
    this.all(event.in, ["place"], at);
  }

  private selector(selector: Selector | undefined, at: Span | undefined, reach: Reach = "closed"): void {
    for (const name of selector?.kind === "names" ? selector.names : []) this.note(name, { wanted: WHO, at, reach });
  }

  private reference(reference: Reference, at: Span | undefined): void {
    if (reference.kind !== "to-be-defined") return;
    this.outside(reference.by, at);
    this.time(reference.deadline);
  }

  private time(time: Time | undefined): void {
    if (!time) return;
    this.times.push({ time, statement: this.statement });
    let base = time;
    while (base.kind === "offset") base = base.from;
    if (base.kind === "mark") this.name(base.rule, ["rule"], base.at ?? this.statement.at);
  }

  private outside(names: readonly Name[] | undefined, at: Span | undefined): void {
    for (const name of names ?? []) this.note(name, { wanted: AUTHORITY, at, reach: "outside" });
  }

  /** Names that have to be declared. */
  private all(names: readonly Name[] | undefined, wanted: readonly NameKind[], at: Span | undefined): void {
    for (const name of names ?? []) this.name(name, wanted, at);
  }

  private name(name: Name | undefined, wanted: readonly NameKind[], at: Span | undefined): void {
    if (name !== undefined) this.note(name, { wanted, at, reach: "closed" });
  }

  private note(name: Name, use: Pick<NameUse, "wanted" | "at" | "reach">): void {
    this.names.push({ name, statement: this.statement, ...use });
  }
}

/** What a term can be, or be in. */
function kindsFor(term: Term): readonly NameKind[] {
  if ("name" in term) return WHO;
  switch (term.role) {
    case "actor":
    case "target":
      return WHO;
    case "act":
      return ["act"];
    case "weapon":
      return ["weapon"];
    case "place":
      return ["place"];
  }
}
