import type { ReactNode } from "react";
import { Button } from "react-aria-components";
import { Problem } from "../../parts/index.ts";
import { useWords } from "../../words/index.ts";
import type { TakingBack } from "./taking-back.ts";
import { incidentsWords } from "./words.ts";

/** What was recorded just now, until it is dismissed: also after the dialog in which it was recorded is closed. */
export function JustRecorded({ taking }: { readonly taking: TakingBack }): ReactNode {
  const say = useWords(incidentsWords);
  const { reports, state, dismiss } = taking;
  if (reports.length === 0) return null;
  return (
    <section className="just-recorded row no-print" aria-label={say("justRecorded")}>
      {state === "recorded" && <p role="status">{say("recorded", { added: reports.length, refused: 0 })}</p>}
      <TakeBack taking={taking} />
      <Button onPress={dismiss}>{say("dismiss")}</Button>
    </section>
  );
}

/** The way back, and what came of it. */
export function TakeBack({ taking }: { readonly taking: TakingBack }): ReactNode {
  const say = useWords(incidentsWords);
  const { reports, state, problem, isRunning, undo } = taking;
  if (reports.length === 0) return null;
  if (state !== "recorded") return <p role="status">{say(state)}</p>;
  return (
    <>
      {problem && <Problem problem={problem} />}
      <Button isDisabled={isRunning} onPress={() => void undo()}>
        {say("undo")}
      </Button>
    </>
  );
}
