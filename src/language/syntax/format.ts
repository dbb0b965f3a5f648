import type { Problem } from "../../kit/index.ts";
import type { Block } from "../ir.ts";
import { printBlock } from "../print/document.ts";
import { parseAgreement, type ParseOptions } from "./parse.ts";

/** The text with its blocks in canonical form and everything else untouched, or the errors that forbid it. */
export function formatAgreement(text: string, options: ParseOptions = {}): string | readonly Problem[] {
  const { agreement, problems } = parseAgreement(text, options);
  const errors = problems.filter(({ severity }) => severity === "error");
  if (errors.length > 0) return errors;
  let out = "";
  let done = 0;
  for (const part of agreement.parts) {
    // A block with nothing but comments stays as it is: they belong to no statement.
    if (part.kind !== "block" || !part.at || part.statements.length === 0) continue;
    const block = text.slice(part.at.from, part.at.to);
    const open = block.indexOf("\n") + 1;
    const close = block.trimEnd().lastIndexOf("\n") + 1;
    out += text.slice(done, part.at.from + open) + printLike(block, part);
    done = part.at.from + close;
  }
  return out + text.slice(done);
}

/** The lines of a block, indented like its fence and ending like its first line. */
function printLike(original: string, block: Block): string {
  const indent = /^[ \t]*/u.exec(original)?.[0] ?? "";
  const lineEnd = original[original.indexOf("\n") - 1] === "\r" ? "\r\n" : "\n";
  return printBlock(block)
    .replace(/^(?=.)/gmu, indent)
    .replaceAll("\n", lineEnd);
}
