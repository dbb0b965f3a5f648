import { expect, test } from "vitest";
import { clockOf, dayIn, lengthKey, lengthOf, whenOf } from "./times.ts";

const DAMASCUS = "Asia/Damascus";

test("a day that a source gave is said as that day on the clocks of the agreement", () => {
  expect(whenOf("2016-07-30T21:00:00Z", "2016-07-31T21:00:00Z", DAMASCUS)).toEqual({
    key: "whenDay",
    day: Date.parse("2016-07-30T21:00:00Z"),
  });
});

test("the same stretch is no day on other clocks", () => {
  expect(whenOf("2016-07-30T21:00:00Z", "2016-07-31T21:00:00Z", "UTC").key).toBe("whenBetween");
});

test("several days end with the last of them, and not with the midnight after it", () => {
  const when = whenOf("2016-02-29T22:00:00Z", "2016-03-04T22:00:00Z", DAMASCUS);
  expect(when.key).toBe("whenDays");
  if (when.key === "whenDays") expect(dayIn(DAMASCUS, when.to)).toBe("2016-03-04");
});

test("a day on which clocks are changed is one day", () => {
  // Damascus, 25 March 2016: it began at 01:00, since clocks were put forward at midnight.
  expect(whenOf("2016-03-24T22:00:00Z", "2016-03-25T21:00:00Z", DAMASCUS).key).toBe("whenDay");
});

test("an end that nobody knows is said to be open, and no end at all to be unknown", () => {
  expect(whenOf("2016-03-01T10:00:00Z", null, "UTC").key).toBe("whenFrom");
  expect(whenOf(null, "2016-03-01T10:00:00Z", "UTC").key).toBe("whenUntil");
  expect(whenOf(null, null, "UTC").key).toBe("whenUnknown");
  expect(whenOf("2016-03-01T10:00:00Z", "2016-03-01T10:00:00Z", "UTC").key).toBe("whenMoment");
});

test("a clock runs until it is due, and is overdue from then on", () => {
  const due = { dueAt: "2016-03-01T12:00:00Z", doneAt: null };
  expect(clockOf(due, Date.parse("2016-03-01T12:00:00Z")).state).toBe("running");
  expect(clockOf(due, Date.parse("2016-03-01T12:00:01Z")).state).toBe("overdue");
  expect(clockOf({ dueAt: null, doneAt: null }, 0).state).toBe("none");
});

test("an answer is measured by when it came, and not by when the page is looked at", () => {
  const done = { dueAt: "2016-03-01T12:00:00Z", doneAt: "2016-03-01T11:00:00Z" };
  expect(clockOf(done, Date.parse("2020-01-01T00:00:00Z"))).toEqual({
    state: "metInTime",
    left: { days: 0, hours: 1, minutes: 0 },
  });
  expect(clockOf({ ...done, doneAt: "2016-03-03T12:30:00Z" }, 0).state).toBe("metLate");
});

test("a length has its two largest units, and is never no minute", () => {
  expect(lengthOf(20_000)).toEqual({ days: 0, hours: 0, minutes: 1 });
  expect(lengthKey(lengthOf(20_000))).toBe("lengthMinutes");
  expect(lengthKey(lengthOf(2 * 3_600_000))).toBe("lengthHours");
  expect(lengthOf(50 * 3_600_000)).toEqual({ days: 2, hours: 2, minutes: 0 });
  expect(lengthKey(lengthOf(50 * 3_600_000))).toBe("lengthDays");
});
