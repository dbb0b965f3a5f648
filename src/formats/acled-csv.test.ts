import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyReport } from "../../test/formats/arbitrary-report.ts";
import { bytesOf, collect, damaged, pieces, written, type Read } from "../../test/formats/reading.ts";
import type { ReportDraft } from "../domain/index.ts";
import { formatInstant, type Problem } from "../kit/index.ts";
import { csvLine } from "./csv-line.ts";
import {
  acledColumns,
  likenessOfAcledHeader,
  readAcledCsv,
  writeAcledCsv,
  type AcledColumn,
  type AcledReportDraft,
} from "./acled-csv.ts";

// ACLED's data may not be passed on: these rows are made up, and so are the forces in them.
type Row = Partial<Record<AcledColumn, string>>;

const base: Row = {
  event_id_cnty: "SYR1",
  event_date: "2016-02-27",
  year: "2016",
  time_precision: "1",
  disorder_type: "Political violence",
  event_type: "Battles",
  sub_event_type: "Armed clash",
  actor1: "Forces of the North",
  assoc_actor_1: "Guard of the North; Riders of the North",
  inter1: "State forces",
  actor2: "League of the South",
  assoc_actor_2: "",
  inter2: "Rebel group",
  interaction: "State forces-Rebel group",
  civilian_targeting: "",
  iso: "760",
  region: "Middle East",
  country: "Syria",
  admin1: "Aleppo",
  admin2: "A'zaz",
  admin3: "",
  location: "Azaz",
  latitude: "36.5859",
  longitude: "37.0456",
  geo_precision: "1",
  source: "A newspaper; A monitor",
  source_scale: "Local partner-National",
  notes: "On 27 February 2016, they exchanged fire near the mill.",
  fatalities: "3",
  tags: "made up",
  timestamp: "1676909320",
};

function csv(...rows: readonly Row[]): string {
  const lines = rows.map((row) => csvLine(acledColumns.map((column) => row[column] ?? base[column] ?? "")));
  return [csvLine(acledColumns), ...lines].join("\n");
}

const read = (text: string | Uint8Array, zone?: string): Promise<Read> =>
  collect(
    readAcledCsv(pieces(typeof text === "string" ? bytesOf(text) : text, 1 << 16), {
      file: "acled.csv",
      ...(zone === undefined ? {} : { zone }),
    }),
  );

async function event(row: Row = {}): Promise<AcledReportDraft> {
  const { drafts, problems } = await read(csv(row));
  expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
  return drafts[0] as AcledReportDraft;
}

const codes = ({ problems }: Read): string[] => problems.map(({ severity, code }) => `${severity} ${code}`);

describe("an event of ACLED", () => {
  it("becomes a report that says what its row says, and keeps what a report has no words for", async () => {
    expect(await event()).toEqual({
      id: "SYR1",
      label: "Forces of the North - League of the South",
      kind: "state-based",
      sides: [
        { name: "Forces of the North", code: undefined },
        { name: "League of the South", code: undefined },
      ],
      direction: "unknown",
      when: {
        interval: { earliest: Date.UTC(2016, 1, 26, 22), latest: Date.UTC(2016, 1, 27, 22) },
        zone: "Asia/Damascus",
        asStated: "2016-02-27",
        spread: "throughout",
        exact: true,
      },
      where: {
        precision: "exact",
        circle: { centre: { latitude: 36.5859, longitude: 37.0456 }, radiusMetres: 2000 },
        within: ["A'zaz", "Aleppo"],
        areaNames: ["A'zaz", "Aleppo"],
        country: "Syria",
        drawnAt: { latitude: 36.5859, longitude: 37.0456 },
        asStated: "Azaz",
      },
      aggregate: undefined,
      casualties: {
        best: 3,
        low: undefined,
        high: undefined,
        sideA: undefined,
        sideB: undefined,
        civilians: undefined,
        unknown: undefined,
      },
      citations: [],
      toldBy: undefined,
      source: "A newspaper; A monitor",
      reported: undefined,
      acts: ["attack"],
      weapons: [],
      counts: [],
      harm: [],
      narrative: "On 27 February 2016, they exchanged fire near the mill.",
      regards: undefined,
      attachments: [],
      toolReview: undefined,
      acled: {
        time_precision: "1",
        disorder_type: "Political violence",
        event_type: "Battles",
        sub_event_type: "Armed clash",
        assoc_actor_1: "Guard of the North; Riders of the North",
        inter1: "State forces",
        inter2: "Rebel group",
        interaction: "State forces-Rebel group",
        iso: "760",
        region: "Middle East",
        admin1: "Aleppo",
        admin2: "A'zaz",
        geo_precision: "1",
        source_scale: "Local partner-National",
        tags: "made up",
        timestamp: "1676909320",
      },
    });
  });

  it("has no direction, except violence against civilians, of which the target is always actor 2", async () => {
    for (const event_type of ["Battles", "Explosions/Remote violence", "Riots", "Protests", "Strategic developments"])
      expect((await event({ event_type })).direction, event_type).toBe("unknown");
    const against = { event_type: "Violence against civilians", sub_event_type: "Attack", actor2: "Civilians (Syria)" };
    expect(await event(against)).toMatchObject({ direction: "first-on-second", kind: "one-sided" });
    expect((await event({ ...against, actor1: "" })).sides).toEqual([
      undefined,
      { name: "Civilians (Syria)", code: undefined },
    ]);
    expect((await event({ ...against, actor2: "" })).direction).toBe("unknown");
  });

  it.each([
    ["Battles", "Armed clash", ["attack"]],
    ["Battles", "Non-state actor overtakes territory", ["attack", "acquire-territory"]],
    ["Explosions/Remote violence", "Air/drone strike", ["air-strike"]],
    ["Explosions/Remote violence", "Shelling/artillery/missile attack", ["attack"]],
    ["Explosions/Remote violence", "Remote explosive/landmine/IED", []],
    ["Violence against civilians", "Abduction/forced disappearance", ["detention"]],
    ["Strategic developments", "Non-violent transfer of territory", ["acquire-territory"]],
    ["Strategic developments", "Looting/property destruction", []],
    ["Protests", "Peaceful protest", []],
  ])("of %s, %s was certainly %j and nothing more", async (event_type, sub_event_type, acts) => {
    expect((await event({ event_type, sub_event_type })).acts).toEqual(acts);
  });

  it.each([
    ["State forces", "Rebel group", "state-based"],
    ["1", "8", "state-based"],
    ["1", "1", "state-based"],
    ["Rebel group", "Identity militia", "non-state"],
    ["2", "7", "one-sided"],
    ["8", "2", undefined],
    ["8", "8", undefined],
    ["1", "", undefined],
    ["1", "Something new", undefined],
  ])("between %s and %s is %s", async (inter1, inter2, kind) => {
    expect((await event({ inter1, inter2 })).kind).toBe(kind);
  });

  it("by nobody knows whom is of no kind, whatever its type is coded as", async () => {
    expect((await event({ actor2: "Unidentified Armed Group (Syria)", inter2: "3" })).kind).toBeUndefined();
    expect(
      (await event({ event_type: "Riots", sub_event_type: "Mob violence", inter1: "1", inter2: "2" })).kind,
    ).toBeUndefined();
  });

  it("of an unknown type is kept, its acts stay open, and that is said once", async () => {
    const row = { event_type: "Battles", sub_event_type: "Skirmish" };
    const all = await read(csv(row, { ...row, event_id_cnty: "SYR2" }));
    expect(codes(all)).toEqual(["warning acled-unknown-event-type"]);
    expect(all.drafts.map(({ acts }) => acts)).toEqual([[], []]);
  });

  it("has fewest deaths where nobody reported any, and unknown ones where the number is blank", async () => {
    expect((await event({ fatalities: "0" })).casualties).toMatchObject({ best: undefined, low: 0 });
    expect((await event({ fatalities: "" })).casualties).toMatchObject({ best: undefined, low: undefined });
  });
});

describe("the time of an event", () => {
  const stretch = async (row: Row, zone?: string): Promise<string> => {
    const { when } = (await read(csv(row), zone)).drafts[0]!;
    const { earliest, latest } = when.interval;
    return `${formatInstant(earliest, when.zone).slice(0, 16)} to ${formatInstant(latest, when.zone).slice(0, 16)} ${when.spread}`;
  };

  it.each([
    ["1", "2016-02-27 00:00 to 2016-02-28 00:00 throughout"],
    // The middle of some week: every week that holds it.
    ["2", "2016-02-21 00:00 to 2016-03-05 00:00 within"],
    ["3", "2016-02-01 00:00 to 2016-03-01 00:00 within"],
  ])("with precision %s is %s", async (time_precision, expected) => {
    expect(await stretch({ time_precision })).toBe(expected);
  });

  it("is read as newer and as older exports write it", async () => {
    for (const event_date of ["27 February 2016", "27-Feb-2016"])
      expect(await stretch({ event_date })).toBe("2016-02-27 00:00 to 2016-02-28 00:00 throughout");
  });

  it("is wide enough for any zone where a country has several, which is said once", async () => {
    const all = await read(csv({ iso: "180", country: "DR Congo" }, { event_id_cnty: "2", iso: "180" }));
    expect(codes(all)).toEqual(["note acled-no-zone"]);
    expect(await stretch({ iso: "180" })).toBe("2016-02-26 10:00 to 2016-02-28 12:00 throughout");
    expect(await stretch({ iso: "180" }, "Africa/Kinshasa")).toBe("2016-02-27 00:00 to 2016-02-28 00:00 throughout");
  });
});

describe("the place of an event", () => {
  it.each([
    ["1", "exact", 2000],
    ["2", "near", undefined],
    ["3", "fuzzy", undefined],
  ])("with precision %s is %s, within %s metres of the point", async (geo_precision, precision, radius) => {
    const { where } = await event({ geo_precision });
    expect(where.precision).toBe(precision);
    expect(where.circle?.radiusMetres).toBe(radius);
    expect(where.within).toEqual(geo_precision === "1" ? ["A'zaz", "Aleppo"] : []);
    expect(where.areaNames).toEqual(["A'zaz", "Aleppo"]);
  });

  it("may be without coordinates", async () => {
    expect((await event({ latitude: "", longitude: "" })).where).toMatchObject({
      circle: undefined,
      drawnAt: undefined,
    });
  });
});

describe("a row that cannot be used", () => {
  it.each([
    ["acled-no-id", { event_id_cnty: "" }, "event_id_cnty"],
    ["acled-duplicate-id", { event_id_cnty: "A" }, "event_id_cnty"],
    ["acled-bad-date", { event_date: "2016-02-30" }, "event_date"],
    ["acled-bad-date", { event_date: "27 Febtober 2016" }, "event_date"],
    ["acled-bad-date", { event_date: "27/02/2016" }, "event_date"],
    ["acled-unknown-code", { time_precision: "4" }, "time_precision"],
    ["acled-unknown-code", { geo_precision: "" }, "geo_precision"],
    ["acled-bad-coordinates", { latitude: "36,5" }, "latitude"],
    ["acled-coordinates-out-of-range", { latitude: "95", longitude: "190" }, "latitude"],
    ["acled-coordinates-exchanged", { latitude: "38.5", longitude: "35.6" }, "latitude"],
    ["acled-bad-fatalities", { fatalities: "many" }, "fatalities"],
  ])("because of %s is named with row and column, and the others go on", async (code, row, field) => {
    const all = await read(csv({ event_id_cnty: "A" }, { event_id_cnty: "B", ...row }, { event_id_cnty: "C" }));
    expect(all.problems).toMatchObject([
      { code, severity: "error", at: { file: "acled.csv", line: 3, row: 2, field } },
    ]);
    expect(all.drafts.map(({ id }) => id)).toEqual(["A", "C"]);
  });
});

describe("a file that is something else", () => {
  it.each([
    ["acled-empty", ""],
    ["acled-no-header", "a,b,c\n1,2,3\n"],
    ["acled-not-commas", "event_id_cnty;event_date;year;time_precision;event_type;actor1\n"],
    ["acled-missing-column", "event_id_cnty,event_date,event_type,geo_precision\n"],
    ["acled-column-twice", `${acledColumns.join(",")},notes\n`],
    ["acled-misspelt-column", acledColumns.join(",").replace("event_date", "event_dat")],
    ["csv-not-text", "PK\u0003\u0004"],
  ])("is %s, and no report", async (code, text) => {
    const all = await read(text);
    expect(all.problems.filter(({ severity }) => severity === "error").map((problem) => problem.code)).toContain(code);
    expect(all.drafts).toEqual([]);
  });

  it("is told from ACLED by its header", () => {
    expect(likenessOfAcledHeader(acledColumns)).toBe(1);
    expect(likenessOfAcledHeader(["id", "when"])).toBe(0);
    expect(likenessOfAcledHeader(acledColumns.filter((name) => name !== "geo_precision"))).toBe(0);
  });

  it("or noise never throws, in little time", async () => {
    const bytes = bytesOf(
      csv({}, { event_id_cnty: "2", notes: 'quotes " and,\nlines', actor1: "قوات" }, { event_id_cnty: "3" }),
    );
    const damage = fc.record({ at: fc.nat(bytes.length), remove: fc.nat(3), insert: fc.uint8Array({ maxLength: 3 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { maxLength: 4 }), async (damages) => {
        for (const { at } of (await read(damaged(bytes, damages))).problems) expect(at.file).toBe("acled.csv");
      }),
      { numRuns: 200 },
    );
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (noise) => void (await read(noise))));
    const started = performance.now();
    await read(`${acledColumns.join(",")}\n${"x,".repeat(400_000)}`);
    await read("event_id_cnty,".repeat(50_000));
    await read(csv({ notes: '"'.repeat(900_000) }));
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe("writing ACLED", () => {
  const rewrite = async (drafts: readonly ReportDraft[]): Promise<Read> => read(await written(writeAcledCsv(drafts)));

  it("gives back what came from ACLED, whatever is in it", async () => {
    const cell = fc.string({
      unit: fc.constantFrom('"', ",", "\n", ";", "ح", "ـ", " ", "é", "'", "=", "-", "@", "\t", "🕊️", "x", "0"),
      maxLength: 12,
    });
    const row = fc.record(
      {
        time_precision: fc.constantFrom("1", "2", "3"),
        geo_precision: fc.constantFrom("1", "2", "3"),
        event_date: fc.constantFrom("2016-02-27", "27 February 2016", "2024-02-29"),
        event_type: fc.oneof(cell, fc.constantFrom("Battles", "Violence against civilians", "Riots")),
        sub_event_type: fc.oneof(cell, fc.constantFrom("Attack", "Armed clash")),
        actor1: cell,
        actor2: cell,
        assoc_actor_1: cell,
        inter1: fc.oneof(cell, fc.constantFrom("1", "7", "Rebel group")),
        iso: fc.constantFrom("760", "180", "", "=1"),
        country: cell,
        admin1: cell,
        admin2: cell,
        admin3: cell,
        location: cell,
        latitude: fc.constantFrom("36.5", "-0.00001", "", "33"),
        longitude: fc.constantFrom("37.04", "36", "-0.5", ""),
        source: cell,
        notes: cell,
        fatalities: fc.constantFrom("", "0", "12"),
        tags: cell,
        timestamp: cell,
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 4 }), async (rows) => {
        const { drafts } = await read(csv(...rows.map((one, i) => ({ ...one, event_id_cnty: `E${i}` }))));
        const again = await rewrite(drafts);
        expect(again.drafts).toEqual(drafts);
      }),
      { numRuns: 300 },
    );
  });

  it("names what it has no column for, report by report", async () => {
    const draft = await event();
    const { acled, ...plain } = draft;
    void acled;
    const other: ReportDraft = { ...plain, counts: [{ least: 3, most: 5, unit: "burst" }], toldBy: "a herder" };
    const parts: (Uint8Array | Problem)[] = [];
    for await (const part of writeAcledCsv([draft, other])) parts.push(part);
    expect(parts.filter((part) => !(part instanceof Uint8Array))).toMatchObject([
      {
        code: "acled-not-held",
        severity: "warning",
        at: { row: 2 },
        message: "SYR1: ACLED has no column for acts, counts, who told the source",
      },
    ]);
  });

  it("writes of any report with a day a row that reads again as that report's day, sides and place", async () => {
    await fc.assert(
      fc.asyncProperty(anyReport, async (report) => {
        const parts: Uint8Array[] = [];
        for await (const part of writeAcledCsv([report])) if (part instanceof Uint8Array) parts.push(part);
        const again = await read(new Uint8Array(Buffer.concat(parts)), report.when.zone);
        if (!Number.isFinite(report.when.interval.earliest) || !Number.isFinite(report.when.interval.latest)) return;
        const [draft] = again.drafts;
        expect(again.problems.filter(({ severity }) => severity === "error")).toEqual([]);
        expect(draft!.id).toBe(report.id.trim().replaceAll("\0", "\uFFFD"));
        expect(draft!.sides.map((side) => side?.name ?? "")).toEqual(
          report.sides.map((side) => side?.name.trim() ?? ""),
        );
        expect(draft!.narrative).toBe(report.narrative?.trim());
      }),
      { numRuns: 200 },
    );
  });
});
