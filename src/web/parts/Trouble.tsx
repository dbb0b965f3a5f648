import { useQueryErrorResetBoundary } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Button } from "react-aria-components";
import { ProblemAnswer } from "../../api/client.ts";
import type { ProblemSaid } from "../../api/contract.ts";
import { isNotThere, NotReached } from "../record/index.ts";
import { useWords } from "../words/index.ts";
import { partWords } from "./words.ts";
import "./trouble.css";

/** What the server refused, with what to do about it, and each place that is wrong. */
export function Problem({ problem }: { readonly problem: ProblemSaid }): ReactNode {
  const say = useWords(partWords);
  return (
    <div className="trouble" role="alert">
      <p>
        <strong dir="auto">{problem.detail}</strong>
      </p>
      {problem.hint !== undefined && <p dir="auto">{problem.hint}</p>}
      {problem.problems !== undefined && problem.problems.length > 0 && (
        <ul>
          {problem.problems.map((one, index) => (
            <li key={index} dir="auto">
              {one.row !== undefined && <span className="soft">{say("row", { row: one.row })} </span>}
              {one.message}
              {one.hint !== undefined && <span className="soft"> — {one.hint}</span>}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

export interface TroubleProps {
  readonly error: unknown;
  readonly again?: () => void;
}

/** Why something cannot be shown. */
export function Trouble({ error, again }: TroubleProps): ReactNode {
  const say = useWords(partWords);
  const { reset } = useQueryErrorResetBoundary();
  if (isNotThere(error)) return <p className="soft">{say("nothingHere")}</p>;
  if (error instanceof ProblemAnswer) return <Problem problem={error.problem} />;
  const isAway = error instanceof NotReached;
  return (
    <div className="trouble" role="alert">
      <p>
        <strong>{say(isAway ? "notReached" : "wrong")}</strong>
      </p>
      <div className="row">
        <Button
          onPress={() => {
            reset();
            if (again) again();
            else location.reload();
          }}
        >
          {say(again ? "again" : "reload")}
        </Button>
      </div>
      {!isAway && (
        <details>
          <summary>{say("details")}</summary>
          <pre className="mono small">{error instanceof Error ? error.message : String(error)}</pre>
        </details>
      )}
    </div>
  );
}

interface AskedLike<T> {
  readonly data: T | undefined;
  readonly error: unknown;
  readonly isPending: boolean;
  readonly refetch: () => unknown;
}

export interface LoadedProps<T> {
  readonly of: AskedLike<T>;
  readonly children: (data: T) => ReactNode;
}

/** What was asked for once it is there; until then that it is being loaded, or why it cannot be. */
export function Loaded<T>({ of, children }: LoadedProps<T>): ReactNode {
  const say = useWords(partWords);
  if (of.data !== undefined) return children(of.data);
  if (of.error) return <Trouble error={of.error} again={() => void of.refetch()} />;
  return (
    <p className="soft" role="status">
      {say("loading")}
    </p>
  );
}
