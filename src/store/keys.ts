import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hkdfSync,
  randomBytes,
  type KeyObject,
} from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { Refusal } from "../kit/index.ts";
import { loadOrMake } from "./write-once.ts";

/**
 * The keys of a record, in files that are not in the database and not in a backup of it: whoever has only the database does
 * not learn who a source is, and cannot sign a checkpoint.
 */
export interface Keys {
  /** Seals who a source is, or the name of a file (AES-256-GCM, NIST SP 800-38D), and binds it to the id of that thing. */
  seal(thing: string, text: string): Uint8Array;
  /** @throws Refusal if it was sealed with another key, for another thing, or was changed. */
  unseal(thing: string, sealed: Uint8Array): string;
  /** A handle for a protected source: the same for the same name, and nothing can be told from it without the key. */
  handleOf(name: string): string;
  /** The same for a data set that is called by a name of people's own, or by that of its file. */
  dataSetOf(name: string): string;
  /** Ed25519 (RFC 8032). */
  readonly signing: KeyObject;
  readonly verifying: KeyObject;
}

export async function loadKeys(folder: string): Promise<Keys> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const secret = await loadOrMake(join(folder, "source-identities.key"), () => randomBytes(32).toString("hex"));
  const signingFile = join(folder, "ledger-signing.pem");
  const pem = await loadOrMake(signingFile, () =>
    generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  );
  if (!/^[0-9a-f]{64}\s*$/u.test(secret)) {
    const file = join(folder, "source-identities.key");
    throw new Refusal(
      "bad-key",
      `${file} is not a key of 64 hexadecimal digits`,
      "put the right file back; without it the identities of sources cannot be read",
    );
  }
  const master = Buffer.from(secret.trim(), "hex");
  const sealing = Buffer.from(hkdfSync("sha256", master, "", "truce source identity", 32));
  const naming = Buffer.from(hkdfSync("sha256", master, "", "truce source handle", 32));
  const namingDataSets = Buffer.from(hkdfSync("sha256", master, "", "truce data set handle", 32));
  const signing = signingKey(pem, signingFile);
  return {
    seal: (thing, text) => seal(sealing, { thing, text }),
    unseal: (thing, sealed) => unseal(sealing, { thing, sealed }),
    handleOf: (name) => `source ${shortOf(naming, name)}`,
    dataSetOf: (name) => `data set ${shortOf(namingDataSets, name)}`,
    signing,
    verifying: createPublicKey(signing),
  };
}

function shortOf(key: Uint8Array, name: string): string {
  return createHmac("sha256", key).update(name).digest("hex").slice(0, 12);
}

function signingKey(pem: string, file: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    throw new Refusal(
      "bad-key",
      `${file} is not a private key`,
      "put the right file back; without it later checkpoints are signed with another key than earlier ones",
    );
  }
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

function seal(key: Uint8Array, { thing, text }: { readonly thing: string; readonly text: string }): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(thing));
  return Buffer.concat([nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
}

function unseal(key: Uint8Array, { thing, sealed }: { readonly thing: string; readonly sealed: Uint8Array }): string {
  const bytes = Buffer.from(sealed);
  try {
    // Without its length a tag that was cut short to a few bytes, which can be guessed, would do.
    const options = { authTagLength: TAG_BYTES };
    const nonce = bytes.subarray(0, NONCE_BYTES);
    const decipher = createDecipheriv("aes-256-gcm", key, nonce, options).setAAD(Buffer.from(thing));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    return decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, "utf8") + decipher.final("utf8");
  } catch {
    throw new Refusal(
      "not-unsealed",
      "who this source is, or what this file was called, was sealed with another key, or was changed",
      "put the right source-identities.key in the folder of keys",
    );
  }
}
