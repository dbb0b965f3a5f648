import { stringify } from "yaml";
import type { Agreement, Block, Meta } from "../ir.ts";
import { printStatement } from "./statement.ts";

/** The keys of the front matter, in the order in which they are written. */
export const META_KEYS = [
  ["id", "id"],
  ["title", "title"],
  ["zone", "zone"],
  ["adopted", "adopted"],
  ["source", "source"],
  ["text-status", "textStatus"],
  ["language", "language"],
  ["note", "note"],
] as const satisfies readonly (readonly [string, keyof Meta])[];

/** The whole document. Prose is as it was; blocks are canonical. */
export function printAgreement({ truce, meta, parts }: Agreement): string {
  const front = META_KEYS.flatMap(([key, field]) => (meta[field] === undefined ? [] : [[key, meta[field]] as const]));
  const head = `---\n${stringify({ truce, ...Object.fromEntries(front) }, { lineWidth: 0 })}---\n`;
  return (
    head +
    parts.map((part) => (part.kind === "prose" ? part.markdown : `\`\`\`truce\n${printBlock(part)}\`\`\`\n`)).join("")
  );
}

/** The lines of a block. Statements of several lines stand apart; one-line declarations stay together. */
export function printBlock({ statements }: Block): string {
  const printed = statements.map(printStatement);
  return printed
    .map((text, i) => (i > 0 && (text.includes("\n") || printed[i - 1]!.includes("\n")) ? `\n${text}\n` : `${text}\n`))
    .join("");
}
