import type { ReactNode } from "react";
import { Loaded } from "../../parts/index.ts";
import { useAsk } from "../../record/index.ts";
import { useFormats, useWords } from "../../words/index.ts";
import { todayWords } from "./words.ts";

/** Whether anybody said where they look: without that, silence is not quiet. */
export function Coverage(): ReactNode {
  const say = useWords(todayWords);
  const formats = useFormats();
  const coverage = useAsk("list:coverage", { query: { limit: 1000 } });
  return (
    <section className="card stack-tight" aria-labelledby="coverage">
      <h2 id="coverage">{say("coverage")}</h2>
      <Loaded of={coverage}>
        {({ items }) => {
          const latest = items
            .flatMap(({ latest: one }) => (one === null ? [] : [one]))
            .toSorted()
            .at(-1);
          return latest === undefined ? (
            <p>{say("noCoverage")}</p>
          ) : (
            <p>{say("coverageStated", { count: items.length, until: formats.day(latest) })}</p>
          );
        }}
      </Loaded>
    </section>
  );
}
