import { createHash, createPublicKey, sign, verify } from "node:crypto";
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
  await appendFile(file, `${JSON.stringify(checkpoint)}\n`, { mode: 0o600, flush: true });
}

/** A line cut short by a crash is the last one, and counts for nothing. */
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

/** What of these checkpoints the ledger contradicts. */
export async function checkCheckpoints(
  store: Store,
  checkpoints: readonly Checkpoint[],
): Promise<readonly Discrepancy[]> {
  const rows = await store.query<{ seq: number; hash: Buffer }>(
    "select seq, hash from ledger_entry where seq = any($1::bigint[])",
    [checkpoints.map(({ seq }) => seq)],
  );
  const hashes = new Map(rows.map(({ seq, hash }) => [seq, hash.toString("hex")]));
  return checkpoints.flatMap((checkpoint) => {
    const where = `checkpoint of entry ${checkpoint.seq}`;
    if (!isSigned(checkpoint)) return [{ where, what: "its signature is not good" }];
    const found = checkpoint.seq === 0 ? "0".repeat(64) : hashes.get(checkpoint.seq);
    if (found === checkpoint.head) return [];
    const what =
      found === undefined
        ? "the ledger ends before it: later entries were cut off"
        : "the ledger has another entry there";
    return [{ where, what, entry: checkpoint.seq }];
  });
}

function isSigned(checkpoint: Checkpoint): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(checkpoint.key, "base64"), format: "der", type: "spki" });
    return verify(null, Buffer.from(signedText(checkpoint)), key, Buffer.from(checkpoint.signature, "base64"));
  } catch {
    return false;
  }
}

/** Short enough to be read out over the telephone. */
export function fingerprintOf(keys: Pick<Keys, "verifying">): string {
  const bytes = keys.verifying.export({ type: "spki", format: "der" });
  return createHash("sha256").update(bytes).digest("hex").slice(0, 32);
}
