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

// A mutation that is caught need not be explained by the smallest case.
fc.configureGlobal({ seed: SEED, endOnFailure: process.env["MUTATION"] !== undefined });
