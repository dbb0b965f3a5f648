import type {
  Agreement,
  Case,
  CaseActor,
  Duty,
  EventPattern,
  Exception,
  FactSubject,
  Formula,
  LabelReference,
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
import type { NameKind } from "../kinds.ts";
import { statementsOf } from "../time/agreement-times.ts";

/** One place where a name stands for something declared elsewhere. */
export interface NameUse {
  readonly name: Name;
  /** What it may be; the first is what the message asks for. */
  readonly wanted: readonly NameKind[];
  readonly statement: Statement;
  /** The clause or the leaf that it stands in; the name is the first such word there. */
  readonly at: Span | undefined;
  /** The name is the second such word there. */
  readonly isSecond?: boolean;
  /** It is one of the two names of `TERM in NAME`. */
  readonly asked?: { readonly term: Name; readonly in: Name };
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
  /** Tables that are used as a distance. */
  readonly tables: readonly Name[];
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
  readonly tables: Name[] = [];
  private statement!: Statement;
  private about = new Map<Name, readonly FactSubject[]>();

  add(statement: Statement): void {
    this.statement = statement;
    switch (statement.kind) {
      case "party":
        return this.name(statement.partOf, ["party"], this.clause("partOf"));
      case "class":
        return this.outside(statement.enrolledBy, this.clause("enrolledBy"));
      case "body":
        this.outside(statement.chairedBy, this.clause("chairedBy"));
        return this.outside(statement.members, this.clause("members"));
      case "list":
        if (statement.designatedBy) {
          this.outside([statement.designatedBy.by], this.clause("designatedBy"));
          this.reference(statement.designatedBy.reference, this.clause("designatedBy"));
        }
        return;
      case "place":
        return this.place(statement);
      case "fact":
        this.about.set(statement.name, statement.about);
        return;
      case "act":
      case "weapon":
        return this.all(statement.isA, [statement.kind], this.clause("isA"));
      case "use":
        return this.name(statement.vocabulary, ["vocabulary"], statement.at);
      case "table":
        for (const row of statement.rows) this.formula(row.when);
        return;
      case "measure":
        return;
      default:
        return this.provision(statement);
    }
  }

  private place({ reference, around }: Statement & { readonly kind: "place" }): void {
    this.reference(reference, this.clause("reference"));
    if (!around) return;
    const at = this.clause("around");
    this.name(around.of, ["place"], at);
    this.quantities.push({ quantity: around.distance, as: "length", statement: this.statement, at });
  }

  /** Where the clause that gives a field stands. */
  private clause(field: string): Span | undefined {
    return this.statement.clauses?.[field] ?? this.statement.at;
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
        this.selector(statement.who, this.clause("who"), "open");
        this.outside(statement.to, this.clause("to"));
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
        this.outside(statement.by, this.clause("by"));
        for (const { by, at: place } of statement.responses) this.outside(by, place ?? at);
        return this.operation(statement.operation, this.clause("operation"));
      case "reading":
        return this.all(statement.with, ["statement"], this.clause("with"));
      case "amend":
        this.time(statement.from);
        return this.replacement(statement, this.clause("as"));
      case "case":
        return this.case(statement);
    }
  }

  private rule(rule: Rule): void {
    this.selector(rule.who, this.clause("who"));
    this.duty(rule.duty, this.clause("duty"));
    this.selector(rule.against, this.clause("against"));
    this.all(rule.with, ["weapon"], this.clause("with"));
    this.all(rule.in, ["place"], this.clause("in"));
    this.formula(rule.when);
    this.time(rule.from);
    this.time(rule.until);
    this.name(rule.during, ["phase"], this.clause("during"));
    for (const escape of rule.escapes) this.exception(escape);
    this.all(rule.prevailsOver, ["rule"], this.clause("prevailsOver"));
    this.all(rule.yieldsTo, ["rule"], this.clause("yieldsTo"));
    this.name(rule.otherwise, ["rule"], this.clause("otherwise"));
  }

  private duty(duty: Duty, at: Span | undefined): void {
    if ("acts" in duty) this.acts(duty, at);
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

  /** In `must ensure raiders does not raiders` the act comes after whoever does it. */
  private acts(duty: Duty & { readonly acts: readonly Name[] }, at: Span | undefined): void {
    const before = duty.shape === "must-ensure" && duty.whom.kind === "names" ? duty.whom.names : [];
    for (const name of duty.acts)
      this.note(name, { wanted: ["act"], at, reach: "closed", isSecond: before.includes(name) });
  }

  private exception({ when, butNot }: Exception): void {
    this.formula(when);
    for (const child of butNot) this.exception(child);
  }

  private operation(operation: StatementOperation, at: Span | undefined): void {
    switch (operation.kind) {
      case "reads":
        return this.replacement(operation, at);
      case "binds":
        this.selector(operation.who, at, "open");
        return this.formula(operation.while);
      case "starts":
        this.name(operation.rule, ["rule"], at);
        return this.formula(operation.when);
    }
  }

  private replacement(
    { label, as }: { readonly label: LabelReference; readonly as: Replacement },
    at: Span | undefined,
  ): void {
    if (as.kind === "formula") this.formula(as.formula);
    else if (as.kind === "time") this.time(as.time);
    else if (as.kind === "reference") this.reference(as.reference, at);
    else this.note(as.name, { wanted: ["place", "list"], at, reach: "closed", isSecond: as.name === label.name });
  }

  private case(one: Case): void {
    const { at } = one;
    this.caseActor(one.actor, this.clause("actor"));
    this.caseActor(one.target, this.clause("target"));
    for (const side of one.sides ?? []) this.caseActor(side, this.clause("sides"));
    this.name(one.act, ["act"], this.clause("act"));
    this.name(one.weapon, ["weapon"], this.clause("weapon"));
    this.all(one.place, ["place"], this.clause("place"));
    for (const time of [one.when?.from, one.when?.to, one.known]) this.time(time);
    for (const { measure, quantity, at: place = at } of one.measures) {
      this.name(measure, ["measure"], place);
      this.quantities.push({ quantity, as: { measure }, statement: one, at: place });
    }
    for (const { line, quantity, at: place = at } of one.distances) {
      this.name(line, ["place"], place);
      this.quantities.push({ quantity, as: "length", statement: one, at: place });
    }
    for (const entry of one.record) {
      this.name(entry.rule, ["rule"], entry.at ?? at);
      for (const time of [entry.from, entry.until, entry.learnt]) this.time(time);
    }
    for (const { on, until, learnt } of one.renewals ?? []) for (const time of [on, until, learnt]) this.time(time);
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
      case "each":
        this.name(formula.thing, ["weapon", "act"], formula.at);
        return this.formula(formula.holds);
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
          this.term(term, {
            wanted: OF_SUBJECT[this.about.get(leaf.fact)?.[index] ?? "actor"],
            at,
            isSecond: isNamed(term, leaf.fact),
          }),
        );
        return;
      case "in":
      case "is": {
        const asked =
          leaf.kind === "in" && "name" in leaf.term ? { asked: { term: leaf.term.name, in: leaf.name } } : {};
        this.term(leaf.term, { wanted: WHO, at, ...asked });
        const isSecond = isNamed(leaf.term, leaf.name);
        return this.note(leaf.name, { wanted: kindsFor(leaf.term), at, reach: "open", isSecond, ...asked });
      }
      case "bound":
        return this.term(leaf.term, { wanted: WHO, at });
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
    this.tables.push(expression.table);
  }

  private term(term: Term, use: Pick<NameUse, "wanted" | "at" | "isSecond" | "asked">): void {
    if ("name" in term) this.note(term.name, { ...use, reach: "open" });
  }

  private event(event: EventPattern, around: Span | undefined): void {
    const at = event.at ?? around;
    this.all(event.acts, ["act"], event.clauses?.["acts"] ?? at);
    this.all(event.with, ["weapon"], event.clauses?.["with"] ?? at);
    this.selector(event.by, at);
    this.selector(event.against, at);
    this.all(event.in, ["place"], event.clauses?.["in"] ?? at);
  }

  private selector(selector: Selector | undefined, around: Span | undefined, reach: Reach = "closed"): void {
    if (selector?.kind !== "names") return;
    const at = selector.at ?? around;
    for (const name of selector.names) this.note(name, { wanted: WHO, at, reach });
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

  private note(name: Name, use: Omit<NameUse, "name" | "statement">): void {
    this.names.push({ name, statement: this.statement, ...use });
  }
}

function isNamed(term: Term, name: Name): boolean {
  return "name" in term && term.name === name;
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
