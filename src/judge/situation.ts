import type { Instant, Kleene } from "../kit/index.ts";
import type { Leaf, Name, Program } from "../language/index.ts";

/** An answer of the record about an actor, with the reason if it is not known. */
export interface Told {
  readonly state: Kleene;
  readonly reason: string;
}

/**
 * Everything besides the occurrence that a judgement rests on, as known at the cut-off. The judge asks; whoever calls it
 * answers from a folder or a database.
 */
export interface Situation {
  readonly program: Program;
  /** Nothing learnt after this counts. */
  readonly known: Instant;
  /** The readings to judge under, by id. */
  readonly readings: readonly Name[];
  /** Instants at which the answer to a question about these actors may change. */
  changesOf(actors: readonly string[]): readonly Instant[];
  /** How to call an actor. */
  nameOf(actor: string): string;
  /** Whether the actor is the party, or belongs to the class, of the text. */
  isA(actor: string, name: Name, at: Instant): Told;
  /** Whether the actor is on the list; `list` may be a derived one (`terrorist@fixed`). */
  isListed(actor: string, list: Name, at: Instant): Told;
  /** Whether the text binds the actor. */
  isBound(actor: string, at: Instant): Told;
  /** Whether a place in this circle lies in the area; unknown if it may or may not. */
  isInside(
    area: Name,
    place: { readonly latitude: number; readonly longitude: number; readonly radiusMetres: number },
    at: Instant,
  ): Kleene;
  /** Conditions about the record as a whole: aggregates, confirmations, duties. */
  holds(leaf: Leaf, at: Instant): Told;
}
