import type { ParsedEml } from "../../formats/index.ts";
import {
  digestOf,
  keepSmallItems,
  type Change,
  type Keys,
  type PutCounts,
  type SourceBook,
} from "../../store/index.ts";
import { mediaTypeOf, plainNameOf } from "./understand.ts";

/**
 * Keeps what came with a mail as items of their own, and its sender as a source: under a handle, sealed, because the head of a
 * mail says who somebody is. What is in the attachments is read when they are imported themselves.
 */
export async function putMail(
  change: Change,
  {
    message,
    item,
    sources,
    keys,
    audience,
  }: {
    readonly message: ParsedEml;
    readonly item: string;
    readonly sources: SourceBook;
    readonly keys: Keys;
    readonly audience: readonly string[];
  },
): Promise<PutCounts> {
  await sources.catchUp(change);
  const sender = message.identity.from[0] ?? message.identity.sender[0];
  const source =
    sender && sources.idOf(change, { name: sender.address, kind: "mail", protection: "protected", audience });
  const attachments = message.attachments.map(({ name, mediaType, bytes }) => ({
    name: plainNameOf(name),
    ownName: { text: name, keys },
    bytes,
    digest: digestOf(bytes),
    mediaType: mediaType === "" ? mediaTypeOf(name) : mediaType,
    audience: [],
    body: { attachedTo: item },
    ...(source === undefined ? {} : { source }),
  }));
  const added = await keepSmallItems(change, attachments);
  return { added: added.size, revised: 0, unchanged: attachments.length - added.size };
}
