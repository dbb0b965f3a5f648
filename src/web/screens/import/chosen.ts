import type { AnswerOf, Endpoints, ProblemSaid } from "../../../api/contract.ts";

/** What was found of one file before anything is recorded. */
export type Previewed = AnswerOf<Endpoints["previewItems"]>["files"][number];
/** What became of one file. */
export type Received = AnswerOf<Endpoints["receiveItems"]>["files"][number];
export type Located = Previewed["problems"][number];

/** Of a `File`, what is needed to tell it from others. */
export interface FileLike {
  readonly name: string;
  readonly size: number;
}

/** A file that was chosen, and what is known of it so far. */
export interface Chosen<F extends FileLike = File> {
  readonly file: F;
  /** Which of its columns holds what, as a person has agreed to it: docs/formats/mapping.md. */
  readonly mapping?: string;
  readonly look: Look;
}

export type Look =
  | { readonly state: "looking" }
  | { readonly state: "seen"; readonly found: Previewed }
  /** `large`: too large to be looked at before it is recorded. `away`: there is no network. */
  | { readonly state: "unseen"; readonly why: "large" | "away" }
  | { readonly state: "refused"; readonly problem: ProblemSaid };

/** A multipart is taken apart in memory, so a larger file is sent by itself, as it is. 32 MiB with room for what is around it. */
export const MOST_TOGETHER = 31 * 1024 * 1024;
/** Beyond this a file is not looked at first. */
export const MOST_LOOKED_AT = 64 * 1024 * 1024;
/** Beyond this it is not taken at all. */
export const LARGEST = 512 * 1024 * 1024;
/** Files in one request. */
const MOST_FILES = 200;

/** A file of the same name as one that is there takes its place: it is the corrected one. */
export function withFiles<F extends FileLike>(before: readonly Chosen<F>[], files: readonly F[]): readonly Chosen<F>[] {
  const last = new Map(files.map((file) => [file.name, file]));
  const looking = { state: "looking" } as const;
  const kept = before.filter(({ file }) => !last.has(file.name));
  return [...kept, ...[...last.values()].map((file) => ({ file, look: looking }))];
}

/** Files that are sent in one request. */
export interface Batch<F extends FileLike> {
  readonly files: readonly F[];
  readonly mapping?: string;
  /** Sent as it is, rather than in a form. */
  readonly isRaw: boolean;
}

/**
 * What is sent together: files name each other, so as many as fit go in one request. One with a mapping goes by itself, since a
 * mapping is for every table that is sent with it; and so does one that is too large for a form.
 */
export function batchesOf<F extends FileLike>(
  chosen: readonly Pick<Chosen<F>, "file" | "mapping">[],
): readonly Batch<F>[] {
  const alone: Batch<F>[] = [];
  const together: F[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const { file, mapping } of chosen) {
    const isRaw = file.size > MOST_TOGETHER;
    if (mapping !== undefined) alone.push({ files: [file], mapping, isRaw });
    else if (isRaw) alone.push({ files: [file], isRaw });
    else {
      const last = together.at(-1);
      const fits = last !== undefined && bytes + file.size <= MOST_TOGETHER && last.length < MOST_FILES;
      if (fits) last.push(file);
      else together.push([file]);
      bytes = file.size + (fits ? bytes : 0);
    }
  }
  // Texts and registers first: what is read by itself may name what they hold.
  return [...together.map((files) => ({ files, isRaw: false })), ...alone];
}
