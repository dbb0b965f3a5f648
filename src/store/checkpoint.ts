import { createHash, createPublicKey, sign, verify, type KeyObject } from "node:crypto";
import { appendFile, readFile } from "node:fs/promises";
import type { Keys } from "./keys.ts";
import type { Store } from "./store.ts";
import type { Discrepancy } from "./verify.ts";

/**
 * A signed statement that the ledger had this entry at its end. Given to an outsider, it later proves that nothing up to
 * it was changed or cut off.
 */
export interface Checkpoint {
  readonly seq: number;
  /** SHA-256 of the entry, in hex. */
  readonly head: string;
  readonly at: string;
  /** Ed25519, base64, over `signedText`. */
  readonly signature: string;
  /** The public key, SPKI in base64. */
  readonly key: string;
}

export async function makeCheckpoint(store: Store, keys: Keys): Promise<Checkpoint> {
  const [head] = await store.query<{ seq: number; at: number; hash: Buffer }>("select seq, at, hash from ledger_head");
  const said = { seq: head!.seq, head: head!.hash.toString("hex"), at: new Date(head!.at).toISOString() };
  const signature = sign(null, Buffer.from(signedText(said)), keys.signing).toString("base64");
  return { ...said, signature, key: keys.verifying.export({ type: "spki", format: "der" }).toString("base64") };
}

function signedText({ seq, head, at }: Pick<Checkpoint, "seq" | "head" | "at">): string {
  return `truce checkpoint\n${seq}\n${head}\n${at}\n`;
}

/** Notes a checkpoint in a file of them, one JSON object a line. */
export async function appendCheckpoint(file: string, checkpoint: Checkpoint): Promise<void> {
  const last = (await loadCheckpoints(file)).at(-1);
  if (last?.seq === checkpoint.seq && last.head === checkpoint.head) return;
  const before = await readFile(file, "utf8").catch(() => "");
  // A line that a crash has cut short must not spoil the next.
  const gap = before === "" || before.endsWith("\n") ? "" : "\n";
  await appendFile(file, `${gap}${JSON.stringify(checkpoint)}\n`, { mode: 0o600, flush: true });
}

/** A line that a crash has cut short counts for nothing. */
export async function loadCheckpoints(file: string): Promise<readonly Checkpoint[]> {
  const text = await readFile(file, "utf8").catch(() => "");
  return text.split("\n").flatMap((line) => {
    try {
      return line === "" ? [] : [JSON.parse(line) as Checkpoint];
    } catch {
      return [];
    }
  });
}

export interface CheckOptions {
  /** Whose they have to be; unset: anybody's, as long as the signature is that of the key in it. */
  readonly signedBy?: KeyObject;
}

/** What of these checkpoints the ledger contradicts. They come from outside, and may hold anything. */
export async function checkCheckpoints(
  store: Store,
  checkpoints: readonly Checkpoint[],
  { signedBy }: CheckOptions = {},
): Promise<readonly Discrepancy[]> {
  const signed = checkpoints.filter(isSigned);
  const rows = await store.query<{ seq: number; hash: Buffer }>(
    "select seq, hash from ledger_entry where seq = any($1::bigint[])",
    [signed.map(({ seq }) => seq)],
  );
  const hashes = new Map([[0, "0".repeat(64)], ...rows.map(({ seq, hash }) => [seq, hash.toString("hex")] as const)]);
  return checkpoints.flatMap((checkpoint) => {
    const found = hashes.get(checkpoint?.seq);
    const where = `checkpoint of entry ${String(checkpoint?.seq)}`;
    const wrong = (what: string): readonly Discrepancy[] => [{ where, what, entry: checkpoint.seq }];
    if (!signed.includes(checkpoint)) return [{ where, what: "its signature is not good" }];
    if (signedBy && !publicKeyOf(checkpoint).equals(signedBy))
      return wrong("it was signed with another key than this record's");
    if (found === undefined) return wrong("the ledger ends before it: later entries were cut off");
    return found === checkpoint.head ? [] : wrong("the ledger has another entry there");
  });
}

function publicKeyOf({ key }: Checkpoint): KeyObject {
  return createPublicKey({ key: Buffer.from(key, "base64"), format: "der", type: "spki" });
}

function isSigned(checkpoint: Checkpoint): boolean {
  try {
    const { seq, signature } = checkpoint;
    const text = Buffer.from(signedText(checkpoint));
    return Number.isSafeInteger(seq) && verify(null, text, publicKeyOf(checkpoint), Buffer.from(signature, "base64"));
  } catch {
    return false;
  }
}

/** Short enough to be read out over the telephone. */
export function fingerprintOf(keys: Pick<Keys, "verifying">): string {
  const bytes = keys.verifying.export({ type: "spki", format: "der" });
  return createHash("sha256").update(bytes).digest("hex").slice(0, 32);
}
