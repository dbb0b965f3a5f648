import { describe, expect, it } from "vitest";
import { borderDistance, holdsPoint, isInArea, type Area } from "./area.ts";

/** A square of one degree with a hole in its middle. */
const square: Area = {
  id: "square",
  name: "Square",
  otherNames: [],
  polygons: [
    [
      [
        [36, 35],
        [37, 35],
        [37, 36],
        [36, 36],
        [36, 35],
      ],
      [
        [36.4, 35.4],
        [36.4, 35.6],
        [36.6, 35.6],
        [36.6, 35.4],
        [36.4, 35.4],
      ],
    ],
  ],
};
const at = (latitude: number, longitude: number): { latitude: number; longitude: number } => ({ latitude, longitude });

describe("a place in an area", () => {
  it("is in it, if the whole circle is", () => {
    expect(isInArea(square, { centre: at(35.2, 36.2), radiusMetres: 1_000 })).toBe("true");
  });

  it("is not in it, if no part of the circle is", () => {
    expect(isInArea(square, { centre: at(34.5, 36.5), radiusMetres: 1_000 })).toBe("false");
  });

  it("is not known to be in it, from either side, if the circle reaches across the border", () => {
    expect(isInArea(square, { centre: at(35.001, 36.2), radiusMetres: 1_000 })).toBe("unknown");
    expect(isInArea(square, { centre: at(34.999, 36.2), radiusMetres: 1_000 })).toBe("unknown");
  });

  it("is not in it, if it lies in a hole", () => {
    expect(holdsPoint(square, at(35.5, 36.5))).toBe(false);
    expect(isInArea(square, { centre: at(35.5, 36.5), radiusMetres: 1_000 })).toBe("false");
  });

  it("is as far from the border as it is on the ground", () => {
    // A tenth of a degree: 11.1 km to the south, 9.1 km to the west at this latitude.
    expect(borderDistance(square, at(35.1, 36.5))).toBeCloseTo(11_120, -2);
    expect(borderDistance(square, at(35.2, 36.1))).toBeCloseTo(9_086, -2);
  });
});
