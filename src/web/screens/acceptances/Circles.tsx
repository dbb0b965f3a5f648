import type { ReactNode } from "react";
import { useFormats, useWords } from "../../words/index.ts";
import type { Conditions } from "./graph.ts";
import { useNameOf } from "./use-name-of.ts";
import { acceptancesWords } from "./words.ts";

const WAYS = {
  concurrent: "together",
  first: "first",
  "not-needed": "not-needed",
  none: "open",
  negative: "negative",
} as const;
const VALUES = { true: "valueTrue", false: "valueFalse", unknown: "valueUnknown" } as const;

/** Each circle in sentences: who waits for whom, what would come of it either way, and the way out. */
export function Circles({ conditions }: { readonly conditions: Conditions }): ReactNode {
  const say = useWords(acceptancesWords);
  const formats = useFormats();
  const nameOf = useNameOf(conditions);
  const { circles } = conditions;
  const isolated = (name: string): string => `\u2068${nameOf(name)}\u2069`;
  const said = (values: Readonly<Record<string, "true" | "false" | "unknown">>): string =>
    formats.list(Object.entries(values).map(([name, value]) => say(VALUES[value], { name: isolated(name) })));
  return (
    <>
      <h3>{say("circles")}</h3>
      {circles.length === 0 && <p>{say("noCircle")}</p>}
      <ul className="plain stack-tight">
        {circles.map(({ accepts, resolution, differ, ifEachWaits, ifTogether, brokenBy, waysOut }) => (
          <li key={accepts.join(" ")} className="acceptances-circle-said">
            <p>
              <strong>{say("circle", { who: formats.list(accepts.map(isolated)) })}</strong>{" "}
              {say(WAYS[resolution as keyof typeof WAYS] ?? "open")}
            </p>
            {differ && (
              <p className="soft">
                {say("ifEach", { said: said(ifEachWaits) })} {say("ifTogether", { said: said(ifTogether) })}
              </p>
            )}
            <Sentences title={say("broken")} sentences={brokenBy.map((one) => one.says)} />
            <Sentences title={say("waysOut")} sentences={waysOut} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Sentences({ title, sentences }: { readonly title: string; readonly sentences: readonly string[] }): ReactNode {
  if (sentences.length === 0) return null;
  return (
    <>
      <p>{title}</p>
      <ul>
        {sentences.map((sentence) => (
          <li key={sentence} dir="auto">
            {sentence}
          </li>
        ))}
      </ul>
    </>
  );
}
