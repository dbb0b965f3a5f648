import { describe, expect, it } from "vitest";
import { parseAreas, type ParsedAreas } from "./areas-geojson.ts";

const ring = [
  [36, 35],
  [37, 35],
  [37, 36],
  [36, 36],
  [36, 35],
];
const feature = (properties: object, geometry: object | null = { type: "Polygon", coordinates: [ring] }): object => ({
  type: "Feature",
  properties,
  geometry,
});
const parse = (...features: readonly object[]): ParsedAreas =>
  parseAreas(JSON.stringify({ type: "FeatureCollection", features }), "areas.geojson");
const polygon = (...coordinates: readonly unknown[]): object => feature({ id: "x" }, { type: "Polygon", coordinates });

describe("reading areas", () => {
  it("keeps names in both scripts, dates and source", () => {
    const properties = {
      id: "A1",
      name: "Hama",
      name_ar: "حماة",
      since: "2016-01-01",
      known: "2016-02-01",
      source: "a map",
    };
    const { areas, problems } = parse(feature(properties));
    expect(problems).toEqual([]);
    const { polygons, ...rest } = areas[0]!;
    expect(polygons).toEqual([[ring]]);
    expect(rest).toEqual({
      id: "a1",
      name: "Hama",
      otherNames: ["حماة"],
      since: "2016-01-01",
      known: "2016-02-01",
      source: "a map",
    });
  });

  it("understands the properties of OCHA's data sets", () => {
    const { areas } = parse(feature({ adm1_pcode: "SY05", adm1_name: "Hama", adm1_name1: "حماة" }));
    expect(areas[0]).toMatchObject({ id: "sy05", name: "Hama", otherNames: ["حماة"] });
  });

  it.each([
    ["missing-id", feature({ name: "no id" }), "error"],
    ["not-an-area", feature({ id: "x" }, { type: "LineString", coordinates: ring }), "error"],
    ["not-an-area", feature({ id: "x" }, null), "error"],
    [
      "bad-ring",
      polygon([
        [36, 35],
        [37, 35],
        [36, 35],
      ]),
      "error",
    ],
    ["bad-ring", polygon(), "error"],
    [
      "out-of-range",
      polygon([
        [36, 35],
        [37, 95],
        [37, 36],
        [36, 35],
      ]),
      "error",
    ],
    [
      "out-of-range",
      polygon([
        [36, 35],
        ["37", "35"],
        [37, 36],
        [36, 35],
      ]),
      "error",
    ],
    [
      "open-ring",
      polygon([
        [36, 35],
        [37, 35],
        [37, 36],
        [36, 36],
      ]),
      "error",
    ],
    ["ring-direction", polygon(ring.toReversed()), "warning"],
    ["ring-direction", polygon(ring, ring), "warning"],
    ["bad-date", feature({ id: "x", since: "2016-02-30" }), "error"],
  ])("says %s at the feature, and the others go on", (code, broken, severity) => {
    const { areas, problems } = parse(feature({ id: "first" }), broken, feature({ id: "last" }));
    expect(problems).toMatchObject([{ code, severity, at: { file: "areas.geojson", row: 2 } }]);
    expect(areas.map(({ id }) => id)).toEqual(severity === "error" ? ["first", "last"] : ["first", "x", "last"]);
  });

  it("keeps the first of two areas with one id", () => {
    const { areas, problems } = parse(feature({ id: "x", name: "one" }), feature({ id: "X", name: "two" }));
    expect(areas.map(({ name }) => name)).toEqual(["one"]);
    expect(problems).toMatchObject([{ code: "duplicate-id", at: { row: 2 } }]);
  });

  it("keeps every version of an area whose borders changed, and none that overlap in time", () => {
    const version = (name: string, dates: object) => feature({ id: "x", name, ...dates });
    const { areas, problems } = parse(
      version("first", { until: "2016-03-01" }),
      version("second", { since: "2016-03-01", until: "2016-05-01" }),
      version("overlaps", { since: "2016-04-30" }),
      version("third", { since: "2016-05-01" }),
    );
    expect(areas.map(({ name }) => name)).toEqual(["first", "second", "third"]);
    expect(problems).toMatchObject([{ code: "duplicate-id", at: { row: 3 } }]);
  });

  it.each([
    ["bad-json", "{"],
    ["bad-json", ""],
    ["not-a-collection", "[]"],
    ["not-a-collection", "null"],
    ["not-a-collection", '{"type":"GeometryCollection","geometries":[]}'],
  ])("says %s once of a file that is something else", (code, text) => {
    const { areas, problems } = parseAreas(text, "areas.geojson");
    expect(areas).toEqual([]);
    expect(problems).toMatchObject([{ code, severity: "error", at: { file: "areas.geojson" } }]);
  });
});
