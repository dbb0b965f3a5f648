import { useState, type ReactNode } from "react";
import { useMay } from "../../record/index.ts";
import { useFormats, useWords } from "../../words/index.ts";
import { arrangedIn, type Entry } from "./entries.ts";
import { Told } from "./forms.tsx";
import { useHere } from "./here.ts";
import { ActName, By } from "./Entry.tsx";
import { LedgerLink } from "./LedgerLink.tsx";
import { matchingWords } from "./matching-words.ts";
import { Undo } from "./Undo.tsx";
import { useHistory } from "./use-history.ts";

/** Everything that put reports together or apart here, each with a way back. */
export function Arranged(): ReactNode {
  const say = useWords(matchingWords);
  const { asOf } = useHere();
  const mayLook = useMay("ledger:read");
  const mayUndo = useMay("incident:merge") && asOf === undefined;
  const arranged = arrangedIn(useHistory());
  const [told, setTold] = useState<string>();
  if (!mayLook) return null;
  return (
    <div className="stack-tight">
      <h3>{say("arranged")}</h3>
      {told !== undefined && <Told>{told}</Told>}
      {arranged.length === 0 && <p className="soft">{say("nothingArranged")}</p>}
      <ul className="plain stack-tight">
        {arranged.map(({ entry, undoneBy }) => (
          <li key={entry.seq} className="row arranged">
            <OneEntry entry={entry} />
            {undoneBy !== undefined && <span className="tag">{say("undoneBy", { seq: undoneBy })}</span>}
            {undoneBy === undefined && mayUndo && <Undo seq={entry.seq} onDone={setTold} />}
          </li>
        ))}
      </ul>
    </div>
  );
}

function OneEntry({ entry }: { readonly entry: Entry }): ReactNode {
  const { zone } = useHere();
  const formats = useFormats(zone);
  return (
    <span>
      <LedgerLink seq={entry.seq} /> <ActName act={entry.act} />, <By by={entry.by} />, {formats.moment(entry.at)}
      {entry.reason !== null && (
        <span className="soft" dir="auto">
          {" "}
          – {entry.reason}
        </span>
      )}
    </span>
  );
}
