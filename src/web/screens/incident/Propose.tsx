import { useState, type ReactNode } from "react";
import { JUDGEMENTS, type Judgement } from "../../../domain/index.ts";
import { Choice, partWords, verdictNamed } from "../../parts/index.ts";
import { useAct, useAsk } from "../../record/index.ts";
import { useWords } from "../../words/index.ts";
import { AudienceField } from "./AudienceField.tsx";
import { determinationWords } from "./determination-words.ts";
import { findingOf } from "./findings.ts";
import { ActForm, Field, useWordsOf } from "./forms.tsx";
import { useHere } from "./here.ts";
import { useFindings, useRules } from "./use-findings.ts";
import { useNameReading } from "./use-name-reading.ts";
import { useSayLevel } from "./use-say-level.ts";
import { incidentWords } from "./words.ts";

const WHOLE = "-";

interface Draft {
  readonly judgement: Judgement | undefined;
  readonly rule: string;
  readonly reading: string;
  readonly reasons: string;
  readonly publicReasons: string;
  readonly audience: readonly string[];
}

/** Proposes what to determine: nothing yet, until another person has signed. */
export function Propose({ onTold }: { readonly onTold: (told: string) => void }): ReactNode {
  const say = useWords(determinationWords);
  const here = useHere();
  const empty: Draft = {
    judgement: undefined,
    rule: here.rule === "" ? WHOLE : here.rule,
    reading: here.reading,
    reasons: "",
    publicReasons: "",
    audience: [],
  };
  const [draft, setDraft] = useState(empty);
  const { act, send } = useSending(draft, onTold);
  return (
    <div className="row">
      <ActForm
        name={say("propose")}
        does={say("proposeDo")}
        isReady={draft.judgement !== undefined && draft.reasons.trim() !== ""}
        isRunning={act.isRunning}
        problem={act.problem}
        onOpen={() => {
          act.clear();
          setDraft(empty);
        }}
        send={send}
      >
        <Inside draft={draft} onChange={setDraft} />
      </ActForm>
    </div>
  );
}

function useSending(draft: Draft, onTold: (told: string) => void) {
  const say = useWords(determinationWords);
  const sayIncident = useWords(incidentWords);
  const wordsOf = useWordsOf();
  const { id, row, agreement } = useHere();
  const found = useAsk("list:finding", { query: { incident: id } }).data?.items.find(
    (one) => one.agreement === agreement,
  );
  const act = useAct("proposeDetermination");
  const send = async (): Promise<boolean> => {
    const { judgement, rule, reading, reasons, publicReasons, audience } = draft;
    if (judgement === undefined || row === undefined || agreement === undefined) return false;
    const body = {
      seen: row,
      agreement,
      judgement,
      ...(rule === WHOLE ? {} : { rule, reading }),
      ...(found?.row === undefined ? {} : { finding: { id: found.id, row: found.row } }),
      reasons: wordsOf(reasons.trim()),
      ...(publicReasons.trim() === "" ? {} : { publicReasons: wordsOf(publicReasons.trim()) }),
      audience: [...audience],
    };
    const outcome = await act.run({ params: { id }, body }, say("propose"));
    if (outcome.state === "accepted") onTold(say("proposedDone", { count: outcome.answer.missing }));
    if (outcome.state === "queued") onTold(sayIncident("waits"));
    return outcome.state !== "refused";
  };
  return { act, send };
}

interface InsideProps {
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
}

function Inside({ draft, onChange }: InsideProps): ReactNode {
  const say = useWords(determinationWords);
  const sayIncident = useWords(incidentWords);
  const sayPart = useWords(partWords);
  const sayLevel = useSayLevel();
  const rules = useRules();
  const { cells, explanation } = useFindings();
  const nameReading = useNameReading();
  const named = [...new Set(cells.map(({ rule }) => rule))].map((key) => ({ key, name: rules.get(key)?.title ?? key }));
  const finding = findingOf(cells, draft);
  return (
    <>
      <Choice
        label={say("judgement")}
        value={draft.judgement}
        options={JUDGEMENTS.map((key) => ({ key, name: sayLevel(key) }))}
        onChoose={(judgement) => onChange({ ...draft, judgement })}
      />
      <Choice
        label={say("rule")}
        value={draft.rule}
        options={[...named, { key: WHOLE, name: say("whole") }]}
        onChoose={(rule) => onChange({ ...draft, rule })}
      />
      {draft.rule !== WHOLE && (
        <Choice
          label={say("reading")}
          value={draft.reading}
          options={(explanation?.readings ?? []).map(({ id }) => ({ key: id, name: nameReading(id) }))}
          onChoose={(reading) => onChange({ ...draft, reading })}
        />
      )}
      {finding && <p className="soft">{say("restsOn", { verdict: sayPart(verdictNamed(finding.verdict)) })}</p>}
      <Field
        label={sayIncident("reasons")}
        help={sayIncident("reasonsHelp")}
        value={draft.reasons}
        onChange={(reasons) => onChange({ ...draft, reasons })}
        lines={4}
        isRequired
      />
      <Field
        label={sayIncident("publicReasons")}
        help={sayIncident("publicReasonsHelp")}
        value={draft.publicReasons}
        onChange={(publicReasons) => onChange({ ...draft, publicReasons })}
        lines={2}
      />
      <AudienceField
        label={say("releaseTo")}
        value={draft.audience}
        onChange={(audience) => onChange({ ...draft, audience })}
      />
    </>
  );
}
