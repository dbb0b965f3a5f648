import type { Name, Span, Statement } from "../ir.ts";
import { cutDocument, type BlockPiece } from "../syntax/document.ts";
import type { NameAt } from "../syntax/cursor.ts";
import { findFrontMatter } from "../syntax/front-matter.ts";
import { namePlace, type SymbolKind } from "../syntax/name-places.ts";
import type { ParseOptions } from "../syntax/parse.ts";
import { ProblemList } from "../syntax/problem-list.ts";
import { reservedNamesIn } from "../syntax/reserved-names.ts";
import { groupStatements, type StatementSource } from "../syntax/statement-source.ts";
import { readStatement } from "../syntax/statements.ts";
import { readLines } from "../syntax/tokens.ts";
import { vocabularies as shared } from "../vocabulary/index.ts";

/** A thing of the text that has a name, and where it got it. */
export interface NamedThing {
  readonly kind: SymbolKind;
  readonly name: Name;
  /** The rule of a label, the procedure of a state. */
  readonly scope?: Name;
  /** The name where it is given; a word of a shared vocabulary has no place in the text. */
  readonly at?: Span;
  /** The statement that gives it, in words. */
  readonly declaration?: string;
  readonly vocabulary?: Name;
  /** It is somebody whom the record knows, and whom the text does not declare. */
  readonly isOfRecord?: true;
}

/** A name where it stands in the text. */
export interface NameInText extends NameAt {
  /** What it stands for; absent: nothing in the text has that name. */
  readonly thing?: NamedThing;
  readonly isDeclaration: boolean;
}

/** A statement as it stands, also if parts of it cannot be read. */
export interface WrittenStatement {
  readonly source: StatementSource;
  readonly statement?: Statement;
  readonly names: readonly NameAt[];
  readonly isDamaged: boolean;
}

/** A text as it is being written: what its names stand for, also where the rest cannot be read yet. */
export interface Draft {
  readonly text: string;
  readonly blocks: readonly BlockPiece[];
  readonly statements: readonly WrittenStatement[];
  readonly things: ReadonlyMap<string, NamedThing>;
  /** In the order of the text. */
  readonly names: readonly NameInText[];
}

export interface DraftOptions extends Pick<ParseOptions, "vocabularies"> {
  /** Actors of the record by their keys, with what they are called: cases and acceptances may name them. */
  readonly actors?: ReadonlyMap<Name, string>;
}

/** The words of a clock, which every rule has without saying so. */
export const CLOCKS: ReadonlySet<Name> = new Set(["by", "start", "complete"]);

/** Reads a text for whoever writes it. Never throws; costs one pass. */
export function readDraft(text: string, options: DraftOptions = {}): Draft {
  const pieces = cutDocument(text, findFrontMatter(text)?.bodyFrom ?? 0, new ProblemList("", undefined));
  const blocks = pieces.filter((piece) => piece.kind === "block");
  const reserved = reservedNamesIn(text);
  const statements = blocks.flatMap(({ inner, indent }) => {
    const sources = groupStatements(readLines(text.slice(inner.from, inner.to), inner.from, indent));
    return [...sources].map((source): WrittenStatement => {
      const read = readStatement(source, { text, reserved, problems: new ProblemList("", undefined) });
      const { statement, names, isDamaged } = read;
      return { source, names, isDamaged, ...(statement ? { statement } : {}) };
    });
  });
  const things = thingsIn(text, statements, options);
  const names = statements.flatMap((one) => one.names.map((name, index) => resolve({ one, name, index }, things)));
  return { text, blocks, statements, things, names };
}

/** The key by which a thing is found. */
export function thingKey({ kind, name, scope = "" }: Pick<NamedThing, "kind" | "name" | "scope">): string {
  return `${kind}\n${scope}\n${name}`;
}

function thingsIn(
  text: string,
  statements: readonly WrittenStatement[],
  { vocabularies = shared, actors = new Map<Name, string>() }: DraftOptions,
): ReadonlyMap<string, NamedThing> {
  const things = new Map<string, NamedThing>();
  const add = (thing: NamedThing): void => {
    const key = thingKey(thing);
    if (!things.has(key)) things.set(key, thing);
  };
  // Whoever a list or a class names may be declared as a party further down: those that are only named there come last.
  const named: NamedThing[] = [];
  for (const one of statements) {
    const declaration = text.slice(one.source.from, one.source.to);
    for (const [index, found] of one.names.entries()) {
      if (!isGiven({ one, name: found, index })) continue;
      const { kinds } = namePlace(found.place);
      const thing = { kind: kinds[0]!, name: found.name, at: found.at, declaration, ...scopeOf(one, found) };
      if (kinds.length > 1) named.push({ ...thing, kind: "actor" });
      else add(thing);
    }
  }
  for (const { statement } of statements)
    if (statement?.kind === "use") for (const word of wordsOf(statement.vocabulary, vocabularies)) add(word);
  for (const thing of named) if (!isSomebody(thing.name, things)) add(thing);
  for (const [name, title] of actors) {
    if (isSomebody(name, things)) continue;
    add({ kind: "actor", name, isOfRecord: true, declaration: `actor ${name} "${title.replace(/["\\]/gu, "\\$&")}"` });
  }
  for (const vocabulary of Object.keys(vocabularies)) add({ kind: "vocabulary", name: vocabulary, vocabulary });
  return things;
}

function wordsOf(vocabulary: Name, vocabularies: NonNullable<DraftOptions["vocabularies"]>): readonly NamedThing[] {
  return (vocabularies[vocabulary] ?? []).map(({ kind, name, title, isA }) => {
    const wider = isA.length > 0 ? ` is ${isA.join(", ")}` : "";
    return { kind, name, vocabulary, declaration: `${kind} ${name} "${title}"${wider}` };
  });
}

function isSomebody(name: Name, things: ReadonlyMap<string, NamedThing>): boolean {
  return (["party", "class", "body"] as const).some((kind) => things.has(thingKey({ kind, name })));
}

interface Standing {
  readonly one: WrittenStatement;
  readonly name: NameAt;
  /** Of the name among those of the statement. */
  readonly index: number;
}

/** Labels are given in a rule and meant elsewhere; a state is given where it is first said. */
function isGiven({ one, name: { place, name }, index }: Standing): boolean {
  if (place === "a label") return headWord(one) === "rule";
  if (place === "the name of a state")
    return one.names.findIndex((other) => other.place === place && other.name === name) === index;
  return namePlace(place).isDeclaration === true;
}

function scopeOf(one: WrittenStatement, { place }: NameAt): { readonly scope?: Name } {
  const isOwn = place === "the name of a state" || (place === "a label" && headWord(one) === "rule");
  const [own] = one.names;
  return isOwn && own ? { scope: own.name } : {};
}

function headWord({ source }: WrittenStatement): string | undefined {
  return source.head.tokens[0]?.text;
}

function resolve(standing: Standing, things: ReadonlyMap<string, NamedThing>): NameInText {
  const { one, name, index } = standing;
  const scope = labelledRule(standing) ?? scopeOf(one, name).scope;
  const of = scope === undefined ? {} : { scope };
  const thing = namePlace(name.place)
    .kinds.map((kind) => things.get(thingKey({ kind, name: name.name, ...of })))
    .find((found) => found !== undefined);
  const isDeclaration = thing?.at !== undefined && thing.at.from === name.at.from;
  return { ...one.names[index]!, isDeclaration, ...(thing ? { thing } : {}) };
}

/** Of the label in `reads cease-attacks.listed`, the rule. */
function labelledRule({ one, name, index }: Standing): Name | undefined {
  if (name.place !== "a label" || headWord(one) === "rule") return undefined;
  return one.names[index - 1]?.name;
}

/** The name at an offset, its edges included. */
export function nameAt(draft: Draft, offset: number): NameInText | undefined {
  return draft.names.find(({ at }) => at.from <= offset && offset <= at.to);
}

/** Everywhere a thing is named, its declaration included. */
export function namesOfThing(draft: Draft, thing: NamedThing): readonly NameInText[] {
  const key = thingKey(thing);
  return draft.names.filter((name) => name.thing !== undefined && thingKey(name.thing) === key);
}
