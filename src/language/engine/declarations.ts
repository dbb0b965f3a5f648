import { agreementTimes, statementsOf, type AgreementTimes, type Happened } from "../time/agreement-times.ts";
import type { Agreement, Name, Rule, Statement, TaxonomyDeclaration } from "../ir.ts";

/** Shared vocabularies by name, as `use` refers to them. */
export type Vocabularies = Readonly<Record<Name, readonly TaxonomyDeclaration[]>>;

type Of<K extends Statement["kind"]> = Extract<Statement, { kind: K }>;

/** What an agreement declares, found by name. Of two declarations of one name the first counts; the checks report the second. */
export interface Declarations {
  readonly agreement: Agreement;
  readonly times: AgreementTimes;
  readonly parties: ReadonlyMap<Name, Of<"party">>;
  readonly classes: ReadonlyMap<Name, Of<"class">>;
  readonly lists: ReadonlyMap<Name, Of<"list">>;
  readonly acts: ReadonlyMap<Name, TaxonomyDeclaration>;
  readonly weapons: ReadonlyMap<Name, TaxonomyDeclaration>;
  readonly facts: ReadonlyMap<Name, Of<"fact">>;
  readonly measures: ReadonlyMap<Name, Of<"measure">>;
  readonly tables: ReadonlyMap<Name, Of<"table">>;
  readonly phases: ReadonlyMap<Name, Of<"phase">>;
  readonly places: ReadonlyMap<Name, Of<"place">>;
  readonly accepts: ReadonlyMap<Name, Of<"accept">>;
  readonly statements: readonly Of<"statement">[];
  readonly readings: readonly Of<"reading">[];
  readonly amendments: readonly Of<"amend">[];
  readonly inForce: readonly Of<"in-force">[];
  readonly rules: readonly Rule[];
  /** Names that are one actor: parties, and actors that a list or a class names. */
  readonly identities: ReadonlySet<Name>;
}

/** `happened`: recorded renewals, and marks of duties such as `withdraw-ua.start`; the others stand at their latest lawful moment. */
export function readDeclarations(
  agreement: Agreement,
  vocabularies: Vocabularies,
  happened: Happened = {},
): Declarations {
  const all = statementsOf(agreement);
  const of = <K extends Statement["kind"]>(kind: K): readonly Of<K>[] => all.filter((s): s is Of<K> => s.kind === kind);
  const shared = of("use").flatMap((use) => vocabularies[use.vocabulary] ?? []);
  const taxonomy = [...of("act"), ...of("weapon"), ...shared];
  const lists = byName(of("list"));
  const classes = byName(of("class"));
  const parties = byName(of("party"));
  const named = [...lists.values()].flatMap((list) => list.names);
  const members = [...classes.values()].flatMap((group) => group.members ?? []);
  return {
    agreement,
    times: agreementTimes(agreement, happened),
    parties,
    classes,
    lists,
    acts: byName(taxonomy.filter((node) => node.kind === "act")),
    weapons: byName(taxonomy.filter((node) => node.kind === "weapon")),
    facts: byName(of("fact")),
    measures: byName(of("measure")),
    tables: byName(of("table")),
    phases: byName(of("phase")),
    places: byName(of("place")),
    accepts: byName(of("accept")),
    statements: of("statement"),
    readings: of("reading"),
    amendments: of("amend"),
    inForce: of("in-force"),
    rules: of("rule"),
    identities: new Set(
      [...parties.keys(), ...named, ...members].filter((name) => !classes.has(name) && !lists.has(name)),
    ),
  };
}

function byName<T extends { readonly name: Name }>(nodes: readonly T[]): ReadonlyMap<Name, T> {
  const found = new Map<Name, T>();
  for (const node of nodes) if (!found.has(node.name)) found.set(node.name, node);
  return found;
}

/** Everything that `name` is a kind of, itself first; safe on a circular taxonomy. */
export function kindsOf(name: Name, taxonomy: ReadonlyMap<Name, TaxonomyDeclaration>): readonly Name[] {
  const found = new Set<Name>([name]);
  for (const kind of found) for (const parent of taxonomy.get(kind)?.isA ?? []) found.add(parent);
  return [...found];
}

/** The parties that `name` fights as part of, itself first. */
export function commandOf(name: Name, parties: Declarations["parties"]): readonly Name[] {
  const found = new Set<Name>([name]);
  for (const party of found) {
    const above = parties.get(party)?.partOf;
    if (above !== undefined) found.add(above);
  }
  return [...found];
}

/** Whether one act can be of both sets: one is a kind of the other, or something is a kind of both, as a raid may be. */
export function actsOverlap(a: readonly Name[], b: readonly Name[], acts: Declarations["acts"]): boolean {
  return [...acts.keys(), ...a].some((act) => {
    const kinds = kindsOf(act, acts);
    return a.some((one) => kinds.includes(one)) && b.some((other) => kinds.includes(other));
  });
}
