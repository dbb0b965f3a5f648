import { canonicalJson } from "./canonical.ts";
import { columnsOf, LATER, NOUN_NAMES, type ColumnKind, type Noun } from "./nouns.ts";

/**
 * The one text of a row that its digest is taken of: a JSON array of the noun and of its values in the order of the
 * columns, with the keys of objects sorted by code unit and no spaces (as RFC 8785 has it for JSON of this kind). A column that
 * came after its noun stands in it with its name, if it is set.
 */
export function canonicalRow(noun: Noun, values: readonly unknown[]): string {
  const columns = COLUMNS.get(noun)!;
  let text = `["${noun}"`;
  for (let i = 0; i < columns.length; i++) {
    const value = values[i];
    const { name, inCanon, isLater } = columns[i]!;
    const isUnset = value === null || value === undefined;
    if (!isLater) text += isUnset ? ",null" : `,${inCanon(value)}`;
    else if (!isUnset) text += `,{"${name}":${inCanon(value)}}`;
  }
  return `${text}]`;
}

function writerOf(kind: ColumnKind): (value: unknown) => string {
  switch (kind) {
    case "bytes":
      return (value) => `"${Buffer.from(value as Uint8Array).toString("hex")}"`;
    case "uuid":
    case "uuid?":
    case "digest":
    case "digest?":
      return (value) => `"${hexadecimal(value as string)}"`;
    default:
      return canonicalJson;
  }
}

const COLUMNS = new Map(
  NOUN_NAMES.map((noun) => [
    noun,
    columnsOf(noun).map(([name, kind]) => ({
      name,
      inCanon: writerOf(kind),
      isLater: LATER[noun]?.includes(name) ?? false,
    })),
  ]),
);

function hexadecimal(text: string): string {
  // The database would write them in small letters, and then the row had another digest than it was given.
  if (!isAsWritten(text) && /[^0-9a-f-]/.test(text))
    throw new RangeError(`not an id or a digest in lower-case hexadecimal: ${text}`);
  return text;
}

/**
 * Whether it has the shape in which the database writes ids and digests, of all those that it reads; that the digits are
 * some it looks at itself. In millions of rows several times as quick as to look at every letter here.
 */
function isAsWritten(text: string): boolean {
  const isDigest = text.length === 64 && !text.includes(" ");
  const isUuid = text.length === 36 && text[8] === "-" && text[13] === "-" && text[18] === "-" && text[23] === "-";
  return (isDigest || isUuid) && text === text.toLowerCase();
}
