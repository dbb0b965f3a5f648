import {
  FALSE,
  TRUE,
  UNKNOWN,
  type Account,
  type Atom,
  type AtomState,
  type Dimension,
  type Scenario,
} from "../../src/language/verdict.ts";
import type { Dice } from "./dice.ts";
import { questionsOf, rolesOf, type Questions } from "./reference.ts";
import type { WholeText } from "./whole-text.ts";

/** How often a fact of a kind is true: such that most occurrences are within the text. */
const LIKELY: Readonly<Record<string, number>> = { bound: 0.95, is: 0.8, time: 0.2, in: 0.7 };

/**
 * Random accounts of an agreement's questions: a few open facts, a few dimensions, sometimes a joint front.
 *
 * What is known is true of a possible world (now and then spoilt on purpose), and one question has one state however
 * many parts ask it.
 */
export class Witnesses {
  readonly questions: Questions;
  private readonly atoms: readonly Atom[];
  private readonly dice: Dice;

  constructor(text: WholeText, atoms: readonly Atom[], dice: Dice) {
    this.questions = questionsOf(text, atoms);
    this.atoms = atoms;
    this.dice = dice;
  }

  /** Every atom true or false, so that all axioms hold. */
  possibleWorld(): AtomState[] {
    const { all, constraints } = this.questions;
    const values = new Map<string, boolean>();
    const open = (key: string): boolean => !values.has(key);
    const settle = (key: string, value: boolean): void => {
      values.set(key, value);
      for (const [kind, a, b] of constraints) {
        if (kind === "implies" && a === key && value && open(b)) settle(b, true);
        if (kind === "implies" && b === key && !value && open(a)) settle(a, false);
        if (kind === "covers" && !value && (a === key || b === key) && open(a === key ? b : a))
          settle(a === key ? b : a, true);
        if (kind === "excludes" && value && (a === key || b === key) && open(a === key ? b : a))
          settle(a === key ? b : a, false);
      }
    };
    for (const { own, leaf } of this.dice.draw(all, all.length))
      if (open(own)) settle(own, this.dice.chance(LIKELY[leaf.kind] ?? 0.5));
    return all.map(({ own }) => (values.get(own) ? TRUE : FALSE));
  }

  /** One scenario, one part: as most occurrences of a record are. */
  simple(id: string, unknown: number): Account {
    return { id, dimensions: [], scenarios: [{ choice: [], parts: [this.part("it", this.states(unknown))] }] };
  }

  /** One scenario of which little is known. */
  wide(id: string): Account {
    return this.simple(id, this.dice.between(8, 12));
  }

  complete(): Uint8Array {
    return Uint8Array.from(this.possibleWorld());
  }

  states(unknown: number): Uint8Array {
    const states = this.complete();
    for (const i of this.dice.draw([...states.keys()], unknown)) states[i] = UNKNOWN;
    return states;
  }

  private part(label: string, states: Uint8Array): Scenario["parts"][number] {
    return { label, actor: "a", target: "t", states };
  }

  /** Anything an account can be. */
  any(id: string): Account {
    const { dice } = this;
    const dimensions = Array.from({ length: dice.pick([0, 0, 1, 1, 2, 3]) }, (_, d): Dimension => ({
      id: `d${d + 1}`,
      question: `Which ${d + 1}?`,
      options: Array.from({ length: dice.between(1, 3) }, (_, o) => `option ${o + 1}`),
    }));
    const members = dice.chance(0.25) ? this.members() : [["a", "t"] as const];
    const total = dimensions.reduce((n, { options }) => n * options.length, 1);
    const room = 8 - Math.ceil(Math.log2(total)) - (members.length - 1) * 2;
    const states = this.sampler(Math.max(0, Math.min(dice.below(9), room)));
    const choices = dimensions.reduce<number[][]>(
      (found, { options }) => found.flatMap((choice) => options.map((_, o) => [...choice, o])),
      [[]],
    );
    // Choices that depend on each other: not every combination could be.
    const kept = dice.chance(0.3) ? dice.draw(choices, dice.between(1, choices.length)) : choices;
    const scenarios = kept.map((choice): Scenario => ({
      choice,
      parts: members.map(([actor, target], i) => ({
        label: `part ${i + 1}`,
        actor,
        target,
        states: states(choice, actor, target),
      })),
    }));
    return { id, dimensions, scenarios };
  }

  private members(): readonly (readonly [string, string])[] {
    const { dice } = this;
    const side = dice.draw(["m1", "m2", "m3"], dice.between(2, 3));
    if (dice.chance(0.2))
      return [
        ["m1", "n1"],
        ["m1", "n2"],
        ["m2", "n1"],
      ];
    return dice.chance(0.5) ? side.map((actor) => [actor, "t"]) : side.map((target) => ["a", target]);
  }

  /** What a dimension bears on: mostly whole groups of related questions, else its options contradict the rest. */
  private affected(): ReadonlySet<number> {
    const { all, constraints } = this.questions;
    const found = new Set(this.dice.draw([...all.keys()], this.dice.between(1, 4)));
    if (this.dice.chance(0.1)) return found;
    for (const i of found)
      for (const [, a, b] of constraints)
        for (const key of a === all[i]!.own ? [b] : b === all[i]!.own ? [a] : [])
          found.add(all.findIndex(({ own }) => own === key));
    return found;
  }

  /** States for a choice and a pair of members, so that one question has one state within a choice. */
  private sampler(unknown: number): (choice: readonly number[], actor: string, target: string) => Uint8Array {
    const { dice } = this;
    const open = new Set(dice.draw([...this.atoms.keys()], unknown));
    const spoilt = dice.chance(0.04) ? new Set(dice.draw([...this.atoms.keys()], 3)) : new Set<number>();
    const affected = [0, 1, 2].map(() => this.affected());
    const worlds = new Map<string, AtomState[]>();
    const states = new Map<string, AtomState>();
    const stateOf = (i: number, source: string): AtomState => {
      const world = worlds.get(source) ?? this.possibleWorld();
      worlds.set(source, world);
      const known = spoilt.has(i) ? ((3 - world[i]!) as AtomState) : world[i]!;
      const state = states.get(`${i} ${source}`) ?? (open.has(i) && dice.chance(0.8) ? UNKNOWN : known);
      states.set(`${i} ${source}`, state);
      return state;
    };
    return (choice, actor, target) =>
      Uint8Array.from(this.atoms, ({ leaf }, i) => {
        const d = choice.findLastIndex((_, dimension) => affected[dimension]!.has(i));
        const roles = rolesOf(leaf);
        const member = `${roles.actor ? actor : ""}/${roles.target ? target : ""}`;
        return stateOf(i, `${d < 0 ? "base" : `${d}:${choice[d]}`} ${member}`);
      });
  }
}
