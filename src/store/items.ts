import { createHash } from "node:crypto";
import { pipeline } from "node:stream/promises";
import { from as copyFrom } from "pg-copy-streams";
import { copyText, type Change } from "./change.ts";
import type { Client } from "./connection.ts";
import type { Keys } from "./keys.ts";
import type { Said } from "./nouns.ts";
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
  /** By which it is to be found again, if by more than its bytes. Unset: a new one. */
  readonly id?: string;
  /** What it is called in the clear. It names nobody. */
  readonly name: string;
  /** The name it came with, which may tell who sent it or whom it is about: sealed, to be read by `ownNameOf`. */
  readonly ownName?: { readonly text: string; readonly keys: Pick<Keys, "seal"> };
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
  item: ItemToKeep,
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
  const kept = keptIn(change);
  if (kept.has(digest) || (await hasItem(change.client, digest))) return { digest, size, isNew: false };
  kept.add(digest);
  await change.client.query(
    "insert into item_piece (digest, piece, bytes) select decode($1, 'hex'), piece, bytes from arriving",
    [digest],
  );
  const { id, audience = [] } = item;
  change.add("item", { audience, ...(id === undefined ? {} : { id }) }, rowOf(item, { digest, size, at: change.at }));
  return { digest, size, isNew: true };
}

/** Whether the record has an item, by its SHA-256 in hex. */
export async function hasItem(client: Client, digest: string): Promise<boolean> {
  // The index is on those that stand.
  const { rows } = await client.query("select from item where digest = decode($1, 'hex') and superseded_at is null", [
    digest,
  ]);
  return rows.length > 0;
}

function rowOf(
  { name, ownName, mediaType, source, receivedAt, body = {} }: ItemToKeep,
  { digest, size, at }: { readonly digest: string; readonly size: number; readonly at: number },
): Said<"item"> {
  const sealed = ownName && Buffer.from(ownName.keys.seal(digest, ownName.text)).toString("base64");
  return {
    digest,
    size,
    name,
    media_type: mediaType,
    source: source ?? null,
    received_at: receivedAt ?? at,
    body: sealed === undefined ? body : { ...body, [OWN_NAME]: sealed },
  };
}

/** Where in the body of an item its sealed name is. */
export const OWN_NAME = "ownName";

/** The name that an item came with, for the inside. `undefined`: it came with none. @throws Refusal with another key. */
export function ownNameOf(
  keys: Pick<Keys, "unseal">,
  { digest, body }: Pick<Said<"item">, "digest" | "body">,
): string | undefined {
  const sealed = (body as Readonly<Record<string, unknown>>)[OWN_NAME];
  return typeof sealed === "string" ? keys.unseal(digest, Buffer.from(sealed, "base64")) : undefined;
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
    // One by one, by the index on current ones: a table that has just been filled has no statistics.
    `select i.digest from unnest($1::text[]) as wanted (hex), lateral (
       select digest from item where digest = decode(hex, 'hex') and superseded_at is null limit 1) as i`,
    [items.map(({ digest }) => digest)],
  );
  const kept = keptIn(change);
  const known = new Set([...kept, ...rows.map(({ digest }) => digest.toString("hex"))]);
  const fresh = new Map(items.flatMap((item) => (known.has(item.digest) ? [] : [[item.digest, item]])));
  for (const item of fresh.values()) {
    const { digest, bytes, audience = [] } = item;
    kept.add(digest);
    change.add("item", { audience }, rowOf(item, { digest, size: bytes.length, at: change.at }));
  }
  await pipeline(
    piecesOfSmall(fresh.values()),
    change.client.query(copyFrom("copy item_piece (digest, piece, bytes) from stdin")),
  );
  return new Set(fresh.keys());
}

/** In the text format of COPY. */
function* piecesOfSmall(items: Iterable<SmallItem>): Generator<string, void> {
  let piece = "";
  for (const { digest, bytes } of items)
    if (bytes.length > 0) piece += `\\\\x${digest}\t0\t${copyText("bytes", bytes)}\n`;
  yield piece;
}
