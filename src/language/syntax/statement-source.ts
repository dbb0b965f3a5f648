import { append } from "./append.ts";
import type { SourceLine, Token } from "./tokens.ts";

/**
 * A clause with the lines that continue it, or the first line of a statement. What is indented deeper and starts with
 * `but` hangs below it.
 */
export interface ClauseSource {
  readonly tokens: readonly Token[];
  readonly below: readonly ClauseSource[];
}

/** A comment with the offset at which it starts. */
export interface SourceComment {
  readonly words: string;
  readonly from: number;
  /** It stands on a line with something else. */
  readonly isBeside: boolean;
}

/** The lines of one statement. */
export interface StatementSource {
  readonly head: ClauseSource;
  readonly clauses: readonly ClauseSource[];
  /** Those above, beside and between its lines, in the order of the text. */
  readonly comments: readonly SourceComment[];
  readonly from: number;
  readonly to: number;
  readonly lines: readonly SourceLine[];
}

interface OpenClause {
  readonly tokens: Token[];
  readonly below: OpenClause[];
}

interface OpenStatement {
  readonly head: OpenClause;
  readonly clauses: OpenClause[];
  readonly comments: SourceComment[];
  readonly lines: SourceLine[];
  /** The clause that is open, and the `but not` clauses below it that are, with their indentation. */
  trail: { readonly indent: number; readonly clause: OpenClause }[];
}

/**
 * Cuts a block into statements and clauses by indentation alone, so that no mistake in one line moves another. One at a
 * time: nothing more is cut once there are too many mistakes. Returns the comments after the last statement.
 */
export function* groupStatements(
  lines: Iterable<SourceLine>,
): Generator<StatementSource, readonly SourceComment[], undefined> {
  // The first line that is no comment says where statements start.
  let base: number | undefined;
  let current: OpenStatement | undefined;
  let waiting: SourceComment[] = [];
  for (const line of lines) {
    const isBeside = line.tokens.length > 0;
    const comments = line.comments.map(({ text, from }) => ({ words: commentWords(text), from, isBeside }));
    if (!isBeside) {
      append(waiting, comments);
      if (current && base !== undefined && line.indent > base) append(current.comments, waiting.splice(0));
      continue;
    }
    base ??= line.indent;
    if (current === undefined || line.indent <= base) {
      if (current) yield close(current);
      const head = { tokens: [...line.tokens], below: [] };
      current = { head, clauses: [], comments: [...waiting, ...comments], lines: [line], trail: [] };
    } else {
      append(current.comments, waiting);
      append(current.comments, comments);
      addLine(current, line);
    }
    waiting = [];
  }
  if (current) yield close(current);
  return waiting;
}

function addLine(statement: OpenStatement, line: SourceLine): void {
  statement.lines.push(line);
  const first = line.tokens[0];
  const clause: OpenClause = { tokens: [...line.tokens], below: [] };
  const outermost = statement.trail[0];
  if (first && startsNothing(first)) {
    append((statement.trail.at(-1)?.clause ?? statement.head).tokens, line.tokens);
  } else if (outermost === undefined || line.indent <= outermost.indent || first?.text === "|") {
    statement.clauses.push(clause);
    statement.trail = [{ indent: Math.min(line.indent, outermost?.indent ?? line.indent), clause }];
  } else if (startsButNot(line.tokens)) {
    const above = statement.trail.filter(({ indent }, index) => index === 0 || indent < line.indent);
    above.at(-1)?.clause.below.push(clause);
    statement.trail = [...above, { indent: line.indent, clause }];
  } else {
    append(statement.trail.at(-1)?.clause.tokens ?? [], line.tokens);
  }
}

/** A line that starts with a string, a number or a comma goes on with the line above, however it is indented. */
function startsNothing({ kind, text }: Token): boolean {
  return kind === "string" || kind === "number" || kind === "date" || text === ",";
}

/** `but not L:`, and what may have been meant to be it: anything of two words that ends in a label. */
function startsButNot(tokens: readonly Token[]): boolean {
  if (tokens[0]?.text === "but") return true;
  const isLabelled = tokens[0]?.kind === "word" && tokens[1]?.kind === "word" && tokens[3]?.text === ":";
  return isLabelled && !["and", "or", "not"].includes(tokens[0]?.text ?? "");
}

function close({ head, clauses, comments, lines }: OpenStatement): StatementSource {
  return {
    head,
    clauses,
    comments,
    lines,
    from: lines[0]?.tokens[0]?.from ?? 0,
    to: lines.at(-1)?.tokens.at(-1)?.to ?? 0,
  };
}

function commentWords(text: string): string {
  return text.slice(text.startsWith("-- ") ? 3 : 2).trimEnd();
}
