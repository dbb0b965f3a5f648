import type { Problem } from "../../kit/index.ts";
import type { Block, Span, Statement } from "../ir.ts";
import { kindsIn, type Kinds } from "../kinds.ts";
import { printComment, printStatement, type Line } from "../print/statement.ts";
import { cutDocument, type BlockPiece } from "./document.ts";
import { findFrontMatter } from "./front-matter.ts";
import { parseAgreement, type ParseOptions } from "./parse.ts";
import { ProblemList } from "./problem-list.ts";
import { groupStatements, type SourceComment, type StatementSource } from "./statement-source.ts";
import { readLines } from "./tokens.ts";

/**
 * The text with its blocks in canonical form and everything else untouched, or the errors that forbid it. A comment
 * stays with the clause above or beside which it stands, and an empty line between statements stays one.
 */
export function formatAgreement(text: string, options: ParseOptions = {}): string | readonly Problem[] {
  const { agreement, problems } = parseAgreement(text, options);
  const errors = problems.filter(({ severity }) => severity === "error");
  if (errors.length > 0) return errors;
  const pieces = cutDocument(text, findFrontMatter(text)?.bodyFrom ?? 0, new ProblemList("", undefined));
  const statements = agreement.parts.flatMap((part) => (part.kind === "block" ? part.statements : []));
  const kinds = kindsIn(statements, options.vocabularies ?? {});
  let out = "";
  let done = 0;
  pieces.forEach((piece, i) => {
    const part = agreement.parts[i];
    if (piece.kind !== "block" || part?.kind !== "block") return;
    out += text.slice(done, piece.inner.from) + printLike(text, piece, layOut(part, { piece, text, kinds }));
    done = piece.inner.to;
  });
  return out + text.slice(done);
}

/** The lines of a block, indented like its fence and ending like its first line. */
function printLike(text: string, { from, inner }: BlockPiece, lines: readonly string[]): string {
  const indent = /^[ \t]*/u.exec(text.slice(from, inner.from))?.[0] ?? "";
  const lineEnd = text[inner.from - 2] === "\r" ? "\r\n" : "\n";
  return lines.map((line) => (line === "" ? "" : indent + line) + lineEnd).join("");
}

interface Source {
  readonly piece: BlockPiece;
  readonly text: string;
  readonly kinds: Kinds;
}

function layOut({ statements }: Block, { piece, text, kinds }: Source): readonly string[] {
  const { from, to } = piece.inner;
  const sources = groupStatements(readLines(text.slice(from, to), from, piece.indent));
  const out: string[] = [];
  const add = (lines: readonly string[], isApart: boolean): void => {
    out.push(...(isApart && out.length > 0 ? ["", ...lines] : lines));
  };
  const addComment = ({ words, from: at }: SourceComment, isApart = false): void =>
    add([printComment(words)], isApart || isBelowEmptyLine(text, at));
  let before = 1;
  let next = sources.next();
  for (let i = 0; !next.done; next = sources.next(), i++) {
    const source = next.value;
    const lines = withComments(printStatement(statements[i]!, kinds), source, statements[i]!);
    const isApart = lines.length > 1 || before > 1;
    const above = source.comments.filter((comment) => comment.from < source.from);
    above.forEach((comment, nth) => addComment(comment, nth === 0 && isApart));
    add(lines, (above.length === 0 && isApart) || isBelowEmptyLine(text, source.from));
    before = lines.length;
  }
  for (const comment of next.value) addComment(comment);
  return out;
}

function isBelowEmptyLine(text: string, offset: number): boolean {
  const start = text.lastIndexOf("\n", offset - 1);
  return text.slice(text.lastIndexOf("\n", start - 1) + 1, start).trim() === "";
}

/** The lines of a statement with the comments that stand beside and between them. */
function withComments(lines: readonly Line[], source: StatementSource, { kind }: Statement): readonly string[] {
  const beside = new Map<number, string>();
  const above = new Map<number, string[]>();
  for (const comment of source.comments) {
    // On the line of a reason `--` is part of it.
    if (comment.from < source.from || (comment.isBeside && kind === "no-rule")) continue;
    const words = printComment(comment.words);
    const at = lineOf(comment, lines);
    if (comment.isBeside && !beside.has(at)) beside.set(at, words);
    else above.set(at, [...(above.get(at) ?? []), words]);
  }
  const printed = lines.flatMap(({ text }, i) => {
    const indent = /^ */u.exec(text)?.[0] ?? "";
    const own = beside.has(i) ? `${text} ${beside.get(i)!}` : text;
    return [...(above.get(i) ?? []).map((words) => indent + words), own];
  });
  return [...printed, ...(above.get(lines.length) ?? []).map((words) => `  ${words}`)];
}

/**
 * The line that a comment is about: beside or within a clause, the line of that clause; between two, the line of the one
 * that follows. What follows the last is about the end of the statement.
 */
function lineOf({ from, isBeside }: SourceComment, lines: readonly Line[]): number {
  const starts = (wanted: (at: Span) => boolean): readonly number[] =>
    lines.flatMap(({ at }, i) => (at && wanted(at) ? [i] : []));
  const last = starts((at) => at.from <= from).reduce((a, b) => (lines[a]!.at!.from > lines[b]!.at!.from ? a : b), 0);
  if (isBeside || from < (lines[last]?.at?.to ?? 0)) return last;
  const following = starts((at) => at.from > from);
  return following.reduce(
    (a, b) => (a < lines.length && lines[a]!.at!.from <= lines[b]!.at!.from ? a : b),
    lines.length,
  );
}
