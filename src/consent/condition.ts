import { and, kleene, not, or, type Kleene } from "../kit/index.ts";
import { resolveTime, type Accept, type Formula, type Leaf, type Name } from "../language/index.ts";
import { acceptersOf, acceptsNaming, isComplete, type Declared } from "./declared.ts";
import type { Dependency, Equations } from "./fixpoint.ts";
import type { AcceptanceRecord, Moment } from "./record.ts";
import { wordOf, type Word, type WordOptions } from "./standing.ts";

/** An agreement and a record at one moment, with every actor's word looked up once. */
export interface Setting extends WordOptions {
  /** For checking a text before any record: everybody has accepted, and of nothing else anything is known. */
  readonly supposed?: true;
  readonly wordsOf: (accept: Accept) => Words;
}

/** The words of all actors that an acceptance may come from. */
export interface Words {
  readonly words: readonly Word[];
  /** Whether at least one has validly given it, apart from its condition. */
  readonly given: Kleene;
}

export function newSetting(declared: Declared, record: AcceptanceRecord, moment: Moment): Setting {
  const options = { declared, record, moment };
  const cache = new Map<Name, Words>();
  const wordsOf = (accept: Accept): Words => {
    const known = cache.get(accept.name);
    if (known) return known;
    const { actors, open } = acceptersOf(accept, declared, record);
    const words = actors.map((actor) => wordOf(accept, actor, options));
    // There may be members of an open class of whom the register does not know.
    const others: readonly Kleene[] = open && !isComplete(accept.name, record) ? ["unknown"] : [];
    const result = { words, given: or(...words.map((word) => word.given), ...others) };
    cache.set(accept.name, result);
    return result;
  };
  return { ...options, wordsOf };
}

/** The unknown "a1 is confirmed", or "a1 is confirmed by x". A line break cannot stand in a name. */
export function nodeOf(accept: Name, by?: Name): string {
  return by === undefined ? accept : `${accept}\n${by}`;
}

export function acceptOf(node: string): Name {
  return node.split("\n", 1)[0] ?? node;
}

export function byOf(node: string): Name | undefined {
  return node.split("\n")[1];
}

export function sayNode(node: string): string {
  return node.replace("\n", " by ");
}

/**
 * The equations of all acceptances: an acceptance is confirmed if some actor it may come from has validly given it and
 * its condition holds. Conditions ask for the recorded act of another, never for what the other then does.
 */
export function equationsOf(setting: Setting): Equations {
  const { declared } = setting;
  const dependencies = new Map<string, readonly Dependency[]>();
  const waiting = [...declared.accepts.keys()].map((name) => nodeOf(name));
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (dependencies.has(node)) continue;
    const provided = declared.accepts.get(acceptOf(node))?.provided;
    const found = provided ? dependenciesOf(provided, setting) : [];
    dependencies.set(node, found);
    waiting.push(...found.map(({ on }) => on));
  }
  return {
    nodes: [...dependencies.keys()],
    dependsOn: (node) => dependencies.get(node) ?? [],
    evaluate: (node, look) => {
      const accept = declared.accepts.get(acceptOf(node));
      if (!accept) return "unknown";
      return and(givenAt(node, accept, setting), conditionOf(accept, setting, look));
    },
  };
}

/** Whether the word that a node asks for has been given, apart from its condition. */
export function givenAt(node: string, accept: Accept, setting: Setting): Kleene {
  if (setting.supposed) return "true";
  const by = byOf(node);
  if (by === undefined) return setting.wordsOf(accept).given;
  return wordOf(accept, by, setting).given;
}

export type Look = (dependency: Dependency) => Kleene;

export function conditionOf({ provided }: Accept, setting: Setting, look: Look): Kleene {
  return provided ? evaluate(provided, { setting, look, positive: true }) : "true";
}

interface Evaluation {
  readonly setting: Setting;
  readonly look: Look;
  /** False under an odd number of `not`. */
  readonly positive: boolean;
}

export function evaluate(formula: Formula, evaluation: Evaluation): Kleene {
  switch (formula.kind) {
    case "and":
      return and(...formula.of.map((part) => evaluate(part, evaluation)));
    case "or":
      return or(...formula.of.map((part) => evaluate(part, evaluation)));
    case "not":
      return not(evaluate(formula.of, { ...evaluation, positive: !evaluation.positive }));
    case "each":
      return evaluate(eachAsOr(formula), evaluation);
    default:
      return evaluateLeaf(formula, evaluation);
  }
}

/** `each heavy-weapon P`: it is no heavy weapon, or P. */
export function eachAsOr({ thing, holds }: Formula & { readonly kind: "each" }): Formula & { readonly kind: "or" } {
  return { kind: "or", of: [{ kind: "not", of: { kind: "is", term: { role: "weapon" }, name: thing } }, holds] };
}

function evaluateLeaf(leaf: Leaf, { setting, look, positive }: Evaluation): Kleene {
  const { declared, record, moment, supposed } = setting;
  if (supposed && (leaf.kind === "time" || leaf.kind === "during")) return "unknown";
  switch (leaf.kind) {
    case "constant":
      return kleene(leaf.value);
    case "time": {
      const resolved = resolveTime(leaf.time, leaf.op === "before" ? "start" : "end", declared.times);
      if (resolved.kind !== "instant") return "unknown";
      return kleene(leaf.op === "before" ? moment.at < resolved.instant : moment.at >= resolved.instant);
    }
    case "during":
      return duringPhase(leaf.phase, { setting, look, positive });
    case "confirmed":
      if (!declared.accepts.has(leaf.accept)) return "unknown";
      return look({ on: nodeOf(leaf.accept, leaf.by), positive });
    case "bound":
      if ("name" in leaf.term) return evaluateBound(leaf.term.name, { setting, look, positive });
      return record.facts?.(leaf, moment) ?? "unknown";
    default:
      return record.facts?.(leaf, moment) ?? "unknown";
  }
}

function duringPhase(name: Name, evaluation: Evaluation): Kleene {
  const { declared, moment } = evaluation.setting;
  const phase = declared.phases.get(name);
  const { from, until } = declared.times.phases.get(name) ?? {};
  if (!phase || from === undefined) return "unknown";
  if (moment.at < from || (until !== undefined && moment.at >= until)) return "false";
  if (until === undefined && (phase.until ?? phase.for)) return "unknown";
  return phase.entersWhen ? evaluate(phase.entersWhen, evaluation) : "true";
}

function evaluateBound(actor: Name, { setting, look, positive }: Evaluation): Kleene {
  const binding = bindingOf(actor, setting);
  if (binding.kind !== "accepts") return kleene(binding.kind === "start");
  return or(...binding.accepts.map((accept) => look({ on: nodeOf(accept.name, binding.actor), positive })));
}

/** What an actor is bound by: the text itself, its own word on some acceptances, or nothing. */
export type Binding =
  | { readonly kind: "start"; readonly reason: string }
  | {
      readonly kind: "accepts";
      readonly accepts: readonly Accept[];
      /** Whose word counts: its own or its side's. */ readonly actor: Name;
    }
  | { readonly kind: "none"; readonly reason: string };

/** A force that fights as part of a party stands or falls with it, unless the text asks for its own word. */
export function bindingOf(actor: Name, { declared, record }: WordOptions): Binding {
  const seen = new Set<Name>();
  for (let name: Name | undefined = actor; name !== undefined && !seen.has(name);) {
    seen.add(name);
    const accepts = acceptsNaming(name, declared, record);
    if (accepts.length > 0) return { kind: "accepts", accepts, actor: name };
    name = declared.parties.get(name)?.partOf;
  }
  if (declared.parties.has(actor)) {
    return { kind: "start", reason: `${actor} is a party, and the text asks for no acceptance by it` };
  }
  for (const [name, { members = [] }] of declared.classes) {
    if (!members.includes(actor) && !record.members?.get(name)?.includes(actor)) continue;
    return { kind: "start", reason: `${actor} is one of ${name}, and the text asks for no acceptance by it` };
  }
  return { kind: "none", reason: `the text does not name ${actor}` };
}

/** The unknowns that a formula asks for, and whether under `not`. */
function dependenciesOf(formula: Formula, setting: Setting): readonly Dependency[] {
  const found: Dependency[] = [];
  const note: Look = (dependency) => {
    if (!found.some(({ on, positive }) => on === dependency.on && positive === dependency.positive))
      found.push(dependency);
    return "unknown";
  };
  // Evaluation visits every part of a formula, so what it looks up is what the formula depends on.
  evaluate(formula, { setting, look: note, positive: true });
  return found;
}

/** A part of a condition that stands in its way: another acceptance, or a fact. */
export interface Blocker {
  readonly leaf: Leaf;
  /** What it would have to be. */
  readonly wanted: "true" | "false";
  /** The acceptances it asks for. */
  readonly nodes: readonly string[];
}

/** Why a condition does not hold: the smallest parts that are not as they would have to be. */
export function blockersOf(formula: Formula, setting: Setting, look: Look): readonly Blocker[] {
  const found: Blocker[] = [];
  const visit = (part: Formula, wanted: "true" | "false"): void => {
    if (evaluate(part, { setting, look, positive: true }) === wanted) return;
    if (part.kind === "and" || part.kind === "or") for (const inner of part.of) visit(inner, wanted);
    else if (part.kind === "not") visit(part.of, wanted === "true" ? "false" : "true");
    else if (part.kind === "each") visit(eachAsOr(part), wanted);
    else found.push({ leaf: part, wanted, nodes: dependenciesOf(part, setting).map(({ on }) => on) });
  };
  visit(formula, "true");
  return found;
}
