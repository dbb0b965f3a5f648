import { CONSTRUCTS } from "../constructs.ts";
import { printName } from "../print/formula.ts";
import { namePlace, type NamePlace, type SymbolKind } from "../syntax/name-places.ts";
import type { Draft, NamedThing } from "./draft.ts";
import { expectedAt, type Expected } from "./expected.ts";

/** Something that can be written at a place. */
export interface Completion {
  /** As it is written: a name of several words in backquotes. */
  readonly text: string;
  readonly kind: "word" | SymbolKind;
  /** What it is, in one line: the title or question of a name, the form of a word. */
  readonly detail?: string;
  /** Likelier is higher; from 0. */
  readonly likely: number;
}

export interface Completions {
  readonly from: number;
  readonly to: number;
  readonly options: readonly Completion[];
}

/** Where more can stand than the place asks for, or less: a condition may begin with the name of what it asks about. */
const OFFERED: Partial<Readonly<Record<NamePlace, readonly SymbolKind[]>>> = {
  "a weapon": ["weapon"],
  "a condition": ["fact", "measure", "weapon", "act", "party", "class", "accept", "rule"],
};

/** Readings that are there without being declared. */
const STANDARD_READINGS = ["text", "agreed"] as const;

/** What can be written at an offset of a text, the likeliest first. Nothing if only a new name or free text can stand there. */
export function completionsAt(draft: Draft, offset: number): Completions | undefined {
  const expected = expectedAt(draft, offset);
  if (!expected) return undefined;
  const words = expected.phrases.map((text): Completion => {
    const likely = expected.begun.has(text.split(" ")[0]!) ? 0 : 1;
    return { text, kind: "word", likely, ...detailOfWord(text) };
  });
  const options = [...namesFor(expected, draft), ...words].toSorted((a, b) => b.likely - a.likely);
  return options.length === 0 ? undefined : { from: expected.from, to: offset, options };
}

function namesFor(expected: Expected, draft: Draft): readonly Completion[] {
  const found = new Map<string, Completion>();
  const add = (option: Completion): void => {
    if (!found.has(option.text)) found.set(option.text, option);
  };
  for (const place of expected.places) {
    const { kinds, isDeclaration } = namePlace(place);
    // A new name is the writer's; who is on a list may be somebody the text knows.
    if (isDeclaration && kinds.length === 1) continue;
    for (const [rank, kind] of (OFFERED[place] ?? kinds).entries()) {
      for (const thing of draft.things.values()) if (isOffered(thing, kind, expected)) add(optionOf(thing, rank));
    }
    if (place === "the name of a reading")
      for (const text of STANDARD_READINGS) add({ text, kind: "reading", likely: 2 });
  }
  return [...found.values()];
}

function isOffered(thing: NamedThing, kind: SymbolKind, { scope }: Expected): boolean {
  return thing.kind === kind && (thing.scope === undefined || thing.scope === scope);
}

function optionOf(thing: NamedThing, rank: number): Completion {
  const detail = titleIn(thing.declaration);
  // What the text itself says goes before the words of a shared vocabulary.
  const likely = 20 - rank - (thing.vocabulary === undefined && !thing.isOfRecord ? 0 : 10);
  return { text: printName(thing.name), kind: thing.kind, likely, ...(detail === undefined ? {} : { detail }) };
}

/** The title or the question of a declaration: what stands in quotation marks on its first line. */
export function titleIn(declaration: string | undefined): string | undefined {
  const quoted = /^[^\n]*?"((?:[^"\\\n]|\\.)*)"/u.exec(declaration ?? "")?.[1];
  return quoted?.replace(/\\(["\\])/gu, "$1");
}

function detailOfWord(text: string): { readonly detail?: string } {
  const construct = CONSTRUCTS.find(({ keyword }) => keyword === text || keyword === text.replace(/ from$/u, ""));
  return construct ? { detail: construct.signature.split("\n")[0]! } : {};
}
