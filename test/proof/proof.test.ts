import { describe, expect, it } from "vitest";
import { compileAgreement } from "../../src/language/index.ts";
import type { Cell } from "../../src/language/verdict.ts";
import type { Judge } from "./compare.ts";
import { ORACLES, runOracle } from "./run-oracles.ts";
import { runNorm } from "./run-norms.ts";

/** A short stretch of `npm run proof`, and proof that the harness would notice. */

const SEEDS = Array.from({ length: 120 }, (_, i) => i + 1);

describe("engine and reference", () => {
  it("agree on random norms in everything a cell says", () => {
    expect(SEEDS.flatMap((seed) => runNorm(seed).disagreements)).toEqual([]);
  });

  it.each(ORACLES.map((oracle) => [oracle.name, oracle] as const))(
    "agree with %s on random cases",
    async (_, oracle) => {
      const { cases, within, disagreements } = await runOracle(oracle, { cases: 40, seed: 1 });
      expect(cases).toBe(40);
      expect(within).toBeGreaterThan(10);
      expect(disagreements).toEqual([]);
    },
  );
});

describe("the harness", () => {
  const count = (spoil: (cell: Cell) => Cell): number =>
    SEEDS.slice(0, 60).flatMap((seed) => {
      return runNorm(seed, (agreement) => spoilt(compileAgreement(agreement), spoil)).disagreements;
    }).length;
  const noticed = (spoil: (cell: Cell) => Cell): number => count(spoil) - count((cell) => cell);

  it("notices a wrong engine that calls what is excused a breach", () => {
    expect(
      noticed((cell) => (cell.verdict === "permitted" ? { ...cell, verdict: "breach", possible: ["breach"] } : cell)),
    ).toBeGreaterThan(0);
  });

  it("notices a wrong engine that decides what is open", () => {
    expect(
      noticed((cell) =>
        cell.possible.length > 1 ? { ...cell, verdict: cell.possible[0]!, possible: cell.possible.slice(0, 1) } : cell,
      ),
    ).toBeGreaterThan(0);
  });

  it("notices a wrong engine that forgets a question, asks an idle one, or gives a false witness", () => {
    expect(noticed((cell) => ({ ...cell, relevant: cell.relevant.slice(1) }))).toBeGreaterThan(0);
    const idle = { kind: "fact", atom: "act is attack", text: "Was it an attack?" } as const;
    expect(
      noticed((cell) => (cell.relevant.length > 0 ? { ...cell, relevant: [...cell.relevant, idle] } : cell)),
    ).toBeGreaterThan(0);
    expect(
      noticed((cell) => ({ ...cell, witness: cell.witness.map((one) => ({ ...one, answers: [] })) })),
    ).toBeGreaterThan(0);
    expect(noticed((cell) => ({ ...cell, settles: cell.settles.slice(1) }))).toBeGreaterThan(0);
  });
});

function spoilt(judge: Judge, spoil: (cell: Cell) => Cell): Judge {
  return {
    atoms: judge.atoms,
    rules: judge.rules,
    judge: (rule, reading, account) => spoil(judge.judge(rule, reading, account)),
  };
}
