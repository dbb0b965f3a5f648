import type { Problem } from "../../kit/index.ts";
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
    if (part.kind !== "block" || !part.at) continue;
    const block = text.slice(part.at.from, part.at.to);
    const open = block.indexOf("\n") + 1;
    const close = block.trimEnd().lastIndexOf("\n") + 1;
    out += text.slice(done, part.at.from + open) + printBlock(part);
    done = part.at.from + close;
  }
  return out + text.slice(done);
}
