import type { Instant, Interval, Kleene } from "../kit/index.ts";
import type { Leaf, Name } from "../language/index.ts";

/**
 * What is recorded about acceptances, as far as this folder needs to know it. The caller adapts its own register.
 */

/**
 * How an actor stands to an acceptance. `reported`: somebody says so and nobody confirms it. `not-asked`: it was never
 * put to the actor. `unknown`: recorded that it is not known.
 */
export type Standing = "accepted" | "refused" | "withdrawn" | "suspended" | "unknown" | "not-asked" | "reported";

export interface RecordedAcceptance {
  readonly actor: Name;
  /** The acceptance of the text that it answers; unset: whichever names the actor. */
  readonly accept?: Name;
  readonly standing: Standing;
  /** When it happened, as an interval if vague; unset: not known, then it counts as long past, but not as in time. */
  readonly at?: Instant | Interval;
  /** When it was learnt; unset: when it happened. */
  readonly known?: Instant;
  readonly to?: Name;
  /** Who passed it on: `aog through hnc`. */
  readonly through?: Name;
}

export interface AcceptanceRecord {
  readonly acceptances: readonly RecordedAcceptance[];
  /** Acceptances of the text of which everything is recorded: only there does absence mean that none was given. */
  readonly complete?: boolean | readonly Name[];
  /** Members of the classes of the text that the text itself does not name. */
  readonly members?: ReadonlyMap<Name, readonly Name[]>;
  /** The state of anything else that a condition asks; unset: unknown. */
  readonly facts?: (leaf: Leaf, moment: Moment) => Kleene;
  /** Why that state is unknown, or what it rests on. */
  readonly why?: (leaf: Leaf, moment: Moment) => string | undefined;
}

/** The moment spoken of, and the cut-off of what is known (unset: what was known then). */
export interface Moment {
  readonly at: Instant;
  readonly known?: Instant;
}

/** An event's first and last possible moment. */
export function boundsOf(at: Instant | Interval): { readonly first: Instant; readonly last: Instant } {
  if (typeof at === "number") return { first: at, last: at };
  return { first: at.earliest, last: Math.max(at.earliest, at.latest - 1) };
}
