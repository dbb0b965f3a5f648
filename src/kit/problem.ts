/**
 * Expected trouble is a value. A problem says what is wrong, where, and what to do about it; many can be found at once.
 * A `note` asks for nothing, a `warning` was worked around, an `error` means the thing it points at was not used.
 */
export interface Problem {
  /** Stable and machine readable, such as `csv-unclosed-quote`. */
  readonly code: string;
  readonly severity: Severity;
  readonly at: Place;
  /** One sentence in plain words, naming the wrong value. */
  readonly message: string;
  /** How to put it right. */
  readonly hint?: string;
}

export type Severity = "error" | "warning" | "note";

/** Where trouble is. Any part may be missing; a problem with a whole folder has none. */
export interface Place {
  readonly file?: string;
  /** 1-based. */
  readonly line?: number;
  /** 1-based, in UTF-16 units, as editors and JavaScript count. */
  readonly column?: number;
  /** 1-based number of a table's data row: the header is not counted. */
  readonly row?: number;
  /** Name of a column or key. */
  readonly field?: string;
  /** Where in the text the wrong part starts, in UTF-16 units from 0. */
  readonly from?: number;
  /** Where it ends; not itself included. */
  readonly to?: number;
}

/**
 * A problem as people read it: `file:line:column: error: message`, then, if the text is given, the line it is on with
 * carets under the wrong part, then the hint.
 */
export function formatProblem(problem: Problem, text?: string): string {
  const lines = [`${formatPlace(problem.at)}${problem.severity}: ${problem.message}`];
  if (text !== undefined) lines.push(...formatExcerpt(problem.at, text));
  if (problem.hint !== undefined) lines.push(`  fix: ${problem.hint}`);
  return lines.join("\n");
}

function formatPlace(at: Place): string {
  const parts = [at.file, at.line, at.line === undefined ? undefined : at.column].filter((part) => part !== undefined);
  const place = parts.join(":");
  const inTable = [
    at.row === undefined ? undefined : `row ${at.row}`,
    at.field === undefined ? undefined : `column ${at.field}`,
  ].filter((part) => part !== undefined);
  if (place === "" && inTable.length === 0) return "";
  if (inTable.length === 0) return `${place}: `;
  return place === "" ? `${inTable.join(", ")}: ` : `${place} (${inTable.join(", ")}): `;
}

/** An excerpt wider than this is cut around the wrong part, so that a data row of 10,000 characters stays readable. */
const widestExcerpt = 120;

function formatExcerpt(at: Place, text: string): readonly string[] {
  const found = locate(at, text);
  if (found === undefined) return [];
  const line = text.slice(found.lineStart, found.lineEnd);
  const from = Math.min(found.from - found.lineStart, line.length);
  const to = Math.min(Math.max(found.to - found.lineStart, from + 1), Math.max(line.length, from + 1));
  const cutStart = line.length <= widestExcerpt ? 0 : Math.max(0, Math.min(from - 40, line.length - widestExcerpt));
  const cutEnd = Math.min(line.length, cutStart + widestExcerpt);
  const before = cutStart > 0 ? "…" : "";
  const shown = before + line.slice(cutStart, cutEnd) + (cutEnd < line.length ? "…" : "");
  const pad = before + line.slice(cutStart, from);
  const marked = line.slice(from, Math.min(to, cutEnd));
  const margin = `${found.lineNumber} | `;
  const carets = "^".repeat(Math.max(1, displayWidth(marked)));
  return [`  ${margin}${shown}`, `  ${" ".repeat(margin.length)}${blankLike(pad)}${carets}`];
}

/** The line a place is on, and the part of the text to mark; `from` wins over `line` and `column`. */
function locate(at: Place, text: string) {
  const lineStartFor = (offset: number) => text.lastIndexOf("\n", offset - 1) + 1;
  const lineEndFor = (start: number) => {
    const end = text.indexOf("\n", start);
    const stop = end < 0 ? text.length : end;
    return text[stop - 1] === "\r" && stop > start ? stop - 1 : stop;
  };
  if (at.from !== undefined) {
    const from = Math.min(Math.max(at.from, 0), text.length);
    const lineStart = from === 0 ? 0 : lineStartFor(from);
    const lineNumber = countNewlines(text, lineStart) + 1;
    return { lineStart, lineEnd: lineEndFor(lineStart), lineNumber, from, to: at.to ?? from + 1 };
  }
  if (at.line === undefined) return undefined;
  let lineStart = 0;
  for (let line = 1; line < at.line; line++) {
    const end = text.indexOf("\n", lineStart);
    if (end < 0) return undefined;
    lineStart = end + 1;
  }
  const lineEnd = lineEndFor(lineStart);
  const from = lineStart + (at.column ?? 1) - 1;
  return { lineStart, lineEnd, lineNumber: at.line, from, to: at.column === undefined ? lineEnd : from + 1 };
}

function countNewlines(text: string, before: number): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at >= 0 && at < before; at = text.indexOf("\n", at + 1)) count++;
  return count;
}

/** Blank space as wide as the text on a terminal: a tab stays a tab, so the caret stays under its letter. */
function blankLike(text: string): string {
  let blank = "";
  for (const char of text) blank += char === "\t" ? "\t" : " ".repeat(charWidth(char));
  return blank;
}

function displayWidth(text: string): number {
  let width = 0;
  for (const char of text) width += charWidth(char);
  return width;
}

/** Marks that sit on another letter (Arabic vowels, accents) and format characters such as bidi isolates. */
const zeroWidth = /^[\p{Mn}\p{Me}\p{Cf}]$/u;
const wide =
  /^[\u{1100}-\u{115F}\u{2E80}-\u{303E}\u{3041}-\u{A4CF}\u{AC00}-\u{D7A3}\u{F900}-\u{FAFF}\u{FE30}-\u{FE6F}\u{FF00}-\u{FF60}\u{FFE0}-\u{FFE6}\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]$/u;

function charWidth(char: string): 0 | 1 | 2 {
  if (char < "\u0300") return 1;
  if (zeroWidth.test(char)) return 0;
  return wide.test(char) ? 2 : 1;
}
