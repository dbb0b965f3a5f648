// A thread that judges what was touched since the last time, says what came of it, and ends. See `judge-apart.ts`.

import { setPriority } from "node:os";
import { parentPort, workerData } from "node:worker_threads";
import { Refusal } from "../../kit/index.ts";
import { connectStore, reasonOf } from "../../store/index.ts";
import { judgeAgain } from "./judge-again.ts";
import type { ThreadAnswer, ThreadTask } from "./judge-apart.ts";

/** Whoever waits for an answer goes first. Only Linux counts niceness by thread; elsewhere it would be that of the server. */
const NICENESS = 10;

async function judge({ connection, by, agreement }: ThreadTask): Promise<ThreadAnswer> {
  const store = connectStore(connection, "truce judge");
  try {
    return { judged: await judgeAgain(store, { by, ...(agreement === undefined ? {} : { agreement }) }) };
  } catch (error) {
    if (!(error instanceof Refusal)) return { failed: reasonOf(error) };
    const { code, message, hint } = error;
    return { refused: { code, message, ...(hint === undefined ? {} : { hint }) } };
  } finally {
    await store.close();
  }
}

if (process.platform === "linux") setPriority(NICENESS);
const answer = await judge(workerData as ThreadTask);
// The rule is about windows.
// oxlint-disable-next-line unicorn/require-post-message-target-origin
parentPort!.postMessage(answer);
