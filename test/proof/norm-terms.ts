import type {
  Comparison,
  Duration,
  Formula,
  Leaf,
  Mark,
  Name,
  Quantity,
  Selector,
  Term,
  Time,
} from "../../src/language/ir.ts";
import type { Dice } from "./dice.ts";

/** The parts of random clauses: few names, so that clauses share them and unknown facts pull on several at once. */

const ACTOR: Term = { role: "actor" };
const TARGET: Term = { role: "target" };
export const PARTIES: readonly Name[] = ["sar", "rus", "aog"];
export const ACTORS: readonly Name[] = [...PARTIES, "nusra", "daesh"];
export const GROUPS: readonly Name[] = ["terrorist", "hostile", "fronts"];
export const ACTS: readonly Name[] = ["attack", "shelling", "mortar-fire", "move", "raid"];
export const WEAPONS: readonly Name[] = ["gun", "howitzer", "rocket"];
export const LINES: readonly Name[] = ["contact-now", "contact-then"];
/** `buffer` and `strip` lie along a line, `suburb` about an area. */
export const AREAS: readonly Name[] = ["idlib", "daraa", "buffer", "strip", "suburb"];
export const FACTS: readonly Name[] = ["threat", "proportionate", "notified", "sieges-lifted"];

/** Days that are near each other; in two of the seasons the clocks of some zones change. */
export interface Season {
  readonly dayOne: string;
  readonly days: readonly string[];
}

export const SEASONS: readonly Season[] = [
  { dayOne: "2016-02-27", days: ["2016-02-26", "2016-02-27", "2016-02-28", "2016-03-01"] },
  { dayOne: "2016-03-24", days: ["2016-03-11", "2016-03-24", "2016-03-25", "2016-03-27"] },
  { dayOne: "2016-10-27", days: ["2016-10-14", "2016-10-27", "2016-10-28", "2016-10-30"] },
];

/** On whose behalf a time is written: a rule may count from its own marks without naming itself. */
type Writer = "rule" | "text" | "period";

export class TermDrafter {
  protected readonly dice: Dice;
  protected readonly season: Season;
  protected readonly ruleNames: readonly Name[];
  private readonly pool: readonly Formula[];
  /** The mark on which most times of the agreement rest, so that they bear on each other also where it is not known. */
  private readonly favourite: Time;

  constructor(dice: Dice) {
    this.dice = dice;
    this.season = dice.pick(SEASONS);
    this.ruleNames = Array.from({ length: dice.between(1, 4) }, (_, i) => `rule-${i + 1}`);
    this.favourite = { kind: "mark", mark: dice.pick(["start", "complete"]), rule: dice.pick(this.ruleNames) };
    this.pool = Array.from({ length: dice.between(3, 9) }, () => this.leaf());
  }

  // ——— Formulas ———

  protected formula(depth: number): Formula {
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
  protected grounded(depth: number): Formula {
    const formula = this.formula(depth);
    return /"kind":"(?:bound|during)"/u.test(JSON.stringify(formula))
      ? { kind: "fact", fact: "sieges-lifted", of: [] }
      : formula;
  }

  private leaf(): Leaf {
    const { dice } = this;
    const who = (): Term => (dice.chance(0.1) ? { name: dice.pick(PARTIES) } : dice.pick([ACTOR, TARGET]));
    const place: Term = { role: "place" };
    const makers: readonly (() => Leaf)[] = [
      () => ({ kind: "fact", fact: dice.pick(FACTS), of: [] }),
      () => ({ kind: "fact", fact: dice.pick(FACTS), of: [] }),
      () => ({ kind: "fact", fact: "linked-to", of: [who(), { name: dice.pick(["terrorist", "hostile"]) }] }),
      () => ({ kind: "fact", fact: "allied-with", of: [ACTOR, TARGET] }),
      () => ({ kind: "in", term: who(), name: dice.pick([...GROUPS, ...ACTORS]) }),
      () => ({ kind: "in", term: who(), name: dice.pick(GROUPS) }),
      () => ({ kind: "in", term: place, name: dice.pick(AREAS) }),
      () => ({ kind: "in", term: place, name: dice.pick(["buffer", "strip"]) }),
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
      () => ({ kind: "time", op: dice.pick(["before", "after"] as const), time: this.time("text") }),
      () => ({ kind: "time", op: dice.pick(["before", "after"] as const), time: this.time("text") }),
      () => ({ kind: "during", phase: "first" }),
      () => ({ kind: "confirmed", accept: "a1", ...(dice.chance(0.3) ? { by: "sar" } : {}) }),
      () => ({
        kind: "none",
        event: { acts: ["attack"], by: { kind: "names", names: ["sar"], each: false } },
        for: { kind: "calendar", n: 7, unit: "days" },
      }),
      () => ({ kind: "at-least", n: 3, event: { acts: ["shelling"] }, within: { kind: "clock", n: 24, unit: "h" } }),
      () => ({ kind: "duty", rule: dice.pick(this.ruleNames), state: dice.pick(["fulfilled", "lapsed"] as const) }),
      () => ({ kind: "constant", value: dice.chance(0.5) }),
    ];
    return dice.pick(makers)();
  }

  protected calibre(): Leaf {
    const { dice } = this;
    const quantity = dice.pick<Quantity>([
      { value: 100, unit: "mm" },
      { value: 0.1, unit: "m" },
      { value: 120, unit: "mm" },
      { value: 152, unit: "mm" },
    ]);
    const ops: readonly Comparison[] = ["<", "<=", "=", "!=", ">=", ">"];
    return { kind: "compare", measure: "calibre", op: dice.pick(ops), quantity };
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

  // ——— Selectors ———

  protected selector(): Selector {
    const kind = this.dice.roll();
    if (kind < 0.45) return { kind: "bound" };
    return kind < 0.55 ? { kind: "anyone" } : this.names([...ACTORS, ...GROUPS]);
  }

  protected names(from: readonly Name[]): Selector {
    return { kind: "names", names: this.dice.draw(from, this.dice.between(1, 2)), each: this.dice.chance(0.3) };
  }

  // ——— Times ———

  protected time(writer: Writer, depth = 0): Time {
    const { dice, season } = this;
    const kind = dice.roll();
    if (kind < 0.25) return { kind: "date", date: dice.pick(season.days) };
    if (kind < 0.35) return { kind: "day", n: dice.between(1, 4), edge: dice.pick(["start", "end"]) };
    if (kind < 0.43) return this.mark(writer);
    if (kind < 0.65 && depth < 2)
      return {
        kind: "offset",
        duration: this.duration(),
        direction: dice.pick(["after", "after", "before"]),
        from: dice.chance(0.35) ? this.mark(writer) : this.time(writer, depth + 1),
      };
    return this.instant();
  }

  protected duration(): Duration {
    return this.dice.pick<Duration>([
      { kind: "clock", n: 6, unit: "h" },
      { kind: "clock", n: 24, unit: "h" },
      { kind: "clock", n: 90, unit: "min" },
      { kind: "calendar", n: 1, unit: "days" },
      { kind: "calendar", n: 2, unit: "days" },
      { kind: "calendar", n: 14, unit: "days" },
      { kind: "calendar", n: 2, unit: "weeks" },
      { kind: "calendar", n: 1, unit: "months" },
    ]);
  }

  /** Mostly a mark of a rule, of this one without its name. A period seldom rests on one: it would not be known either. */
  private mark(writer: Writer): Time {
    const { dice } = this;
    if (dice.chance(0.35) && writer !== "period") return this.favourite;
    const kind = dice.roll();
    if (kind < 0.2 || (writer === "period" && kind < 0.8)) return { kind: "mark", mark: "adoption" };
    if (kind < 0.4 && writer !== "period") return { kind: "mark", mark: "entry" };
    const mark: Mark = dice.pick(["start", "complete", "complete"]);
    if (writer === "rule" && dice.chance(0.3)) return { kind: "mark", mark: dice.chance(0.3) ? "trigger" : mark };
    return { kind: "mark", mark, rule: dice.pick(this.ruleNames) };
  }

  protected instant(): Time {
    const { dice } = this;
    const clock = dice.pick(["00:00", "00:30", "03:30", "12:00", "23:30"]);
    const zone = dice.chance(0.2) ? { zone: dice.pick(["UTC", "UTC+03:00", "UTC-05:30", "Asia/Kathmandu"]) } : {};
    return { kind: "instant", local: `${dice.pick(this.season.days)} ${clock}`, ...zone };
  }
}
