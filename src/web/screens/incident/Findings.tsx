import type { ReactNode } from "react";
import { Verdict } from "../../parts/index.ts";
import { useFormats, useWords } from "../../words/index.ts";
import {
  accountNamed,
  matrixOf,
  type AccountTold,
  type CellExplained,
  type Explanation,
  type FindingShown,
} from "./findings.ts";
import { findingsWords } from "./findings-words.ts";
import { useHere } from "./here.ts";
import { mostTelling } from "./most-telling.ts";
import { useFindings, useRules } from "./use-findings.ts";
import { useNameReading } from "./use-name-reading.ts";
import { incidentWords } from "./words.ts";

/** Every finding on the incident: a table of readings and accounts for each rule that speaks of it, and the clause. */
export function Findings(): ReactNode {
  const say = useWords(findingsWords);
  const sayIncident = useWords(incidentWords);
  const { reading } = useHere();
  const { cells, explanation } = useFindings();
  // A rule counts as speaking of it if it does so under any reading, by any account.
  const speaking = mostTelling(cells, reading)
    .map(({ rule }) => rule)
    .filter((rule) => cells.some((cell) => cell.rule === rule && cell.verdict !== "outside"));
  const silent = [...new Set(cells.map(({ rule }) => rule))].filter((rule) => !speaking.includes(rule));
  return (
    <section id="findings" className="stack" aria-labelledby="findings-title">
      <h2 id="findings-title">{sayIncident("findings")}</h2>
      {cells.length === 0 ? <p className="soft">{say("none")}</p> : <p className="soft measure">{say("lead")}</p>}
      {speaking.map((rule) => (
        <OfRule key={rule} rule={rule} cells={cells} explanation={explanation} />
      ))}
      <Silent rules={silent} />
      {explanation?.remarks.map((remark) => (
        <p key={remark} className="soft" dir="auto">
          {say("remark")}: {remark}
        </p>
      ))}
    </section>
  );
}

function Silent({ rules }: { readonly rules: readonly string[] }): ReactNode {
  const say = useWords(findingsWords);
  const formats = useFormats();
  const known = useRules();
  if (rules.length === 0) return null;
  const named = formats.list(rules.map((rule) => known.get(rule)?.title ?? rule));
  return (
    <p className="soft small" dir="auto">
      {say("otherRules", { count: rules.length, rules: named })}
    </p>
  );
}

interface OfRuleProps {
  readonly rule: string;
  readonly cells: readonly FindingShown[];
  readonly explanation: Explanation | undefined;
}

const STANDINGS = {
  robust: "robust",
  "contested on reading": "contestedReading",
  "contested on facts": "contestedFacts",
  "contested on both": "contestedBoth",
  open: "open",
} as const;

function OfRule({ rule, cells, explanation }: OfRuleProps): ReactNode {
  const say = useWords(findingsWords);
  const known = useRules();
  const explained = explanation?.rules.find((one) => one.rule === rule);
  const clause = explained?.clause ?? known.get(rule)?.clause;
  const standing = explained && STANDINGS[explained.standing as keyof typeof STANDINGS];
  return (
    <div className="card stack">
      <h3 dir="auto">{known.get(rule)?.title ?? rule}</h3>
      {clause !== undefined && clause !== null && (
        <figure className="stack-tight">
          <figcaption className="small soft">{say("clause")}</figcaption>
          <blockquote className="quote clause" dir="auto">
            {clause}
          </blockquote>
        </figure>
      )}
      <MatrixTable cells={cells.filter((cell) => cell.rule === rule)} accounts={explanation?.accounts ?? []} />
      {standing && <p>{say(standing)}</p>}
      {explained && <InFull cells={explained.cells} />}
    </div>
  );
}

interface MatrixTableProps {
  readonly cells: readonly FindingShown[];
  readonly accounts: readonly AccountTold[];
}

function MatrixTable({ cells, accounts }: MatrixTableProps): ReactNode {
  const say = useWords(findingsWords);
  const { reading: shown } = useHere();
  const matrix = matrixOf(cells);
  const nameReading = useNameReading();
  return (
    <div className="scroll" tabIndex={0}>
      <table className="plain matrix">
        <caption className="unseen">{say("caption")}</caption>
        <thead>
          <tr>
            <th scope="col">{say("account")}</th>
            {matrix.readings.map((reading) => (
              <th key={reading} scope="col" aria-current={reading === shown ? "true" : undefined}>
                <bdi>{nameReading(reading)}</bdi>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {matrix.accounts.map((account) => (
            <tr key={account}>
              <th scope="row">
                <AccountName account={accountNamed(accounts, account)} />
              </th>
              {matrix.readings.map((reading) => (
                <td key={reading}>
                  <CellSaid cell={matrix.at(account, reading)} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function CellSaid({ cell }: { readonly cell: FindingShown | undefined }): ReactNode {
  if (!cell) return <Verdict verdict={undefined} />;
  return (
    <div className="stack-tight">
      <Verdict verdict={cell.verdict} />
      {cell.verdict === "undetermined" && (
        <span className="possible small">
          {cell.possible.map((one) => (
            <Verdict key={one} verdict={one} />
          ))}
        </span>
      )}
    </div>
  );
}

/** Who tells it, through whom, and what it says otherwise than the reports. */
export function AccountName({ account }: { readonly account: AccountTold }): ReactNode {
  const say = useWords(findingsWords);
  const formats = useFormats();
  const { kind, by = "", through, on, says } = account;
  const name = kind === "reports" || kind === "answers" ? say(kind) : say(kind, { by });
  return (
    <span className="stack-tight account-name">
      <span dir="auto">{name}</span>
      {(through !== undefined || on !== undefined) && (
        <span className="soft small" dir="auto">
          {[...(through === undefined ? [] : [say("through", { through })]), ...(on === undefined ? [] : [on])].join(
            " · ",
          )}
        </span>
      )}
      {says !== undefined && says.length > 0 && (
        <span className="soft small" dir="auto">
          {say("says", { says: formats.list(says.map(({ word, text }) => `${word} ${text}`)) })}
        </span>
      )}
    </span>
  );
}

function InFull({ cells }: { readonly cells: readonly CellExplained[] }): ReactNode {
  const say = useWords(findingsWords);
  const { reading } = useHere();
  const own = cells.filter((cell) => cell.reading === reading);
  return (
    <details>
      <summary>{say("why")}</summary>
      <div className="stack in-full">
        {own.map((cell) => (
          <p key={cell.account} className="small" dir="auto" lang="en">
            {cell.sentences.map((sentence, at) => (
              <span key={at} className="sentence">
                {sentence}
              </span>
            ))}
          </p>
        ))}
      </div>
    </details>
  );
}
