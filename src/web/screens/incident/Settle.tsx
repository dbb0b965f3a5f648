import { useState, type ReactNode } from "react";
import { partWords, Trouble, VerdictShape, verdictNamed } from "../../parts/index.ts";
import { useMay } from "../../record/index.ts";
import { useFormats, useWords } from "../../words/index.ts";
import { AskParty } from "./AskParty.tsx";
import {
  cellsIn,
  findingOf,
  firstQuestion,
  waysToSettle,
  type CellExplained,
  type Explanation,
  type QuestionAsked,
} from "./findings.ts";
import { useHere } from "./here.ts";
import { consequencesOf } from "./questions.ts";
import { RecordAnswer } from "./RecordAnswer.tsx";
import { Recorded, type AnswerTaken } from "./Recorded.tsx";
import { settleWords } from "./settle-words.ts";
import { useFindings } from "./use-findings.ts";
import { useListOr } from "./use-list-or.ts";
import { useSayQuestion } from "./use-say-question.tsx";
import { incidentWords } from "./words.ts";

/** The question to ask first, to whom, and what each answer would lead to. */
export function Settle(): ReactNode {
  const say = useWords(incidentWords);
  return (
    <section id="settle" className="card settle" aria-labelledby="settle-title">
      <h2 id="settle-title">{say("settle")}</h2>
      <Inside />
    </section>
  );
}

function Inside(): ReactNode {
  const say = useWords(settleWords);
  const { rule, reading } = useHere();
  const { cells, explanation, isLooking, isAgain, error } = useFindings();
  const [taken, setTaken] = useState<AnswerTaken>();
  const kept = findingOf(cells, { rule, reading });
  if (isLooking) return <p role="status">{say("looking")}</p>;
  if (error) return <Trouble error={error} />;
  if (!kept) return <p>{say("notJudged")}</p>;
  if (!explanation) return <Short finding={kept} />;
  const cell = findingOf(cellsIn(explanation), { rule, reading });
  const isOpen = cell?.verdict === "undetermined";
  return (
    <>
      {taken && (
        <Recorded taken={taken} onDone={() => setTaken(undefined)} verdict={isAgain ? undefined : cell?.verdict} />
      )}
      {cell && isOpen ? <Open explanation={explanation} cell={cell} /> : <p>{say("nothingOpen")}</p>}
      {cell && <Doing explanation={explanation} cell={cell} onTaken={setTaken} />}
    </>
  );
}

/** For those outside, and of the past: the question alone, as far as it is theirs to see. */
function Short({ finding }: { readonly finding: { readonly verdict: string } }): ReactNode {
  const say = useWords(settleWords);
  const { asOf } = useHere();
  const sayQuestion = useSayQuestion();
  const { next } = finding as {
    readonly next?: { readonly text: string; readonly atom?: string; readonly dimension?: string };
  };
  if (finding.verdict !== "undetermined") return <p>{say("nothingOpen")}</p>;
  return (
    <>
      {next && (
        <p dir="auto">
          {say("firstOnly", {
            question: sayQuestion.question({ id: next.atom ?? next.dimension ?? "", text: next.text }),
          })}
        </p>
      )}
      {asOf !== undefined && <p className="soft small">{say("onlyPresent")}</p>}
    </>
  );
}

interface OpenProps {
  readonly explanation: Explanation;
  readonly cell: CellExplained;
}

function Open({ explanation, cell }: OpenProps): ReactNode {
  const say = useWords(settleWords);
  const { rule } = useHere();
  const first = firstQuestion(explanation, cell);
  const others = cell.relevant
    .filter((id) => id !== first?.id)
    .flatMap((id) => explanation.questions.find((one) => one.id === id) ?? []);
  const standing = explanation.rules.find((one) => one.rule === rule);
  return (
    <>
      {first && <First question={first} cell={cell} />}
      <Whom explanation={explanation} />
      <Ways explanation={explanation} cell={cell} />
      {others.length > 0 && (
        <details>
          <summary>{say("alsoMatter", { count: others.length })}</summary>
          <ul className="stack-tight">
            {others.map((question) => (
              <li key={question.id}>
                <Asked question={question} />
              </li>
            ))}
          </ul>
        </details>
      )}
      {standing && standing.standing !== "open" && standing.standing !== "robust" && (
        <p dir="auto">{say("disputed", { said: standing.said })}</p>
      )}
    </>
  );
}

function First({ question, cell }: { readonly question: QuestionAsked; readonly cell: CellExplained }): ReactNode {
  const say = useWords(settleWords);
  return (
    <div className="ask-first">
      <h3>{say("askFirst")}</h3>
      <p className="ask-first-question">
        <Asked question={question} />
      </p>
      <Consequences question={question} cell={cell} />
    </div>
  );
}

function Asked({ question }: { readonly question: QuestionAsked }): ReactNode {
  const say = useWords(settleWords);
  const sayQuestion = useSayQuestion();
  return (
    <>
      <span dir="auto">{sayQuestion.question(question)}</span>{" "}
      {question.reason !== undefined && (
        <span className="soft small reason" dir="auto">
          {say("unknownBecause", { reason: question.reason })}
        </span>
      )}
    </>
  );
}

function Consequences({
  question,
  cell,
}: {
  readonly question: QuestionAsked;
  readonly cell: CellExplained;
}): ReactNode {
  const say = useWords(settleWords);
  const sayPart = useWords(partWords);
  const listOr = useListOr();
  const sayQuestion = useSayQuestion();
  const follow = (possible: readonly string[]): string => {
    const named = possible.map((one) => sayPart(verdictNamed(one)));
    if (named.length === 0) return say("notAlone");
    return named.length === 1
      ? say("settledAlone", { verdict: named[0]! })
      : say("staysOpen", { possible: listOr(named) });
  };
  return (
    <ul className="plain consequences">
      {consequencesOf(question, cell).map(({ answer, possible }) => (
        <li key={answer}>
          <VerdictShape verdict={possible.length === 1 ? verdictNamed(possible[0]) : "none"} />
          <span>
            <bdi className="strong">{sayQuestion.answer(answer)}</bdi> – {follow(possible)}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Whom({ explanation }: { readonly explanation: Explanation }): ReactNode {
  const say = useWords(settleWords);
  const formats = useFormats();
  const { actors, sources } = explanation.couldAnswer;
  const names = [...new Set([...actors.map(({ name }) => name), ...sources.map(({ handle }) => handle)])];
  if (names.length === 0) return <p>{say("toNobody")}</p>;
  return <p dir="auto">{say("toWhom", { names: formats.list(names) })}</p>;
}

function Ways({ explanation, cell }: OpenProps): ReactNode {
  const say = useWords(settleWords);
  const sayPart = useWords(partWords);
  const formats = useFormats();
  const sayQuestion = useSayQuestion();
  const ways = waysToSettle(cell.settles, explanation.questions);
  if (ways.length === 0) return null;
  const said = ({ question, answer }: (typeof ways)[number]["answers"][number]): string =>
    say("isSo", { question: sayQuestion.question(question), answer: sayQuestion.answer(answer) });
  return (
    <details>
      <summary>{say("ways")}</summary>
      <ul className="plain stack-tight">
        {ways.map(({ answers, verdict }, at) => (
          <li key={at} className="way">
            <VerdictShape verdict={verdictNamed(verdict)} />
            <span dir="auto">
              {say("way", { answers: formats.list(answers.map(said)), verdict: sayPart(verdictNamed(verdict)) })}
            </span>
          </li>
        ))}
      </ul>
      {(ways.length < cell.settles.length || !cell.settlesComplete) && <p className="soft small">{say("waysMore")}</p>}
    </details>
  );
}

interface DoingProps extends OpenProps {
  readonly onTaken: (taken: AnswerTaken) => void;
}

/** What can be done about it: only in the present, and by whoever may. */
function Doing({ explanation, cell, onTaken }: DoingProps): ReactNode {
  const { row } = useHere();
  const mayRecord = useMay("report:accept");
  const mayAsk = useMay("reply:request");
  if (row === undefined || (!mayRecord && !mayAsk)) return null;
  const first = firstQuestion(explanation, cell);
  return (
    <div className="row no-print">
      {mayRecord && <RecordAnswer explanation={explanation} first={first} verdict={cell.verdict} onTaken={onTaken} />}
      {mayAsk && <AskParty first={first} />}
    </div>
  );
}
