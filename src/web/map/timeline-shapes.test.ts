import { describe, expect, it } from "vitest";
import { binRows, binsFor, countBins } from "./bins.ts";
import { labelledBins, roundUp, shapeTimeline, xOf } from "./timeline-shapes.ts";

const DAY = 86_400_000;
const START = Date.UTC(2016, 1, 27);

describe("shapeTimeline", () => {
  const earliest = Float64Array.from([START, START, START + DAY, START + 2 * DAY, START]);
  const latest = Float64Array.from([START, START, START + DAY, START + 2 * DAY, START + 2 * DAY]);
  const times = { earliest, latest };
  const bins = binsFor(times, "UTC");
  const counts = countBins(bins, {
    rowBins: binRows(bins, times),
    classes: Uint8Array.from([0, 1, 0, 1, 0]),
    classCount: 2,
  });

  it("stacks the classes in their order, and what is uncertain on top", () => {
    const { stacks, perhaps, top } = shapeTimeline(bins, counts, { width: 30, height: 60 });
    expect(top).toBe(3);
    expect(stacks[0]).toBe("M0 60H9V40H0ZM10 60H19V40H10Z");
    expect(stacks[1]).toBe("M0 40H9V20H0ZM20 60H29V40H20Z");
    expect(perhaps).toBe("M0 20H9V0H0ZM10 40H19V20H10Z");
  });

  it("a moment stands where its bin is", () => {
    expect(xOf(bins, 30)(START + DAY)).toBe(10);
  });
});

describe("roundUp", () => {
  it("is at or above, and not twice as much", () => {
    for (const value of [1, 3, 7, 12, 45, 50, 51, 999, 5800, 10_001]) {
      expect(roundUp(value)).toBeGreaterThanOrEqual(value);
      expect(roundUp(value)).toBeLessThan(value * 2);
    }
  });
});

describe("labelledBins", () => {
  it("leaves each label its room", () => {
    const earliest = Float64Array.from([START, START + 154 * DAY]);
    const bins = binsFor({ earliest, latest: earliest }, "UTC");
    for (const width of [300, 700, 1240]) expect(labelledBins(bins, width, 84).length).toBeLessThanOrEqual(width / 84);
  });
});
