import { isMap, isScalar, parseDocument } from "yaml";
import { isZone, nearest, parseDate } from "../../kit/index.ts";
import type { Meta } from "../ir.ts";
import { META_KEYS } from "../print/document.ts";
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

/** Reads the keys of the front matter; each mistake is one problem at its own place. */
export function readMeta(front: FrontMatter | undefined, problems: ProblemList): Meta {
  const fallback = { id: "untitled", title: "Untitled", zone: "UTC" };
  if (!front) {
    problems.add({
      code: "no-front-matter",
      from: 0,
      to: 0,
      message: "the file does not begin with its front matter",
      hint: "begin with a line `---`, then truce: 1, id, title and zone, and close with `---`",
    });
    return fallback;
  }
  if (front.text.length > LONGEST) {
    problems.add({
      code: "bad-front-matter",
      from: front.from,
      to: front.from,
      message: `the front matter is longer than ${LONGEST} characters`,
      hint: "close it with `---` after its last key; the text of the agreement stands below it",
    });
    return fallback;
  }
  const parsed = parseDocument(front.text, { prettyErrors: false, schema: "core" });
  // The others mostly follow from the first.
  const [error] = parsed.errors;
  if (error) {
    problems.add({
      code: "bad-front-matter",
      from: front.from + error.pos[0],
      to: front.from + error.pos[1],
      message: `the front matter cannot be read: ${error.message.split("\n")[0] ?? ""}`,
      hint: HINTS[error.code] ?? "write each key on a line of its own: `title: Terms of the ceasefire`",
    });
  }
  const values = new Map<string, string>();
  for (const { key, value } of isMap(parsed.contents) ? parsed.contents.items : []) {
    const name = String(isScalar(key) ? key.value : key);
    const span = spanOf(isScalar(value) ? value : key, front.from);
    if (!isKnown(name)) addUnknown(name, spanOf(key, front.from), problems);
    else if (checkValue(name, String(isScalar(value) ? value.value : ""), { span, problems }))
      values.set(name, String(isScalar(value) ? value.value : ""));
  }
  const missing = ["truce", ...NEEDED].filter((key) => !values.has(key) && !hasKey(parsed.contents, key));
  if (missing.length > 0 && parsed.errors.length === 0) {
    problems.add({
      code: "missing-key",
      from: front.from,
      to: front.from,
      message: `the front matter does not give ${missing.join(", ")}`,
      hint: "add: truce: 1, id: a-name, title: …, zone: Asia/Damascus (the zone of every clock time)",
    });
  }
  const found = META_KEYS.flatMap(([key, field]) => (values.has(key) ? [[field, values.get(key)]] : []));
  return { ...fallback, ...Object.fromEntries(found) };
}

function isKnown(name: string): boolean {
  return name === "truce" || META_KEYS.some(([key]) => key === name);
}

function hasKey(contents: unknown, key: string): boolean {
  return isMap(contents) && contents.has(key);
}

function addUnknown(name: string, span: Range, problems: ProblemList): void {
  const keys = ["truce", ...META_KEYS.map(([key]) => key)];
  const meant = nearest(name, keys);
  problems.add({
    code: "unknown-key",
    ...span,
    message: `the front matter has no key \`${name}\``,
    hint: meant === undefined ? `the keys are ${keys.join(", ")}` : `did you mean \`${meant}\`?`,
  });
}

interface Range {
  readonly from: number;
  readonly to: number;
}

function spanOf(node: unknown, offset: number): Range {
  const range = (node as { range?: readonly number[] } | null)?.range;
  return { from: offset + (range?.[0] ?? 0), to: offset + (range?.[1] ?? 0) };
}

function checkValue(name: string, value: string, { span, problems }: { span: Range; problems: ProblemList }): boolean {
  const wrong = (message: string, hint: string): false => {
    problems.add({ code: "bad-value", ...span, message, hint });
    return false;
  };
  if (name === "truce" && value !== "1")
    return wrong(`this program does not know version ${value} of the language`, "write truce: 1");
  if (name === "zone" && !isZone(value))
    return wrong(`there is no time zone \`${value}\``, "write an IANA zone such as Asia/Damascus or Europe/Kyiv");
  if (name === "adopted" && parseDate(value) === undefined) return wrong(`\`${value}\` is no date`, "write YYYY-MM-DD");
  if (name === "text-status" && value !== "verified" && value !== "unverified")
    return wrong(`\`${value}\` is no status of a text`, "write verified or unverified");
  return true;
}
