import { useCallback, useState, useSyncExternalStore } from "react";
import type { ProblemSaid } from "../../api/contract.ts";
import { outbox, type ActGiven, type Acts, type Entry, type Outcome } from "./outbox.ts";

export interface ActInHand<N extends Acts> {
  /** `about`: what is being done, in the language of whoever does it. */
  readonly run: (given: ActGiven<N>, about: string) => Promise<Outcome<N>>;
  readonly isRunning: boolean;
  /** Why the last one was refused. */
  readonly problem: ProblemSaid | undefined;
  readonly clear: () => void;
}

/** One verb of the API, done through the outbox. */
export function useAct<N extends Acts>(name: N): ActInHand<N> {
  const [running, setRunning] = useState(0);
  const [problem, setProblem] = useState<ProblemSaid>();
  const run = useCallback<ActInHand<N>["run"]>(
    async (given, about) => {
      setRunning((count) => count + 1);
      setProblem(undefined);
      try {
        const outcome = await outbox.act(name, given, about);
        if (outcome.state === "refused") setProblem(outcome.problem);
        return outcome;
      } finally {
        setRunning((count) => count - 1);
      }
    },
    [name],
  );
  const clear = useCallback(() => setProblem(undefined), []);
  return { run, isRunning: running > 0, problem, clear };
}

/** What waits, is on its way, was just accepted, or was refused. */
export function useOutbox(): readonly Entry[] {
  return useSyncExternalStore(outbox.subscribe, outbox.read);
}
