import { SaxesParser } from "saxes";
import { decodeUtf8, type Place, type Problem } from "../kit/index.ts";
import type { ByteStream } from "./csv.ts";

/**
 * Elements and texts of an XML 1.0 file out of a stream of bytes, in constant memory. Hostile files cost no more than honest
 * ones: a document type (and with it every entity of its own) is refused, nothing outside is fetched, and depth, length of a
 * piece, attributes and faults are limited.
 *
 * XML that is not well formed is read no further (XML 1.0, section 1.2), unless `restarts` names elements at which reading
 * can begin anew: then what stood before the next of them is lost, which is one located problem.
 */
export async function* parseXml(
  bytes: ByteStream,
  options: XmlOptions = {},
): AsyncGenerator<readonly XmlEvent[], void, undefined> {
  const scanner = createXmlScanner(options);
  let isCut = false;
  for await (const chunk of bytes) {
    if (chunk instanceof Uint8Array) {
      for (let from = 0; from < chunk.length; from += longestWrite) {
        yield scanner.push(chunk.subarray(from, from + longestWrite));
        if (scanner.refused()) return;
      }
    } else {
      isCut ||= chunk.severity === "error";
      yield [{ kind: "note", problem: chunk }];
    }
  }
  yield scanner.end({ cut: isCut });
}

export type XmlEvent =
  | {
      readonly kind: "open";
      readonly name: string;
      /** Without a prototype: a name is a key only if it was written. */
      readonly attributes: Readonly<Record<string, string>>;
      readonly line: number;
    }
  /** Text and CDATA, in as many pieces as it comes in. */
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "close"; readonly name: string }
  /** Something was lost here. What is open is not whole. */
  | { readonly kind: "damage"; readonly problem: Problem }
  /** Trouble on the way of the bytes. */
  | { readonly kind: "note"; readonly problem: Problem };

export interface XmlOptions {
  /** Named in the place of every problem. */
  readonly file?: string;
  /** Elements at which reading begins anew after damage, each with the elements around it, the outermost first. */
  readonly restarts?: Readonly<Record<string, readonly string[]>>;
}

export interface XmlScanner {
  push(bytes: Uint8Array): readonly XmlEvent[];
  /** If the bytes were `cut` short, what is still open is no fault of the file. */
  end(options?: { readonly cut?: boolean }): readonly XmlEvent[];
  /** Nothing more will come of it. The last event was damage and said why. */
  refused(): boolean;
}

export function createXmlScanner(options: XmlOptions = {}): XmlScanner {
  return new Scanner(options);
}

const longestWrite = 1 << 16;
/** Between two marks: one text, comment or tag. The longest text of the UN list has 1,723 letters. */
const longestPiece = 1 << 20;
const deepest = 64;
const mostAttributes = 64;
const mostFaults = 200;
/** Letters read again because a fault shows only long after it: a stray & is one once a semicolon comes. */
const mostReadAgain = 1 << 22;
/** A start tag that may be cut by the end of a piece. */
const longestStartTag = 80;

/** Ends the work of the parser in the middle of a piece. */
class Halt extends Error {}

class Scanner implements XmlScanner {
  readonly #options: XmlOptions;
  /** Where reading may begin anew. */
  readonly #restart: RegExp | undefined;
  #parser: SaxesParser;
  #events: XmlEvent[] = [];
  /** Bytes of a letter of which the rest is still to come. */
  #rest: Uint8Array = new Uint8Array(0);
  #isStarted = false;
  #isRefused = false;
  #isSkipping = false;
  /** The end of what was skipped, which may be the beginning of a tag. */
  #skipped = "";
  #depth = 0;
  #attributes = 0;
  #faults = 0;
  /** Letters given to the parser, and how many it had been given when something last came of them. */
  #given = 0;
  #lastMark = 0;
  #linesAtMark = 1;
  /** What the parser was given from the last mark on. */
  #sinceMark = "";
  /** Where a search for the next beginning may start, so that it never finds the one that this parser began at. */
  #searchFrom = 0;
  #readAgain = 0;
  /** Lines before those that the parser counts. */
  #linesBefore = 0;

  constructor(options: XmlOptions) {
    this.#options = options;
    const names = Object.keys(options.restarts ?? {});
    this.#restart = names.length === 0 ? undefined : new RegExp(`<(${names.join("|")})(?=[\\s/>])`, "u");
    this.#parser = this.#newParser([]);
  }

  refused(): boolean {
    return this.#isRefused;
  }

  push(bytes: Uint8Array): readonly XmlEvent[] {
    return this.#collect(() => this.#take(bytes, false));
  }

  end({ cut = false }: { readonly cut?: boolean } = {}): readonly XmlEvent[] {
    return this.#collect(() => {
      this.#take(new Uint8Array(0), true);
      if (cut && !this.#isSkipping && !this.#isRefused) {
        this.#damage({ code: "xml-cut", message: "the file ends in the middle", hint: "get the whole file again" });
      }
      while (!this.#isSkipping && !this.#isRefused && this.#run(() => this.#parser.close())) {
        this.#write(this.#takeBack());
      }
    });
  }

  #collect(work: () => void): readonly XmlEvent[] {
    if (!this.#isRefused) work();
    const events = this.#events;
    this.#events = [];
    return events;
  }

  #take(bytes: Uint8Array, final: boolean): void {
    const data = joined(this.#rest, bytes);
    this.#rest = new Uint8Array(0);
    if (!this.#isStarted) {
      if (data.length < 4 && !final) {
        this.#rest = data;
        return;
      }
      this.#isStarted = true;
      const fault = checkIsText(data);
      if (fault !== undefined) return this.#refuse(fault);
    }
    for (let from = 0; from < data.length && !this.#isRefused;) {
      const decoded = decodeUtf8(data, from);
      const end = decoded.ok ? data.length : decoded.wrongAt;
      const text = decoded.ok ? decoded : decodeUtf8(data, from, end);
      if (text.ok) this.#write(text.text);
      if (decoded.ok) return;
      if (!final && isUnfinished(data, end)) {
        this.#rest = data.slice(end);
        return;
      }
      this.#wrongByte(data[end] ?? 0);
      from = end + 1;
    }
  }

  #write(text: string): void {
    let rest = text;
    while (rest !== "" && !this.#isRefused) {
      if (this.#isSkipping) {
        rest = this.#skip(rest);
        continue;
      }
      this.#given += rest.length;
      this.#sinceMark += rest;
      const piece = rest;
      const isHalted = this.#run(() => this.#parser.write(piece));
      if (!isHalted && this.#given - this.#lastMark > longestPiece) this.#damage(tooLong);
      rest = this.#isSkipping ? this.#takeBack() : "";
      const left = this.#given - this.#lastMark;
      this.#sinceMark = left > 0 ? this.#sinceMark.slice(-left) : "";
    }
  }

  /** What was read since the last mark is looked through again, as the fault may be at the beginning of it. */
  #takeBack(): string {
    const start = this.#given - this.#sinceMark.length;
    const again = this.#sinceMark.slice(Math.max(this.#lastMark, this.#searchFrom) - start);
    this.#sinceMark = "";
    this.#readAgain += again.length;
    if (this.#readAgain <= mostReadAgain) return again;
    this.#refuse(tooDamaged);
    return "";
  }

  /** Looks for a place to begin anew and gives back what is left from there on. */
  #skip(text: string): string {
    const all = this.#skipped + text;
    const match = this.#restart?.exec(all);
    if (match === null || match === undefined) {
      this.#skipped = all.slice(-longestStartTag);
      this.#linesBefore += countLines(all.slice(0, all.length - this.#skipped.length));
      return "";
    }
    this.#linesBefore += countLines(all.slice(0, match.index));
    this.#skipped = "";
    this.#isSkipping = false;
    this.#parser = this.#newParser(this.#options.restarts?.[match[1] ?? ""] ?? []);
    return all.slice(match.index);
  }

  /** Runs the parser; says whether it was halted. */
  #run(work: () => void): boolean {
    try {
      work();
      return false;
    } catch (error) {
      if (error instanceof Halt) return true;
      throw error;
    }
  }

  /** A parser that is already inside these elements. */
  #newParser(around: readonly string[]): SaxesParser {
    const parser = new SaxesParser();
    const start = around.map((name) => `<${name}>`).join("");
    parser.write(start);
    [this.#given, this.#lastMark, this.#depth] = [start.length, start.length, around.length];
    [this.#sinceMark, this.#linesAtMark, this.#searchFrom] = ["", 1, start.length + (start === "" ? 0 : 1)];
    parser.on("opentagstart", () => (this.#attributes = 0));
    parser.on("attribute", () => {
      if (++this.#attributes > mostAttributes) this.#stop(tooManyAttributes);
    });
    parser.on("opentag", ({ name, attributes }) => {
      if (++this.#depth > deepest) this.#stop(tooDeep);
      this.#mark({ kind: "open", name, attributes, line: this.#line() });
    });
    parser.on("closetag", ({ name }) => {
      this.#depth--;
      this.#mark({ kind: "close", name });
    });
    parser.on("text", (text) => {
      this.#mark({ kind: "text", text });
      // It ends where the < of the next tag begins, which has been read already.
      this.#lastMark--;
    });
    parser.on("cdata", (text) => this.#mark({ kind: "text", text }));
    parser.on("comment", () => this.#mark());
    parser.on("processinginstruction", () => this.#mark());
    parser.on("doctype", () => this.#stop(documentType));
    parser.on("xmldecl", ({ encoding }) => {
      if (encoding !== undefined && !/^(?:utf-?8|us-ascii)$/iu.test(encoding)) this.#stop(otherEncoding(encoding));
    });
    parser.on("error", (error) => {
      this.#damage(malformed(error));
      throw new Halt();
    });
    return parser;
  }

  #mark(event?: XmlEvent): void {
    this.#lastMark = this.#parser.position;
    this.#linesAtMark = this.#parser.line;
    if (event !== undefined) this.#events.push(event);
  }

  #line(): number {
    return this.#linesBefore + this.#parser.line;
  }

  #stop(fault: Fault): never {
    this.#refuse(fault);
    throw new Halt();
  }

  #refuse(fault: Fault): void {
    this.#add(fault);
    this.#isRefused = true;
  }

  #wrongByte(byte: number): void {
    if (this.#isSkipping && ++this.#faults > mostFaults) return this.#refuse(tooDamaged);
    this.#damage(notUtf8(byte));
    this.#write(this.#takeBack());
  }

  /** Something is lost up to the next place where reading can begin anew, if there is such a place. */
  #damage(fault: Fault): void {
    if (this.#isSkipping) return;
    if (this.#restart === undefined) return this.#refuse(fault);
    if (++this.#faults > mostFaults) return this.#refuse(tooDamaged);
    this.#add(fault);
    this.#linesBefore += this.#linesAtMark - 1;
    this.#isSkipping = true;
  }

  #add(fault: Fault): void {
    const { file } = this.#options;
    const at: Place = { ...(file === undefined ? {} : { file }), line: this.#line() };
    this.#events.push({ kind: "damage", problem: { ...fault, severity: "error", at } });
  }
}

type Fault = Omit<Problem, "severity" | "at">;

const documentType: Fault = {
  code: "xml-doctype",
  message: "the file declares a document type, which can hide other files and endless text in it",
  hint: "remove the <!DOCTYPE> line, or get the file from its publisher again",
};
const tooLong: Fault = {
  code: "xml-too-long",
  message: `a text, tag or comment is longer than ${longestPiece} letters`,
  hint: "a quote or a tag before it may be left open",
};
const tooDeep: Fault = {
  code: "xml-too-deep",
  message: `elements lie more than ${deepest} deep in each other`,
  hint: "an element before it may be left open",
};
const tooManyAttributes: Fault = {
  code: "xml-too-many-attributes",
  message: `an element has more than ${mostAttributes} attributes`,
  hint: "this is no file of a format that is known here",
};
const tooDamaged: Fault = {
  code: "xml-too-damaged",
  message: `the file is damaged in more than ${mostFaults} places; it is not read further`,
  hint: "get the file from its publisher again",
};

function otherEncoding(encoding: string): Fault {
  const message = `the file says that it is written in ${encoding}, not in UTF-8`;
  return { code: "xml-encoding", message, hint: "save it as UTF-8" };
}

function notUtf8(byte: number): Fault {
  const message = `this is not UTF-8 text: byte 0x${byte.toString(16).toUpperCase().padStart(2, "0")} cannot stand here`;
  return { code: "xml-not-utf8", message, hint: "get the file as its publisher gives it, in UTF-8" };
}

function malformed(error: Error): Fault {
  const words = error.message.replace(/^\d+:\d+: /u, "").replace(/\.$/u, "");
  const hint = "get the file from its publisher again, or mend it here";
  return { code: "xml-malformed", message: `the XML is damaged: ${words}`, hint };
}

function checkIsText(bytes: Uint8Array): Fault | undefined {
  const [first = 0, second = 0] = bytes;
  const is = (a: number, b: number): boolean => first === a && second === b;
  if (is(0x1f, 0x8b))
    return { code: "xml-not-text", message: "this is compressed data (gzip), not XML", hint: "decompress it first" };
  if (is(0x50, 0x4b))
    return { code: "xml-not-text", message: "this is a zip archive, not XML", hint: "unpack it first" };
  const isWide = is(0xff, 0xfe) || is(0xfe, 0xff) || bytes.subarray(0, 4).includes(0);
  return isWide ? otherEncoding("UTF-16") : undefined;
}

/** Whether the bytes from `at` can be a letter whose last bytes have not come yet. */
function isUnfinished(bytes: Uint8Array, at: number): boolean {
  const first = bytes[at] ?? 0;
  const length = first >= 0xf0 && first < 0xf5 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
  if (first >= 0xf5 || bytes.length - at >= length) return false;
  return bytes.subarray(at + 1).every((byte) => (byte & 0xc0) === 0x80);
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) return second;
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count++;
  return count;
}
