import type { Instant, Interval } from "../kit/index.ts";
import type { Name, Quantity } from "../language/index.ts";

/**
 * One occurrence as the judge needs it: what is vague spelled out as candidates, everything else as said. Built from a
 * record (`from-draft.ts`) or from a worked case (`from-case.ts`), which is how both are judged by one path.
 */
export interface Occurrence {
  readonly id: string;
  /** What its source calls it, such as the pair of actors. */
  readonly label: string;
  /** The first acted on the second, unless `direction` is unknown. */
  readonly sides: readonly [Side, Side];
  readonly direction: "unknown" | "first-on-second";
  readonly when: Interval;
  /** `throughout`: something of it on each local day. `within`: at one moment somewhere in the stretch. */
  readonly spread: "throughout" | "within";
  /** Kinds of act that it certainly was, and kinds that it may have been as well. Any other it was not. */
  readonly acts: { readonly certain: readonly Name[]; readonly possible: readonly Name[] };
  /** `undefined`: nothing is known of the weapon. */
  readonly weapons: readonly Name[] | undefined;
  readonly place: Place;
  readonly measures: ReadonlyMap<Name, Quantity>;
  readonly distances: ReadonlyMap<Name, Quantity>;
  /** What is given besides, by the words of the atom. Later entries win where they apply. */
  readonly given: readonly GivenFact[];
}

/** Who a side is: one actor, one of several, several together, or a name that nobody knows. */
export type Side =
  | { readonly kind: "actor"; readonly name: string; readonly actor: string }
  /** One of these, which one unknown; `open`: or somebody else whom nobody lists. */
  | { readonly kind: "one-of"; readonly name: string; readonly actors: readonly string[]; readonly open: boolean }
  | { readonly kind: "all-of"; readonly name: string; readonly sides: readonly Side[] }
  | { readonly kind: "unknown"; readonly name: string };

export interface Place {
  /** Areas that certainly hold it, by id. */
  readonly within: readonly string[];
  /** It is in one of these (one entry: in that one). Undefined: nothing narrower is known. */
  readonly oneOf: readonly string[] | undefined;
  readonly circle: { readonly latitude: number; readonly longitude: number; readonly radiusMetres: number } | undefined;
}

export interface GivenFact {
  /** The atom's words. */
  readonly key: string;
  readonly state: "true" | "false" | "unknown";
  readonly since?: Instant;
  readonly until?: Instant;
  readonly learnt?: Instant;
}
