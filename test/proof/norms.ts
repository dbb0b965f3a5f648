import type {
  Agreement,
  Amendment,
  Duration,
  Duty,
  Escape,
  Exception,
  LabelReference,
  Name,
  PartyStatement,
  Quantity,
  Replacement,
  Rule,
  Statement,
  StatementOperation,
  Table,
  TaxonomyDeclaration,
  Time,
} from "../../src/language/ir.ts";
import { Dice } from "./dice.ts";
import { ACTORS, ACTS, AREAS, FACTS, GROUPS, LINES, PARTIES, TermDrafter, WEAPONS } from "./norm-terms.ts";
import { ZONE_NAMES } from "./units.ts";
import { wholeText, type Surroundings, type WholeText } from "./whole-text.ts";

/** Random agreements, small and dense: everything the language can say about one occurrence, in few words. */

/** A random agreement with all that goes into its meaning, as the engine gets it and as the reference does. */
export interface RandomText {
  readonly agreement: Agreement;
  readonly options: {
    readonly vocabularies: Surroundings["vocabularies"];
    readonly happened: { readonly marks: ReadonlyMap<string, number> };
  };
  readonly text: WholeText;
}

export function randomText(seed: number): RandomText {
  const { agreement, vocabularies, happened } = new Drafter(new Dice(seed)).text();
  const text = wholeText(agreement, { vocabularies, happened });
  return { agreement, text, options: { vocabularies, happened: { marks: happened } } };
}

type Place = readonly [LabelReference, () => Replacement];

class Drafter extends TermDrafter {
  private label = 0;

  text(): Surroundings & { readonly agreement: Agreement } {
    const { dice } = this;
    const rules = this.ruleNames.map((name) => this.rule(name));
    const { own, shared } = this.taxonomy();
    const before = [...this.declarations(), ...own, ...this.timing()];
    const later = this.laterTexts(rules, /"mark":"(?:start|complete)"/u.test(JSON.stringify([before, rules])));
    const use: Statement[] = shared.length > 0 ? [{ kind: "use", vocabulary: "common" }] : [];
    const statements = [...use, ...before, ...this.prioritised(rules), ...later];
    const meta = { id: "random", title: "Random norms", zone: dice.pick(ZONE_NAMES), adopted: "2016-02-22" };
    return {
      agreement: { truce: 1, meta, parts: [{ kind: "block", statements }] },
      vocabularies: { common: shared },
      happened: this.happened(),
    };
  }

  /** Marks that are recorded: at a minute, or as the last moment of a day of which no more is known. */
  private happened(): ReadonlyMap<string, number> {
    const { dice } = this;
    const recorded = this.ruleNames
      .flatMap((rule) => [`${rule}.start`, `${rule}.complete`])
      .filter(() => dice.chance(0.15));
    return new Map(
      recorded.map((mark) => {
        const day = Date.parse(`${dice.pick(this.season.days)}T00:00Z`);
        return [mark, day + dice.pick([-1, 0, 510, 1335]) * (dice.chance(0.5) ? 60_000 : 1)];
      }),
    );
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
      ...FACTS.map((name): Statement => ({ kind: "fact", name, about: [], question: `Was it ${name}?` })),
      { kind: "fact", name: "linked-to", about: ["actor", "list"], question: "Was {actor} linked to {list}?" },
      { kind: "fact", name: "allied-with", about: ["actor", "actor"], question: "Was {actor} allied with the other?" },
      { kind: "measure", name: "calibre", unit: "mm", question: "What was the calibre?" },
      { kind: "measure", name: "dead", unit: "count", question: "How many died?" },
      ...this.places(),
      this.table("width"),
      { kind: "accept", name: "a1", who: { kind: "names", names: ["sar"], each: false }, to: ["issg"] },
    ];
  }

  private places(): Statement[] {
    const { dice } = this;
    const place = (shape: "line" | "area", name: Name, around?: { distance: Quantity; of: Name }): Statement => ({
      kind: "place",
      shape,
      name,
      title: name,
      reference: { kind: dice.pick(["fixed", "fixed", "incident", "undeclared"] as const) },
      ...(around ? { around } : {}),
    });
    const km = (value: number): Quantity => ({ value, unit: "km" });
    return [
      ...LINES.map((name) => place("line", name)),
      ...AREAS.slice(0, 2).map((name) => place("area", name)),
      place("area", "buffer", { distance: { value: 5000, unit: "m" }, of: "contact-now" }),
      place("area", "strip", { distance: km(dice.pick([5, 10])), of: dice.pick(LINES) }),
      place("area", "suburb", { distance: km(2), of: "idlib" }),
    ];
  }

  /** Kinds of acts and weapons: in the text, in a vocabulary that it uses, or in both and then not the same. */
  private taxonomy(): Record<"own" | "shared", TaxonomyDeclaration[]> {
    const { dice } = this;
    const parents: Readonly<Record<Name, readonly Name[]>> = {
      shelling: ["attack"],
      "mortar-fire": ["shelling"],
      raid: dice.chance(0.5) ? ["attack", "move"] : ["move"],
      howitzer: ["gun"],
    };
    const node = (kind: "act" | "weapon", name: Name): TaxonomyDeclaration => ({
      kind,
      name,
      title: name,
      isA: parents[name] ?? [],
    });
    const all = [...ACTS.map((name) => node("act", name)), ...WEAPONS.map((name) => node("weapon", name))];
    if (dice.chance(0.6)) return { own: all, shared: [] };
    const shared = all.filter(() => dice.chance(0.6));
    const sweep = { ...node("act", "sweep"), isA: dice.draw(ACTS, 2) };
    const other = (one: TaxonomyDeclaration): TaxonomyDeclaration => ({
      ...one,
      isA: one.name === "gun" ? [] : ["gun"],
    });
    const own = all.filter((one) => !shared.includes(one));
    const again = shared.filter(({ kind }) => kind === "weapon" && dice.chance(0.2)).map(other);
    return { own: [...own, ...again], shared: [...shared, sweep] };
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
    const rest = { when: { kind: "constant", value: true }, value: { value: 1, unit: "km" } } as const;
    const all = dice.chance(0.5) ? [...rows, rest] : rows;
    return { kind: "table", name, pick: dice.pick(["one", "first"]), rows: all };
  }

  private timing(): Statement[] {
    const { dice } = this;
    const found: Statement[] = [
      { kind: "day-one", date: this.season.dayOne },
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

  private period(): { from: Time; until?: Time; for?: Duration } {
    const { dice } = this;
    if (dice.chance(0.3)) return { from: this.time("period"), for: this.duration() };
    return { from: this.time("period"), ...(dice.chance(0.3) ? { until: this.time("period") } : {}) };
  }

  // ——— Rules ———

  private rule(name: Name): Rule {
    const { dice } = this;
    const duty = this.duty();
    const maybe = <T extends object>(probability: number, make: () => T): T | object =>
      dice.chance(probability) ? make() : {};
    return {
      kind: "rule",
      name,
      who: duty.shape === "must-ensure" ? this.names(PARTIES) : this.selector(),
      duty,
      ...maybe(0.5, () => ({ against: this.selector() })),
      ...maybe(0.2, () => ({ with: dice.draw(WEAPONS, dice.between(1, 2)) })),
      ...maybe(0.2, () => ({ in: dice.draw(AREAS, dice.between(1, 2)) })),
      ...maybe(0.3, () => ({ when: this.formula(2) })),
      ...maybe(0.2, () => ({ from: this.time("rule") })),
      ...maybe(0.2, () => ({ until: this.time("rule") })),
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
    if (kind < 0.42) return { shape: "must-not", acts };
    if (kind < 0.7) return { shape: "may", acts };
    if (kind < 0.78) return { shape: "must-keep", holds: this.formula(2) };
    if (kind < 0.88) return { shape: "must-achieve", holds: this.formula(2), ...this.deadline() };
    if (kind < 0.97) return { shape: "must-ensure", whom: this.selector(), acts };
    return { shape: "must-whenever", acts, whenever: { acts: ["attack"] } };
  }

  private deadline(): { by?: Time; startingBy?: Time; completeBy?: Time } {
    const kind = this.dice.roll();
    if (kind < 0.6) return { by: this.time("rule") };
    return kind < 0.9 ? { startingBy: this.time("rule"), completeBy: this.time("rule") } : {};
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

  /**
   * Statements and amendments, several of them at one label. What other clocks rest on is left alone (`rests`): the proof
   * does not cover that a reading of a deadline also moves what is counted from it.
   */
  private laterTexts(rules: readonly Rule[], rests: boolean): Statement[] {
    const { dice } = this;
    const places = dice.draw(
      this.labels(rules).filter(([{ label }]) => !rests || (label !== "by" && label !== "complete")),
      3,
    );
    const some = (most: number): readonly Place[] =>
      places.length === 0 ? [] : Array.from({ length: dice.between(0, most) }, () => dice.pick(places));
    const amendments = some(2).map(([label, as]): Amendment => ({
      kind: "amend",
      label,
      from: this.begins(),
      as: as(),
    }));
    const read = dice.chance(0.85) ? new Map(some(3).map((place) => [place[0], place])) : some(3).entries();
    const operations: StatementOperation[] = [...read].map(([, [label, as]]) => ({ kind: "reads", label, as: as() }));
    for (let n = dice.pick([0, 0, 0, 1, 1, 2]); n > 0; n--)
      operations.push({
        kind: "binds",
        who: this.names(dice.chance(0.6) ? PARTIES : GROUPS),
        while: this.grounded(1),
      });
    const started = dice.pick(rules).name;
    for (let n = dice.pick([0, 0, 0, 1, 1, 2]); n > 0; n--)
      operations.push({ kind: "starts", rule: started, when: this.formula(1) });
    const statements = operations.map((operation, i): PartyStatement => ({
      kind: "statement",
      name: `s${i + 1}`,
      by: dice.draw([...PARTIES, "issg"], dice.chance(0.15) ? 2 : 1),
      on: dice.pick(["2016-02-23", ...this.season.days]),
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

  /** When an amendment begins: mostly a day of the season. */
  private begins(): Time {
    return this.dice.chance(0.6) ? { kind: "date", date: this.dice.pick(this.season.days) } : this.time("text");
  }

  /** The places that a statement or an amendment may replace, and with what. */
  private labels(rules: readonly Rule[]): Place[] {
    const { dice } = this;
    const inside = (exceptions: readonly Exception[]): readonly Name[] =>
      exceptions.flatMap(({ label, butNot }) => [label, ...inside(butNot)]);
    const formula = (): Replacement => ({ kind: "formula", formula: this.formula(2) });
    const time = (): Replacement => ({ kind: "time", time: this.time("text") });
    const found: Place[] = [];
    for (const { name, duty, escapes } of rules) {
      for (const label of inside(escapes)) found.push([{ name, label }, formula]);
      if (duty.shape === "must-achieve" && duty.by) found.push([{ name, label: "by" }, time]);
      if (duty.shape === "must-achieve" && duty.completeBy) found.push([{ name, label: "complete" }, time]);
    }
    for (const name of ["terrorist", "hostile"])
      found.push([{ name }, () => ({ kind: "reference", reference: { kind: dice.pick(["fixed", "incident"]) } })]);
    for (const name of LINES)
      found.push([
        { name },
        () =>
          dice.chance(0.6)
            ? { kind: "name", name: LINES.find((line) => line !== name)! }
            : { kind: "reference", reference: { kind: dice.pick(["fixed", "incident"]) } },
      ]);
    return found;
  }
}
