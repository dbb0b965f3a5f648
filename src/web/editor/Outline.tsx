import { useMemo, type ReactNode } from "react";
import { outlineOf, readDraft } from "../../language/index.ts";
import { useWords } from "../words/index.ts";
import { editorWords } from "./words.ts";

export interface OutlineProps {
  readonly text: string;
  readonly onChoose: (offset: number) => void;
}

/** The headings of a text and what stands below them, to go there. */
export function Outline({ text, onChoose }: OutlineProps): ReactNode {
  const say = useWords(editorWords);
  const entries = useMemo(() => outlineOf(readDraft(text)), [text]);
  return (
    <nav className="outline" aria-label={say("contents")}>
      <ul className="plain">
        {entries.map(({ title, kind, level, at }) => (
          <li key={at.from} className={kind === "heading" ? "outline-heading" : "outline-entry"} data-level={level}>
            <button type="button" className="link" dir="auto" onClick={() => onChoose(at.from)}>
              {title}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
