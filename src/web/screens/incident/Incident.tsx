import { useParams } from "@tanstack/react-router";
import { useMemo, type ReactNode } from "react";
import { Button } from "react-aria-components";
import { Loaded, Page } from "../../parts/index.ts";
import { isNotThere, useAsk, useIsInside } from "../../record/index.ts";
import { useSelection } from "../../selection/index.ts";
import { useFormats, useWords } from "../../words/index.ts";
import { Accounts } from "./Accounts.tsx";
import { Determination } from "./Determination.tsx";
import { Head } from "./Head.tsx";
import { IncidentHere, useHere, type Here, type IncidentAnswer } from "./here.ts";
import { History } from "./History.tsx";
import { Known } from "./Known.tsx";
import { Ladders } from "./Ladders.tsx";
import { Matching } from "./Matching.tsx";
import { Findings } from "./Findings.tsx";
import { Gone } from "./Gone.tsx";
import { Release } from "./Release.tsx";
import { Replies } from "./Replies.tsx";
import { Settle } from "./Settle.tsx";
import { mostTelling } from "./most-telling.ts";
import { incidentWords } from "./words.ts";
import { findingsHere } from "./use-findings.ts";
import "./incident.css";

/** Everything that the record has of one incident, as far as whoever looks may see it. */
export function Screen(): ReactNode {
  const { id = "" } = useParams({ strict: false });
  const { selection } = useSelection();
  const { asOf } = selection;
  const upTo = useMemo(() => (asOf === undefined ? {} : { asOf }), [asOf]);
  const asked = useAsk("getIncident", { params: { id }, query: upTo }, { keepsBefore: true });
  if (asOf !== undefined && isNotThere(asked.error)) return <NotYet asOf={asOf} />;
  if (isNotThere(asked.error)) return <Gone id={id} />;
  return (
    <Loaded of={asked}>{(answer) => (answer.incident.id === id ? <Placed id={id} answer={answer} /> : null)}</Loaded>
  );
}

/** At the moment that is looked at there was no such incident, or it could not be seen: the way back is here. */
function NotYet({ asOf }: { readonly asOf: string }): ReactNode {
  const say = useWords(incidentWords);
  const formats = useFormats();
  const { change } = useSelection();
  return (
    <Page title={say("notYet", { when: formats.moment(asOf) })}>
      <div className="row">
        <Button onPress={() => change({ asOf: undefined })}>{say("toPresent")}</Button>
      </div>
    </Page>
  );
}

/** The incident, with what it is looked at by. */
function Placed({ id, answer }: { readonly id: string; readonly answer: IncidentAnswer }): ReactNode {
  const { selection } = useSelection();
  const agreements = useAsk("list:agreement", { query: {} }).data?.items;
  const { asOf } = selection;
  const here = useMemo((): Here => {
    const key = selection.agreement ?? answer.findings[0]?.agreement ?? agreements?.[0]?.key ?? undefined;
    const agreement = agreements?.find((one) => one.key === key);
    const reading = selection.reading ?? "text";
    const cells = findingsHere(answer, key);
    return {
      id,
      answer,
      agreement: key,
      agreementId: agreement?.id,
      zone: agreement?.zone ?? "UTC",
      reading,
      rule: selection.rule ?? mostTelling(cells, reading)[0]?.rule ?? "",
      asOf,
      upTo: asOf === undefined ? {} : { asOf },
      row: asOf === undefined ? answer.row : undefined,
    };
  }, [id, answer, agreements, selection.agreement, selection.reading, selection.rule, asOf]);
  return (
    <IncidentHere value={here}>
      <Whole />
    </IncidentHere>
  );
}

const PARTS = [
  "settle",
  "findings",
  "accounts",
  "matching",
  "ladders",
  "replies",
  "determination",
  "release",
  "history",
] as const;
type Part = (typeof PARTS)[number];

function Whole(): ReactNode {
  const say = useWords(incidentWords);
  const { id, answer } = useHere();
  const isInside = useIsInside();
  const { incident } = answer;
  const isOpen = (part: Part): boolean =>
    isInside || !(["matching", "release", "history"] as readonly Part[]).includes(part);
  const parts = PARTS.filter(isOpen);
  return (
    <Page
      title={incident.label ?? say("title", { id: id.slice(0, 8) })}
      actions={<Button onPress={() => print()}>{say("print")}</Button>}
    >
      <Past />
      <Head />
      <Settle />
      <nav className="incident-parts no-print" aria-label={say("parts")}>
        <ul className="plain row">
          {parts.map((part) => (
            <li key={part}>
              <a href={`#${part}`}>{say(part)}</a>
            </li>
          ))}
        </ul>
        {isInside && <Known />}
      </nav>
      <Findings />
      <Accounts />
      {isInside && <Matching />}
      <Ladders />
      <Replies />
      <Determination />
      {isInside && <Release />}
      {isInside && <History />}
    </Page>
  );
}

/** Says, as long as the past is shown, that it is. */
function Past(): ReactNode {
  const say = useWords(incidentWords);
  const { asOf, zone } = useHere();
  const formats = useFormats(zone);
  const { change } = useSelection();
  if (asOf === undefined) return null;
  return (
    <div className="incident-past" role="status">
      <strong>{say("past", { when: formats.moment(asOf) })}</strong>
      <Button onPress={() => change({ asOf: undefined })}>{say("toPresent")}</Button>
    </div>
  );
}
