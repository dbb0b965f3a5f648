import { useState, type ReactNode } from "react";
import {
  ATTRIBUTION_LEVELS,
  ATTRIBUTION_NAMES_ACTOR,
  OCCURRENCE_LEVELS,
  type AttributionLevel,
  type OccurrenceLevel,
} from "../../../domain/index.ts";
import { Choice } from "../../parts/index.ts";
import { useAct } from "../../record/index.ts";
import { useWords } from "../../words/index.ts";
import { useParties } from "./use-parties.ts";
import { ActForm, Field, Told, useWordsOf } from "./forms.tsx";
import { useHere } from "./here.ts";
import { ladderWords } from "./ladder-words.ts";
import { useSayLevel } from "./use-say-level.ts";
import { incidentWords } from "./words.ts";

export interface SetLevelProps {
  readonly ladder: "occurrence" | "attribution";
}

const NAMES = { occurrence: "setOccurrence", attribution: "setAttribution" } as const;

/** Places the incident on a ladder, with reasons for the inside and for everybody. */
export function SetLevel({ ladder }: SetLevelProps): ReactNode {
  const say = useWords(ladderWords);
  const sayIncident = useWords(incidentWords);
  const sayLevel = useSayLevel();
  const [level, setLevel] = useState<string>();
  const [actor, setActor] = useState("");
  const [reasons, setReasons] = useState("");
  const [publicReasons, setPublicReasons] = useState("");
  const { act, told, send } = useSending(ladder, { level, actor, reasons, publicReasons });
  const namesActor = ladder === "attribution" && ATTRIBUTION_NAMES_ACTOR.has(level as AttributionLevel);
  const levels = ladder === "occurrence" ? OCCURRENCE_LEVELS : ATTRIBUTION_LEVELS;
  return (
    <>
      <ActForm
        name={say(NAMES[ladder])}
        does={say("set")}
        isReady={level !== undefined && reasons.trim() !== "" && (!namesActor || actor.trim() !== "")}
        isRunning={act.isRunning}
        problem={act.problem}
        onOpen={act.clear}
        send={send}
      >
        <Choice
          label={say("level")}
          value={level}
          options={levels.map((key): { key: string; name: string } => ({ key, name: sayLevel(key) }))}
          onChoose={setLevel}
        />
        {namesActor && <ActorField actor={actor} onChange={setActor} />}
        <Field
          label={sayIncident("reasons")}
          help={sayIncident("reasonsHelp")}
          value={reasons}
          onChange={setReasons}
          lines={3}
          isRequired
        />
        <Field
          label={sayIncident("publicReasons")}
          help={sayIncident("publicReasonsHelp")}
          value={publicReasons}
          onChange={setPublicReasons}
          lines={2}
        />
      </ActForm>
      {told !== undefined && <Told>{told}</Told>}
    </>
  );
}

interface Draft {
  readonly level: string | undefined;
  readonly actor: string;
  readonly reasons: string;
  readonly publicReasons: string;
}

function useSending(ladder: SetLevelProps["ladder"], draft: Draft) {
  const say = useWords(ladderWords);
  const sayIncident = useWords(incidentWords);
  const sayLevel = useSayLevel();
  const wordsOf = useWordsOf();
  const { id, row, agreement } = useHere();
  const occurrence = useAct("setOccurrence");
  const attribution = useAct("setAttribution");
  const [told, setTold] = useState<string>();
  const act = ladder === "occurrence" ? occurrence : attribution;
  const send = async (): Promise<boolean> => {
    const { level, actor, reasons, publicReasons } = draft;
    if (level === undefined || row === undefined) return false;
    const said = {
      seen: row,
      reasons: wordsOf(reasons.trim()),
      ...(publicReasons.trim() === "" ? {} : { publicReasons: wordsOf(publicReasons.trim()) }),
      ...(agreement === undefined ? {} : { agreement }),
    };
    const who = ATTRIBUTION_NAMES_ACTOR.has(level as AttributionLevel) ? { actor: actor.trim() } : {};
    const about = say(NAMES[ladder]);
    const outcome =
      ladder === "occurrence"
        ? await occurrence.run({ params: { id }, body: { ...said, level: level as OccurrenceLevel } }, about)
        : await attribution.run({ params: { id }, body: { ...said, ...who, level: level as AttributionLevel } }, about);
    if (outcome.state === "accepted") {
      const { level: justified = "" } = outcome.answer.justified as { readonly level?: string };
      setTold(say("done", { level: sayLevel(level), justified: sayLevel(justified) }));
    }
    if (outcome.state === "queued") setTold(sayIncident("waits"));
    return outcome.state !== "refused";
  };
  return { act, told, send };
}

function ActorField({
  actor,
  onChange,
}: {
  readonly actor: string;
  readonly onChange: (actor: string) => void;
}): ReactNode {
  const say = useWords(ladderWords);
  const parties = useParties();
  return (
    <div className="two">
      <Field label={say("actor")} help={say("actorHelp")} value={actor} onChange={onChange} isRequired />
      <Choice
        label={say("attribution")}
        value={parties.some(({ key }) => key === actor) ? actor : undefined}
        options={parties}
        onChoose={onChange}
      />
    </div>
  );
}
