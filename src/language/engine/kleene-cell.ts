import type { Account, Cell, Question, TraceLine } from "../verdict.ts";
import { UNKNOWN } from "../verdict.ts";
import { verdictsOf, type Compiled } from "./compiled.ts";
import { BIT_OF_TERMINAL } from "./diagrams.ts";
import { atomsIn, kleeneOf } from "./expression.ts";
import { memberIn, stateWord, type Matter } from "./worlds.ts";

/** What strong Kleene connectives leave of a matter: for each scenario what is known, and what each part can be. */
interface Left {
  readonly choice: readonly number[];
  readonly label: readonly string[];
  /** Undefined where what is known contradicts itself. */
  readonly known: readonly (Uint8Array | undefined)[];
  readonly parts: readonly number[];
  readonly mask: number;
}

/** The fields of a finding that follow from Kleene's connectives, or nothing if no scenario could be. */
export type KleeneFinding = Pick<
  Cell,
  "verdict" | "possible" | "relevant" | "settlesComplete" | "because" | "byOption" | "byPart"
>;

/**
 * The finding under a rule that is too large for an exact answer. Nothing possible is missing from it, but too much may be
 * called possible or unknown; every open fact and every choice is asked, whether or not it can matter; and nothing is said
 * of what would settle it, of witnesses and of what was used.
 */
export function kleeneFinding(program: Compiled, matter: Matter): KleeneFinding | undefined {
  const { rule, reading, account } = matter;
  const left = account.scenarios.map(({ choice, parts }): Left => {
    const known = parts.map(({ states }) => program.propagation.complete(states));
    const masks = known.map((states) => (states ? program.kleeneMask(rule.plan, reading, states) : 0));
    return { choice, known, parts: masks, mask: worstOf(masks), label: parts.map(({ label }) => label) };
  });
  const could = left.filter(({ mask }) => mask !== 0);
  const possible = verdictsOf(could.reduce((sum, { mask }) => sum | mask, 0));
  if (possible.length === 0) return undefined;
  const isOpen = possible.length > 1;
  return {
    verdict: isOpen ? "undetermined" : possible[0]!,
    possible,
    relevant: isOpen ? [...choicesOf(account, could), ...factsOf(program, matter, left)] : [],
    settlesComplete: !isOpen,
    because: traceOf(program, matter, could),
    byOption: byOption(account, left),
    byPart: byPart(could),
  };
}

function choicesOf({ dimensions }: Account, could: readonly Left[]): readonly Question[] {
  return dimensions.flatMap(({ id, question, options }, d): readonly Question[] => {
    const open = options.filter((_, option) => could.some(({ choice }) => choice[d] === option));
    return open.length > 1 ? [{ kind: "dimension", dimension: id, text: question, options: open }] : [];
  });
}

/** The rule's own facts and those of the permissions that bear on it, as far as they are open; of a front by member. */
function factsOf(program: Compiled, { rule, account }: Matter, left: readonly Left[]): readonly Question[] {
  const asked = new Set<number>();
  const { scope, excused, overridden, contested } = rule.plan;
  for (const part of [scope, excused, overridden, contested]) atomsIn(part, asked);
  const found = new Map<string, Question>();
  for (const index of [...asked].sort((a, b) => a - b))
    left.forEach(({ known }, i) =>
      known.forEach((states, j) => {
        if (states?.[index] !== UNKNOWN) return;
        const { key, leaf, question } = program.atoms[index]!;
        const { parts } = account.scenarios[i]!;
        const member = parts.length > 1 ? memberIn(leaf, parts[j]!) : "";
        const reason = account.reasons?.get(key);
        const atom = member === "" ? key : `${key} [${member}]`;
        const text = member === "" ? question : `${question} (${member})`;
        found.set(atom, { kind: "fact", atom, text, ...(reason === undefined ? {} : { reason }) });
      }),
    );
  return [...found.values()];
}

/** `unknown` also of what is the same in all worlds without the connectives' seeing it. */
function traceOf(program: Compiled, { rule, reading }: Matter, could: readonly Left[]): readonly TraceLine[] {
  const selected = program.selected(reading);
  const vectors = could.flatMap(({ known }) => known.flatMap((states) => (states ? [states] : [])));
  return rule.plan.components.map(({ part, label, text, expression }) => ({
    component: part,
    ...(label === undefined ? {} : { label }),
    formula: text,
    state: stateWord(vectors.map((states) => kleeneOf(expression, states, selected))),
  }));
}

function byOption({ dimensions }: Account, left: readonly Left[]): Cell["byOption"] {
  return dimensions.flatMap(({ id, options }, d) =>
    options.flatMap((option, index) => {
      const chosen = left.filter(({ choice }) => choice[d] === index);
      const mask = chosen.reduce((sum, one) => sum | one.mask, 0);
      return chosen.length === 0 ? [] : [{ dimension: id, option, possible: verdictsOf(mask) }];
    }),
  );
}

function byPart(left: readonly Left[]): Cell["byPart"] {
  const masks = new Map<string, number>();
  for (const { label, parts } of left.filter(({ parts: all }) => all.length > 1))
    label.forEach((name, i) => masks.set(name, (masks.get(name) ?? 0) | parts[i]!));
  return [...masks].map(([part, mask]) => ({ part, possible: verdictsOf(mask) }));
}

/** All headlines that parts with these possible verdicts can have together. */
function worstOf(parts: readonly number[]): number {
  let sums = new Set([0]);
  for (const mask of parts) {
    const next = new Set<number>();
    const rank = (bit: number): number => BIT_OF_TERMINAL.indexOf(bit);
    for (const sum of sums)
      for (const bit of BIT_OF_TERMINAL)
        if ((mask & bit) !== 0) next.add(sum === 0 || rank(bit) > rank(sum) ? bit : sum);
    sums = next;
  }
  return [...sums].reduce((mask, bit) => mask | bit, 0);
}
