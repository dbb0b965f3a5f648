import { useState, type ReactNode } from "react";
import { POSITIONS, type Position } from "../../../domain/index.ts";
import { Choice } from "../../parts/index.ts";
import { useAct } from "../../record/index.ts";
import { useWords } from "../../words/index.ts";
import { ActForm, Field, useWordsOf } from "./forms.tsx";
import type { Reply } from "./things.ts";
import { replyWords } from "./reply-words.ts";
import { incidentWords } from "./words.ts";

export interface AnswerFormProps {
  readonly reply: Reply;
  /** By the liaison of the party itself, or as the party told the mission. */
  readonly as: "giveReply" | "recordReply";
  readonly onTold: (told: string) => void;
}

interface Draft {
  readonly answer: string;
  readonly position: Position | undefined;
  readonly promise: string;
  readonly promiseDue: string;
  readonly answeredAt: string;
}

const EMPTY: Draft = { answer: "", position: undefined, promise: "", promiseDue: "", answeredAt: "" };

/** The party's answer in its own words, and what it promises. */
export function AnswerForm({ reply, as, onTold }: AnswerFormProps): ReactNode {
  const say = useWords(replyWords);
  const [draft, setDraft] = useState(EMPTY);
  const { act, send } = useSending({ reply, as, onTold }, draft);
  const field = (key: Exclude<keyof Draft, "position">, lines = 1) => ({
    value: draft[key],
    onChange: (value: string) => setDraft({ ...draft, [key]: value }),
    lines,
  });
  return (
    <ActForm
      name={say(as === "giveReply" ? "give" : "recordReply")}
      title={say(as === "giveReply" ? "giveTitle" : "recordReply")}
      does={say(as === "giveReply" ? "giveDo" : "recordDo")}
      look={as === "giveReply" ? "main" : "quiet"}
      isReady={draft.answer.trim() !== "" && draft.position !== undefined}
      isRunning={act.isRunning}
      problem={act.problem}
      onOpen={() => {
        act.clear();
        setDraft(EMPTY);
      }}
      send={send}
    >
      <Field label={say("answerWords")} {...field("answer", 5)} isRequired />
      <Choice
        label={say("position")}
        value={draft.position}
        options={POSITIONS.map((key) => ({ key, name: say(key) }))}
        onChoose={(position) => setDraft({ ...draft, position })}
      />
      <Field label={say("promise")} help={say("promiseHelp")} {...field("promise", 2)} />
      {draft.promise.trim() !== "" && (
        <Field label={say("promiseDue")} type="datetime-local" {...field("promiseDue")} />
      )}
      {as === "recordReply" && (
        <Field label={say("answeredAt")} help={say("answeredAtHelp")} type="datetime-local" {...field("answeredAt")} />
      )}
    </ActForm>
  );
}

const instant = (local: string): string => new Date(local).toISOString();

function useSending({ reply, as, onTold }: AnswerFormProps, draft: Draft) {
  const say = useWords(replyWords);
  const sayIncident = useWords(incidentWords);
  const wordsOf = useWordsOf();
  const give = useAct("giveReply");
  const record = useAct("recordReply");
  const send = async (): Promise<boolean> => {
    const { answer, position, promise, promiseDue, answeredAt } = draft;
    if (position === undefined) return false;
    const due = promiseDue === "" ? {} : { dueAt: instant(promiseDue) };
    const said = {
      answer: wordsOf(answer.trim()),
      position,
      ...(promise.trim() === "" ? {} : { remedy: { words: wordsOf(promise.trim()), ...due } }),
    };
    const params = { id: reply.id };
    const more = {
      ...(reply.answeredAt === null || reply.row === undefined ? {} : { seen: reply.row }),
      ...(answeredAt === "" ? {} : { answeredAt: instant(answeredAt) }),
    };
    const outcome =
      as === "giveReply"
        ? await give.run({ params, body: said }, say("give"))
        : await record.run({ params, body: { ...said, ...more } }, say("recordReply"));
    if (outcome.state === "accepted") onTold(say(outcome.answer.isLate ? "takenLate" : "takenInTime"));
    if (outcome.state === "queued") onTold(sayIncident("waits"));
    return outcome.state !== "refused";
  };
  return { act: as === "giveReply" ? give : record, send };
}
