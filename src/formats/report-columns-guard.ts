/**
 * Text that a spreadsheet would run as a formula when it opens a table (OWASP, "CSV Injection"): what begins with = + - @,
 * their full-width forms, a tab or a line end, after any blanks and apostrophes.
 */
const formula = /^'*(?:[\t\r\n]|[\s\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]*[=+\-@＝＋－＠])/u;

/**
 * Makes text safe as a cell: an apostrophe goes before what would be a formula, and before what looks as if it had been made
 * safe already, so that `unguardedCell` gives back exactly what went in.
 */
export function guardedCell(text: string): string {
  return formula.test(text) ? `'${text}` : text;
}

/** Takes away one apostrophe that only keeps a spreadsheet from calculating. `'Ayn al-Arab` keeps its own. */
export function unguardedCell(cell: string): string {
  return cell.startsWith("'") && formula.test(cell.slice(1)) ? cell.slice(1) : cell;
}
