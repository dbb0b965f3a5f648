import { useDeferredValue, useState, type ReactNode } from "react";
import { Checkbox, Label, Radio, RadioGroup, Text } from "react-aria-components";
import { useAct, useAsk, useMay } from "../../record/index.ts";
import { useWords } from "../../words/index.ts";
import type { DoingProps } from "./done.ts";
import { ActForm, Field, Reason } from "./forms.tsx";
import { useHere } from "./here.ts";
import { matchingWords } from "./matching-words.ts";
import { whenOf } from "./times.ts";
import { useSayWhen } from "./When.tsx";

/** Another incident is this one: its reports come here. */
export function MergeForm({ onDone }: DoingProps): ReactNode {
  const say = useWords(matchingWords);
  const { id } = useHere();
  const mayRelease = useMay("release:set");
  const act = useAct("mergeIncidents");
  const [other, setOther] = useState<string>();
  const [reason, setReason] = useState("");
  const [isReleased, setReleased] = useState(false);
  const send = async (): Promise<boolean> => {
    if (other === undefined) return false;
    const body = { into: id, reason: reason.trim(), ...(isReleased ? { release: true } : {}) };
    const outcome = await act.run({ params: { id: other }, body }, say("merge"));
    if (outcome.state === "accepted") onDone({ told: say("mergeDone"), act: "merge-incidents", thing: other });
    return outcome.state !== "refused";
  };
  return (
    <ActForm
      name={say("merge")}
      title={say("mergeTitle")}
      does={say("mergeDo")}
      isReady={other !== undefined && reason.trim() !== ""}
      isRunning={act.isRunning}
      problem={act.problem}
      onOpen={() => {
        act.clear();
        setOther(undefined);
      }}
      send={send}
    >
      <Text className="soft">{say("mergeHelp")}</Text>
      <Finder other={other} onChoose={setOther} />
      <Reason value={reason} onChange={setReason} />
      {mayRelease && (
        <Checkbox isSelected={isReleased} onChange={setReleased}>
          <span className="box" aria-hidden="true">
            {isReleased ? "✓" : ""}
          </span>
          {say("alsoRelease")}
        </Checkbox>
      )}
    </ActForm>
  );
}

const DAY = 86_400_000;

interface FinderProps {
  readonly other: string | undefined;
  readonly onChoose: (id: string) => void;
}

/** Incidents of the days around, or by words: what is one with this is seldom far from it. */
function Finder({ other, onChoose }: FinderProps): ReactNode {
  const say = useWords(matchingWords);
  const { id, answer, zone } = useHere();
  const sayWhen = useSayWhen(zone);
  const [text, setText] = useState("");
  const wanted = useDeferredValue(text.trim());
  const { earliest, latest } = answer.incident;
  const around =
    wanted === "" && earliest !== null
      ? {
          from: new Date(Date.parse(earliest) - DAY).toISOString(),
          to: new Date(Date.parse(latest ?? earliest) + DAY).toISOString(),
        }
      : {};
  const query = { limit: 12, ...around, ...(wanted === "" ? {} : { text: wanted }) };
  const asked = useAsk("listIncidents", { query }, { keepsBefore: true });
  const found = (asked.data?.items ?? []).filter((one) => one.id !== id);
  return (
    <>
      <Field label={say("search")} value={text} onChange={setText} />
      {asked.data && found.length === 0 && <p>{say("noneFound")}</p>}
      <RadioGroup value={other ?? null} onChange={onChoose} className="react-aria-RadioGroup found">
        <Label>{say("other")}</Label>
        {found.map((one) => (
          <Radio key={one.id} value={one.id}>
            <span>
              <bdi>{one.label ?? one.id.slice(0, 8)}</bdi>
              <span className="soft small block">
                {sayWhen(whenOf(one.earliest, one.latest, zone))}
                {one.area !== null && (
                  <>
                    {" "}
                    · <bdi>{one.area}</bdi>
                  </>
                )}
              </span>
            </span>
          </Radio>
        ))}
      </RadioGroup>
    </>
  );
}
