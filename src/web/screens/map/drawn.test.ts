import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { IncidentColumns } from "../../../domain/index.ts";
import { boxOf, boxText, middleOf, placesOf } from "./drawn.ts";

function columns(
  incidents: readonly { readonly latitude: number; readonly longitude: number; readonly area: string | null }[],
) {
  const words = [...new Set(incidents.map(({ area }) => area))];
  return {
    count: incidents.length,
    numbers: {
      latitude: Float64Array.from(incidents, ({ latitude }) => latitude),
      longitude: Float64Array.from(incidents, ({ longitude }) => longitude),
    },
    words: { area: { words, codes: Uint32Array.from(incidents, ({ area }) => words.indexOf(area)) } },
  } as unknown as IncidentColumns;
}

const incident = fc.record({
  latitude: fc.oneof(fc.double({ min: -80, max: 80, noNaN: true }), fc.constant(NaN)),
  longitude: fc.double({ min: -179, max: 179, noNaN: true }),
  area: fc.constantFrom(null, "Aleppo", "Idlib"),
});

describe("what the map says in words", () => {
  it("counts every incident in one place, and those that cannot be drawn", () => {
    fc.assert(
      fc.property(fc.array(incident), (incidents) => {
        const { places, withoutPlace } = placesOf(columns(incidents), Uint32Array.from(incidents.keys()));
        expect(places.reduce((sum, { count }) => sum + count, 0)).toBe(incidents.length);
        expect(withoutPlace).toBe(incidents.filter(({ latitude }) => Number.isNaN(latitude)).length);
      }),
    );
  });

  it("looks at where most are, and not at one far away", () => {
    const near = Array.from({ length: 300 }, (_, i) => ({ latitude: 35 + i / 1000, longitude: 38, area: null }));
    const box = middleOf(
      columns([...near, { latitude: -60, longitude: 170, area: null }]),
      Uint32Array.from({ length: 301 }, (_, i) => i),
    )!;
    expect(box.south).toBeGreaterThan(34);
    expect(box.east).toBeLessThan(39);
  });

  it("keeps a box in an address to a metre", () => {
    const box = { west: 36.123456789, south: -1.5, east: 37, north: 34.000001 };
    expect(boxOf(boxText(box))).toEqual({ west: 36.12346, south: -1.5, east: 37, north: 34 });
    expect(boxOf(undefined)).toBeUndefined();
  });
});
