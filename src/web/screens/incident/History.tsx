import type { ReactNode } from "react";
import { Verdict } from "../../parts/index.ts";
import { useFormats, useWords } from "../../words/index.ts";
import { ActName, By } from "./Entry.tsx";
import { fieldsTelling, shownValue, telling, verdictIn, type Entry } from "./entries.ts";
import { useHere } from "./here.ts";
import { historyWords } from "./history-words.ts";
import { LedgerLink } from "./LedgerLink.tsx";
import { useRules } from "./use-findings.ts";
import { useHistory } from "./use-history.ts";
import { useNameReading } from "./use-name-reading.ts";
import { incidentWords } from "./words.ts";

/** All entries of the ledger that touched the incident, and what each changed. */
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

function Entries({ entries }: { readonly entries: readonly Entry[] }): ReactNode {
  const say = useWords(historyWords);
  const sayIncident = useWords(incidentWords);
  return (
    <div className="scroll" tabIndex={0}>
      <table className="plain history">
        <caption className="unseen">{sayIncident("history")}</caption>
        <thead>
          <tr>
            <th scope="col">{say("when")}</th>
            <th scope="col">{say("what")}</th>
            <th scope="col">{say("changes")}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <Row key={entry.seq} entry={entry} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ entry }: { readonly entry: Entry }): ReactNode {
  const { zone } = useHere();
  const formats = useFormats(zone);
  return (
    <tr>
      <td>
        <time dateTime={entry.at}>{formats.moment(entry.at)}</time>
        <span className="block small">
          <LedgerLink seq={entry.seq} />
        </span>
      </td>
      <td>
        <ActName act={entry.act} />
        <span className="block small soft">
          <By by={entry.by} />
        </span>
        {entry.reason !== null && (
          <span className="block small" dir="auto">
            {entry.reason}
          </span>
        )}
      </td>
      <td>
        <ul className="plain stack-tight">
          {telling(entry.things).map((thing) => (
            <li key={`${thing.noun}-${thing.row}`}>
              <Happened thing={thing} />
            </li>
          ))}
        </ul>
      </td>
    </tr>
  );
}

type Thing = Entry["things"][number];

/** One thing that was added, changed or taken back; of a finding the verdicts that came out otherwise. */
function Happened({ thing }: { readonly thing: Thing }): ReactNode {
  const say = useWords(historyWords);
  const noun = historyWords.keys.find((one) => one === thing.noun);
  const named = noun ? say(noun) : thing.noun.replaceAll("_", " ");
  const verdicts = thing.verdicts ?? [];
  return (
    <div className="small">
      <span>{say(thing.what, { what: named })}</span>
      {thing.what === "changed" && thing.noun !== "finding" && (
        <ul className="fields">
          {fieldsTelling(thing.fields).map(({ field, before, now }) => (
            <li key={field}>
              <bdi className="soft">{field}</bdi>: <bdi>{shownValue(before)}</bdi> <span aria-hidden="true">→</span>{" "}
              <span className="unseen">{say("became")}</span>
              <bdi>{shownValue(now)}</bdi>
            </li>
          ))}
        </ul>
      )}
      {verdicts.length > 0 && <Verdicts verdicts={verdicts} />}
    </div>
  );
}

function Verdicts({ verdicts }: { readonly verdicts: NonNullable<Thing["verdicts"]> }): ReactNode {
  const say = useWords(historyWords);
  const nameReading = useNameReading();
  const rules = useRules();
  return (
    <ul className="fields">
      {verdicts.map(({ rule, reading, withAnswers, before, now }) => (
        <li key={`${rule}|${reading}|${withAnswers ?? false}`}>
          <bdi className="soft">{rules.get(rule)?.title ?? rule}</bdi>,{" "}
          <bdi className="soft">{nameReading(reading)}</bdi>
          {withAnswers && <span className="soft"> ({say("withAnswers")})</span>}:{" "}
          {before !== undefined && (
            <>
              <Verdict verdict={verdictIn(before)} /> <span aria-hidden="true">→</span>
              <span className="unseen">{say("became")}</span>{" "}
            </>
          )}
          <Verdict verdict={verdictIn(now)} />
        </li>
      ))}
    </ul>
  );
}
