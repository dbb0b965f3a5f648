import type { Given } from "./post.ts";

/**
 * An import that is under way, so that it can be gone on with after the page was closed. The bytes stay where they are: a page
 * cannot open a file again by itself.
 */
export interface KeptImport {
  readonly since: number;
  readonly given: Given;
  readonly parts: readonly KeptPart[];
}

export interface KeptPart {
  /** The key under which the server knows it again. */
  readonly key: string;
  readonly files: readonly { readonly name: string; readonly size: number }[];
  readonly mapping?: string;
}

type Kept = Pick<Storage, "getItem" | "setItem" | "removeItem">;

const KEY = "truce.import";

export function keepImport(found: KeptImport, storage: Kept): void {
  try {
    storage.setItem(KEY, JSON.stringify(found));
  } catch {
    // Then it is gone on with only while this page is open.
  }
}

export function keptImport(storage: Kept): KeptImport | undefined {
  try {
    const found = JSON.parse(storage.getItem(KEY) ?? "null") as KeptImport | null;
    return found && Array.isArray(found.parts) && found.parts.length > 0 ? found : undefined;
  } catch {
    return undefined;
  }
}

export function forgetImport(storage: Kept): void {
  try {
    storage.removeItem(KEY);
  } catch {
    // What cannot be kept is not there either.
  }
}

/** Which of the files that are to be chosen again are not among these: told apart by name and size. */
export function stillMissing(
  { parts }: KeptImport,
  files: readonly { readonly name: string; readonly size: number }[],
): readonly string[] {
  const wanted = parts.flatMap((part) => part.files);
  return wanted
    .filter(({ name, size }) => !files.some((file) => file.name === name && file.size === size))
    .map(({ name }) => name);
}
