import { describe, expect, it } from "vitest";
import { compileAgreement } from "../../src/language/index.ts";
import type { Agreement, Escape, Formula, Statement } from "../../src/language/ir.ts";
import { Witnesses } from "./accounts.ts";
import { compareKleene, comparisonOf } from "./compare.ts";
import { Dice } from "./dice.ts";
import { wholeText } from "./whole-text.ts";

/** Rules over the guard of 40 atoms or 50,000 nodes: the connectives must leave everything that is possible. */

const fact = (name: string): Formula => ({ kind: "fact", fact: name, of: [] });
const named = (letter: string, n: number): readonly string[] =>
  Array.from({ length: n }, (_, i) => `${letter}-${i + 1}`);

function agreementOf(facts: readonly string[], escapes: readonly Escape[]): Agreement {
  const statements: Statement[] = [
    { kind: "party", name: "a", title: "A" },
    { kind: "act", name: "attack", title: "attack", isA: [] },
    ...facts.map((name): Statement => ({ kind: "fact", name, about: [], question: `${name}?` })),
    {
      kind: "rule",
      name: "cease",
      who: { kind: "bound" },
      duty: { shape: "must-not", acts: ["attack"] },
      escapes,
      prevailsOver: [],
      yieldsTo: [],
    },
  ];
  return {
    truce: 1,
    meta: { id: "large", title: "Large", zone: "UTC" },
    parts: [{ kind: "block", statements }],
  };
}

const escape = (kind: Escape["kind"], label: string, when: Formula): Escape => ({ kind, label, when, butNot: [] });

/** A formula that asks each of the facts, some of them twice. */
function asking(facts: readonly string[], dice: Dice): Formula {
  const literal = (name: string): Formula => (dice.chance(0.3) ? { kind: "not", of: fact(name) } : fact(name));
  const all = [...facts, ...dice.draw(facts, 6)].map(literal);
  const pairs = Array.from({ length: Math.ceil(all.length / 3) }, (_, i): Formula => ({
    kind: dice.pick(["and", "or"] as const),
    of: all.slice(3 * i, 3 * i + 3),
  }));
  return { kind: dice.pick(["and", "or"] as const), of: pairs };
}

function expectKleene(agreement: Agreement, dice: Dice): void {
  const program = compileAgreement(agreement);
  const text = wholeText(agreement, { vocabularies: {}, happened: new Map() });
  const witnesses = new Witnesses(text, program.atoms, dice);
  const comparison = comparisonOf(text, program);
  for (let unknown = 0; unknown <= 8; unknown++)
    expect(
      compareKleene(comparison, { rule: "cease", reading: "text", account: witnesses.simple("x", unknown) }),
    ).toEqual([]);
}

describe("a rule that is too large", () => {
  it("by its atoms leaves everything possible that is", () => {
    for (let seed = 1; seed <= 12; seed++) {
      const dice = new Dice(seed);
      const facts = named("f", 45);
      const escapes = [
        escape("outside", "one", asking(facts.slice(0, 15), dice)),
        escape("unless", "two", asking(facts.slice(10, 45), dice)),
      ];
      expectKleene(agreementOf(facts, escapes), dice);
    }
  });

  it("by its diagram leaves everything possible that is", () => {
    // Asked all first ones before all second ones, sixteen pairs need as many nodes as there are sets of first ones.
    const [first, second] = [named("x", 17), named("y", 17)];
    const pairs = first.map((x, i): Formula => ({ kind: "and", of: [fact(x), fact(second[i]!)] }));
    const escapes = [
      escape("outside", "order", { kind: "and", of: first.map((x) => fact(x)) }),
      escape("unless", "pairs", { kind: "or", of: pairs }),
    ];
    for (let seed = 1; seed <= 4; seed++) expectKleene(agreementOf([...first, ...second], escapes), new Dice(seed));
  });
});
