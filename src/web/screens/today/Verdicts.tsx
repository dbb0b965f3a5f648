import { Link } from "@tanstack/react-router";
import { useMemo, type ReactNode } from "react";
import { incidentIdAt } from "../../../domain/index.ts";
import { Choice, VerdictBar, VerdictShape, verdictNamed } from "../../parts/index.ts";
import type { RowsInHand } from "../../record/index.ts";
import { useSelection } from "../../selection/index.ts";
import { useFormats, useWords } from "../../words/index.ts";
import { boundsOf, largestGroups, rarest, type Bounds, type Group } from "./groups.ts";
import { Why } from "./Why.tsx";
import { todayWords } from "./words.ts";

/** What can be said of the incidents that are selected: in a sentence, a bar, and the groups that the numbers are made of. */
export function Verdicts({ shown }: { readonly shown: RowsInHand }): ReactNode {
  const say = useWords(todayWords);
  const { change } = useSelection();
  const bounds = useMemo(() => boundsOf(shown), [shown]);
  const groups = useMemo(() => largestGroups(shown, 2), [shown]);
  const rest = shown.rows.length - groups.reduce((sum, { count }) => sum + count, 0);
  return (
    <section className="card stack" aria-labelledby="verdicts">
      <div className="row spread">
        <h2 id="verdicts">{say("verdicts")}</h2>
        <RuleChoice shown={shown} />
      </div>
      <Sentence shown={shown} bounds={bounds} />
      <VerdictBar counts={bounds.counts} label={say("verdicts")} onChoose={(verdict) => change({ verdict })} />
      <h3>{say("why")}</h3>
      <ul className="plain today-groups">
        {groups.map((group) => (
          <GroupCard key={`${group.sides.join("|")} ${group.verdict}`} group={group} shown={shown} />
        ))}
      </ul>
      {rest > 0 && <p className="soft">{say("rest", { count: rest })}</p>}
    </section>
  );
}

function RuleChoice({ shown: { agreement } }: { readonly shown: RowsInHand }): ReactNode {
  const say = useWords(todayWords);
  const { change } = useSelection();
  if (!agreement || agreement.rules.length < 2) return null;
  return (
    <Choice
      label={say("rule")}
      isLabelUnseen
      value={agreement.shown.rule}
      options={agreement.rules.map((key) => ({ key, name: key }))}
      onChoose={(rule) => change({ rule })}
    />
  );
}

function Sentence({ shown, bounds }: { readonly shown: RowsInHand; readonly bounds: Bounds }): ReactNode {
  const say = useWords(todayWords);
  const { counts, breach } = bounds;
  const all = shown.rows.length;
  const how = breach.least === breach.most ? "exactBreach" : breach.least === 0 ? "noBreach" : "someBreach";
  return (
    <p className="today-sentence">
      {say("sentence", { all, outside: counts["outside"] ?? 0, undetermined: counts["undetermined"] ?? 0 })}{" "}
      {say(how, { ...breach })}
    </p>
  );
}

const SAID = {
  outside: "groupOutside",
  undetermined: "groupUndetermined",
  breach: "groupBreach",
  permitted: "groupPermitted",
} as const;

function GroupCard({ group, shown }: { readonly group: Group; readonly shown: RowsInHand }): ReactNode {
  const say = useWords(todayWords);
  const formats = useFormats();
  const { selection } = useSelection();
  const { sides, verdict, count, row } = group;
  const id = incidentIdAt(shown.columns, row);
  const side = useMemo(() => rarest(shown, sides), [shown, sides]);
  const said = SAID[verdict as keyof typeof SAID];
  return (
    <li className="today-group">
      <p className="figure number">
        <VerdictShape verdict={verdictNamed(verdict)} /> {formats.number(count)}
      </p>
      <p>
        <strong>{said ? say(said) : say("groupOther", { verdict })}</strong>:{" "}
        {sides.length === 1
          ? say("groupOne", { side: `\u2068${sides[0] ?? ""}\u2069` })
          : formats.list(sides.map((side) => `\u2068${side}\u2069`))}
      </p>
      {shown.agreement && <Why incident={id} agreement={shown.agreement} />}
      <p className="row small">
        <Link to="/incidents/$id" params={{ id }} search={selection}>
          {say("look")}
        </Link>
        <Link to="/incidents" search={{ ...selection, ...(side === undefined ? {} : { side }), verdict }}>
          {say("show")}
        </Link>
      </p>
    </li>
  );
}
