import { useCallback } from "react";
import { useWords } from "../../words/index.ts";
import { importWords } from "./words.ts";

interface Kinded {
  readonly kind?: string;
  readonly format?: string;
}

/** What a file was found to be, in words: of reports by their format, or by the mapping that it was read by. */
export function useKind(): (file: Kinded, isMapped?: boolean) => string {
  const say = useWords(importWords);
  return useCallback(
    ({ kind = "other", format }, isMapped = false) => {
      const isKnown = (word: string | undefined) => importWords.keys.find((key) => key === word);
      if (kind !== "reports") return say(isKnown(kind) ?? "other");
      if (isMapped) return say("mapped");
      return say(isKnown(format) ?? "reports");
    },
    [say],
  );
}
