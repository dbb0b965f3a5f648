import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { binCount, binFinder, binRows, binsBetween, binsFor, countBins, countWithin } from "./bins.ts";

const DAMASCUS = "Asia/Damascus";
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2016, 1, 27);
const at = (text: string): number => Date.parse(text);

function timesOf(list: readonly (readonly [number, number])[]) {
  return { earliest: Float64Array.from(list, ([from]) => from), latest: Float64Array.from(list, ([, to]) => to) };
}

const intervals = fc.array(
  fc
    .tuple(fc.integer({ min: 0, max: 100 * 24 }), fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 30 * 24 })))
    .map(([from, hours]): [number, number] => [START + from * HOUR, START + (from + hours) * HOUR]),
  { minLength: 1, maxLength: 120 },
);

describe("bins", () => {
  it("days begin on the clocks of the zone, also when clocks are changed", () => {
    const bins = binsBetween(at("2016-03-24T12:00Z"), at("2016-03-26T12:00Z"), DAMASCUS);
    // On 25 March 2016 midnight became one o'clock.
    expect([...bins.edges].map((edge) => new Date(edge).toISOString())).toEqual([
      "2016-03-23T22:00:00.000Z",
      "2016-03-24T22:00:00.000Z",
      "2016-03-25T21:00:00.000Z",
      "2016-03-26T21:00:00.000Z",
    ]);
  });

  it("become weeks from Monday and months where days are too many", () => {
    const weeks = binsBetween(at("2016-02-27T12:00Z"), at("2017-12-31T12:00Z"), "UTC");
    expect(weeks.unit).toBe("week");
    expect([...weeks.edges].every((edge) => new Date(edge).getUTCDay() === 1)).toBe(true);
    const months = binsBetween(at("2011-03-15T12:00Z"), at("2024-12-08T12:00Z"), "UTC");
    expect(months.unit).toBe("month");
    expect([...months.edges].every((edge) => new Date(edge).getUTCDate() === 1)).toBe(true);
  });

  it("every moment is in the bin that holds it", () => {
    const bins = binsBetween(START, START + 120 * DAY, DAMASCUS);
    const find = binFinder(bins);
    fc.assert(
      fc.property(fc.integer({ min: bins.edges[0]!, max: bins.edges.at(-1)! - 1 }), (moment) => {
        const bin = find(moment);
        expect(bins.edges[bin]!).toBeLessThanOrEqual(moment);
        expect(bins.edges[bin + 1]!).toBeGreaterThan(moment);
      }),
    );
  });

  it("are none without a date", () => {
    const bins = binsFor(timesOf([[NaN, NaN]]), DAMASCUS);
    expect(binCount(bins)).toBe(0);
    const rowBins = binRows(bins, timesOf([[NaN, NaN]]));
    expect(countBins(bins, { rowBins, classes: new Uint8Array(1), classCount: 1 }).undated).toBe(1);
  });

  it("a slip of a pen does not make a thousand years of them", () => {
    expect(
      binCount(
        binsFor(
          timesOf([
            [START, START],
            [at("0016-02-27T00:00Z"), at("0016-02-27T00:00Z")],
          ]),
          "UTC",
        ),
      ),
    ).toBe(1);
  });
});

describe("countBins", () => {
  it("what is of one day stands on it, what may be of several on none of them for certain", () => {
    const times = timesOf([
      [START + 12 * HOUR, START + 12 * HOUR],
      // A whole day ends where the next begins: still one day.
      [START + DAY, START + 2 * DAY],
      [START, START + 3 * DAY],
    ]);
    const bins = binsFor(times, "UTC");
    const counts = countBins(bins, {
      rowBins: binRows(bins, times),
      classes: Uint8Array.from([0, 1, 1]),
      classCount: 2,
    });
    expect([...counts.certain]).toEqual([1, 0, 0, 1, 0, 0]);
    expect([...counts.perhaps]).toEqual([1, 1, 1]);
    expect([counts.uncertain, counts.undated]).toEqual([1, 0]);
  });

  it("is what counting row by row is, for every selection", () => {
    fc.assert(
      fc.property(intervals, fc.integer({ min: 0, max: 3 }), (list, skip) => {
        const times = timesOf(list);
        const bins = binsFor(times, DAMASCUS);
        const rowBins = binRows(bins, times);
        const classes = Uint8Array.from(list, (_, row) => row % 3);
        const selected = Uint32Array.from(list.flatMap((_, row) => (row % 4 === skip ? [] : [row])));
        const counts = countBins(bins, { rowBins, selected, classes, classCount: 3 });
        const sum = [...counts.certain].reduce((one, other) => one + other, 0);
        expect(sum + counts.uncertain + counts.undated).toBe(selected.length);
        for (let bin = 0; bin < binCount(bins); bin += 1) {
          const [from, to] = [bins.edges[bin]!, bins.edges[bin + 1]!];
          const mayBe = [...selected].filter((row) => {
            const [earliest, latest] = [list[row]![0], Math.max(list[row]![0], list[row]![1] - 1)];
            return earliest < to && latest >= from;
          });
          const certain = [0, 1, 2].reduce((all, kind) => all + counts.certain[bin * 3 + kind]!, 0);
          expect(certain + counts.perhaps[bin]!).toBe(mayBe.length);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe("countWithin", () => {
  it("counts as certain what cannot have been outside, and as perhaps what can", () => {
    fc.assert(
      fc.property(intervals, fc.nat(90), fc.nat(40), (list, start, length) => {
        const times = timesOf(list);
        const bins = binsFor(times, "UTC");
        const stretch = {
          first: Math.min(start, binCount(bins) - 1),
          last: Math.min(start + length, binCount(bins) - 1),
        };
        const given = { rowBins: binRows(bins, times), classes: new Uint8Array(list.length), classCount: 1 };
        const within = countWithin(countBins(bins, given), stretch, given);
        const [from, to] = [bins.edges[stretch.first]!, bins.edges[stretch.last + 1]!];
        const ends = list.map(([earliest, latest]) => [earliest, Math.max(earliest, latest - 1)] as const);
        const certain = ends.filter(([earliest, last]) => earliest >= from && last < to).length;
        const touching = ends.filter(([earliest, last]) => earliest < to && last >= from).length;
        expect(within).toEqual({ certain, perhaps: touching - certain });
      }),
      { numRuns: 60 },
    );
  });
});
