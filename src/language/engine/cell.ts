import type { Account, Cell, DecidedVerdict, TraceLine, Witness } from "../verdict.ts";
import { BREACH, CONFLICT, OUTSIDE, PERMITTED, type Node } from "./diagrams.ts";
import { atomsIn, kleeneOf } from "./expression.ts";
import { Inquiry } from "./inquiry.ts";
import { verdictsOf, type Compiled } from "./compiled.ts";
import { forget, isKnown, stateWord, Worlds, type Matter } from "./worlds.ts";

const TERMINAL_OF: Readonly<Record<DecidedVerdict, Node>> = {
  conflict: CONFLICT,
  breach: BREACH,
  permitted: PERMITTED,
  outside: OUTSIDE,
};

/** The whole finding of one matter. */
export function cellOf(program: Compiled, matter: Matter): Cell {
  const { rule, reading } = matter;
  const error = reading.clash ?? rule.plan.errors[0];
  if (error !== undefined) return failed(matter, error);
  if (rule.verdict === undefined) return kleeneCell(program, matter);
  const worlds = new Worlds(program, matter);
  const mask = maskOf(program, worlds);
  if (mask === 0) return failed(matter, "the known facts of this account contradict each other");
  const inquiry = new Inquiry(program.diagrams, worlds, matter.account);
  const possible = verdictsOf(mask);
  const open = possible.length > 1 ? inquiry.relevant() : [];
  const { sets, isComplete } = inquiry.settlements(open);
  const next = inquiry.next(open);
  return {
    ...blank(matter),
    verdict: possible.length === 1 ? possible[0]! : "undetermined",
    possible,
    relevant: open.map((question) => inquiry.say(question)),
    used: usedIn(program, matter, mask),
    settles: sets,
    settlesComplete: isComplete,
    ...(next === undefined ? {} : { next: inquiry.say(next) }),
    witness: possible.flatMap((verdict): Witness[] => {
      const answers = inquiry.witness(TERMINAL_OF[verdict]);
      return answers ? [{ verdict, answers }] : [];
    }),
    because: traceOf(program, matter),
    byOption: byOption(program, worlds, matter.account),
    byPart: byPart(program, worlds, matter.account),
    method: "exact",
  };
}

function blank({ rule, reading, account }: Matter): Cell {
  return {
    rule: rule.name,
    reading: reading.id,
    account: account.id,
    verdict: "error",
    possible: [],
    relevant: [],
    used: [],
    settles: [],
    settlesComplete: true,
    witness: [],
    because: [],
    byOption: [],
    byPart: [],
    method: "exact",
  };
}

function failed(matter: Matter, error: string): Cell {
  return { ...blank(matter), error };
}

function maskOf(program: Compiled, worlds: Worlds): number {
  return worlds.all.reduce((mask, { node }) => mask | program.diagrams.mask(node), 0);
}

/** Known facts without which more would be possible. */
function usedIn(program: Compiled, matter: Matter, mask: number): readonly string[] {
  const node = program.under(matter.rule, matter.reading)!;
  const atoms = program.diagrams.support(node).map((variable) => variable - program.selectors);
  return atoms
    .filter((atom) => isKnown(matter.account, atom))
    .filter(
      (atom) =>
        (maskOf(program, new Worlds(program, { ...matter, account: forget(matter.account, atom) })) & ~mask) !== 0,
    )
    .map((atom) => program.atoms[atom]!.key);
}

/** Each component of the rule over all scenarios and parts: true if it is so in all, false if in none, else unknown. */
function traceOf(program: Compiled, { rule, reading, account }: Matter): readonly TraceLine[] {
  const selected = program.selected(reading);
  const vectors = account.scenarios.flatMap(({ parts }) =>
    parts.map(({ states }) => program.propagation.complete(states) ?? states),
  );
  return rule.plan.components.map(({ part, label, text, expression }) => ({
    component: part,
    ...(label === undefined ? {} : { label }),
    formula: text,
    state: stateWord(vectors.map((states) => kleeneOf(expression, states, selected))),
  }));
}

function byOption(program: Compiled, worlds: Worlds, account: Account): Cell["byOption"] {
  return account.dimensions.flatMap(({ id, options }, dimension) =>
    options.flatMap((option, index) => {
      const chosen = worlds.all.filter(({ choice }) => choice[dimension] === index);
      const mask = chosen.reduce((sum, { node }) => sum | program.diagrams.mask(node), 0);
      return chosen.length === 0 ? [] : [{ dimension: id, option, possible: verdictsOf(mask) }];
    }),
  );
}

function byPart(program: Compiled, worlds: Worlds, account: Account): Cell["byPart"] {
  const masks = new Map<string, number>();
  account.scenarios.forEach(({ parts }, i) => {
    if (parts.length < 2) return;
    parts.forEach(({ label }, j) =>
      masks.set(label, (masks.get(label) ?? 0) | program.diagrams.mask(worlds.all[i]!.parts[j]!)),
    );
  });
  return [...masks].map(([part, mask]) => ({ part, possible: verdictsOf(mask) }));
}

/** A rule too large for an exact answer: strong Kleene, which may leave too much open, and says so. */
function kleeneCell(program: Compiled, matter: Matter): Cell {
  const { rule, reading, account } = matter;
  const joint = account.scenarios.map(({ parts }) =>
    parts
      .map(({ states }) => program.propagation.complete(states))
      .map((known) => (known ? program.kleeneMask(rule.plan, reading, known) : 0)),
  );
  const mask = joint.reduce((sum, parts) => sum | worstOf(parts), 0);
  if (mask === 0) return failed(matter, "the known facts of this account contradict each other");
  const possible = verdictsOf(mask);
  const asked = new Set<number>();
  for (const { expression } of rule.plan.components) atomsIn(expression, asked);
  const open = [...asked].filter((atom) =>
    account.scenarios.some(({ parts }) => parts.some(({ states }) => states[atom] === 0)),
  );
  return {
    ...blank(matter),
    verdict: possible.length === 1 ? possible[0]! : "undetermined",
    possible,
    relevant:
      possible.length === 1
        ? []
        : open.map((atom) => ({ kind: "fact", atom: program.atoms[atom]!.key, text: program.atoms[atom]!.question })),
    settlesComplete: false,
    because: traceOf(program, matter),
    method: "kleene",
  };
}

/** All headlines that parts with these possible verdicts can have together. */
function worstOf(parts: readonly number[]): number {
  let sums = new Set([0]);
  for (const mask of parts) {
    const next = new Set<number>();
    for (const sum of sums) for (const bit of [1, 2, 4, 8]) if (mask & bit) next.add(Math.max(sum, bit));
    sums = next;
  }
  return [...sums].reduce((mask, bit) => mask | bit, 0);
}
