import type { Change } from "./change.ts";

/** Why an act was done, in the words of whoever did it. They may name sources, places and people: they are for the inside. */
export interface ReasonGiven {
  /** As in the entry of the ledger. */
  readonly act: string;
  /** The person; of what is done to accounts, what the entry is by. */
  readonly by: string;
  /** Unset, or blank: none was given. */
  readonly reason: string | undefined;
  /** The thing that it is about, if the entry does not say which. */
  readonly about?: string;
}

/** Keeps the reason in a row beside the others of the change: an entry of the ledger could never be forgotten. */
export function noteReason(change: Change, { act, by, reason, about }: ReasonGiven): void {
  if (reason === undefined || reason.trim() === "") return;
  change.add("reason", { audience: [] }, { act, about: about ?? null, by, words: reason });
}
