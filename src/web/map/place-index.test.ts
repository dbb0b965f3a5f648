import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { latitudeOf, longitudeOf, mercatorX, mercatorY, unitsOfMetre } from "./mercator.ts";
import { indexPlaces, NO_SLOT, slotsIn, stretchesIn } from "./place-index.ts";

const place = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.tuple(fc.double({ min: -180, max: 180, noNaN: true }), fc.double({ min: -85, max: 85, noNaN: true })),
  },
  // Many at one place, and rows without any.
  { weight: 4, arbitrary: fc.constant([37.13, 36.2] as [number, number]) },
  { weight: 2, arbitrary: fc.constant([NaN, NaN] as [number, number]) },
);
const places = fc.array(place, { maxLength: 300 }).map((list) => Float64Array.from(list.flat()));
const box = fc
  .tuple(...Array.from({ length: 4 }, () => fc.double({ min: -0.1, max: 1.1, noNaN: true })))
  .map(([a = 0, b = 0, c = 0, d = 0]) => ({
    west: Math.min(a, b),
    east: Math.max(a, b),
    north: Math.min(c, d),
    south: Math.max(c, d),
  }));

describe("mercator", () => {
  it("comes back to where it was", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -180, max: 180, noNaN: true }),
        fc.double({ min: -85, max: 85, noNaN: true }),
        (lon, lat) => {
          expect(longitudeOf(mercatorX(lon))).toBeCloseTo(lon, 9);
          expect(latitudeOf(mercatorY(lat))).toBeCloseTo(lat, 9);
        },
      ),
    );
  });

  it("a metre is longer in the square the farther from the equator", () => {
    expect(unitsOfMetre(mercatorY(0)) * 40_075_016.686).toBeCloseTo(1, 9);
    expect(unitsOfMetre(mercatorY(60)) * 40_075_016.686).toBeCloseTo(2, 6);
  });
});

describe("indexPlaces", () => {
  it("has each row with a place exactly once, and knows which slot it is in", () => {
    fc.assert(
      fc.property(places, (positions) => {
        const index = indexPlaces(positions);
        const rows = Array.from({ length: positions.length / 2 }, (_, row) => row);
        const placed = rows.filter((row) => !Number.isNaN(positions[2 * row]));
        expect([...index.rowOf].sort((a, b) => a - b)).toEqual(placed);
        expect(placed.every((row) => index.rowOf[index.slotOf[row]!] === row)).toBe(true);
        expect(rows.filter((row) => index.slotOf[row] === NO_SLOT).length).toBe(rows.length - placed.length);
      }),
    );
  });

  it("finds in a box what looking at every row finds", () => {
    fc.assert(
      fc.property(places, box, (positions, within) => {
        const index = indexPlaces(positions);
        const inside = (slot: number): boolean =>
          index.x[slot]! >= within.west &&
          index.x[slot]! <= within.east &&
          index.y[slot]! >= within.north &&
          index.y[slot]! <= within.south;
        const all = Array.from({ length: index.size }, (_, slot) => slot);
        expect(slotsIn(index, within)).toEqual(all.filter(inside));
      }),
    );
  });

  it("gives stretches that neither touch nor overlap", () => {
    fc.assert(
      fc.property(places, box, (positions, within) => {
        const ends = stretchesIn(indexPlaces(positions), within);
        for (let at = 1; at < ends.length; at += 1) expect(ends[at]).toBeGreaterThan(ends[at - 1]!);
      }),
    );
  });
});
