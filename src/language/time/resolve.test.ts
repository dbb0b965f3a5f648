import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Duration, Time } from "../ir.ts";
import { canonicalInstant, dayOf, endOfDay, sayEnd, sayInstant, startOfDay } from "./calendar.ts";
import { resolveTime, type Edge, type TimeContext } from "./resolve.ts";

const damascus: TimeContext = { zone: "Asia/Damascus", adopted: "2016-02-22", marks: new Map() };
const kyiv: TimeContext = { zone: "Europe/Kyiv", dayOne: "2015-02-15", marks: new Map() };

const local = (text: string, zone?: string): Time => ({
  kind: "instant",
  local: text,
  ...(zone !== undefined && { zone }),
});
const after = (duration: Duration, from: Time): Time => ({ kind: "offset", duration, direction: "after", from });
const days = (n: number): Duration => ({ kind: "calendar", n, unit: "days" });
const hours = (n: number): Duration => ({ kind: "clock", n, unit: "h" });

function utc(time: Time, edge: Edge, context: TimeContext): string {
  const resolved = resolveTime(time, edge, context);
  return resolved.kind === "instant" ? new Date(resolved.instant).toISOString().slice(0, 16) : JSON.stringify(resolved);
}

describe("instants of the agreements", () => {
  test("the Syrian cessation begins at midnight in Damascus, 22:00 UTC of the day before", () => {
    expect(utc(local("2016-02-27 00:00"), "start", damascus)).toBe("2016-02-26T22:00");
  });

  test("the Syrian deadline to accept, noon in Damascus, is 10:00 UTC", () => {
    expect(utc(local("2016-02-26 12:00"), "end", damascus)).toBe("2016-02-26T10:00");
  });

  test("the ceasefire of Minsk begins at midnight in Kyiv", () => {
    expect(utc(local("2015-02-15 00:00"), "start", kyiv)).toBe("2015-02-14T22:00");
  });

  test("day 2 of Minsk ends with 16 February 2015 in Kyiv", () => {
    expect(utc({ kind: "day", n: 2, edge: "end" }, "start", kyiv)).toBe("2015-02-16T22:00");
    expect(utc({ kind: "day", n: 2, edge: "start" }, "end", kyiv)).toBe("2015-02-15T22:00");
  });

  test("a zone written at the time itself overrides that of the agreement", () => {
    expect(utc(local("2015-02-15 00:00", "UTC+03:00"), "start", kyiv)).toBe("2015-02-14T21:00");
    expect(utc(local("2015-02-15 00:00", "UTC"), "start", kyiv)).toBe("2015-02-15T00:00");
  });
});

describe("dates and edges", () => {
  test("a date starts after `from` and ends after `by`", () => {
    expect(utc({ kind: "date", date: "2016-02-22" }, "start", damascus)).toBe("2016-02-21T22:00");
    expect(utc({ kind: "date", date: "2016-02-22" }, "end", damascus)).toBe("2016-02-22T22:00");
  });

  test("a day on which midnight is skipped begins at one o'clock and has 23 hours", () => {
    const [start, end] = [startOfDay("2016-03-25", "Asia/Damascus"), endOfDay("2016-03-25", "Asia/Damascus")];
    expect((end - start) / 3_600_000).toBe(23);
    expect(sayInstant(start, "Asia/Damascus")).toBe("2016-03-25 01:00 Asia/Damascus (2016-03-24T22:00Z)");
  });

  test("the day after adoption is counted from the day of adoption", () => {
    expect(utc(after(days(1), { kind: "mark", mark: "adoption" }), "end", damascus)).toBe("2016-02-23T22:00");
  });
});

describe("counting days", () => {
  test("14 days of a start on 16 February 2015 end with 2 March", () => {
    const marks = new Map([["withdraw.start", Date.UTC(2015, 1, 16, 7)]]);
    const context = { ...kyiv, marks, rule: "withdraw" };
    expect(utc(after(days(14), { kind: "mark", mark: "start" }), "end", context)).toBe("2015-03-02T22:00");
  });

  test("14 days of the end of day 2 count from day 2, not from the midnight after it", () => {
    expect(utc(after(days(14), { kind: "day", n: 2, edge: "end" }), "end", kyiv)).toBe("2015-03-02T22:00");
  });

  test("a calendar day over a clock change is not 24 hours", () => {
    const from = local("2016-03-24 12:00");
    expect(utc(after(hours(24), from), "end", damascus)).toBe("2016-03-25T10:00");
    expect(utc(after(days(1), from), "end", damascus)).toBe("2016-03-25T21:00");
  });

  test("hours after a date run from its end, hours before it from its start", () => {
    const date: Time = { kind: "date", date: "2016-02-22" };
    expect(utc(after(hours(2), date), "end", damascus)).toBe("2016-02-23T00:00");
    expect(utc({ kind: "offset", duration: hours(2), direction: "before", from: date }, "end", damascus)).toBe(
      "2016-02-21T20:00",
    );
  });

  test("a month after 31 January is the last day of February", () => {
    const time = after({ kind: "calendar", n: 1, unit: "months" }, { kind: "date", date: "2016-01-31" });
    expect(utc(time, "end", damascus)).toBe("2016-02-29T22:00");
  });
});

describe("what cannot be resolved", () => {
  test("a mark that has not happened is open, by its key", () => {
    const time: Time = { kind: "mark", mark: "complete", rule: "withdraw-ua" };
    expect(resolveTime(time, "start", kyiv)).toEqual({ kind: "open", missing: "withdraw-ua.complete" });
    expect(resolveTime({ kind: "mark", mark: "entry" }, "start", kyiv)).toEqual({ kind: "open", missing: "entry" });
  });

  test("a time that the clocks skip is moved forward, and this is said", () => {
    expect(resolveTime(local("2016-03-25 00:30"), "start", damascus)).toMatchObject({
      instant: Date.UTC(2016, 2, 24, 22, 30),
      note: expect.stringContaining(
        "does not exist in Asia/Damascus (the clocks go forward): read as 2016-03-25 01:30",
      ),
    });
  });

  test("of a time that happens twice the first is meant, and this is said", () => {
    expect(resolveTime(local("2016-10-27 23:30"), "start", damascus)).toMatchObject({
      instant: Date.UTC(2016, 9, 27, 20, 30),
      note: expect.stringContaining("happens twice"),
    });
  });

  test.each([
    ["no such day", { kind: "date", date: "2015-02-29" }, damascus],
    ["no such minute", local("2016-02-27 00:61"), damascus],
    ["no such zone", local("2016-02-27 00:00"), { ...damascus, zone: "Asia/Damscus" }],
    ["a zone of the time that does not exist", local("2016-02-27 00:00", "Mars/Olympus"), damascus],
    ["no day 1", { kind: "day", n: 2, edge: "end" }, damascus],
    ["no adoption", { kind: "mark", mark: "adoption" }, kyiv],
    ["the start of nothing", { kind: "mark", mark: "start" }, kyiv],
    ["beyond the calendar", after(days(999_999_999_999), { kind: "date", date: "2015-02-15" }), kyiv],
  ] satisfies [string, Time, TimeContext][])("is a problem: %s", (_, time, context) => {
    expect(resolveTime(time, "end", context).kind).toBe("problem");
  });
});

describe("canonical instants", () => {
  test("an instant is written on the agreement's clocks, the second pass of a repeated hour in UTC", () => {
    expect(canonicalInstant(Date.UTC(2016, 1, 26, 22), "Asia/Damascus")).toEqual(local("2016-02-27 00:00"));
    expect(canonicalInstant(Date.UTC(2016, 9, 27, 21, 30), "Asia/Damascus")).toEqual(local("2016-10-27 21:30", "UTC"));
  });

  test("reads back to the same minute in every zone", () => {
    const zone = fc.constantFrom("Asia/Damascus", "Europe/Kyiv", "America/Bogota", "Australia/Lord_Howe", "UTC");
    const minutes = fc.integer({ min: Date.UTC(1990, 0) / 60_000, max: Date.UTC(2030, 0) / 60_000 });
    fc.assert(
      fc.property(zone, minutes, (zone, minute) => {
        const resolved = resolveTime(canonicalInstant(minute * 60_000, zone), "start", { zone, marks: new Map() });
        expect(resolved).toMatchObject({ instant: minute * 60_000 });
        expect(resolved).not.toHaveProperty("note");
      }),
    );
  });
});

test("an end at midnight is said as the 24:00 of the day it ends", () => {
  expect(sayEnd(Date.UTC(2015, 1, 16, 22), "Europe/Kyiv")).toBe("2015-02-16 24:00 Europe/Kyiv (2015-02-16T22:00Z)");
});

test("moving the zone and all local times together changes nothing", () => {
  const zones = ["UTC", "UTC+03:00", "UTC-05:00", "UTC+05:30"] as const;
  const duration = fc.oneof(fc.nat(400).map(hours), fc.nat(400).map(days));
  const start = fc.integer({ min: 0, max: 20_000_000 });
  fc.assert(
    fc.property(start, duration, fc.constantFrom<Edge>("start", "end"), (minute, duration, edge) => {
      const results = zones.map((zone) => {
        const offset = resolveTime(local("2000-01-01 00:00"), "start", { zone, marks: new Map() });
        if (offset.kind !== "instant") throw new Error("fixed offsets resolve");
        const wall = new Date(Date.UTC(2000, 0, 1) + minute * 60_000).toISOString().slice(0, 16).replace("T", " ");
        const resolved = resolveTime(after(duration, local(wall)), edge, { zone, marks: new Map() });
        if (resolved.kind !== "instant") throw new Error(JSON.stringify(resolved));
        return { sinceStart: resolved.instant - offset.instant, day: dayOf(resolved.instant, zone) };
      });
      for (const result of results) expect(result).toEqual(results[0]);
    }),
  );
});
