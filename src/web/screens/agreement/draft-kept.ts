/** A draft that is not saved, and the text that it started from. */
export interface KeptDraft {
  readonly text: string;
  /** SHA-256 of the text that stood when the draft was begun. */
  readonly base: string;
}

type Kept = Pick<Storage, "getItem" | "setItem" | "removeItem">;

const keyOf = (agreement: string): string => `truce.draft.${agreement}`;

/** The draft of an agreement that this tab still has. */
export function keptDraft(agreement: string, storage: Kept): KeptDraft | undefined {
  try {
    const found: unknown = JSON.parse(storage.getItem(keyOf(agreement)) ?? "null");
    if (typeof found !== "object" || found === null || !("text" in found) || !("base" in found)) return undefined;
    const { text, base } = found;
    return typeof text === "string" && typeof base === "string" ? { text, base } : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a draft in this tab alone, for nobody else at this device. False: there is no room for it. */
export function keepDraft(agreement: string, draft: KeptDraft, storage: Kept): boolean {
  try {
    storage.setItem(keyOf(agreement), JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

export function forgetDraft(agreement: string, storage: Kept): void {
  try {
    storage.removeItem(keyOf(agreement));
  } catch {
    // What cannot be kept is not there either.
  }
}
