import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { AnswerOf, Endpoints } from "../../../api/contract.ts";
import { Loaded } from "../../parts/index.ts";
import { useAsk } from "../../record/index.ts";
import { useSelection } from "../../selection/index.ts";
import { useFormats, useWords } from "../../words/index.ts";
import { todayWords } from "./words.ts";

type Stands = AnswerOf<Endpoints["getStanding"]>;
const SHOWN = 4;

/** In force or not, by whom accepted, and which clock runs next. */
export function Standing({ id, zone }: { readonly id: string; readonly zone: string }): ReactNode {
  const say = useWords(todayWords);
  const { selection } = useSelection();
  const { asOf } = selection;
  const standing = useAsk("getStanding", {
    params: { id },
    query: asOf === undefined ? {} : { at: asOf, known: asOf },
  });
  return (
    <section className="card stack-tight" aria-labelledby="standing">
      <h2 id="standing">{say("standing")}</h2>
      <Loaded of={standing}>
        {(stands) => (
          <>
            <InForce stands={stands} zone={zone} />
            <Accepted stands={stands} zone={zone} />
            <NextClock stands={stands} zone={zone} />
            {stands.textStatus === "unverified" && <p className="small soft">{say("unverified")}</p>}
          </>
        )}
      </Loaded>
      <p>
        <Link to="/acceptances" search={selection}>
          {say("toAcceptances")}
        </Link>
      </p>
    </section>
  );
}

interface Part {
  readonly stands: Stands;
  readonly zone: string;
}

function InForce({ stands: { inForce }, zone }: Part): ReactNode {
  const say = useWords(todayWords);
  const formats = useFormats(zone);
  const since = inForce.since === undefined ? "" : formats.moment(inForce.since);
  const until = inForce.until === undefined ? "" : formats.moment(inForce.until);
  switch (inForce.state) {
    case "in-force":
      return <p className="today-stands">{say(until === "" ? "in-force" : "in-force-until", { since, until })}</p>;
    case "not-yet":
      return <p className="today-stands">{say(since === "" ? "not-yet-unsaid" : "not-yet", { since })}</p>;
    case "interrupted":
    case "ended":
    case "unsaid":
      return <p className="today-stands">{say(inForce.state, { since, until })}</p>;
  }
}

function Accepted({ stands, zone }: Part): ReactNode {
  const say = useWords(todayWords);
  const formats = useFormats(zone);
  const given = stands.acceptances.filter(({ standing }) => standing === "accepted");
  const titleOf = (name: string): string =>
    [...stands.parties, ...stands.bodies].find((one) => one.name === name)?.title ?? name;
  return (
    <>
      <p>{say("accepted", { count: given.length })}</p>
      <ul>
        {given.slice(0, SHOWN).map(({ actor, accept, latest }) => (
          <li key={`${actor} ${accept ?? ""}`}>
            <bdi>{titleOf(actor)}</bdi>
            {latest !== undefined && <span className="soft"> · {formats.day(latest)}</span>}
          </li>
        ))}
        {given.length > SHOWN && <li className="soft">{say("more", { count: given.length - SHOWN })}</li>}
      </ul>
    </>
  );
}

function NextClock({ stands, zone }: Part): ReactNode {
  const say = useWords(todayWords);
  const formats = useFormats(zone);
  const next = stands.clocks.find(({ at }) => at > stands.at);
  if (!next) return null;
  const when = `${formats.moment(next.at)} (${formats.distance(next.at, Date.parse(stands.at))})`;
  return <p>{say("nextClock", { what: next.name, when })}</p>;
}
