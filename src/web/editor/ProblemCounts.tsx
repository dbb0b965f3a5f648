import type { ReactNode } from "react";
import { Button } from "react-aria-components";
import type { Problem } from "../../kit/index.ts";
import { useWords } from "../words/index.ts";
import { editorWords } from "./words.ts";

const COUNTED = [
  ["error", "errors"],
  ["warning", "warnings"],
  ["note", "notes"],
] as const;

export interface ProblemCountsProps {
  /** Not there: they are being looked for. */
  readonly problems: readonly Problem[] | undefined;
  readonly onOpen: () => void;
}

/** How many problems the text has; behind it the list of them. */
export function ProblemCounts({ problems, onOpen }: ProblemCountsProps): ReactNode {
  const say = useWords(editorWords);
  const counts = COUNTED.map(([severity, key]) => {
    const count = problems?.filter((problem) => problem.severity === severity).length ?? 0;
    return { severity, key, count };
  }).filter(({ count }) => count > 0);
  const said = problems === undefined ? say("checking") : say("noProblems");
  return (
    <>
      <Button onPress={onOpen}>
        {counts.length === 0
          ? said
          : counts.map(({ severity, key, count }, index) => (
              <span key={severity} className={`problem-${severity}`}>
                {index > 0 && " · "}
                {say(key, { count })}
              </span>
            ))}
      </Button>
      <span className="unseen" role="status">
        {counts.length === 0 ? said : counts.map(({ key, count }) => say(key, { count })).join(" · ")}
      </span>
    </>
  );
}
