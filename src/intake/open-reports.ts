import type { ReportDraft } from "../domain/index.ts";
import type { ByteStream, ReportItem } from "../formats/index.ts";
import type { Place, Problem } from "../kit/index.ts";
import type { OpenOptions, ReportCodec } from "./codec.ts";
import { reportCodecs } from "./codecs.ts";
import { headOf, isJson, type FileHead } from "./file-head.ts";
import { mappedCodec } from "./mapped-codec.ts";

/** What came out of a file: drafts of reports, and trouble on the way. */
export type OpenedItem =
  | { readonly kind: "draft"; readonly draft: ReportDraft; readonly at: Place }
  | { readonly kind: "problem"; readonly problem: Problem };

/** Every row of a file is a draft or is refused with at least one error: `rowsIn` is the sum of the others. */
export interface Tally {
  readonly rowsIn: number;
  readonly draftsOut: number;
  readonly rowsRefused: number;
}

export interface OpenedReports {
  /** Once only, in the order of the file, as its bytes come. */
  readonly items: AsyncIterable<OpenedItem>;
  /** The count so far; final when the items have run out. */
  tally(): Tally;
  /** What the file was found to be: known as soon as the first item has come, and `undefined` if it is nothing known. */
  format(): string | undefined;
}

/**
 * Opens a file of reports of any known format, told by what is in it: one pass over its bytes, one row in memory at a time
 * (except of spreadsheets, which are packed), besides the ids seen. What is no known format is one problem and no drafts.
 */
export function openReports(bytes: ByteStream, options: OpenOptions = {}): OpenedReports {
  const state: State = { counts: { rowsIn: 0, draftsOut: 0, rowsRefused: 0 }, codec: undefined };
  return {
    items: openItems(bytes, options, state),
    tally: () => ({ ...state.counts }),
    format: () => state.codec?.name,
  };
}

interface State {
  readonly counts: { -readonly [Key in keyof Tally]: Tally[Key] };
  codec: ReportCodec | undefined;
}

async function* openItems(bytes: ByteStream, options: OpenOptions, state: State): AsyncGenerator<OpenedItem, void> {
  const { head, whole } = await peek(bytes, options.file);
  state.codec = options.mapping === undefined ? chooseCodec(head, options.file) : mappedCodec(options.mapping, head);
  if (state.codec === undefined) {
    for await (const chunk of whole) if (!(chunk instanceof Uint8Array)) yield { kind: "problem", problem: chunk };
    return yield { kind: "problem", problem: unknownFormat(head, options) };
  }
  for await (const batch of state.codec.read(whole, options)) for (const item of batch) yield* openItem(item, state);
  assertAddsUp(state.counts);
}

function* openItem(item: ReportItem, { counts }: State): Generator<OpenedItem, void> {
  if (item.kind === "problem") return yield item;
  const { draft, problems, at } = item;
  counts.rowsIn++;
  if (draft === undefined) counts.rowsRefused++;
  else counts.draftsOut++;
  for (const problem of problems) yield { kind: "problem", problem };
  if (draft !== undefined) yield { kind: "draft", draft, at };
}

/** Below this, nothing in the bytes speaks for a format. */
const leastLikely = 0.05;
/** How much the ending of the name adds: enough to break ties, never enough to decide. */
const forItsName = 0.04;

/** The format that these bytes most likely are, `undefined` if nothing speaks for any. */
export function chooseCodec(head: FileHead, file?: string): ReportCodec | undefined {
  const ending = /\.([a-z0-9]+)(?:\.gz)?$/iu.exec(file ?? "")?.[1]?.toLowerCase() ?? "";
  let best: ReportCodec | undefined;
  let most = leastLikely;
  for (const codec of reportCodecs) {
    const found = codec.sniff(head);
    const likely = found === 0 ? 0 : found + (codec.extensions.includes(ending) ? forItsName : 0);
    if (likely > most) [best, most] = [codec, likely];
  }
  return best;
}

const headLength = 1 << 16;

/** The first bytes of a stream, and the whole of it again. */
async function peek(bytes: ByteStream, file: string | undefined): Promise<{ head: FileHead; whole: ByteStream }> {
  const iterator = bytes[Symbol.asyncIterator]();
  const seen: (Uint8Array | Problem)[] = [];
  let length = 0;
  while (length < headLength) {
    const next = await iterator.next();
    if (next.done === true) break;
    seen.push(next.value);
    if (next.value instanceof Uint8Array) length += next.value.length;
  }
  const first = new Uint8Array(length);
  let at = 0;
  for (const chunk of seen) {
    if (!(chunk instanceof Uint8Array)) continue;
    first.set(chunk, at);
    at += chunk.length;
  }
  return { head: headOf(first.subarray(0, headLength), file), whole: again(seen, iterator) };
}

async function* again<T>(seen: readonly T[], rest: AsyncIterator<T, unknown>): AsyncGenerator<T, void> {
  try {
    yield* seen;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

function unknownFormat(head: FileHead, { file }: OpenOptions): Problem {
  const { firstRow, noTable } = head;
  const at: Place = file === undefined ? {} : { file };
  const known = reportCodecs.map(({ title }) => title).join(" · ");
  if (noTable !== undefined) return noTable;
  if (!isJson(head) && firstRow.length === 0) {
    const hint = `give a file of one of these formats: ${known}`;
    return { code: "reports-empty", severity: "error", at, message: "the file is empty", hint };
  }
  const columns = firstRow
    .slice(0, 6)
    .map((name) => name.slice(0, 30))
    .join(", ");
  const message = isJson(head)
    ? "this JSON is of no format known here"
    : `the columns are those of no format known here: ${columns}${firstRow.length > 6 ? " …" : ""}`;
  const hint = `say which column is which in a mapping of columns, or give one of: ${known}`;
  return { code: "reports-unknown-format", severity: "error", at: { ...at, line: 1 }, message, hint };
}

function assertAddsUp({ rowsIn, draftsOut, rowsRefused }: Tally): void {
  if (rowsIn !== draftsOut + rowsRefused) {
    throw new Error(`bug: ${rowsIn} rows went in, ${draftsOut} drafts and ${rowsRefused} refused rows came out`);
  }
}
