import type { Name, Statement, TaxonomyDeclaration } from "./ir.ts";

/** What a bare name can stand for. */
export interface Kinds {
  readonly acts: ReadonlySet<Name>;
  readonly weapons: ReadonlySet<Name>;
  readonly facts: ReadonlySet<Name>;
}

/** What a name can be the name of. An `actor` is one that a list or a class names, without a declaration of its own. */
export type NameKind =
  | "party"
  | "class"
  | "body"
  | "list"
  | "actor"
  | "place"
  | "fact"
  | "measure"
  | "act"
  | "weapon"
  | "table"
  | "phase"
  | "accept"
  | "rule"
  | "statement"
  | "reading"
  | "vocabulary";

/** What a text declares, with what it takes in of the shared vocabularies. */
export function kindsIn(
  statements: readonly Statement[],
  vocabularies: Readonly<Record<Name, readonly TaxonomyDeclaration[]>>,
): Kinds {
  const shared = statements.flatMap((one) => (one.kind === "use" ? (vocabularies[one.vocabulary] ?? []) : []));
  const all = [...shared, ...statements];
  const named = (kind: "act" | "weapon" | "fact"): ReadonlySet<Name> =>
    new Set(all.flatMap((one) => (one.kind === kind ? [one.name] : [])));
  return { acts: named("act"), weapons: named("weapon"), facts: named("fact") };
}

/** The role of which a bare name says what it is: `mortar` is `weapon is mortar`. A fact of the name goes first. */
export function roleOf(name: Name, { acts, weapons, facts }: Kinds): "weapon" | "act" | undefined {
  if (facts.has(name)) return undefined;
  return weapons.has(name) ? "weapon" : acts.has(name) ? "act" : undefined;
}
