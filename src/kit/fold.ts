/**
 * Folds a name so that spellings of it that differ only in script habits are the same: case, accents, apostrophes,
 * hyphens and spaces, the Latin article `al-`; for Arabic the forms of alif and hamza, taa marbuta, alif maqsura, tatweel
 * and short vowels (Darwish & Magdy 2014, Arabic Information Retrieval, section 4.1).
 */
export function foldName(name: string): string {
  // Most names are in ASCII, where only the last steps can change anything.
  const letters = /^[\0-\x7f]*$/.test(name) ? name.toLowerCase() : foldLetters(name);
  return letters
    .replace(/['’‘ʼʿʾ`"“”]/gu, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()
    .replace(/(^| )al (?=\p{L})/gu, "$1");
}

function foldLetters(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/[\u0300-\u036f\u064b-\u065f\u0670\u0640]/gu, "")
    .replace(/[\u0622\u0623\u0625\u0671]/gu, "\u0627")
    .replace(/\u0629/gu, "\u0647")
    .replace(/\u0649/gu, "\u064a")
    .replace(/\u0624/gu, "\u0648")
    .replace(/\u0626/gu, "\u064a")
    .replace(/\u0621/gu, "")
    .toLowerCase();
}
