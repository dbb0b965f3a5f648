import { setTimeout } from "node:timers/promises";
import { ledgerEnd, type JobKind, type Store } from "../../store/index.ts";
import { verb, type Done } from "./acting.ts";
import { findingsChanged, type FindingChange } from "./findings-changed.ts";
import { InputCheck } from "./input-check.ts";
import { agreementsToJudge, JUDGE_INCIDENTS, judgeAgain, RECORD, type JudgedAgain } from "./judge-again.ts";
import { isLongToJudge, judgeApart, type JudgeApart } from "./judge-apart.ts";
import { mandateOf } from "./mandate.ts";

/** A worker rests four times as long as it judged, at most for five minutes: the machine is there for people too. */
const REST = 4;
const LONGEST_REST_MS = 300_000;

export interface JudgeJobOptions {
  /** Stands in the ledger for it. */
  readonly by?: string;
  /** Given up when it says so. */
  readonly stopping?: AbortSignal;
}

/** The work that follows from a change, for a worker. */
export function judgeJob(store: Store, { by = "truce judge", stopping }: JudgeJobOptions = {}): JobKind {
  let restsUntil = 0;
  return {
    name: JUDGE_INCIDENTS,
    work: async (_key, signal) => {
      // What is asked for meanwhile is done in one pass with it.
      const rest = restsUntil - performance.now();
      const ending = stopping ? AbortSignal.any([signal, stopping]) : signal;
      if (rest > 0) await setTimeout(rest, undefined, { signal: ending });
      const began = performance.now();
      await judgeSoon(store, { by }, ending);
      const took = performance.now() - began;
      restsUntil = performance.now() + Math.min(REST * took, LONGEST_REST_MS);
    },
    undone: async () => ((await agreementsToJudge(store)).length > 0 ? [RECORD] : []),
  };
}

/** Here, or in a thread apart if there is much to judge. */
async function judgeSoon(store: Store, asked: JudgeApart, signal?: AbortSignal): Promise<readonly JudgedAgain[]> {
  return (await isLongToJudge(store)) ? judgeApart(store, asked, signal) : judgeAgain(store, asked);
}

export interface Judge {
  /** Unset: every agreement. */
  readonly agreement?: string;
}

export interface JudgedNow {
  readonly agreements: readonly JudgedAgain[];
  /** What came out otherwise than before. */
  readonly changes: readonly FindingChange[];
}

/** Judges what was touched since the last time, now instead of soon, and says what came out otherwise. */
export const judge = verb(
  { act: "judge-again", permission: "judge:run" },
  async ({ store, by }, input: Judge): Promise<Done<JudgedNow>> => {
    const check = new InputCheck();
    check.maybeName("/agreement", input.agreement);
    check.done();
    const { agreement } = input;
    if (agreement !== undefined) await store.withClient((client) => mandateOf(client, agreement));
    const { at: since } = await store.withClient(ledgerEnd);
    const agreements = await judgeSoon(store, { by, ...(agreement === undefined ? {} : { agreement }) });
    const { changes } = await findingsChanged(store, { since });
    return { result: { agreements, changes }, seq: agreements.at(-1)?.seq };
  },
);
