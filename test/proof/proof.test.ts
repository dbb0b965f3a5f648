import { describe, expect, it } from "vitest";
import type { Cell } from "../../src/language/verdict.ts";
import type { Judge } from "./compare.ts";
import { IS_WRONG, SEED } from "../property-seed.ts";
import { ORACLES, runOracle } from "./run-oracles.ts";
import { compile, runNorm, type JudgeOf } from "./run-norms.ts";

/** A short stretch of `npm run proof`, and proof that the harness would notice. */

const FIRST = (SEED - 1) * 10_000 + 1;
const NORMS = IS_WRONG ? 1500 : 120;
const SEEDS = Array.from({ length: NORMS }, (_, i) => FIRST + i);

describe("engine and reference", () => {
  it("agree on random norms in everything a cell says", () => {
    for (const seed of SEEDS) expect(runNorm(seed).disagreements).toEqual([]);
  }, 120_000);

  it.each(ORACLES.map((oracle) => [oracle.name, oracle] as const))(
    "agree with %s on random cases",
    async (_, oracle) => {
      const { cases, within, disagreements } = await runOracle(oracle, { cases: 40, seed: FIRST });
      expect(cases).toBe(40);
      expect(within).toBeGreaterThan(10);
      expect(disagreements).toEqual([]);
    },
  );
});

describe("the harness", () => {
  /** Whether any of the norms shows that a cell is wrong. */
  const notices = (spoil: (cell: Cell) => Cell): boolean =>
    SEEDS.some((seed) => {
      const judgeOf: JudgeOf = (random, guard) => spoilt(compile(random, guard), spoil);
      return runNorm(seed, judgeOf).disagreements.length > 0;
    });

  it("notices a wrong engine that calls what is excused a breach", () => {
    expect(
      notices((cell) => (cell.verdict === "permitted" ? { ...cell, verdict: "breach", possible: ["breach"] } : cell)),
    ).toBe(true);
  });

  it("notices a wrong engine that decides what is open", () => {
    expect(
      notices((cell) =>
        cell.possible.length > 1 ? { ...cell, verdict: cell.possible[0]!, possible: cell.possible.slice(0, 1) } : cell,
      ),
    ).toBe(true);
  });

  it("notices a wrong engine that forgets a question, asks an idle one, or gives a false witness", () => {
    expect(notices((cell) => ({ ...cell, relevant: cell.relevant.slice(1) }))).toBe(true);
    const idle = { kind: "fact", atom: "act is attack", text: "Was it an attack?" } as const;
    expect(notices((cell) => (cell.relevant.length > 0 ? { ...cell, relevant: [...cell.relevant, idle] } : cell))).toBe(
      true,
    );
    expect(notices((cell) => ({ ...cell, witness: cell.witness.map((one) => ({ ...one, answers: [] })) }))).toBe(true);
    expect(notices((cell) => ({ ...cell, settles: cell.settles.slice(1) }))).toBe(true);
  });

  it("notices a wrong engine that misremembers its reasons or asks the second best question first", () => {
    expect(notices((cell) => ({ ...cell, used: cell.used.slice(1) }))).toBe(true);
    expect(notices((cell) => ({ ...cell, because: cell.because.slice(1) }))).toBe(true);
    expect(
      notices((cell) => ({ ...cell, because: cell.because.map((line) => ({ ...line, state: "unknown" as const })) })),
    ).toBe(true);
    expect(notices((cell) => (cell.next ? { ...cell, next: cell.relevant.at(-1)! } : cell))).toBe(true);
  });
});

function spoilt(judge: Judge, spoil: (cell: Cell) => Cell): Judge {
  return {
    atoms: judge.atoms,
    rules: judge.rules,
    judge: (rule, reading, account) => spoil(judge.judge(rule, reading, account)),
  };
}
