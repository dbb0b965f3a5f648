import { useMemo, type ReactNode } from "react";
import { readDraft } from "../../../language/index.ts";
import { useSelection } from "../../selection/index.ts";
import { useWords } from "../../words/index.ts";
import { clausesOf, type Provisions } from "./clauses.ts";
import { ClauseRow } from "./ClauseRow.tsx";
import { useReadingNames } from "./reading-names.ts";
import { TextStanding } from "./TextStanding.tsx";
import { agreementWords } from "./words.ts";

/** The agreement as people read it, clause by clause, with its rules beside it. */
export function Document({ provisions }: { readonly provisions: Provisions }): ReactNode {
  const say = useWords(agreementWords);
  const draft = useMemo(() => readDraft(provisions.text), [provisions.text]);
  const clauses = useMemo(() => clausesOf(provisions.parts, draft), [provisions.parts, draft]);
  const nameOf = useReadingNames(provisions.readings, draft);
  const { selection } = useSelection();
  const reading = selection.reading ?? "text";
  const headings = clauses.filter(({ heading }) => heading !== undefined);
  return (
    <article className="agreement">
      <TextStanding provisions={provisions} />
      <p className="reading-shown">{say("under", { reading: nameOf(reading) })}</p>
      {headings.length > 2 && (
        <nav className="contents no-print" aria-label={say("contents")}>
          <details>
            <summary>{say("contents")}</summary>
            <ul className="plain">
              {headings.map(({ heading, line }) => (
                <li key={line}>
                  <a href={`#line-${line}`} dir="auto">
                    {heading?.title}
                  </a>
                </li>
              ))}
            </ul>
          </details>
        </nav>
      )}
      {clauses.map((clause) => (
        <ClauseRow
          key={clause.line}
          clause={clause}
          provisions={provisions}
          draft={draft}
          reading={reading}
          nameOf={nameOf}
        />
      ))}
    </article>
  );
}
