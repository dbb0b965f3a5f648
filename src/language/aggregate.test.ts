import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Interval, Kleene } from "../kit/index.ts";
import { atLeast, noneFor, windowBefore, type EventRecord } from "./aggregate.ts";

const nothing: EventRecord = { definite: [], possible: [], coverage: [] };
const window = { earliest: 100, latest: 200 };
const at = (earliest: number, latest = earliest): Interval => ({ earliest, latest });

describe("no A for D", () => {
  test("silence without coverage is unknown, and asks for the coverage that is missing", () => {
    expect(noneFor({ ...nothing, coverage: [at(0, 150)] }, window)).toEqual({
      value: "unknown",
      missing: [{ kind: "coverage", gaps: [at(150, 200)] }],
    });
  });

  test("is true with closed coverage and nothing possible", () => {
    expect(noneFor({ ...nothing, coverage: [at(50, 150), at(150, 250)] }, window)).toEqual({
      value: "true",
      missing: [],
    });
  });

  test("is false on a definite event, covered or not", () => {
    expect(noneFor({ ...nothing, definite: [at(150)] }, window).value).toBe("false");
  });

  test("an event that straddles the edge of the window is possible, not definite", () => {
    const event = { ...at(90, 110), id: "e1" };
    expect(noneFor({ ...nothing, definite: [event], coverage: [at(0, 300)] }, window)).toEqual({
      value: "unknown",
      missing: [{ kind: "event", event }],
    });
  });

  test("an event at the far edge of the window is outside it, one at the moment itself inside", () => {
    const noon = Date.UTC(2016, 2, 1, 12);
    const week = windowBefore(noon, { kind: "clock", n: 168, unit: "h" }, "UTC");
    expect(noneFor({ ...nothing, definite: [at(noon - 168 * 3_600_000)], coverage: [week] }, week).value).toBe("true");
    expect(noneFor({ ...nothing, definite: [at(noon)], coverage: [week] }, week).value).toBe("false");
  });
});

describe("at least n A within D", () => {
  const record = { definite: [at(110), at(120)], possible: [at(130)], coverage: [window] };

  test("is true with n definite events, false with fewer than n possible and closed coverage, else unknown", () => {
    expect([2, 3, 4].map((n) => atLeast(n, record, window).value)).toEqual(["true", "unknown", "false"]);
    expect(atLeast(4, { ...record, coverage: [] }, window)).toEqual({
      value: "unknown",
      missing: [{ kind: "coverage", gaps: [window] }],
    });
  });
});

test("a week over the clock change of Damascus is a week of its calendar", () => {
  const noon = Date.UTC(2016, 2, 27, 9);
  const week = windowBefore(noon, { kind: "calendar", n: 7, unit: "days" }, "Asia/Damascus");
  expect(week).toEqual({ earliest: Date.UTC(2016, 2, 20, 10) + 1, latest: noon + 1 });
});

describe("properties", () => {
  const order: readonly Kleene[] = ["false", "unknown", "true"];
  const rank = (value: Kleene) => order.indexOf(value);
  const interval = fc
    .tuple(fc.integer({ min: 80, max: 220 }), fc.nat(60))
    .map(([earliest, length]) => at(earliest, earliest + length));
  const intervals = fc.array(interval, { maxLength: 4 });
  const records = fc.record({ definite: intervals, possible: intervals, coverage: intervals });

  test("more events never make quiet truer, nor a count falser", () => {
    fc.assert(
      fc.property(
        records,
        fc.tuple(interval, fc.boolean()),
        fc.integer({ min: 1, max: 5 }),
        (record, [event, certain], n) => {
          const more = certain
            ? { ...record, definite: [...record.definite, event] }
            : { ...record, possible: [...record.possible, event] };
          expect(rank(noneFor(more, window).value)).toBeLessThanOrEqual(rank(noneFor(record, window).value));
          expect(rank(atLeast(n, more, window).value)).toBeGreaterThanOrEqual(rank(atLeast(n, record, window).value));
        },
      ),
    );
  });

  test("more coverage settles an unknown or changes nothing", () => {
    fc.assert(
      fc.property(records, interval, fc.integer({ min: 1, max: 5 }), (record, stretch, n) => {
        const more = { ...record, coverage: [...record.coverage, stretch] };
        for (const judge of [noneFor, (r: EventRecord, w: Interval) => atLeast(n, r, w)]) {
          const before = judge(record, window).value;
          if (before !== "unknown") expect(judge(more, window).value).toBe(before);
        }
      }),
    );
  });

  test("a value is known exactly if nothing is missing, and no event is at least one event denied", () => {
    fc.assert(
      fc.property(records, (record) => {
        const none = noneFor(record, window);
        const some = atLeast(1, record, window);
        expect(none.missing.length === 0).toBe(none.value !== "unknown");
        expect(rank(some.value)).toBe(2 - rank(none.value));
      }),
    );
  });
});
