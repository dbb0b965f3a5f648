import type { Draft, WrittenStatement } from "./draft.ts";
import { titleIn } from "./completions.ts";

/** A stretch of a line: a word of the language, a name with what it is called, a text in quotation marks, or the rest. */
export interface Segment {
  readonly kind: "word" | "name" | "string" | "rest";
  readonly text: string;
  /** Of a name: the title or the question that its declaration gives it. */
  readonly title?: string;
}

/** The lines of a statement as they are written, without their common indentation, for whoever shows them. */
export function segmentsOf(draft: Draft, { source }: WrittenStatement): readonly (readonly Segment[])[] {
  const names = new Map(draft.names.map((name) => [name.at.from, name]));
  const base = source.lines[0]?.indent ?? 0;
  return source.lines.map(({ tokens, indent }) => {
    const segments: Segment[] = indent > base ? [rest(" ".repeat(indent - base))] : [];
    let end = tokens[0]?.from ?? 0;
    for (const { kind, text, from, to } of tokens) {
      if (from > end) segments.push(rest(draft.text.slice(end, from)));
      const name = names.get(from);
      const title = titleIn(name?.thing?.declaration);
      if (name) segments.push({ kind: "name", text, ...(title === undefined ? {} : { title }) });
      else segments.push({ kind: kind === "word" || kind === "string" ? kind : "rest", text });
      end = to;
    }
    return segments;
  });
}

function rest(text: string): Segment {
  return { kind: "rest", text };
}
