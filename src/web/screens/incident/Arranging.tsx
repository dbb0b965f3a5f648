import { useState, type ReactNode } from "react";
import { Checkbox, CheckboxGroup, Label, Text } from "react-aria-components";
import { Choice } from "../../parts/index.ts";
import { useAct, useMay } from "../../record/index.ts";
import { useWords } from "../../words/index.ts";
import type { DoingProps, Done } from "./done.ts";
import { ActForm, Reason, Told } from "./forms.tsx";
import { useHere, type ReportHere } from "./here.ts";
import { IncidentLink, LedgerLink } from "./LedgerLink.tsx";
import { matchingWords } from "./matching-words.ts";
import { MergeForm } from "./MergeForm.tsx";
import { useNameReports } from "./tellers.ts";
import { Undo } from "./Undo.tsx";
import { useEntry } from "./use-entry.ts";

export interface ArrangingProps {
  readonly reports: readonly ReportHere[];
  readonly isPinned: boolean;
}

/** Putting reports together and apart. */
export function Arranging({ reports, isPinned }: ArrangingProps): ReactNode {
  const [done, setDone] = useState<Done>();
  return (
    <div className="stack-tight">
      <div className="row no-print">
        {reports.length > 1 && <Split reports={reports} onDone={setDone} />}
        {reports.length > 1 && <Detach reports={reports} onDone={setDone} />}
        <MergeForm onDone={setDone} />
        <Pin isPinned={isPinned} onDone={setDone} />
      </div>
      {done && <WhatWasDone done={done} onUndone={(told) => setDone({ ...done, told, thing: "" })} />}
    </div>
  );
}

function WhatWasDone({
  done,
  onUndone,
}: {
  readonly done: Done;
  readonly onUndone: (told: string) => void;
}): ReactNode {
  const say = useWords(matchingWords);
  const { id } = useHere();
  const entry = useEntry(done.act, done.thing === "" ? undefined : done.thing);
  return (
    <Told>
      <div className="row">
        <strong>{done.told}</strong>
        {entry && <LedgerLink seq={entry.seq} />}
        {done.incident !== undefined && done.incident !== id && done.thing !== "" && (
          <IncidentLink id={done.incident}>{say("toOther")}</IncidentLink>
        )}
        {entry && <Undo seq={entry.seq} onDone={onUndone} />}
      </div>
    </Told>
  );
}

interface OfReports extends DoingProps {
  readonly reports: readonly ReportHere[];
}

function Split({ reports, onDone }: OfReports): ReactNode {
  const say = useWords(matchingWords);
  const { id } = useHere();
  const nameReports = useNameReports();
  const act = useAct("splitIncident");
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [reason, setReason] = useState("");
  const send = async (): Promise<boolean> => {
    const body = { reports: [...chosen], reason: reason.trim() };
    const outcome = await act.run({ params: { id }, body }, say("split"));
    if (outcome.state === "accepted")
      onDone({ told: say("splitDone"), act: "split-incident", thing: chosen[0]!, incident: outcome.answer.incident });
    return outcome.state !== "refused";
  };
  return (
    <ActForm
      name={say("split")}
      title={say("splitTitle")}
      does={say("splitDo")}
      isReady={chosen.length > 0 && chosen.length < reports.length && reason.trim() !== ""}
      isRunning={act.isRunning}
      problem={act.problem}
      onOpen={() => {
        act.clear();
        setChosen([]);
      }}
      send={send}
    >
      <CheckboxGroup value={[...chosen]} onChange={setChosen}>
        <Label>{say("splitHelp")}</Label>
        {nameReports(reports).map(({ key, name }) => (
          <Checkbox key={key} value={key}>
            <span className="box" aria-hidden="true">
              {chosen.includes(key) ? "✓" : ""}
            </span>
            <bdi>{name}</bdi>
          </Checkbox>
        ))}
      </CheckboxGroup>
      <Reason value={reason} onChange={setReason} />
    </ActForm>
  );
}

function Detach({ reports, onDone }: OfReports): ReactNode {
  const say = useWords(matchingWords);
  const nameReports = useNameReports();
  const mayDetach = useMay("report:attach");
  const act = useAct("detachReport");
  const [report, setReport] = useState<string>();
  const [reason, setReason] = useState("");
  if (!mayDetach) return null;
  const send = async (): Promise<boolean> => {
    if (report === undefined) return false;
    const outcome = await act.run({ params: { id: report }, body: { reason: reason.trim() } }, say("detach"));
    if (outcome.state === "accepted")
      onDone({ told: say("detachDone"), act: "split-incident", thing: report, incident: outcome.answer.incident });
    return outcome.state !== "refused";
  };
  return (
    <ActForm
      name={say("detach")}
      title={say("detachTitle")}
      does={say("detachDo")}
      isReady={report !== undefined && reason.trim() !== ""}
      isRunning={act.isRunning}
      problem={act.problem}
      onOpen={act.clear}
      send={send}
    >
      <Choice label={say("whichReport")} value={report} options={nameReports(reports)} onChoose={setReport} />
      <Reason value={reason} onChange={setReason} />
    </ActForm>
  );
}

function Pin({ isPinned, onDone }: DoingProps & { readonly isPinned: boolean }): ReactNode {
  const say = useWords(matchingWords);
  const { id } = useHere();
  const act = useAct(isPinned ? "unpinIncident" : "pinIncident");
  const [reason, setReason] = useState("");
  const send = async (): Promise<boolean> => {
    const does = isPinned ? "unpin" : "pin";
    const outcome = await act.run({ params: { id }, body: { reason: reason.trim() } }, say(does));
    if (outcome.state === "accepted") onDone({ told: say(`${does}Done`), act: `${does}-incident`, thing: id });
    return outcome.state !== "refused";
  };
  return (
    <ActForm
      name={say(isPinned ? "unpin" : "pin")}
      does={say(isPinned ? "unpinDo" : "pinDo")}
      isReady={reason.trim() !== ""}
      isRunning={act.isRunning}
      problem={act.problem}
      onOpen={act.clear}
      send={send}
    >
      {!isPinned && <Text>{say("pinned")}</Text>}
      <Reason value={reason} onChange={setReason} />
    </ActForm>
  );
}
