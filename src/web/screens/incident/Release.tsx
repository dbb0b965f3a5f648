import { useState, type ReactNode } from "react";
import { useAct, useMay } from "../../record/index.ts";
import { useFormats, useWords } from "../../words/index.ts";
import { AudienceField, useNameAudience } from "./AudienceField.tsx";
import { ActForm, Told } from "./forms.tsx";
import { useHere } from "./here.ts";
import { releaseWords } from "./release-words.ts";
import { incidentWords } from "./words.ts";

/** Who besides the team may see the incident, and changing that. */
export function Release(): ReactNode {
  const say = useWords(releaseWords);
  const sayIncident = useWords(incidentWords);
  const formats = useFormats();
  const nameAudience = useNameAudience();
  const { answer } = useHere();
  const mayRelease = useMay("release:set");
  const audience = answer.audience ?? [];
  return (
    <section id="release" className="stack" aria-labelledby="release-title">
      <h2 id="release-title">{sayIncident("release")}</h2>
      <p className="soft measure">{say("lead")}</p>
      <p dir="auto">
        {audience.length === 0 ? say("nobody") : say("seen", { who: formats.list(audience.map(nameAudience)) })}
      </p>
      {mayRelease && <Change />}
    </section>
  );
}

function Change(): ReactNode {
  const say = useWords(releaseWords);
  const sayIncident = useWords(incidentWords);
  const formats = useFormats();
  const nameAudience = useNameAudience();
  const { id, row, answer } = useHere();
  const act = useAct("releaseIncident");
  const [audience, setAudience] = useState<readonly string[]>([]);
  const [told, setTold] = useState<string>();
  if (row === undefined) return null;
  const send = async (): Promise<boolean> => {
    const body = { seen: row, audience: [...audience] };
    const outcome = await act.run({ params: { id }, body }, say("change"));
    if (outcome.state === "queued") setTold(sayIncident("waits"));
    if (outcome.state === "accepted") {
      const who = outcome.answer.audience.map(nameAudience);
      setTold(who.length === 0 ? say("nobody") : say("done", { who: formats.list(who) }));
    }
    return outcome.state !== "refused";
  };
  return (
    <div className="row">
      <ActForm
        name={say("change")}
        does={say("changeDo")}
        isReady
        isRunning={act.isRunning}
        problem={act.problem}
        onOpen={() => {
          act.clear();
          setAudience(answer.audience ?? []);
        }}
        send={send}
      >
        <AudienceField label={say("who")} value={audience} onChange={setAudience} />
        {audience.includes("public") && <p className="tag-line">{say("publicWarning")}</p>}
      </ActForm>
      {told !== undefined && <Told>{told}</Told>}
    </div>
  );
}
