import { titleIn, type Draft } from "../../../language/index.ts";
import { useCallback } from "react";
import { useWords } from "../../words/index.ts";
import type { Provisions } from "./clauses.ts";
import { agreementWords } from "./words.ts";

/** What somebody of the text is called in it; without a declaration, by the name. */
export function titleOf(draft: Draft, name: string): string {
  for (const kind of ["party", "class", "body", "actor"]) {
    const title = titleIn(draft.things.get(`${kind}\n\n${name}`)?.declaration);
    if (title !== undefined) return title;
  }
  return name;
}

/** A name among words of another direction keeps its own (Unicode, FSI and PDI). */
export function isolated(name: string): string {
  return `\u2068${name}\u2069`;
}

/** How a reading is called in the language of the page; what a text calls it itself stays. */
export function useReadingNames(readings: Provisions["readings"], draft: Draft): (id: string) => string {
  const say = useWords(agreementWords);
  return useCallback(
    (id) => {
      const found = readings.find((reading) => reading.id === id);
      if (id === "text") return say("readingText");
      if (id === "agreed") return say("readingAgreed");
      if (!found) return id;
      if (found.speakers.includes(id)) return say("readingOf", { who: isolated(titleOf(draft, id)) });
      if (found.statements.length === 1 && found.statements[0] === id)
        return say("readingWith", { name: isolated(id) });
      return found.title;
    },
    [readings, draft, say],
  );
}
