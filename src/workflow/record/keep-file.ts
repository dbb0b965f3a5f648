import { basename } from "node:path";
import { loadRawBytes } from "../../gateways/index.ts";
import { isProblem } from "./is-problem.ts";
import { Refusal } from "../../kit/index.ts";
import { keepItem, type Keys, type Store } from "../../store/index.ts";
import { mediaTypeOf, plainNameOf } from "./understand.ts";

export interface KeptFile {
  /** The file's own name, without its folders. */
  readonly name: string;
  readonly digest: string;
  readonly size: number;
  /** False: the record had these very bytes already. */
  readonly isNew: boolean;
}

export interface Keeping {
  readonly by: string;
  /** Seal the file's own name. */
  readonly keys: Keys;
  /** Only see whether the record has it. */
  readonly isPreview: boolean;
}

/** Keeps a file byte for byte, before anything is understood of it. */
export async function keepFile(store: Store, path: string, { by, keys, isPreview }: Keeping): Promise<KeptFile> {
  const name = basename(path);
  const { result } = await store.change(async (change) => {
    const kept = await keepItem(change, bytesOf(path), {
      name: plainNameOf(name),
      ownName: { text: name, keys },
      mediaType: mediaTypeOf(path),
    });
    const act = { by, act: "receive-item", body: { item: kept.digest, bytes: kept.size } };
    return { result: { name, ...kept }, act: kept.isNew && !isPreview ? act : undefined };
  });
  return result;
}

async function* bytesOf(path: string): AsyncGenerator<Uint8Array, void> {
  for await (const chunk of loadRawBytes(path)) {
    if (isProblem(chunk)) throw new Refusal(chunk.code, `${path}: ${chunk.message}`, chunk.hint);
    yield chunk;
  }
}
