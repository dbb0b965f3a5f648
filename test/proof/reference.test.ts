import { describe, expect, it } from "vitest";
import type { Agreement, Formula, Rule, Statement } from "../../src/language/ir.ts";
import type { Account } from "../../src/language/verdict.ts";
import { findingOf, possibleIn, settlements } from "./finding.ts";
import { meaningOf, questionsOf, statementsOf, worldsOf, type Asked, type Matter } from "./reference.ts";
import { Translation } from "./meaning.ts";
import { instantOf, metresOf } from "./units.ts";
import { keyOf } from "./whole-text.ts";

/** Everything here was worked out by hand from the semantics, not by running anything. */

const actor = { role: "actor" } as const;
const target = { role: "target" } as const;
const fact = (name: string): Formula => ({ kind: "fact", fact: name, of: [] });

const ceaseAttacks: Rule = {
  kind: "rule",
  name: "cease-attacks",
  who: { kind: "bound" },
  duty: { shape: "must-not", acts: ["attack"] },
  escapes: [
    { kind: "outside", label: "listed", when: { kind: "in", term: target, name: "terrorist" }, butNot: [] },
    {
      kind: "unless",
      label: "self-defence",
      when: fact("threat"),
      butNot: [{ label: "excessive", when: { kind: "not", of: fact("proportionate") }, butNot: [] }],
    },
  ],
  prevailsOver: [],
  yieldsTo: [],
};

const base: readonly Statement[] = [
  { kind: "party", name: "sar", title: "Armed Forces" },
  { kind: "party", name: "rus", title: "Aerospace Forces", partOf: "sar" },
  { kind: "list", name: "terrorist", names: ["daesh", "nusra"] },
  { kind: "act", name: "attack", title: "attack", isA: [] },
  { kind: "act", name: "shelling", title: "shelling", isA: ["attack"] },
  ...["threat", "proportionate"].map((name): Statement => ({ kind: "fact", name, about: [], question: name })),
];

function agreementOf(...statements: readonly Statement[]): Agreement {
  const meta = { id: "a", title: "A", zone: "UTC" };
  return { truce: 1, meta, parts: [{ kind: "block", statements: [...base, ...statements] }] };
}

/** The atoms of a rule, in the order of the words given. */
function atomsOf(agreement: Agreement, reading = "text"): readonly Asked[] {
  const rules = agreement.parts.flatMap((part) => (part.kind === "block" ? part.statements : []));
  const translation = new Translation(agreement, statementsOf(agreement, reading));
  for (const rule of rules) if (rule.kind === "rule") translation.meaningOf(rule);
  return [...translation.atoms].map(([key, leaf]) => ({ key, leaf }));
}

function matterOf(agreement: Agreement, facts: readonly Readonly<Record<string, boolean>>[], reading = "text"): Matter {
  const atoms = atomsOf(agreement, reading);
  const scenarios: Account["scenarios"] = facts.map((known, i) => ({
    choice: facts.length > 1 ? [i] : [],
    parts: [
      {
        label: "it",
        actor: "a",
        target: "t",
        states: Uint8Array.from(atoms, ({ key }) => (known[key] === undefined ? 0 : known[key] ? 1 : 2)),
      },
    ],
  }));
  const dimensions =
    facts.length > 1 ? [{ id: "who", question: "Who?", options: facts.map((_, i) => `option ${i + 1}`) }] : [];
  const questions = questionsOf(agreement, atoms);
  const meaning = meaningOf(agreement, "cease-attacks", reading);
  return { meaning, account: { id: "x", dimensions, scenarios }, questions };
}

const struck = { "actor bound": true, "act is attack": true, "target in terrorist": false };
const possible = (agreement: Agreement, facts: Readonly<Record<string, boolean>>, reading?: string): string =>
  possibleIn(worldsOf(matterOf(agreement, [facts], reading))).join(" or ");

describe("the reference", () => {
  const text = agreementOf(ceaseAttacks);

  it("calls an attack a breach if nothing excuses it", () => {
    expect(possible(text, { ...struck, threat: false, proportionate: true })).toBe("breach");
    expect(possible(text, { ...struck, threat: true, proportionate: true })).toBe("permitted");
    expect(possible(text, { ...struck, threat: true, proportionate: false })).toBe("breach");
    expect(possible(text, { ...struck, "target in terrorist": true })).toBe("outside");
  });

  it("keeps both verdicts while the fact between them is open", () => {
    expect(possible(text, { ...struck, threat: true })).toBe("breach or permitted");
    expect(possible(text, struck)).toBe("breach or permitted");
    expect(possible(text, {})).toBe("breach or permitted or outside");
  });

  it("finds the questions that matter and the least that decides", () => {
    const matter = matterOf(text, [struck]);
    const finding = findingOf(matter);
    expect(finding.facts.decisive).toEqual(["proportionate", "threat"]);
    const choices = ["threat", "proportionate"].map((question) =>
      ["true", "false"].map((answer) => ({ question, answer })),
    );
    expect(settlements(finding.worlds, choices, matter.account)).toEqual([
      "proportionate = false",
      "proportionate = true; threat = true",
      "threat = false",
    ]);
  });

  it("asks nothing about a fact that cannot change the verdict", () => {
    expect(findingOf(matterOf(text, [{ ...struck, threat: false }])).facts.telling).toEqual([]);
  });

  it("knows that who is one actor is not another, and that the listed are on the list", () => {
    const strict: Rule = { ...ceaseAttacks, against: { kind: "names", names: ["daesh", "sar"], each: false } };
    // A strike on Daesh is outside although nobody said that the target is on the list.
    const facts = { "actor bound": true, "act is attack": true, threat: false, "target is daesh": true };
    expect(possible(agreementOf(strict), facts)).toBe("outside");
    expect(possible(agreementOf(strict), { ...facts, "target is sar": true })).toBe("");
  });

  it("lets a party's statement replace an escape, and only in that party's reading", () => {
    const agreement = agreementOf(ceaseAttacks, {
      kind: "statement",
      name: "s1",
      by: ["sar"],
      on: "2016-02-23",
      statementKind: "interpretation",
      operation: {
        kind: "reads",
        label: { name: "cease-attacks", label: "self-defence" },
        as: { kind: "formula", formula: { kind: "constant", value: true } },
      },
      responses: [{ response: "accepted", by: ["rus"] }],
    });
    expect(statementsOf(agreement, "agreed")).toHaveLength(1);
    expect(possible(agreement, { ...struck, threat: false, proportionate: true })).toBe("breach");
    expect(possible(agreement, { ...struck, proportionate: true }, "sar")).toBe("permitted");
    // The exception below the label stays.
    expect(possible(agreement, { ...struck, proportionate: false }, "s1")).toBe("breach");
  });

  it("will not read two statements of the same words together, but one of the text and one of what it became", () => {
    const reads = (name: string, on: string): Statement => ({
      kind: "statement",
      name,
      by: ["sar"],
      on,
      statementKind: "interpretation",
      operation: {
        kind: "reads",
        label: { name: "cease-attacks", label: "listed" },
        as: { kind: "formula", formula: fact("threat") },
      },
      responses: [],
    });
    const amend: Statement = {
      kind: "amend",
      label: { name: "cease-attacks", label: "listed" },
      from: { kind: "date", date: "2016-05-09" },
      as: { kind: "formula", formula: fact("proportionate") },
    };
    const isAmbiguous = (...statements: readonly Statement[]): boolean =>
      meaningOf(agreementOf(ceaseAttacks, ...statements), "cease-attacks", "sar").isAmbiguous;
    const [early, onTheDay] = [reads("s1", "2016-02-23"), reads("s3", "2016-05-09")];
    expect(isAmbiguous(early)).toBe(false);
    expect(isAmbiguous(early, onTheDay)).toBe(true);
    expect(isAmbiguous(early, onTheDay, amend)).toBe(false);
    expect(isAmbiguous(reads("s0", "2016-05-08"), early, amend)).toBe(true);
  });

  it("calls a duty and a permission without priority a conflict, and with it permitted or a breach", () => {
    const may: Rule = { ...ceaseAttacks, name: "may-shell", duty: { shape: "may", acts: ["shelling"] }, escapes: [] };
    const facts = { ...struck, "act is shelling": true, threat: false };
    expect(possible(agreementOf(ceaseAttacks, may), facts)).toBe("conflict");
    expect(possible(agreementOf(ceaseAttacks, { ...may, prevailsOver: ["cease-attacks"] }), facts)).toBe("permitted");
    expect(possible(agreementOf({ ...ceaseAttacks, prevailsOver: ["may-shell"] }, may), facts)).toBe("breach");
  });

  it("sees a clash between two kinds of act of which some act is both", () => {
    const raid: Statement = { kind: "act", name: "raid", title: "raid", isA: ["attack", "move"] };
    const move: Statement = { kind: "act", name: "move", title: "move", isA: [] };
    const may: Rule = { ...ceaseAttacks, name: "may-move", duty: { shape: "may", acts: ["move"] }, escapes: [] };
    const facts = { ...struck, "act is move": true, threat: false };
    expect(possible(agreementOf(ceaseAttacks, may, raid, move), facts)).toBe("conflict");
    expect(possible(agreementOf(ceaseAttacks, may, move), facts)).toBe("breach");
  });

  it("joins scenarios, and asks for the choice between them", () => {
    const finding = findingOf(
      matterOf(text, [
        { ...struck, threat: false },
        { ...struck, "target in terrorist": true },
      ]),
    );
    expect(finding.possible).toEqual(["breach", "outside"]);
    expect(finding.dimensions).toEqual({ decisive: ["who"], telling: ["who"] });
    expect(finding.byOption).toEqual(
      new Map([
        ["who = option 1", ["breach"]],
        ["who = option 2", ["outside"]],
      ]),
    );
  });

  it("counts an instant in its zone and a length in metres", () => {
    const clock = { zone: "Asia/Kathmandu", dayOne: "2016-02-27" };
    const at = (iso: string): number => Date.parse(iso);
    expect(instantOf({ kind: "instant", local: "2016-02-27 00:00" }, "start", clock)).toBe(at("2016-02-26T18:15Z"));
    expect(instantOf({ kind: "instant", local: "2016-02-27 00:00", zone: "UTC-05:30" }, "start", clock)).toBe(
      at("2016-02-27T05:30Z"),
    );
    expect(instantOf({ kind: "date", date: "2016-02-27" }, "end", clock)).toBe(at("2016-02-27T18:15Z"));
    expect(instantOf({ kind: "day", n: 2, edge: "end" }, "start", clock)).toBe(at("2016-02-28T18:15Z"));
    expect(metresOf({ value: 0.1, unit: "m" })).toBe(metresOf({ value: 100, unit: "mm" }));
    expect(keyOf({ kind: "in", term: actor, name: "terrorist" }, clock)).toBe("actor in terrorist");
  });
});
