import type { OccurrenceDraft, Side as NamedSide } from "../domain/index.ts";
import type { Occurrence, Side } from "./occurrence.ts";

/** Finds out who and where a record's words mean. */
export interface Resolver {
  sideOf(side: NamedSide): Side;
  /** Ids of the areas of these names. */
  areasNamed(names: readonly string[]): readonly string[];
}

/**
 * A record's occurrence for the judge. A record of a fatal use of force says that there was an attack; whether ground
 * changed hands in it, or which kind of attack it was, it does not say, and any act of another kind is another occurrence.
 */
export function occurrenceOf(draft: OccurrenceDraft, resolver: Resolver): Occurrence {
  const [first, second] = draft.sides;
  const circle = draft.where.circle;
  return {
    id: draft.id,
    label: draft.label,
    sides: [resolver.sideOf(first), second ? resolver.sideOf(second) : { kind: "unknown", name: "somebody" }],
    direction: draft.direction,
    when: draft.when.interval,
    spread: draft.when.spread,
    acts: { certain: ["attack"], possible: ["acquire-territory"] },
    weapons: undefined,
    place: {
      within: resolver.areasNamed(draft.where.within),
      oneOf: undefined,
      circle: circle && { ...circle.centre, radiusMetres: circle.radiusMetres },
    },
    measures: new Map(),
    distances: new Map(),
    given: [],
  };
}
