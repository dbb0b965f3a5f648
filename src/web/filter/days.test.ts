import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dayOf, startOfDay } from "./days.ts";

const ZONES = ["UTC", "Asia/Damascus", "Europe/Kyiv", "America/New_York", "Pacific/Kiritimati", "Asia/Kathmandu"];

describe("days on the clocks of an agreement", () => {
  it("begin when its clocks say so", () => {
    expect(startOfDay("2016-02-27", "Asia/Damascus")).toBe("2016-02-26T22:00:00.000Z");
    expect(startOfDay("2016-07-01", "Asia/Damascus")).toBe("2016-06-30T21:00:00.000Z");
  });

  it("are the day that they were typed as, whatever the clocks did", () => {
    const days = fc.date({ min: new Date("2000-01-02"), max: new Date("2030-01-01"), noInvalidDate: true });
    fc.assert(
      fc.property(days, fc.constantFrom(...ZONES), (date, zone) => {
        const day = date.toISOString().slice(0, 10);
        expect(dayOf(startOfDay(day, zone)!, zone)).toBe(day);
      }),
    );
  });

  it("are none if they are not typed as one", () => {
    expect(startOfDay("2016-02", "UTC")).toBeUndefined();
    expect(startOfDay("2016-13-01", "UTC")).toBeUndefined();
  });
});
