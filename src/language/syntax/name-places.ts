import type { NameKind } from "../kinds.ts";

/** What a name can stand for: also what is looked for within one rule, one procedure, or nowhere else. */
export type SymbolKind = NameKind | "label" | "state" | "procedure" | "case" | "agreement";

interface Place {
  /** What a name in this place can be; of several with that name, the first. */
  readonly kinds: readonly SymbolKind[];
  /** The name is given here. */
  readonly isDeclaration?: true;
}

const given = (...kinds: readonly SymbolKind[]): Place => ({ kinds, isDeclaration: true });
const of = (...kinds: readonly SymbolKind[]): Place => ({ kinds });

const WHO = of("party", "class", "list", "body", "actor");
const AUTHORITY = of("body", "party", "class", "actor", "list");
const GROUND = of("place");

/**
 * Every place in which a name can stand, in the words by which a message asks for it, with what the name can be there. A
 * place that is not in the table cannot be read: the compiler sees to it.
 */
export const NAME_PLACES = {
  "the name of the party": given("party"),
  "the name of the class": given("class"),
  "the name of the body": given("body"),
  "the name of the list": given("list"),
  "the name of the line": given("place"),
  "the name of the area": given("place"),
  "the name of the fact": given("fact"),
  "the name of the measure": given("measure"),
  "the name of the act": given("act"),
  "the name of the weapon": given("weapon"),
  "the name of the table": given("table"),
  "the name of the phase": given("phase"),
  "the name of the acceptance": given("accept"),
  "the name of the rule": given("rule"),
  "the name of the procedure": given("procedure"),
  "the name of the statement": given("statement"),
  "the name of the reading": given("reading"),
  "the name of the case": given("case"),
  // Both say of somebody that he belongs to it, and need no other declaration.
  "a member": given("party", "class", "body", "actor"),
  "who is on the list": given("party", "class", "body", "actor"),
  "a party": of("party"),
  "a party, a class or a list": WHO,
  "an actor": WHO,
  "a party or a kind": of("party", "class", "list", "body", "actor"),
  "a list, a class or a place": of("list", "class", "place", "party", "body"),
  "what the fact is about": of("party", "class", "body", "list", "place", "actor"),
  "who enrols": AUTHORITY,
  "who designates": AUTHORITY,
  "who chairs": AUTHORITY,
  "who confirms": AUTHORITY,
  "who defines it": AUTHORITY,
  "who made the statement": AUTHORITY,
  "who responded": AUTHORITY,
  "whom it is told": AUTHORITY,
  "a line or an area": GROUND,
  "a place": GROUND,
  "an act": of("act"),
  "a wider kind of act": of("act"),
  "a weapon": of("weapon", "fact", "act"),
  "a wider kind of weapon": of("weapon"),
  "a kind of weapon or act": of("weapon", "act"),
  "a measure": of("measure"),
  // A fact of the name goes before a weapon, and a weapon before an act, as in `roleOf`.
  "a condition": of("fact", "weapon", "act"),
  "a quantity or the name of a table": of("table"),
  "the name of a phase": of("phase"),
  "an acceptance": of("accept"),
  "a rule": of("rule"),
  "the name of a rule": of("rule"),
  "a statement": of("statement"),
  "the name of a reading": of("reading", "statement", "party", "class", "body", "actor"),
  "the name of a list, a line or a rule": of("rule", "accept", "list", "place"),
  "the name of a list or a line": of("place", "list"),
  "a label": of("label"),
  "the name of a state": of("state"),
  "the name of a vocabulary, such as `common`": of("vocabulary"),
  "the id of the earlier text": of("agreement"),
} as const satisfies Readonly<Record<string, Place>>;

export type NamePlace = keyof typeof NAME_PLACES;

export function namePlace(place: NamePlace): Place {
  return NAME_PLACES[place];
}
