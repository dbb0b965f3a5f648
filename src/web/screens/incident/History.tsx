import type { ReactNode } from "react";
import { useFormats, useWords } from "../../words/index.ts";
import { ActName, By } from "./Entry.tsx";
import type { LedgerEntry } from "./entries.ts";
import { useHere } from "./here.ts";
import { historyWords } from "./history-words.ts";
import { useHistory } from "./use-history.ts";
import { incidentWords } from "./words.ts";

/** All entries of the ledger that touched the incident. */
export function History(): ReactNode {
  const say = useWords(historyWords);
  const sayIncident = useWords(incidentWords);
  const entries = useHistory();
  return (
    <section id="history" className="stack" aria-labelledby="history-title">
      <h2 id="history-title">{sayIncident("history")}</h2>
      <p className="soft measure">{say("lead")}</p>
      {entries.length === 0 ? <p>{say("none")}</p> : <Entries entries={entries} />}
    </section>
  );
}

function Entries({ entries }: { readonly entries: readonly LedgerEntry[] }): ReactNode {
  const say = useWords(historyWords);
  const sayIncident = useWords(incidentWords);
  const { zone } = useHere();
  const formats = useFormats(zone);
  return (
    <div className="scroll">
      <table className="plain">
        <caption className="unseen">{sayIncident("history")}</caption>
        <thead>
          <tr>
            <th scope="col">{say("when")}</th>
            <th scope="col">{say("what")}</th>
            <th scope="col">{say("who")}</th>
            <th scope="col">{say("why")}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.seq}>
              <td>
                <time dateTime={entry.at}>{formats.moment(entry.at)}</time>
                <a className="block small" href={`/ledger#entry-${entry.seq}`}>
                  {sayIncident("entry", { seq: entry.seq })}
                </a>
              </td>
              <td>
                <ActName act={entry.act} />
              </td>
              <td>
                <By by={entry.by} />
              </td>
              <td dir="auto">{entry.reason ?? ""}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
