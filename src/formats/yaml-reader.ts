import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node } from "yaml";
import { nearest, type Place, type Problem, type Severity } from "../kit/index.ts";
import { excerpt } from "./report-item.ts";

/** What is wrong with a part of a YAML file, and how to mend it. An error unless it says otherwise. */
export interface Wrong {
  readonly code: string;
  readonly severity?: Severity;
  readonly message: string;
  readonly hint: string;
}

/**
 * Reads the plain shapes that our YAML files have, with a located problem for everything that is not as it should be.
 * A mistake costs the entry that it is in, never the file.
 */
export class YamlReader {
  readonly problems: Problem[] = [];
  readonly root: Node | null;
  private readonly lines = new LineCounter();
  private readonly file: string | undefined;

  constructor(text: string, file?: string) {
    this.file = file;
    const deep = beginOfTooDeep(text);
    if (deep !== undefined) {
      this.root = null;
      const message = `parts lie more than ${DEEPEST} deep in each other`;
      this.add({ code: "yaml-too-deep", message, hint: "a bracket may be left open" }, { from: deep, to: undefined });
      return;
    }
    const parsed: Document.Parsed = parseDocument(text, { lineCounter: this.lines, schema: "core" });
    this.root = parsed.contents;
    const hint = "check the indentation and the quotation marks around it";
    for (const { pos, message } of parsed.errors)
      this.add({ code: "bad-yaml", message: firstLine(message), hint }, { from: pos[0], to: pos[1] });
  }

  /** The entries of a mapping by key; keys that nobody knows are problems. `undefined`: it is no mapping. */
  map(node: unknown, keys: readonly string[], what: string): ReadonlyMap<string, Node> | undefined {
    if (!isMap(node)) {
      const hint = `write it as lines of the form key: value (${keys.slice(0, 3).join(", ")} …)`;
      this.wrong(node, { code: "not-a-mapping", message: `${what} should be a mapping`, hint });
      return undefined;
    }
    const found = new Map<string, Node>();
    for (const { key, value } of node.items) {
      // What is no plain word is not written out: it may be as large as it likes.
      const name = isScalar(key) ? String(key.value) : "[…]";
      if (keys.includes(name)) found.set(name, value as Node);
      else {
        const meant = nearest(name, keys);
        const hint = meant === undefined ? `the keys are ${keys.join(", ")}` : `did you mean ${meant}?`;
        this.wrong(key, { code: "unknown-key", message: `${what} has no key “${excerpt(name)}”`, hint });
      }
    }
    return found;
  }

  list(node: unknown, what: string): readonly unknown[] {
    if (isNothing(node)) return [];
    if (isSeq(node)) return node.items;
    this.wrong(node, { code: "not-a-list", message: `${what} should be a list`, hint: "begin each entry with a dash" });
    return [];
  }

  text(node: unknown, what: string): string | undefined {
    if (isNothing(node)) return undefined;
    if (isScalar(node) && (typeof node.value === "string" || typeof node.value === "number")) return String(node.value);
    const hint = "write it in quotation marks";
    this.wrong(node, { code: "not-a-text", message: `${what} should be a text`, hint });
    return undefined;
  }

  boolean(node: unknown, what: string): boolean | undefined {
    if (isNothing(node)) return undefined;
    if (isScalar(node) && typeof node.value === "boolean") return node.value;
    const hint = "write true or false";
    this.wrong(node, { code: "not-a-boolean", message: `${what} should be true or false`, hint });
    return undefined;
  }

  /** One of several words; any other is a problem. `undefined`: there is none, or it is another. */
  oneOf<T extends string>(node: unknown, choices: readonly T[], what: string): T | undefined {
    const text = this.text(node, what);
    const found = choices.find((choice) => choice === text);
    if (text === undefined || found !== undefined) return found;
    const meant = nearest(text, choices);
    const hint = meant === undefined ? `one of ${choices.join(", ")}` : `did you mean ${meant}?`;
    this.wrong(node, { code: `wrong-${what}`, message: `there is no ${what} “${excerpt(text)}”`, hint });
    return undefined;
  }

  /** Adds a problem with a part of the file; without a part, with the file as a whole. */
  wrong(node: unknown, wrong: Wrong): void {
    this.add(wrong, rangeOf(node));
  }

  /** Where a part of the file stands; of a text in quotation marks what is between them. */
  placeOf(node: unknown): Place {
    const { from, to } = rangeOf(node);
    const isQuoted = isScalar(node) && (node.type === "QUOTE_DOUBLE" || node.type === "QUOTE_SINGLE");
    return this.place(isQuoted && to !== undefined ? { from: from + 1, to: to - 1 } : { from, to });
  }

  private add({ code, severity = "error", message, hint }: Wrong, range: Range): void {
    this.problems.push({ code, severity, at: this.place(range), message, hint });
  }

  private place({ from, to }: Range): Place {
    const { line, col } = this.lines.linePos(from);
    return {
      ...(this.file === undefined ? {} : { file: this.file }),
      line: Math.max(1, line),
      column: Math.max(1, col),
      ...(to === undefined ? {} : { from, to }),
    };
  }
}

/** None of our files has more; the parser goes down by calling itself, and takes the longer the deeper it is. */
const DEEPEST = 200;

/** Where it goes deeper than that, by brackets or by dashes, colons and question marks one after the other on a line. */
function beginOfTooDeep(text: string): number | undefined {
  let depth = 0;
  let marks = 0;
  for (let i = 0; i < text.length; i++) {
    const letter = text[i]!;
    if (letter === "[" || letter === "{") depth += 1;
    else if (letter === "]" || letter === "}") depth = Math.max(0, depth - 1);
    else if ("-?:".includes(letter) && /\s/u.test(text[i + 1] ?? "")) marks += 1;
    else if (letter !== " " && letter !== "\t") marks = 0;
    if (depth > DEEPEST || marks > DEEPEST) return i;
  }
  return undefined;
}

interface Range {
  readonly from: number;
  readonly to: number | undefined;
}

function rangeOf(node: unknown): Range {
  const range = (node as { range?: readonly number[] } | null | undefined)?.range;
  return { from: range?.[0] ?? 0, to: range?.[1] };
}

/** A key with nothing after it says as little as no key. */
function isNothing(node: unknown): boolean {
  return node === undefined || node === null || (isScalar(node) && node.value === null);
}

function firstLine(text: string): string {
  return text.split("\n")[0]!;
}
