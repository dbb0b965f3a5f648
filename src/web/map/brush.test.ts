import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { moveStretch, stepOfKey, stretchBetween } from "./brush.ts";

const COUNT = 155;
const stretch = fc.tuple(fc.nat(COUNT - 1), fc.nat(COUNT - 1)).map(([one, other]) => stretchBetween(one, other));

describe("moveStretch", () => {
  it("never leaves the bins and its ends never pass each other", () => {
    fc.assert(
      fc.property(
        stretch,
        fc.constantFrom("first", "last", "whole" as const),
        fc.integer({ min: -400, max: 400 }),
        (given, grip, by) => {
          const { first, last } = moveStretch(given, grip, { by, count: COUNT });
          expect(first).toBeGreaterThanOrEqual(0);
          expect(last).toBeLessThan(COUNT);
          expect(first).toBeLessThanOrEqual(last);
        },
      ),
    );
  });

  it("moved as a whole it keeps its length", () => {
    fc.assert(
      fc.property(stretch, fc.integer({ min: -400, max: 400 }), (given, by) => {
        const moved = moveStretch(given, "whole", { by, count: COUNT });
        expect(moved.last - moved.first).toBe(given.last - given.first);
      }),
    );
  });

  it("an end that is moved leaves the other where it is", () => {
    expect(moveStretch({ first: 3, last: 9 }, "first", { by: 4, count: 20 })).toEqual({ first: 7, last: 9 });
    expect(moveStretch({ first: 3, last: 9 }, "last", { by: -40, count: 20 })).toEqual({ first: 3, last: 3 });
  });
});

describe("stepOfKey", () => {
  it("right is later in every language, and other keys do nothing", () => {
    expect(
      ["ArrowRight", "ArrowLeft", "PageUp", "End", "a"].map((key) => stepOfKey(key, { page: 7, count: 20 })),
    ).toEqual([1, -1, 7, 20, undefined]);
  });
});
