import type { Agreement } from "../../src/language/ir.ts";
import { compileAgreement, printAgreement } from "../../src/language/index.ts";
import { Witnesses } from "./accounts.ts";
import { compareCell, comparisonOf, type Comparison, type Disagreement, type Judge } from "./compare.ts";
import { Dice } from "./dice.ts";
import { randomAgreement } from "./norms.ts";
import { readingIds, statementsOf } from "./reference.ts";

/** What one random agreement showed. */
export interface NormResult {
  readonly seed: number;
  readonly norms: number;
  readonly cells: number;
  /** Cells of which more than one verdict is possible: the ones that are hard to get right. */
  readonly open: number;
  readonly disagreements: readonly string[];
}

const ACCOUNTS = ["simple", "any"] as const;

/** Judges random accounts of a random agreement under every rule and reading, twice. */
export function runNorm(seed: number, judgeOf: (agreement: Agreement) => Judge = compileAgreement): NormResult {
  const agreement = randomAgreement(seed);
  const judge = judgeOf(agreement);
  const witnesses = new Witnesses(agreement, judge.atoms, new Dice(seed + 1e6));
  const accounts = ACCOUNTS.map((id) => (id === "any" ? witnesses.any(id) : witnesses.simple(id, seed % 7)));
  const comparison = comparisonOf(agreement, judge);
  const readings = readingIds(agreement).filter((id) => id !== "agreed" || statementsOf(agreement, id).length > 0);
  let cells = 0;
  let open = 0;
  const found: Disagreement[] = [];
  for (const { name: rule } of judge.rules)
    for (const reading of readings)
      for (const account of accounts) {
        cells++;
        if (judge.judge(rule, reading, account).possible.length > 1) open++;
        found.push(...compareCell(comparison, { rule, reading, account }));
      }
  const disagreements = found.map((one) => describe(seed, one, comparison));
  return { seed, norms: judge.rules.length, cells, open, disagreements };
}

function describe(seed: number, one: Disagreement, { judge, agreement }: Comparison): string {
  const { scenarios } = one.account;
  const states = judge.atoms.map(({ key }, i) => {
    const words = scenarios.map(({ parts }) => parts.map((part) => "?TF"[part.states[i]!]).join("")).join(" ");
    return `  ${words}  ${key}`;
  });
  return [
    `seed ${seed}, rule ${one.rule}, reading ${one.reading}: they differ on: ${one.about}`,
    `engine:\n${one.engine}`,
    `reference:\n${one.reference}`,
    `facts, a column for each scenario, a letter for each part:\n${states.join("\n")}`,
    `choices: ${scenarios.map(({ choice }) => choice.join("/")).join(" ")}`,
    printAgreement(agreement),
  ].join("\n\n");
}
