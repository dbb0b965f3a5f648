import type { ReactNode } from "react";
import { segmentsOf, type Draft, type WrittenStatement } from "../../../language/index.ts";

export interface StatementWordsProps {
  readonly draft: Draft;
  readonly statement: WrittenStatement;
}

/** A statement in the words of the language: each name says what it stands for. */
export function StatementWords({ draft, statement }: StatementWordsProps): ReactNode {
  return (
    <pre className="statement-words" dir="ltr">
      {segmentsOf(draft, statement).map((line, index) => (
        <span key={index} className="statement-line">
          {line.map(({ kind, text, title }, place) =>
            kind === "word" ? (
              <b key={place}>{text}</b>
            ) : kind === "name" && title !== undefined ? (
              <abbr key={place} title={title}>
                <bdi>{text}</bdi>
              </abbr>
            ) : kind === "rest" ? (
              text
            ) : (
              <bdi key={place}>{text}</bdi>
            ),
          )}
          {"\n"}
        </span>
      ))}
    </pre>
  );
}
