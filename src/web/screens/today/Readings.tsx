import { useMemo, type ReactNode } from "react";
import { verdictColumn } from "../../../domain/index.ts";
import { VerdictBar } from "../../parts/index.ts";
import type { RowsInHand } from "../../record/index.ts";
import { useSelection } from "../../selection/index.ts";
import { useFormats, useWords } from "../../words/index.ts";
import { boundsOf } from "./groups.ts";
import { todayWords } from "./words.ts";

/** The same incidents under each reading, side by side: nothing is averaged. */
export function Readings({ shown }: { readonly shown: RowsInHand }): ReactNode {
  const say = useWords(todayWords);
  const formats = useFormats();
  const { change } = useSelection();
  const { columns, agreement, rows } = shown;
  const lines = useMemo(
    () =>
      (agreement?.readings ?? []).map(({ id, name }) => {
        const verdicts = verdictColumn(columns, {
          agreement: agreement!.key,
          reading: id,
          rule: agreement!.shown.rule,
        });
        return { id, name, ...boundsOf({ columns, rows, verdicts }) };
      }),
    [columns, agreement, rows],
  );
  return (
    <section className="card stack-tight" aria-labelledby="readings">
      <h2 id="readings">{say("byReading")}</h2>
      <div className="scroll">
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{say("reading")}</th>
              <th scope="col">{say("verdicts")}</th>
              <th scope="col" className="number">
                {say("breachBounds")}
              </th>
            </tr>
          </thead>
          <tbody>
            {lines.map(({ id, name, counts, breach }) => (
              <tr key={id} aria-current={id === agreement?.shown.reading ? "true" : undefined}>
                <th scope="row">
                  <button
                    type="button"
                    className="link"
                    onClick={() => change({ reading: id === "text" ? undefined : id })}
                  >
                    <bdi>{name}</bdi>
                  </button>
                  {id === agreement?.shown.reading && <span className="soft small"> · {say("shownReading")}</span>}
                </th>
                <td className="today-reading-bar">
                  <VerdictBar counts={counts} label={name} />
                </td>
                <td className="number">
                  {breach.least === breach.most ? formats.number(breach.least) : say("between", { ...breach })}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
