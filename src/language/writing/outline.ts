import type { Span, Statement } from "../ir.ts";
import { cutDocument } from "../syntax/document.ts";
import { findFrontMatter } from "../syntax/front-matter.ts";
import { ProblemList } from "../syntax/problem-list.ts";
import type { Draft } from "./draft.ts";
import { titleIn } from "./completions.ts";

/** A heading of the document, or something that stands below it. */
export interface OutlineEntry {
  readonly kind: "heading" | Statement["kind"];
  readonly title: string;
  /** Of a heading 1 to 6; what is said below a heading is one deeper. */
  readonly level: number;
  readonly at: Span;
}

/** What a reader looks for in a long text; the words it uses are found at their first use. */
const SHOWN: ReadonlySet<string> = new Set([
  "rule",
  "accept",
  "procedure",
  "statement",
  "in",
  "table",
  "phase",
  "amend",
]);

/** Headings and what can be judged or read differently, in the order of the text. */
export function outlineOf(draft: Draft): readonly OutlineEntry[] {
  const found: OutlineEntry[] = [...headingsOf(draft.text)];
  for (const { source, statement, names } of draft.statements) {
    const word = source.head.tokens[0]?.text ?? "";
    if (!SHOWN.has(word)) continue;
    const [own] = names;
    const declaration = draft.text.slice(source.from, source.to);
    const title = titleIn(declaration) ?? own?.name ?? declaration.split("\n")[0]!;
    const at = own?.at ?? { from: source.from, to: source.from + word.length };
    found.push({ kind: statement?.kind ?? kindOfWord(word), title, level: 0, at });
  }
  let level = 0;
  return found
    .toSorted((a, b) => a.at.from - b.at.from)
    .map((entry) => {
      if (entry.kind === "heading") level = entry.level;
      return entry.kind === "heading" ? entry : { ...entry, level: level + 1 };
    });
}

function kindOfWord(word: string): Statement["kind"] {
  return word === "in" ? "in-force" : (word as Statement["kind"]);
}

function headingsOf(text: string): readonly OutlineEntry[] {
  const pieces = cutDocument(text, findFrontMatter(text)?.bodyFrom ?? 0, new ProblemList("", undefined));
  return pieces.flatMap((piece) => {
    if (piece.kind !== "prose") return [];
    const prose = text.slice(piece.from, piece.to);
    return [...prose.matchAll(/^ {0,3}(#{1,6})[ \t]+(.+?)[ \t#]*$/gmu)].map((match): OutlineEntry => {
      const from = piece.from + match.index;
      return { kind: "heading", title: match[2]!, level: match[1]!.length, at: { from, to: from + match[0].length } };
    });
  });
}
