import { useCallback, useMemo, useRef, useState } from "react";
import { forgetDraft, keepDraft, keptDraft, type KeptDraft } from "./draft-kept.ts";

export interface DraftInHand extends KeptDraft {
  /** The tab has it too; false: there was no room. */
  readonly isKept: boolean;
  readonly write: (text: string) => void;
  /** From now on it is a change of this text. */
  readonly rebase: (base: string) => void;
  readonly forget: () => void;
}

/** The draft of an agreement: what this tab still has of it, else the text that stands. */
export function useDraft(agreement: string, standing: KeptDraft): DraftInHand {
  const [draft, setDraft] = useState<KeptDraft>(() => keptDraft(agreement, sessionStorage) ?? standing);
  const [isKept, setKept] = useState(true);
  const latest = useRef(draft);
  const set = useCallback(
    (next: KeptDraft): void => {
      latest.current = next;
      setDraft(next);
      setKept(keepDraft(agreement, next, sessionStorage));
    },
    [agreement],
  );
  const write = useCallback((text: string) => set({ ...latest.current, text }), [set]);
  const rebase = useCallback((base: string) => set({ ...latest.current, base }), [set]);
  const forget = useCallback(() => forgetDraft(agreement, sessionStorage), [agreement]);
  return useMemo(() => ({ ...draft, isKept, write, rebase, forget }), [draft, isKept, write, rebase, forget]);
}
