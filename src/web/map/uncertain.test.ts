import { describe, expect, it } from "vitest";
import { indexPlaces } from "./place-index.ts";
import { showRows } from "./shown.ts";
import { circlesIn } from "./uncertain.ts";

describe("circlesIn", () => {
  const positions = Float64Array.from([37, 36, 37, 36, 37.2, 36, 37.1, 36.1]);
  const index = indexPlaces(positions);
  const radiusMetres = Float32Array.from([3000, 3000, 3000, 0]);
  const box = { west: 0.6, north: 0.38, east: 0.61, south: 0.41 };
  const seen = (selected: readonly number[], zoom: number): number => {
    const { shown } = showRows(index, { selected: Uint32Array.from(selected), classes: new Uint8Array(4) });
    return circlesIn({ index, shown, radiusMetres, box, zoom }).x.length;
  };

  it("draws a circle once, however much happened in it, and none for a place that is known", () => {
    expect(seen([0, 1, 2, 3], 9)).toBe(2);
  });

  it("draws none for what is not shown, nor where it would be smaller than a mark", () => {
    expect(seen([3], 9)).toBe(0);
    expect(seen([0, 1, 2], 4)).toBe(0);
  });
});
