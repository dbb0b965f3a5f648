import type { ReactNode } from "react";
import { Loaded, Page } from "../../parts/index.ts";
import { useAgreement, useAsk, useMay } from "../../record/index.ts";
import { useSelection } from "../../selection/index.ts";
import { useFormats, useWords } from "../../words/index.ts";
import { Circles } from "./Circles.tsx";
import { Picture } from "./Picture.tsx";
import { RecordAcceptance } from "./RecordAcceptance.tsx";
import { Given } from "./Given.tsx";
import type { Conditions } from "./graph.ts";
import { useNameOf } from "./use-name-of.ts";
import { acceptancesWords } from "./words.ts";
import "./acceptances.css";

/** Who has accepted what, and who waits for whom. */
export function Screen(): ReactNode {
  const say = useWords(acceptancesWords);
  const agreement = useAgreement();
  const { selection } = useSelection();
  const { asOf } = selection;
  const mayRecord = useMay("acceptance:record");
  const conditions = useAsk(
    "getConditions",
    { params: { id: agreement?.id ?? "" }, query: asOf === undefined ? {} : { at: asOf, known: asOf } },
    { isWanted: agreement?.id !== undefined },
  );
  return (
    <Page
      title={say("title")}
      lead={say("lead")}
      actions={
        mayRecord &&
        agreement &&
        asOf === undefined &&
        conditions.data && <RecordAcceptance agreement={agreement.key} conditions={conditions.data} />
      }
    >
      {agreement && agreement.id === undefined ? (
        <p>{say("none")}</p>
      ) : (
        <Loaded of={conditions}>{(found) => <Found conditions={found} zone={agreement?.zone ?? "UTC"} />}</Loaded>
      )}
    </Page>
  );
}

interface FoundProps {
  readonly conditions: Conditions;
  readonly zone: string;
}

function Found({ conditions, zone }: FoundProps): ReactNode {
  const say = useWords(acceptancesWords);
  return (
    <>
      <Clocks conditions={conditions} zone={zone} />
      <section className="card stack-tight" aria-labelledby="picture">
        <h2 id="picture">{say("picture")}</h2>
        <Picture conditions={conditions} />
        <p className="small soft">{say("pictureHelp")}</p>
        <Circles conditions={conditions} />
      </section>
      <Given conditions={conditions} zone={zone} />
      <Figures conditions={conditions} />
      <details className="card">
        <summary>{say("inSentences")}</summary>
        <pre className="acceptances-sentences" lang="en" dir="ltr">
          {conditions.says.join("\n")}
        </pre>
      </details>
    </>
  );
}

const DEADLINES = { open: "open_", met: "met", "met-late": "met-late", unclear: "unclear" } as const;

/** How long there is, or how it came out. */
function Clocks({ conditions, zone }: FoundProps): ReactNode {
  const say = useWords(acceptancesWords);
  const formats = useFormats(zone);
  const nameOf = useNameOf(conditions);
  const now = Date.parse(conditions.at);
  const deadlines = conditions.nodes.filter(({ kind, at }) => kind === "deadline" && at !== undefined);
  if (deadlines.length === 0) return null;
  return (
    <ul className="plain grid">
      {deadlines.map(({ id, name, at = "", state = "" }) => {
        const away = formats.distance(at, now);
        const isOver = Date.parse(at) <= now;
        const how =
          state === "passed"
            ? say("passed", { when: away })
            : say(DEADLINES[state as keyof typeof DEADLINES] ?? "unclear");
        return (
          <li key={id} className="card">
            <p>{say("clock", { name: `\u2068${nameOf(name)}\u2069`, when: formats.moment(at) })}</p>
            <p className="acceptances-clock" role="timer">
              {isOver ? how : `${how}, ${away}`}
            </p>
          </li>
        );
      })}
    </ul>
  );
}

interface Figure {
  readonly by?: string;
  readonly on?: string;
  readonly note?: string;
  readonly what?: string;
  readonly value?: number;
  readonly through?: string;
}

/** What was said of the numbers, by whom: nothing of it is added up. */
function Figures({ conditions }: { readonly conditions: Conditions }): ReactNode {
  const say = useWords(acceptancesWords);
  const formats = useFormats();
  const figures = conditions.figures as readonly Figure[];
  if (figures.length === 0) return null;
  return (
    <section className="card stack-tight" aria-labelledby="figures">
      <h2 id="figures">{say("figures")}</h2>
      <p className="soft">{say("figuresHelp")}</p>
      <ul>
        {figures.map(({ value = 0, what = "", by = "", on = "", through, note }, index) => {
          const said = {
            value,
            what: `\u2068${what}\u2069`,
            by: `\u2068${by}\u2069`,
            on: on === "" ? "" : formats.day(on),
          };
          return (
            <li key={index}>
              {through === undefined
                ? say("figure", said)
                : say("figureThrough", { ...said, through: `\u2068${through}\u2069` })}
              {note !== undefined && <bdi className="soft"> ({note})</bdi>}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
