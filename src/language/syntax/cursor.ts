import type { Name, Span } from "../ir.ts";
import { RESERVED } from "../reserved.ts";
import type { NamePlace } from "./name-places.ts";
import type { Token } from "./tokens.ts";

/** What stops the reading of one clause. It never leaves this folder: `clause-reader.ts` turns it into a problem. */
export class Failure extends Error {
  readonly code: string;
  /** Index of the token that is wrong; the number of tokens if something is missing at the end. */
  readonly position: number;
  readonly hint: string | undefined;

  constructor(code: string, position: number, words: { readonly message: string; readonly hint?: string | undefined }) {
    super(words.message);
    this.code = code;
    this.position = position;
    this.hint = words.hint;
  }
}

/**
 * A name that stood where a word of the language could have stood. If nothing of that name turns out to be declared, the
 * word was probably meant.
 */
export interface DoubtfulName {
  readonly name: Name;
  readonly at: Span;
  readonly words: readonly (readonly string[])[];
}

/** A name as it was read, and in what place it stood. */
export interface NameAt {
  readonly name: Name;
  readonly place: NamePlace;
  readonly at: Span;
}

/** Parentheses and `each` deeper than this are nobody's legal text, and would exhaust the stack. */
const DEEPEST = 60;

/** Walks over the tokens of one clause and remembers which words would have been understood where. */
export class Cursor {
  position = 0;
  readonly tokens: readonly Token[];
  /** The words that begin another clause of this statement and therefore end a formula that could go on with a name. */
  readonly clauseWords: readonly string[];
  readonly doubtful: DoubtfulName[] = [];
  /** Names in backquotes, and those that stood where nothing but a name can stand. */
  readonly plain: Name[] = [];
  /** Every name that was read, in the order of the text. */
  readonly names: NameAt[] = [];
  readonly #expected = new Map<number, (readonly string[])[]>();
  readonly #namePlaces = new Map<number, NamePlace[]>();
  #depth = 0;
  #parentheses = 0;

  constructor(tokens: readonly Token[], clauseWords: readonly string[]) {
    this.tokens = tokens;
    this.clauseWords = clauseWords;
  }

  get next(): Token | undefined {
    return this.tokens[this.position];
  }

  get isDone(): boolean {
    return this.position >= this.tokens.length;
  }

  /** Offset where the next token starts; after the last one, where that ends. */
  get offset(): number {
    return this.next?.from ?? this.tokens.at(-1)?.to ?? 0;
  }

  spanFrom(from: number): Span {
    return { from, to: this.tokens[this.position - 1]?.to ?? from };
  }

  /** The words that would have been understood at a position. */
  expectedAt(position: number): readonly string[] {
    return [...new Set(this.#expected.get(position)?.flat())];
  }

  expect(words: readonly string[]): void {
    const known = this.#expected.get(this.position);
    if (known) known.push(words);
    else this.#expected.set(this.position, [words]);
  }

  /** The places for a name that a position would have been. */
  namePlacesAt(position: number): readonly NamePlace[] {
    return [...new Set(this.#namePlaces.get(position))];
  }

  expectName(place: NamePlace): void {
    const known = this.#namePlaces.get(this.position);
    if (known) known.push(place);
    else this.#namePlaces.set(this.position, [place]);
  }

  /** Whether the next token is this word of the language, unquoted. */
  at(word: string, ahead = 0): boolean {
    if (ahead === 0) this.expect([word]);
    const token = this.tokens[this.position + ahead];
    return token?.kind === "word" && token.text === word;
  }

  atSymbol(text: string, ahead = 0): boolean {
    const token = this.tokens[this.position + ahead];
    return token?.kind === "symbol" && token.text === text;
  }

  /** The next token's word, if it is one of these. */
  peekOneOf<W extends string>(words: readonly W[]): W | undefined {
    this.expect(words);
    const { next } = this;
    return next?.kind === "word" ? words.find((word) => word === next.text) : undefined;
  }

  take(word: string): boolean {
    const isThere = this.at(word);
    if (isThere) this.position += 1;
    return isThere;
  }

  takeOneOf<W extends string>(words: readonly W[]): W | undefined {
    const word = this.peekOneOf(words);
    if (word !== undefined) this.position += 1;
    return word;
  }

  takeSymbol(text: string): boolean {
    const isThere = this.atSymbol(text);
    if (isThere) this.position += 1;
    return isThere;
  }

  takeKind(kind: Token["kind"]): Token | undefined {
    const { next } = this;
    if (next?.kind !== kind) return undefined;
    this.position += 1;
    return next;
  }

  need(...words: readonly string[]): void {
    for (const word of words) if (!this.take(word)) this.failExpecting(`\`${word}\``);
  }

  needOneOf<W extends string>(words: readonly W[]): W {
    return this.takeOneOf(words) ?? this.failExpecting(listWords(words));
  }

  needSymbol(text: string): void {
    if (!this.takeSymbol(text)) this.failExpecting(`\`${text}\``);
  }

  needNumber(what: string): number {
    const token = this.takeKind("number");
    if (token === undefined) this.failExpecting(what);
    return Number(token.text);
  }

  /** The name that a statement gives to something. Used bare, a word of the language would be read as that word. */
  needOwnName(what: NamePlace): Name {
    const { next } = this;
    if (next?.kind !== "word" || !RESERVED.has(next.text)) return this.needName(what);
    const hint = "choose another name, or write it in backquotes, here and wherever the name is meant";
    return this.fail("syntax-reserved", { message: `${sayToken(next)} is a word of the language`, hint });
  }

  /** Names that a statement gives, joined by commas. */
  needOwnNames(what: NamePlace): readonly Name[] {
    const names = [this.needOwnName(what)];
    while (this.takeSymbol(",")) names.push(this.needOwnName(what));
    this.#refuseOtherJoint(what, ",");
    return names;
  }

  /** A name, bare or in backquotes. */
  needName(what: NamePlace): Name {
    this.expectName(what);
    const { next } = this;
    if (next?.kind === "quoted-name" && next.text.length > 2) {
      const name = next.text.slice(1, -1);
      this.plain.push(name);
      return this.#takeName(name, what);
    }
    // These two are never bare names: a missing name before them is the likelier mistake.
    if (next?.kind === "word" && isJoint(next.text))
      this.failExpecting(what, "write the name before it; a name that is this very word is written in backquotes");
    if (next?.kind !== "word") this.failExpecting(what);
    const words = this.#expected.get(this.position);
    if (words) this.doubtful.push({ name: next.text, at: { from: next.from, to: next.to }, words });
    else this.plain.push(next.text);
    return this.#takeName(next.text, what);
  }

  #takeName(name: Name, place: NamePlace): Name {
    const from = this.offset;
    this.position += 1;
    this.names.push({ name, place, at: this.spanFrom(from) });
    return name;
  }

  /** What the last name stands for, where that is seen only by what follows it. */
  meant(place: NamePlace): void {
    const last = this.names.pop();
    if (last) this.names.push({ ...last, place });
  }

  get isAtName(): boolean {
    return this.next?.kind === "word" || this.next?.kind === "quoted-name";
  }

  /** Names joined by commas or by `or`. */
  needNames(what: NamePlace, joint: "," | "or" | "and"): readonly Name[] {
    const names = [this.needName(what)];
    const takeJoint = (): boolean => (joint === "," ? this.takeSymbol(",") : this.take(joint));
    while (takeJoint()) names.push(this.needName(what));
    this.#refuseOtherJoint(what, joint);
    return names;
  }

  #refuseOtherJoint(what: string, joint: string): void {
    const found = this.next?.text;
    const isOther = joint === "," ? this.next?.kind === "word" && isJoint(this.next.text) : this.atSymbol(",");
    if (!isOther) return;
    const hint = `write ${joint === "," ? "a comma" : `\`${joint}\``} between them`;
    this.fail("syntax-separator", { message: `\`${found}\` does not join here: ${what} and another`, hint });
  }

  takeString(): string | undefined {
    const token = this.takeKind("string");
    if (token === undefined) return undefined;
    const inner = token.text.slice(1, -1);
    if (/\\[^"\\]/.test(inner.replaceAll("\\\\", ""))) {
      this.position -= 1;
      const hint = 'write \\\\ for one backslash and \\" for a quotation mark';
      this.fail("syntax-escape", { message: "this text has a backslash that stands for nothing", hint });
    }
    return inner.replace(/\\(["\\])/g, "$1");
  }

  needString(what: string): string {
    return this.takeString() ?? this.failExpecting(`${what} in quotation marks`);
  }

  /** Runs a reading that is nested in another of its kind. */
  nested<T>(read: () => T): T {
    if (this.#depth >= DEEPEST) {
      this.fail("syntax-depth", {
        message: `this is nested more than ${DEEPEST} deep`,
        hint: "give a part of it a `fact` of its own",
      });
    }
    this.#depth += 1;
    const result = read();
    this.#depth -= 1;
    return result;
  }

  /** Within parentheses no other clause can begin. */
  parenthesised<T>(read: () => T): T {
    this.#parentheses += 1;
    const result = this.nested(read);
    this.#parentheses -= 1;
    return result;
  }

  get isInParentheses(): boolean {
    return this.#parentheses > 0;
  }

  fail(code: string, words: { readonly message: string; readonly hint?: string | undefined }): never {
    throw new Failure(code, this.position, words);
  }

  failExpecting(what: string, fix?: string): never {
    const { next } = this;
    const hint = fix ?? (next && hintFor(next));
    const found = next ? `found ${sayToken(next)}` : "the line ends here";
    throw new Failure("syntax-expected", this.position, { message: `expected ${what}, ${found}`, hint });
  }
}

function isJoint(word: string): boolean {
  return word === "and" || word === "or";
}

export function listWords(words: readonly string[]): string {
  const quoted = words.map((word) => `\`${word}\``);
  return quoted.length < 2 ? quoted.join("") : `${quoted.slice(0, -1).join(", ")} or ${quoted.at(-1)}`;
}

const LONGEST_SHOWN = 30;

export function sayToken({ kind, text }: Token): string {
  const shown = text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
  if (kind === "string" || kind === "unclosed-string") return `the text ${shown}`;
  return kind === "quoted-name" || kind === "unclosed-name" ? `the name ${shown}` : `\`${shown}\``;
}

/** What is meant by characters that look right to a reader but are not those of the language. */
const LOOKALIKES: readonly (readonly [RegExp, string])[] = [
  [/^[“”„«»‟]/, 'quotation marks are written "'],
  [/^[‘’‚‛´]/, "a name in quotes is written with backquotes: `name`"],
  [/^[–—−]/, "a comment starts with two hyphens: --"],
  [/^≤/, "write <="],
  [/^≥/, "write >="],
  [/^≠/, "write !="],
  [/^[،；;؛]/u, "write a comma: ,"],
  [/^&/, "write `and`"],
  [/^\p{N}/u, "write digits as 0 to 9"],
];

function hintFor({ kind, text }: Token): string | undefined {
  if (kind === "unclosed-string") return 'close it with " on the same line';
  if (kind === "unclosed-name") return "close it with ` on the same line";
  if (kind === "unknown") return LOOKALIKES.find(([pattern]) => pattern.test(text))?.[1];
  return undefined;
}
