import { printAgreement, type Program } from "../../src/language/index.ts";
import type { Name } from "../../src/language/ir.ts";
import type { DecidedVerdict } from "../../src/language/verdict.ts";
import { Witnesses } from "./accounts.ts";
import { Dice } from "./dice.ts";
import { randomText } from "./norms.ts";
import { asp } from "./oracles/asp.ts";
import type { Oracle } from "./oracles/case.ts";
import { cedar } from "./oracles/cedar.ts";
import { feelin } from "./oracles/feelin.ts";
import { jsonRules } from "./oracles/json-rules.ts";
import { meaningOf } from "./reference.ts";
import { compile } from "./run-norms.ts";
import type { WholeText } from "./whole-text.ts";

export const ORACLES: readonly Oracle[] = [feelin, cedar, jsonRules, asp];

export interface OracleResult {
  readonly oracle: Oracle;
  readonly cases: number;
  /** Cases in which something else than "outside" is possible. */
  readonly within: number;
  readonly disagreements: readonly string[];
}

export async function runOracle(
  oracle: Oracle,
  { cases, seed }: { cases: number; seed: number },
): Promise<OracleResult> {
  const disagreements: string[] = [];
  let done = 0;
  let within = 0;
  for (let at = seed; done < cases; at++) {
    const one = randomCase(oracle, at);
    if (!one) continue;
    done++;
    const { program, rule, reading, states, witnesses, agreement } = one;
    const exact = program.possible(rule, reading, states);
    const kleene = program.kleeneVerdict(rule, reading, states);
    const expected = oracle.against === "kleene" ? kleene : exact;
    if (exact.join() !== "outside") within++;
    const facts = new Map<string, boolean>();
    witnesses.questions.all.forEach(({ own }, i) => states[i] !== 0 && facts.set(own, states[i] === 1));
    const leaves = new Map(witnesses.questions.all.map(({ own, leaf }) => [own, leaf]));
    const answer = await oracle.judge({ agreement, meaning: meaningOf(agreement, rule, reading), facts, leaves });
    const where = `seed ${at}, rule ${rule}, reading ${reading}`;
    const wrong: string[] = [];
    if (answer.join() !== expected.join())
      wrong.push(`${oracle.name} says ${say(answer)}, the engine ${say(expected)}`);
    if (exact.some((verdict) => !kleene.includes(verdict)))
      wrong.push(`possible ${say(exact)}, but Kleene leaves only ${say(kleene)}`);
    for (const words of wrong) disagreements.push(`${where}: ${words}\n\n${printAgreement(agreement)}`);
  }
  return { oracle, cases: done, within, disagreements };
}

const say = (verdicts: readonly DecidedVerdict[]): string => verdicts.join(" or ") || "nothing is possible";

interface RandomCase {
  readonly agreement: WholeText;
  readonly program: Program;
  readonly witnesses: Witnesses;
  readonly rule: Name;
  readonly reading: Name;
  readonly states: Uint8Array;
}

/** A random rule, reading and state of knowledge, or nothing where the dice gave a dull one. */
function randomCase(oracle: Oracle, seed: number): RandomCase | undefined {
  const random = randomText(seed);
  const agreement = random.text;
  const program = compile(random);
  const dice = new Dice(seed + 2e6);
  if (program.rules.length === 0) return undefined;
  const witnesses = new Witnesses(agreement, program.atoms, dice);
  const rule = dice.pick(program.rules).name;
  const reading = dice.pick(program.readings).id;
  const states = oracle.needs === "complete facts" ? witnesses.complete() : witnesses.states(dice.between(1, 10));
  const meaning = meaningOf(agreement, rule, reading);
  // No oracle knows what a text does not say; the reference does.
  if (meaning.isAmbiguous || meaning.gaps.size > 0) return undefined;
  // Most occurrences are outside most rules; a few of those are enough.
  const isDull = program.possible(rule, reading, states).join() === "outside" && dice.chance(0.85);
  return isDull ? undefined : { agreement, program, witnesses, rule, reading, states };
}
