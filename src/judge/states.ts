import { or, type Interval, type Kleene } from "../kit/index.ts";
import { convert, localInstant, type Atom, type Leaf } from "../language/index.ts";
import { isEvent } from "./events.ts";
import { askActor, askMember, told, untold, type Asking, type At, type Pair } from "./members.ts";
import type { Occurrence } from "./occurrence.ts";
import { piecesOf } from "./periods.ts";
import type { Situation, Told } from "./situation.ts";

/** Who acts and who is the target in one candidate of the occurrence, and when. */
export interface Candidate extends Pair {
  readonly stretch: Interval;
  /** Of a joint act everybody who acts and everybody who is a target in it, in pairs; unset: the two above alone. */
  readonly together?: readonly Pair[];
}

/** The state of an atom for one candidate: true if it is so at every moment of the stretch, false if at none. */
export function stateOf(atom: Atom, candidate: Candidate, { occurrence, situation, changes }: Asking): Told {
  const given = occurrence.given.filter(
    ({ key, learnt }) => key === atom.key && (learnt === undefined || learnt <= situation.known),
  );
  const pieces = piecesOf(candidate.stretch, [
    ...changes,
    ...given.flatMap(({ since, until }) => [since, until].filter((at) => at !== undefined)),
  ]);
  return pieces
    .map((during): Told => {
      const at = during.earliest;
      const said = given.findLast(
        ({ since, until }) => (since === undefined || since <= at) && (until === undefined || at < until),
      );
      if (said) return { state: said.state, reason: said.state === "unknown" ? "given as unknown" : "given" };
      return askOf(atom.leaf, candidate, { occurrence, situation, during });
    })
    .reduce(merge);
}

/** What is so at one moment and not at another is unknown of the stretch. */
function merge(a: Told, b: Told): Told {
  return a.state === b.state
    ? a
    : { state: "unknown", reason: "it changed within the time in which it may have happened" };
}

function askOf(leaf: Leaf, candidate: Candidate, asking: At): Told {
  const { situation, during, occurrence } = asking;
  switch (leaf.kind) {
    case "time":
      return leaf.op === "before" ? told(isBefore(leaf, candidate.stretch, situation)) : untold();
    case "is":
    case "in":
      return askMember(leaf, candidate, asking);
    case "bound":
      return askActor(leaf.term, candidate, (actor) => situation.isBound(actor, during));
    case "compare":
      return compare(leaf, occurrence);
    case "distance":
      return distance(leaf, occurrence);
    case "none":
    case "at-least": {
      const pairs = candidate.together ?? [candidate];
      const own = or(...pairs.map((pair) => isEvent(leaf.event, pair, asking)));
      return situation.count(leaf, { during, besides: occurrence.id })[own];
    }
    case "fact":
    case "during":
    case "constant":
      return untold();
    default:
      return situation.holds(leaf, during);
  }
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
