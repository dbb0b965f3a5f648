import * as fc from "fast-check";

/**
 * Every property test draws the same cases in every run, so that a red run can be repeated and a green one is no luck.
 * `SEED=7 npm test` draws others. Whatever the seed, a failure prints it.
 */
export const SEED = readSeed(process.env["SEED"]);

function readSeed(written: string | undefined): number {
  const seed = Number(written ?? 1);
  if (Number.isSafeInteger(seed) && seed > 0) return seed;
  throw new RangeError(`SEED must be a whole number above 0, not "${written}"`);
}

/** Whether the judge has been made wrong on purpose: then it is enough to notice once, and it may take longer. */
export const IS_WRONG = process.env["MUTATION"] !== undefined;

// What is wrong on purpose need not be explained by the smallest case.
fc.configureGlobal({ seed: SEED, endOnFailure: IS_WRONG });
