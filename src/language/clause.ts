import type { Agreement, Name } from "./ir.ts";

/** The legal text that a rule expresses: the quotations that stand above its block, since the block before. */
export function clauseOf(agreement: Agreement, rule: Name): string | undefined {
  let above: string[] = [];
  for (const part of agreement.parts) {
    if (part.kind === "prose") above.push(...quotations(part.markdown));
    else if (part.statements.some((statement) => statement.kind === "rule" && statement.name === rule)) {
      return above.length === 0 ? undefined : above.join("\n\n");
    } else above = [];
  }
  return undefined;
}

/** The paragraphs of the block quotations of a piece of Markdown, one string each. */
export function quotations(markdown: string): readonly string[] {
  const paragraphs: string[] = [];
  let current: string[] = [];
  const close = (): void => {
    if (current.length > 0) paragraphs.push(current.join(" "));
    current = [];
  };
  for (const line of markdown.split(/\r?\n/u)) {
    const quoted = /^\s{0,3}>\s?(.*)$/u.exec(line)?.[1]?.trim();
    if (quoted === undefined || quoted === "") close();
    else current.push(quoted);
  }
  close();
  return paragraphs;
}
