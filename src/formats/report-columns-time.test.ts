import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatStatedTime, parseStatedTime } from "./report-columns-time.ts";

const damascus = "Asia/Damascus";

function hours(text: string, zone?: string): readonly number[] {
  const read = parseStatedTime(text, zone);
  if (!read.ok) throw new Error(read.message);
  const zero = Date.UTC(2016, 1, 27);
  return [(read.interval.earliest - zero) / 3_600_000, (read.interval.latest - zero) / 3_600_000];
}

describe("a time as a record states it", () => {
  it("is a day, from midnight to midnight of its zone", () => {
    expect(hours("2016-02-27", damascus)).toEqual([-2, 22]);
    expect(hours("2016-02-27/2016-02-28", damascus)).toEqual([-2, 46]);
  });

  it("is a whole month or year, as a start, as an end and alone", () => {
    expect(hours("2016-02", "UTC")).toEqual([-26 * 24, 3 * 24]);
    expect(hours("2016-02-XX", "UTC")).toEqual(hours("2016-02", "UTC"));
    expect(hours("2016-02-27/2016-02", "UTC")).toEqual([0, 3 * 24]);
    expect(hours("2016", "UTC")).toEqual(hours("2016-01-01/2016-12-31", "UTC"));
  });

  it("lasts as long as its last digit when it is a clock time, and ends a stretch where it stands", () => {
    expect(hours("2016-02-27T12:00", "UTC")).toEqual([12, 12 + 1 / 60]);
    expect(hours("2016-02-27 12:00:00", "UTC")).toEqual([12, 12 + 1 / 3600]);
    expect(hours("2016-02-27T12:00/2016-02-27T13:30", "UTC")).toEqual([12, 13.5]);
  });

  it("has open ends", () => {
    expect(hours("../2016-02-27", "UTC")).toEqual([-Infinity, 24]);
    expect(hours("2016-02-27/", "UTC")).toEqual([0, Infinity]);
    expect(hours("../..")).toEqual([-Infinity, Infinity]);
  });

  it("is certain without a zone if it carries its distance from UTC, and otherwise as wide as all zones together", () => {
    expect(hours("2016-02-27T12:00+02:00/2016-02-27T13:00Z")).toEqual([10, 13]);
    expect(hours("2016-02-27T12:00")).toEqual([12 - 14, 12 + 12 + 1 / 60]);
    expect(parseStatedTime("2016-02-27T12:00+0200")).toMatchObject({ zone: "+02:00", widened: false, isOneDay: true });
    expect(parseStatedTime("2016-02-27")).toMatchObject({ zone: "UTC", widened: true, isOneDay: false });
  });

  it("is read both ways when the clock showed it twice", () => {
    expect(hours("2016-10-27T23:30", damascus)[1]! - hours("2016-10-27T23:30", damascus)[0]!).toBeCloseTo(1 + 1 / 60);
  });

  it.each([
    "",
    "yesterday",
    "2016-02-30",
    "2016-13",
    "27/02/2016",
    "2016-02-27T25:00",
    "2016-02-27~",
    "2016?",
    "a/b/c",
    "2016-02-27T12:00+99:00",
  ])("is not %j, and what to write instead is said", (text) => {
    const read = parseStatedTime(text, "UTC");
    expect(read.ok).toBe(false);
    expect(!read.ok && read.hint).toBeTruthy();
  });

  it("is written so that the same is read, at every clock change, and as short as that allows", () => {
    const zones = fc.constantFrom(
      damascus,
      "America/St_Johns",
      "Australia/Lord_Howe",
      "Africa/Monrovia",
      "UTC",
      "-03:30",
    );
    const instant = fc.oneof(
      fc.integer({ min: Date.UTC(1905, 0), max: Date.UTC(2090, 0) }),
      fc.integer({ min: Date.UTC(2016, 2, 24) / 60_000, max: Date.UTC(2016, 2, 26) / 60_000 }).map((at) => at * 60_000),
      fc.integer({ min: Date.UTC(2016, 9, 27) / 60_000, max: Date.UTC(2016, 9, 29) / 60_000 }).map((at) => at * 60_000),
    );
    fc.assert(
      fc.property(
        instant,
        fc.oneof(fc.constantFrom(1, 1000, 60_000, 86_400_000), fc.nat({ max: 1e10 })),
        zones,
        (earliest, length, zone) => {
          const interval = { earliest, latest: earliest + length };
          expect(parseStatedTime(formatStatedTime(interval, zone), zone)).toMatchObject({ ok: true, interval });
        },
      ),
      { numRuns: 1000 },
    );
    const day = parseStatedTime("2016-03-25", damascus);
    expect(day.ok && formatStatedTime(day.interval, damascus)).toBe("2016-03-25");
    const night = parseStatedTime("2016-02-27T23:00/2016-02-28T01:00", damascus);
    expect(night.ok && formatStatedTime(night.interval, damascus)).toBe("2016-02-27T23:00/2016-02-28T01:00");
  });
});
