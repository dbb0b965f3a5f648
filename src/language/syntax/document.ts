import { nearest } from "../../kit/index.ts";
import type { ProblemList } from "./problem-list.ts";
import { columnsBefore } from "./tokens.ts";

/** A stretch of the body: prose, or a fenced `truce` block with the offsets of its inner text. */
export type Piece = ProsePiece | BlockPiece;

export interface ProsePiece {
  readonly kind: "prose";
  readonly from: number;
  readonly to: number;
}

export interface BlockPiece {
  readonly kind: "block";
  readonly from: number;
  readonly to: number;
  readonly inner: { readonly from: number; readonly to: number };
  /** Columns by which the fence is indented. */
  readonly indent: number;
  /** If not, its lines are partly prose, and what cannot be read in it is no other mistake. */
  readonly isClosed: boolean;
}

interface Line {
  readonly from: number;
  /** Where the next line starts. */
  readonly next: number;
  /** At most its first 400 characters: enough to see what kind of line it is. */
  readonly start: string;
}

interface Fence {
  readonly indent: number;
  readonly mark: string;
  readonly info: string;
}

interface OpenFence extends Fence {
  readonly line: Line;
}

/** What has been seen up to a line. */
interface Walk {
  readonly pieces: Piece[];
  readonly problems: ProblemList;
  proseFrom: number;
  fence: OpenFence | undefined;
  comment: Line | undefined;
  isInList: boolean;
}

/** An opening or closing fence (CommonMark 0.31, 4.5); backquotes after backquotes make it a piece of code in a text. */
const FENCE = /^[ \t]*(`{3,}(?!.*`)|~{3,})[ \t]*(\S*)/u;
/** A block on the line of a quotation's or a list item's mark. */
const MARKED_FENCE = /^[ \t]*(?:>|[-*+][ \t]|\d{1,9}[.)][ \t])[> \t]*(`{3,}|~{3,})[ \t]*truce(?![\w-])/u;
const LIST_ITEM = /^[ \t]*(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)/u;

/**
 * Cuts the body into prose and blocks, line by line: nothing that is written can cost more than one pass. A `truce` block
 * within another fence or within an HTML comment is prose, as in any Markdown.
 */
export function cutDocument(text: string, from: number, problems: ProblemList): readonly Piece[] {
  const walk: Walk = { pieces: [], problems, proseFrom: from, fence: undefined, comment: undefined, isInList: false };
  for (let start = from; start < text.length;) {
    const newline = text.indexOf("\n", start);
    const next = newline < 0 ? text.length : newline + 1;
    const shown = text.slice(start, Math.min(newline < 0 ? text.length : newline, start + 400)).replace(/\r$/u, "");
    const line = { from: start, next, start: shown };
    if (walk.comment) {
      if (text.slice(start, next).includes("-->")) walk.comment = undefined;
    } else if (walk.fence) readFenced(walk, walk.fence, line);
    else readProse(walk, line, text);
    start = next;
  }
  if (walk.fence) closeUnclosed(walk, walk.fence, text.length);
  if (walk.comment) addUnclosedComment(walk.comment, problems);
  closeProse(walk, text.length);
  return walk.pieces;
}

function readProse(walk: Walk, line: Line, text: string): void {
  const { start } = line;
  const isIndented = /^[ \t]/u.test(start);
  if (LIST_ITEM.test(start)) walk.isInList = true;
  else if (start.trim() !== "" && !isIndented) walk.isInList = false;
  if (/^ {0,3}<!--/u.test(start) && !text.slice(line.from, line.next).includes("-->")) {
    walk.comment = line;
    return;
  }
  const fence = readFence(start);
  // Deeper than three columns it is code that shows a fence, unless it belongs to a list item.
  if (fence && (fence.indent <= 3 || walk.isInList)) openFence(walk, fence, line);
  const marked = MARKED_FENCE.exec(start);
  if (marked) addMarked(walk, line, marked[1] ?? "");
}

function addMarked(walk: Walk, line: Line, mark: string): void {
  walk.problems.add({
    code: "marked-fence",
    from: line.from,
    to: line.from + line.start.length,
    message: "this block is not read: a block stands on lines of its own, not in a quotation or beside a list mark",
    hint: "leave the quotation or the list item before it, or indent the whole block below the item",
  });
  // The lines of a quotation all have their mark; those of a list item have not.
  if (!line.start.includes(">")) walk.fence = { indent: 0, mark, info: "", line };
}

function openFence(walk: Walk, fence: Fence, line: Line): void {
  walk.fence = { ...fence, line };
  if (fence.info === "truce") return closeProse(walk, line.from);
  if (nearest(fence.info, ["truce"]) === undefined) return;
  const from = line.from + line.start.indexOf(fence.info, line.start.indexOf(fence.mark));
  walk.problems.add({
    code: "misspelt-fence",
    from,
    to: from + fence.info.length,
    message: `a block of \`${fence.info}\` is not read`,
    hint: "did you mean `truce`?",
  });
}

function readFenced(walk: Walk, open: OpenFence, line: Line): void {
  const fence = readFence(line.start);
  if (fence === undefined) return;
  if (fence.info === "" && fence.mark.startsWith(open.mark)) {
    if (open.info === "truce") closeBlock(walk, open, { innerTo: line.from, to: line.next, isClosed: true });
    walk.fence = undefined;
  } else if (open.info === "truce" && fence.info !== "") {
    // No statement starts like that: the block before it was left open.
    closeUnclosed(walk, open, line.from);
    openFence(walk, fence, line);
  }
}

function closeUnclosed(walk: Walk, open: OpenFence, to: number): void {
  const from = open.line.from + open.indent;
  walk.problems.add({
    code: "unclosed-fence",
    from,
    to: open.line.from + open.line.start.trimEnd().length,
    message: "this block is opened and never closed",
    hint: `close it with a line ${open.mark}`,
  });
  if (open.info === "truce") closeBlock(walk, open, { innerTo: to, to, isClosed: false });
  walk.fence = undefined;
}

interface BlockEnd {
  readonly innerTo: number;
  readonly to: number;
  readonly isClosed: boolean;
}

function closeBlock(walk: Walk, { line, indent }: OpenFence, { innerTo, to, isClosed }: BlockEnd): void {
  const inner = { from: Math.min(line.next, innerTo), to: innerTo };
  walk.pieces.push({ kind: "block", from: line.from, to, inner, indent, isClosed });
  walk.proseFrom = to;
}

function closeProse(walk: Walk, to: number): void {
  if (to > walk.proseFrom) walk.pieces.push({ kind: "prose", from: walk.proseFrom, to });
  walk.proseFrom = to;
}

function addUnclosedComment({ from }: Line, problems: ProblemList): void {
  problems.add({
    code: "unclosed-comment",
    from,
    to: from + 4,
    message: "this comment is opened and never closed, and no block after it is read",
    hint: "close it with -->",
  });
}

function readFence(start: string): Fence | undefined {
  const found = FENCE.exec(start);
  if (found === null) return undefined;
  const [, mark = "", info = ""] = found;
  return {
    indent: columnsBefore(start, 0),
    mark,
    info,
  };
}
