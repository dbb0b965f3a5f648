import { decodeUtf8, type Place, type Problem } from "../kit/index.ts";
import type { ByteStream } from "./csv.ts";

/**
 * The elements of a JSON array (RFC 8259) out of a stream of bytes, one in memory at a time: of the array that the file is, or
 * of the one under one of `keys` in the object that it is. An object without such a key is itself the only element.
 *
 * An element that cannot be read is one located item and the others go on, as long as its brackets match.
 */
export async function* parseJsonElements(
  bytes: ByteStream,
  options: JsonElementOptions = {},
): AsyncGenerator<readonly JsonItem[], void, undefined> {
  yield* scanned(bytes, new ElementScanner(options));
}

/** The values of a file of JSON Lines: one a line; blank lines are skipped. */
export async function* parseJsonLines(
  bytes: ByteStream,
  options: JsonElementOptions = {},
): AsyncGenerator<readonly JsonItem[], void, undefined> {
  yield* scanned(bytes, new LineScanner(options));
}

export interface JsonElementOptions {
  /** Named in the place of every problem. */
  readonly file?: string;
  readonly keys?: readonly string[];
}

export type JsonItem =
  | {
      readonly kind: "value";
      readonly value: unknown;
      /** 1-based line on which it starts. */
      readonly line: number;
      /** 1-based number among the elements. */
      readonly row: number;
    }
  /** An element that was there and could not be used. */
  | { readonly kind: "broken"; readonly problem: Problem }
  | { readonly kind: "problem"; readonly problem: Problem };

/** A submission with all its answers has some 10,000 bytes. */
const longestElement = 8 << 20;
const deepest = 100;

interface JsonScanner {
  push(bytes: Uint8Array): readonly JsonItem[];
  end(cut: boolean): readonly JsonItem[];
  isDone(): boolean;
}

async function* scanned(bytes: ByteStream, scanner: JsonScanner): AsyncGenerator<readonly JsonItem[], void, undefined> {
  let isCut = false;
  for await (const chunk of bytes) {
    if (!(chunk instanceof Uint8Array)) {
      isCut ||= chunk.severity === "error";
      yield [{ kind: "problem", problem: chunk }];
      continue;
    }
    yield scanner.push(chunk);
    if (scanner.isDone()) return;
  }
  yield scanner.end(isCut);
}

/** What both scanners do with an element when they have its bytes. */
class Elements {
  readonly #file: Place;
  #row = 0;

  constructor(file: string | undefined) {
    this.#file = file === undefined ? {} : { file };
  }

  read(bytes: Uint8Array, line: number): JsonItem {
    this.#row += 1;
    const decoded = decodeUtf8(bytes);
    if (!decoded.ok) {
      const byte = (bytes[decoded.wrongAt] ?? 0).toString(16).toUpperCase().padStart(2, "0");
      return this.broken(line, {
        code: "json-not-utf8",
        message: `byte 0x${byte} cannot stand in UTF-8 text`,
        hint: "save the file as UTF-8",
      });
    }
    try {
      return { kind: "value", value: JSON.parse(decoded.text) as unknown, line, row: this.#row };
    } catch (error) {
      const why = error instanceof Error ? error.message.slice(0, 200) : String(error);
      return this.broken(line, {
        code: "json-broken",
        message: `this is no JSON: ${why}`,
        hint: "export the file again",
      });
    }
  }

  /** The element now at hand cannot be used; `next`: it has not been counted yet. */
  broken(line: number, said: Said, next = false): JsonItem {
    if (next) this.#row += 1;
    return { kind: "broken", problem: { ...said, severity: "error", at: { ...this.#file, line, row: this.#row } } };
  }

  problem(line: number, said: Said): JsonItem {
    return { kind: "problem", problem: { ...said, severity: "error", at: { ...this.#file, line } } };
  }
}

type Said = Pick<Problem, "code" | "message"> & { readonly hint: string };

const tooLong: Said = {
  code: "json-too-long",
  message: `an element is longer than ${longestElement} bytes`,
  hint: "a quote or a bracket may be left open",
};
const tooDeep: Said = {
  code: "json-too-deep",
  message: `brackets lie more than ${deepest} deep in each other`,
  hint: "this is no file of reports",
};
const cutShort: Said = {
  code: "json-cut",
  message: "the file ends in the middle of this element",
  hint: "get the whole file again",
};
const notJson: Said = {
  code: "json-not-an-array",
  message: "this is no JSON array or object",
  hint: "export the reports again as JSON",
};
const strayText: Said = {
  code: "json-stray-text",
  message:
    "there is something between the elements that is neither a comma nor the end of the array; nothing after it is read",
  hint: "export the file again",
};

const strayBehind: Said = { ...strayText, message: "there is more behind the end of the array; it is not read" };

const [quote, backslash, comma, colon] = [0x22, 0x5c, 0x2c, 0x3a];
const [openObject, closeObject, openArray, closeArray] = [0x7b, 0x7d, 0x5b, 0x5d];
const newline = 0x0a;

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === newline || byte === 0x0d || byte === 0x09;
}

/** Where the scanner is: before the file's value, at the members of an object, between elements, in one, behind all, or through. */
type Mode = "before" | "members" | "between" | "element" | "behind" | "after";

class ElementScanner implements JsonScanner {
  readonly #elements: Elements;
  readonly #keys: ReadonlySet<string>;
  #bytes: Uint8Array = new Uint8Array(0);
  /** The next byte to look at; everything before `#start` is done with. */
  #at = 0;
  #start = 0;
  #startLine = 1;
  #line = 1;
  #mode: Mode = "before";
  #depth = 0;
  #isInText = false;
  #isEscaped = false;
  /** An element must not follow another without a comma. */
  #needsComma = false;
  /** Of the members of an object: where the last text began, and whether it was a key that is looked for. */
  #textStart = 0;
  #lastText = "";
  #isWanted = false;
  /** The array is a member of an object, whose other members do not matter. */
  #isMember = false;

  constructor({ file, keys = [] }: JsonElementOptions) {
    this.#elements = new Elements(file);
    this.#keys = new Set(keys);
  }

  isDone(): boolean {
    return this.#mode === "after";
  }

  push(bytes: Uint8Array): readonly JsonItem[] {
    const rest = this.#bytes.subarray(this.#start);
    this.#at -= this.#start;
    this.#textStart -= this.#start;
    this.#start = 0;
    this.#bytes = joined(rest, bytes);
    const items: JsonItem[] = [];
    while (this.#at < this.#bytes.length && this.#mode !== "after") {
      this.#look(items);
      const isLong = (this.#mode === "element" || this.#mode === "members") && this.#at - this.#start > longestElement;
      if (isLong) this.#give(items, this.#elements.broken(this.#startLine, tooLong, true));
      if (this.#depth > deepest) this.#give(items, this.#elements.broken(this.#startLine, tooDeep, true));
    }
    return items;
  }

  end(cut: boolean): readonly JsonItem[] {
    if (this.#mode === "after" || this.#mode === "behind") return [];
    if (this.#mode === "before")
      return cut ? [] : [this.#elements.problem(1, { ...notJson, message: "the file is empty" })];
    if (this.#mode === "between")
      return [this.#elements.problem(this.#line, { ...cutShort, message: "the file ends before its array does" })];
    return [this.#elements.broken(this.#startLine, cutShort, true)];
  }

  /** Looks at one byte, or at as many as belong to a text. */
  #look(items: JsonItem[]): void {
    if (this.#isInText) return this.#passText();
    const byte = this.#bytes[this.#at]!;
    switch (this.#mode) {
      case "before":
        this.#begin(byte, items);
        break;
      case "members":
        this.#lookAtMember(byte, items);
        break;
      case "between":
        this.#lookBetween(byte, items);
        break;
      case "element":
        this.#lookInElement(byte, items);
        break;
      case "behind":
        if (!isBlank(byte)) this.#give(items, this.#elements.problem(this.#line, strayBehind));
        break;
      case "after":
    }
    if (byte === newline) this.#line += 1;
    this.#at += 1;
    if (this.#mode === "before" || this.#mode === "between" || this.#mode === "behind") this.#start = this.#at;
  }

  #passText(): void {
    for (; this.#at < this.#bytes.length; this.#at++) {
      const byte = this.#bytes[this.#at]!;
      if (byte === newline) this.#line += 1;
      if (this.#isEscaped) this.#isEscaped = false;
      else if (byte === backslash) this.#isEscaped = true;
      else if (byte === quote) {
        this.#isInText = false;
        if (this.#mode === "members" && this.#depth === 1) this.#lastText = this.#textNow();
        this.#at += 1;
        return;
      }
    }
  }

  #textNow(): string {
    const decoded = decodeUtf8(this.#bytes, this.#textStart, Math.min(this.#at, this.#textStart + 200));
    return decoded.ok ? decoded.text : "";
  }

  #begin(byte: number, items: JsonItem[]): void {
    if (isBlank(byte) || (this.#line === 1 && isMark(byte))) return;
    if (byte === openArray) this.#mode = "between";
    else if (byte === openObject) {
      [this.#mode, this.#start, this.#startLine, this.#depth] = ["members", this.#at, this.#line, 1];
    } else this.#give(items, this.#elements.problem(this.#line, notJson));
  }

  #lookAtMember(byte: number, items: JsonItem[]): void {
    if (byte === quote) {
      this.#isInText = true;
      this.#textStart = this.#at + 1;
    } else if (byte === colon && this.#depth === 1) this.#isWanted = this.#keys.has(this.#lastText);
    else if (byte === openArray && this.#isWanted && this.#depth === 1) {
      [this.#mode, this.#depth, this.#isMember] = ["between", 0, true];
    } else if (byte === openObject || byte === openArray) this.#depth += 1;
    else if (byte === closeObject || byte === closeArray) {
      this.#depth -= 1;
      if (this.#depth === 0)
        this.#give(items, this.#elements.read(this.#bytes.subarray(this.#start, this.#at + 1), this.#startLine));
    }
    if (!isBlank(byte) && byte !== colon) this.#isWanted = false;
  }

  #lookBetween(byte: number, items: JsonItem[]): void {
    if (isBlank(byte)) return;
    if (byte === comma && this.#needsComma) this.#needsComma = false;
    else if (byte === closeArray) this.#mode = this.#isMember ? "after" : "behind";
    else if (this.#needsComma || byte === comma || byte === closeObject)
      this.#give(items, this.#elements.problem(this.#line, strayText));
    else {
      [this.#mode, this.#start, this.#startLine, this.#depth] = ["element", this.#at, this.#line, 0];
      this.#lookInElement(byte, items);
    }
  }

  #lookInElement(byte: number, items: JsonItem[]): void {
    if (byte === quote) this.#isInText = true;
    else if (byte === openObject || byte === openArray) this.#depth += 1;
    else if (this.#depth === 0 && (byte === comma || byte === closeArray)) {
      // A bare number or word ends where the next element begins.
      this.#finish(items, this.#at);
      this.#lookBetween(byte, items);
    } else if (byte === closeObject || byte === closeArray) {
      this.#depth -= 1;
      if (this.#depth <= 0) this.#finish(items, this.#at + 1);
    }
  }

  #finish(items: JsonItem[], end: number): void {
    items.push(this.#elements.read(this.#bytes.subarray(this.#start, end), this.#startLine));
    [this.#mode, this.#needsComma] = ["between", true];
  }

  /** The last item: nothing after it is read. */
  #give(items: JsonItem[], item: JsonItem): void {
    items.push(item);
    [this.#mode, this.#depth] = ["after", 0];
  }
}

/** A byte of the byte order mark. */
function isMark(byte: number): boolean {
  return byte === 0xef || byte === 0xbb || byte === 0xbf;
}

class LineScanner implements JsonScanner {
  readonly #elements: Elements;
  #rest: Uint8Array = new Uint8Array(0);
  #line = 1;
  #isSkipping = false;

  constructor({ file }: JsonElementOptions) {
    this.#elements = new Elements(file);
  }

  isDone(): boolean {
    return false;
  }

  push(bytes: Uint8Array): readonly JsonItem[] {
    const items: JsonItem[] = [];
    let from = 0;
    for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, from)) {
      this.#take(joined(this.#rest, bytes.subarray(from, end)), items);
      this.#rest = new Uint8Array(0);
      this.#line += 1;
      from = end + 1;
    }
    // A copy, so that the piece it came from can be let go.
    this.#rest = joined(this.#rest, bytes.slice(from));
    if (this.#rest.length > longestElement) {
      if (!this.#isSkipping) items.push(this.#elements.broken(this.#line, tooLong, true));
      [this.#isSkipping, this.#rest] = [true, new Uint8Array(0)];
    }
    return items;
  }

  end(cut: boolean): readonly JsonItem[] {
    const items: JsonItem[] = [];
    if (cut && this.#rest.length > 0) items.push(this.#elements.broken(this.#line, cutShort, true));
    else this.#take(this.#rest, items);
    return items;
  }

  #take(bytes: Uint8Array, items: JsonItem[]): void {
    const hasMark = this.#line === 1 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
    const line = hasMark ? bytes.subarray(3) : bytes;
    const isSkipped = this.#isSkipping;
    this.#isSkipping = false;
    if (isSkipped || line.every(isBlank)) return;
    if (line.length > longestElement) items.push(this.#elements.broken(this.#line, tooLong, true));
    else items.push(this.#elements.read(line, this.#line));
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) return second;
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
