import { canonicalJson } from "./canonical.ts";
import { columnsOf, type ColumnKind, type Noun } from "./nouns.ts";

/**
 * The one text of a row that its digest is taken of: a JSON array of the noun and of its values in the order of the
 * columns, with the keys of objects sorted by code unit and no spaces (as RFC 8785 has it for JSON of this kind).
 */
export function canonicalRow(noun: Noun, values: readonly unknown[]): string {
  const columns = columnsOf(noun);
  let text = `["${noun}"`;
  for (let i = 0; i < columns.length; i++) text += `,${canonicalValue(columns[i]![1], values[i])}`;
  return `${text}]`;
}

function canonicalValue(kind: ColumnKind, value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (kind === "bytes") return `"${Buffer.from(value as Uint8Array).toString("hex")}"`;
  return HEXADECIMAL.has(kind) ? `"${hexadecimal(value as string)}"` : canonicalJson(value);
}

const HEXADECIMAL: ReadonlySet<ColumnKind> = new Set(["uuid", "uuid?", "digest", "digest?"]);

function hexadecimal(text: string): string {
  // The database would write them in small letters, and then the row had another digest than it was given.
  if (/[^0-9a-f-]/.test(text)) throw new RangeError(`not an id or a digest in lower-case hexadecimal: ${text}`);
  return text;
}
