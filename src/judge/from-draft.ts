import type { Side as NamedSide, ReportDraft } from "../domain/index.ts";
import type { Interval } from "../kit/index.ts";
import { kindsOf, type Declarations } from "../language/index.ts";
import type { Occurrence, Side } from "./occurrence.ts";

/** Finds out who and where a record's words mean at a time: who belongs to whom, and which borders an area has, changes. */
export interface Resolver {
  sideOf(side: NamedSide, during: Interval): Side;
  /** Ids of the areas that had these names all the time. */
  areasNamed(names: readonly string[], during: Interval): readonly string[];
}

/** The acts and weapons that the text and the vocabularies it uses have words for. */
export type Vocabulary = Pick<Declarations, "acts" | "weapons">;

/** A report's occurrence for the judge. */
export function occurrenceOf(draft: ReportDraft, resolver: Resolver, vocabulary: Vocabulary): Occurrence {
  const [first, second] = draft.sides;
  const { circle } = draft.where;
  const when = draft.when.interval;
  return {
    id: draft.id,
    label: draft.label,
    sides: [first ? resolver.sideOf(first, when) : SOMEBODY, second ? resolver.sideOf(second, when) : SOMEBODY],
    direction: draft.direction,
    when,
    spread: draft.when.spread,
    acts: actsOf(draft, vocabulary.acts),
    weapons: weaponsOf(draft, vocabulary.weapons),
    place: {
      within: resolver.areasNamed(draft.where.within, when),
      oneOf: undefined,
      circle: circle && { ...circle.centre, radiusMetres: circle.radiusMetres },
    },
    measures: new Map(),
    distances: new Map(),
    given: [],
  };
}

/** One object, so that accounts with nobody on a side are known to be the same. */
const SOMEBODY: Side = { kind: "unknown", name: "somebody" };

const ATTACK: Occurrence["acts"] = { certain: ["attack"], possible: ["acquire-territory"] };

/**
 * What a report says was done. Acts of another kind than those it names are other occurrences, except that of an attack it
 * stays open whether it was also to gain ground. A use of organised force (`kind`) of which nothing more is said was an
 * attack. Of anything else, and of a word that the text does not have, every act is possible: a slip must not become "no".
 */
export function actsOf(
  { acts, kind }: Pick<ReportDraft, "acts" | "kind">,
  known: Vocabulary["acts"],
): Occurrence["acts"] {
  if (acts.length === 0 && kind !== undefined) return ATTACK;
  const certain = acts.filter((act) => known.has(act));
  if (certain.length === 0 || certain.length < acts.length) return { certain, possible: [...known.keys()] };
  const isAttack = certain.some((act) => kindsOf(act, known).includes("attack"));
  return { certain, possible: isAttack && known.has("acquire-territory") ? ["acquire-territory"] : [] };
}

/** Nothing said, or a word that the text does not have: any weapon is possible. */
function weaponsOf({ weapons }: ReportDraft, known: Vocabulary["weapons"]): Occurrence["weapons"] {
  return weapons.length === 0 || !weapons.every((weapon) => known.has(weapon)) ? undefined : weapons;
}

/** Words for acts and weapons that the text does not have: what they name stays unknown. */
export function unknownWords({ acts, weapons }: ReportDraft, known: Vocabulary): readonly string[] {
  if (acts.length === 0 && weapons.length === 0) return [];
  return [...acts.filter((act) => !known.acts.has(act)), ...weapons.filter((weapon) => !known.weapons.has(weapon))];
}
