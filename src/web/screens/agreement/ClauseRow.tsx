import { createElement, type ReactNode } from "react";
import type { Draft, WrittenStatement } from "../../../language/index.ts";
import { useWords } from "../../words/index.ts";
import { languageOf, unquoted, type Clause, type PartOfText } from "./clauses.ts";
import { Prose } from "./Prose.tsx";
import { RuleCard, type InDocument } from "./RuleCard.tsx";
import { StatementWords } from "./StatementWords.tsx";
import { agreementWords } from "./words.ts";

export interface ClauseRowProps extends InDocument {
  readonly clause: Clause;
}

/** The words of a clause, and beside them what they mean. */
export function ClauseRow({ clause, ...document }: ClauseRowProps): ReactNode {
  const { heading, words, statements, line } = clause;
  return (
    <section className="clause" id={`line-${line}`}>
      <div className="clause-words">
        {heading &&
          createElement(
            `h${Math.min(heading.level + 1, 4)}`,
            { dir: "auto", lang: languageOf(heading.title, document.provisions.language) },
            heading.title,
          )}
        {words.map((part) => (
          <Words key={part.line} part={part} language={document.provisions.language} />
        ))}
      </div>
      {statements.length > 0 && (
        <div className="clause-meaning">
          <Meaning statements={statements} {...document} />
        </div>
      )}
    </section>
  );
}

function Words({ part, language }: { readonly part: PartOfText; readonly language: string | undefined }): ReactNode {
  const markdown = part.kind === "quote" ? unquoted(part.text) : part.text;
  const lang = languageOf(markdown, language);
  if (part.kind === "quote")
    return (
      <blockquote className="quote" dir="auto" lang={lang}>
        <Prose markdown={markdown} />
      </blockquote>
    );
  return (
    <div className="commentary" dir="auto" lang={lang}>
      <Prose markdown={markdown} />
    </div>
  );
}

interface MeaningProps extends InDocument {
  readonly statements: readonly WrittenStatement[];
}

/** Rules one by one; declarations and worked cases stay folded until somebody wants them. */
function Meaning({ statements, ...document }: MeaningProps): ReactNode {
  const say = useWords(agreementWords);
  const of = (...words: readonly string[]): readonly WrittenStatement[] =>
    statements.filter(({ source }) => words.includes(source.head.tokens[0]?.text ?? ""));
  const [rules, cases, unjudged, provisions] = [of("rule"), of("case"), of("no"), of(...PROVISIONS)];
  const others = statements.filter((one) => ![rules, cases, unjudged, provisions].some((all) => all.includes(one)));
  return (
    <>
      {unjudged.map((one) => (
        <div key={one.source.from} className="not-judged">
          <p>
            <strong>{say("notJudged")}</strong>
          </p>
          {one.statement?.kind === "no-rule" && <p dir="auto">{one.statement.reason}</p>}
        </div>
      ))}
      {rules.map((one) => (
        <RuleCard key={one.source.from} statement={one} {...document} />
      ))}
      {provisions.map((one) => (
        <StatementWords key={one.source.from} statement={one} draft={document.draft} />
      ))}
      <Folded title={say("declarations", { count: others.length })} statements={others} draft={document.draft} />
      <Folded title={say("cases", { count: cases.length })} statements={cases} draft={document.draft} />
    </>
  );
}

/** What is read with the clause, although no verdict comes of it alone. */
const PROVISIONS = [
  "in",
  "day",
  "phase",
  "accept",
  "concurrent",
  "first",
  "procedure",
  "statement",
  "reading",
  "amend",
  "supersedes",
  "table",
];

interface FoldedProps {
  readonly title: string;
  readonly statements: readonly WrittenStatement[];
  readonly draft: Draft;
}

function Folded({ title, statements, draft }: FoldedProps): ReactNode {
  if (statements.length === 0) return null;
  return (
    <details>
      <summary>{title}</summary>
      {statements.map((one) => (
        <StatementWords key={one.source.from} statement={one} draft={draft} />
      ))}
    </details>
  );
}
