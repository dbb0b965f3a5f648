import { hash } from "node:crypto";
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
  return canonicalJson(value);
}

/** JSON with sorted keys. What a database cannot hold in text (U+0000, half of a surrogate pair) is a `RangeError`. */
export function canonicalJson(value: unknown): string {
  const text = JSON.stringify(sorted(value)) ?? "null";
  // JSON.stringify writes both as escapes, and nothing else so.
  if (text.includes("\\u0000") || /\\ud[89a-f]/u.test(text)) assertHoldable(value);
  return text;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  const object = value as Readonly<Record<string, unknown>>;
  const keys = Object.keys(object).sort();
  const result: Record<string, unknown> = {};
  for (const key of keys) {
    // `__proto__` as a plain assignment would be lost.
    if (key === "__proto__")
      Object.defineProperty(result, key, {
        value: sorted(object[key]),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    else if (object[key] !== undefined) result[key] = sorted(object[key]);
  }
  return result;
}

/** @throws RangeError if some text in it cannot be kept. */
function assertHoldable(value: unknown): void {
  if (typeof value === "string" && /\0|\p{Cs}/u.test(value))
    throw new RangeError("a text holds a character (U+0000 or half of a surrogate pair) that the database cannot keep");
  if (value === null || typeof value !== "object") return;
  for (const [key, inner] of Object.entries(value)) {
    assertHoldable(key);
    assertHoldable(inner);
  }
}

/** SHA-256, in hex. */
export function digestOf(data: string | Uint8Array): string {
  return hash("sha256", data, "hex");
}

export function digestBytes(data: string | Uint8Array): Buffer {
  return hash("sha256", data, "buffer");
}
