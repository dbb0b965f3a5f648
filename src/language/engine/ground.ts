import type {
  Duration,
  Formula,
  InForce,
  Leaf,
  Name,
  Phase,
  Quantity,
  Reference,
  Replacement,
  Selector,
  Term,
  Time,
} from "../ir.ts";
import { printLeaf, printTerm, printTime } from "../print/formula.ts";
import { canonicalInstant, shiftInstant } from "../time/calendar.ts";
import { resolveTime, type Edge } from "../time/resolve.ts";
import { baseOfList, derivedName, type AtomTable } from "./atoms.ts";
import { stripOf, type Strip } from "./bounds.ts";
import { inOneUnit, convert } from "./lengths.ts";
import { commandOf, type Declarations } from "./declarations.ts";
import { all, any, either, none, ALWAYS, NEVER, type Expression } from "./expression.ts";
import { replacementsAt } from "./overlays.ts";

/** The line that is meant in the place of another. */
function lineInstead(line: Name, as: Replacement): Name | undefined {
  if (as.kind === "name") return as.name;
  return as.kind === "reference" && isDated(as.reference) ? derivedName(line, as.reference.kind) : undefined;
}

/** Whether the words stand for the start of a day after `from` and for its end after `by`. */
function isDay(time: Time): boolean {
  return time.kind === "date" || (time.kind === "offset" && time.duration.kind === "calendar");
}

/** Whether a reference says as at when. */
function isDated(reference: Reference): reference is Reference & { readonly kind: "fixed" | "incident" } {
  return reference.kind === "fixed" || reference.kind === "incident";
}

/**
 * Turns formulas of the text into expressions over canonical atoms, with every reading's and later text's replacement
 * in its place. One instance a rule: `errors` collects what cannot be evaluated, and a rule with errors is never judged.
 */
export class Grounding {
  readonly errors: string[] = [];
  /** Definitions being worked out: a text can define a thing by itself, and must not be followed round for ever. */
  private readonly open = new Set<string>();
  readonly declared: Declarations;
  private readonly atoms: AtomTable;
  private readonly rule: Name | undefined;

  constructor(declared: Declarations, atoms: AtomTable, rule?: Name) {
    this.declared = declared;
    this.atoms = atoms;
    this.rule = rule;
  }

  formula(formula: Formula): Expression {
    switch (formula.kind) {
      case "and":
        return all(...formula.of.map((part) => this.formula(part)));
      case "or":
        return any(...formula.of.map((part) => this.formula(part)));
      case "not":
        return none(this.formula(formula.of));
      case "each":
        return any(none(this.thing(formula.thing)), this.formula(formula.holds));
      default:
        return this.leaf(formula);
    }
  }

  leaf(leaf: Leaf): Expression {
    switch (leaf.kind) {
      case "constant":
        return leaf.value ? ALWAYS : NEVER;
      case "in":
        return this.membership(leaf.term, leaf.name);
      case "bound":
        return this.bound(leaf.term);
      case "compare":
        return this.compare(leaf);
      case "distance":
        return this.distance(leaf);
      case "time":
        return leaf.op === "before" ? this.before(leaf.time, "start") : none(this.before(leaf.time, "end"));
      case "during":
        return this.during(leaf.phase);
      case "is":
        return this.identity(leaf.term, leaf.name);
      default:
        return this.atom(leaf);
    }
  }

  /** The condition, or what stands in its place in a reading or after an amendment. */
  overlaid(
    label: { readonly name: Name; readonly label?: Name },
    base: Expression,
    replaced: (as: Replacement) => Expression | undefined,
  ): Expression {
    const { statements, amendments } = replacementsAt(this.declared, label);
    const placed = (as: Replacement): Expression => {
      const expression = replaced(as);
      if (expression === undefined)
        this.errors.push(
          `${label.name}${label.label === undefined ? "" : `.${label.label}`} cannot be replaced by this`,
        );
      return expression ?? NEVER;
    };
    /** The words after so many amendments, as a reading has them. */
    const read = (words: Expression, amended: number): Expression =>
      statements
        .filter(({ after }) => after === amended)
        .reduce((otherwise, { statement, as }) => {
          const index = this.declared.statements.findIndex(({ name }) => name === statement);
          return either({ op: "selector", index }, placed(as), otherwise);
        }, words);
    return amendments.reduce(
      (earlier, { index, as }, i) =>
        either(this.before(this.declared.amendments[index]!.from, "start"), earlier, read(placed(as), i + 1)),
      read(base, 0),
    );
  }

  selector(selector: Selector, term: Term): Expression {
    if (selector.kind === "anyone") return ALWAYS;
    if (selector.kind === "bound") return this.bound(term);
    return any(...selector.names.map((name) => this.membership(term, name)));
  }

  bound(term: Term): Expression {
    const conditions = this.declared.statements.flatMap(({ operation }, index) =>
      operation.kind === "binds"
        ? [
            any(
              none({ op: "selector", index }),
              none(this.selector(operation.who, term)),
              this.once(`who is bound (${printTerm(term)})`, () => this.formula(operation.while)),
            ),
          ]
        : [],
    );
    return all(this.atom({ kind: "bound", term }), ...conditions);
  }

  /** `before T`: an atom at a canonical instant, or, if T rests on what is not recorded, at its own words. */
  before(time: Time, edge: Edge): Expression {
    const named = this.named(time);
    const resolved = resolveTime(named, edge, this.declared.times);
    if (resolved.kind === "problem") this.errors.push(`${printTime(time)}: ${resolved.message}`);
    if (resolved.kind === "instant") return this.beforeInstant(resolved.instant);
    // Of a day that is not known yet the start is one question and the end another.
    if (edge === "end" && isDay(named)) return none(this.atom({ kind: "time", op: "after", time: named }));
    return this.atom({ kind: "time", op: "before", time: named });
  }

  /** The time with the rule named whose marks it means, for `complete` of one rule is not that of another. */
  private named(time: Time): Time {
    if (time.kind === "offset") return { ...time, from: this.named(time.from) };
    const isOwn = time.kind === "mark" && time.rule === undefined && time.mark !== "adoption" && time.mark !== "entry";
    return isOwn && this.rule !== undefined ? { ...time, rule: this.rule } : time;
  }

  beforeInstant(instant: number): Expression {
    return this.atom({ kind: "time", op: "before", time: canonicalInstant(instant, this.declared.times.zone) });
  }

  inForce(): Expression {
    const statements = this.declared.inForce;
    return statements.length === 0 ? ALWAYS : any(...statements.map((statement) => this.inForceBy(statement)));
  }

  /** As the words say, or, where renewals or notices are recorded, as they have made it. */
  private inForceBy(statement: InForce): Expression {
    const stretches = this.declared.times.stretches.filter((stretch) => stretch.statement === statement);
    if (!stretches.some(({ isRenewed }) => isRenewed)) return this.period(statement, statement.endsWhen);
    const lasts = stretches.map(({ from, until }) =>
      all(
        from === undefined ? ALWAYS : none(this.beforeInstant(from)),
        until === undefined ? ALWAYS : this.beforeInstant(until),
      ),
    );
    return all(any(...lasts), statement.endsWhen ? none(this.formula(statement.endsWhen)) : ALWAYS);
  }

  during(name: Name): Expression {
    const phase = this.declared.phases.get(name);
    if (!phase) return this.atom({ kind: "during", phase: name });
    const enters = (): Expression => (phase.entersWhen ? this.formula(phase.entersWhen) : ALWAYS);
    return all(this.period(phase), this.once(`phase ${name}`, enters));
  }

  /** Works out a definition; one that rests on itself is an error. */
  private once(what: string, work: () => Expression): Expression {
    if (this.open.has(what)) {
      this.errors.push(`${what} is defined by itself`);
      return NEVER;
    }
    this.open.add(what);
    const found = work();
    this.open.delete(what);
    return found;
  }

  private period(of: InForce | Phase, endsWhen?: Formula): Expression {
    const parts = [none(this.before(of.from, "start"))];
    if (of.until) parts.push(this.before(of.until, "end"));
    if (of.for) parts.push(this.beforeEnd(of.from, of.for));
    if (endsWhen) parts.push(none(this.formula(endsWhen)));
    return all(...parts);
  }

  /** Before the end of what lasts so long. While its beginning is not known, the end is asked for in words. */
  private beforeEnd(from: Time, duration: Duration): Expression {
    const start = resolveTime(from, "start", this.declared.times);
    if (start.kind !== "instant") return this.before({ kind: "offset", duration, direction: "after", from }, "start");
    return this.beforeInstant(shiftInstant(start.instant, duration, { zone: this.declared.times.zone, direction: 1 }));
  }

  private thing(name: Name): Expression {
    return this.identity({ role: this.declared.acts.has(name) ? "act" : "weapon" }, name);
  }

  private membership(term: Term, name: Name): Expression {
    const { declared } = this;
    if (declared.identities.has(name)) return this.identity(term, name);
    const strip = stripOf(name, declared);
    if (strip) return this.inStrip({ kind: "in", term, name }, strip);
    if (!declared.lists.has(name)) return this.inGroup(term, name);
    return this.overlaid({ name }, this.inGroup(term, name), (as) => {
      if (as.kind === "formula") return this.formula(as.formula);
      if (as.kind === "name") return this.inGroup(term, as.name);
      if (as.kind !== "reference" || !isDated(as.reference)) return undefined;
      return this.inGroup(term, derivedName(name, as.reference.kind));
    });
  }

  /** Where another line stands in the place of the one along which a strip lies, the strip lies along that. */
  private inStrip(leaf: Leaf, { line, distance }: Strip): Expression {
    const quantity = { kind: "quantity", quantity: distance } as const;
    const beyond = (other: Name): Expression =>
      this.beyond({ kind: "distance", op: "beyond", quantity, line: other }, other);
    // A known distance from the line answers the question, so it is asked for where nothing else asks.
    beyond(line);
    return this.overlaid({ name: line }, this.atom(leaf), (as) => {
      const other = lineInstead(line, as);
      return other === undefined ? undefined : none(beyond(other));
    });
  }

  /** A party that the text itself puts into a list or a class is in it; of anybody else the record is asked. */
  private inGroup(term: Term, name: Name): Expression {
    const { lists, classes, parties } = this.declared;
    const named = lists.get(baseOfList(name).list)?.names ?? classes.get(name)?.members ?? [];
    const isNamed = "name" in term && commandOf(term.name, parties).some((party) => named.includes(party));
    return isNamed ? ALWAYS : this.atom({ kind: "in", term, name });
  }

  /** A name of the text that is one actor, compared with itself, needs no record. */
  private identity(term: Term, name: Name): Expression {
    if ("name" in term) return commandOf(term.name, this.declared.parties).includes(name) ? ALWAYS : NEVER;
    if (!this.declared.identities.has(name) && (term.role === "actor" || term.role === "target"))
      return this.atom({ kind: "in", term, name });
    return this.atom({ kind: "is", term, name });
  }

  private compare({ measure, op, quantity }: Leaf & { kind: "compare" }): Expression {
    const unit = this.declared.measures.get(measure)?.unit ?? quantity.unit;
    const value = convert(quantity, unit);
    if (value === undefined) {
      this.errors.push(`${measure} is measured in ${unit}, not in ${quantity.unit}`);
      return NEVER;
    }
    const atLeast = (): Expression => this.atom({ kind: "compare", measure, op: ">=", quantity: { value, unit } });
    const above = (): Expression => this.atom({ kind: "compare", measure, op: ">", quantity: { value, unit } });
    if (op === ">=") return atLeast();
    if (op === ">") return above();
    if (op === "<") return none(atLeast());
    if (op === "<=") return none(above());
    const equal = all(atLeast(), none(above()));
    return op === "=" ? equal : none(equal);
  }

  private distance(leaf: Leaf & { kind: "distance" }): Expression {
    const from = (line: Name): Expression => this.beyond(leaf, line);
    const beyond = this.overlaid({ name: leaf.line }, from(leaf.line), (as) => {
      const line = lineInstead(leaf.line, as);
      return line === undefined ? undefined : from(line);
    });
    return leaf.op === "beyond" ? beyond : none(beyond);
  }

  /** Distance of at least the quantity; of a table, the row that applies says which. With no row that applies nothing does. */
  private beyond({ quantity }: Leaf & { kind: "distance" }, line: Name): Expression {
    const atom = (value: Quantity): Expression =>
      this.atom({ kind: "distance", op: "beyond", quantity: { kind: "quantity", quantity: inOneUnit(value) }, line });
    if (quantity.kind === "quantity") return atom(quantity.quantity);
    const table = this.declared.tables.get(quantity.table);
    if (!table) {
      this.errors.push(`there is no table ${quantity.table}`);
      return NEVER;
    }
    const { scale } = quantity;
    const factor = scale === undefined ? 1 : scale.op === "/" ? 1 / scale.by : scale.by;
    const earlier: Expression[] = [];
    const rows = table.rows.map((row) => {
      const holds = this.once(`table ${table.name}`, () => this.formula(row.when));
      const applies = table.pick === "first" ? all(holds, ...earlier.map(none)) : holds;
      earlier.push(holds);
      return all(applies, atom({ value: Number((row.value.value * factor).toPrecision(12)), unit: row.value.unit }));
    });
    const unsaid = none(any(...earlier));
    if (unsaid.op === "constant") return any(...rows);
    const key = printLeaf({ kind: "distance", op: "beyond", quantity, line });
    const { index } = this.atoms.gapOf(key, { table: table.name, when: unsaid });
    return any(...rows, all(unsaid, { op: "gap", index }));
  }

  private atom(leaf: Leaf): Expression {
    return { op: "atom", index: this.atoms.atomOf(leaf).index };
  }
}
