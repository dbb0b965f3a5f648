import * as fc from "fast-check";
import { expect, test } from "vitest";
import { includes, intersection, minus, union } from "./intervals.ts";

const interval = fc
  .tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 1, max: 8 }))
  .map(([earliest, length]) => ({ earliest, latest: earliest + length }));
const set = fc.array(interval, { maxLength: 5 });

test("sets of moments behave as sets of their moments", () => {
  fc.assert(
    fc.property(set, set, (a, b) => {
      for (let moment = -1; moment < 40; moment++) {
        expect(includes(union(a, b), moment)).toBe(includes(a, moment) || includes(b, moment));
        expect(includes(minus(a, b), moment)).toBe(includes(a, moment) && !includes(b, moment));
        expect(includes(intersection(a, b), moment)).toBe(includes(a, moment) && includes(b, moment));
      }
    }),
  );
});

test("a moment without length is not lost", () => {
  expect(union([{ earliest: 5, latest: 5 }])).toEqual([{ earliest: 5, latest: 6 }]);
  expect(minus([{ earliest: 0, latest: 10 }], [{ earliest: 5, latest: 5 }])).toEqual([
    { earliest: 0, latest: 5 },
    { earliest: 6, latest: 10 },
  ]);
});

test("open ends reach to the beginning and the end of time", () => {
  expect(minus([{ earliest: -Infinity, latest: Infinity }], [{ earliest: 0, latest: 1 }])).toEqual([
    { earliest: -Infinity, latest: 0 },
    { earliest: 1, latest: Infinity },
  ]);
});
