import type { Name, Span, Statement } from "../ir.ts";
import { append } from "./append.ts";
import { readClause, type Reading, type Stop } from "./clause-reader.ts";
import type { Cursor, DoubtfulName, NameAt } from "./cursor.ts";
import type { ProblemList } from "./problem-list.ts";
import type { ClauseSource, StatementSource } from "./statement-source.ts";
import type { Token } from "./tokens.ts";

/** The parts of a statement as they are found, in any order. */
export type Draft<S> = { -readonly [K in keyof S]?: S[K] };

export interface BuildContext {
  readonly source: StatementSource;
  readonly reading: Reading;
  /** Says that a part is missing, unless it may be among what could not be understood. */
  readonly missing: (what: string, hint: string) => void;
  readonly wrong: (message: string, hint: string) => void;
}

/**
 * How one kind of statement is read. A clause is a function from the tokens after its first word to the parts it
 * gives; `build` makes the statement of the parts, or says what is missing.
 */
export interface StatementKind<D extends object> {
  /** What stands on the first line after the keyword and before the first clause. */
  readonly head: (c: Cursor) => D;
  /** `after` is what stands before the clause on the same line, if anything does. */
  readonly clauses: Readonly<Record<string, (c: Cursor, after?: D) => D>>;
  /** Words that end a formula besides those that begin a clause. */
  readonly stops?: readonly string[];
  /** Parts that may be given several times; they add up. */
  readonly repeated?: readonly (keyof D & string)[];
  /** What a line below a clause (`but not …`) says, and where it belongs. */
  readonly below?: (context: BelowContext<D>) => void;
  readonly build: (draft: D, context: BuildContext) => Statement | undefined;
}

export interface BelowContext<D> {
  readonly part: D;
  readonly below: readonly ClauseSource[];
  readonly read: <T>(clause: ClauseSource, read: (c: Cursor) => T) => T | undefined;
  readonly reading: Reading;
}

/** What reading a statement needs to know of the whole text. */
export interface ReadContext {
  readonly text: string;
  readonly problems: ProblemList;
  /** Words of the language that are also names of this text. */
  readonly reserved: ReadonlySet<Name>;
}

export type ReadStatement = (source: StatementSource, context: ReadContext) => ReadResult;

export interface ReadResult {
  readonly statement?: Statement;
  readonly isDamaged: boolean;
  readonly doubtful: readonly DoubtfulName[];
  readonly plain: readonly Name[];
  /** Names where they stand, as far as the clauses could be read. */
  readonly names: readonly NameAt[];
  readonly stops: readonly Stop[];
}

/** Turns the description of a kind of statement into the function that reads one. */
export function statementReader<D extends object>(kind: StatementKind<D>, keyword: readonly string[]): ReadStatement {
  const clauseWords = Object.keys(kind.clauses);
  const words = [...clauseWords, ...(kind.stops ?? [])];
  return (source, { problems, reserved }) => {
    const reading: Reading = { problems, isDamaged: false, doubtful: [], plain: [], names: [], stops: [], reserved };
    const draft = {} as D;
    const clauses: Record<string, Span> = {};
    const add = (clause: ClauseSource, skip: number, readHead?: (c: Cursor) => D): void => {
      const parts = readClause(reading, { tokens: clause.tokens, skip, clauseWords: words }, (c) =>
        readParts(c, kind, readHead),
      );
      if (parts === undefined) return;
      for (const { part, at } of parts) {
        for (const field of Object.keys(part)) clauses[field] ??= at;
        merge({ kind, reading, clause }, draft, part);
      }
      addBelow({ kind, reading, clause, words }, parts.at(-1)?.part);
    };
    add(source.head, 0, (c) => {
      c.need(...keyword);
      return kind.head(c);
    });
    for (const clause of source.clauses) {
      if (problems.isFull) problems.stopAt(spanOfClause(clause.tokens).from);
      else add(clause, 0);
    }
    const statement = finish(kind, draft, { source, reading, clauses });
    const { isDamaged, doubtful, plain, names, stops } = reading;
    return { ...(statement && !isDamaged ? { statement } : {}), isDamaged, doubtful, plain, names, stops };
  };
}

/** What a clause gives, and where it stands. */
interface Part<D> {
  readonly part: D;
  readonly at: Span;
}

/** The clauses of one line, one part each. */
function readParts<D extends object>(
  c: Cursor,
  kind: StatementKind<D>,
  readHead?: (c: Cursor) => D,
): readonly Part<D>[] {
  const parts: Part<D>[] = [];
  const add = (from: number, part: D): void => void parts.push({ part, at: c.spanFrom(from) });
  if (readHead) add(c.offset, readHead(c));
  const clauseWords = Object.keys(kind.clauses);
  while (!c.isDone) {
    const from = c.offset;
    const word = c.takeOneOf(clauseWords) ?? (clauseWords.includes("|") && c.takeSymbol("|") ? "|" : undefined);
    const read = word === undefined ? undefined : kind.clauses[word];
    if (read === undefined) c.failExpecting(parts.length === 0 ? "a clause" : "another clause or the end of the line");
    add(from, read(c, parts.at(-1)?.part));
  }
  return parts;
}

interface ClauseContext<D extends object> {
  readonly kind: StatementKind<D>;
  readonly reading: Reading;
  readonly clause: ClauseSource;
}

function merge<D extends object>({ kind, reading, clause }: ClauseContext<D>, draft: D, part: D): void {
  for (const key of Object.keys(part) as (keyof D & string)[]) {
    const [before, now] = [draft[key], part[key]];
    const isRepeated = kind.repeated?.includes(key) === true && Array.isArray(now);
    // The draft's list is its own: a case of a thousand facts adds each of them once.
    if (before === undefined) draft[key] = (isRepeated ? [...now] : now) as D[typeof key];
    else if (isRepeated && Array.isArray(before)) append(before, now);
    else {
      const { from, to } = spanOfClause(clause.tokens);
      const message = "this says again what another line of the statement already says";
      reading.problems.add({ code: "syntax-twice", from, to, message, hint: "keep one of the two" });
      reading.isDamaged = true;
      return;
    }
  }
}

function addBelow<D extends object>(
  context: ClauseContext<D> & { readonly words: readonly string[] },
  part: D | undefined,
): void {
  const { kind, reading, clause, words } = context;
  if (clause.below.length === 0) return;
  if (kind.below && part) {
    const read = <T>(below: ClauseSource, reader: (c: Cursor) => T): T | undefined =>
      readClause(reading, { tokens: below.tokens, clauseWords: words }, reader);
    kind.below({ part, below: clause.below, read, reading });
    return;
  }
  const { from, to } = spanOfClause(clause.below[0]?.tokens ?? []);
  const hint = "`but not` stands below an `outside` or an `unless`";
  reading.problems.add({ code: "syntax-below", from, to, message: "nothing can hang below this clause", hint });
  reading.isDamaged = true;
}

export function spanOfClause(tokens: readonly Token[]): Span {
  return { from: tokens[0]?.from ?? 0, to: tokens.at(-1)?.to ?? 0 };
}

interface FinishContext {
  readonly source: StatementSource;
  readonly reading: Reading;
  readonly clauses: Readonly<Record<string, Span>>;
}

function finish<D extends object>(
  kind: StatementKind<D>,
  draft: D,
  { source, reading, clauses }: FinishContext,
): Statement | undefined {
  if (reading.isDamaged) return undefined;
  const { from, to } = spanOfClause(source.head.tokens);
  const add = (code: string) => (message: string, hint: string) => {
    reading.problems.add({ code, from, to, message, hint });
    reading.isDamaged = true;
  };
  const missing = add("syntax-missing");
  const statement = kind.build(draft, { source, reading, missing, wrong: add("syntax-wrong") });
  if (statement === undefined) return undefined;
  const comments = source.comments.length > 0 ? { comments: source.comments.map(({ words }) => words) } : {};
  return { ...statement, ...comments, clauses, at: { from: source.from, to: source.to } };
}
