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
  return (
    <Button onPress={onOpen}>
      <span role="status">
        {problems === undefined
          ? say("checking")
          : counts.length === 0
            ? say("noProblems")
            : counts.map(({ severity, key, count }, index) => (
                <span key={severity} className={`problem-count problem-${severity}`}>
                  {index > 0 && " · "}
                  {say(key, { count })}
                </span>
              ))}
      </span>
    </Button>
  );
}
