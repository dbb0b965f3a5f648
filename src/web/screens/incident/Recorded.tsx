import { useState, type ReactNode } from "react";
import { Button } from "react-aria-components";
import { partWords, Problem, verdictNamed } from "../../parts/index.ts";
import { useAct, useAsk } from "../../record/index.ts";
import { useWords } from "../../words/index.ts";
import { Told, useWordsOf } from "./forms.tsx";
import { LedgerLink } from "./LedgerLink.tsx";
import { settleWords } from "./settle-words.ts";
import { useEntry } from "./use-entry.ts";
import { incidentWords } from "./words.ts";

/** An answer that was recorded a moment ago. */
export interface AnswerTaken {
  /** Unset: it waits on this device. */
  readonly statement: string | undefined;
  readonly account: string;
  /** The verdict before it. */
  readonly before: string;
}

export interface RecordedProps {
  readonly taken: AnswerTaken;
  readonly verdict: string | undefined;
  readonly onDone: () => void;
}

/** What an answer has changed, by which entry of the ledger, and how to take it back. */
export function Recorded({ taken, verdict, onDone }: RecordedProps): ReactNode {
  const say = useWords(settleWords);
  const sayIncident = useWords(incidentWords);
  const sayPart = useWords(partWords);
  const entry = useEntry("record-account", taken.statement);
  if (taken.statement === undefined) return <Told>{sayIncident("waits")}</Told>;
  const [before, now] = [taken.before, verdict].map((one) => sayPart(verdictNamed(one)));
  return (
    <Told>
      <p>
        {say("recorded", { account: taken.account })}{" "}
        <strong>
          {verdict === undefined
            ? say("notYet")
            : verdict === taken.before
              ? say("verdictSame", { now: now! })
              : say("verdictNow", { before: before!, now: now! })}
        </strong>{" "}
        {entry && <LedgerLink seq={entry.seq} />}
      </p>
      <TakeBack statement={taken.statement} onDone={onDone} />
    </Told>
  );
}

function TakeBack({ statement, onDone }: { readonly statement: string; readonly onDone: () => void }): ReactNode {
  const say = useWords(settleWords);
  const wordsOf = useWordsOf();
  const { data } = useAsk("get:statement", { params: { id: statement }, query: {} });
  const act = useAct("withdrawAccount");
  const [isBack, setBack] = useState(false);
  const row = data?.row;
  if (isBack) return <p>{say("takenBack")}</p>;
  if (row === undefined) return null;
  const take = async (): Promise<void> => {
    const body = { seen: row, reasons: wordsOf(say("takeBack")) };
    const outcome = await act.run({ params: { id: statement }, body }, say("takeBack"));
    if (outcome.state !== "refused") {
      setBack(true);
      onDone();
    }
  };
  return (
    <>
      <Button className="react-aria-Button no-print" isDisabled={act.isRunning} onPress={() => void take()}>
        {say("takeBack")}
      </Button>
      {act.problem && <Problem problem={act.problem} />}
    </>
  );
}
