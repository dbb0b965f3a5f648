import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reportsOfOneFile } from "../../test/formats/arbitrary-report.ts";
import { bytesOf, collect, damaged, pieces, written, type Read } from "../../test/formats/reading.ts";
import { parseGeopoint } from "./kobo-json-answers.ts";
import { readKoboJson, writeKoboJson, type KoboOptions } from "./kobo-json.ts";

function read(given: object | Uint8Array, options: KoboOptions = {}): Promise<Read> {
  const bytes = given instanceof Uint8Array ? given : bytesOf(JSON.stringify(given));
  return collect(readKoboJson(pieces(bytes, 500), { file: "x.json", ...options }));
}

/** A submission as KoboToolbox gives it, of an invented form. */
const kobo = {
  _id: 7,
  _uuid: "b2c1",
  "meta/instanceID": "uuid:b2c1",
  "formhub/uuid": "f",
  start: "2024-03-11T08:00:00.000+03:00",
  "what/date": "2024-03-10",
  "what/time": "23:05:00.000+03:00",
  "what/acts": "small-arms-fire raid",
  "what/side_a": "people of Upper Maro",
  "where/point": "1.5 36.5 1700 4.9",
  "where/place": "the ford",
  "المجموعة/الرواية": "سمعنا طلقتين",
  "group/repeat": [{ "group/repeat/x": 1 }],
  mood: "calm",
  _geolocation: [2.5, 37.5],
  _submission_time: "2024-03-11T09:15:30",
  _submitted_by: "team-3",
  _attachments: [{ filename: "org/attachments/f/b2c1/ford 1.jpg" }, { filename: "..\\..\\evil.exe" }],
  _validation_status: {
    uid: "validation_status_approved",
    label: "Approved",
    by_whom: "supervisor",
    timestamp: 1_710_160_000,
  },
};

describe("Kobo submissions", () => {
  it("are reports by the names of their questions, in any group, in English or Arabic", async () => {
    const { drafts } = await read({ count: 1, results: [kobo] }, { zone: "Africa/Nairobi" });
    expect(drafts).toHaveLength(1);
    expect(drafts[0]).toMatchObject({
      id: "b2c1",
      acts: ["small-arms-fire", "raid"],
      sides: [{ name: "people of Upper Maro" }],
      narrative: "سمعنا طلقتين",
      source: "team-3",
      attachments: ["ford 1.jpg", "evil.exe"],
    });
    expect(drafts[0]?.when).toMatchObject({
      interval: { earliest: Date.UTC(2024, 2, 10, 20, 5), latest: Date.UTC(2024, 2, 10, 20, 6) },
    });
    expect(drafts[0]?.where).toMatchObject({
      asStated: "the ford",
      drawnAt: { latitude: 1.5, longitude: 36.5 },
      circle: undefined,
    });
  });

  it("say once which questions are not read", async () => {
    const { problems } = await read([kobo, { ...kobo, _uuid: "b2c2" }]);
    const unread = problems.filter(({ code }) => code === "kobo-unread-question");
    expect(unread.map(({ at }) => at.field)).toEqual(["mood", "group/repeat"]);
  });

  it("keep the review mark of their tool as its own word", async () => {
    const { drafts } = await read([kobo]);
    expect(drafts[0]?.toolReview).toEqual({
      tool: "kobo",
      status: "validation_status_approved",
      by: "supervisor",
      at: "1710160000",
    });
  });

  it("take the point that Kobo found, latitude first, where the form has none", async () => {
    const { drafts } = await read([{ ...kobo, "where/point": "" }]);
    expect(drafts[0]?.where.drawnAt).toEqual({ latitude: 2.5, longitude: 37.5 });
    const nowhere = await read([{ ...kobo, "where/point": "", _geolocation: [null, null] }]);
    expect(nowhere.drafts[0]?.where.drawnAt).toBeUndefined();
  });

  it("were reported in a stretch as wide as all zones, unless the server's is known", async () => {
    const at = Date.UTC(2024, 2, 11, 9, 15, 30);
    const [wide] = (await read([kobo], { zone: "Africa/Nairobi" })).drafts;
    expect(wide?.reported).toEqual({ earliest: at - 14 * 3_600_000, latest: at + 12 * 3_600_000 + 1000 });
    const [sure] = (await read([kobo], { zone: "Africa/Nairobi", submittedIn: "UTC" })).drafts;
    expect(sure?.reported).toEqual({ earliest: at, latest: at + 1000 });
  });

  it("may be read by a mapping of their questions", async () => {
    const columns = [
      { column: "narrative", from: ["mood"], always: undefined, dayOrder: undefined, values: [] },
      { column: "latitude", from: ["where/point/latitude"], always: undefined, dayOrder: undefined, values: [] },
      { column: "longitude", from: ["where/point/longitude"], always: undefined, dayOrder: undefined, values: [] },
      { column: "radius_m", from: [], always: "300", dayOrder: undefined, values: [] },
      { column: "when", from: ["what/date"], always: undefined, dayOrder: undefined, values: [] },
    ] as const;
    const { drafts } = await read([kobo], { mapping: { name: "form", zone: "Africa/Nairobi", columns } });
    expect(drafts[0]).toMatchObject({ id: "b2c1", narrative: "calm", sides: [], when: { exact: true } });
    expect(drafts[0]?.where.circle).toEqual({ centre: { latitude: 1.5, longitude: 36.5 }, radiusMetres: 300 });
  });
});

describe("ODK Central submissions", () => {
  const system = {
    submissionDate: "2024-03-11T09:15:30.120Z",
    submitterName: "Team 3",
    reviewState: "hasIssues",
    updatedAt: "2024-03-12T00:00:00Z",
    deletedAt: null,
  };
  const odk = {
    __id: "uuid:85cb",
    __system: system,
    meta: { instanceID: "uuid:85cb", instanceName: null },
    what: { when: "2024-03-10T23:05:00.000+03:00", zone: "Africa/Nairobi" },
    spot: { type: "Point", coordinates: [36.5, 1.5, 1700], properties: { accuracy: 5 } },
    "repeat@odata.navigationLink": "Submissions('x')/repeat",
  };

  it("are reports too: nested groups, points as objects, times with their zone", async () => {
    const { drafts } = await read({ value: [odk], "@odata.context": "x" });
    expect(drafts[0]).toMatchObject({
      id: "85cb",
      source: "Team 3",
      toolReview: { tool: "odk-central", status: "hasIssues", at: "2024-03-12T00:00:00Z" },
      reported: { earliest: Date.UTC(2024, 2, 11, 9, 15, 30, 120) },
    });
    expect(drafts[0]?.where.drawnAt).toEqual({ latitude: 1.5, longitude: 36.5 });
    expect(drafts[0]?.when.interval.earliest).toBe(Date.UTC(2024, 2, 10, 20, 5));
  });

  it("that were deleted in their tool are kept, which is said", async () => {
    const gone = { ...odk, __system: { ...system, deletedAt: "2024-03-13T00:00:00Z" } };
    const { drafts, problems } = await read({ value: [gone] });
    expect([drafts.length, problems.some(({ code }) => code === "kobo-deleted")]).toEqual([1, true]);
  });
});

describe("reports written as submissions", () => {
  it("are the same reports when they are read again", async () => {
    await fc.assert(
      fc.asyncProperty(reportsOfOneFile, async (reports) => {
        const { drafts, problems } = await read(await written(writeKoboJson(reports)));
        expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
        expect(drafts).toEqual(reports);
      }),
    );
  });

  it("are reports or located problems, whatever is damaged, nested or of another shape", async () => {
    const damage = fc.record({ at: fc.nat(), remove: fc.nat({ max: 30 }), insert: fc.uint8Array({ maxLength: 4 }) });
    await fc.assert(
      fc.asyncProperty(reportsOfOneFile, fc.array(damage, { minLength: 1, maxLength: 4 }), async (reports, damages) => {
        const { problems } = await read(damaged(await written(writeKoboJson(reports)), damages));
        for (const { at } of problems) expect(at.line).toBeGreaterThan(0);
      }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.constantFrom(...Object.keys(kobo), "__system", "meta", "__proto__"), fc.jsonValue()),
        async (submission) => {
          expect((await read([submission])).rows).toBe(1);
        },
      ),
    );
  });
});

describe("a geopoint", () => {
  it("has its latitude first as text of a form, and last as well-known text", () => {
    expect(parseGeopoint("35.1 36.7 412.0 5")).toEqual({ latitude: 35.1, longitude: 36.7, accuracy: 5 });
    expect(parseGeopoint("POINT (36.7 35.1)")).toEqual({ latitude: 35.1, longitude: 36.7, accuracy: undefined });
    expect(parseGeopoint("3 4")).toBeUndefined();
    expect(parseGeopoint("about 35.1 36.7 412 5")).toBeUndefined();
  });
});
