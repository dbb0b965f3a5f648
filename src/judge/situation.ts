import type { Instant, Interval, Kleene } from "../kit/index.ts";
import type { Leaf, Name, Program } from "../language/index.ts";

/** An answer of the record about an actor, with the reason if it is not known. */
export interface Told {
  readonly state: Kleene;
  readonly reason: string;
}

/** A count over past time: `no attack by sar for 7 days`, `at least 3 attack within 7 days`. */
export type CountLeaf = Leaf & { readonly kind: "none" | "at-least" };

/** What a count comes to if the occurrence that asks is itself one of the events counted, may be one, or is none. */
export type CountAnswer = Readonly<Record<Kleene, Told>>;

/** The stretch that a count looks back from, and the occurrence that asks, which is left out of it. */
export interface CountAsked {
  readonly during: Interval;
  readonly besides: string;
}

/**
 * Everything besides the occurrence that a judgement rests on, as known at the cut-off. The judge asks; whoever calls it
 * answers from a folder or a database. Of a stretch that is asked about (`during`), what is answered holds at every moment
 * of it: true at all of them, false at all of them, else unknown.
 */
export interface Situation {
  readonly program: Program;
  /** Nothing learnt after this counts. */
  readonly known: Instant;
  /** The readings to judge under, by id. */
  readonly readings: readonly Name[];
  /** Instants at which the answer to a question about these actors may change; counts change at others too. */
  changesOf(actors: readonly string[]): readonly Instant[];
  /** How to call an actor. */
  nameOf(actor: string): string;
  /** Whether the actor is the party, or belongs to the class, of the text. */
  isA(actor: string, name: Name, at: Instant): Told;
  /** Whether the actor is on the list; `list` may be a derived one (`terrorist@fixed`). */
  isListed(actor: string, list: Name, at: Instant): Told;
  /** Whether the text binds the actor. */
  isBound(actor: string, during: Interval): Told;
  /** Whether a place in this circle lies in the area; unknown if it may or may not. */
  isInside(
    area: Name,
    place: { readonly latitude: number; readonly longitude: number; readonly radiusMetres: number },
    at: Instant,
  ): Told;
  /** Conditions about the record as a whole: confirmations, duties. */
  holds(leaf: Leaf, during: Interval): Told;
  /** The counts that the judgement can depend on; any other stays unknown. */
  readonly counts: readonly CountLeaf[];
  count(leaf: CountLeaf, asked: CountAsked): CountAnswer;
  /** Words that differ for two stretches if a count on which `isBound` or `holds` rests does; unset: they rest on none. */
  readonly countsBehind: ((during: Interval) => string) | undefined;
}
