import { stringify } from "yaml";
import type { Agreement, Block, Meta, Name, Statement, TaxonomyDeclaration } from "../ir.ts";
import { kindsIn, type Kinds } from "../kinds.ts";
import { printComment, printStatement } from "./statement.ts";

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

/** The whole document. Prose is as it was; blocks are canonical, with the comments of a statement above it. */
export function printAgreement(
  { truce, meta, parts }: Agreement,
  vocabularies: Readonly<Record<Name, readonly TaxonomyDeclaration[]>>,
): string {
  const front = META_KEYS.flatMap(([key, field]) => (meta[field] === undefined ? [] : [[key, meta[field]] as const]));
  const head = `---\n${stringify({ truce, ...Object.fromEntries(front) }, { lineWidth: 0 })}---\n`;
  const statements = parts.flatMap((part) => (part.kind === "block" ? part.statements : []));
  const kinds = kindsIn(statements, vocabularies);
  return (
    head +
    parts
      .map((part) => (part.kind === "prose" ? part.markdown : `\`\`\`truce\n${printBlock(part, kinds)}\`\`\`\n`))
      .join("")
  );
}

/** The lines of a block. Statements of several lines stand apart; one-line declarations stay together. */
function printBlock({ statements, comments = [] }: Block, kinds: Kinds): string {
  const printed = statements.map((statement) => printWithComments(statement, kinds));
  const trailing = comments.map(printComment).join("\n");
  return (trailing === "" ? printed : [...printed, trailing])
    .map((text, i, all) => {
      const isApart = i > 0 && (i === printed.length || text.includes("\n") || all[i - 1]!.includes("\n"));
      return isApart ? `\n${text}\n` : `${text}\n`;
    })
    .join("");
}

function printWithComments(statement: Statement, kinds: Kinds): string {
  const comments = (statement.comments ?? []).map(printComment);
  return [...comments, ...printStatement(statement, kinds).map(({ text }) => text)].join("\n");
}
