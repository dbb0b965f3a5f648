import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sortRows } from "./grid-columns.ts";

describe("sorting the grid", () => {
  it("keeps every row, puts what is not known last either way, and keeps the order of those that are alike", () => {
    const keys = fc.array(fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constant(NaN)), { maxLength: 40 });
    fc.assert(
      fc.property(keys, fc.boolean(), (given, isDescending) => {
        const rows = Uint32Array.from(given.keys());
        const sorted = sortRows(rows, Float64Array.from(given), isDescending);
        expect([...sorted].toSorted((a, b) => a - b)).toEqual([...rows]);
        for (let i = 1; i < sorted.length; i++) {
          const [one, other] = [given[sorted[i - 1]!]!, given[sorted[i]!]!];
          if (Number.isNaN(one)) expect(other).toBeNaN();
          else if (!Number.isNaN(other)) expect(isDescending ? one >= other : one <= other).toBe(true);
          if (Object.is(one, other)) expect(sorted[i]!).toBeGreaterThan(sorted[i - 1]!);
        }
      }),
    );
  });
});
