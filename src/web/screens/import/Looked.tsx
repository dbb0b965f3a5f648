import type { ReactNode } from "react";
import { Button } from "react-aria-components";
import { Problem } from "../../parts/index.ts";
import { useWords } from "../../words/index.ts";
import type { Chosen, Previewed } from "./chosen.ts";
import { desk } from "./desk.ts";
import { isolated } from "./isolated.ts";
import { Mapping } from "./Mapping.tsx";
import type { FileProblem } from "./problem-groups.ts";
import { Problems } from "./Problems.tsx";
import { reportTotals, thingTotals } from "./totals.ts";
import { useBytes } from "./use-bytes.ts";
import { useKind } from "./use-kind.ts";
import { importWords } from "./words.ts";

/** What each file was found to be, what would come of it, and what is wrong. */
export function Looked({ chosen }: { readonly chosen: readonly Chosen[] }): ReactNode {
  const say = useWords(importWords);
  const isLooking = chosen.some(({ look }) => look.state === "looking");
  const isAway = chosen.some(({ look }) => look.state === "unseen" && look.why === "away");
  const seen = chosen.flatMap(({ look }) => (look.state === "seen" ? [look.found] : []));
  return (
    <>
      <section className="card stack" aria-labelledby="import-looked">
        <div className="row spread">
          <h2 id="import-looked">{say("step2")}</h2>
          <p className="soft" role="status">
            {say(isLooking ? "looking" : "nothingYet")}
          </p>
        </div>
        {isAway && (
          <div className="row">
            <Button onPress={() => desk.look()}>{say("lookAgain")}</Button>
          </div>
        )}
        <ul className="plain stack">
          {chosen.map((one) => (
            <FileLooked key={one.file.name} one={one} />
          ))}
        </ul>
      </section>
      {seen.length > 0 && <Problems problems={problemsOf(seen)} note={say("refusedRows")} />}
    </>
  );
}

function problemsOf(seen: readonly Previewed[]): readonly FileProblem[] {
  return seen.flatMap(({ name, problems }) => problems.map((problem) => ({ file: name, ...problem })));
}

function FileLooked({ one }: { readonly one: Chosen }): ReactNode {
  const say = useWords(importWords);
  const bytes = useBytes();
  const { file, look } = one;
  return (
    <li className="import-file stack-tight">
      <div className="row spread">
        <h3>
          <bdi>{file.name}</bdi> <span className="soft small number">{bytes(file.size)}</span>
        </h3>
        <Button className="react-aria-Button quiet" onPress={() => desk.takeAway(file.name)}>
          <span aria-hidden="true">✕</span>
          <span className="unseen">{say("takeAway", { name: isolated(file.name) })}</span>
        </Button>
      </div>
      {look.state === "looking" && <p className="soft">{say("looking")}</p>}
      {look.state === "unseen" && <p>{say(look.why === "large" ? "unseenLarge" : "unseenAway")}</p>}
      {look.state === "refused" && <Problem problem={look.problem} />}
      {look.state === "seen" && <FileFound one={one} found={look.found} />}
    </li>
  );
}

interface FileFoundProps {
  readonly one: Chosen;
  readonly found: Previewed;
}

function FileFound({ one, found }: FileFoundProps): ReactNode {
  const say = useWords(importWords);
  const kindOf = useKind();
  const reports = reportTotals([found]);
  const things = thingTotals([found]);
  const hasThings = things.added + things.revised + things.unchanged > 0;
  const isUnknown = found.kind === "reports" && found.format === undefined && one.mapping === undefined;
  return (
    <>
      <p>
        <strong>{isUnknown ? say("formatNone") : kindOf(found, one.mapping !== undefined)}</strong>
        {found.isNew === false && <span className="soft"> · {say("wasThere")}</span>}
      </p>
      {reports.read > 0 && <p>{say("wouldReports", { ...reports })}</p>}
      {hasThings && <p>{say("wouldThings", { ...things })}</p>}
      {reports.read === 0 && !hasThings && found.kind !== "other" && <p>{say("wouldNothing")}</p>}
      {found.kind === "reports" && found.table && <Mapping one={one} found={found} table={found.table} />}
    </>
  );
}
