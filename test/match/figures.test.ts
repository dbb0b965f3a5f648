import { expect, test } from "vitest";
import { explainPair } from "../../src/match/index.ts";
import { measureBatch, measureOneAtATime } from "../../bench/match/measure.ts";
import { drawSetting } from "../../bench/match/setting.ts";

// Set B of one seed, which takes some seconds. `npm run bench:match` has the full figures.
const told = await drawSetting({ events: 1500, seed: 1, noise: 1, siblings: 0.25 });
const batch = measureBatch(told);

test("claims of simulated incidents are grouped as well as promised, with no label", () => {
  expect(batch.pairs.f1).toBeGreaterThan(0.76);
  expect(batch.b3.f1).toBeGreaterThan(0.84);
  expect(batch.siblings).toBeLessThan(0.2);
});

test("probabilities of pairs are right as often as they say, with no label", () => {
  expect(batch.model.weights.origin).toBe("learnt");
  expect(batch.calibration.ece).toBeLessThan(0.015);
});

test("nearly all true pairs are compared, and few others", () => {
  expect(batch.blockingRecall).toBeGreaterThan(0.985);
  expect(batch.pairsPerClaim).toBeLessThan(45);
});

test("one at a time the claims are grouped nearly as well, and few old claims move", () => {
  const live = measureOneAtATime(told, batch.model);
  expect(live.pairs.f1).toBeGreaterThan(batch.pairs.f1 - 0.01);
  expect(live.churn).toBeLessThan(0.12);
});

test("the bars of every explained pair add up to its total", () => {
  const { rows } = batch.book;
  let explained = 0;
  for (let a = 0; a < rows.length; a += 7) {
    const { others, length } = rows[a]!;
    for (let at = 0; at < length; at += 11) {
      const { bars, total } = explainPair(batch.book, a, others[at]!)!;
      expect(Math.abs(bars.reduce((sum, { bits }) => sum + bits, 0) - total)).toBeLessThan(1e-9);
      explained += 1;
    }
  }
  expect(explained).toBeGreaterThan(1000);
});
