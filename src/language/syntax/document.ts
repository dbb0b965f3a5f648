import type { ProblemList } from "./problem-list.ts";

/** A stretch of the body: prose, or a fenced `truce` block with the offsets of its inner text. */
export type Piece =
  | { readonly kind: "prose"; readonly from: number; readonly to: number }
  | {
      readonly kind: "block";
      readonly from: number;
      readonly to: number;
      readonly inner: { readonly from: number; readonly to: number };
      readonly indent: number;
    };

const FENCE = /^( {0,3})(`{3,}|~{3,})[ \t]*([^\s`]*)[^\n]*$/u;

/** Cuts the body into prose and blocks, line by line. A `truce` fence inside another fence is prose, as in any Markdown. */
export function cutDocument(text: string, from: number, problems: ProblemList): readonly Piece[] {
  const pieces: Piece[] = [];
  let proseFrom = from;
  let open:
    | {
        readonly mark: string;
        readonly isTruce: boolean;
        readonly from: number;
        readonly innerFrom: number;
        readonly indent: number;
      }
    | undefined;
  const closeProse = (to: number): void => void (to > proseFrom && pieces.push({ kind: "prose", from: proseFrom, to }));
  for (let start = from; start < text.length;) {
    const newline = text.indexOf("\n", start);
    const next = newline < 0 ? text.length : newline + 1;
    const line = text.slice(start, Math.min(newline < 0 ? text.length : newline, start + 400)).replace(/\r$/u, "");
    const fence = FENCE.exec(line);
    if (!open && fence) {
      const isTruce = fence[3] === "truce";
      if (isTruce) closeProse(start);
      open = { mark: fence[2]!, isTruce, from: start, innerFrom: next, indent: fence[1]!.length };
    } else if (open && fence && closes(fence, open.mark)) {
      if (open.isTruce) {
        pieces.push({
          kind: "block",
          from: open.from,
          to: next,
          inner: { from: open.innerFrom, to: start },
          indent: open.indent,
        });
        proseFrom = next;
      }
      open = undefined;
    }
    start = next;
  }
  if (open)
    problems.add({
      code: "unclosed-fence",
      from: open.from,
      to: open.innerFrom,
      message: "this block is opened and never closed",
      hint: `close it with a line ${open.mark}`,
    });
  if (open?.isTruce) {
    pieces.push({
      kind: "block",
      from: open.from,
      to: text.length,
      inner: { from: open.innerFrom, to: text.length },
      indent: open.indent,
    });
    proseFrom = text.length;
  }
  closeProse(text.length);
  return pieces;
}

function closes(fence: RegExpExecArray, mark: string): boolean {
  return fence[3] === "" && fence[2]![0] === mark[0] && fence[2]!.length >= mark.length;
}
