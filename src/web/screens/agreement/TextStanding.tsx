import type { ReactNode } from "react";
import { parseAgreement } from "../../../language/index.ts";
import { useFormats, useWords } from "../../words/index.ts";
import type { Provisions } from "./clauses.ts";
import { agreementWords } from "./words.ts";

/** Where the words come from, whether anybody compared them, and what was judged by them. */
export function TextStanding({ provisions }: { readonly provisions: Provisions }): ReactNode {
  const say = useWords(agreementWords);
  const formats = useFormats();
  const { adopted, source, textStatus, note } = parseAgreement(provisions.text).agreement.meta;
  const { incidents, byOtherText } = provisions.judged;
  const isBroken = provisions.problems.some(({ severity }) => severity === "error");
  return (
    <div className="text-standing">
      {textStatus !== "verified" && (
        <div className="unverified" role="note">
          <strong>{say(textStatus === "unverified" ? "unverified" : "unsaid")}</strong>
          {note !== undefined && <p dir="auto">{note}</p>}
        </div>
      )}
      {isBroken && (
        <p className="trouble" role="alert">
          {say("broken")}
        </p>
      )}
      <dl className="facts">
        {source !== undefined && (
          <div>
            <dt>{say("source")}</dt>
            <dd dir="auto">{source}</dd>
          </div>
        )}
      </dl>
      <p className="soft small row">
        {adopted !== undefined && <span>{say("adopted", { day: formats.day(adopted) })}</span>}
        {textStatus === "verified" && <span>{say("verified")}</span>}
        <span title={provisions.textItem}>
          {say("version", { digest: "" })}
          <bdi className="mono">{provisions.textItem.slice(0, 12)}</bdi>
        </span>
        <span>{say("incidents", { count: incidents })}</span>
        {byOtherText > 0 && <span className="stale">{say("stale", { count: byOtherText })}</span>}
      </p>
    </div>
  );
}
