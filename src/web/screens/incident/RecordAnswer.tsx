import { useState, type ReactNode } from "react";
import { Choice } from "../../parts/index.ts";
import { useAct } from "../../record/index.ts";
import { useWords } from "../../words/index.ts";
import type { Explanation, QuestionAsked } from "./findings.ts";
import { ActForm, Field } from "./forms.tsx";
import { useHere } from "./here.ts";
import { dayIn } from "./times.ts";
import type { AnswerTaken } from "./Recorded.tsx";
import { settleWords } from "./settle-words.ts";
import { useSayQuestion } from "./use-say-question.tsx";

export interface RecordAnswerProps {
  readonly explanation: Explanation;
  /** What is asked first. */
  readonly first: QuestionAsked | undefined;
  readonly verdict: string;
  readonly onTaken: (taken: AnswerTaken) => void;
}

const KINDS = {
  answer: "kindAnswer",
  report: "kindReport",
  accusation: "kindAccusation",
  denial: "kindDenial",
} as const;
type Kind = keyof typeof KINDS;

interface Draft {
  readonly question: string;
  /** The place of the answer among those of the question. */
  readonly answer: string | undefined;
  readonly fill: string;
  readonly kind: Kind;
  readonly by: string;
  readonly through: string;
  readonly on: string;
  readonly source: string;
  readonly note: string;
}

/** A form made of the answers that a question can have: whoever fills it in need not know the words of the language. */
export function RecordAnswer({ explanation, first, verdict, onTaken }: RecordAnswerProps): ReactNode {
  const say = useWords(settleWords);
  const { id, agreement, zone } = useHere();
  const act = useAct("recordAccount");
  const empty = (): Draft => ({
    question: first?.id ?? explanation.questions[0]?.id ?? "",
    answer: undefined,
    fill: "",
    kind: "answer",
    by: "",
    through: "",
    on: dayIn(zone, Date.now()),
    source: "",
    note: "",
  });
  const [draft, setDraft] = useState<Draft>(empty);
  const question = explanation.questions.find((one) => one.id === draft.question);
  const fields = fieldsOf(question, draft);
  if (explanation.questions.length === 0) return null;
  const send = async (): Promise<boolean> => {
    if (!fields) return false;
    const { kind, by, on } = draft;
    const body = {
      ...fields,
      kind,
      by: by.trim(),
      on,
      ...besides(draft),
      ...(agreement === undefined ? {} : { agreement }),
    };
    const outcome = await act.run({ params: { id }, body }, say("record"));
    if (outcome.state === "refused") return false;
    const isTaken = outcome.state === "accepted";
    onTaken({
      statement: isTaken ? outcome.answer.statement : undefined,
      account: isTaken ? outcome.answer.account : "",
      before: verdict,
    });
    return true;
  };
  return (
    <ActForm
      name={say("record")}
      title={say("recordTitle")}
      does={say("recordIt")}
      look="main"
      isReady={fields !== undefined && draft.by.trim() !== "" && draft.on !== ""}
      isRunning={act.isRunning}
      problem={act.problem}
      onOpen={() => {
        act.clear();
        setDraft(empty());
      }}
      send={send}
    >
      <Answering explanation={explanation} question={question} draft={draft} onChange={setDraft} />
      <Telling draft={draft} onChange={setDraft} />
    </ActForm>
  );
}

/** What is to be written down; `undefined`: no answer is chosen. */
function fieldsOf(
  question: QuestionAsked | undefined,
  { answer, fill }: Draft,
): Readonly<Record<string, unknown>> | undefined {
  if (!question) return undefined;
  if (question.field !== undefined && question.answers.length === 0)
    return fill.trim() === "" ? undefined : { [question.field]: fill.trim() };
  return answer === undefined ? undefined : question.answers[Number(answer)]?.fields;
}

/** What is not filled in is not said. */
function besides({ through, source, note }: Draft): Readonly<Record<string, string>> {
  const given = { through: through.trim(), source: source.trim(), note: note.trim() };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ""));
}

interface PartProps {
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
}

function Answering({
  explanation,
  question,
  draft,
  onChange,
}: PartProps & { readonly explanation: Explanation; readonly question: QuestionAsked | undefined }): ReactNode {
  const say = useWords(settleWords);
  const sayQuestion = useSayQuestion();
  const isFilled = question?.field !== undefined && question.answers.length === 0;
  return (
    <>
      <Choice
        label={say("question")}
        value={draft.question}
        options={explanation.questions.map((one) => ({ key: one.id, name: sayQuestion.question(one) }))}
        onChoose={(chosen) => onChange({ ...draft, question: chosen, answer: undefined, fill: "" })}
      />
      {isFilled ? (
        <Field
          label={say("answer")}
          help={say(question.field === "at" ? "fillAt" : question.field === "actor" ? "fillActor" : "fill")}
          value={draft.fill}
          onChange={(fill) => onChange({ ...draft, fill })}
          isRequired
        />
      ) : (
        <Choice
          label={say("answer")}
          value={draft.answer}
          options={(question?.answers ?? []).map(({ says }, at) => ({
            key: String(at),
            name: sayQuestion.answer(says),
          }))}
          onChoose={(answer) => onChange({ ...draft, answer })}
        />
      )}
    </>
  );
}

function Telling({ draft, onChange }: PartProps): ReactNode {
  const say = useWords(settleWords);
  const field = (key: "by" | "through" | "source" | "note") => ({
    label: say(key),
    value: draft[key],
    onChange: (value: string) => onChange({ ...draft, [key]: value }),
  });
  return (
    <>
      <Choice
        label={say("kind")}
        value={draft.kind}
        options={(Object.keys(KINDS) as Kind[]).map((key) => ({ key, name: say(KINDS[key]) }))}
        onChoose={(kind) => onChange({ ...draft, kind })}
      />
      <div className="two">
        <Field {...field("by")} isRequired />
        <Field {...field("through")} />
        <Field
          label={say("on")}
          type="date"
          value={draft.on}
          onChange={(on) => onChange({ ...draft, on })}
          isRequired
        />
        <Field {...field("source")} />
      </div>
      <Field {...field("note")} lines={2} />
    </>
  );
}
