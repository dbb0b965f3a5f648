import { createWriteStream } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { Refusal } from "../kit/index.ts";

/**
 * Writes a file whole or not at all: beside its place first, and there only when all of it is on the disk. A name that ends
 * in `.gz` is compressed. The bytes before compression.
 */
export async function writeWholeFile(path: string, bytes: AsyncIterable<Uint8Array | string>): Promise<number> {
  const partial = `${path}.partial`;
  let length = 0;
  const counted = async function* (): AsyncGenerator<Uint8Array, void> {
    for await (const chunk of bytes) {
      const piece = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
      length += piece.length;
      yield piece;
    }
  };
  try {
    const out = createWriteStream(partial, { mode: 0o600, flush: true });
    const source = Readable.from(counted(), { objectMode: false, highWaterMark: 1 << 18 });
    await (path.endsWith(".gz") ? pipeline(source, createGzip({ level: 6 }), out) : pipeline(source, out));
    await rename(partial, path);
    await syncFolder(dirname(path));
    return length;
  } catch (error) {
    await rm(partial, { force: true });
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (!["ENOENT", "ENOTDIR", "EACCES", "EPERM", "EISDIR", "ENOSPC", "EROFS"].includes(code)) throw error;
    throw new Refusal(
      "not-written",
      `${path} cannot be written (${code})`,
      "see that the folder is there, may be written and has space",
    );
  }
}

/** So that the new name itself survives a power cut. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
