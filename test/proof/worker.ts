import { parentPort, workerData } from "node:worker_threads";
import { runNorm, type NormResult } from "./run-norms.ts";

/** A stretch of the proof in a thread of its own: agreements from `seed` on, until enough norms were compared. */
export interface Stretch {
  readonly seed: number;
  readonly step: number;
  readonly norms: number;
}

/** Sums since the last message, and the disagreements in words. */
export type Progress = Pick<NormResult, "norms" | "cells" | "open" | "disagreements">;

const { seed, step, norms } = workerData as Stretch;
let done = 0;
for (let at = seed; done < norms; at += step) {
  const result = runNorm(at);
  done += result.norms;
  parentPort?.postMessage(result satisfies Progress, []);
}
