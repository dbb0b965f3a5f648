import { startTransition, useEffect, useState, type ReactNode } from "react";
import { Loaded, Page } from "../../parts/index.ts";
import { useAgreement, useIsInside, useRows } from "../../record/index.ts";
import { useWords } from "../../words/index.ts";
import { Changes } from "./Changes.tsx";
import { Coverage } from "./Coverage.tsx";
import { Queue } from "./Queue.tsx";
import { Readings } from "./Readings.tsx";
import { Standing } from "./Standing.tsx";
import { Verdicts } from "./Verdicts.tsx";
import { todayWords } from "./words.ts";
import "./today.css";

/** The first screen: how things stand, what can be said, what changed, what waits. */
export function Screen(): ReactNode {
  const say = useWords(todayWords);
  const rows = useRows();
  const agreement = useAgreement();
  const isInside = useIsInside();
  const isPainted = usePainted(rows.data !== undefined);
  return (
    <Page title={say("title")} lead={agreement && <bdi>{agreement.title}</bdi>}>
      <div className="today-waiting">
        <Loaded of={rows}>
          {(shown) => (shown.columns.count === 0 ? <p>{say("none")}</p> : <Verdicts shown={shown} />)}
        </Loaded>
      </div>
      {isPainted && (
        <div className="today-columns">
          <div className="stack">
            {rows.data !== undefined && rows.data.columns.count > 0 && <Readings shown={rows.data} />}
            {isInside && <Changes />}
          </div>
          <div className="stack">
            {isInside ? (
              <>
                {agreement?.id !== undefined && <Standing id={agreement.id} zone={agreement.zone} />}
                <Queue />
                <Coverage />
              </>
            ) : (
              <p className="soft">{say("notForYou")}</p>
            )}
          </div>
        </div>
      )}
    </Page>
  );
}

/** What is most asked for is drawn first, and the rest when that is on the screen. */
function usePainted(isThere: boolean): boolean {
  const [isPainted, setPainted] = useState(false);
  useEffect(() => {
    if (!isThere) return undefined;
    const frame = requestAnimationFrame(() => startTransition(() => setPainted(true)));
    return () => cancelAnimationFrame(frame);
  }, [isThere]);
  return isPainted;
}
