import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Loaded } from "../../parts/index.ts";
import { useAsk } from "../../record/index.ts";
import { useFormats, useWords } from "../../words/index.ts";
import { todayWords } from "./words.ts";

/** In the order in which it should not wait. */
const KINDS = [
  "repliesOverdue",
  "dueTonight",
  "signaturesMissing",
  "formsToAccept",
  "reportsToMatch",
  "matchesToDecide",
  "levelsToSet",
  "remediesToCheck",
  "repliesExpected",
  "questionsOpen",
] as const;

/** Clocks run without anybody doing anything. */
const EVERY_MS = 60_000;
const SHOWN = 3;

/** What waits for somebody of the team, with the first of each. */
export function Queue(): ReactNode {
  const say = useWords(todayWords);
  const formats = useFormats();
  const queue = useAsk("getQueue", { query: { limit: SHOWN } }, { every: EVERY_MS });
  return (
    <section className="card stack-tight" aria-labelledby="queue">
      <h2 id="queue">{say("queue")}</h2>
      <Loaded of={queue}>
        {(waiting) => {
          const there = KINDS.filter((kind) => (waiting[kind]?.count ?? 0) > 0);
          if (there.length === 0) return <p className="soft">{say("nothingWaits")}</p>;
          return (
            <ul className="plain today-queue">
              {there.map((kind) => (
                <li key={kind}>
                  <strong className="number">{formats.number(waiting[kind]!.count)}</strong>
                  <span>{say(kind)}</span>
                  <First of={waiting[kind]!.first} />
                </li>
              ))}
            </ul>
          );
        }}
      </Loaded>
    </section>
  );
}

/** The first of them, as ways to their incidents. */
function First({ of }: { readonly of: readonly unknown[] }): ReactNode {
  const ids = of.flatMap((one) => {
    const { incident } = one as { readonly incident?: unknown };
    return typeof incident === "string" ? [incident] : [];
  });
  return (
    <span className="row small">
      {ids.map((id, index) => (
        <Link key={`${id} ${index}`} to="/incidents/$id" params={{ id }} className="mono">
          <bdi>{id.slice(0, 8)}</bdi>
        </Link>
      ))}
    </span>
  );
}
