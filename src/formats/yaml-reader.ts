import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node } from "yaml";
import { nearest, type Place, type Problem } from "../kit/index.ts";

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
    const parsed: Document.Parsed = parseDocument(text, { lineCounter: this.lines, schema: "core" });
    this.root = parsed.contents;
    for (const error of parsed.errors) {
      this.add("bad-yaml", {
        offset: error.pos[0],
        message: firstLine(error.message),
        hint: "check the indentation and the quotation marks around it",
      });
    }
  }

  /** The entries of a mapping by key; keys that nobody knows are problems. */
  map(node: unknown, keys: readonly string[], what: string): ReadonlyMap<string, Node> {
    const found = new Map<string, Node>();
    if (!isMap(node)) {
      this.wrong(
        node,
        `${what} should be a mapping`,
        `write it as lines of the form key: value (${keys.slice(0, 3).join(", ")} …)`,
      );
      return found;
    }
    for (const { key, value } of node.items) {
      const name = String(isScalar(key) ? key.value : key);
      if (keys.includes(name)) found.set(name, value as Node);
      else {
        const meant = nearest(name, keys);
        this.wrong(
          key,
          `${what} has no key “${name}”`,
          meant === undefined ? `the keys are ${keys.join(", ")}` : `did you mean ${meant}?`,
        );
      }
    }
    return found;
  }

  list(node: unknown, what: string): readonly unknown[] {
    if (node === undefined || node === null) return [];
    if (isSeq(node)) return node.items;
    this.wrong(node, `${what} should be a list`, "begin each entry with a dash");
    return [];
  }

  text(node: unknown, what: string): string | undefined {
    if (isScalar(node) && (typeof node.value === "string" || typeof node.value === "number")) return String(node.value);
    if (node !== undefined && node !== null)
      this.wrong(node, `${what} should be a text`, "write it in quotation marks");
    return undefined;
  }

  boolean(node: unknown, what: string): boolean | undefined {
    if (isScalar(node) && typeof node.value === "boolean") return node.value;
    if (node !== undefined && node !== null) this.wrong(node, `${what} should be true or false`, "write true or false");
    return undefined;
  }

  wrong(node: unknown, message: string, hint: string): void {
    const range = (node as { range?: readonly number[] } | undefined)?.range;
    this.add("bad-value", { offset: range?.[0] ?? 0, end: range?.[1], message, hint });
  }

  private add(
    code: string,
    { offset, end, message, hint }: { offset: number; end?: number | undefined; message: string; hint: string },
  ): void {
    const { line, col } = this.lines.linePos(offset);
    const at: Place = {
      ...(this.file === undefined ? {} : { file: this.file }),
      line: Math.max(1, line),
      column: Math.max(1, col),
      ...(end === undefined ? {} : { from: offset, to: end }),
    };
    this.problems.push({ code, severity: "error", at, message, hint });
  }
}

function firstLine(text: string): string {
  return text.split("\n")[0]!;
}
