import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { moved, type Place } from "./moved.ts";

const KEYS = ["ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "PageDown", "PageUp", "Home", "End"];

describe("moving in the grid by keys", () => {
  it("never leaves it", () => {
    const presses = fc.array(fc.record({ key: fc.constantFrom(...KEYS), isFar: fc.boolean() }));
    fc.assert(
      fc.property(presses, fc.nat(50), fc.integer({ min: 1, max: 9 }), (pressed, rows, columns) => {
        let place: Place = { row: 0, column: 0 };
        for (const one of pressed) place = moved(place, { ...one, direction: "rtl" }, { rows, columns })!;
        expect(place.row).toBeLessThanOrEqual(rows);
        expect(place.column).toBeLessThan(columns);
        expect(Math.min(place.row, place.column)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it("goes on to the left where one reads from right to left", () => {
    const size = { rows: 5, columns: 5 };
    const place = { row: 2, column: 2 };
    expect(moved(place, { key: "ArrowLeft", isFar: false, direction: "rtl" }, size)).toEqual({ row: 2, column: 3 });
    expect(moved(place, { key: "ArrowLeft", isFar: false, direction: "ltr" }, size)).toEqual({ row: 2, column: 1 });
  });

  it("leaves other keys to others", () => {
    expect(
      moved({ row: 0, column: 0 }, { key: "a", isFar: false, direction: "ltr" }, { rows: 1, columns: 1 }),
    ).toBeUndefined();
  });
});
