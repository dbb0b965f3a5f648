import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { createGunzip } from "node:zlib";
import type { Problem } from "../kit/index.ts";

/**
 * Files on this machine. What a person can cause (a wrong name, a folder, a file cut short) comes back as a problem; anything
 * else is thrown.
 */

export interface LoadOptions {
  /** Called as the file is read. Bytes on the disk, so for a compressed file fewer than come out. */
  readonly onProgress?: (bytesRead: number, bytesTotal: number) => void;
}

/**
 * The bytes of a file, decompressed if they are gzip (by the first two bytes, whatever the name). If a problem comes, it is the
 * last item, and all that could be read before it has come already.
 */
export async function* loadBytes(path: string, options: LoadOptions = {}): AsyncGenerator<Uint8Array | Problem, void> {
  const size = await sizeOfFile(path);
  if (typeof size !== "number") return yield size;
  const progress: Progress = { bytesRead: 0, bytesTotal: size, onProgress: options.onProgress };
  yield* unpacked(fileChunks(path, progress), { path, progress });
}

/** Bytes that are not in a file, decompressed in the same way. `name` stands in the places of problems. */
export async function* unpackBytes(
  chunks: AsyncGenerator<Uint8Array, void>,
  { name, size }: { readonly name: string; readonly size: number },
): AsyncGenerator<Uint8Array | Problem, void> {
  const progress: Progress = { bytesRead: 0, bytesTotal: size, onProgress: undefined };
  yield* unpacked(counted(chunks, progress), { path: name, progress });
}

async function* counted(chunks: AsyncIterable<Uint8Array>, progress: Progress): AsyncGenerator<Uint8Array, void> {
  for await (const chunk of chunks) {
    progress.bytesRead += chunk.length;
    yield chunk;
  }
}

async function* unpacked(
  chunks: AsyncGenerator<Uint8Array | Problem, void>,
  context: { readonly path: string; readonly progress: Progress },
): AsyncGenerator<Uint8Array | Problem, void> {
  const first = await chunks.next();
  if (first.done === true) return;
  const isGzip = first.value instanceof Uint8Array && first.value[0] === 0x1f && first.value[1] === 0x8b;
  const all = startingWith(first.value, chunks);
  yield* isGzip ? gunzipped(all, context) : all;
}

/** The bytes of a file as they are, compressed or not. If a problem comes, it is the last item. */
export async function* loadRawBytes(
  path: string,
  options: LoadOptions = {},
): AsyncGenerator<Uint8Array | Problem, void> {
  const size = await sizeOfFile(path);
  if (typeof size !== "number") return yield size;
  yield* fileChunks(path, { bytesRead: 0, bytesTotal: size, onProgress: options.onProgress });
}

/** A whole text file, as UTF-8, without its BOM. For documents a person writes, not for data. */
export async function loadText(path: string): Promise<string | Problem> {
  const size = await sizeOfFile(path);
  if (typeof size !== "number") return size;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await readFile(path));
  } catch (error) {
    if (!(error instanceof TypeError)) return problemOf(error, path);
    const message = "this is not UTF-8 text";
    return { code: "file-not-utf8", severity: "error", at: { file: path }, message, hint: "save the file as UTF-8" };
  }
}

interface Progress {
  bytesRead: number;
  readonly bytesTotal: number;
  readonly onProgress: LoadOptions["onProgress"] | undefined;
}

async function sizeOfFile(path: string): Promise<number | Problem> {
  try {
    const found = await stat(path);
    if (!found.isDirectory()) return found.size;
    const message = "this is a folder, not a file";
    return { code: "file-is-folder", severity: "error", at: { file: path }, message, hint: "name the file in it" };
  } catch (error) {
    return problemOf(error, path);
  }
}

async function* fileChunks(path: string, progress: Progress): AsyncGenerator<Uint8Array | Problem, void> {
  // Small pieces: when compressed data turn out to be damaged, no more is lost than what one piece holds.
  const stream = createReadStream(path, { highWaterMark: 1 << 16 });
  try {
    for await (const chunk of stream) {
      if (!(chunk instanceof Uint8Array)) continue;
      progress.bytesRead += chunk.length;
      progress.onProgress?.(progress.bytesRead, progress.bytesTotal);
      yield chunk;
    }
  } catch (error) {
    yield problemOf(error, path);
  }
}

async function* startingWith<T>(first: T, rest: AsyncGenerator<T, void>): AsyncGenerator<T, void> {
  yield first;
  yield* rest;
}

/** What is written to `zlib` at once. If a write fails, what it had already put out is lost with it, so writes are small. */
const writtenAtOnce = 1 << 12;

async function* gunzipped(
  chunks: AsyncIterable<Uint8Array | Problem>,
  { path, progress }: { readonly path: string; readonly progress: Progress },
): AsyncGenerator<Uint8Array | Problem, void> {
  const gunzip = createGunzip();
  const out: Uint8Array[] = [];
  const failures: Error[] = [];
  gunzip.on("data", (piece: Uint8Array) => out.push(piece));
  gunzip.on("error", (error) => failures.push(error));
  const closed = new Promise<void>((done) => gunzip.once("close", done));
  try {
    for await (const chunk of chunks) {
      if (!(chunk instanceof Uint8Array)) {
        yield* out.splice(0);
        return yield chunk;
      }
      for (let from = 0; from < chunk.length && failures.length === 0; from += writtenAtOnce) {
        const piece = chunk.subarray(from, from + writtenAtOnce);
        // After a failure the write never calls back.
        await Promise.race([closed, new Promise<void>((done) => gunzip.write(piece, () => done()))]);
        yield* out.splice(0);
      }
      if (failures.length > 0) break;
    }
    if (failures.length === 0) gunzip.end();
    await closed;
    yield* out.splice(0);
    const [failure] = failures;
    if (failure !== undefined) yield damaged(path, progress, failure);
  } finally {
    gunzip.destroy();
  }
}

function damaged(path: string, { bytesRead, bytesTotal }: Progress, failure: Error): Problem {
  const isCut = "code" in failure && failure.code === "Z_BUF_ERROR";
  const message = isCut
    ? `the compressed file is cut short: its data stop at byte ${bytesRead}, before their end`
    : `the compressed file is damaged before byte ${bytesRead} of ${bytesTotal} (${failure.message})`;
  const hint = "get the file again; what could be read before this place has been kept";
  return { code: isCut ? "file-cut-short" : "file-damaged", severity: "error", at: { file: path }, message, hint };
}

const ordinaryFailures: Readonly<
  Record<string, { readonly code: string; readonly message: string; readonly hint: string }>
> = {
  ENOENT: { code: "file-missing", message: "there is no such file", hint: "check the name and the folder" },
  ENOTDIR: { code: "file-missing", message: "there is no such file", hint: "check the name and the folder" },
  EISDIR: { code: "file-is-folder", message: "this is a folder, not a file", hint: "name the file in it" },
  EACCES: {
    code: "file-not-allowed",
    message: "you have no permission to read this file",
    hint: "change its permissions",
  },
  EPERM: {
    code: "file-not-allowed",
    message: "you have no permission to read this file",
    hint: "change its permissions",
  },
};

function problemOf(error: unknown, path: string): Problem {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const ordinary = ordinaryFailures[code];
  if (ordinary !== undefined) return { severity: "error", at: { file: path }, ...ordinary };
  if (!code.startsWith("E")) throw error;
  const message = `the file could not be read (${code})`;
  return { code: "file-unreadable", severity: "error", at: { file: path }, message };
}
