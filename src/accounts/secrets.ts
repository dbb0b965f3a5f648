import { createHash, randomBytes } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { Refusal } from "../kit/index.ts";
import { loadOrMake } from "../store/index.ts";

/** Signs cookies and seals second factors. In the folder of keys: whoever has only the database gets in as nobody. */
export async function loadSecret(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, "accounts.key");
  const secret = (await loadOrMake(file, () => randomBytes(32).toString("hex"))).trim();
  if (/^[0-9a-f]{64}$/u.test(secret)) return secret;
  throw new Refusal(
    "bad-key",
    `${file} is not a key of 64 hexadecimal digits`,
    "put the right file back; without it everybody signs in anew, and second factors are to be reset",
  );
}

/** A secret that is shown once: 256 bits. */
export function makeToken(): string {
  return randomBytes(32).toString("base64url");
}

/** What is kept of a token. It is long and random, so a plain digest tells nothing of it. */
export function digestOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
