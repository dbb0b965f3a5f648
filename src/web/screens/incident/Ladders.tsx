import type { ReactNode } from "react";
import type { AnswerOf, Endpoints } from "../../../api/contract.ts";
import { useAsk, useMay } from "../../record/index.ts";
import { useFormats, useWords } from "../../words/index.ts";
import { By } from "./Entry.tsx";
import { useHere } from "./here.ts";
import { LADDERS, stepsOf, UNDETERMINED_YET, type LadderName } from "./ladders.ts";
import { ladderWords } from "./ladder-words.ts";
import { SetLevel } from "./SetLevel.tsx";
import { useSayLevel } from "./use-say-level.ts";
import { incidentWords } from "./words.ts";

type Level = AnswerOf<Endpoints["list:level"]>["items"][number];

/** Whether it happened, who did it, whether it is a breach: where it stands on each, by whom and why. */
export function Ladders(): ReactNode {
  const say = useWords(ladderWords);
  const sayIncident = useWords(incidentWords);
  return (
    <section id="ladders" className="stack" aria-labelledby="ladders-title">
      <h2 id="ladders-title">{sayIncident("ladders")}</h2>
      <p className="soft measure">{say("lead")}</p>
      <div className="three">
        {LADDERS.map((ladder) => (
          <Ladder key={ladder} ladder={ladder} />
        ))}
      </div>
    </section>
  );
}

function Ladder({ ladder }: { readonly ladder: LadderName }): ReactNode {
  const say = useWords(ladderWords);
  const { id, answer, asOf, upTo } = useHere();
  const maySet = useMay("level:set") && asOf === undefined;
  const levels = useAsk("list:level", { query: { incident: id, ...upTo } }, { keepsBefore: true }).data?.items ?? [];
  const determined = useAsk("list:determination", { query: { incident: id, ...upTo } }, { keepsBefore: true }).data
    ?.items;
  const level = levels.find((one) => one.ladder === ladder);
  const here =
    ladder === "judgement" ? (determined?.at(-1)?.verdict ?? UNDETERMINED_YET) : (answer.incident[ladder] ?? "");
  return (
    <div className="card stack-tight">
      <h3>{say(ladder)}</h3>
      <Steps ladder={ladder} here={here} justified={level?.justified ?? null} />
      {ladder !== "judgement" && (level ? <About level={level} /> : <Unset level={here} />)}
      {ladder !== "judgement" && maySet && <SetLevel ladder={ladder} />}
    </div>
  );
}

interface StepsProps {
  readonly ladder: LadderName;
  readonly here: string;
  readonly justified: string | null;
}

function Steps({ ladder, here, justified }: StepsProps): ReactNode {
  const say = useWords(ladderWords);
  const sayLevel = useSayLevel();
  return (
    <ol className="plain ladder">
      {stepsOf(ladder, here, justified).map(({ level, isHere, isJustified }) => (
        <li key={level} className={isHere ? "rung rung-here" : "rung"} aria-current={isHere ? "step" : undefined}>
          <span className="rung-mark" aria-hidden="true" />
          <span>
            {sayLevel(level)}
            {isHere && <span className="tag">{say("here")}</span>}
            {isJustified && <span className="tag tag-soft">{say("justified")}</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}

function Unset({ level }: { readonly level: string }): ReactNode {
  const say = useWords(ladderWords);
  const sayLevel = useSayLevel();
  return <p className="soft small">{say("unset", { level: sayLevel(level) })}</p>;
}

interface Evidence {
  readonly voices?: number;
  readonly reports?: number;
  readonly denials?: number;
}

function About({ level }: { readonly level: Level }): ReactNode {
  const say = useWords(ladderWords);
  const { zone } = useHere();
  const formats = useFormats(zone);
  const { evidence } = (level.body ?? {}) as { readonly evidence?: Evidence };
  return (
    <div className="stack-tight small">
      {level.actor !== null && <p dir="auto">{say("namedActor", { actor: level.actor })}</p>}
      <p className="soft">
        {level.by === null ? say("setAt", { when: whenOf(formats, level) }) : <SetBy level={level} />}
      </p>
      {evidence?.voices !== undefined && (
        <p>
          {say("because", {
            count: evidence.voices,
            reports: evidence.reports ?? 0,
            denials: evidence.denials ?? 0,
          })}
        </p>
      )}
      <Reasons level={level} />
      <Earlier id={level.id} row={level.row} />
    </div>
  );
}

function whenOf(formats: ReturnType<typeof useFormats>, { recordedAt }: Level): string {
  return recordedAt === null ? "" : formats.moment(recordedAt);
}

function SetBy({ level }: { readonly level: Level }): ReactNode {
  const { zone } = useHere();
  const formats = useFormats(zone);
  return (
    <>
      <By by={level.by} />, {whenOf(formats, level)}
    </>
  );
}

export function Reasons({ level }: { readonly level: Pick<Level, "reasons" | "lang" | "publicReasons"> }): ReactNode {
  const say = useWords(ladderWords);
  const { reasons, lang, publicReasons } = level;
  if (reasons === null && publicReasons === null) return <p className="soft">{say("notReleased")}</p>;
  return (
    <dl className="reasons">
      {reasons !== null && (
        <div>
          <dt>{say("reasons")}</dt>
          <dd dir="auto" lang={lang ?? undefined}>
            {reasons}
          </dd>
        </div>
      )}
      {publicReasons !== null && (
        <div>
          <dt>{say("publicReasons")}</dt>
          <dd dir="auto">{publicReasons}</dd>
        </div>
      )}
    </dl>
  );
}

/** What it was before, the latest first. */
function Earlier({ id, row }: { readonly id: string; readonly row: number | undefined }): ReactNode {
  const say = useWords(ladderWords);
  const sayLevel = useSayLevel();
  const { zone } = useHere();
  const formats = useFormats(zone);
  const { data } = useAsk("versions:level", { params: { id } });
  const before = (data?.versions ?? []).filter((one) => row === undefined || (one.row ?? 0) < row).toReversed();
  if (before.length === 0) return null;
  return (
    <details>
      <summary>{say("earlier")}</summary>
      <ol className="plain stack-tight">
        {before.map((one, at) => (
          <li key={one.row ?? at}>
            <strong>{sayLevel(one.level ?? "")}</strong> <span className="soft">{whenOf(formats, one)}</span>
            <Reasons level={one} />
          </li>
        ))}
      </ol>
    </details>
  );
}
