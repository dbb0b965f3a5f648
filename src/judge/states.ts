import type { Instant, Interval, Kleene } from "../kit/index.ts";
import { convert, kindsOf, localInstant, type Atom, type Leaf, type Name, type Term } from "../language/index.ts";
import type { Occurrence } from "./occurrence.ts";
import { momentsIn } from "./periods.ts";
import type { Situation, Told } from "./situation.ts";

/** Actors of which one is meant; `undefined` among them: somebody whom nobody lists. Mostly exactly one. */
export type Meant = readonly (string | undefined)[];

/** Who acts and who is the target in one candidate of the occurrence, and when. */
export interface Candidate {
  readonly actor: Meant;
  readonly target: Meant;
  readonly stretch: Interval;
}

const UNTOLD = "the record does not say";

/** The state of an atom for one candidate: true if it is so at every moment of the stretch, false if at none. */
export function stateOf(atom: Atom, candidate: Candidate, { occurrence, situation, changes }: Asking): Told {
  const given = occurrence.given.filter(
    ({ key, learnt }) => key === atom.key && (learnt === undefined || learnt <= situation.known),
  );
  const moments = momentsIn(candidate.stretch, [
    ...changes,
    ...given.flatMap(({ since, until }) => [since, until].filter((at) => at !== undefined)),
  ]);
  return moments
    .map((at): Told => {
      const said = given.findLast(
        ({ since, until }) => (since === undefined || since <= at) && (until === undefined || at < until),
      );
      if (said) return { state: said.state, reason: said.state === "unknown" ? "given as unknown" : "given" };
      return askOf(atom.leaf, candidate, { occurrence, situation, at });
    })
    .reduce(merge);
}

export interface Asking {
  readonly occurrence: Occurrence;
  readonly situation: Situation;
  /** Instants at which an answer may change. */
  readonly changes: readonly Instant[];
}

/** What is so at one moment and not at another is unknown of the stretch. */
function merge(a: Told, b: Told): Told {
  return a.state === b.state
    ? a
    : { state: "unknown", reason: "it changed within the time in which it may have happened" };
}

interface At {
  readonly occurrence: Occurrence;
  readonly situation: Situation;
  readonly at: Instant;
}

function askOf(leaf: Leaf, candidate: Candidate, asking: At): Told {
  const { situation, at } = asking;
  switch (leaf.kind) {
    case "time":
      return leaf.op === "before" ? told(isBefore(leaf, candidate.stretch, situation)) : untold();
    case "is":
    case "in":
      return askMember(leaf, candidate, asking);
    case "bound":
      return askActor(leaf.term, candidate, (actor) => situation.isBound(actor, at));
    case "compare":
      return compare(leaf, asking.occurrence);
    case "distance":
      return distance(leaf, asking.occurrence);
    case "fact":
    case "during":
    case "constant":
      return untold();
    default:
      return situation.holds(leaf, at);
  }
}

function untold(reason = UNTOLD): Told {
  return { state: "unknown", reason };
}

function told(state: Kleene, reason = state === "unknown" ? UNTOLD : "recorded"): Told {
  return { state, reason };
}

/** Stretches are cut at every instant that the text names, so it lies in the middle of one only for a day told as a whole. */
function isBefore(leaf: Leaf & { kind: "time" }, stretch: Interval, situation: Situation): Kleene {
  const instant =
    leaf.time.kind === "instant"
      ? localInstant(leaf.time.local, leaf.time.zone ?? situation.program.declared.times.zone)
      : undefined;
  if (instant?.kind !== "instant") return "unknown";
  if (stretch.latest <= instant.instant) return "true";
  return stretch.earliest >= instant.instant ? "false" : "unknown";
}

function askActor(term: Term, candidate: Candidate, ask: (actor: string) => Told): Told {
  if ("name" in term) return ask(term.name);
  const meant = term.role === "actor" ? candidate.actor : term.role === "target" ? candidate.target : [undefined];
  const answers = meant.map((who) => (who === undefined ? untold("it is not known who that was") : ask(who)));
  return answers.reduce((a, b) => (a.state === b.state ? a : untold("it is not known which of several that was")));
}

function askMember(leaf: Leaf & { kind: "is" | "in" }, candidate: Candidate, asking: At): Told {
  const { occurrence, situation, at } = asking;
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
  const inside = situation.isInside(area, place.circle, at);
  return told(inside, inside === "unknown" ? "the place is not known closely enough" : "recorded");
}

function compare({ measure, op, quantity }: Leaf & { kind: "compare" }, { measures }: Occurrence): Told {
  const found = measures.get(measure);
  const value = found && convert(found, quantity.unit);
  if (value === undefined) return untold(`the record does not give the ${measure}`);
  return told((op === ">" ? value > quantity.value : value >= quantity.value) ? "true" : "false");
}

function distance({ quantity, line }: Leaf & { kind: "distance" }, { distances }: Occurrence): Told {
  const found = distances.get(line);
  const value = found && quantity.kind === "quantity" ? convert(found, quantity.quantity.unit) : undefined;
  if (value === undefined || quantity.kind !== "quantity")
    return untold(`the record does not give the distance from ${line}`);
  return told(value >= quantity.quantity.value ? "true" : "false");
}
