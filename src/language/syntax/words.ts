import { ExternalTokenizer, type InputStream } from "@lezer/lr";
import { LINE_WORDS } from "./line-words.ts";
import { LineWord, LogicWord, Name, Unknown } from "./truce.generated.terms.ts";

/**
 * Names are words of any script, which the grammar notation cannot say; and a keyword is one only at the start of its
 * line. Whatever begins no token becomes one Unknown as long as it lasts.
 */
export const words = new ExternalTokenizer((input) => {
  if (isLetter(codePoint(input))) return readWord(input);
  if (beginsNothing(input)) readUnknown(input);
});

const LOGIC_WORDS: ReadonlySet<string> = new Set(["and", "or", "not"]);
const letter = /^\p{L}$/u;
const letterOrNumber = /^[\p{L}\p{N}]$/u;
/** The characters that can begin a token of the grammar or are skipped. */
const beginsToken =
  /^[ \t\r\n\f\v\d"`<>=,:|()./*%\u00a0\u1680\u2000-\u200f\u2028-\u202f\u205f\u2066-\u2069\u3000\ufeff]$/;

function readWord(input: InputStream): void {
  const atLineStart = isAtLineStart(input);
  let word = "";
  let code = codePoint(input);
  while (isLetterOrNumber(code) || (code === 45 && isLetterOrNumber(codePoint(input, 1)))) {
    const char = String.fromCodePoint(code);
    // Only short words can be keywords; a word of a megabyte is not collected.
    if (word.length < 20) word += char;
    input.advance(char.length);
    code = codePoint(input);
  }
  if (LOGIC_WORDS.has(word)) input.acceptToken(LogicWord);
  else if (atLineStart && LINE_WORDS.has(word)) input.acceptToken(LineWord);
  else input.acceptToken(Name);
}

function readUnknown(input: InputStream): void {
  do input.advance(codePoint(input) > 0xffff ? 2 : 1);
  while (beginsNothing(input) && !isLetter(codePoint(input)));
  input.acceptToken(Unknown);
}

function beginsNothing(input: InputStream): boolean {
  const code = codePoint(input);
  if (code < 0) return false;
  // `!` only in `!=`, `-` only in `--` and before a digit.
  if (code === 33) return input.peek(1) !== 61;
  if (code === 45) return input.peek(1) !== 45 && !isDigit(input.peek(1));
  return !beginsToken.test(String.fromCodePoint(code));
}

function isAtLineStart(input: InputStream): boolean {
  for (let back = -1; ; back--) {
    const code = input.peek(back);
    if (code === 32 || code === 9) continue;
    return code < 0 || code === 10 || code === 13;
  }
}

function codePoint(input: InputStream, ahead = 0): number {
  const high = input.peek(ahead);
  if (high < 0xd800 || high > 0xdbff) return high;
  const low = input.peek(ahead + 1);
  return low >= 0xdc00 && low <= 0xdfff ? (high - 0xd800) * 0x400 + (low - 0xdc00) + 0x10000 : high;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isLetter(code: number): boolean {
  if (code < 128) return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
  return letter.test(String.fromCodePoint(code));
}

function isLetterOrNumber(code: number): boolean {
  if (code < 128) return isLetter(code) || isDigit(code);
  return letterOrNumber.test(String.fromCodePoint(code));
}
