import { isMap, isNode, isScalar, parseDocument } from "yaml";
import { nearest, parseDate } from "../../kit/index.ts";
import type { Meta, Span } from "../ir.ts";
import { META_KEYS } from "../print/document.ts";
import { hintForZone, isZoneName } from "./lower/time.ts";
import type { ProblemList } from "./problem-list.ts";

/** The front matter of a file: where its text is, and where the body begins. */
export interface FrontMatter {
  readonly text: string;
  readonly from: number;
  readonly bodyFrom: number;
}

/** Finds the YAML between `---` lines at the very start; a BOM before it is passed over. */
export function findFrontMatter(text: string): FrontMatter | undefined {
  const start = text.startsWith("\ufeff") ? 1 : 0;
  const open = /^---[ \t]*\r?\n/u.exec(text.slice(start, start + 200));
  if (!open) return undefined;
  const from = start + open[0].length;
  const close = /^---[ \t]*(?:\r?\n|$)/mu.exec(text.slice(from));
  if (!close) return undefined;
  return { text: text.slice(from, from + close.index), from, bodyFrom: from + close.index + close[0].length };
}

/** Enough for any; what is nested in YAML a thousand deep takes the reader minutes. */
const LONGEST = 20_000;

const HINTS: Readonly<Partial<Record<string, string>>> = {
  DUPLICATE_KEY: "keep one of the two",
  BLOCK_AS_IMPLICIT_KEY: "put a value with a colon in quotation marks",
  MISSING_CHAR: "close the quotation mark",
};

const NEEDED = ["id", "title", "zone"] as const;

const FALLBACK = { id: "untitled", title: "Untitled", zone: "UTC" };

/** Reads the keys of the front matter; each mistake is one problem at its own place. */
export function readMeta(front: FrontMatter | undefined, text: string, problems: ProblemList): Meta {
  if (front === undefined) {
    addMissing(text, problems);
    return FALLBACK;
  }
  const at = { from: front.from, to: front.from + front.text.length };
  const items = readItems(front, problems);
  if (items === undefined) return { ...FALLBACK, at };
  const values = new Map<string, string>();
  // A key that is misspelt is not missing as well.
  const given = new Set<string>();
  for (const item of items) {
    const key = isKnown(item.key) ? item.key : addUnknown(item, problems);
    if (key !== undefined) given.add(key);
    if (key !== item.key) continue;
    const wrong = findWrong(item);
    if (wrong) problems.add({ code: "bad-value", ...item.valueAt, ...wrong });
    else if (item.value !== undefined) values.set(key, item.value);
  }
  const missing = ["truce", ...NEEDED].filter((key) => !given.has(key));
  if (missing.length > 0) {
    problems.add({
      code: "missing-key",
      from: front.from,
      to: front.from,
      message: `the front matter does not give ${missing.join(", ")}`,
      hint: "add: truce: 1, id: a-name, title: …, zone: Asia/Damascus (the zone of every clock time)",
    });
  }
  const found = META_KEYS.flatMap(([key, field]) => (values.has(key) ? [[field, values.get(key)]] : []));
  return { ...FALLBACK, ...Object.fromEntries(found), at };
}

function addMissing(text: string, problems: ProblemList): void {
  const isOpen = /^\ufeff?---[ \t]*\r?\n/u.test(text);
  problems.add({
    code: "no-front-matter",
    from: 0,
    to: 0,
    message: isOpen ? "the front matter is opened and never closed" : "the file does not begin with its front matter",
    hint: isOpen
      ? "close it with a line `---` below its last key"
      : "begin with a line `---`, then truce: 1, id, title and zone, and close with `---`",
  });
}

interface Item {
  readonly key: string;
  readonly keyAt: Span;
  /** As it is written; absent if there is none or it is not one value. */
  readonly value: string | undefined;
  readonly valueAt: Span;
}

/** Nothing if the YAML cannot be read: what is missing in it may be in the part that was not understood. */
function readItems({ text, from }: FrontMatter, problems: ProblemList): readonly Item[] | undefined {
  if (text.length > LONGEST) {
    problems.add({
      code: "bad-front-matter",
      from,
      to: from,
      message: `the front matter is longer than ${LONGEST} characters`,
      hint: "close it with `---` after its last key; the text of the agreement stands below it",
    });
    return undefined;
  }
  const { contents, errors } = parseDocument(text, { prettyErrors: false, schema: "core" });
  // The others mostly follow from the first.
  const [error] = errors;
  if (error) {
    const words = error.message.includes("call stack") ? "it is nested too deep" : (error.message.split("\n")[0] ?? "");
    problems.add({
      code: "bad-front-matter",
      from: from + error.pos[0],
      to: from + error.pos[1],
      message: `the front matter cannot be read: ${words}`,
      hint: HINTS[error.code] ?? "write each key on a line of its own: `title: Terms of the ceasefire`",
    });
    return undefined;
  }
  return (isMap(contents) ? contents.items : []).map(({ key, value }) => ({
    key: scalarText(key) ?? "",
    keyAt: spanOf(key, from),
    value: scalarText(value),
    valueAt: spanOf(isNode(value) && value.range?.[0] !== value.range?.[1] ? value : key, from),
  }));
}

/** A number or a date stays as it was written: `2.10` is not `2.1`. */
function scalarText(node: unknown): string | undefined {
  if (!isScalar(node) || node.value === null) return undefined;
  return typeof node.value === "string" ? node.value : node.source;
}

function spanOf(node: unknown, offset: number): Span {
  const range = isNode(node) ? node.range : undefined;
  return { from: offset + (range?.[0] ?? 0), to: offset + (range?.[1] ?? 0) };
}

function isKnown(name: string): boolean {
  return name === "truce" || META_KEYS.some(([key]) => key === name);
}

/** Gives the key that was meant. */
function addUnknown({ key, keyAt }: Item, problems: ProblemList): string | undefined {
  const keys = ["truce", ...META_KEYS.map(([name]) => name)];
  const meant = nearest(key, keys);
  problems.add({
    code: "unknown-key",
    ...keyAt,
    message: `the front matter has no key \`${key}\``,
    hint: meant === undefined ? `the keys are ${keys.join(", ")}` : `did you mean \`${meant}\`?`,
  });
  return meant;
}

function findWrong({ key, value }: Item): { readonly message: string; readonly hint: string } | undefined {
  if (value === undefined || value.trim() === "") {
    return { message: `\`${key}\` has no value`, hint: "write one behind the colon, in quotation marks if it is long" };
  }
  if (key === "truce" && value !== "1") {
    return { message: `this program does not know version ${value} of the language`, hint: "write truce: 1" };
  }
  if (key === "zone" && !isZoneName(value)) {
    return { message: `there is no time zone \`${value}\``, hint: hintForZone(value) };
  }
  if (key === "adopted" && parseDate(value) === undefined) {
    return { message: `\`${value}\` is no date`, hint: "write YYYY-MM-DD" };
  }
  if (key === "text-status" && value !== "verified" && value !== "unverified") {
    return { message: `\`${value}\` is no status of a text`, hint: "write verified or unverified" };
  }
  return undefined;
}
