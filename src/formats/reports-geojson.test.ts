import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyReport, reportsOfOneFile } from "../../test/formats/arbitrary-report.ts";
import { bytesOf, collect, damaged, pieces, written, type Read } from "../../test/formats/reading.ts";
import { holdsPoint, type Area, type Ring } from "../domain/index.ts";
import { featureOf, readReportsGeojson, writeReportsGeojson } from "./reports-geojson.ts";

function read(given: string | Uint8Array | object): Promise<Read> {
  const bytes =
    given instanceof Uint8Array ? given : bytesOf(typeof given === "string" ? given : JSON.stringify(given));
  return collect(readReportsGeojson(pieces(bytes, 999), { file: "x.geojson" }));
}

interface Geometry {
  readonly type: string;
  readonly coordinates: readonly unknown[];
}

const feature = (geometry: unknown, properties: object = {}): object => ({
  type: "Feature",
  properties: { id: "7", when: "2024", zone: "UTC", ...properties },
  geometry,
});

const triangle: Ring = [
  [36, 35],
  [36.2, 35],
  [36.1, 35.2],
  [36, 35],
];

describe("reports as GeoJSON", () => {
  it("are the same reports when they are read again", async () => {
    await fc.assert(
      fc.asyncProperty(reportsOfOneFile, async (reports) => {
        const { drafts, problems } = await read(await written(writeReportsGeojson(reports)));
        expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
        expect(drafts).toEqual(reports);
      }),
      { numRuns: 200 },
    );
  });

  it("have longitude before latitude", async () => {
    const { drafts } = await read({
      type: "FeatureCollection",
      features: [feature({ type: "Point", coordinates: [36.5, -1.5, 1700] })],
    });
    expect(drafts[0]?.where).toMatchObject({ drawnAt: { latitude: -1.5, longitude: 36.5 }, circle: undefined });
    expect(featureOf(drafts[0]!)).toMatchObject({ geometry: { type: "Point", coordinates: [36.5, -1.5] } });
  });

  it("draw a circle without a point as a polygon around it, anticlockwise and closed", () => {
    const [report] = fc.sample(anyReport, { numRuns: 1, seed: 3 });
    const circle = { centre: { latitude: 35, longitude: 36 }, radiusMetres: 25_000 };
    const { geometry } = featureOf({ ...report!, where: { ...report!.where, drawnAt: undefined, circle } }) as {
      geometry: Geometry;
    };
    const ring = geometry.coordinates[0] as Ring;
    expect([geometry.type, ring.at(-1)]).toEqual(["Polygon", ring[0]]);
    expect(ring[1]![1]).toBeGreaterThan(ring[0]![1]);
    const area: Area = { id: "x", name: "x", otherNames: [], polygons: [[ring]] };
    // 25 km north, south, east and west of the centre, on the sphere.
    for (const [north, east] of [
      [0.2248, 0],
      [-0.2248, 0],
      [0, 0.2744],
      [0, -0.2744],
    ] as const)
      expect(holdsPoint(area, { latitude: 35 + north, longitude: 36 + east })).toBe(true);
  });

  it("take a polygon without a circle as the circle around it", async () => {
    const { drafts } = await read(
      feature({
        type: "MultiPolygon",
        coordinates: [
          [triangle],
          [
            [
              [36.3, 35],
              [36.4, 35],
              [36.4, 35.1],
              [36.3, 35],
            ],
          ],
        ],
      }),
    );
    const { circle, drawnAt } = drafts[0]!.where;
    expect(drawnAt).toBeUndefined();
    expect(circle?.centre).toEqual({ latitude: 35.1, longitude: 36.2 });
    expect(circle?.radiusMetres).toBeGreaterThan(21_000);
    expect(circle?.radiusMetres).toBeLessThan(22_000);
  });

  it("may have lists and flags as JSON has them, and an id outside the properties", async () => {
    const { drafts, problems } = await read({
      type: "Feature",
      id: 12,
      geometry: null,
      properties: { متى: "2024", zone: "UTC", acts: ["shelling", "a;b"], aggregate: false, killed: 3 },
    });
    expect(problems).toEqual([]);
    expect(drafts[0]).toMatchObject({ id: "12", acts: ["shelling", "a;b"], aggregate: false, casualties: { best: 3 } });
  });

  it.each([
    [feature({ type: "LineString", coordinates: [[36, 35]] }), "warning geojson-bad-geometry"],
    [feature({ type: "Point", coordinates: ["36", 35] }), "warning geojson-bad-geometry"],
    [feature({ type: "Polygon", coordinates: [[]] }), "warning geojson-bad-geometry"],
    [feature({ type: "Point", coordinates: [35, 95] }), "error report-bad-point"],
    [feature({ type: "Point", coordinates: [36, 35] }, { latitude: 34, longitude: 36 }), "warning geojson-two-points"],
    [feature(null, { mood: "calm" }), "note geojson-unknown-property"],
    [feature(null, { narrative: { en: "x" } }), "note geojson-unknown-property"],
    [{ type: "Point", coordinates: [36, 35] }, "error geojson-not-a-feature"],
    [[7], "error geojson-not-a-feature"],
  ])("say what is wrong with %j", async (given, said) => {
    const { problems } = await read(given);
    expect(problems.map(({ severity, code }) => `${severity} ${code}`)).toContain(said);
  });

  it("are reports or located problems, whatever is damaged", async () => {
    const damage = fc.record({ at: fc.nat(), remove: fc.nat({ max: 30 }), insert: fc.uint8Array({ maxLength: 4 }) });
    await fc.assert(
      fc.asyncProperty(reportsOfOneFile, fc.array(damage, { minLength: 1, maxLength: 4 }), async (reports, damages) => {
        const { problems } = await read(damaged(await written(writeReportsGeojson(reports)), damages));
        for (const { at } of problems) expect(at.line).toBeGreaterThan(0);
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.jsonValue(), async (geometry, properties) => {
        expect((await read({ type: "Feature", geometry, properties })).rows).toBe(1);
        expect((await read(feature({ type: "Polygon", coordinates: geometry }))).rows).toBe(1);
      }),
    );
  });
});
