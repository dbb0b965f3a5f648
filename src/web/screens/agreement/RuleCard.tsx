import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Draft, WrittenStatement } from "../../../language/index.ts";
import { VerdictBar } from "../../parts/index.ts";
import { useSelection, withChange } from "../../selection/index.ts";
import { useFormats, useWords } from "../../words/index.ts";
import type { Provisions } from "./clauses.ts";
import { isolated, titleOf } from "./reading-names.ts";
import { StatementWords } from "./StatementWords.tsx";
import { agreementWords } from "./words.ts";

/** What the parts of the screen need to know of the whole. */
export interface InDocument {
  readonly provisions: Provisions;
  readonly draft: Draft;
  readonly reading: string;
  readonly nameOf: (reading: string) => string;
}

export interface RuleCardProps extends InDocument {
  readonly statement: WrittenStatement;
}

/** A rule in its words, what it comes to on the record, and who reads it otherwise. */
export function RuleCard({ statement, ...document }: RuleCardProps): ReactNode {
  const { provisions, draft, reading } = document;
  const own = statement.names[0]?.name ?? "";
  const rule = provisions.rules.find(({ name }) => name === own);
  return (
    <section className="rule-card" id={`rule-${own}`} aria-label={rule?.title ?? own}>
      <h3>
        <bdi>{rule?.title ?? own}</bdi>
      </h3>
      <StatementWords draft={draft} statement={statement} />
      {rule && <RuleCounts rule={rule} reading={reading} />}
      {rule && rule.statements.length > 0 && <OtherReadings rule={rule} {...document} />}
      {rule && rule.counts.length > 1 && <ByReading rule={rule} {...document} />}
    </section>
  );
}

type Rule = Provisions["rules"][number];

function RuleCounts({ rule, reading }: { readonly rule: Rule; readonly reading: string }): ReactNode {
  const say = useWords(agreementWords);
  const { selection } = useSelection();
  if (!["must-not", "may", "must-ensure"].includes(rule.shape)) return <p className="soft small">{say("noCounts")}</p>;
  const counted = rule.counts.find((one) => one.reading === reading);
  if (!counted) return <p className="soft small">{say("nothingJudged")}</p>;
  const search = withChange(selection, { rule: rule.name, reading: reading === "text" ? undefined : reading });
  return (
    <>
      <VerdictBar counts={counted.verdicts} label={say("countsOf", { rule: rule.title ?? rule.name })} />
      <p className="small no-print">
        <Link to="/incidents" search={search}>
          {say("showIncidents")}
        </Link>
      </p>
    </>
  );
}

interface OfRule extends InDocument {
  readonly rule: Rule;
}

function OtherReadings({ rule, provisions, draft }: OfRule): ReactNode {
  const say = useWords(agreementWords);
  const formats = useFormats();
  const said = provisions.statements.filter(({ name }) => rule.statements.includes(name));
  const who = (names: readonly string[]): string => formats.list(names.map((name) => isolated(titleOf(draft, name))));
  return (
    <div className="other-readings">
      <h4>{say("othersRead")}</h4>
      <ul className="plain stack-tight">
        {said.map(({ name, by, on, kind, says, responses }) => (
          <li key={name} className="party-statement">
            <p>{say("saysOn", { who: who(by), day: formats.day(on), kind: kindOf(kind, say) })}</p>
            <p className="mono" dir="ltr">
              {says}
            </p>
            {responses.map((response, index) => (
              <p key={index} className="soft small">
                {say(responseKey(response.response), { who: who(response.by) })}
              </p>
            ))}
          </li>
        ))}
      </ul>
    </div>
  );
}

function kindOf(kind: string, say: (key: "interpretation" | "condition" | "reservation") => string): string {
  return kind === "interpretation" || kind === "condition" || kind === "reservation" ? say(kind) : kind;
}

function responseKey(response: string): "accepted" | "objected" | "silent" {
  return response === "accepted" || response === "objected" ? response : "silent";
}

function ByReading({ rule, reading: shown, nameOf }: OfRule): ReactNode {
  const say = useWords(agreementWords);
  return (
    <details>
      <summary>{say("byReading")}</summary>
      <ul className="plain stack-tight by-reading">
        {rule.counts.map(({ reading, verdicts }) => (
          <li key={reading} aria-current={reading === shown ? "true" : undefined}>
            <p className="small" dir="auto">
              {nameOf(reading)}
            </p>
            <VerdictBar counts={verdicts} label={nameOf(reading)} />
          </li>
        ))}
      </ul>
    </details>
  );
}
