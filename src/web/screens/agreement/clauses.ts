import type { AnswerOf, Endpoints } from "../../../api/contract.ts";
import type { Draft, WrittenStatement } from "../../../language/index.ts";

export type Provisions = AnswerOf<Endpoints["getProvisions"]>;
export type PartOfText = Provisions["parts"][number];

/** Words of the text with what rests on them: what people read together. */
export interface Clause {
  /** Line of the file where it begins. */
  readonly line: number;
  readonly heading?: { readonly title: string; readonly level: number };
  readonly words: readonly PartOfText[];
  readonly statements: readonly WrittenStatement[];
}

interface OpenClause extends Clause {
  readonly words: PartOfText[];
  readonly statements: WrittenStatement[];
}

/** The document clause by clause: a heading begins one, and so do words after a block. */
export function clausesOf(parts: readonly PartOfText[], draft: Draft): readonly Clause[] {
  const starts = lineStarts(draft.text);
  const clauses: OpenClause[] = [];
  for (const part of parts) {
    const last = clauses.at(-1);
    if (part.kind === "heading") {
      const [, marks = "#", title = part.text] = /^\s{0,3}(#{1,6})\s+(.*?)[\s#]*$/u.exec(part.text) ?? [];
      clauses.push({ line: part.line, heading: { title, level: marks.length }, words: [], statements: [] });
    } else if (part.kind === "block") {
      const [from, to] = [starts[part.line - 1] ?? 0, starts[part.endLine] ?? draft.text.length];
      const found = draft.statements.filter(({ source }) => source.from >= from && source.to <= to);
      if (last) last.statements.push(...found);
      else clauses.push({ line: part.line, words: [], statements: [...found] });
    } else if (last && last.statements.length === 0) last.words.push(part);
    else clauses.push({ line: part.line, words: [part], statements: [] });
  }
  return clauses;
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

/** A quotation without its marks, as Markdown. */
export function unquoted(text: string): string {
  return text.replace(/^[ \t]{0,3}>[ \t]?/gmu, "");
}

const SCRIPTS: readonly (readonly [RegExp, string])[] = [
  [/\p{Script=Arabic}/gu, "ar"],
  [/\p{Script=Cyrillic}/gu, "ru"],
  [/\p{Script=Han}/gu, "zh"],
];

/** The language of some words: that of their script where the script says it, else the one given for the document. */
export function languageOf(text: string, given: string | undefined): string | undefined {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const found = SCRIPTS.find(([script]) => (text.match(script)?.length ?? 0) > letters / 2);
  if (!found) return given;
  // A text in Persian or Ukrainian says so itself.
  return given !== undefined && sameScript(given, found[1]) ? given : found[1];
}

const ALSO: Readonly<Record<string, readonly string[]>> = {
  ar: ["fa", "ur", "ps", "ku"],
  ru: ["uk", "bg", "sr", "mk"],
  zh: ["ja"],
};

function sameScript(given: string, found: string): boolean {
  const language = given.split("-")[0]!;
  return language === found || (ALSO[found]?.includes(language) ?? false);
}
