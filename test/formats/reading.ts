import type { ReportDraft } from "../../src/domain/index.ts";
import type { ByteStream, ReportItem } from "../../src/formats/index.ts";
import type { Problem } from "../../src/kit/index.ts";

/** What a reader made of some bytes. */
export interface Read {
  readonly drafts: readonly ReportDraft[];
  readonly problems: readonly Problem[];
  readonly rows: number;
  readonly refused: number;
}

/** Collects what a reader yields, and holds it to the law that a refused row has an error and a draft has none. */
export async function collect(batches: AsyncIterable<readonly ReportItem[]>): Promise<Read> {
  const items: ReportItem[] = [];
  for await (const batch of batches) items.push(...batch);
  const rows = items.flatMap((item) => (item.kind === "row" ? [item] : []));
  for (const { draft, problems } of rows) {
    const hasError = problems.some(({ severity }) => severity === "error");
    if (hasError !== (draft === undefined))
      throw new Error(`a row is ${draft ? "kept with" : "refused without"} an error`);
  }
  return {
    drafts: rows.flatMap(({ draft }) => draft ?? []),
    problems: items.flatMap((item) => (item.kind === "row" ? item.problems : [item.problem])),
    rows: rows.length,
    refused: rows.filter(({ draft }) => draft === undefined).length,
  };
}

/** Bytes in pieces, as a file gives them. */
export async function* pieces(bytes: Uint8Array, length = 1000): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += length) yield bytes.subarray(from, from + length);
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** All bytes that a writer yields; throws if it yields a problem. */
export async function written(stream: ByteStream): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of stream) {
    if (!(part instanceof Uint8Array)) throw new Error(part.message);
    parts.push(part);
  }
  return new Uint8Array(Buffer.concat(parts));
}

/** Bytes with some of them changed, taken out or put in. */
export interface Damage {
  readonly at: number;
  readonly remove: number;
  readonly insert: Uint8Array;
}

export function damaged(bytes: Uint8Array, damages: readonly Damage[]): Uint8Array {
  return damages.reduce((whole, { at, remove, insert }) => {
    const place = whole.length === 0 ? 0 : at % whole.length;
    return Uint8Array.from([...whole.subarray(0, place), ...insert, ...whole.subarray(place + remove)]);
  }, bytes);
}
