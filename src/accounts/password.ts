import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

/**
 * As OWASP's Password Storage Cheat Sheet sets it for scrypt where memory is small: N=2^15, r=8, p=3. One takes 32 MiB and
 * about a quarter of a second of one core.
 */
const COST = { N: 2 ** 15, r: 8, p: 3 } as const;
const MOST_MEMORY = 64 * 1024 * 1024;
const HASH_BYTES = 32;

/** NIST SP 800-63B, 3.1.1.2: long, no rules of composition, and no change for the sake of it. */
export const SHORTEST_PASSWORD = 12;
export const LONGEST_PASSWORD = 128;

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, COST);
  return ["scrypt", COST.N, COST.r, COST.p, salt.toString("base64url"), hash.toString("base64url")].join("$");
}

export async function verifyPassword(stored: string, password: string): Promise<boolean> {
  const [kind, n, r, p, salt, hash] = stored.split("$");
  if (kind !== "scrypt" || salt === undefined || hash === undefined) return false;
  const expected = Buffer.from(hash, "base64url");
  const cost = { N: Number(n), r: Number(r), p: Number(p) };
  const found = await derive(password, Buffer.from(salt, "base64url"), cost);
  return expected.length === found.length && timingSafeEqual(expected, found);
}

interface Cost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

function derive(password: string, salt: Uint8Array, cost: Cost): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // The same letters typed on two keyboards may be other code points.
    scrypt(password.normalize("NFKC"), salt, HASH_BYTES, { ...cost, maxmem: MOST_MEMORY }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

/** What everybody tries first, in pieces that long passwords are made of. */
const FIRST_TRIED =
  /password|passw0rd|passwort|contraseña|motdepasse|welcome|letmein|iloveyou|administrator|changeme|football|sunshine|princess|dragon|monkey|truce|ceasefire/giu;
const ROWS = ["qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz", "01234567890", "098765432109"];
const FEWEST_LETTERS_LEFT = 8;
const FEWEST_DIFFERENT = 6;

/**
 * Why a password will not do, or `undefined`. Nothing is asked of anybody over the network; so what is looked for is what
 * guessing programs begin with: repeats, runs of the keyboard or the alphabet, the commonest words, and the person's own name.
 */
export function weaknessOf(password: string, own: readonly string[]): string | undefined {
  // Code points, as NIST counts.
  const { length } = Array.from(password.normalize("NFKC"));
  if (length < SHORTEST_PASSWORD) return `a password has at least ${SHORTEST_PASSWORD} characters`;
  if (length > LONGEST_PASSWORD) return `a password has at most ${LONGEST_PASSWORD} characters`;
  const folded = password.normalize("NFKC").toLowerCase();
  if (new Set(folded).size < FEWEST_DIFFERENT) return "a password that repeats a few characters is soon guessed";
  if (withoutGuessable(folded, own).length < FEWEST_LETTERS_LEFT)
    return "without common words, runs of keys and your own name too little is left of this password; take a few unrelated words";
  return undefined;
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
