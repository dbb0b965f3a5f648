import type { Name } from "../ir.ts";
import type { Stop } from "../syntax/clause-reader.ts";
import type { NamePlace } from "../syntax/name-places.ts";
import { ProblemList } from "../syntax/problem-list.ts";
import { groupStatements, type StatementSource } from "../syntax/statement-source.ts";
import { readStatement, STATEMENT_WORDS } from "../syntax/statements.ts";
import { readLines } from "../syntax/tokens.ts";
import type { Draft } from "./draft.ts";

/** What can stand at a place of a block. */
export interface Expected {
  /** Where the word that is being written starts. */
  readonly from: number;
  /** Words of the language, with what must follow them in any case: `as at the incident`. */
  readonly phrases: readonly string[];
  readonly places: readonly NamePlace[];
  /** The rule whose label is expected, the procedure whose state is. */
  readonly scope?: Name;
  /** The words with which lines of the statement already begin. */
  readonly begun: ReadonlySet<string>;
}

/** Begins no token, so no statement can be read beyond it: what it meets is what was expected there. */
const MARK = "‡";
const NAME_LETTER = /[\p{L}\p{N}-]/u;
const LONGEST_PHRASE = 4;
/** How each statement begins, as far as it begins in one way only. */
const STATEMENT_PHRASES: readonly string[] = STATEMENT_WORDS.map(
  (word) => ({ in: "in force from", day: "day 1 is", no: "no rule:" })[word] ?? word,
);

/**
 * What can stand where somebody is writing. The statement is read up to there by the same reader that reads whole texts, so
 * nothing is offered that it would not understand. Nothing outside a block, in a comment or within quotation marks.
 */
export function expectedAt({ text, blocks }: Draft, offset: number): Expected | undefined {
  const block = blocks.find(({ inner }) => inner.from <= offset && offset <= inner.to);
  if (!block) return undefined;
  const from = wordStart(text, offset, block.inner.from);
  const read = (words: string): Read | undefined => {
    const inner = text.slice(block.inner.from, from) + words + MARK;
    return readLast(inner, block.inner.from, block.indent);
  };
  const isTwice = (words: string): boolean => {
    const inner = text.slice(block.inner.from, from) + words;
    return codesOfLast(inner, block.indent).includes("syntax-twice");
  };
  const here = read("");
  if (!here) return undefined;
  const before = here.source.lines.flatMap(({ tokens }) => tokens);
  const begun = new Set(here.source.lines.map(({ tokens }) => tokens[0]?.text ?? ""));
  if (before.length === 1) return { from, phrases: STATEMENT_PHRASES, places: [], begun };
  const { words, places } = here.stop ?? { words: [], places: [] };
  const phrases = [...new Set(words)].flatMap((word) => phraseOf(word, read) ?? []).filter((one) => !isTwice(one));
  if (here.source.lines.at(-1)?.tokens.length === 1 && phraseOf("but", read) === "but not") phrases.push("but not");
  return { from, phrases, places, begun, ...scopeOf(here.source) };
}

/** What is wrong with the last statement as it stands. */
function codesOfLast(inner: string, indent: number): readonly string[] {
  let source: StatementSource | undefined;
  for (const one of groupStatements(readLines(inner, 0, indent))) source = one;
  const problems = new ProblemList("", undefined);
  if (source) readStatement(source, { text: "", problems, reserved: new Set<Name>() });
  return problems.problems.map(({ code }) => code);
}

interface Read {
  readonly source: StatementSource;
  readonly stop: Stop | undefined;
}

function readLast(inner: string, offset: number, indent: number): Read | undefined {
  let source: StatementSource | undefined;
  for (const one of groupStatements(readLines(inner, offset, indent))) source = one;
  // In a comment or a text in quotation marks there is no mark, but a longer token.
  const last = source?.lines.at(-1)?.tokens.at(-1);
  if (source === undefined || last?.text !== MARK || last.from !== offset + inner.length - MARK.length)
    return undefined;
  const context = { text: "", problems: new ProblemList("", undefined), reserved: new Set<Name>() };
  const { stops } = readStatement(source, context);
  return { source, stop: stops.find(({ from }) => from === last.from) };
}

/** A word with all that must follow it; nothing if the reader would not go on after it. */
function phraseOf(word: string, read: (words: string) => Read | undefined): string | undefined {
  let phrase = word;
  for (let length = 1; length <= LONGEST_PHRASE; length++) {
    const stop = read(`${phrase} `)?.stop;
    if (!stop) return length === 1 ? undefined : phrase;
    const [next] = stop.words;
    if (next === undefined || stop.words.length > 1 || stop.places.length > 0) return phrase;
    phrase = `${phrase} ${next}`;
  }
  return phrase;
}

function scopeOf({ lines }: StatementSource): { readonly scope?: Name } {
  const tokens = lines.flatMap((line) => line.tokens);
  const head = tokens[0]?.text;
  const own = head === "procedure" ? tokens[1] : tokens.at(-2)?.text === "." ? tokens.at(-3) : undefined;
  return own ? { scope: own.text.replaceAll("`", "") } : {};
}

function wordStart(text: string, offset: number, from: number): number {
  let start = offset;
  while (start > from && NAME_LETTER.test(text[start - 1]!)) start -= 1;
  return start > from && text[start - 1] === "`" ? start - 1 : start;
}
