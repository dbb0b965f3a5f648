import { expect, test } from "vitest";
import { stretchesOf } from "./match-record.ts";

const DAY = 86_400_000;
const on = (day: number, days = 1) => ({ earliest: day * DAY, latest: (day + days) * DAY });

test("what lies between two new reports years apart is not looked at, and what is near either of them is", () => {
  const stretches = stretchesOf([on(4000), on(100), on(102, 3)]);
  expect(stretches.map(({ from, to }) => [from / DAY, to / DAY])).toEqual([
    [96, 109],
    [3996, 4005],
  ]);
});

test("a report of which nobody knows when it was, or that could be of any day of months, makes no others be looked at", () => {
  expect(stretchesOf([{ earliest: null, latest: null }, on(0, 365)])).toEqual([]);
});
