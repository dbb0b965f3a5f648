import { useState, type ReactNode } from "react";
import { Choice } from "../../parts/index.ts";
import { useAct } from "../../record/index.ts";
import { useWords } from "../../words/index.ts";
import { ActForm, Field, useWordsOf } from "./forms.tsx";
import type { Reply } from "./things.ts";
import { replyWords } from "./reply-words.ts";

export interface ReplyFormProps {
  readonly reply: Reply;
  readonly onTold: (told: string) => void;
}

/** Takes back that a party was asked. */
export function WithdrawForm({ reply, onTold }: ReplyFormProps): ReactNode {
  const say = useWords(replyWords);
  const wordsOf = useWordsOf();
  const act = useAct("withdrawRequest");
  const [reasons, setReasons] = useState("");
  if (reply.row === undefined) return null;
  const seen = reply.row;
  const send = async (): Promise<boolean> => {
    const body = { seen, reasons: wordsOf(reasons.trim()) };
    const { state } = await act.run({ params: { id: reply.id }, body }, say("withdraw"));
    if (state === "accepted") onTold(say("withdrawn"));
    return state !== "refused";
  };
  return (
    <ActForm
      name={say("withdraw")}
      does={say("withdrawDo")}
      look="quiet"
      isReady={reasons.trim() !== ""}
      isRunning={act.isRunning}
      problem={act.problem}
      onOpen={act.clear}
      send={send}
    >
      <Field label={say("reasonsRead")} value={reasons} onChange={setReasons} lines={2} isRequired />
    </ActForm>
  );
}

/** Gives a party more time, with reasons that it reads. */
export function ExtendForm({ reply, onTold }: ReplyFormProps): ReactNode {
  const say = useWords(replyWords);
  const wordsOf = useWordsOf();
  const act = useAct("extendClock");
  const [dueAt, setDueAt] = useState("");
  const [reasons, setReasons] = useState("");
  if (reply.row === undefined) return null;
  const seen = reply.row;
  const send = async (): Promise<boolean> => {
    const body = { seen, dueAt: new Date(dueAt).toISOString(), reasons: wordsOf(reasons.trim()) };
    const { state } = await act.run({ params: { id: reply.id }, body }, say("extend"));
    if (state === "accepted") onTold(say("done"));
    return state !== "refused";
  };
  return (
    <ActForm
      name={say("extend")}
      does={say("extendDo")}
      look="quiet"
      isReady={dueAt !== "" && reasons.trim() !== ""}
      isRunning={act.isRunning}
      problem={act.problem}
      onOpen={act.clear}
      send={send}
    >
      <Field label={say("extendTo")} type="datetime-local" value={dueAt} onChange={setDueAt} isRequired />
      <Field label={say("reasonsRead")} value={reasons} onChange={setReasons} lines={2} isRequired />
    </ActForm>
  );
}

const FOUND = { kept: true, notKept: false, notFound: undefined } as const;
type Found = keyof typeof FOUND;

/** Whether what was promised was done. That it could not be found out is an answer too. */
export function CheckForm({ reply, onTold }: ReplyFormProps): ReactNode {
  const say = useWords(replyWords);
  const wordsOf = useWordsOf();
  const act = useAct("checkRemedy");
  const [found, setFound] = useState<Found>();
  const [text, setText] = useState("");
  if (reply.row === undefined) return null;
  const seen = reply.row;
  const send = async (): Promise<boolean> => {
    if (found === undefined) return false;
    const isKept = FOUND[found];
    const body = { seen, words: wordsOf(text.trim()), ...(isKept === undefined ? {} : { isKept }) };
    const { state } = await act.run({ params: { id: reply.id }, body }, say("check"));
    if (state === "accepted") onTold(say("done"));
    return state !== "refused";
  };
  return (
    <ActForm
      name={say("check")}
      does={say("checkDo")}
      isReady={found !== undefined && text.trim() !== ""}
      isRunning={act.isRunning}
      problem={act.problem}
      onOpen={act.clear}
      send={send}
    >
      <Choice
        label={say("found")}
        value={found}
        options={(Object.keys(FOUND) as Found[]).map((key) => ({ key, name: say(key) }))}
        onChoose={setFound}
      />
      <Field label={say("found")} value={text} onChange={setText} lines={3} isRequired />
    </ActForm>
  );
}
