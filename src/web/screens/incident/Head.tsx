import type { ReactNode } from "react";
import { partWords, verdictNamed, VerdictShape } from "../../parts/index.ts";
import { useAsk } from "../../record/index.ts";
import { useWords } from "../../words/index.ts";
import { deadOf } from "./dead.ts";
import type { FindingShown } from "./findings.ts";
import { useHere } from "./here.ts";
import { ladderWords } from "./ladder-words.ts";
import { mostTelling } from "./most-telling.ts";
import { whenOf } from "./times.ts";
import { useFindings, useRules } from "./use-findings.ts";
import { useListOr } from "./use-list-or.ts";
import { useNameReading } from "./use-name-reading.ts";
import { useSayDead, useSayDistance, useSayWhen } from "./When.tsx";
import { incidentWords } from "./words.ts";

/** What, when, where, who, how many; and what the text says of it, in a sentence. */
export function Head(): ReactNode {
  const say = useWords(incidentWords);
  const { answer, zone } = useHere();
  const { incident } = answer;
  const sayWhen = useSayWhen(zone);
  const sayDead = useSayDead();
  return (
    <div className="incident-head">
      <dl className="facts">
        <div>
          <dt>{say("when")}</dt>
          <dd>
            {sayWhen(whenOf(incident.earliest, incident.latest, zone))} <bdi className="soft small">({zone})</bdi>
          </dd>
        </div>
        <div>
          <dt>{say("where")}</dt>
          <dd>
            <Where />
          </dd>
        </div>
        <div>
          <dt>{say("who")}</dt>
          <dd>
            <Sides sides={incident.sides} />
          </dd>
        </div>
        <div>
          <dt>{say("dead")}</dt>
          <dd>{sayDead(deadOf(incident))}</dd>
        </div>
      </dl>
      <Said />
    </div>
  );
}

function Where(): ReactNode {
  const say = useWords(incidentWords);
  const { answer } = useHere();
  const { area, country, latitude, longitude, radiusM } = answer.incident;
  const sayDistance = useSayDistance();
  const named = [area, country].filter((name): name is string => name !== null && name !== "");
  const place = named.length === 0 ? undefined : named.join(say("comma"));
  const point =
    latitude === null || longitude === null
      ? undefined
      : say("at", { latitude: latitude.toFixed(3), longitude: longitude.toFixed(3) });
  if (place === undefined && point === undefined) return say("placeUnknown");
  const told = place ?? point ?? "";
  return (
    <>
      <span dir="auto">{radiusM === null ? told : say("within", { place: told, distance: sayDistance(radiusM) })}</span>
      {place !== undefined && point !== undefined && <bdi className="soft small number"> {point}</bdi>}
    </>
  );
}

function Sides({ sides }: { readonly sides: readonly string[] }): ReactNode {
  const say = useWords(incidentWords);
  if (sides.length === 0) return say("sidesUnknown");
  return (
    <>
      {sides.map((side, at) => (
        <span key={side}>
          {at > 0 && " · "}
          <bdi>{side}</bdi>
        </span>
      ))}
      {sides.length > 1 && <span className="soft small"> {say("direction")}</span>}
    </>
  );
}

/** What the text gives, rule by rule, and what people have determined. */
function Said(): ReactNode {
  const say = useWords(incidentWords);
  const { reading, rule } = useHere();
  const { cells } = useFindings();
  const found = mostTelling(cells, reading);
  const first = found.find((one) => one.rule === rule) ?? found[0];
  const others = found.filter((one) => one !== first && one.verdict !== "outside");
  const nameReading = useNameReading();
  return (
    <div className="incident-said">
      <Sentence finding={first} rule={rule} isFirst />
      {others.map((one) => (
        <Sentence key={one.rule} finding={one} rule={one.rule} />
      ))}
      {first && <p className="soft small">{say("underReading", { reading: nameReading(reading) })}</p>}
      <Determined />
    </div>
  );
}

interface SentenceProps {
  readonly finding: FindingShown | undefined;
  readonly rule: string;
  readonly isFirst?: boolean;
}

const SENTENCES = {
  breach: "saysBreach",
  permitted: "saysPermitted",
  outside: "saysOutside",
  undetermined: "saysUndetermined",
  conflict: "saysConflict",
  error: "saysError",
  none: "saysNone",
} as const;

function Sentence({ finding, rule, isFirst = false }: SentenceProps): ReactNode {
  const say = useWords(incidentWords);
  const sayPart = useWords(partWords);
  const listOr = useListOr();
  const rules = useRules();
  const verdict = verdictNamed(finding?.verdict);
  const possible = (finding?.possible ?? []).map((one) => sayPart(verdictNamed(one)));
  return (
    <p className={isFirst ? "verdict-sentence verdict-sentence-first" : "verdict-sentence"}>
      <VerdictShape verdict={verdict} />
      <span>
        {say(SENTENCES[verdict], { rule: rules.get(rule)?.title ?? rule })}
        {verdict === "undetermined" && possible.length > 1 && (
          <> {say("saysPossible", { possible: listOr(possible) })}</>
        )}
      </span>
    </p>
  );
}

function Determined(): ReactNode {
  const say = useWords(incidentWords);
  const sayLevel = useWords(ladderWords);
  const { id, upTo } = useHere();
  const { data } = useAsk("list:determination", { query: { incident: id, ...upTo } }, { keepsBefore: true });
  const last = data?.items.at(-1);
  if (last?.verdict === undefined || last.verdict === null) return null;
  const key = ladderWords.keys.find((one) => one === last.verdict);
  return <p>{say("carried", { judgement: key ? sayLevel(key) : last.verdict })}</p>;
}
