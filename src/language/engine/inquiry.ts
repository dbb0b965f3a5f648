import type { Account, Answer, DecidedVerdict, Question, Settlement } from "../verdict.ts";
import type { Diagrams, Node } from "./diagrams.ts";
import { verdictsOf } from "./compiled.ts";
import type { OpenFact, World, Worlds } from "./worlds.ts";

/** A question about the worlds: a variable of their diagrams or a dimension of their choices. */
export type Open =
  | { readonly kind: "fact"; readonly variable: number }
  | { readonly kind: "dimension"; readonly dimension: number; readonly options: readonly number[] };

/** One answer: the value of a variable, or the option of a dimension. */
type Fixed = { readonly question: Open; readonly value: number };

/** Sets of more answers than this are not looked for, nor more than this many combinations tried. */
const MOST_ANSWERS = 5;
const MOST_TRIES = 20_000;

/** What is open about the worlds, what it can change, and what would settle it. */
export class Inquiry {
  private readonly diagrams: Diagrams;
  private readonly worlds: Worlds;
  private readonly account: Account;
  private readonly restricted = new Map<string, Node>();

  constructor(diagrams: Diagrams, worlds: Worlds, account: Account) {
    this.diagrams = diagrams;
    this.worlds = worlds;
    this.account = account;
  }

  /** Questions whose answer can matter, facts in the order in which the rule asks them, dimensions first. */
  relevant(): readonly Open[] {
    const { all } = this.worlds;
    const variables = new Set(all.flatMap(({ node }) => this.diagrams.support(node)));
    const facts = [...variables]
      .sort((a, b) => a - b)
      .filter((variable) => all.some(({ node }) => this.matters(node, variable)));
    const dimensions = this.account.dimensions.flatMap((_, dimension): Open[] => {
      const options = [...new Set(all.map(({ choice }) => choice[dimension]!))].sort((a, b) => a - b);
      return this.dimensionMatters(dimension) ? [{ kind: "dimension", dimension, options }] : [];
    });
    return [...dimensions, ...facts.map((variable): Open => ({ kind: "fact", variable }))];
  }

  /** Minimal sets of answers that leave exactly one verdict. */
  settlements(questions: readonly Open[]): { readonly sets: readonly Settlement[]; readonly isComplete: boolean } {
    const answers = questions.flatMap((question): Fixed[] =>
      question.kind === "fact"
        ? [1, 0].map((value) => ({ question, value }))
        : question.options.map((value) => ({ question, value })),
    );
    const found: { readonly set: readonly Fixed[]; readonly mask: number }[] = [];
    let layer: (readonly Fixed[])[] = [[]];
    let tries = 0;
    let size = 0;
    for (; size < Math.min(MOST_ANSWERS, questions.length) && layer.length > 0; size++) {
      const next: (readonly Fixed[])[] = [];
      for (const set of layer) {
        const last = set.at(-1);
        const from = last === undefined ? 0 : answers.indexOf(last) + 1;
        for (const answer of answers.slice(from)) {
          if (answer.question === last?.question) continue;
          const larger = [...set, answer];
          if (found.some((smaller) => smaller.set.every((part) => larger.includes(part)))) continue;
          if (++tries > MOST_TRIES) return { sets: this.sayAll(found), isComplete: false };
          const mask = this.maskWith(larger);
          if (mask === 0) continue;
          if (isSingle(mask)) found.push({ set: larger, mask });
          else next.push(larger);
        }
      }
      layer = next;
    }
    return { sets: this.sayAll(found), isComplete: layer.length === 0 || size === questions.length };
  }

  /** The question after which the fewest verdicts remain possible, on average over its answers. */
  next(questions: readonly Open[]): Open | undefined {
    const left = (question: Open): number => {
      const values = question.kind === "fact" ? [0, 1] : question.options;
      const counts = values
        .map((value) => verdictsOf(this.maskWith([{ question, value }])).length)
        .filter((count) => count > 0);
      return counts.reduce((sum, count) => sum + count, 0) / Math.max(1, counts.length);
    };
    const scored = questions.map((question) => ({ question, score: left(question) }));
    return scored.reduce<(typeof scored)[number] | undefined>(
      (best, one) => (best === undefined || one.score < best.score ? one : best),
      undefined,
    )?.question;
  }

  /** One completed world with the verdict whose terminal is given. */
  witness(terminal: Node): readonly Answer[] | undefined {
    for (const { choice, node } of this.worlds.all) {
      const path = this.diagrams.pathTo(node, terminal);
      if (!path) continue;
      const chosen = choice.map((option, i) => this.sayChoice(i, option));
      return [...chosen, ...[...path].map(([variable, value]) => this.sayFact(variable, value))];
    }
    return undefined;
  }

  say(question: Open): Question {
    if (question.kind === "dimension") {
      const { id, question: text, options } = this.account.dimensions[question.dimension]!;
      return { kind: "dimension", dimension: id, text, options: question.options.map((option) => options[option]!) };
    }
    const fact = this.worlds.factOf(question.variable);
    const reason = this.account.reasons?.get(fact.atom.key);
    const text = fact.member === undefined ? fact.atom.question : `${fact.atom.question} (${fact.member})`;
    return { kind: "fact", atom: keyOf(fact), text, ...(reason === undefined ? {} : { reason }) };
  }

  private maskWith(fixed: readonly Fixed[]): number {
    return this.worlds.all.reduce(
      (mask, world) => (isIn(world, fixed) ? mask | this.diagrams.mask(this.fix(world.node, fixed)) : mask),
      0,
    );
  }

  private fix(node: Node, fixed: readonly Fixed[]): Node {
    return fixed.reduce((at, { question, value }) => {
      if (question.kind !== "fact") return at;
      const key = `${at} ${question.variable} ${value}`;
      const known = this.restricted.get(key);
      if (known !== undefined) return known;
      const result = this.diagrams.restrict(at, (variable) =>
        variable === question.variable ? (value as 0 | 1) : undefined,
      );
      this.restricted.set(key, result);
      return result;
    }, node);
  }

  private matters(node: Node, variable: number): boolean {
    const [no, yes] = [0, 1].map((value) => this.fix(node, [{ question: { kind: "fact", variable }, value }])) as [
      Node,
      Node,
    ];
    if (this.diagrams.canDiffer(no, yes)) return true;
    const [without, withIt] = [this.diagrams.mask(no), this.diagrams.mask(yes)];
    return without !== 0 && withIt !== 0 && without !== withIt;
  }

  /**
   * Whether two worlds that could be and are neighbours along this choice can come out differently. Neighbours differ in this
   * choice alone, if there are such two. Where choices depend on each other there may be none; then they are those between
   * which no third lies, and each of the choices they differ in may decide.
   */
  private dimensionMatters(dimension: number): boolean {
    const worlds = this.worlds.all.filter(({ node }) => this.diagrams.mask(node) !== 0);
    if (this.differAlone(worlds, dimension)) return true;
    const combinations = this.account.dimensions.reduce(
      (product, _, d) => product * new Set(worlds.map(({ choice }) => choice[d])).size,
      1,
    );
    // With every combination there is a third world between any two that differ in more than one choice.
    if (worlds.length === combinations) return false;
    return worlds.some((one, i) =>
      worlds
        .slice(i + 1)
        .some(
          (other) =>
            one.choice[dimension] !== other.choice[dimension] &&
            this.differ(one.node, other.node) &&
            !worlds.some((third) => isBetween(third, one, other)),
        ),
    );
  }

  private differAlone(worlds: readonly World[], dimension: number): boolean {
    const groups = new Map<string, Set<Node>>();
    for (const { choice, node } of worlds) {
      const rest = choice.filter((_, d) => d !== dimension).join(" ");
      groups.set(rest, (groups.get(rest) ?? new Set()).add(node));
    }
    return [...groups.values()].some((nodes) => {
      const list = [...nodes];
      return list.some((one, i) => list.slice(i + 1).some((other) => this.differ(one, other)));
    });
  }

  private differ(a: Node, b: Node): boolean {
    return this.diagrams.canDiffer(a, b) || this.diagrams.mask(a) !== this.diagrams.mask(b);
  }

  private sayAll(found: readonly { readonly set: readonly Fixed[]; readonly mask: number }[]): readonly Settlement[] {
    return found.map(({ set, mask }) => ({
      answers: set.map(({ question, value }) =>
        question.kind === "fact" ? this.sayFact(question.variable, value) : this.sayChoice(question.dimension, value),
      ),
      verdict: verdictsOf(mask)[0]! satisfies DecidedVerdict,
    }));
  }

  private sayFact(variable: number, value: number): Answer {
    return { question: keyOf(this.worlds.factOf(variable)), answer: value === 1 ? "true" : "false" };
  }

  private sayChoice(dimension: number, option: number): Answer {
    const { id, options } = this.account.dimensions[dimension]!;
    return { question: id, answer: options[option]! };
  }
}

function keyOf({ atom, member }: OpenFact): string {
  return member === undefined ? atom.key : `${atom.key} [${member}]`;
}

/** Whether a world is among those that the answers leave. */
function isIn({ choice, known }: World, fixed: readonly Fixed[]): boolean {
  return fixed.every(({ question, value }) => {
    if (question.kind === "dimension") return choice[question.dimension] === value;
    const own = known.get(question.variable);
    return own === undefined || own === value;
  });
}

/** Whether a third world has of every choice what one of the two has. */
function isBetween(third: World, one: World, other: World): boolean {
  if (third === one || third === other) return false;
  return third.choice.every((option, i) => option === one.choice[i] || option === other.choice[i]);
}

function isSingle(mask: number): boolean {
  return mask !== 0 && (mask & (mask - 1)) === 0;
}
