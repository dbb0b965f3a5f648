import type { Problem } from "../../kit/index.ts";
import type { Prose, Span } from "../ir.ts";
import { problemAt, type Check } from "./check.ts";

/** Every quotation of the legal text is followed by what it means, or by `no rule:` and why it is not judged. */
export const textWithoutRuleCheck: Check = {
  codes: ["text-without-rule"],
  check(context) {
    const problems: Problem[] = [];
    let pending: Span | undefined;
    const close = (): void => {
      if (pending)
        problems.push(
          problemAt(context, { code: "text-without-rule", severity: "warning", at: pending, message, hint }),
        );
      pending = undefined;
    };
    for (const part of context.agreement.parts) {
      if (part.kind === "block") {
        if (part.statements.length > 0) pending = undefined;
        continue;
      }
      for (const piece of piecesOf(part)) {
        close();
        if (piece !== "heading") pending = piece;
      }
    }
    close();
    return problems;
  },
};

const message = "this paragraph of the text has no block below it that says what it means";
const hint = "add a block with its rule, or with `no rule:` and the reason";

/** The quotations and headings of a piece of Markdown in order; a quotation runs on over blank lines. */
function piecesOf({ markdown, at }: Prose): readonly (Span | "heading")[] {
  const pieces: (Span | "heading")[] = [];
  const start = at?.from ?? 0;
  let open: { from: number; to: number } | undefined;
  let fence: string | undefined;
  let offset = start;
  for (const line of markdown.split("\n")) {
    const mark = /^\s{0,3}(```+|~~~+)/u.exec(line)?.[1];
    if (mark !== undefined) fence = fence === undefined ? mark : mark.startsWith(fence) ? undefined : fence;
    else if (fence === undefined) {
      const quotation = /^(\s{0,3}>\s*)\S/u.exec(line);
      if (quotation) {
        if (!open) pieces.push((open = { from: offset + quotation[1]!.length, to: 0 }));
        open.to = offset + line.trimEnd().length;
      } else if (/^\s{0,3}#{1,6}\s/u.test(line)) {
        pieces.push("heading");
        open = undefined;
      } else if (line.trim() !== "" && !/^\s{0,3}>\s*$/u.test(line)) open = undefined;
    }
    offset += line.length + 1;
  }
  return pieces;
}
