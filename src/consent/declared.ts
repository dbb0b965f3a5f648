import {
  agreementTimes,
  statementsOf,
  type Accept,
  type Agreement,
  type AgreementTimes,
  type ClassDeclaration,
  type Concurrent,
  type MovesFirst,
  type Name,
  type PartyDeclaration,
  type Phase,
} from "../language/index.ts";
import type { AcceptanceRecord } from "./record.ts";

/** What an agreement says about consent, by name. */
export interface Declared {
  readonly zone: string;
  readonly times: AgreementTimes;
  readonly accepts: ReadonlyMap<Name, Accept>;
  readonly parties: ReadonlyMap<Name, PartyDeclaration>;
  readonly classes: ReadonlyMap<Name, ClassDeclaration>;
  readonly phases: ReadonlyMap<Name, Phase>;
  readonly concurrent: readonly Concurrent[];
  readonly first: readonly MovesFirst[];
}

export function readDeclared(agreement: Agreement): Declared {
  const statements = statementsOf(agreement);
  return {
    zone: agreement.meta.zone,
    times: agreementTimes(agreement),
    accepts: byName(statements.filter((statement) => statement.kind === "accept")),
    parties: byName(statements.filter((statement) => statement.kind === "party")),
    classes: byName(statements.filter((statement) => statement.kind === "class")),
    phases: byName(statements.filter((statement) => statement.kind === "phase")),
    concurrent: statements.filter((statement) => statement.kind === "concurrent"),
    first: statements.filter((statement) => statement.kind === "first"),
  };
}

function byName<T extends { readonly name: Name }>(all: readonly T[]): ReadonlyMap<Name, T> {
  return new Map(all.map((one) => [one.name, one]));
}

/**
 * The actors known to be meant by an acceptance, and whether there may be more: a class known only by its rule of
 * membership is open.
 */
export interface Accepters {
  readonly actors: readonly Name[];
  readonly open: boolean;
}

export function acceptersOf(accept: Accept, declared: Declared, record: AcceptanceRecord): Accepters {
  const actors = new Set<Name>();
  let open = false;
  for (const name of accept.who.kind === "names" ? accept.who.names : []) {
    const known = membersOf(name, declared, record);
    if (known) open = true;
    for (const actor of known ?? [name]) actors.add(actor);
  }
  if (accept.who.kind !== "names") open = true;
  for (const entry of record.acceptances) if (entry.accept === accept.name) actors.add(entry.actor);
  return { actors: [...actors], open };
}

/** Members of a class by the text and by the record; undefined for a name that is no class. */
export function membersOf(name: Name, { classes }: Declared, record: AcceptanceRecord): readonly Name[] | undefined {
  const declaration = classes.get(name);
  return declaration && [...new Set([...(declaration.members ?? []), ...(record.members?.get(name) ?? [])])];
}

/** The acceptances that ask for the word of an actor. */
export function acceptsNaming(actor: Name, declared: Declared, record: AcceptanceRecord): readonly Accept[] {
  return [...declared.accepts.values()].filter((accept) =>
    acceptersOf(accept, declared, record).actors.includes(actor),
  );
}

export function isComplete(accept: Name, { complete = false }: AcceptanceRecord): boolean {
  return typeof complete === "boolean" ? complete : complete.includes(accept);
}
