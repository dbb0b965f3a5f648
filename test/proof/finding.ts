import type { Account, Answer, DecidedVerdict } from "../../src/language/verdict.ts";
import type { Meaning } from "./meaning.ts";
import { holds, VERDICTS, waysToRead, worldsOf, type Matter, type World } from "./reference.ts";

/** What follows from all worlds of a matter: what is possible, which questions matter, and what would decide it. */
export interface Finding {
  readonly error: boolean;
  readonly possible: readonly DecidedVerdict[];
  readonly facts: Relevance;
  readonly dimensions: Relevance;
  readonly byOption: ReadonlyMap<string, readonly DecidedVerdict[]>;
  readonly byPart: ReadonlyMap<string, readonly DecidedVerdict[]>;
  readonly worlds: readonly World[];
}

/**
 * Which questions matter. Two linked facts may say the same (`act is raid` where raids are attacks): of these an answer to
 * either narrows what is possible though neither alone has to be asked.
 */
export interface Relevance {
  /** A change of the answer alone, all else as it was, changes the verdict: to leave it out is an error. */
  readonly decisive: readonly string[];
  /** The answer can change what is possible: to ask anything else is an error. */
  readonly telling: readonly string[];
}

export const sorted = (verdicts: Iterable<DecidedVerdict>): readonly DecidedVerdict[] =>
  [...new Set(verdicts)].sort((a, b) => VERDICTS.indexOf(a) - VERDICTS.indexOf(b));

export const possibleIn = (worlds: readonly World[]): readonly DecidedVerdict[] =>
  sorted(worlds.map(({ verdict }) => verdict));

const same = (a: readonly unknown[], b: readonly unknown[]): boolean => a.join() === b.join();

export function findingOf(matter: Matter): Finding {
  const worlds = matter.meaning.isAmbiguous ? [] : worldsOf(matter);
  const { dimensions } = matter.account;
  const within = (d: number, option: number): readonly World[] =>
    worlds.filter(({ scenario }) => scenario.choice[d] === option);
  const labels = new Set(worlds.flatMap(({ byPart }) => byPart.map(({ part }) => part)));
  const ofPart = (label: string): readonly DecidedVerdict[] =>
    sorted(worlds.flatMap(({ byPart }) => byPart.filter(({ part }) => part === label).map(({ verdict }) => verdict)));
  return {
    error: worlds.length === 0,
    possible: possibleIn(worlds),
    facts: factsThatMatter(worlds),
    dimensions: {
      decisive: dimensions.flatMap(({ id }, d) => (isDecisive(worlds, d) ? [id] : [])),
      telling: dimensions.flatMap(({ id }, d) => (isTelling(worlds, d) ? [id] : [])),
    },
    byOption: new Map(
      dimensions.flatMap(({ id, options }, d) =>
        options.map((option, i) => [`${id} = ${option}`, possibleIn(within(d, i))] as const),
      ),
    ),
    byPart: new Map([...labels].map((label) => [label, ofPart(label)])),
    worlds,
  };
}

function factsThatMatter(worlds: readonly World[]): Relevance {
  const decisive = new Set<string>();
  const telling = new Set<string>();
  for (const here of byScenario(worlds)) {
    const questions = here[0]!.open;
    for (const question of questions) {
      const yes = here.filter(({ facts }) => facts.get(question)!);
      const no = here.filter(({ facts }) => !facts.get(question)!);
      const others = questions.filter((other) => other !== question);
      const print = ({ facts }: World): string => others.map((other) => (facts.get(other)! ? "1" : "0")).join("");
      const flipped = new Map(yes.map((world) => [print(world), world.verdict]));
      if (no.some((world) => (flipped.get(print(world)) ?? world.verdict) !== world.verdict)) decisive.add(question);
      if (yes.length > 0 && no.length > 0 && !same(possibleIn(yes), possibleIn(no))) telling.add(question);
    }
  }
  return { decisive: [...decisive].sort(), telling: [...new Set([...decisive, ...telling])].sort() };
}

/** Two worlds that are neighbours along this choice, and as alike as can be in what is known, have different verdicts. */
function isDecisive(worlds: readonly World[], d: number): boolean {
  return pairsAlong(worlds, d).some(([here, there]) => {
    const shared = openIn(here).filter((question) => openIn(there).includes(question));
    const print = ({ facts }: World): string => shared.map((question) => (facts.get(question)! ? "1" : "0")).join("");
    const verdicts = groupBy(here, print);
    return there.some((b) => verdicts.get(print(b))?.some((a) => a.verdict !== b.verdict));
  });
}

/** The questions that the scenario answers neither itself nor by what follows from it. */
const openIn = (worlds: readonly World[]): readonly string[] =>
  worlds[0]!.open.filter((question) => new Set(worlds.map(({ facts }) => facts.get(question))).size > 1);

function isTelling(worlds: readonly World[], d: number): boolean {
  return isDecisive(worlds, d) || pairsAlong(worlds, d).some(([a, b]) => !same(possibleIn(a), possibleIn(b)));
}

/**
 * Pairs of possible scenarios that differ in this choice and are neighbours: none lies between them, that is has of each
 * choice what one of the two has. Where choices depend on each other, neighbours can differ in several.
 */
function pairsAlong(worlds: readonly World[], d: number): readonly (readonly [readonly World[], readonly World[]])[] {
  const scenarios = byScenario(worlds);
  const choiceOf = (those: readonly World[]): readonly number[] => those[0]!.scenario.choice;
  const choices = scenarios.map(choiceOf);
  const isBetween = (c: readonly number[], a: readonly number[], b: readonly number[]): boolean =>
    c !== a && c !== b && c.every((option, i) => option === a[i] || option === b[i]);
  const isPair = (a: readonly number[], b: readonly number[]): boolean =>
    a[d] !== b[d] && !choices.some((c) => isBetween(c, a, b));
  return scenarios.flatMap((a, i) =>
    scenarios.slice(i + 1).flatMap((b) => (isPair(choiceOf(a), choiceOf(b)) ? [[a, b] as const] : [])),
  );
}

const byScenario = (worlds: readonly World[]): readonly (readonly World[])[] => [
  ...groupBy(worlds, ({ scenario }) => scenario).values(),
];

export function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): ReadonlyMap<K, readonly T[]> {
  const found = new Map<K, T[]>();
  for (const item of items) {
    const group = found.get(keyOf(item));
    if (group) group.push(item);
    else found.set(keyOf(item), [item]);
  }
  return found;
}

/** Whether the answer is true of the world. */
function isTrueOf({ scenario, facts }: World, { question, answer }: Answer, { dimensions }: Account): boolean {
  const d = dimensions.findIndex(({ id }) => id === question);
  if (d >= 0) return dimensions[d]!.options[scenario.choice[d]!] === answer;
  return (facts.get(question) ?? answer === "true") === (answer === "true");
}

export const fits = (world: World, answers: readonly Answer[], account: Account): boolean =>
  answers.every((answer) => isTrueOf(world, answer, account));

/** All minimal sets of answers to the questions given that leave one verdict, each as sorted words. */
export function settlements(
  worlds: readonly World[],
  choices: readonly (readonly Answer[])[],
  account: Account,
): readonly string[] {
  const found: (readonly Answer[])[] = [];
  let candidates: { readonly answers: readonly Answer[]; readonly left: readonly World[] }[] = [
    { answers: [], left: worlds },
  ];
  for (let size = 0; size <= choices.length; size++) {
    const next: typeof candidates = [];
    for (const { answers, left } of candidates) {
      if (left.length === 0) continue;
      if (found.some((settled) => settled.every((answer) => answers.includes(answer)))) continue;
      if (possibleIn(left).length === 1) found.push(answers);
      else {
        const last = choices.findIndex((choice) => choice.includes(answers.at(-1)!));
        for (const answer of choices.slice(last + 1).flat())
          next.push({ answers: [...answers, answer], left: left.filter((world) => isTrueOf(world, answer, account)) });
      }
    }
    candidates = next;
  }
  return found.map(printAnswers).sort();
}

/** How many verdicts the answers to a question leave, on average over those that can be given. */
export function leftBy(choice: readonly Answer[], worlds: readonly World[], account: Account): number {
  const counts = choice
    .map((answer) => possibleIn(worlds.filter((world) => isTrueOf(world, answer, account))).length)
    .filter((count) => count > 0);
  return counts.reduce((sum, count) => sum + count, 0) / counts.length;
}

export const printAnswers = (answers: readonly Answer[]): string =>
  answers
    .map(({ question, answer }) => `${question} = ${answer}`)
    .sort()
    .join("; ");

/** Keys of known facts without which more verdicts would be possible. */
export function usedFacts(matter: Matter, { possible }: Finding): readonly string[] {
  const { questions, account, meaning } = matter;
  const related = new Set(questions.constraints.flatMap(([, a, b]) => [a, b]));
  return questions.all.flatMap(({ key, own }, i) => {
    if (!meaning.atoms.has(own) && !related.has(own)) return [];
    if (!account.scenarios.some(({ parts }) => parts.some(({ states }) => states[i] !== 0))) return [];
    const scenarios = account.scenarios.map((scenario) => ({
      ...scenario,
      parts: scenario.parts.map((part) => ({ ...part, states: part.states.with(i, 0) })),
    }));
    const without = possibleIn(worldsOf({ ...matter, account: { ...account, scenarios } }));
    return without.some((verdict) => !possible.includes(verdict)) ? [key] : [];
  });
}

/** Of each clause of the rule, whether it holds in every world and every part of it, in none, or in some. */
export function clausesIn(
  meaning: Meaning,
  worlds: readonly World[],
): ReadonlyMap<string, "true" | "false" | "unknown"> {
  return new Map(
    meaning.clauses.map(([clause, expr]) => {
      const parts = worlds.flatMap(({ byPart }) => byPart);
      const values = new Set(parts.flatMap((part) => waysToRead(meaning, part.values).map((way) => holds(expr, way))));
      return [clause, values.size > 1 ? "unknown" : values.has(true) ? "true" : "false"];
    }),
  );
}
