import type { SourceLine, Token } from "./tokens.ts";

/**
 * A clause with the lines that continue it, or the first line of a statement. What is indented deeper and starts with
 * `but` hangs below it.
 */
export interface ClauseSource {
  readonly tokens: readonly Token[];
  readonly below: readonly ClauseSource[];
}

/** The lines of one statement. */
export interface StatementSource {
  readonly head: ClauseSource;
  readonly clauses: readonly ClauseSource[];
  readonly comments: readonly string[];
  readonly from: number;
  readonly to: number;
  /** The rest of the first line as it stands, from its first token on. */
  readonly lines: readonly SourceLine[];
}

interface OpenClause {
  readonly tokens: Token[];
  readonly below: OpenClause[];
}

interface OpenStatement {
  readonly head: OpenClause;
  readonly clauses: OpenClause[];
  readonly comments: string[];
  readonly lines: SourceLine[];
  /** The clause that is open, and the `but not` clauses below it that are, with their indentation. */
  trail: { readonly indent: number; readonly clause: OpenClause }[];
}

export interface BlockSource {
  readonly statements: readonly StatementSource[];
  /** Comments of a block without a statement, which belong to nothing. */
  readonly looseComments: readonly string[];
}

/** Cuts a block into statements and clauses by indentation alone, so that no mistake in one line moves another. */
export function groupStatements(lines: readonly SourceLine[]): BlockSource {
  const base = lines.find(({ tokens }) => tokens.length > 0)?.indent ?? 0;
  const open: OpenStatement[] = [];
  let waiting: string[] = [];
  for (const line of lines) {
    const comments = line.comments.map(({ text }) => commentWords(text));
    const current = open.at(-1);
    if (line.tokens.length === 0) {
      if (current && line.indent > base) current.comments.push(...waiting.splice(0), ...comments);
      else waiting.push(...comments);
      continue;
    }
    if (current === undefined || line.indent <= base) {
      const head = { tokens: [...line.tokens], below: [] };
      open.push({ head, clauses: [], comments: [...waiting, ...comments], lines: [line], trail: [] });
    } else {
      current.comments.push(...waiting, ...comments);
      addLine(current, line);
    }
    waiting = [];
  }
  open.at(-1)?.comments.push(...waiting);
  return { statements: open.map(close), looseComments: open.length === 0 ? waiting : [] };
}

function addLine(statement: OpenStatement, line: SourceLine): void {
  statement.lines.push(line);
  const first = line.tokens[0];
  const clause: OpenClause = { tokens: [...line.tokens], below: [] };
  const outermost = statement.trail[0];
  if (first && startsNothing(first)) {
    (statement.trail.at(-1)?.clause ?? statement.head).tokens.push(...line.tokens);
  } else if (outermost === undefined || line.indent <= outermost.indent || first?.text === "|") {
    statement.clauses.push(clause);
    statement.trail = [{ indent: Math.min(line.indent, outermost?.indent ?? line.indent), clause }];
  } else if (startsButNot(line.tokens)) {
    const above = statement.trail.filter(({ indent }, index) => index === 0 || indent < line.indent);
    above.at(-1)?.clause.below.push(clause);
    statement.trail = [...above, { indent: line.indent, clause }];
  } else {
    statement.trail.at(-1)?.clause.tokens.push(...line.tokens);
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
