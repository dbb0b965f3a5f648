import { and, or, type Kleene } from "../kit/index.ts";
import type { EventPattern, Selector } from "../language/index.ts";
import { candidatesOf } from "./candidates.ts";
import type { Occurrence } from "./occurrence.ts";
import { piecesOf } from "./periods.ts";
import { askActor, askMember, type Asking, type At, type Meant, type Pair } from "./members.ts";

/**
 * Whether an occurrence is an event of a kind: `attack with air-weapon by sar or rus`. Beyond doubt only if it certainly is
 * of that act, by that party, with that weapon and in that area; whatever of it is vague makes it possible at most.
 */
export function isEventOfKind(event: EventPattern, asking: Asking): Kleene {
  const { occurrence, situation, changes } = asking;
  const [first, second] = occurrence.sides.map((side) => candidatesOf(side, situation));
  const pairs = first!.flatMap((one) => second!.map((other) => [one.members, other.members] as const));
  const ways =
    occurrence.direction === "unknown" ? pairs.flatMap(([a, b]) => [[a, b] as const, [b, a] as const]) : pairs;
  const states = new Set<Kleene>();
  for (const during of piecesOf(occurrence.when, changes)) {
    for (const [acting, targeted] of ways) {
      // What several do together each of them does.
      const joint = acting.flatMap((actor) => targeted.map((target) => ({ actor: actor.meant, target: target.meant })));
      states.add(or(...joint.map((pair) => isEvent(event, pair, { occurrence, situation, during }))));
      if (states.size > 1 || states.has("unknown")) return "unknown";
    }
  }
  return [...states][0] ?? "unknown";
}

/** The same of one candidate of the occurrence. */
export function isEvent(event: EventPattern, pair: Pair, asking: At): Kleene {
  return and(
    anyOf(event.acts, (name) => askMember({ kind: "is", term: { role: "act" }, name }, pair, asking).state),
    anyOf(event.with, (name) => askMember({ kind: "is", term: { role: "weapon" }, name }, pair, asking).state),
    event.in === undefined ? "true" : isInOneOf(event.in, pair, asking),
    selects(event.by, "actor", { pair, asking }),
    selects(event.against, "target", { pair, asking }),
  );
}

/** Whether the event could tell two candidates for a side apart: by whom, or against whom, it asks. */
export function choiceOf(event: EventPattern, meant: Meant, asking: At): string {
  const pair = { actor: meant, target: meant };
  return `${selects(event.by, "actor", { pair, asking })} ${selects(event.against, "target", { pair, asking })}`;
}

function anyOf(names: readonly string[] | undefined, ask: (name: string) => Kleene): Kleene {
  return names === undefined ? "true" : or(...names.map(ask));
}

/** A place that lies in one of several areas, nobody knows in which, lies in one of them if all of them are named. */
function isInOneOf(areas: readonly string[], pair: Pair, asking: At): Kleene {
  const { oneOf } = asking.occurrence.place;
  if (oneOf !== undefined && oneOf.length > 0 && oneOf.every((area) => areas.includes(area))) return "true";
  return anyOf(areas, (name) => askMember({ kind: "in", term: { role: "place" }, name }, pair, asking).state);
}

interface Selected {
  readonly pair: Pair;
  readonly asking: At;
}

function selects(selector: Selector | undefined, role: "actor" | "target", { pair, asking }: Selected): Kleene {
  if (selector === undefined || selector.kind === "anyone") return "true";
  const { situation, during } = asking;
  const term = { role };
  if (selector.kind === "bound") return askActor(term, pair, (actor) => situation.isBound(actor, during)).state;
  return anyOf(selector.names, (name) => askMember({ kind: "in", term, name }, pair, asking).state);
}

/** Everything about an occurrence that decides whether it is an event of a kind, besides who its sides are and when. */
export function contentOf({ direction, acts, weapons, place }: Occurrence, asksPlace: boolean): string {
  const what = `${acts.certain.join()}/${acts.possible.join()}/${weapons?.join() ?? "?"}`;
  return `${direction} ${what} ${asksPlace ? JSON.stringify(place) : ""}`;
}
