import { useState, type ReactNode } from "react";
import { Checkbox } from "react-aria-components";
import { Choice } from "../../parts/index.ts";
import { useAct } from "../../record/index.ts";
import { useFormats, useLanguage, useWords } from "../../words/index.ts";
import type { QuestionAsked } from "./findings.ts";
import { ActForm, Field, Told } from "./forms.tsx";
import { useHere } from "./here.ts";
import { LETTERS, letterOf, type LetterLanguage } from "./letter.ts";
import { settleWords } from "./settle-words.ts";
import { useParties } from "./use-parties.ts";
import { incidentWords } from "./words.ts";

export interface AskPartyProps {
  /** What is asked first. */
  readonly first: QuestionAsked | undefined;
}

interface Draft {
  /** Unset: the likeliest. */
  readonly party?: string;
  readonly language: LetterLanguage;
  readonly text: string;
  readonly dueAt: string;
  readonly isReleased: boolean;
}

/** Sends a party the question, and starts the clock of its answer. */
export function AskParty({ first }: AskPartyProps): ReactNode {
  const say = useWords(settleWords);
  const { language } = useLanguage();
  const { row, zone, answer } = useHere();
  const [likeliest] = useParties();
  const written = (lang: LetterLanguage): Draft => {
    const text = letterOf(lang, { incident: answer.incident, zone, question: first });
    return { language: lang, text, dueAt: "", isReleased: false };
  };
  const own = language === "ar" ? "ar" : "en";
  const [draft, setDraft] = useState<Draft>(() => written(own));
  const party = draft.party ?? likeliest?.key;
  const { act, told, send } = useSending(draft, party);
  if (row === undefined || party === undefined) return null;
  const isSeen = answer.audience?.includes(`party:${party}`) ?? false;
  return (
    <>
      <ActForm
        name={say("ask")}
        title={say("askTitle")}
        does={say("askIt")}
        isReady={draft.text.trim() !== "" && (isSeen || draft.isReleased)}
        isRunning={act.isRunning}
        problem={act.problem}
        onOpen={() => {
          act.clear();
          setDraft(written(own));
        }}
        send={send}
      >
        <Letter draft={{ ...draft, party }} onChange={setDraft} write={written} />
        {!isSeen && (
          <Checkbox isSelected={draft.isReleased} onChange={(isReleased) => setDraft({ ...draft, isReleased })}>
            <span className="box" aria-hidden="true">
              {draft.isReleased ? "✓" : ""}
            </span>
            {say("releaseToo")}
          </Checkbox>
        )}
      </ActForm>
      {told !== undefined && <Told>{told}</Told>}
    </>
  );
}

interface LetterProps {
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
  readonly write: (language: LetterLanguage) => Draft;
}

function Letter({ draft, onChange, write }: LetterProps): ReactNode {
  const say = useWords(settleWords);
  const parties = useParties();
  return (
    <>
      <Choice
        label={say("party")}
        value={draft.party}
        options={parties}
        onChoose={(party) => onChange({ ...draft, party })}
      />
      <Choice
        label={say("letterIn")}
        value={draft.language}
        options={LETTERS.map((key) => ({ key, name: say(key === "ar" ? "arabic" : "english") }))}
        onChoose={(language) => onChange({ ...draft, language, text: write(language).text })}
      />
      <Field
        label={say("letter")}
        value={draft.text}
        onChange={(text) => onChange({ ...draft, text })}
        lines={8}
        isRequired
      />
      <Field
        label={say("due")}
        help={say("dueHelp")}
        type="datetime-local"
        value={draft.dueAt}
        onChange={(dueAt) => onChange({ ...draft, dueAt })}
      />
    </>
  );
}

function useSending({ language, text, dueAt, isReleased }: Draft, party: string | undefined) {
  const say = useWords(settleWords);
  const sayIncident = useWords(incidentWords);
  const { id, row, agreement, zone } = useHere();
  const formats = useFormats(zone);
  const act = useAct("requestReply");
  const [told, setTold] = useState<string>();
  const send = async (): Promise<boolean> => {
    if (row === undefined || party === undefined) return false;
    const body = {
      seen: row,
      party,
      question: { text: text.trim(), lang: language },
      ...(dueAt === "" ? {} : { dueAt: new Date(dueAt).toISOString() }),
      ...(agreement === undefined ? {} : { agreement }),
      ...(isReleased ? { release: true } : {}),
    };
    const outcome = await act.run({ params: { id }, body }, say("ask"));
    if (outcome.state === "accepted") setTold(say("asked", { when: formats.moment(outcome.answer.dueAt) }));
    if (outcome.state === "queued") setTold(sayIncident("waits"));
    return outcome.state !== "refused";
  };
  return { act, told, send };
}
