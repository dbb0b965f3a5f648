import { Worker } from "node:worker_threads";
import { Refusal } from "../../kit/index.ts";
import { hasMoreIncidents, withReason, type Store } from "../../store/index.ts";
import type { JudgedAgain } from "./judge-again.ts";

/**
 * Judging takes a processor for as long as it lasts: minutes, if all of a large record is to be judged. So a server has it done
 * in a thread of its own, with connections of its own, and goes on answering.
 */
export interface JudgeApart {
  readonly by: string;
  /** Unset: under every agreement. */
  readonly agreement?: string;
}

/** What the thread is given. */
export interface ThreadTask extends JudgeApart {
  readonly connection: ReturnType<Store["connection"]>;
}

/** What it says when it is done. */
export type ThreadAnswer =
  | { readonly judged: readonly JudgedAgain[] }
  | { readonly refused: { readonly code: string; readonly message: string; readonly hint?: string } }
  | { readonly failed: string };

/** Fewer incidents than this are judged before a thread has begun. */
const FEW = 1000;

/** Whether there is so much in the record that judging it is felt by others. */
export async function isLongToJudge(store: Store): Promise<boolean> {
  return store.withClient((client) => hasMoreIncidents(client, FEW));
}

/**
 * As `judgeAgain`; the same trouble. `signal`: it is given up, and is to be done again by whoever comes next.
 * @throws Error whose `reasonOf` is that of the trouble in the thread
 */
export function judgeApart(store: Store, asked: JudgeApart, signal?: AbortSignal): Promise<readonly JudgedAgain[]> {
  const task: ThreadTask = { ...asked, connection: store.connection() };
  const thread = new Worker(new URL("./judge-apart-thread.ts", import.meta.url), { workerData: task });
  const giveUp = (): void => void thread.terminate();
  signal?.addEventListener("abort", giveUp, { once: true });
  return new Promise<readonly JudgedAgain[]>((done, failed) => {
    thread.once("message", (answer: ThreadAnswer) => {
      if ("judged" in answer) done(answer.judged);
      else if ("failed" in answer) failed(withReason(answer.failed));
      else failed(new Refusal(answer.refused.code, answer.refused.message, answer.refused.hint));
    });
    thread.once("error", failed);
    thread.once("exit", () => failed(withReason("given-up")));
    if (signal?.aborted) giveUp();
  }).finally(() => signal?.removeEventListener("abort", giveUp));
}
