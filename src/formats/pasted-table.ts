import { csvLine } from "./csv-line.ts";

/**
 * Cells copied in a spreadsheet come as lines of values separated by tabs; a cell with a tab, a line break or a quote in it
 * stands in quotes, and quotes in it are doubled (as Excel, LibreOffice and Google Sheets put it on the clipboard).
 */
export function parsePastedTable(text: string): readonly (readonly string[])[] {
  const plain = text.replace(/^\uFEFF/u, "");
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < plain.length) {
    const cell = cellAt(plain, at);
    row.push(cell.text);
    const end = plain[cell.end];
    at = cell.end + (plain.startsWith("\r\n", cell.end) ? 2 : 1);
    if (end === "\t" && at <= plain.length) {
      // A tab at the very end has an empty cell behind it.
      if (at === plain.length) row.push("");
      else continue;
    }
    rows.push(row);
    row = [];
  }
  return rows;
}

function cellAt(text: string, start: number): { readonly text: string; readonly end: number } {
  const quoted = /"((?:[^"]|"")*)"(?=[\t\r\n]|$)/uy;
  quoted.lastIndex = start;
  const match = quoted.exec(text);
  if (match && isWorthQuotes(match[1]!)) return { text: match[1]!.replaceAll('""', '"'), end: quoted.lastIndex };
  const plain = /[^\t\r\n]*/uy;
  plain.lastIndex = start;
  const found = plain.exec(text)![0];
  return { text: found, end: start + found.length };
}

/** Quotes around what needs none are part of what was written. */
function isWorthQuotes(inner: string): boolean {
  return /[\t\r\n"]/u.test(inner);
}

/** The same table as the formats read it. */
export function csvOfPastedTable(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${csvLine(row)}\r\n`).join("");
}
