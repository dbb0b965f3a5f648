import { createHash, randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { parseMapping, type ColumnMapping } from "../formats/index.ts";
import { safeName } from "../workflow/index.ts";
import { LARGEST_MULTIPART } from "./body-room.ts";
import { badBody, saidOf, Trouble } from "./errors.ts";
import { bytesOf, wholeBody } from "./request-body.ts";

const LARGEST_ITEM = 512 * 1024 * 1024;
const MOST_FILES = 200;

/** What came in, in a file of its own until it is in the record. */
export interface ArrivedFile {
  readonly path: string;
  readonly name: string;
  /** SHA-256, in hex. */
  readonly digest: string;
}

export interface Arrived {
  readonly files: readonly ArrivedFile[];
  /** Which column holds what, as it was sent with the files. */
  readonly mapping?: ColumnMapping;
}

export interface Arriving {
  /** Unset: as the multipart says. */
  readonly name?: string;
  readonly mapping?: string;
  readonly onBytes?: (size: number) => void;
  /** Bytes; unset: as large as an item may be. */
  readonly largest?: number;
}

const PREFIX = "truce-arriving-";
/** No request lasts so long. */
const LEFT_BEHIND_MS = 24 * 3_600_000;

/** Deletes what a process that was killed had taken in. What was acknowledged is in the record; the rest is sent again. */
export async function sweepArriving(now = Date.now()): Promise<void> {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(PREFIX));
  for (const path of names.map((name) => join(tmpdir(), name))) {
    const found = await stat(path).catch(() => undefined);
    // Another account's is left to it.
    if (found && now - found.mtimeMs > LEFT_BEHIND_MS)
      await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** Takes in the files of a request, for as long as the work on them lasts. */
export async function withArrived<T>(
  request: Request,
  about: Arriving,
  work: (arrived: Arrived) => Promise<T>,
): Promise<T> {
  const folder = join(tmpdir(), `${PREFIX}${randomUUID()}`);
  await mkdir(folder, { mode: 0o700 });
  try {
    return await work(await arrive(request, folder, about));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function arrive(
  request: Request,
  folder: string,
  { name, mapping, onBytes, largest = LARGEST_ITEM }: Arriving,
): Promise<Arrived> {
  const type = request.headers.get("content-type") ?? "";
  if (/^multipart\/form-data/iu.test(type)) {
    const form = await formIn(request, type);
    onBytes?.(form.files.reduce((sum, { bytes }) => sum + bytes.length, 0));
    const words = form.mapping ?? mapping;
    const read = words === undefined ? {} : { mapping: mappingIn(words) };
    const named = form.files.map((file) => (form.files.length === 1 ? { ...file, name: name ?? file.name } : file));
    const files: ArrivedFile[] = [];
    for (const file of named) files.push(await put(folder, file.name, [file.bytes]));
    return { files, ...read };
  }
  const read = mapping === undefined ? {} : { mapping: mappingIn(mapping) };
  let size = 0;
  const bytes = counted(bytesOf(request, largest), (piece) => onBytes?.((size += piece)));
  return { files: [await put(folder, name ?? "item", bytes)], ...read };
}

async function* counted(
  bytes: AsyncIterable<Uint8Array>,
  note: (size: number) => void,
): AsyncGenerator<Uint8Array, void> {
  for await (const piece of bytes) {
    note(piece.length);
    yield piece;
  }
}

async function put(
  folder: string,
  name: string,
  bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<ArrivedFile> {
  const hash = createHash("sha256");
  const noted = async function* (): AsyncGenerator<Uint8Array, void> {
    for await (const piece of bytes) {
      hash.update(piece);
      yield piece;
    }
  };
  const path = join(folder, safeName(name));
  await pipeline(noted, createWriteStream(path, { mode: 0o600, flags: "wx" })).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    throw new Trouble(400, { code: "same-name", detail: "two of the files have one name", hint: "rename one of them" });
  });
  return { path, name, digest: hash.digest("hex") };
}

interface Form {
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  readonly mapping: string | undefined;
}

async function formIn(request: Request, type: string): Promise<Form> {
  const whole = await wholeBody(request, LARGEST_MULTIPART);
  const form = await new Response(new Uint8Array(whole), { headers: { "content-type": type } })
    .formData()
    .catch(() => undefined);
  const parts = (form?.getAll("file") ?? []).filter((part): part is File => part instanceof File);
  if (parts.length === 0 || parts.length > MOST_FILES)
    throw new Trouble(400, {
      code: "no-file",
      detail: parts.length === 0 ? "the form has no part called file" : `the form has ${parts.length} files`,
      hint: parts.length === 0 ? "curl --form file=@report.csv" : `send at most ${MOST_FILES} at once`,
    });
  const files = parts.map(async (part) => ({ name: part.name, bytes: new Uint8Array(await part.arrayBuffer()) }));
  const mapping = form!.get("mapping");
  const words = mapping instanceof File ? await mapping.text() : (mapping ?? undefined);
  return { files: await Promise.all(files), mapping: words };
}

/** @throws Trouble 422 with what is wrong with it. */
function mappingIn(text: string): ColumnMapping {
  const { mapping, problems } = parseMapping(text, "mapping");
  const errors = problems.filter(({ severity }) => severity === "error");
  if (mapping && errors.length === 0) return mapping;
  throw badBody(errors.map((one) => ({ ...saidOf(one), pointer: "/mapping", in: "body" as const })));
}
