import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { WORLD_PIXELS } from "./mercator.ts";
import { indexPlaces } from "./place-index.ts";
import { showRows } from "./shown.ts";
import { thinSlots } from "./thin.ts";

const WORLD = { west: 0, north: 0, east: 1, south: 1 };
const rows = fc.array(
  fc.record({
    at: fc.tuple(fc.double({ min: 35, max: 42, noNaN: true }), fc.double({ min: 32, max: 37, noNaN: true })),
    kind: fc.integer({ min: 0, max: 6 }),
    isShown: fc.boolean(),
  }),
  { maxLength: 200 },
);

describe("thinSlots", () => {
  it("leaves out only what has a mark of its class that it cannot be told from", () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 0, max: 5 }), (list, zoom) => {
        const index = indexPlaces(Float64Array.from(list.flatMap(({ at }) => [...at])));
        const selected = Uint32Array.from(list.flatMap(({ isShown }, row) => (isShown ? [row] : [])));
        const { shown } = showRows(index, { selected, classes: Uint8Array.from(list, ({ kind }) => kind) });
        const kept = thinSlots(index, shown, { box: WORLD, zoom, cellPixels: 1.5 });
        const near = 1.5 / (WORLD_PIXELS * 2 ** zoom);
        expect([...kept].every((slot) => shown[slot] !== 0)).toBe(true);
        for (let slot = 0; slot < index.size; slot += 1) {
          if (shown[slot] === 0) continue;
          const stands = [...kept].some(
            (one) =>
              shown[one] === shown[slot] &&
              Math.abs(index.x[one]! - index.x[slot]!) <= near &&
              Math.abs(index.y[one]! - index.y[slot]!) <= near,
          );
          expect(stands).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });
});
