import type { ReactNode } from "react";
import { useFormats, useWords } from "../../words/index.ts";
import { accountsWords } from "./accounts-words.ts";
import { chainOf, compareAccounts, type Aspect, type ComparedAspect } from "./compare.ts";
import { AccountName } from "./Findings.tsx";
import { useHere, type ReportHere } from "./here.ts";
import { SaidOf } from "./SaidOf.tsx";
import { Source, SourceChain } from "./Source.tsx";
import { tellers } from "./tellers.ts";
import { useFindings } from "./use-findings.ts";
import { incidentWords } from "./words.ts";

/** What each report says, side by side, with the way that it came; and what others tell besides. */
export function Accounts(): ReactNode {
  const say = useWords(accountsWords);
  const sayIncident = useWords(incidentWords);
  const { answer } = useHere();
  const reports = tellers(answer.reports);
  return (
    <section id="accounts" className="stack" aria-labelledby="accounts-title">
      <h2 id="accounts-title">{sayIncident("accounts")}</h2>
      <p className="soft measure">{say("lead", { count: reports.length })}</p>
      {reports.length > 0 && <SideBySide reports={reports} />}
      <Cited />
      <Besides />
    </section>
  );
}

const NAMES: Readonly<Record<Aspect, "deaths" | Exclude<Aspect, "dead">>> = {
  when: "when",
  where: "where",
  sides: "sides",
  direction: "direction",
  kind: "kind",
  acts: "acts",
  weapons: "weapons",
  dead: "deaths",
  deadOf: "deadOf",
  harm: "harm",
  counts: "counts",
  narrative: "narrative",
};

function SideBySide({ reports }: { readonly reports: readonly ReportHere[] }): ReactNode {
  const say = useWords(accountsWords);
  const formats = useFormats();
  const { zone } = useHere();
  const compared = compareAccounts(reports, zone);
  const differing = compared.filter(({ differs }) => differs).map(({ aspect }) => say(NAMES[aspect]));
  return (
    <>
      {reports.length > 1 && <p>{say("differences", { count: differing.length, what: formats.list(differing) })}</p>}
      <div className="scroll" tabIndex={0}>
        <table className="plain side-by-side">
          <caption className="unseen">{say("caption")}</caption>
          <thead>
            <tr>
              <th scope="col">{say("aspect")}</th>
              {reports.map((report, at) => (
                <th key={report.id} scope="col">
                  {say("report", { number: at + 1 })}
                  {report.standing === "account" && reports.length > 1 && (
                    <span className="tag">{say("isAccount")}</span>
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">{say("chain")}</th>
              {reports.map((report) => (
                <td key={report.id}>
                  <SourceChain source={report.source} chain={chainOf(report)} />
                </td>
              ))}
            </tr>
            {compared.map((one) => (
              <AspectRow key={one.aspect} compared={one} ids={reports.map(({ id }) => id)} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

interface AspectRowProps {
  readonly compared: ComparedAspect;
  readonly ids: readonly string[];
}

function AspectRow({ compared: { aspect, said, differs }, ids }: AspectRowProps): ReactNode {
  const say = useWords(accountsWords);
  const sayIncident = useWords(incidentWords);
  return (
    <tr className={differs ? "differs" : undefined}>
      <th scope="row">
        {say(NAMES[aspect])}
        {differs && <span className="tag tag-warn">{say("differs")}</span>}
      </th>
      {said.map((one, at) => (
        <td key={ids[at]}>{one ? <SaidOf said={one} /> : <span className="soft">{sayIncident("unsaid")}</span>}</td>
      ))}
    </tr>
  );
}

/** Documents that stand with the incident by themselves. */
function Cited(): ReactNode {
  const say = useWords(accountsWords);
  const { answer } = useHere();
  const cited = answer.reports.filter(({ kind }) => kind === "citation");
  if (cited.length === 0) return null;
  return (
    <details>
      <summary>
        {say("documents")} (<span className="number">{cited.length}</span>)
      </summary>
      <ul className="stack-tight">
        {cited.map(({ id, label, source }) => (
          <li key={id}>
            <Source id={source} />: <bdi>{label}</bdi>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Besides(): ReactNode {
  const say = useWords(accountsWords);
  const { explanation } = useFindings();
  const told = (explanation?.accounts ?? []).filter(({ kind }) => kind !== "reports" && kind !== "answers");
  if (told.length === 0) return null;
  return (
    <div className="stack-tight">
      <h3>{say("besides")}</h3>
      <p className="soft small">{say("besidesNote")}</p>
      <ul className="plain grid">
        {told.map((account) => (
          <li key={account.id} className="card">
            <AccountName account={account} />
            {account.source !== undefined && (
              <p className="small soft" dir="auto">
                {say("source")}: {account.source}
              </p>
            )}
            {account.note !== undefined && (
              <p className="small" dir="auto">
                {account.note}
              </p>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
