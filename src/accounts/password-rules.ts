/** NIST SP 800-63B, 3.1.1.2: long, no rules of composition, and no change for the sake of it. */
export const SHORTEST_PASSWORD = 12;
export const LONGEST_PASSWORD = 128;

/** What everybody tries first, in pieces that long passwords are made of. */
const FIRST_TRIED =
  /password|passw0rd|passwort|contraseña|motdepasse|welcome|letmein|iloveyou|administrator|changeme|football|sunshine|princess|dragon|monkey|truce|ceasefire/giu;
const ROWS = ["qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz", "01234567890", "098765432109"];
const FEWEST_LETTERS_LEFT = 8;
const FEWEST_DIFFERENT = 6;

export type Weakness = "short" | "long" | "repeats" | "guessable";

const SAID: Readonly<Record<Weakness, string>> = {
  short: `a password has at least ${SHORTEST_PASSWORD} characters`,
  long: `a password has at most ${LONGEST_PASSWORD} characters`,
  repeats: "a password that repeats a few characters is soon guessed",
  guessable:
    "without common words, runs of keys and your own name too little is left of this password; take a few unrelated words",
};

/** Why a password will not do, in a sentence; or `undefined`. */
export function weaknessOf(password: string, own: readonly string[]): string | undefined {
  const kind = weaknessKindOf(password, own);
  return kind === undefined ? undefined : SAID[kind];
}

/**
 * Why a password will not do, or `undefined`. Nothing is asked of anybody over the network; so what is looked for is what
 * guessing programs begin with: repeats, runs of the keyboard or the alphabet, the commonest words, and the person's own name.
 */
export function weaknessKindOf(password: string, own: readonly string[]): Weakness | undefined {
  // Code points, as NIST counts.
  const { length } = Array.from(password.normalize("NFKC"));
  if (length < SHORTEST_PASSWORD) return "short";
  if (length > LONGEST_PASSWORD) return "long";
  const folded = password.normalize("NFKC").toLowerCase();
  if (new Set(folded).size < FEWEST_DIFFERENT) return "repeats";
  return withoutGuessable(folded, own).length < FEWEST_LETTERS_LEFT ? "guessable" : undefined;
}

function withoutGuessable(password: string, own: readonly string[]): string {
  let left = password.replace(FIRST_TRIED, "");
  const names = own.flatMap((name) => name.toLowerCase().split(/[^\p{L}\p{N}]+/u)).filter((name) => name.length > 2);
  for (const name of names) left = left.replaceAll(name, "");
  for (const row of ROWS) left = withoutRuns(left, row);
  // Repeats count once.
  return left.replace(/(.{1,4}?)\1{2,}/gu, "$1");
}

/** Runs of four or more along a row of keys. */
function withoutRuns(text: string, row: string): string {
  let left = text;
  for (let length = row.length; length >= 4; length--)
    for (let from = 0; from + length <= row.length; from++) left = left.replaceAll(row.slice(from, from + length), "");
  return left;
}
