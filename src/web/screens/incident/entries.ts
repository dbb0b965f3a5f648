import type { AnswerOf, Endpoints } from "../../../api/contract.ts";

export type LedgerEntry = AnswerOf<Endpoints["listLedger"]>["items"][number];

/** Acts that put reports together or apart: what `undoMatching` takes back. */
const ARRANGING: ReadonlySet<string> = new Set([
  "match-attach",
  "accept-match",
  "reject-match",
  "unsure-of-match",
  "say-of-reports",
  "merge-incidents",
  "split-incident",
  "pin-incident",
  "unpin-incident",
  "undo-matching",
]);

type Arranged = Pick<LedgerEntry, "seq" | "act" | "body">;

export interface Undoable<E> {
  readonly entry: E;
  /** The entry that took it back, if one did and still stands. */
  readonly undoneBy: number | undefined;
}

/** What put reports together or apart here, the latest first, and what of it was taken back. */
export function arrangedIn<E extends Arranged>(entries: readonly E[]): readonly Undoable<E>[] {
  const undoneBy = new Map<number, number>();
  const ordered = entries.filter(({ act }) => ARRANGING.has(act)).toSorted((a, b) => b.seq - a.seq);
  for (const { seq, act, body } of ordered) {
    // An undoing that was itself undone took nothing back; the later ones have been looked at first.
    if (act !== "undo-matching" || undoneBy.has(seq)) continue;
    const { undoes } = body as { readonly undoes?: number };
    if (undoes !== undefined) undoneBy.set(undoes, seq);
  }
  return ordered.map((entry) => ({ entry, undoneBy: undoneBy.get(entry.seq) }));
}

/** Whether an entry names one of these things, anywhere in what it says. */
export function names(body: unknown, ids: ReadonlySet<string>): boolean {
  if (typeof body === "string") return ids.has(body);
  if (typeof body !== "object" || body === null) return false;
  return Object.values(body).some((value) => names(value, ids));
}
