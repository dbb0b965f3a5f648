import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

/**
 * As OWASP's Password Storage Cheat Sheet sets it for scrypt where memory is small: N=2^15, r=8, p=3. One takes 32 MiB and
 * about a quarter of a second of one core.
 */
const COST = { N: 2 ** 15, r: 8, p: 3 } as const;
const MOST_MEMORY = 64 * 1024 * 1024;
const HASH_BYTES = 32;

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
