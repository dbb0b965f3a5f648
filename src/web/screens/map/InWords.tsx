import { useMemo, type ReactNode } from "react";
import { VerdictBar } from "../../parts/index.ts";
import type { RowsInHand } from "../../record/index.ts";
import { useSelection } from "../../selection/index.ts";
import { useFormats, useWords } from "../../words/index.ts";
import { boundsOf } from "../today/groups.ts";
import { placesOf } from "./drawn.ts";
import { mapWords } from "./words.ts";

const SHOWN = 12;

/** What the map shows, for who does not see it: verdicts and places with their counts. */
export function InWords({ shown }: { readonly shown: RowsInHand }): ReactNode {
  const say = useWords(mapWords);
  const formats = useFormats();
  const { change } = useSelection();
  const { counts } = useMemo(() => boundsOf(shown), [shown]);
  const { places, withoutPlace } = useMemo(() => placesOf(shown.columns, shown.rows), [shown]);
  return (
    <section id="map-in-words" aria-label={say("list")} className="stack-tight">
      <h2>{say("verdicts")}</h2>
      <VerdictBar counts={counts} label={say("verdicts")} onChoose={(verdict) => change({ verdict })} />
      <h2>{say("places")}</h2>
      <ol className="plain">
        {places.slice(0, SHOWN).map(({ area, count }) => (
          <li key={area} className="row spread">
            {area === "" ? (
              <span className="soft">{say("unnamed")}</span>
            ) : (
              <button type="button" className="link" onClick={() => change({ area })}>
                <bdi>{area}</bdi>
              </button>
            )}
            <span className="number">{formats.number(count)}</span>
          </li>
        ))}
      </ol>
      <p className="soft">{say("noPlace", { count: withoutPlace })}</p>
    </section>
  );
}
