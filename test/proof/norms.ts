import type {
  Agreement,
  Amendment,
  Duty,
  Escape,
  Exception,
  Formula,
  LabelReference,
  Leaf,
  Name,
  PartyStatement,
  Quantity,
  Replacement,
  Rule,
  Selector,
  Statement,
  StatementOperation,
  Table,
  Term,
  Time,
} from "../../src/language/ir.ts";
import { Dice } from "./dice.ts";
import { FIXED_ZONES } from "./units.ts";

/** Random agreements, small and dense: everything the language can say about one occurrence, in few words. */

const ACTOR: Term = { role: "actor" };
const TARGET: Term = { role: "target" };
const PARTIES = ["sar", "rus", "aog"];
const ACTORS = [...PARTIES, "nusra", "daesh"];
const GROUPS = ["terrorist", "hostile", "fronts"];
const ACTS = ["attack", "shelling", "mortar-fire", "move", "raid"];
const WEAPONS = ["gun", "howitzer", "rocket"];
const LINES = ["contact-now", "contact-then"];
const AREAS = ["idlib", "daraa"];
const FACTS = ["threat", "proportionate", "notified", "sieges-lifted"];
const DAYS = ["2016-02-26", "2016-02-27", "2016-02-28", "2016-03-01"];

export function randomAgreement(seed: number): Agreement {
  return new Drafter(new Dice(seed)).agreement();
}

type Place = readonly [LabelReference, () => Replacement];

class Drafter {
  private readonly dice: Dice;
  private readonly pool: readonly Formula[];
  private label = 0;

  constructor(dice: Dice) {
    this.dice = dice;
    // Few different leaves, so that formulas share them and unknown facts pull on several clauses at once.
    this.pool = Array.from({ length: dice.between(3, 9) }, () => this.leaf());
  }

  agreement(): Agreement {
    const { dice } = this;
    const rules = Array.from({ length: dice.between(1, 4) }, (_, i) => this.rule(i));
    const later = this.laterTexts(rules);
    const statements = [...this.declarations(), ...this.timing(), ...this.prioritised(rules), ...later];
    const meta = { id: "random", title: "Random norms", zone: dice.pick(FIXED_ZONES), adopted: "2016-02-22" };
    return { truce: 1, meta, parts: [{ kind: "block", statements }] };
  }

  // ——— Declarations ———

  private declarations(): Statement[] {
    const { dice } = this;
    const rusPart = dice.chance(0.4) ? { partOf: "sar" } : {};
    const reference = { kind: dice.pick(["incident", "fixed"] as const) };
    const listed = dice.draw(ACTORS.slice(2), dice.between(0, 2));
    return [
      { kind: "party", name: "sar", title: "Armed Forces" },
      { kind: "party", name: "rus", title: "Aerospace Forces", ...rusPart },
      { kind: "party", name: "aog", title: "Armed groups" },
      { kind: "body", name: "issg", title: "Task force" },
      { kind: "class", name: "fronts", title: "Fronts", members: dice.draw(ACTORS, dice.between(0, 2)) },
      { kind: "list", name: "terrorist", names: ["daesh", "nusra"], designatedBy: { by: "issg", reference } },
      { kind: "list", name: "hostile", names: listed, designatedBy: { by: "issg", reference: { kind: "incident" } } },
      ...this.taxonomy(),
      ...FACTS.map((name): Statement => ({ kind: "fact", name, about: [], question: `Was it ${name}?` })),
      { kind: "fact", name: "linked-to", about: ["actor", "list"], question: "Was {actor} linked to {list}?" },
      { kind: "fact", name: "allied-with", about: ["actor", "actor"], question: "Was {actor} allied with the other?" },
      { kind: "measure", name: "calibre", unit: "mm", question: "What was the calibre?" },
      { kind: "measure", name: "dead", unit: "count", question: "How many died?" },
      ...LINES.map((name): Statement => ({
        kind: "place",
        shape: "line",
        name,
        title: name,
        reference: { kind: "fixed" },
      })),
      ...AREAS.map((name): Statement => ({
        kind: "place",
        shape: "area",
        name,
        title: name,
        reference: { kind: "fixed" },
      })),
      this.table("width"),
      { kind: "accept", name: "a1", who: { kind: "names", names: ["sar"], each: false }, to: ["issg"] },
    ];
  }

  private taxonomy(): Statement[] {
    const parents: Readonly<Record<Name, readonly Name[]>> = {
      shelling: ["attack"],
      "mortar-fire": ["shelling"],
      raid: this.dice.chance(0.5) ? ["attack", "move"] : ["move"],
      howitzer: ["gun"],
    };
    const node = (kind: "act" | "weapon", name: Name): Statement => ({
      kind,
      name,
      title: name,
      isA: parents[name] ?? [],
    });
    return [...ACTS.map((name) => node("act", name)), ...WEAPONS.map((name) => node("weapon", name))];
  }

  private table(name: Name): Table {
    const { dice } = this;
    const rows = Array.from({ length: dice.between(1, 3) }, () => ({
      when: dice.chance(0.5)
        ? this.calibre()
        : ({ kind: "is", term: { role: "weapon" }, name: dice.pick(WEAPONS) } as const),
      value: dice.pick<Quantity>([
        { value: 10, unit: "km" },
        { value: 50, unit: "km" },
        { value: 500, unit: "m" },
      ]),
    }));
    return { kind: "table", name, pick: dice.pick(["one", "first"]), rows };
  }

  private timing(): Statement[] {
    const { dice } = this;
    const found: Statement[] = [
      { kind: "day-one", date: "2016-02-27" },
      {
        kind: "phase",
        name: "first",
        title: "First",
        ...this.period(),
        ...(dice.chance(0.3) ? { entersWhen: this.grounded(1) } : {}),
      },
    ];
    const periods = dice.chance(0.6) ? (dice.chance(0.15) ? 2 : 1) : 0;
    for (let i = 0; i < periods; i++)
      found.push({ kind: "in-force", ...this.period(), ...(dice.chance(0.25) ? { endsWhen: this.formula(1) } : {}) });
    return found;
  }

  private period(): { from: Time; until?: Time; for?: { kind: "clock"; n: number; unit: "h" } } {
    const { dice } = this;
    if (dice.chance(0.2)) return { from: this.instant(), for: { kind: "clock", n: dice.pick([12, 48]), unit: "h" } };
    return { from: this.time(), ...(dice.chance(0.3) ? { until: this.time() } : {}) };
  }

  // ——— Rules ———

  private rule(i: number): Rule {
    const { dice } = this;
    const duty = this.duty();
    const maybe = <T extends object>(probability: number, make: () => T): T | object =>
      dice.chance(probability) ? make() : {};
    return {
      kind: "rule",
      name: `rule-${i + 1}`,
      who: duty.shape === "must-ensure" ? this.names(PARTIES) : this.selector(),
      duty,
      ...maybe(0.5, () => ({ against: this.selector() })),
      ...maybe(0.2, () => ({ with: dice.draw(WEAPONS, dice.between(1, 2)) })),
      ...maybe(0.2, () => ({ in: dice.draw(AREAS, dice.between(1, 2)) })),
      ...maybe(0.3, () => ({ when: this.formula(2) })),
      ...maybe(0.2, () => ({ from: this.time() })),
      ...maybe(0.2, () => ({ until: this.time() })),
      ...maybe(0.15, () => ({ during: "first" })),
      escapes: Array.from({ length: dice.between(0, 3) }, () => this.escape()),
      prevailsOver: [],
      yieldsTo: [],
    };
  }

  private duty(): Duty {
    const { dice } = this;
    const acts = dice.draw(ACTS, dice.chance(0.2) ? 2 : 1);
    const kind = dice.roll();
    if (kind < 0.45) return { shape: "must-not", acts };
    if (kind < 0.7) return { shape: "may", acts };
    if (kind < 0.78) return { shape: "must-keep", holds: this.formula(2) };
    if (kind < 0.88) return { shape: "must-achieve", holds: this.formula(2), ...this.deadline() };
    if (kind < 0.97) return { shape: "must-ensure", whom: this.selector(), acts };
    return { shape: "must-whenever", acts, whenever: { acts: ["attack"] } };
  }

  private deadline(): { by?: Time; startingBy?: Time; completeBy?: Time } {
    const kind = this.dice.roll();
    if (kind < 0.6) return { by: this.time() };
    return kind < 0.9 ? { startingBy: this.time(), completeBy: this.time() } : {};
  }

  private escape(): Escape {
    return { kind: this.dice.pick(["outside", "unless"]), ...this.exception(0) };
  }

  private exception(depth: number): Exception {
    const { dice } = this;
    const children = depth < 3 && dice.chance(0.35) ? dice.between(1, 2) : 0;
    const label = `c${++this.label}`;
    return { label, when: this.formula(2), butNot: Array.from({ length: children }, () => this.exception(depth + 1)) };
  }

  /** Each pair of a permission and a duty gets a priority (from either side), or none and then they may clash. */
  private prioritised(rules: readonly Rule[]): Rule[] {
    const { dice } = this;
    const found = rules.map((rule) => ({ ...rule, prevailsOver: [] as Name[], yieldsTo: [] as Name[] }));
    for (const may of found.filter(({ duty }) => duty.shape === "may"))
      for (const must of found.filter(({ duty }) => duty.shape !== "may")) {
        const kind = dice.below(5);
        if (kind === 0) may.prevailsOver.push(must.name);
        if (kind === 1) must.yieldsTo.push(may.name);
        if (kind === 2) must.prevailsOver.push(may.name);
      }
    return found;
  }

  // ——— Later texts ———

  private laterTexts(rules: readonly Rule[]): Statement[] {
    const { dice } = this;
    const labels = dice.draw(this.labels(rules), dice.between(0, 4));
    const split = dice.below(2);
    const amendments = labels
      .slice(0, split)
      .map(([label, as]): Amendment => ({ kind: "amend", label, from: this.time(), as: as() }));
    const operations: StatementOperation[] = labels
      .slice(split)
      .map(([label, as]) => ({ kind: "reads", label, as: as() }));
    if (dice.chance(0.3))
      operations.push({
        kind: "binds",
        who: this.names(dice.chance(0.6) ? PARTIES : GROUPS),
        while: this.grounded(1),
      });
    if (dice.chance(0.3)) operations.push({ kind: "starts", rule: dice.pick(rules).name, when: this.formula(1) });
    if (operations.length > 0 && dice.chance(0.15)) operations.push(operations[0]!);
    const statements = operations.map((operation, i): PartyStatement => ({
      kind: "statement",
      name: `s${i + 1}`,
      by: dice.draw([...PARTIES, "issg"], dice.chance(0.15) ? 2 : 1),
      on: "2016-02-23",
      statementKind: "interpretation",
      operation,
      responses: dice.chance(0.5)
        ? [{ response: dice.pick(["accepted", "accepted", "objected"] as const), by: [...PARTIES, "fronts"] }]
        : [],
    }));
    const names = dice.draw(
      statements.map(({ name }) => name),
      2,
    );
    const reading: Statement[] = names.length > 0 ? [{ kind: "reading", name: "strict", with: names }] : [];
    return [...amendments, ...statements, ...reading];
  }

  /** The places that a statement or an amendment may replace, and with what. */
  private labels(rules: readonly Rule[]): Place[] {
    const { dice } = this;
    const inside = (exceptions: readonly Exception[]): readonly Name[] =>
      exceptions.flatMap(({ label, butNot }) => [label, ...inside(butNot)]);
    const formula = (): Replacement => ({ kind: "formula", formula: this.formula(2) });
    const time = (): Replacement => ({ kind: "time", time: this.time() });
    const found: Place[] = [];
    for (const { name, duty, escapes } of rules) {
      for (const label of inside(escapes)) found.push([{ name, label }, formula]);
      if (duty.shape === "must-achieve" && duty.by) found.push([{ name, label: "by" }, time]);
      if (duty.shape === "must-achieve" && duty.completeBy) found.push([{ name, label: "complete" }, time]);
    }
    for (const name of ["terrorist", "hostile"])
      found.push([{ name }, () => ({ kind: "reference", reference: { kind: dice.pick(["fixed", "incident"]) } })]);
    for (const name of LINES)
      found.push([{ name }, () => ({ kind: "name", name: LINES.find((line) => line !== name)! })]);
    return found;
  }

  // ——— Formulas ———

  private formula(depth: number): Formula {
    const { dice } = this;
    if (depth === 0 || dice.chance(0.4))
      return dice.chance(0.3) ? { kind: "not", of: dice.pick(this.pool) } : dice.pick(this.pool);
    const kind = dice.roll();
    if (kind < 0.1) return { kind: "not", of: this.formula(depth - 1) };
    if (kind < 0.2) return { kind: "each", thing: dice.pick([...WEAPONS, ...ACTS]), holds: this.formula(depth - 1) };
    const of = Array.from({ length: dice.between(2, 3) }, () => this.formula(depth - 1));
    return { kind: dice.pick(["and", "or"] as const), of };
  }

  /** A formula that asks neither who is bound nor which phase it is, for defining these: they cannot rest on themselves. */
  private grounded(depth: number): Formula {
    const formula = this.formula(depth);
    return /"kind":"(?:bound|during)"/u.test(JSON.stringify(formula))
      ? { kind: "fact", fact: "sieges-lifted", of: [] }
      : formula;
  }

  private leaf(): Leaf {
    const { dice } = this;
    const who = (): Term => (dice.chance(0.1) ? { name: dice.pick(PARTIES) } : dice.pick([ACTOR, TARGET]));
    const makers: readonly (() => Leaf)[] = [
      () => ({ kind: "fact", fact: dice.pick(FACTS), of: [] }),
      () => ({ kind: "fact", fact: dice.pick(FACTS), of: [] }),
      () => ({ kind: "fact", fact: "linked-to", of: [who(), { name: dice.pick(["terrorist", "hostile"]) }] }),
      () => ({ kind: "fact", fact: "allied-with", of: [ACTOR, TARGET] }),
      () => ({ kind: "in", term: who(), name: dice.pick([...GROUPS, ...ACTORS]) }),
      () => ({ kind: "in", term: who(), name: dice.pick(GROUPS) }),
      () => ({ kind: "in", term: { role: "place" }, name: dice.pick(AREAS) }),
      () => ({ kind: "is", term: who(), name: dice.pick(ACTORS) }),
      () => ({ kind: "is", term: { role: "weapon" }, name: dice.pick(WEAPONS) }),
      () => ({ kind: "is", term: { role: "act" }, name: dice.pick(ACTS) }),
      () => ({ kind: "bound", term: who() }),
      () => this.calibre(),
      () => ({
        kind: "compare",
        measure: "dead",
        op: dice.pick([">=", ">", "=", "<"] as const),
        quantity: { value: dice.pick([1, 10]), unit: "count" },
      }),
      () => this.distance(),
      () => this.distance(),
      () => ({ kind: "time", op: dice.pick(["before", "after"] as const), time: this.time() }),
      () => ({ kind: "time", op: dice.pick(["before", "after"] as const), time: this.time() }),
      () => ({ kind: "during", phase: "first" }),
      () => ({ kind: "confirmed", accept: "a1", ...(dice.chance(0.3) ? { by: "sar" } : {}) }),
      () => ({
        kind: "none",
        event: { acts: ["attack"], by: { kind: "names", names: ["sar"], each: false } },
        for: { kind: "calendar", n: 7, unit: "days" },
      }),
      () => ({ kind: "at-least", n: 3, event: { acts: ["shelling"] }, within: { kind: "clock", n: 24, unit: "h" } }),
      () => ({ kind: "constant", value: dice.chance(0.5) }),
    ];
    return dice.pick(makers)();
  }

  private calibre(): Leaf {
    const { dice } = this;
    const quantity = dice.pick<Quantity>([
      { value: 100, unit: "mm" },
      { value: 0.1, unit: "m" },
      { value: 120, unit: "mm" },
      { value: 152, unit: "mm" },
    ]);
    return { kind: "compare", measure: "calibre", op: dice.pick(["<", "<=", "=", "!=", ">=", ">"] as const), quantity };
  }

  private distance(): Leaf {
    const { dice } = this;
    const op = dice.pick(["within", "beyond"] as const);
    const line = dice.pick(LINES);
    if (dice.chance(0.3)) {
      const scale = dice.chance(0.5) ? { scale: { op: dice.pick(["/", "*"] as const), by: 2 } } : {};
      return { kind: "distance", op, quantity: { kind: "table", table: "width", ...scale }, line };
    }
    const quantity = dice.pick<Quantity>([
      { value: 5, unit: "km" },
      { value: 5000, unit: "m" },
      { value: 25, unit: "km" },
      { value: 10, unit: "km" },
    ]);
    return { kind: "distance", op, quantity: { kind: "quantity", quantity }, line };
  }

  private selector(): Selector {
    const kind = this.dice.roll();
    if (kind < 0.45) return { kind: "bound" };
    return kind < 0.55 ? { kind: "anyone" } : this.names([...ACTORS, ...GROUPS]);
  }

  private names(from: readonly Name[]): Selector {
    return { kind: "names", names: this.dice.draw(from, this.dice.between(1, 2)), each: this.dice.chance(0.3) };
  }

  private time(): Time {
    const { dice } = this;
    const kind = dice.roll();
    if (kind < 0.3) return { kind: "date", date: dice.pick(DAYS) };
    if (kind < 0.45) return { kind: "day", n: dice.between(1, 3), edge: dice.pick(["start", "end"]) };
    if (kind < 0.55)
      return {
        kind: "offset",
        duration: { kind: "clock", n: dice.pick([6, 24]), unit: "h" },
        direction: dice.pick(["after", "before"]),
        from: this.instant(),
      };
    return this.instant();
  }

  private instant(): Time {
    const { dice } = this;
    const local = `${dice.pick(DAYS)} ${dice.pick(["00:00", "06:30", "12:00"])}`;
    const zone = dice.chance(0.2) ? { zone: dice.pick(["UTC", "UTC+03:00", "UTC-05:30", "Asia/Kathmandu"]) } : {};
    return { kind: "instant", local, ...zone };
  }
}
