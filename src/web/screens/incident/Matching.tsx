import { useState, type ReactNode } from "react";
import { Choice, Loaded } from "../../parts/index.ts";
import { useAsk, useMay } from "../../record/index.ts";
import { useFormats, useWords } from "../../words/index.ts";
import { Arranged } from "./Arranged.tsx";
import { Arranging } from "./Arranging.tsx";
import { useHere, type ReportHere } from "./here.ts";
import { matchingWords } from "./matching-words.ts";
import { tellers, useNameReports } from "./tellers.ts";
import { pairIn, waterfall, type PairTold } from "./waterfall.ts";
import { incidentWords } from "./words.ts";

/** Why these reports are one incident, in bits; and putting them together and apart. */
export function Matching(): ReactNode {
  const say = useWords(matchingWords);
  const sayIncident = useWords(incidentWords);
  const { id, answer, asOf, upTo } = useHere();
  const pins = useAsk("list:matchPin", { query: { incident: id, ...upTo } }).data?.items ?? [];
  const reports = tellers(answer.reports);
  const mayMerge = useMay("incident:merge");
  return (
    <section id="matching" className="stack" aria-labelledby="matching-title">
      <h2 id="matching-title">{sayIncident("matching")}</h2>
      <p className="soft measure">{say("lead")}</p>
      {pins.length > 0 && <p className="tag-line">{say("pinned")}</p>}
      {reports.length < 2 ? <p>{say("alone")}</p> : <Pairs reports={reports} />}
      {mayMerge && asOf === undefined && <Arranging reports={reports} isPinned={pins.length > 0} />}
      <Arranged />
    </section>
  );
}

function Pairs({ reports }: { readonly reports: readonly ReportHere[] }): ReactNode {
  const say = useWords(matchingWords);
  const nameReports = useNameReports();
  const [chosen, setChosen] = useState<readonly [string?, string?]>([]);
  const there = (id: string | undefined): string | undefined => reports.find((one) => one.id === id)?.id;
  const first = there(chosen[0]) ?? reports[0]!.id;
  const second = there(chosen[1]) ?? reports.find(({ id }) => id !== first)!.id;
  const options = nameReports(reports);
  return (
    <div className="card stack">
      <div className="row no-print">
        <Choice label={say("first")} value={first} options={options} onChoose={(id) => setChosen([id, second])} />
        <Choice
          label={say("second")}
          value={second}
          options={options.filter(({ key }) => key !== first)}
          onChoose={(id) => setChosen([first, id])}
        />
      </div>
      {first !== second && <Pair report={first} other={second} />}
    </div>
  );
}

function Pair({ report, other }: { readonly report: string; readonly other: string }): ReactNode {
  const say = useWords(matchingWords);
  const formats = useFormats();
  const asked = useAsk("explainMatch", { query: { report, other } });
  return (
    <Loaded of={asked}>
      {({ pair, because }) => {
        const told = pairIn(pair);
        if (!told)
          return (
            <>
              <p>{say("notCompared")}</p>
              {because.map((sentence) => (
                <p key={sentence} className="soft" dir="auto" lang="en">
                  {sentence}
                </p>
              ))}
            </>
          );
        return (
          <>
            <p>
              <strong>{say("total", { bits: bitsOf(told.total), chance: formats.percent(told.probability) })}</strong>
            </p>
            <Bars pair={told} />
            <Turns pair={told} />
          </>
        );
      }}
    </Loaded>
  );
}

/** A proper minus; and a sign always, since a bar without one would be for neither. */
export function bitsOf(bits: number): string {
  return `\u2066${bits < 0 ? "−" : "+"}${Math.abs(bits).toFixed(1)}\u2069`;
}

function useNameField(): (field: string) => string {
  const say = useWords(matchingWords);
  return (field) => {
    const key = matchingWords.keys.find((one) => one === field);
    return key ? say(key) : field;
  };
}

function Bars({ pair }: { readonly pair: PairTold }): ReactNode {
  const say = useWords(matchingWords);
  const nameField = useNameField();
  const { steps, zero } = waterfall(pair);
  return (
    <div className="scroll" tabIndex={0}>
      <table className="plain bars">
        <caption className="unseen">{say("caption")}</caption>
        <thead>
          <tr>
            <th scope="col">{say("field")}</th>
            <th scope="col">{say("says")}</th>
            <th scope="col" className="number">
              {say("bits")}
            </th>
            <th scope="col">
              <span className="unseen">{say("caption")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {steps.map(({ field, says, values, bits, from, to }) => (
            <tr key={field}>
              <th scope="row">{nameField(field)}</th>
              <td lang="en" dir="auto">
                {says}
                {values && <span className="soft small block">{values.join(" ↔ ")}</span>}
              </td>
              <td className="number">{bitsOf(bits)}</td>
              <td className="bar-cell">
                <span className="bar-track" role="img" aria-label={say(bits < 0 ? "againstIt" : "forIt")}>
                  <span className="bar-zero" style={{ insetInlineStart: `${zero}%` }} />
                  <span
                    className={bits < 0 ? "bar-step bar-against" : "bar-step bar-for"}
                    style={{ insetInlineStart: `${from}%`, inlineSize: `${Math.max(to - from, 0.75)}%` }}
                  />
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Turns({ pair }: { readonly pair: PairTold }): ReactNode {
  const say = useWords(matchingWords);
  const nameField = useNameField();
  if (pair.wouldTurn.length === 0) return null;
  return (
    <details>
      <summary>{say("wouldTurn")}</summary>
      <ul>
        {pair.wouldTurn.map(({ field, from, to, total }) => (
          <li key={field} dir="auto">
            {say("turn", { field: nameField(field), from, to, bits: bitsOf(total) })}
          </li>
        ))}
      </ul>
    </details>
  );
}
