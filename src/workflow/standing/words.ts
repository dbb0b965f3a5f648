import type { Instant, Problem } from "../../kit/index.ts";
import { placeInText, type Located, type Name, type Program } from "../../language/index.ts";
import type { RegisterRow } from "../../consent/index.ts";
import type { Actor } from "../../domain/index.ts";
import type { Folder } from "../load-folder.ts";

/** The moment that is looked at, and the cut-off of what was known; unset: now, and all that was ever learnt. */
export interface Looked {
  readonly at: Instant;
  readonly known?: Instant;
}

/** Somebody that the text names, with every name that the register has for them. */
export interface NamedInText {
  readonly name: Name;
  readonly title: string;
  readonly names: readonly CalledName[];
}

export interface CalledName {
  readonly text: string;
  /** BCP 47; unset: not said. */
  readonly lang?: string;
}

/** Names of those whom the register has under a name of the text: as themselves, or in that role. */
export function namesOf(name: Name, { register }: Folder): readonly CalledName[] {
  const isMeant = ({ id, roles }: Actor): boolean => id === name || roles.some(({ is }) => is === name);
  const found = register.actors.filter(isMeant);
  // Of a class everybody has the role: it has no names of its own.
  if (found.length !== 1) return [];
  const [{ name: own, aliases }] = found as [Actor];
  const named = aliases.map(({ text, lang }) => ({ text, ...(lang === undefined ? {} : { lang }) }));
  return named.some(({ text }) => text === own) ? named : [{ text: own }, ...named];
}

/** The line of the text at which something stands, from 1. */
export function lineOf({ at }: Located, { text }: Pick<Folder, "text">): { readonly line?: number } {
  const { line } = at ? placeInText(text, at) : {};
  return line === undefined ? {} : { line };
}

/** What is wrong with the text, and with what lies beside it, as far as it concerns whoever reads the record. */
export function problemsOf(folder: Folder, program: Program): readonly Problem[] {
  const all = [...folder.problems, ...program.problems];
  const keys = all.map(({ code, at, message }) => [code, at.line, message].join("\n"));
  return all.filter((_, i) => keys.indexOf(keys[i]!) === i);
}

/** One line of the register of acceptances, its moments as the first and the last that it can be. */
export interface AcceptanceStanding extends Omit<RegisterRow, "at" | "deadline"> {
  readonly earliest?: Instant;
  readonly latest?: Instant;
  readonly deadline?: { readonly at: Instant; readonly state: string };
}

export function acceptanceOf({ at, deadline, ...row }: RegisterRow): AcceptanceStanding {
  const bounds = typeof at === "number" ? { earliest: at, latest: at } : (at ?? {});
  const finite = Object.fromEntries(Object.entries(bounds).filter(([, moment]) => Number.isFinite(moment)));
  return { ...row, ...finite, ...(deadline ? { deadline: { at: deadline.instant, state: deadline.state } } : {}) };
}
