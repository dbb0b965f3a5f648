import { useState, type ReactNode } from "react";
import { Checkbox } from "react-aria-components";
import { Choice } from "../../parts/index.ts";
import { useAct, useAsk } from "../../record/index.ts";
import { useFormats, useLanguage, useWords } from "../../words/index.ts";
import type { Explanation, QuestionAsked } from "./findings.ts";
import { ActForm, Field, Told } from "./forms.tsx";
import { useHere } from "./here.ts";
import { LETTERS, letterOf, type LetterLanguage } from "./letter.ts";
import { settleWords } from "./settle-words.ts";
import { incidentWords } from "./words.ts";

export interface AskPartyProps {
  readonly explanation: Explanation | undefined;
  readonly first: QuestionAsked | undefined;
}

interface PartyNamed {
  readonly key: string;
  readonly name: string;
}

/** The parties of the text, those first that may have been in it by one of their names. */
export function useParties(): readonly PartyNamed[] {
  const { agreementId, answer } = useHere();
  const { data } = useAsk(
    "getStanding",
    { params: { id: agreementId ?? "" }, query: {} },
    { isWanted: agreementId !== undefined },
  );
  const sides = new Set(answer.incident.sides);
  const isIn = ({ names }: { readonly names: readonly { readonly text: string }[] }): boolean =>
    names.some(({ text }) => sides.has(text));
  return (data?.parties ?? [])
    .toSorted((a, b) => Number(isIn(b)) - Number(isIn(a)))
    .map(({ name, title }) => ({ key: name, name: title }));
}

/** Sends a party the question, and starts the clock of its answer. */
export function AskParty({ explanation, first }: AskPartyProps): ReactNode {
  const say = useWords(settleWords);
  const sayIncident = useWords(incidentWords);
  const { language } = useLanguage();
  const { id, row, agreement, zone, answer } = useHere();
  const formats = useFormats(zone);
  const parties = useParties();
  const act = useAct("requestReply");
  const [party, setParty] = useState<string>();
  const [letterIn, setLetterIn] = useState<LetterLanguage>(language === "ar" ? "ar" : "en");
  const [text, setText] = useState("");
  const [dueAt, setDueAt] = useState("");
  const [isReleased, setReleased] = useState(true);
  const [told, setTold] = useState<string>();
  const asked = party ?? parties[0]?.key;
  if (row === undefined || asked === undefined) return null;
  const write = (lang: LetterLanguage): void => {
    setLetterIn(lang);
    setText(letterOf(lang, { incident: answer.incident, zone, question: first }));
  };
  const isSeen = answer.audience?.includes(`party:${asked}`) ?? false;
  const send = async (): Promise<boolean> => {
    const body = {
      seen: row,
      party: asked,
      question: { text: text.trim(), lang: letterIn },
      ...(dueAt === "" ? {} : { dueAt: new Date(dueAt).toISOString() }),
      ...(agreement === undefined ? {} : { agreement }),
      ...(isSeen ? {} : { release: isReleased }),
    };
    const outcome = await act.run({ params: { id }, body }, say("ask"));
    if (outcome.state === "accepted") setTold(say("asked", { when: formats.moment(outcome.answer.dueAt) }));
    if (outcome.state === "queued") setTold(sayIncident("waits"));
    return outcome.state !== "refused";
  };
  return (
    <>
      <ActForm
        name={say("ask")}
        title={say("askTitle")}
        does={say("askIt")}
        isReady={text.trim() !== ""}
        isRunning={act.isRunning}
        problem={act.problem}
        onOpen={() => {
          act.clear();
          write(letterIn);
        }}
        send={send}
      >
        <Choice label={say("party")} value={asked} options={parties} onChoose={setParty} />
        <Choice
          label={say("letterIn")}
          value={letterIn}
          options={LETTERS.map((key) => ({ key, name: say(key === "ar" ? "arabic" : "english") }))}
          onChoose={write}
        />
        <Field label={say("letter")} value={text} onChange={setText} lines={8} isRequired />
        <Field label={say("due")} help={say("dueHelp")} type="datetime-local" value={dueAt} onChange={setDueAt} />
        {!isSeen && (
          <Checkbox isSelected={isReleased} onChange={setReleased}>
            <span className="box" aria-hidden="true">
              {isReleased ? "✓" : ""}
            </span>
            {say("releaseToo")}
          </Checkbox>
        )}
      </ActForm>
      {told !== undefined && <Told>{told}</Told>}
    </>
  );
}
