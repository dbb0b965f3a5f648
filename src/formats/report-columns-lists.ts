import {
  HARM_KINDS,
  HARMED_GROUPS,
  type Citation,
  type Count,
  type Harm,
  type Range,
  type ToolReview,
} from "../domain/index.ts";

/**
 * Several things in one cell: `first; second`. In a list a backslash makes the next letter an ordinary one, so that names may
 * hold semicolons; the Arabic semicolon separates too. Blanks around an item do not belong to it.
 */

const itemSeparator = /[;؛]/u;
const partSeparator = /\|/u;

export function parseList(cell: string): readonly string[] {
  return splitUnescaped(cell, itemSeparator)
    .map(plain)
    .filter((item) => item !== "");
}

export function formatList(items: readonly string[]): string {
  return items.map((item) => escaped(item, /[\\;؛]/gu)).join("; ");
}

/** `publisher | date | headline`; a single part is a headline. */
export function parseCitation(item: string): Citation {
  const parts = splitUnescaped(item, partSeparator).map(plain);
  const [office, date, ...headline] = parts.length === 1 ? [undefined, undefined, ...parts] : parts;
  return { office: office || undefined, date: date || undefined, headline: headline.join(" | ") };
}

export function parseCitations(cell: string): readonly Citation[] {
  return splitUnescaped(cell, itemSeparator)
    .filter((item) => item.trim() !== "")
    .map(parseCitation);
}

export function formatCitations(citations: readonly Citation[]): string {
  const parts = ({ office, date, headline }: Citation): readonly string[] => [office ?? "", date ?? "", headline];
  return citations.map((citation) => formatParts(parts(citation))).join("; ");
}

/** `tool | status | by whom | when`; `undefined` if the first two are not there. */
export function parseToolReview(cell: string): ToolReview | undefined {
  const [tool, status, by, at] = splitUnescaped(cell, partSeparator).map(plain);
  return tool && status ? { tool, status, by: by || undefined, at: at || undefined } : undefined;
}

export function formatToolReview({ tool, status, by, at }: ToolReview): string {
  return formatParts([tool, status, by ?? "", at ?? ""]);
}

function formatParts(parts: readonly string[]): string {
  return parts.map((part) => escaped(part, /[\\;؛|]/gu)).join(" | ");
}

/** `240 explosion`, `3..5 burst`, `3.. shot`, `..5 flare`, `some drone`; `undefined` if it is nothing of the kind. */
export function parseCount(item: string): Count | undefined {
  const match = /^(\S+)\s+(.+)$/su.exec(item);
  const range = match === null ? undefined : parseRange(match[1]!);
  return range && { ...range, unit: match![2]!.trim() };
}

export function formatCount({ unit, ...range }: Count): string {
  return `${formatRange(range)} ${unit}`;
}

/** `killed women 1..2`. */
export function parseHarm(item: string): Harm | undefined {
  const [first, second, third, ...more] = item.trim().split(/\s+/u);
  const what = HARM_KINDS.find((kind) => kind === first);
  const whom = HARMED_GROUPS.find((group) => group === second);
  const range = third === undefined || more.length > 0 ? undefined : parseRange(third);
  return what && whom && range && { what, whom, ...range };
}

export function formatHarm({ what, whom, ...range }: Harm): string {
  return `${what} ${whom} ${formatRange(range)}`;
}

/** `7`, `3..5`, `3..` (at least), `..5` (at most), `some`. Whole numbers only. */
function parseRange(text: string): Range | undefined {
  if (text === "some") return { least: undefined, most: undefined };
  const match = /^(\d{1,15})?(?:(\.\.)(\d{1,15})?)?$/u.exec(asciiDigits(text));
  if (match === null || (match[1] === undefined && match[3] === undefined)) return undefined;
  const [least, most] = [match[1], match[2] === undefined ? match[1] : match[3]];
  return {
    least: least === undefined ? undefined : Number(least),
    most: most === undefined ? undefined : Number(most),
  };
}

function formatRange({ least, most }: Range): string {
  if (least === undefined && most === undefined) return "some";
  return least === most ? String(least) : `${least ?? ""}..${most ?? ""}`;
}

/** Arabic-Indic and Persian digits, and the Arabic decimal sign, as everybody's programs write them. */
export function asciiDigits(text: string): string {
  return text
    .replace(/[\u0660-\u0669]/gu, (digit) => String(digit.charCodeAt(0) - 0x0660))
    .replace(/[\u06f0-\u06f9]/gu, (digit) => String(digit.charCodeAt(0) - 0x06f0))
    .replaceAll("\u066b", ".");
}

/** Pieces between separators that no backslash stands before; the backslashes stay. */
function splitUnescaped(text: string, separator: RegExp): readonly string[] {
  const pieces: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    if (char === "\\") at++;
    else if (separator.test(char)) {
      pieces.push(text.slice(start, at));
      start = at + 1;
    }
  }
  pieces.push(text.slice(start));
  return pieces;
}

/** Without blanks around it and without the backslashes that protect letters; a blank with a backslash before it stays. */
function plain(piece: string): string {
  const kept = piece.trimStart();
  let end = 0;
  for (let at = 0; at < kept.length; at++) {
    if (kept[at] === "\\") at++;
    else if (/\s/u.test(kept[at]!)) continue;
    end = at + 1;
  }
  return kept.slice(0, end).replace(/\\(.?)/gsu, "$1");
}

function escaped(text: string, special: RegExp): string {
  return text.replace(special, "\\$&").replace(/^\s/u, "\\$&").replace(/\s$/u, "\\$&");
}
