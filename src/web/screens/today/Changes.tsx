import { Link } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";
import { Loaded } from "../../parts/index.ts";
import { useAsk } from "../../record/index.ts";
import { useWords } from "../../words/index.ts";
import { saidOf } from "./said-of.ts";
import { todayWords } from "./words.ts";

const DAY_MS = 86_400_000;
const SHOWN = 8;

/** Findings that came out otherwise, with what they may come of. */
export function Changes(): ReactNode {
  const say = useWords(todayWords);
  // One moment for as long as the page is open: a question that moves is asked again for ever.
  const [since] = useState(() => new Date(Date.now() - DAY_MS).toISOString());
  const changes = useAsk("listFindingChanges", { query: { since, limit: 200 } });
  return (
    <section className="card stack-tight" aria-labelledby="changes">
      <h2 id="changes">{say("changes")}</h2>
      <Loaded of={changes}>
        {({ items, next }) =>
          items.length === 0 ? (
            <p className="soft">{say("noChanges")}</p>
          ) : (
            <>
              <p>{say("changed", { count: items.length, hasMore: next === null ? "no" : "yes" })}</p>
              <ul className="plain stack-tight">
                {items.slice(0, SHOWN).map(({ incident, finding, row, verdicts, because }) => (
                  <li key={`${finding} ${row}`}>
                    <Link to="/incidents/$id" params={{ id: incident }} className="mono">
                      <bdi>{incident.slice(0, 8)}</bdi>
                    </Link>{" "}
                    {verdicts.slice(0, 2).map(({ reading, rule, before, now }) => (
                      <span key={`${reading} ${rule}`}>
                        {say("became", { reading, before: saidOf(before), now: saidOf(now) })}{" "}
                      </span>
                    ))}
                    {because[0] !== undefined && (
                      <span className="soft">({say("because", { act: because[0].act })})</span>
                    )}
                  </li>
                ))}
              </ul>
            </>
          )
        }
      </Loaded>
    </section>
  );
}
