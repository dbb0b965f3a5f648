import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clusterPlaces, clusterRadius, membersOf } from "./clusters.ts";
import { WORLD_PIXELS } from "./mercator.ts";
import { extentOf, pickAt } from "./pick.ts";
import { indexPlaces } from "./place-index.ts";
import { showRows } from "./shown.ts";

const WORLD = { west: 0, north: 0, east: 1, south: 1 };
const CLASSES = 3;

const rows = fc.array(
  fc.record({
    at: fc.tuple(fc.double({ min: 35, max: 42, noNaN: true }), fc.double({ min: 32, max: 37, noNaN: true })),
    kind: fc.integer({ min: 0, max: CLASSES - 1 }),
    isShown: fc.boolean(),
  }),
  { minLength: 1, maxLength: 200 },
);

function mapOf(list: readonly { at: readonly [number, number]; kind: number; isShown: boolean }[]) {
  const index = indexPlaces(Float64Array.from(list.flatMap(({ at }) => [...at])));
  const classes = Uint8Array.from(list, ({ kind }) => kind);
  const selected = Uint32Array.from(list.flatMap(({ isShown }, row) => (isShown ? [row] : [])));
  const { shown } = showRows(index, { selected, classes });
  return { index, classes, selected, shown };
}

describe("clusterPlaces", () => {
  it("has every shown row in exactly one cluster, by its class", () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 0, max: 12 }), (list, zoom) => {
        const { index, shown, selected, classes } = mapOf(list);
        const box = zoom < 8 ? WORLD : { west: 0.59, north: 0.38, east: 0.62, south: 0.42 };
        const clusters = clusterPlaces(index, { shown, classCount: CLASSES }, { box, zoom, cellPixels: 56 });
        const members = Array.from({ length: clusters.size }, (_, cluster) =>
          membersOf(index, shown, { clusters, cluster }),
        );
        expect(
          members
            .flat()
            .map((slot) => index.rowOf[slot]!)
            .sort((a, b) => a - b),
        ).toEqual([...selected]);
        members.forEach((slots, cluster) => {
          expect(clusters.count[cluster]).toBe(slots.length);
          const parts = Array.from(
            { length: CLASSES },
            (_, kind) => slots.filter((slot) => classes[index.rowOf[slot]!] === kind).length,
          );
          expect([...clusters.parts.subarray(cluster * CLASSES, (cluster + 1) * CLASSES)]).toEqual(parts);
        });
      }),
      { numRuns: 60 },
    );
  });

  it("a cluster is found by the pointer in its middle, with its rows", () => {
    fc.assert(
      fc.property(rows, (list) => {
        const { index, shown } = mapOf(list);
        const clusters = clusterPlaces(index, { shown, classCount: CLASSES }, { box: WORLD, zoom: 5, cellPixels: 56 });
        for (let cluster = 0; cluster < clusters.size; cluster += 1) {
          const hit = pickAt(
            { index, shown, classCount: CLASSES, clusters, zoom: 5 },
            [clusters.x[cluster]!, clusters.y[cluster]!],
            4,
          );
          expect(hit?.rows().length).toBe(hit?.count);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("does not change when the map is moved by less than its margin", () => {
    const list = Array.from({ length: 50 }, (_, at) => ({
      at: [36 + (at % 7) / 3, 33 + at / 20] as const,
      kind: at % 3,
      isShown: true,
    }));
    const { index, shown } = mapOf(list);
    const seen = (west: number) =>
      clusterPlaces(index, { shown, classCount: CLASSES }, { box: { ...WORLD, west }, zoom: 6, cellPixels: 56 });
    const [one, other] = [seen(0.5), seen(0.5003)];
    expect([...other.count]).toEqual([...one.count]);
    expect([...other.x]).toEqual([...one.x]);
  });

  it("circles that would lie over each other are joined", () => {
    // Two cells, a few pixels apart across the edge between them.
    const unit = 1 / (WORLD_PIXELS * 2 ** 5);
    const edge = 56 * 170 * unit;
    const positions = Float64Array.from([edge - 3 * unit, edge + 3 * unit].flatMap((x) => [(x - 0.5) * 360, 35]));
    const index = indexPlaces(positions);
    const { shown } = showRows(index, { classes: new Uint8Array(2) });
    const clusters = clusterPlaces(index, { shown, classCount: 1 }, { box: WORLD, zoom: 5, cellPixels: 56 });
    expect([...clusters.count]).toEqual([2]);
  });
});

describe("clusterRadius", () => {
  it("grows with the count and stays within what fits", () => {
    const radii = [1, 2, 10, 1000, 500_000].map(clusterRadius);
    expect(radii).toEqual([...radii].sort((a, b) => a - b));
    expect(radii.at(-1)).toBeLessThan(36);
  });
});

describe("pickAt, one mark each", () => {
  it("lists everything shown at one place", () => {
    const positions = Float64Array.from([37, 36, 37, 36, 37, 36, 40, 35]);
    const index = indexPlaces(positions);
    const classes = Uint8Array.from([0, 1, 2, 0]);
    const { shown } = showRows(index, { selected: Uint32Array.from([0, 2, 3]), classes });
    const hit = pickAt(
      { index, shown, classCount: 3, clusters: undefined, zoom: 6 },
      [index.x[index.slotOf[0]!]!, index.y[index.slotOf[0]!]!],
      8,
    );
    expect([...(hit?.rows() ?? [])]).toEqual([0, 2]);
    expect([...(hit?.parts ?? [])]).toEqual([1, 0, 1]);
    const { west, east } = extentOf(index, hit!.rows());
    expect(west).toBe(east);
  });
});

describe("showRows", () => {
  it("says how many of the selection have no place", () => {
    const index = indexPlaces(Float64Array.from([NaN, NaN, 37, 36, NaN, NaN]));
    const classes = Uint8Array.from([0, 4, 1]);
    expect(showRows(index, { classes }).placeless).toBe(2);
    const { shown, placeless } = showRows(index, { selected: Uint32Array.from([0, 1]), classes });
    expect([placeless, [...shown]]).toEqual([1, [5]]);
  });
});
