import { createHash } from "node:crypto";
import type { Change } from "./change.ts";
import type { Store } from "./store.ts";

/** Small enough to be in memory many times over, large enough that a video is not a million rows. */
const PIECE_BYTES = 1 << 20;

/** Items of a change that is under way, which are in their table only when it is closed. */
const KEPT = new WeakMap<Change, Set<string>>();

function keptIn(change: Change): Set<string> {
  let kept = KEPT.get(change);
  if (!kept) KEPT.set(change, (kept = new Set()));
  return kept;
}

export interface ItemToKeep {
  /** As it arrived: a file name. May tell who sent it, so it is for the inside only. */
  readonly name: string;
  readonly mediaType: string;
  readonly source?: string;
  readonly receivedAt?: number;
  readonly audience?: readonly string[];
  readonly body?: Readonly<Record<string, string | number | null>>;
}

/**
 * Keeps the bytes of an item, byte for byte, and notes the item. Bytes that are there already are not kept twice: they are
 * the same item. The digest and whether it was new.
 */
export async function keepItem(
  change: Change,
  bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  { name, mediaType, source, receivedAt, audience = [], body = {} }: ItemToKeep,
): Promise<{ readonly digest: string; readonly size: number; readonly isNew: boolean }> {
  // The name is known only at the end; until then the pieces wait in a table of this transaction.
  await change.client.query(
    "create temporary table if not exists arriving (piece integer, bytes bytea) on commit drop",
  );
  await change.client.query("truncate arriving");
  const hash = createHash("sha256");
  let size = 0;
  let piece = 0;
  for await (const part of piecesOf(bytes)) {
    hash.update(part);
    size += part.length;
    await change.client.query("insert into arriving (piece, bytes) values ($1, $2)", [piece++, part]);
  }
  const digest = hash.digest("hex");
  const { rows } = await change.client.query("select from item where digest = decode($1, 'hex')", [digest]);
  const kept = keptIn(change);
  if (rows.length > 0 || kept.has(digest)) return { digest, size, isNew: false };
  kept.add(digest);
  await change.client.query(
    "insert into item_piece (digest, piece, bytes) select decode($1, 'hex'), piece, bytes from arriving",
    [digest],
  );
  const said = {
    digest,
    size,
    name,
    media_type: mediaType,
    source: source ?? null,
    received_at: receivedAt ?? change.at,
    body,
  };
  change.add("item", { audience }, said);
  return { digest, size, isNew: true };
}

async function* piecesOf(bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Buffer, void> {
  let waiting: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    waiting.push(chunk);
    length += chunk.length;
    while (length >= PIECE_BYTES) {
      const all = Buffer.concat(waiting);
      yield all.subarray(0, PIECE_BYTES);
      const rest = all.subarray(PIECE_BYTES);
      waiting = [rest];
      length = rest.length;
    }
  }
  if (length > 0) yield Buffer.concat(waiting);
}

/** The bytes of an item, a piece at a time. Nothing if there is no such item. */
export async function* itemBytes(store: Store, digest: string): AsyncGenerator<Uint8Array, void> {
  for (let piece = 0; ; piece++) {
    const rows = await store.query<{ bytes: Buffer }>(
      "select bytes from item_piece where digest = decode($1, 'hex') and piece = $2",
      [digest, piece],
    );
    if (rows.length === 0) return;
    yield rows[0]!.bytes;
  }
}

export interface SmallItem extends ItemToKeep {
  readonly bytes: Uint8Array;
  /** SHA-256 of the bytes, in hex. */
  readonly digest: string;
}

/** Keeps many items that are small, all at once. The digests of those that the record did not have. */
export async function keepSmallItems(change: Change, items: readonly SmallItem[]): Promise<ReadonlySet<string>> {
  const { rows } = await change.client.query<{ digest: Buffer }>(
    "select digest from item where digest = any($1::bytea[])",
    [items.map(({ digest }) => Buffer.from(digest, "hex"))],
  );
  const kept = keptIn(change);
  const known = new Set([...kept, ...rows.map(({ digest }) => digest.toString("hex"))]);
  const fresh = new Map(items.flatMap((item) => (known.has(item.digest) ? [] : [[item.digest, item]])));
  for (const { digest, bytes, name, mediaType, source, receivedAt, audience = [], body = {} } of fresh.values()) {
    kept.add(digest);
    const said = {
      digest,
      size: bytes.length,
      name,
      media_type: mediaType,
      source: source ?? null,
      received_at: receivedAt ?? change.at,
      body,
    };
    change.add("item", { audience }, said);
  }
  await change.client.query(
    `insert into item_piece (digest, piece, bytes) select digest, 0, bytes
     from unnest($1::bytea[], $2::bytea[]) as fresh (digest, bytes) where length(bytes) > 0`,
    [[...fresh.keys()].map((digest) => Buffer.from(digest, "hex")), [...fresh.values()].map(({ bytes }) => bytes)],
  );
  return new Set(fresh.keys());
}
