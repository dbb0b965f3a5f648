import { decodeUtf8, isAscii, type Place, type Problem } from "../kit/index.ts";

/**
 * Comma-separated values (RFC 4180) out of a stream of bytes, in constant memory. Lines may end in LF, CRLF or CR; a BOM is
 * skipped; a quoted value may hold commas, quotes written twice, and line ends. Lines with nothing on them are skipped.
 *
 * A broken row is one located item and the rows after it go on. A quote that is never closed would swallow the rest of the
 * file, so after a row that cannot be right, reading starts again at the line after its first.
 */
export async function* parseCsv(
  bytes: ByteStream,
  options: CsvOptions = {},
): AsyncGenerator<readonly CsvItem[], void, undefined> {
  const scanner = createCsvScanner(options);
  let cut = false;
  for await (const chunk of bytes) {
    if (chunk instanceof Uint8Array) {
      for (let from = 0; from < chunk.length; from += longestPiece) {
        yield scanner.push(chunk.subarray(from, from + longestPiece));
        if (scanner.refused()) return;
      }
    } else {
      cut ||= chunk.severity === "error";
      yield [{ kind: "problem", problem: chunk }];
    }
  }
  yield scanner.end({ cut });
}

/** Bytes as they come, and what went wrong on the way; after a problem that is an error, the bytes are incomplete. */
export type ByteStream = AsyncIterable<Uint8Array | Problem>;

export type CsvItem =
  | CsvRow
  /** A row that was there and could not be used. */
  | { readonly kind: "broken"; readonly problem: Problem }
  /** Trouble with the file, not with one row. */
  | { readonly kind: "problem"; readonly problem: Problem };

export interface CsvRow {
  readonly kind: "row";
  readonly fields: readonly string[];
  /** 1-based line on which the row starts. */
  readonly line: number;
  /** 1-based number of the data row, the header not counted; 0 for the header. */
  readonly row: number;
}

export interface CsvOptions {
  /** Named in the place of every problem. */
  readonly file?: string;
  /** Whether the first row names the columns. Without it, it does. */
  readonly isHeader?: (first: readonly string[]) => boolean;
  /** How many rows, of any width and numbered 0, may stand before the one that `isHeader` knows. Unset: none. */
  readonly mostBefore?: number;
}

export interface CsvScanner {
  /** The rows that these bytes complete. */
  push(bytes: Uint8Array): readonly CsvItem[];
  /** The rows still pending. If the bytes were `cut` short, a last row without its line end is not to be trusted. */
  end(options?: { readonly cut?: boolean }): readonly CsvItem[];
  /** This is no table, and no row will come of it: not text, or a first row that cannot be read. */
  refused(): boolean;
}

/** A row longer than this is a quote left open, or no table: GED's longest has 10,488 characters. */
const longestRow = 1 << 20;
const longestPiece = 1 << 18;

const quote = 0x22;
const comma = 0x2c;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

export function createCsvScanner(options: CsvOptions = {}): CsvScanner {
  return new Scanner(options);
}

/** What stands at a place in the bytes: a row, a broken row, or not yet enough bytes to tell. */
type Found =
  | { readonly is: "more" }
  | {
      readonly is: "row";
      readonly end: number;
      readonly next: number;
      readonly lines: number;
      readonly terminated: boolean;
    }
  | { readonly is: "broken"; readonly code: BrokenCode; readonly fieldIndex: number };

type BrokenCode = "csv-unclosed-quote" | "csv-text-after-quote" | "csv-row-too-long";

class Scanner implements CsvScanner {
  readonly #options: CsvOptions;
  #bytes: Uint8Array = new Uint8Array(0);
  #line = 1;
  #row = 0;
  /** Rows before the header. */
  #before = 0;
  #header: readonly string[] | undefined;
  #width: number | undefined;
  #started = false;
  #refused = false;
  /** Inside a line that is too long to be a row and has been given up. */
  #skippingLine = false;
  // Where each value of the row last found lies in the bytes; reused, as a row has always about as many.
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  readonly #doubled: boolean[] = [];
  #count = 0;

  constructor(options: CsvOptions) {
    this.#options = options;
  }

  refused(): boolean {
    return this.#refused;
  }

  push(bytes: Uint8Array): readonly CsvItem[] {
    return this.#take(bytes, { final: false, cut: false });
  }

  end({ cut = false }: { readonly cut?: boolean } = {}): readonly CsvItem[] {
    return this.#take(new Uint8Array(0), { final: true, cut });
  }

  #take(bytes: Uint8Array, { final, cut }: { readonly final: boolean; readonly cut: boolean }): readonly CsvItem[] {
    if (this.#refused) return [];
    this.#bytes = joined(this.#bytes, bytes);
    const items: CsvItem[] = [];
    let from = 0;
    if (!this.#started) {
      if (this.#bytes.length < 4 && !final) return [];
      this.#started = true;
      const problem = this.#checkIsText();
      if (problem !== undefined) {
        this.#refused = true;
        return [{ kind: "problem", problem }];
      }
      from = startsWith(this.#bytes, [0xef, 0xbb, 0xbf]) ? 3 : 0;
    }
    while (from < this.#bytes.length && !this.#refused) {
      const next = this.#skippingLine ? this.#skipLine(from) : this.#takeOne(from, items, { final, cut });
      if (next === undefined) break;
      from = next;
    }
    // A copy, so that the piece it came from can be let go.
    this.#bytes = new Uint8Array(this.#bytes.subarray(from));
    return items;
  }

  /** Adds what stands at `from` to the items and says where the next row starts; `undefined` if more bytes are needed. */
  #takeOne(from: number, items: CsvItem[], at: { readonly final: boolean; readonly cut: boolean }): number | undefined {
    const found = this.#find(from, at.final);
    if (found.is === "more") return undefined;
    if (found.is === "broken") {
      const isCut =
        at.cut && found.code === "csv-unclosed-quote" && endOfLine(this.#bytes, from) === this.#bytes.length;
      return this.#startAgain(from, at.final, () => items.push(isCut ? this.#cutRow() : this.#broken(found)));
    }
    if (this.#count === 1 && found.end === from) {
      this.#line += found.lines;
      return found.next;
    }
    if (at.cut && !found.terminated) {
      items.push(this.#cutRow());
      return found.next;
    }
    if (this.#width !== undefined && this.#count !== this.#width) {
      const add = () => items.push(this.#wrongWidth(found.lines));
      if (found.lines > 1) return this.#startAgain(from, at.final, add);
      add();
    } else {
      items.push(this.#rowAt(from, found.end));
    }
    this.#line += found.lines;
    return found.next;
  }

  /** Gives up the row at `from` and goes on at the next line. */
  #startAgain(from: number, final: boolean, add: () => void): number | undefined {
    const lineEnd = endOfLine(this.#bytes, from);
    const isCutCarriageReturn = lineEnd + 1 >= this.#bytes.length && this.#bytes[lineEnd] === carriageReturn;
    const isInBytes = lineEnd < this.#bytes.length && (final || !isCutCarriageReturn);
    if (!isInBytes && !final && this.#bytes.length - from <= longestRow) return undefined;
    add();
    if (!isInBytes) {
      this.#skippingLine = true;
      return this.#bytes.length;
    }
    this.#line += 1;
    return afterLineEnd(this.#bytes, lineEnd);
  }

  #skipLine(from: number): number {
    const lineEnd = endOfLine(this.#bytes, from);
    if (lineEnd >= this.#bytes.length) return lineEnd;
    this.#skippingLine = false;
    this.#line += 1;
    return afterLineEnd(this.#bytes, lineEnd);
  }

  /** Finds the end of the row that starts at `from` and notes where its values lie. */
  #find(from: number, final: boolean): Found {
    const bytes = this.#bytes;
    const pending: Found = bytes.length - from > longestRow ? tooLong : more;
    let lines = 1;
    this.#count = 0;
    for (let at = from; ; at++) {
      const isQuoted = bytes[at] === quote;
      const start = isQuoted ? at + 1 : at;
      let end: number;
      if (isQuoted) {
        end = this.#endOfQuoted(start);
        if (end < 0) {
          const isOpen = final || pending === tooLong;
          return isOpen ? { is: "broken", code: "csv-unclosed-quote", fieldIndex: this.#count } : more;
        }
        lines += countLineEnds(bytes, start, end);
        at = end + 1;
      } else {
        end = at = endOfPlain(bytes, at);
        this.#doubled[this.#count] = false;
      }
      this.#starts[this.#count] = start;
      this.#ends[this.#count] = end;
      this.#count++;
      const stop = bytes[at];
      if (stop === comma) continue;
      if (stop === undefined) return final ? { is: "row", end: at, next: at, lines, terminated: false } : pending;
      if (stop === carriageReturn && at + 1 === bytes.length && !final) return more;
      if (stop === lineFeed || stop === carriageReturn) {
        return { is: "row", end: at, next: afterLineEnd(bytes, at), lines, terminated: true };
      }
      return { is: "broken", code: "csv-text-after-quote", fieldIndex: this.#count - 1 };
    }
  }

  /** The index of the quote that closes the value from `start`; -1 if there is none yet. */
  #endOfQuoted(start: number): number {
    let doubled = false;
    for (let at = start; ; at += 2) {
      at = this.#bytes.indexOf(quote, at);
      if (at < 0) return -1;
      if (this.#bytes[at + 1] !== quote) {
        this.#doubled[this.#count] = doubled;
        return at;
      }
      doubled = true;
    }
  }

  #rowAt(from: number, end: number): CsvItem {
    const values = isAscii(this.#bytes, from, end) ? this.#sliced(from, end) : this.#decoded();
    if (typeof values === "number") return this.#wrongByte(values);
    const fields = values.map((value, index) => (this.#doubled[index] === true ? value.replaceAll('""', '"') : value));
    if (this.#width === undefined) {
      const isHeader = this.#options.isHeader?.(fields) ?? true;
      if (!isHeader && this.#before < (this.#options.mostBefore ?? 0)) {
        this.#before += 1;
        return { kind: "row", fields, line: this.#line, row: 0 };
      }
      this.#width = fields.length;
      if (isHeader) {
        this.#header = fields;
        return { kind: "row", fields, line: this.#line, row: 0 };
      }
    }
    this.#row += 1;
    return { kind: "row", fields, line: this.#line, row: this.#row };
  }

  #sliced(from: number, end: number): readonly string[] {
    const decoded = decodeUtf8(this.#bytes, from, end);
    const text = decoded.ok ? decoded.text : "";
    const values: string[] = [];
    for (let index = 0; index < this.#count; index++) {
      values.push(text.slice((this.#starts[index] ?? 0) - from, (this.#ends[index] ?? 0) - from));
    }
    return values;
  }

  /** The values, or where the first wrong byte is. */
  #decoded(): readonly string[] | number {
    const values: string[] = [];
    for (let index = 0; index < this.#count; index++) {
      const decoded = decodeUtf8(this.#bytes, this.#starts[index], this.#ends[index]);
      if (!decoded.ok) return decoded.wrongAt;
      values.push(decoded.text);
    }
    return values;
  }

  #wrongByte(at: number): CsvItem {
    const index = this.#ends.findIndex((end, i) => i < this.#count && at < end);
    const byte = (this.#bytes[at] ?? 0).toString(16).toUpperCase().padStart(2, "0");
    return this.#addBroken("csv-not-utf8", `this row is not UTF-8 text: byte 0x${byte} cannot stand here`, index);
  }

  #wrongWidth(lines: number): CsvItem {
    const [has, width] = [this.#count, this.#width ?? 0];
    const values = `${has} ${has === 1 ? "value" : "values"}`;
    if (lines === 1)
      return this.#addBroken("csv-wrong-width", `this row has ${values}, the first row has ${width}`, undefined);
    const message = `this row has ${values} over ${lines} lines, the first row has ${width}: a quote may be left open`;
    return this.#addBroken("csv-wrong-width", message, undefined);
  }

  #broken({ code, fieldIndex }: Extract<Found, { readonly is: "broken" }>): CsvItem {
    const message = {
      "csv-unclosed-quote": "a quote is opened here and never closed",
      "csv-text-after-quote": "a quoted value is followed by more text: the quote before it may be left open",
      "csv-row-too-long": `this row is longer than ${longestRow} bytes`,
    }[code];
    return this.#addBroken(code, message, fieldIndex);
  }

  #cutRow(): CsvItem {
    return this.#addBroken("csv-cut-row", "the file ends in the middle of this row", undefined);
  }

  #addBroken(code: keyof typeof HINTS, message: string, fieldIndex: number | undefined) {
    // A first row that is broken leaves no way to know what the columns are.
    const isData = this.#width !== undefined;
    if (isData) this.#row += 1;
    else this.#refused = true;
    const field = fieldIndex === undefined ? undefined : this.#header?.[fieldIndex];
    const at: Place = {
      ...this.#place(),
      ...(isData ? { row: this.#row } : {}),
      ...(field === undefined ? {} : { field }),
    };
    const problem: Problem = { code, severity: "error", at, message, hint: HINTS[code] };
    return { kind: isData ? "broken" : "problem", problem } as const;
  }

  #place(): Place {
    return { ...(this.#options.file === undefined ? {} : { file: this.#options.file }), line: this.#line };
  }

  #checkIsText(): Problem | undefined {
    const bytes = this.#bytes;
    const found = notText.find(({ starts }) => starts.some((start) => startsWith(bytes, start)));
    const hasNul = bytes.subarray(0, 8192).includes(0);
    if (found === undefined && !hasNul) return undefined;
    const message = found?.message ?? "this is not a text file: it has zero bytes";
    const hint = found?.hint ?? "save the table as CSV, UTF-8";
    return { code: "csv-not-text", severity: "error", at: this.#place(), message, hint };
  }
}

const more: Found = { is: "more" };
const HINTS = {
  "csv-wrong-width":
    "put a value that holds the separator in double quotes, and leave an unknown value empty between its separators",
  "csv-unclosed-quote": "close the quote; a quote within a value is written twice",
  "csv-text-after-quote": "close the quote; a quote within a value is written twice",
  "csv-row-too-long": "look for a quote that is not closed before this row",
  "csv-not-utf8": "save the file as UTF-8; older spreadsheets write Windows-1252 or Windows-1256",
  "csv-cut-row": "get the file again; it did not arrive whole",
} as const;

const tooLong: Found = { is: "broken", code: "csv-row-too-long", fieldIndex: 0 };

const notText = [
  {
    starts: [
      [0xff, 0xfe],
      [0xfe, 0xff],
    ],
    message: "this file is UTF-16, not UTF-8",
    hint: "save it as CSV UTF-8",
  },
  {
    starts: [[0x50, 0x4b, 0x03, 0x04]],
    message: "this is a zip archive or a spreadsheet (.xlsx), not CSV",
    hint: "open it in a spreadsheet program and save the sheet as CSV UTF-8",
  },
  { starts: [[0x1f, 0x8b]], message: "this is compressed data (gzip), not CSV", hint: "decompress it first" },
];

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) return second;
  if (second.length === 0) return first;
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte);
}

/** The first comma or line end from `from`; the end of the bytes if there is none. A quote inside a bare value is a letter. */
function endOfPlain(bytes: Uint8Array, from: number): number {
  let at = from;
  for (; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === comma || byte === lineFeed || byte === carriageReturn) break;
  }
  return at;
}

function endOfLine(bytes: Uint8Array, from: number): number {
  let at = from;
  for (; at < bytes.length; at++) if (bytes[at] === lineFeed || bytes[at] === carriageReturn) break;
  return at;
}

function afterLineEnd(bytes: Uint8Array, at: number): number {
  return bytes[at] === carriageReturn && bytes[at + 1] === lineFeed ? at + 2 : at + 1;
}

function countLineEnds(bytes: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at++) {
    if (bytes[at] === lineFeed || (bytes[at] === carriageReturn && bytes[at + 1] !== lineFeed)) count++;
  }
  return count;
}
