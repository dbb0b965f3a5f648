import type { Place, Problem, Severity } from "../../kit/index.ts";
import type { Declarations, Program } from "../engine/index.ts";
import type { Agreement, Span } from "../ir.ts";
import type { Logic } from "./logic.ts";
import type { Uses } from "./uses.ts";

/** One thing that is looked for in an agreement. */
export interface Check {
  /** Every code that it can give; each has a case file. */
  readonly codes: readonly string[];
  check(context: CheckContext): readonly Problem[];
}

/** A text and what is needed to say where in it something is. */
export interface InText {
  readonly text: string;
  readonly file?: string;
  /** Where each line of the text starts. */
  readonly lineStarts: readonly number[];
}

export interface CheckContext extends InText {
  readonly agreement: Agreement;
  readonly declared: Declarations;
  readonly program: Program;
  /** Actors of the folder the agreement is in: they may be named in cases and lists. */
  readonly knownActors?: ReadonlySet<string>;
  /** What `use` can name. */
  readonly vocabularyNames: readonly string[];
  /** Names in statements that could not be read: that nothing declares or uses them is not another mistake. */
  readonly damaged: ReadonlySet<string>;
  /** Every name, leaf and quantity of the text, collected once. */
  readonly uses: Uses;
  readonly logic: Logic;
}

export interface Found {
  readonly code: string;
  readonly severity?: Severity;
  /** The node that is wrong. */
  readonly at: Span | undefined;
  /** The word of it that is wrong; without it the node's first line. */
  readonly word?: string;
  /** The word stands there twice, and the second is meant: `rule attack … must not attack`. */
  readonly isSecond?: boolean;
  readonly message: string;
  readonly hint: string;
}

/** A problem at a node of the text, or at one word of it. */
export function problemAt(context: InText, found: Found): Problem {
  const { code, severity = "error", at, message, hint } = found;
  const span = at && (spanOfWord(context.text, at, found) ?? firstLine(context.text, at));
  return { code, severity, at: placeOf(context, span), message, hint };
}

/** A span with the line and the column that it is on. */
export function placeOf({ text, file, lineStarts }: InText, span: Span | undefined): Place {
  const inFile = file === undefined ? {} : { file };
  if (!span) return inFile;
  const lineStart = span.from === 0 ? 0 : text.lastIndexOf("\n", span.from - 1) + 1;
  return {
    ...inFile,
    line: lineAt(lineStarts, span.from),
    column: span.from - lineStart + 1,
    from: span.from,
    to: span.to,
  };
}

/** The same for a text of which it is not known where its lines start. */
export function placeInText(text: string, span: Partial<Span>, file?: string): Place {
  const { from, to } = span;
  const inText = { text, lineStarts: findLineStarts(text), ...(file !== undefined && { file }) };
  return placeOf(inText, from === undefined || to === undefined ? undefined : firstLine(text, { from, to }));
}

export function findLineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

function lineAt(starts: readonly number[], offset: number): number {
  let [low, high] = [0, starts.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle;
  }
  return low + 1;
}

export function firstLine(text: string, { from, to }: Span): Span {
  const end = text.slice(from, to).search(/\s*(?:\r?\n|$)/u);
  return { from, to: from + end };
}

function spanOfWord(
  text: string,
  at: Span,
  { word, isSecond = false }: Pick<Found, "word" | "isSecond">,
): Span | undefined {
  const first = word === undefined ? undefined : findWord(text, at, word);
  if (!first || word === undefined || !isSecond) return first;
  return findWord(text, { from: first.to, to: at.to }, word) ?? first;
}

/** Where a name or a word stands in a node; not inside strings, comments or longer names. */
function findWord(text: string, { from, to }: Span, word: string): Span | undefined {
  const blank = (found: string): string => " ".repeat(found.length);
  const searched = text.slice(from, to).replace(/"(?:[^"\\\n]|\\.)*"|--[^\n]*/gu, blank);
  const quoted = searched.indexOf(`\`${word}\``);
  if (quoted >= 0) return { from: from + quoted, to: from + quoted + word.length + 2 };
  for (let at = searched.indexOf(word); at >= 0; at = searched.indexOf(word, at + 1)) {
    const isAlone = !NAME_LETTER.test(searched[at - 1] ?? " ") && !NAME_LETTER.test(searched[at + word.length] ?? " ");
    if (isAlone) return { from: from + at, to: from + at + word.length };
  }
  return undefined;
}

const NAME_LETTER = /[\p{L}\p{N}-]/u;
