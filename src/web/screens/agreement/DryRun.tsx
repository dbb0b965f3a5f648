import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Button } from "react-aria-components";
import { Trouble, Verdict, VerdictBar } from "../../parts/index.ts";
import { readSelection } from "../../selection/index.ts";
import { useSearch } from "@tanstack/react-router";
import { useFormats, useWords } from "../../words/index.ts";
import {
  changesByReading,
  namedIn,
  type ChangesUnder,
  type Compared,
  type DryRunAnswer,
  type Outcome,
} from "./changes.ts";
import { agreementWords } from "./words.ts";

export interface DryRunProps {
  readonly answer: DryRunAnswer | undefined;
  readonly error: unknown;
  readonly isRunning: boolean;
  readonly hasErrors: boolean;
  /** The reading that is looked at. */
  readonly shown: string;
  readonly nameOf: (reading: string) => string;
  readonly onGoTo: (offset: number) => void;
  readonly onMore: () => void;
}

/** What the draft would change, reading by reading. */
export function DryRun({ answer, error, isRunning, hasErrors, ...rest }: DryRunProps): ReactNode {
  const say = useWords(agreementWords);
  const compared = answer?.compared;
  return (
    <section className="dry-run" aria-labelledby="dry-run-title">
      <h2 id="dry-run-title">{say("dryRun")}</h2>
      <p className="soft small">{say("dryRunAbout")}</p>
      <p role="status" className="dry-run-state">
        {hasErrors
          ? say("dryRunWaits")
          : isRunning
            ? say("running", { count: compared?.incidents ?? 0 })
            : compared
              ? compared.changed === 0
                ? say("noChange", { all: compared.incidents })
                : say("changed", { count: compared.changed, all: compared.incidents })
              : ""}
      </p>
      {error !== null && error !== undefined && <Trouble error={error} />}
      {answer && <Located problems={answer.problems} onGoTo={rest.onGoTo} />}
      {compared && (
        <div className={isRunning || hasErrors ? "dry-run-past" : ""}>
          <Changes compared={compared} {...rest} />
        </div>
      )}
    </section>
  );
}

interface LocatedProps {
  readonly problems: DryRunAnswer["problems"];
  readonly onGoTo: (offset: number) => void;
}

/** The errors that the record found in the draft; the editor shows the rest where it stands. */
function Located({ problems, onGoTo }: LocatedProps): ReactNode {
  const say = useWords(agreementWords);
  const errors = problems.filter(({ severity }) => severity === "error");
  if (errors.length === 0) return null;
  return (
    <div className="trouble">
      <p>
        <strong>{say("draftProblems")}</strong>
      </p>
      <ul className="plain stack-tight">
        {errors.map(({ message, hint, line, from }, index) => (
          <li key={index}>
            {line !== undefined && from !== undefined && (
              <button type="button" className="link" onClick={() => onGoTo(from)}>
                {say("goToLine", { line })}
              </button>
            )}{" "}
            <bdi>{message}</bdi>
            {hint !== undefined && (
              <span className="soft">
                {" "}
                — <bdi>{hint}</bdi>
              </span>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

type ChangesProps = Pick<DryRunProps, "shown" | "nameOf" | "onMore"> & { readonly compared: Compared };

function Changes({ compared, shown, nameOf, onMore }: ChangesProps): ReactNode {
  const say = useWords(agreementWords);
  const formats = useFormats();
  const { rules, readings, incidents, items, next } = compared;
  const changes = changesByReading(compared, shown);
  const missing = [
    ["rulesGone", "rules", rules.before],
    ["rulesNew", "rules", rules.after],
    ["readingsGone", "readings", readings.before],
    ["readingsNew", "readings", readings.after],
  ] as const;
  return (
    <>
      {missing.map(
        ([key, what, names]) =>
          names.length > 0 && (
            <p key={key} dir="auto">
              {say(key, { [what]: formats.list(names) })}
            </p>
          ),
      )}
      {compared.changed > 0 && !changes.some(({ reading }) => reading === shown) && (
        <p>{say("nothingUnder", { reading: nameOf(shown) })}</p>
      )}
      {changes.map((change) => (
        <ReadingChanges key={`${change.reading} ${change.rule}`} change={change} all={incidents} nameOf={nameOf} />
      ))}
      {next !== null && items.length > 0 && <Button onPress={onMore}>{say("moreIncidents")}</Button>}
      {compared.changed > 0 && <AllCounts compared={compared} nameOf={nameOf} />}
    </>
  );
}

interface ReadingChangesProps {
  readonly change: ChangesUnder;
  readonly all: number;
  readonly nameOf: (reading: string) => string;
}

function ReadingChanges({ change, all, nameOf }: ReadingChangesProps): ReactNode {
  const say = useWords(agreementWords);
  const selection = readSelection(useSearch({ strict: false }));
  return (
    <div className="change-card">
      <h3 dir="auto">{say("changedUnder", { count: change.count, all, reading: nameOf(change.reading) })}</h3>
      <p className="soft small">
        <bdi>{say("ruleAt", { rule: change.rule })}</bdi>
      </p>
      <ul className="plain stack-tight">
        {change.kinds.map(({ from, to, count, incidents }, index) => (
          <li key={index} className="change-kind">
            <p className="change-from-to">
              <strong className="number">{count}</strong> <Outcomes outcome={from} />
              <span className="change-arrow" aria-label={say("to")} role="img" />
              <Outcomes outcome={to} />
            </p>
            {incidents.length > 0 && (
              <details>
                <summary>{say("examples", { count: incidents.length })}</summary>
                <ul className="plain">
                  {incidents.map(({ id, label }) => (
                    <li key={id}>
                      <Link to={`/incidents/${id}`} search={selection as never} target="_blank">
                        <bdi>{label === "" ? id : label}</bdi>
                      </Link>
                    </li>
                  ))}
                </ul>
              </details>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** `breach or permitted`, in shapes and words. */
function Outcomes({ outcome }: { readonly outcome: Outcome }): ReactNode {
  const say = useWords(agreementWords);
  const names = namedIn(outcome);
  const joint = say("or", { a: "", b: "" }).trim();
  return (
    <span className="outcomes">
      {names.map((verdict, index) => (
        <span key={verdict}>
          {index > 0 && ` ${joint} `}
          <Verdict verdict={verdict} />
        </span>
      ))}
    </span>
  );
}

function AllCounts({
  compared,
  nameOf,
}: {
  readonly compared: Compared;
  readonly nameOf: (id: string) => string;
}): ReactNode {
  const say = useWords(agreementWords);
  return (
    <details>
      <summary>{say("allReadings")}</summary>
      <ul className="plain stack-tight">
        {compared.counts.map(({ rule, reading, before, after }) => (
          <li key={`${rule} ${reading}`} className="counts-both">
            <p className="small" dir="auto">
              <bdi>{rule}</bdi> · {nameOf(reading)}
            </p>
            <p className="soft small">{say("before")}</p>
            <VerdictBar counts={before} label={say("before")} />
            <p className="soft small">{say("after")}</p>
            <VerdictBar counts={after} label={say("after")} />
          </li>
        ))}
      </ul>
    </details>
  );
}
