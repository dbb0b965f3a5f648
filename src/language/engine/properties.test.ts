import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Witnesses } from "../../../test/proof/accounts.ts";
import { Dice } from "../../../test/proof/dice.ts";
import { randomText } from "../../../test/proof/norms.ts";
import { meaningOf } from "../../../test/proof/reference.ts";
import { wholeText } from "../../../test/proof/whole-text.ts";
import { IS_WRONG } from "../../../test/property-seed.ts";
import { compileAgreement, type Program, type Vocabularies } from "../index.ts";
import type {
  Agreement,
  Escape,
  Formula,
  Name,
  Part,
  PartyStatement,
  ReadingDeclaration,
  Rule,
  Statement,
} from "../ir.ts";
import type { Account, Answer, DecidedVerdict } from "../verdict.ts";

/** Laws of the verdict, over random agreements, rules, readings and states of knowledge; see docs/proof.md. */

interface Sample {
  readonly agreement: Agreement;
  /** Compiles a change of it with the vocabularies and the recorded marks that belong to it. */
  readonly compile: (agreement: Agreement) => Program;
  readonly vocabularies: Vocabularies;
  readonly program: Program;
  readonly witnesses: Witnesses;
  readonly dice: Dice;
  readonly rule: Name;
  readonly reading: Name;
}

const seeds = fc.integer({ min: 1, max: 1_000_000 });
const RUNS = { numRuns: IS_WRONG ? 1000 : 150 };

/** A sample whose reading can be judged, from the first seed that gives one. */
function sampleFrom(seed: number): Sample {
  const { agreement, options, text } = randomText(seed);
  const compile = (changed: Agreement): Program => compileAgreement(changed, options);
  const program = compile(agreement);
  const dice = new Dice(seed + 3e6);
  if (program.rules.length === 0) return sampleFrom(seed + 1);
  const rule = dice.pick(program.rules).name;
  const reading = dice.pick(program.readings).id;
  if (meaningOf(text, rule, reading).isAmbiguous) return sampleFrom(seed + 1);
  const witnesses = new Witnesses(text, program.atoms, dice);
  const { vocabularies } = options;
  return { agreement, compile, vocabularies, program, dice, rule, reading, witnesses };
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
    holdsForAll(({ agreement, compile, program, witnesses, reading }) => {
      const reordered = compile(backwards(agreement));
      for (const { name: rule } of program.rules)
        for (const unknown of [0, 2, 4]) {
          const states = witnesses.states(unknown);
          const moved = Uint8Array.from(reordered.atoms, ({ key }) => states[program.atomIndex(key)!]!);
          expect(reordered.possible(rule, reading, moved)).toEqual(program.possible(rule, reading, states));
        }
    });
  });
});

describe("a text", () => {
  it("judges the same when all its clocks are moved together", () => {
    holdsForAll(({ agreement, vocabularies, dice, rule, reading }) => {
      // A recorded mark stands at an instant, which does not move with the zone.
      const base = movedTo(0, { ...agreement, meta: { ...agreement.meta, zone: "UTC" } });
      const moved = movedTo(dice.pick([330, -300, 45]), base);
      const [here, there] = [compileAgreement(base, { vocabularies }), compileAgreement(moved, { vocabularies })];
      const text = wholeText(base, { vocabularies, happened: new Map() });
      const states = new Witnesses(text, here.atoms, dice).states(4);
      const cellOf = (program: Program): unknown => {
        const { verdict, possible, settles } = program.judge(rule, reading, accountOf(states));
        return [program.atoms.map(({ key }) => key), verdict, possible, settles];
      };
      expect(cellOf(there)).toEqual(cellOf(here));
    });
  });
});

describe("an escape", () => {
  const added = (kind: Escape["kind"], law: (before: DecidedVerdict, after: DecidedVerdict) => void): void =>
    holdsForAll((sample) => {
      const { agreement, compile, program, witnesses, dice, rule, reading } = sample;
      const extra: Escape = { kind, label: "added", when: dice.pick(ESCAPES), butNot: [] };
      const changed = mapRules(agreement, (one) =>
        one.name === rule ? { ...one, escapes: [...one.escapes, extra] } : one,
      );
      const later = compile(changed);
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

  /** What is said under a reading, in words that do not depend on the order of declarations. */
  const told = (program: Program, { rule, reading, states }: Told): unknown => {
    const known = Uint8Array.from(program.atoms, ({ key }) => states.get(key) ?? 0);
    const { verdict, possible, relevant } = program.judge(rule, reading, accountOf(known));
    return { verdict, possible, relevant: relevant.map((question) => JSON.stringify(question)).sort() };
  };
  interface Told {
    readonly rule: Name;
    readonly reading: Name;
    readonly states: ReadonlyMap<string, number>;
  }
  const statesOf = ({ program, witnesses }: Sample): ReadonlyMap<string, number> => {
    const states = witnesses.states(4);
    return new Map(program.atoms.map(({ key }, i) => [key, states[i]!]));
  };

  it("of no statements is the text as if nobody had made any", () => {
    holdsForAll((sample) => {
      const { agreement, compile, rule } = sample;
      const read = compile(withReadings(agreement, { kind: "reading", name: "empty", with: [] }));
      const plain = compile(without(agreement, ["statement", "reading"]));
      // What only the statements ask may say something of what the text asks, so it is left open.
      const states = new Map([...statesOf(sample)].filter(([key]) => plain.atomIndex(key) !== undefined));
      const text = told(plain, { rule, reading: "text", states });
      for (const reading of ["empty", "text"]) expect(told(read, { rule, reading, states })).toEqual(text);
    });
  });

  it("is the same in whatever order its statements were made and are named", () => {
    holdsForAll((sample) => {
      const { agreement, compile, dice, rule } = sample;
      const states = statesOf(sample);
      const names = dice.draw(
        statementsIn(agreement, "statement").map(({ name }) => name),
        3,
      );
      const inOrder = (text: Agreement, some: readonly Name[]): unknown => {
        const read = withReadings(text, { kind: "reading", name: "some", with: some });
        return told(compile(read), { rule, reading: "some", states });
      };
      expect(inOrder(backwards(agreement), names.toReversed())).toEqual(inOrder(agreement, names));
    });
  });

  it("with two statements at one label is an error, never a choice between them", () => {
    holdsForAll(({ agreement, compile, witnesses, rule }) => {
      const statements = statementsIn(agreement, "statement").filter(({ operation }) => operation.kind === "reads");
      for (const one of statements) {
        const twin: PartyStatement = { ...one, name: "twin", by: ["issg"] };
        const both: ReadingDeclaration = { kind: "reading", name: "both", with: [one.name, "twin"] };
        const program = compile({
          ...agreement,
          parts: [...agreement.parts, { kind: "block", statements: [twin, both] }],
        });
        const cell = program.judge(rule, "both", accountOf(witnesses.complete()));
        expect([cell.verdict, cell.possible]).toEqual(["error", []]);
      }
    });
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

const OFFSETS: Readonly<Record<string, number>> = { UTC: 0, "Asia/Kolkata": 330, "Asia/Kathmandu": 345 };

/** The agreement with every zone so many minutes further east and every local time as it is. */
function movedTo(minutes: number, agreement: Agreement): Agreement {
  const further = (zone: string): string => {
    const [, sign, hours, rest] = /^UTC([+-])(\d\d):(\d\d)$/u.exec(zone) ?? [];
    const now = OFFSETS[zone] ?? (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(rest));
    const then = Math.abs(now + minutes);
    const digits = [Math.floor(then / 60), then % 60].map((n) => String(n).padStart(2, "0"));
    return `UTC${now + minutes < 0 ? "-" : "+"}${digits.join(":")}`;
  };
  const walk = (_: string, value: unknown): unknown =>
    typeof value === "object" && value !== null && "zone" in value && typeof value.zone === "string"
      ? { ...value, zone: further(value.zone) }
      : value;
  return JSON.parse(JSON.stringify(agreement, walk)) as Agreement;
}

/** The agreement without any statement of these kinds. */
const without = (agreement: Agreement, kinds: readonly Statement["kind"][]): Agreement => ({
  ...agreement,
  parts: agreement.parts.map((part): Part =>
    part.kind === "prose" ? part : { ...part, statements: part.statements.filter(({ kind }) => !kinds.includes(kind)) },
  ),
});

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
      part.kind === "prose" ? part : { ...part, statements: reversed(part.statements) },
    ),
  };
}

/** In reverse, but for statements whose order says something: the first text in force, the later of two changes. */
function reversed(statements: readonly Statement[]): readonly Statement[] {
  const stays = ({ kind }: Statement): boolean => kind === "in-force" || kind === "amend" || kind === "use";
  return [...statements.filter(stays), ...statements.filter((one) => !stays(one)).toReversed()];
}
