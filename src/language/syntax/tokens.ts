import { parser } from "./truce.generated.ts";
import * as term from "./truce.generated.terms.ts";

export type TokenKind =
  | "word"
  | "quoted-name"
  | "string"
  | "date"
  | "clock"
  | "number"
  | "symbol"
  | "comparison"
  | "comment"
  | "unclosed-string"
  | "unclosed-name"
  | "unknown";

/** A token with its offsets in the file. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** The tokens that stand on one line of the file. */
export interface SourceLine {
  /** Columns before the first token that are not the fence's own; a tab counts to the next multiple of four. */
  readonly indent: number;
  readonly tokens: readonly Token[];
  readonly comments: readonly Token[];
  /** Offset of the line's first character and of the one after its last. */
  readonly from: number;
  readonly to: number;
}

const KINDS: Readonly<Record<number, TokenKind>> = {
  [term.LineWord]: "word",
  [term.LogicWord]: "word",
  [term.Name]: "word",
  [term.Unknown]: "unknown",
  [term.Comment]: "comment",
  [term.Comparison]: "comparison",
  [term.QuotedName]: "quoted-name",
  [term.UnclosedName]: "unclosed-name",
  [term.String]: "string",
  [term.UnclosedString]: "unclosed-string",
  [term.Date]: "date",
  [term.Clock]: "clock",
  [term.Number]: "number",
};

/** So much is cut into tokens at once: what stands behind the last problem that is shown costs nothing. */
const CHUNK = 50_000;

/** Reads a block's text, which starts at `offset` of the file and whose fence is indented by `fenceIndent` columns. */
export function* readLines(text: string, offset: number, fenceIndent: number): Generator<SourceLine> {
  for (let start = 0; start < text.length;) {
    // No token goes beyond its line.
    const newline = text.indexOf("\n", start + CHUNK);
    const end = newline < 0 ? text.length : newline + 1;
    yield* readChunk(text.slice(start, end), offset + start, fenceIndent);
    start = end;
  }
}

function readChunk(text: string, offset: number, fenceIndent: number): readonly SourceLine[] {
  const lines: SourceLine[] = [];
  const tokens = readTokens(text, offset);
  let next = 0;
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf("\n", start);
    const end = newline < 0 ? text.length : newline;
    const own: Token[] = [];
    const comments: Token[] = [];
    for (let token = tokens[next]; token && token.from < offset + end; token = tokens[++next]) {
      (token.kind === "comment" ? comments : own).push(token);
    }
    if (own.length + comments.length > 0) {
      const indent = Math.max(0, columnsBefore(text, start) - fenceIndent);
      const to = offset + (text[end - 1] === "\r" && end > start ? end - 1 : end);
      lines.push({ indent, tokens: own, comments, from: offset + start, to });
    }
    start = end + 1;
  }
  return lines;
}

function readTokens(text: string, offset: number): readonly Token[] {
  const tokens: Token[] = [];
  const cursor = parser.parse(text).cursor();
  if (!cursor.firstChild()) return tokens;
  do {
    const { from, to } = cursor;
    const kind = KINDS[cursor.type.id] ?? "symbol";
    tokens.push({ kind, text: text.slice(from, to), from: offset + from, to: offset + to });
  } while (cursor.nextSibling());
  return tokens;
}

/** How far a line is indented; a tab counts to the next multiple of four. */
export function columnsBefore(text: string, start: number): number {
  let columns = 0;
  for (let at = start; at < text.length; at++) {
    if (text[at] === " ") columns += 1;
    else if (text[at] === "\t") columns += 4 - (columns % 4);
    else break;
  }
  return columns;
}
