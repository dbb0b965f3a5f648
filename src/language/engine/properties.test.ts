import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Witnesses } from "../../../test/proof/accounts.ts";
import { Dice } from "../../../test/proof/dice.ts";
import { randomAgreement } from "../../../test/proof/norms.ts";
import { isClash, statementsOf } from "../../../test/proof/reference.ts";
import { runCase } from "../../judge/index.ts";
import { FolderRecord } from "../../workflow/folder-situation.ts";
import { compileAgreement, parseAgreement, type Program } from "../index.ts";
import type {
  Agreement,
  Case,
  Escape,
  Formula,
  Name,
  Part,
  PartyStatement,
  ReadingDeclaration,
  Rule,
  Statement,
} from "../ir.ts";
import type { Account, Answer, Cell, DecidedVerdict } from "../verdict.ts";

/** Laws of the verdict (P1 to P9 of the design), over random agreements, rules, readings and states of knowledge. */

interface Sample {
  readonly agreement: Agreement;
  readonly program: Program;
  readonly witnesses: Witnesses;
  readonly dice: Dice;
  readonly rule: Name;
  readonly reading: Name;
}

const seeds = fc.integer({ min: 1, max: 1_000_000 });
const RUNS = { numRuns: 150 };

/** A sample whose reading can be judged, from the first seed that gives one. */
function sampleFrom(seed: number): Sample {
  const agreement = randomAgreement(seed);
  const program = compileAgreement(agreement);
  const dice = new Dice(seed + 3e6);
  if (program.rules.length === 0) return sampleFrom(seed + 1);
  const rule = dice.pick(program.rules).name;
  const reading = dice.pick(program.readings).id;
  if (isClash(statementsOf(agreement, reading))) return sampleFrom(seed + 1);
  return { agreement, program, dice, rule, reading, witnesses: new Witnesses(agreement, program.atoms, dice) };
}

function holdsForAll(law: (sample: Sample) => void): void {
  fc.assert(
    fc.property(seeds, (seed) => law(sampleFrom(seed))),
    RUNS,
  );
}

const accountOf = (states: Uint8Array): Account => ({
  id: "x",
  dimensions: [],
  scenarios: [{ choice: [], parts: [{ label: "it", actor: "a", target: "t", states }] }],
});

/** All ways to fill in the open facts that can be. */
function completionsOf({ program, rule, reading }: Sample, states: Uint8Array): readonly Uint8Array[] {
  const open = [...states.keys()].filter((i) => states[i] === 0);
  return open
    .reduce<readonly Uint8Array[]>((found, i) => found.flatMap((one) => [one.with(i, 1), one.with(i, 2)]), [states])
    .filter((one) => program.possible(rule, reading, one).length > 0);
}

function given(program: Program, states: Uint8Array, answers: readonly Answer[]): Uint8Array {
  const filled = states.slice();
  for (const { question, answer } of answers) filled[program.atomIndex(question)!] = answer === "true" ? 1 : 2;
  return filled;
}

describe("a verdict", () => {
  it("survives every completion once it is determined", () => {
    holdsForAll((sample) => {
      const states = sample.witnesses.states(5);
      const possible = sample.program.possible(sample.rule, sample.reading, states);
      const found = completionsOf(sample, states).flatMap((one) =>
        sample.program.possible(sample.rule, sample.reading, one),
      );
      expect([...new Set(found)].sort()).toEqual([...possible].sort());
    });
  });

  it("is undetermined only with two completions that differ, and returns them", () => {
    holdsForAll(({ program, witnesses, rule, reading }) => {
      const states = witnesses.states(6);
      const cell = program.judge(rule, reading, accountOf(states));
      expect(cell.witness.map(({ verdict }) => verdict)).toEqual(cell.possible);
      for (const { verdict, answers } of cell.witness)
        expect(program.possible(rule, reading, given(program, states, answers))).toEqual([verdict]);
    });
  });

  it("is exactly one of conflict, breach, permitted and outside when every fact is known", () => {
    holdsForAll(({ program, witnesses, rule, reading }) => {
      expect(program.possible(rule, reading, witnesses.complete())).toHaveLength(1);
    });
  });

  it("does not depend on the order of statements, escapes or parts of a formula", () => {
    holdsForAll(({ agreement, program, witnesses, rule, reading }) => {
      const states = witnesses.states(4);
      const reordered = compileAgreement(backwards(agreement));
      const moved = Uint8Array.from(reordered.atoms, ({ key }) => states[program.atomIndex(key)!]!);
      expect(reordered.possible(rule, reading, moved)).toEqual(program.possible(rule, reading, states));
    });
  });
});

describe("an escape", () => {
  const added = (kind: Escape["kind"], law: (before: DecidedVerdict, after: DecidedVerdict) => void): void =>
    holdsForAll((sample) => {
      const { agreement, program, witnesses, dice, rule, reading } = sample;
      const extra: Escape = { kind, label: "added", when: dice.pick(ESCAPES), butNot: [] };
      const changed = mapRules(agreement, (one) =>
        one.name === rule ? { ...one, escapes: [...one.escapes, extra] } : one,
      );
      const later = compileAgreement(changed);
      const states = witnesses.complete();
      const known = Uint8Array.from(later.atoms, ({ key }) => {
        const before = program.atomIndex(key);
        return before === undefined ? dice.pick([1, 2]) : states[before]!;
      });
      const after = later.possible(rule, reading, known)[0];
      if (after) law(program.possible(rule, reading, states)[0]!, after);
    });

  it("that permits never creates a breach", () => {
    added("unless", (before, after) => {
      if (after !== before) expect([before, after]).toEqual([expect.stringMatching(/breach|conflict/u), "permitted"]);
    });
  });

  it("that excludes never creates anything but outside", () => {
    added("outside", (before, after) => {
      if (after !== before) expect(after).toBe("outside");
    });
  });
});

describe("a question", () => {
  it("that is not asked never matters", () => {
    holdsForAll((sample) => {
      const { program, witnesses, rule, reading } = sample;
      const states = witnesses.states(5);
      const asked = new Set(
        program.judge(rule, reading, accountOf(states)).relevant.map((q) => (q.kind === "fact" ? q.atom : "")),
      );
      const idle = [...states.keys()].filter((i) => states[i] === 0 && !asked.has(program.atoms[i]!.key));
      for (const one of completionsOf(sample, states))
        for (const i of idle) {
          const flipped = program.possible(rule, reading, one.with(i, one[i] === 1 ? 2 : 1));
          if (flipped.length > 0) expect(flipped).toEqual(program.possible(rule, reading, one));
        }
    });
  });

  it("is in a settling set only if the verdict stays open without it", () => {
    holdsForAll(({ program, witnesses, rule, reading }) => {
      const states = witnesses.states(6);
      const cell = program.judge(rule, reading, accountOf(states));
      for (const { answers, verdict } of cell.settles) {
        expect(program.possible(rule, reading, given(program, states, answers))).toEqual([verdict]);
        for (const left of answers) {
          const fewer = given(
            program,
            states,
            answers.filter((answer) => answer !== left),
          );
          expect(program.possible(rule, reading, fewer).length).toBeGreaterThan(1);
        }
      }
    });
  });
});

describe("a reading", () => {
  const withReadings = (agreement: Agreement, ...readings: readonly ReadingDeclaration[]): Agreement => ({
    ...agreement,
    parts: [...agreement.parts, { kind: "block", statements: readings }],
  });

  it("of no statements is the text, and the order of statements does not matter", () => {
    holdsForAll(({ agreement, witnesses, dice, rule }) => {
      const names = statementsIn(agreement, "statement").map(({ name }) => name);
      const some = dice.draw(names, 3);
      const read = compileAgreement(
        withReadings(
          agreement,
          { kind: "reading", name: "empty", with: [] },
          { kind: "reading", name: "one-way", with: some },
          { kind: "reading", name: "other-way", with: some.toReversed() },
        ),
      );
      const account = accountOf(witnesses.states(4));
      const told = (reading: Name): Partial<Cell> => {
        const { verdict, possible, relevant } = read.judge(rule, reading, account);
        return { verdict, possible, relevant };
      };
      expect(told("empty")).toEqual(told("text"));
      expect(told("one-way")).toEqual(told("other-way"));
    });
  });

  it("with two statements at one label is an error, never a choice between them", () => {
    holdsForAll(({ agreement, witnesses, rule }) => {
      const statements = statementsIn(agreement, "statement").filter(({ operation }) => operation.kind === "reads");
      for (const one of statements) {
        const twin: PartyStatement = { ...one, name: "twin", by: ["issg"] };
        const both: ReadingDeclaration = { kind: "reading", name: "both", with: [one.name, "twin"] };
        const program = compileAgreement({
          ...agreement,
          parts: [...agreement.parts, { kind: "block", statements: [twin, both] }],
        });
        const cell = program.judge(rule, "both", accountOf(witnesses.complete()));
        expect([cell.verdict, cell.possible]).toEqual(["error", []]);
      }
    });
  });
});

describe("what was learnt after the cut-off", () => {
  const TEXT = `---
truce: 1
id: t
title: T
zone: UTC
adopted: 2016-02-22
---
\`\`\`truce
party a "A"
party b "B"
act attack "attack"
fact threat "Was there a threat?"
fact warned "Was there a warning?"
in force from 2016-02-27 00:00
rule cease
  who any bound
  must not attack
  against any bound
  unless self-defence: threat
    but not unwarned: not warned
\`\`\`
`;
  const { agreement } = parseAgreement(TEXT);
  const program = compileAgreement(agreement);
  const register = { zone: "UTC", acceptancesComplete: false, figures: [], actors: [] };
  const record = new FolderRecord(
    { agreement, problems: [], path: "", register, entries: [], areas: [], reportFiles: [] } as never,
    program,
  );

  const judged = (given: Case["given"]): unknown => {
    const one: Case = {
      kind: "case",
      name: "x",
      actor: { kind: "one", name: "a" },
      target: { kind: "one", name: "b" },
      act: "attack",
      when: { from: { kind: "instant", local: "2016-03-01 10:00" } },
      known: { kind: "instant", local: "2016-03-05 00:00" },
      measures: [],
      distances: [],
      given,
      record: [],
      expect: [{ rule: "cease", verdicts: ["breach"] }],
      under: [],
    };
    const [result] = runCase(one, {
      situationAt: (known) => record.situationAt(known, []),
      findActor: record.findActor,
      rules: statementsIn(agreement, "rule"),
    });
    expect(result!.error).toBeUndefined();
    return [result!.cell!.verdict, result!.cell!.possible, result!.cell!.relevant];
  };

  const LEAVES: readonly Case["given"][number]["leaf"][] = [
    { kind: "bound", term: { role: "actor" } },
    { kind: "bound", term: { role: "target" } },
    { kind: "fact", fact: "threat", of: [] },
    { kind: "fact", fact: "warned", of: [] },
  ];
  const givenFact = fc.record({
    leaf: fc.constantFrom(...LEAVES),
    state: fc.constantFrom("true" as const, "false" as const),
  });
  const before = fc.uniqueArray(givenFact, { selector: ({ leaf }) => JSON.stringify(leaf) });
  const day = fc.integer({ min: 5, max: 28 });

  it("never changes a verdict", () => {
    const learnt = (n: number): { kind: "instant"; local: string } => ({
      kind: "instant",
      local: `2016-03-${String(n).padStart(2, "0")} 00:01`,
    });
    fc.assert(
      fc.property(before, fc.array(fc.tuple(givenFact, day)), (known, later) => {
        const after = later.map(([fact, n]) => ({ ...fact, learnt: learnt(n) }));
        expect(judged([...known, ...after])).toEqual(judged(known));
      }),
      { numRuns: 200 },
    );
  });

  it("changes it if the cut-off is later, so the law above is not empty", () => {
    const bound = LEAVES.slice(0, 2).map((leaf) => ({ leaf, state: "true" as const }));
    const threat = {
      leaf: LEAVES[2]!,
      state: "false" as const,
      learnt: { kind: "instant" as const, local: "2016-03-04 00:00" },
    };
    expect(judged([...bound, threat])).not.toEqual(judged(bound));
  });
});

const ESCAPES: readonly Formula[] = [
  { kind: "fact", fact: "threat", of: [] },
  { kind: "not", of: { kind: "fact", fact: "notified", of: [] } },
  { kind: "in", term: { role: "target" }, name: "terrorist" },
  { kind: "time", op: "before", time: { kind: "date", date: "2016-03-01" } },
];

const statementsIn = <K extends Statement["kind"]>(
  agreement: Agreement,
  kind: K,
): readonly (Statement & { kind: K })[] =>
  agreement.parts
    .flatMap((part) => (part.kind === "block" ? part.statements : []))
    .filter((statement): statement is Statement & { kind: K } => statement.kind === kind);

const mapRules = (agreement: Agreement, change: (rule: Rule) => Rule): Agreement => ({
  ...agreement,
  parts: agreement.parts.map((part): Part =>
    part.kind === "prose"
      ? part
      : { ...part, statements: part.statements.map((one) => (one.kind === "rule" ? change(one) : one)) },
  ),
});

function backwards(agreement: Agreement): Agreement {
  const turn = (formula: Formula): Formula => {
    switch (formula.kind) {
      case "and":
      case "or":
        return { ...formula, of: formula.of.map(turn).toReversed() };
      case "not":
        return { ...formula, of: turn(formula.of) };
      case "each":
        return { ...formula, holds: turn(formula.holds) };
      default:
        return formula;
    }
  };
  const turnRule = (rule: Rule): Rule => ({
    ...rule,
    escapes: rule.escapes
      .map((escape) => ({ ...escape, when: turn(escape.when), butNot: escape.butNot.toReversed() }))
      .toReversed(),
  });
  const turned = mapRules(agreement, turnRule);
  return {
    ...turned,
    parts: turned.parts.map((part): Part =>
      part.kind === "prose" ? part : { ...part, statements: part.statements.toReversed() },
    ),
  };
}
