import type { Instant, Interval, Kleene } from "../kit/index.ts";
import { kindsOf, type Leaf, type Name, type Term } from "../language/index.ts";
import type { Occurrence } from "./occurrence.ts";
import type { Situation, Told } from "./situation.ts";

/** Actors of which one is meant; `undefined` among them: somebody whom nobody lists. Mostly exactly one. */
export type Meant = readonly (string | undefined)[];

/** Who acts and who is the target. */
export interface Pair {
  readonly actor: Meant;
  readonly target: Meant;
}

/** An occurrence in a situation. */
export interface Asking {
  readonly occurrence: Occurrence;
  readonly situation: Situation;
  /** Instants at which an answer may change. */
  readonly changes: readonly Instant[];
}

/** A piece of time within which nothing but counts changes. */
export interface At {
  readonly occurrence: Occurrence;
  readonly situation: Situation;
  readonly during: Interval;
}

const UNTOLD = "the record does not say";

export function untold(reason = UNTOLD): Told {
  return { state: "unknown", reason };
}

export function told(state: Kleene, reason = state === "unknown" ? UNTOLD : "recorded"): Told {
  return { state, reason };
}

export function askActor(term: Term, candidate: Pair, ask: (actor: string) => Told): Told {
  if ("name" in term) return ask(term.name);
  const meant = term.role === "actor" ? candidate.actor : term.role === "target" ? candidate.target : [undefined];
  const answers = meant.map((who) => (who === undefined ? untold("it is not known who that was") : ask(who)));
  return answers.reduce((a, b) => (a.state === b.state ? a : untold("it is not known which of several that was")));
}

export function askMember(leaf: Leaf & { kind: "is" | "in" }, candidate: Pair, asking: At): Told {
  const { occurrence, situation, during } = asking;
  const at = during.earliest;
  const { declared } = situation.program;
  if ("role" in leaf.term && leaf.term.role === "act") return isAct(leaf.name, occurrence, declared.acts);
  if ("role" in leaf.term && leaf.term.role === "weapon") return isWeapon(leaf.name, occurrence, declared.weapons);
  if ("role" in leaf.term && leaf.term.role === "place") return isPlace(leaf.name, occurrence, { situation, at });
  const isList = declared.lists.has(leaf.name.replace(/@(fixed|incident)$/u, ""));
  return askActor(leaf.term, candidate, (actor) =>
    isList ? situation.isListed(actor, leaf.name, at) : situation.isA(actor, leaf.name, at),
  );
}

type Taxonomy = Parameters<typeof kindsOf>[1];

function isAct(name: Name, { acts }: Occurrence, taxonomy: Taxonomy): Told {
  if (acts.certain.some((act) => kindsOf(act, taxonomy).includes(name))) return told("true");
  // A narrower kind than what is recorded may be what happened.
  const narrower = kindsOf(name, taxonomy);
  const isOpen =
    acts.certain.some((act) => narrower.includes(act)) ||
    acts.possible.some((act) => kindsOf(act, taxonomy).includes(name) || narrower.includes(act));
  return isOpen ? untold("the record does not say what kind of act it was") : told("false");
}

function isWeapon(name: Name, { weapons }: Occurrence, taxonomy: Taxonomy): Told {
  if (weapons === undefined) return untold("the record does not say which weapon");
  if (weapons.some((weapon) => kindsOf(weapon, taxonomy).includes(name))) return told("true");
  return weapons.some((weapon) => kindsOf(name, taxonomy).includes(weapon))
    ? untold("the record does not say which kind")
    : told("false");
}

function isPlace(area: Name, { place }: Occurrence, { situation, at }: { situation: Situation; at: Instant }): Told {
  if (place.within.includes(area)) return told("true");
  if (place.oneOf) {
    if (!place.oneOf.includes(area)) return told("false");
    return place.oneOf.length === 1 ? told("true") : untold("the place may lie on either side of the border");
  }
  if (!place.circle) return untold("the record does not say where");
  return situation.isInside(area, place.circle, at);
}
