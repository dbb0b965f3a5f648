import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addDays,
  contains,
  dayInterval,
  dayNumber,
  daysInterval,
  formatDate,
  formatInstant,
  isZone,
  overlaps,
  parseDate,
  zonedInstant,
} from "./instant.ts";

const hour = 3_600_000;
const damascus = "Asia/Damascus";

function hoursOf(date: string, zone: string): number {
  const { earliest, latest } = dayInterval(parseDate(date)!, zone);
  return (latest - earliest) / hour;
}

describe("parseDate", () => {
  it("knows which dates exist", () => {
    expect(parseDate("2016-02-29")).toEqual({ year: 2016, month: 2, day: 29 });
    for (const wrong of [
      "2015-02-29",
      "2016-02-30",
      "2016-13-01",
      "2016-00-10",
      "2016-1-1",
      "1900-02-29",
      "",
      "27/02/2016",
    ]) {
      expect(parseDate(wrong), wrong).toBeUndefined();
    }
  });

  it("is undone by formatDate", () => {
    fc.assert(
      fc.property(fc.integer({ min: -700_000, max: 2_900_000 }), (days) => {
        const date = addDays({ year: 1970, month: 1, day: 1 }, days);
        expect(parseDate(formatDate(date))).toEqual(date);
        expect(dayNumber(date)).toBe(days);
      }),
    );
  });
});

describe("a civil day", () => {
  it("begins at local midnight", () => {
    expect(dayInterval({ year: 2016, month: 2, day: 27 }, damascus)).toEqual({
      earliest: Date.UTC(2016, 1, 26, 22),
      latest: Date.UTC(2016, 1, 27, 22),
    });
  });

  it("is as long as the clocks made it", () => {
    expect(hoursOf("2016-03-24", damascus)).toBe(24);
    expect(hoursOf("2016-03-25", damascus)).toBe(23);
    expect(hoursOf("2016-10-28", damascus) + hoursOf("2016-10-27", damascus)).toBe(49);
    expect(hoursOf("2016-03-25", "UTC")).toBe(24);
  });

  it("ends where the next begins, so that days only touch", () => {
    const first = dayInterval({ year: 2016, month: 2, day: 29 }, damascus);
    const next = dayInterval({ year: 2016, month: 3, day: 1 }, damascus);
    expect(first.latest).toBe(next.earliest);
    expect(overlaps(first, next)).toBe(false);
    const both = daysInterval({ year: 2016, month: 2, day: 29 }, { year: 2016, month: 3, day: 1 }, damascus);
    expect(contains(both, first) && contains(both, next)).toBe(true);
    expect(contains(first, both)).toBe(false);
  });

  it("starts again from the zone's rules when too many days have been asked for", () => {
    const asked = Array.from({ length: 50_010 }, (_, index) => dayNumber({ year: 1900, month: 1, day: 1 }) + index);
    const starts = asked.map((day) => dayInterval(addDays({ year: 1970, month: 1, day: 1 }, day), "+00:00").earliest);
    expect(starts).toEqual(asked.map((day) => day * 24 * hour));
  });
});

describe("zonedInstant", () => {
  it("reads a wall clock", () => {
    expect(zonedInstant({ year: 2016, month: 2, day: 27 }, damascus)).toBe(Date.UTC(2016, 1, 26, 22));
    expect(zonedInstant({ year: 2016, month: 2, day: 26, hour: 12 }, damascus)).toBe(Date.UTC(2016, 1, 26, 10));
  });

  it("lets the caller choose when the clock showed a time twice or never", () => {
    const twice = { year: 2016, month: 10, day: 27, hour: 23, minute: 30 };
    expect(zonedInstant(twice, damascus, "later") - zonedInstant(twice, damascus, "earlier")).toBe(hour);
    const never = { year: 2016, month: 3, day: 25, hour: 0, minute: 30 };
    expect(zonedInstant(never, damascus, "later") - zonedInstant(never, damascus, "earlier")).toBe(hour);
  });

  it("refuses a date or a zone that does not exist", () => {
    expect(() => zonedInstant({ year: 2016, month: 2, day: 30 }, damascus)).toThrow(RangeError);
    expect(() => zonedInstant({ year: 2016, month: 2, day: 1 }, "Asia/Atlantis")).toThrow(RangeError);
    expect(isZone("Asia/Atlantis")).toBe(false);
    expect(isZone(damascus)).toBe(true);
  });
});

describe("formatInstant", () => {
  it("shows the zone's clock and its distance from UTC", () => {
    expect(formatInstant(Date.UTC(2016, 1, 26, 22), damascus)).toBe("2016-02-27 00:00 (UTC+02:00)");
    expect(formatInstant(Date.UTC(2016, 2, 24, 22), damascus)).toBe("2016-03-25 01:00 (UTC+03:00)");
    expect(formatInstant(Date.UTC(2016, 1, 26, 22, 0, 5), "UTC")).toBe("2016-02-26 22:00:05 (UTC+00:00)");
  });

  it("says so when an end is open", () => {
    expect(formatInstant(-Infinity, damascus)).toBe("no known start");
    expect(formatInstant(Infinity, damascus)).toBe("no known end");
  });
});
