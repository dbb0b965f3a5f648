import type { ReactNode } from "react";
import { Page } from "../../parts/index.ts";
import { useAsk, useMay } from "../../record/index.ts";
import { useWords } from "../../words/index.ts";
import { joinedIn } from "./entries.ts";
import { IncidentLink } from "./LedgerLink.tsx";
import { incidentWords } from "./words.ts";

/** There is no such incident for whoever looks; if it was put together with another, those who read the ledger are led there. */
export function Gone({ id }: { readonly id: string }): ReactNode {
  const say = useWords(incidentWords);
  const isWanted = useMay("ledger:read");
  const { data } = useAsk("getIncidentHistory", { params: { id } }, { isWanted });
  const joined = joinedIn(data?.entries ?? [], id);
  return (
    <Page title={say("notHere")}>
      {joined && (
        <p role="status">
          {say("joined", { seq: joined.seq })} <IncidentLink id={joined.into}>{say("toJoined")}</IncidentLink>
        </p>
      )}
    </Page>
  );
}
