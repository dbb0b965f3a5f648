import type { Account, Cell, DecidedVerdict, TraceLine, Witness } from "../verdict.ts";
import { BIT_OF_TERMINAL, BREACH, CONFLICT, ERROR, OUTSIDE, PERMITTED, type Node } from "./diagrams.ts";
import { Inquiry } from "./inquiry.ts";
import { kleeneFinding } from "./kleene-cell.ts";
import { verdictsOf, type Compiled, type CompiledRule } from "./compiled.ts";
import { forget, isKnown, Worlds, type Matter } from "./worlds.ts";

const TERMINAL_OF: Readonly<Record<DecidedVerdict, Node>> = {
  conflict: CONFLICT,
  breach: BREACH,
  permitted: PERMITTED,
  outside: OUTSIDE,
  error: ERROR,
};

const CONTRADICTION = "the known facts of this account contradict each other";

/** The whole finding of one matter. */
export function cellOf(program: Compiled, matter: Matter): Cell {
  const { rule, reading } = matter;
  const error = reading.clash ?? rule.plan.errors[0];
  if (error !== undefined) return failed(matter, error);
  if (rule.verdict === undefined) return kleeneCell(program, matter);
  const worlds = new Worlds(program, matter);
  const mask = maskOf(program, worlds);
  if (mask === 0) return failed(matter, CONTRADICTION);
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
    because: traceOf(program, matter, worlds),
    byOption: byOption(program, worlds, matter.account),
    byPart: byPart(program, worlds, matter.account),
    method: "exact",
    ...whyError(program, rule, possible),
  };
}

/** Why it cannot be judged, as far as the text is the reason. */
function whyError(program: Compiled, { plan }: CompiledRule, possible: Cell["possible"]): Pick<Cell, "error"> {
  if (!possible.includes("error")) return {};
  const tables = [...new Set(program.gapsOf(plan).map(({ table }) => table))];
  return { error: `no row of ${tables.join(" or ")} applies, and the text does not say what follows then` };
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
  const asked = program.diagrams.support(node).map((variable) => variable - program.selectors);
  // A fact that the rule does not ask says something of one that it asks, or contradicts another.
  const atoms = new Set([...asked, ...program.links.flat()]);
  return [...atoms]
    .filter((atom) => isKnown(matter.account, atom))
    .filter(
      (atom) =>
        (maskOf(program, new Worlds(program, { ...matter, account: forget(matter.account, atom) })) & ~mask) !== 0,
    )
    .map((atom) => program.atoms[atom]!.key);
}

/** Each component of the rule over all worlds that could be and all parts of them: so in all, in none, or in some. */
function traceOf(program: Compiled, { rule, reading, account }: Matter, worlds: Worlds): readonly TraceLine[] {
  const { diagrams } = program;
  const vectors = account.scenarios
    .filter((_, i) => diagrams.mask(worlds.all[i]!.node) !== 0)
    .flatMap(({ parts }) => parts.map(({ states }) => program.propagation.complete(states)!));
  return rule.plan.components.map(({ part, label, text, expression }): TraceLine => {
    const clause = program.clause(expression, reading);
    const mask = vectors.reduce((sum, states) => sum | diagrams.mask(program.restrict(clause, states)), 0);
    const state =
      mask === BIT_OF_TERMINAL[PERMITTED] ? "true" : mask === BIT_OF_TERMINAL[OUTSIDE] ? "false" : "unknown";
    return { component: part, ...(label === undefined ? {} : { label }), formula: text, state };
  });
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
    // Where one part contradicts itself none of them was so.
    if (parts.length < 2 || program.diagrams.mask(worlds.all[i]!.node) === 0) return;
    parts.forEach(({ label }, j) =>
      masks.set(label, (masks.get(label) ?? 0) | program.diagrams.mask(worlds.all[i]!.parts[j]!)),
    );
  });
  return [...masks].map(([part, mask]) => ({ part, possible: verdictsOf(mask) }));
}

/** A rule too large for an exact answer. */
function kleeneCell(program: Compiled, matter: Matter): Cell {
  const found = kleeneFinding(program, matter);
  if (!found) return failed(matter, CONTRADICTION);
  return { ...blank(matter), ...found, method: "kleene", ...whyError(program, matter.rule, found.possible) };
}
