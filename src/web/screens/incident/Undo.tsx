import { useState, type ReactNode } from "react";
import { useAct } from "../../record/index.ts";
import { useWords } from "../../words/index.ts";
import { ActForm, Reason } from "./forms.tsx";
import { matchingWords } from "./matching-words.ts";
import { incidentWords } from "./words.ts";

export interface UndoProps {
  readonly seq: number;
  readonly onDone: (told: string) => void;
}

/** Takes one entry back, with a reason. */
export function Undo({ seq, onDone }: UndoProps): ReactNode {
  const say = useWords(matchingWords);
  const sayIncident = useWords(incidentWords);
  const act = useAct("undoMatching");
  const [reason, setReason] = useState("");
  const send = async (): Promise<boolean> => {
    const outcome = await act.run({ body: { entry: seq, reason: reason.trim() } }, say("undo"));
    if (outcome.state === "accepted") onDone(say("undone", { count: outcome.answer.restored }));
    if (outcome.state === "queued") onDone(sayIncident("waits"));
    return outcome.state !== "refused";
  };
  return (
    <ActForm
      name={say("undo")}
      title={say("undoTitle", { seq })}
      does={say("undoDo")}
      isReady={reason.trim() !== ""}
      isRunning={act.isRunning}
      problem={act.problem}
      onOpen={act.clear}
      send={send}
    >
      <Reason value={reason} onChange={setReason} />
    </ActForm>
  );
}
