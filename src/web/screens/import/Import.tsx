import type { ReactNode } from "react";
import { Page } from "../../parts/index.ts";
import { useIsInside, useMay } from "../../record/index.ts";
import { useWords } from "../../words/index.ts";
import { Choose } from "./Choose.tsx";
import { useDesk } from "./desk.ts";
import { Forms } from "./Forms.tsx";
import { Looked } from "./Looked.tsx";
import { Outcome } from "./Outcome.tsx";
import { Record } from "./Record.tsx";
import { UnderWay } from "./UnderWay.tsx";
import { Unfinished } from "./Unfinished.tsx";
import { importWords } from "./words.ts";
import "./import.css";

/** Files for the record: chosen, looked at, recorded. */
export function Screen(): ReactNode {
  const say = useWords(importWords);
  const isInside = useIsInside();
  const mayAccept = useMay("report:accept");
  const { stage, chosen, unfinished } = useDesk();
  return (
    <Page title={say("title")} lead={say(isInside ? "lead" : "leadOutside")}>
      {stage === "choosing" && (
        <>
          {unfinished && <Unfinished unfinished={unfinished} />}
          <Choose />
          {chosen.length > 0 && isInside && <Looked chosen={chosen} />}
          {chosen.length > 0 && <Record />}
        </>
      )}
      {stage === "sending" && <UnderWay />}
      {stage === "over" && <Outcome />}
      {isInside && mayAccept && <Forms />}
    </Page>
  );
}
