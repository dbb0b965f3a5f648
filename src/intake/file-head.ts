import { createCsvScanner, type CsvItem } from "../formats/index.ts";
import { decodeUtf8, type Problem } from "../kit/index.ts";

/** What the first bytes of a file show. */
export interface FileHead {
  readonly bytes: Uint8Array;
  /** The bytes as text, as far as they are UTF-8 text; no byte order mark. */
  readonly text: string;
  /** The first row, if the bytes are comma-separated values; empty if not. */
  readonly firstRow: readonly string[];
  /** The first rows, that one among them. */
  readonly rows: readonly (readonly string[])[];
  /** Why the bytes are no table of comma-separated values. */
  readonly noTable: Problem | undefined;
}

export function headOf(bytes: Uint8Array, file: string | undefined): FileHead {
  const decoded = decodeUtf8(bytes);
  // What is cut off in the middle of a letter, or wrong, does not keep the text before it from being looked at.
  const text = decoded.ok ? decoded : decodeUtf8(bytes, 0, decoded.wrongAt);
  const scanner = createCsvScanner(file === undefined ? {} : { file });
  const items = [...scanner.push(bytes), ...scanner.end()];
  const [first] = items;
  return {
    bytes,
    text: (text.ok ? text.text : "").replace(/^\uFEFF/u, ""),
    firstRow: first?.kind === "row" ? first.fields : [],
    rows: items.flatMap((item) => (item.kind === "row" ? [item.fields] : [])).slice(0, 25),
    noTable: problemOf(first),
  };
}

function problemOf(item: CsvItem | undefined): Problem | undefined {
  return item === undefined || item.kind === "row" ? undefined : item.problem;
}

/** Whether the bytes begin as JSON data do. */
export function isJson({ text }: FileHead): boolean {
  return /^\s*[[{]/u.test(text);
}

/** A zip archive, as spreadsheets are; or the older form of them, in which those with a password are, too. */
export function isPackedOrOld({ bytes }: FileHead): boolean {
  const starts = (...start: readonly number[]): boolean => start.every((byte, index) => bytes[index] === byte);
  return starts(0x50, 0x4b, 0x03, 0x04) || starts(0x50, 0x4b, 0x05, 0x06) || starts(0xd0, 0xcf, 0x11, 0xe0);
}
