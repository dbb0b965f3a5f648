import { nearest } from "../../kit/index.ts";
import type { Name } from "../ir.ts";
import { append } from "./append.ts";
import { Cursor, Failure, listWords, sayToken, type DoubtfulName, type NameAt } from "./cursor.ts";
import type { NamePlace } from "./name-places.ts";
import type { Finding, ProblemList } from "./problem-list.ts";
import type { Token } from "./tokens.ts";

/** What one statement's reading leaves behind besides the statement. */
export interface Reading {
  readonly problems: ProblemList;
  /** Whether something in the statement could not be understood: it is then not part of the agreement. */
  isDamaged: boolean;
  readonly doubtful: DoubtfulName[];
  readonly plain: Name[];
  readonly names: NameAt[];
  /** Where clauses could not be read on. */
  readonly stops: Stop[];
  /** Words of the language that are also names of this text. */
  readonly reserved: ReadonlySet<Name>;
}

/** Where a clause could not be read on, and what could have stood there. */
export interface Stop {
  readonly from: number;
  readonly words: readonly string[];
  readonly places: readonly NamePlace[];
}

export interface ClauseText {
  readonly tokens: readonly Token[];
  /** How many tokens to pass over: the keyword of the statement, if this is its first line. */
  readonly skip?: number;
  readonly clauseWords: readonly string[];
}

/** Where a slip is looked for: this many tokens before the one that could not be understood. */
const LOOK_BACK = 8;

/**
 * Reads one clause to its end. If it cannot be understood, adds exactly one problem, marks the statement as damaged and
 * gives nothing: whatever else is on that line is not looked at, so one slip never becomes two problems.
 */
export function readClause<T>(reading: Reading, clause: ClauseText, read: (cursor: Cursor) => T): T | undefined {
  const { cursor, result, failure } = attempt(clause, read);
  if (failure === undefined) {
    append(reading.doubtful, cursor.doubtful);
    append(reading.plain, cursor.plain);
    append(reading.names, cursor.names);
    return result;
  }
  const { position } = failure;
  const { from } = spanOf(clause.tokens, position);
  reading.stops.push({ from, words: cursor.expectedAt(position), places: cursor.namePlacesAt(position) });
  reading.problems.add(
    explainReserved(clause, { failure, reserved: reading.reserved }, read) ??
      explain(clause, { cursor, failure }, read),
  );
  reading.isDamaged = true;
  return undefined;
}

interface Attempt<T> {
  readonly cursor: Cursor;
  readonly result?: T;
  readonly failure?: Failure;
}

function attempt<T>({ tokens, skip = 0, clauseWords }: ClauseText, read: (cursor: Cursor) => T): Attempt<T> {
  const cursor = new Cursor(tokens, clauseWords);
  cursor.position = skip;
  try {
    const result = read(cursor);
    if (!cursor.isDone) cursor.failExpecting("the end of the line");
    return { cursor, result };
  } catch (error) {
    if (error instanceof Failure) return { cursor, failure: error };
    throw error;
  }
}

/** A word of the language that is a name here: in backquotes the clause can be read. */
function explainReserved(
  clause: ClauseText,
  { failure, reserved }: { readonly failure: Failure; readonly reserved: ReadonlySet<Name> },
  read: (cursor: Cursor) => unknown,
): Finding | undefined {
  if (failure.code === "syntax-reserved") return undefined;
  const asName = (token: Token): Token => ({ ...token, kind: "quoted-name", text: `\`${token.text}\`` });
  for (const token of clause.tokens.slice(Math.max(0, failure.position - LOOK_BACK), failure.position + 1)) {
    if (token.kind !== "word" || !reserved.has(token.text)) continue;
    const isMeant = [
      (other: Token): boolean => other === token,
      (other: Token): boolean => other.kind === "word" && other.text === token.text,
    ].some((isName) => {
      const tokens = clause.tokens.map((other) => (isName(other) ? asName(other) : other));
      return attempt({ ...clause, tokens }, read).failure === undefined;
    });
    if (!isMeant) continue;
    const message = `${sayToken(token)} is read as the word of the language, and here a name must stand`;
    const hint = "write the name in backquotes";
    return { code: "syntax-reserved", from: token.from, to: token.to, message, hint };
  }
  return undefined;
}

interface Failed {
  readonly cursor: Cursor;
  readonly failure: Failure;
}

interface Repair {
  readonly position: number;
  readonly word: string;
  /** How far the clause can be read with it. */
  readonly reach: number;
}

/**
 * A misspelt word of the language often reads as a name at first, and the trouble comes a few tokens later. So each name
 * before the trouble is replaced by the nearest word that would have been understood in its place, and the clause is
 * read again: the replacement that makes it readable is what was meant.
 */
function explain(clause: ClauseText, failed: Failed, read: (cursor: Cursor) => unknown): Finding {
  const { cursor, failure } = failed;
  const unclosed = clause.tokens.slice(0, failure.position).find(({ kind }) => kind.startsWith("unclosed"));
  const repair = unclosed ? undefined : findRepair(clause, failed, read);
  if (repair) return explainRepair(clause, repair);
  const expected = cursor.expectedAt(failure.position);
  const { from, to } = spanOf(clause.tokens, failure.position);
  const fallback =
    failure.code === "syntax-expected" && expected.length > 0
      ? `here can stand ${listWords(expected)}`
      : "see the signature in docs/language";
  return { code: failure.code, from, to, message: failure.message, hint: failure.hint ?? fallback };
}

function explainRepair({ tokens }: ClauseText, { position, word }: Repair): Finding {
  const { from, to } = spanOf(tokens, position);
  const token = tokens[position];
  const message = `${token ? sayToken(token) : "this"} is not a word that can stand here`;
  return { code: "syntax-misspelt", from, to, message, hint: `did you mean \`${word}\`?` };
}

function findRepair(
  clause: ClauseText,
  { cursor, failure }: Failed,
  read: (cursor: Cursor) => unknown,
): Repair | undefined {
  let best: Repair | undefined;
  const last = Math.min(failure.position, clause.tokens.length - 1);
  for (let position = last; position >= Math.max(0, last - LOOK_BACK); position--) {
    const token = clause.tokens[position];
    if (token?.kind !== "word") continue;
    const expected = cursor.expectedAt(position);
    if (expected.includes(token.text)) continue;
    for (const word of expected.filter((candidate) => nearest(token.text, [candidate]) !== undefined)) {
      const reach = reachWith(clause, { position, word }, read);
      if (reach <= failure.position || reach < (best?.reach ?? 0)) continue;
      const isLikelier = best?.position === position && nearest(token.text, [best.word, word]) === word;
      if (best === undefined || reach > best.reach || isLikelier) best = { position, word, reach };
    }
  }
  return best;
}

function reachWith(clause: ClauseText, at: Omit<Repair, "reach">, read: (cursor: Cursor) => unknown): number {
  const tokens = clause.tokens.map((token, index) => (index === at.position ? { ...token, text: at.word } : token));
  const { failure } = attempt({ ...clause, tokens }, read);
  return failure === undefined ? Infinity : failure.position;
}

function spanOf(tokens: readonly Token[], position: number): { readonly from: number; readonly to: number } {
  const token = tokens[position];
  if (token) return token;
  const end = tokens.at(-1)?.to ?? 0;
  return { from: end, to: end };
}
