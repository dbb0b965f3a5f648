import { hash } from "node:crypto";

/** JSON in its canonical text, so that what is digested, compared and written need not be put together each time. */
export class CanonicalJson {
  readonly text: string;

  constructor(value: unknown) {
    this.text = canonicalJson(value);
  }
}

/**
 * JSON with keys sorted by code unit. What is `undefined` is left out of objects and is `null` in lists, as in JSON.stringify.
 * @throws RangeError if a text in it cannot be kept by a database (U+0000, half of a surrogate pair), or a number is none.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === "string") return textInJson(value);
  if (typeof value === "number") return numberInJson(value);
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";
  if (value instanceof CanonicalJson) return value.text;
  let json = "";
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) json += (i === 0 ? "" : ",") + canonicalJson(value[i]);
    return `[${json}]`;
  }
  const object = value as Readonly<Record<string, unknown>>;
  for (const key of Object.keys(object).sort()) {
    const inner = object[key];
    if (inner !== undefined) json += `${json === "" ? "" : ","}${keyInJson(key)}:${canonicalJson(inner)}`;
  }
  return `{${json}}`;
}

/** JSON.stringify would make `null` of it, and what was unknown could be changed into it unseen. */
function numberInJson(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`${value} is not a number that can be kept`);
  return String(value);
}

function textInJson(text: string): string {
  const json = JSON.stringify(text);
  const isEscaped = json.length !== text.length + 2;
  if (isEscaped && /\0|\p{Cs}/u.test(text))
    throw new RangeError("a text holds a character (U+0000 or half of a surrogate pair) that the database cannot keep");
  return json;
}

/** Keys are few and come again and again. */
const KEYS = new Map<string, string>();
const MOST_KEYS = 1000;

function keyInJson(key: string): string {
  const known = KEYS.get(key);
  if (known !== undefined) return known;
  const json = textInJson(key);
  if (KEYS.size < MOST_KEYS) KEYS.set(key, json);
  return json;
}

/** SHA-256, in hex. */
export function digestOf(data: string | Uint8Array): string {
  return hash("sha256", data, "hex");
}

export function digestBytes(data: string | Uint8Array): Buffer {
  return hash("sha256", data, "buffer");
}

/** SHA-256, a character a byte: several times as quick to get as a `Buffer` of its own. */
export function digestInLatin1(data: string | Uint8Array): string {
  return hash("sha256", data, "binary");
}
