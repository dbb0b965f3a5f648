import { useState, type ReactNode } from "react";
import { Checkbox } from "react-aria-components";
import { useFormats, useWords } from "../../words/index.ts";
import type { Conditions } from "./graph.ts";
import { useNameOf } from "./use-name-of.ts";
import { acceptancesWords } from "./words.ts";

const BOUND = { true: "boundTrue", false: "boundFalse", unknown: "boundUnknown" } as const;
const QUIET = new Set(["absent", "not-asked"]);

export interface GivenProps {
  readonly conditions: Conditions;
  readonly zone: string;
}

/** Everyone with what is recorded of their acceptance. */
export function Given({ conditions, zone }: GivenProps): ReactNode {
  const say = useWords(acceptancesWords);
  const [showsAll, setShowsAll] = useState(false);
  const { acceptances } = conditions;
  const quiet = acceptances.filter(({ standing }) => QUIET.has(standing)).length;
  const shown = showsAll ? acceptances : acceptances.filter(({ standing }) => !QUIET.has(standing));
  return (
    <section className="card stack-tight" aria-labelledby="given">
      <h2 id="given">{say("table")}</h2>
      <div className="scroll" tabIndex={0} role="group" aria-labelledby="given">
        <table className="plain">
          <thead>
            <tr>
              {(["actor", "accept", "standing", "how", "when", "bound", "why"] as const).map((key) => (
                <th key={key} scope="col">
                  {say(key)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row, index) => (
              <GivenRow key={`${row.actor} ${row.accept ?? ""} ${index}`} {...{ row, conditions, zone }} />
            ))}
          </tbody>
        </table>
      </div>
      {quiet > 0 && (
        <Checkbox isSelected={showsAll} onChange={setShowsAll}>
          {({ isSelected }) => (
            <>
              <span className="box" aria-hidden="true">
                {isSelected ? "✓" : ""}
              </span>
              {say("showAll", { count: quiet })}
            </>
          )}
        </Checkbox>
      )}
    </section>
  );
}

interface GivenRowProps extends GivenProps {
  readonly row: Conditions["acceptances"][number];
}

function GivenRow({ row, conditions, zone }: GivenRowProps): ReactNode {
  const say = useWords(acceptancesWords);
  const formats = useFormats(zone);
  const nameOf = useNameOf(conditions);
  const { actor, accept, standing, to, through, latest, binds, reason } = row;
  const known = acceptancesWords.keys.find((key) => key === standing);
  const how = [
    ...(to === undefined ? [] : [say("to", { who: `\u2068${nameOf(to)}\u2069` })]),
    ...(through === undefined ? [] : [say("through", { who: `\u2068${nameOf(through)}\u2069` })]),
  ];
  return (
    <tr>
      <th scope="row">
        <bdi>{nameOf(actor)}</bdi>
      </th>
      <td>{accept === undefined ? "" : <bdi>{nameOf(accept)}</bdi>}</td>
      <td>{known === undefined ? standing : say(known)}</td>
      <td>{how.join(", ")}</td>
      <td>{latest === undefined ? say("boundUnknown") : formats.day(Date.parse(latest) - 1)}</td>
      <td>{say(BOUND[binds])}</td>
      <td className="small soft" dir="auto">
        {reason}
      </td>
    </tr>
  );
}
