import { compileAgreement, printAgreement, type Guard, type Program } from "../../src/language/index.ts";
import { Witnesses } from "./accounts.ts";
import { compareCell, compareKleene, comparisonOf, type Comparison, type Disagreement, type Judge } from "./compare.ts";
import { Dice } from "./dice.ts";
import { randomText, type RandomText } from "./norms.ts";
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

/** Judges random accounts of a random agreement under every rule and reading, twice. */
export function runNorm(seed: number, judgeOf: JudgeOf = compile): NormResult {
  const random = randomText(seed);
  const { text } = random;
  const judge = judgeOf(random);
  const witnesses = new Witnesses(text, judge.atoms, new Dice(seed + 1e6));
  const accounts = [witnesses.simple("simple", seed % 7), witnesses.any("any")];
  // With all completions of much that is open the reference takes its time.
  if (seed % 10 === 0) accounts.push(witnesses.wide("wide"));
  const comparison = comparisonOf(text, judge, seed % 3 === 0);
  const readings = readingIds(text).filter((id) => id !== "agreed" || statementsOf(text, id).length > 0);
  // Now and then every rule is too large, so that nothing is exact.
  const large = seed % 5 === 0 ? comparisonOf(text, judgeOf(random, { atoms: 0, nodes: 0 })) : undefined;
  let cells = 0;
  let open = 0;
  const found: Disagreement[] = [];
  for (const { name: rule } of judge.rules)
    for (const reading of readings)
      for (const account of accounts) {
        cells++;
        if (judge.judge(rule, reading, account).possible.length > 1) open++;
        found.push(...compareCell(comparison, { rule, reading, account }));
        if (large) found.push(...compareKleene(large, { rule, reading, account }));
      }
  const disagreements = found.map((one) => describe(seed, one, comparison));
  return { seed, norms: judge.rules.length, cells, open, disagreements };
}

export type JudgeOf = (random: RandomText, guard?: Guard) => Judge;

export const compile = ({ agreement, options }: RandomText, guard?: Guard): Program =>
  compileAgreement(agreement, { ...options, ...(guard ? { guard } : {}) });

function describe(seed: number, one: Disagreement, { judge, text }: Comparison): string {
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
    `recorded: ${JSON.stringify([...(text.happened ?? [])])}`,
    printAgreement(text),
  ].join("\n\n");
}
