import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyReport, words } from "../../test/formats/arbitrary-report.ts";
import { aboutColumn, reportColumns, type ReportCells } from "./report-columns.ts";
import { guardedCell, unguardedCell } from "./report-columns-guard.ts";
import { findReportColumn, likenessOfReportHeader, parseReportHeader } from "./report-columns-header.ts";
import { formatList, parseCitation, parseCount, parseHarm, parseList } from "./report-columns-lists.ts";
import { createReportCellsParser } from "./report-columns-read.ts";
import { formatReportCells } from "./report-columns-write.ts";
import type { ReportReadOptions } from "./report-item.ts";

function read(cells: ReportCells, options: ReportReadOptions = {}) {
  const row = createReportCellsParser(options).parse(cells, { file: "x.csv", row: 1 });
  return { ...row, codes: row.problems.map(({ code, severity }) => `${severity} ${code}`) };
}

describe("a report written as cells", () => {
  it("is the same report when it is read again", () => {
    fc.assert(
      fc.property(anyReport, (draft) => {
        const { draft: again, problems } = read(formatReportCells(draft));
        expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
        expect(again).toEqual(draft);
      }),
      { numRuns: 1000 },
    );
  });

  it("reads whatever stands in any cell, and never throws", () => {
    const cell = fc.oneof(
      words,
      fc.string({ maxLength: 30 }),
      fc.constantFrom("2024-02-30", "../..", "1e400", "9".repeat(400)),
    );
    const cells = fc.dictionary(fc.constantFrom(...reportColumns), cell, { maxKeys: 12 });
    fc.assert(
      fc.property(cells, (given) => {
        const { draft, problems } = read(given);
        expect(draft === undefined).toBe(problems.some(({ severity }) => severity === "error"));
      }),
      { numRuns: 2000 },
    );
  });
});

describe("a row", () => {
  it("of an id and a time alone is a report in which nothing else is claimed", () => {
    const { draft, codes } = read({ id: "7", when: "2024-03-10", zone: "Africa/Nairobi" });
    expect(codes).toEqual([]);
    expect(draft).toMatchObject({ kind: undefined, sides: [], aggregate: undefined, acts: [], harm: [], label: "7" });
    expect(draft?.casualties.best).toBeUndefined();
    expect(draft?.where).toMatchObject({ precision: "unstated", circle: undefined, drawnAt: undefined });
    expect(draft?.when).toMatchObject({ exact: true, spread: "throughout", asStated: "2024-03-10" });
  });

  it("without a zone is taken wide enough for any, which is said once a file", () => {
    const parser = createReportCellsParser();
    const rows = ["1", "2"].map((id) => parser.parse({ id, when: "2024-03-10", reported: "2024-03-11T08:00" }, {}));
    expect(rows.map(({ problems }) => problems.map(({ code }) => code))).toEqual([["report-no-zone"], []]);
    const { interval, zone, exact } = rows[0]!.draft!.when;
    expect([zone, exact]).toEqual(["UTC", false]);
    expect((interval.latest - interval.earliest) / 3_600_000).toBe(24 + 14 + 12);
    const told = rows[0]!.draft!.reported!;
    expect((told.latest - told.earliest) / 60_000).toBe(26 * 60 + 1);
  });

  it("takes the zone of the file where it names none", () => {
    const { draft } = read({ id: "7", when: "2024-03-10T06:00" }, { zone: "Africa/Nairobi" });
    expect(draft?.when).toMatchObject({ zone: "Africa/Nairobi", interval: { earliest: Date.UTC(2024, 2, 10, 3) } });
  });

  it("draws a point without a radius and decides nothing by it", () => {
    const { draft, codes } = read({ id: "7", when: "2024", zone: "UTC", latitude: "-1.5", longitude: "36.5" });
    expect(draft?.where).toMatchObject({ drawnAt: { latitude: -1.5, longitude: 36.5 }, circle: undefined });
    expect(codes).toEqual(["note report-no-radius"]);
  });

  it("keeps numbers in Arabic digits, as at least and at most", () => {
    const { draft } = read({
      id: "٧",
      when: "٢٠٢٤-٠٣-١٠",
      zone: "UTC",
      injured_min: "٣",
      latitude: "٣٥٫٥",
      longitude: "36",
    });
    expect(draft?.harm).toEqual([{ what: "injured", whom: "people", least: 3, most: undefined }]);
    expect(draft?.where.drawnAt).toEqual({ latitude: 35.5, longitude: 36 });
    expect(draft?.id).toBe("٧");
  });

  it("keeps numbers that contradict each other as given, and says so", () => {
    const { draft, codes } = read({ id: "7", when: "2024", zone: "UTC", killed_min: "5", killed_max: "2" });
    expect(draft?.casualties).toMatchObject({ low: 5, high: 2 });
    expect(codes).toEqual(["warning report-range-reversed"]);
  });

  it.each([
    [{ when: "2024" }, "id", "report-no-id"],
    [{ id: "7", when: "10/03/2024" }, "when", "report-bad-time"],
    [{ id: "7", when: "2024-03-10~" }, "when", "report-bad-time"],
    [{ id: "7", when: "2024-03-10/2024-03-09" }, "when", "report-bad-time"],
    [{ id: "7", when: "2024", zone: "Asia/Atlantis" }, "zone", "report-bad-zone"],
    [{ id: "7", when: "2024", killed: "about 3" }, "killed", "report-bad-number"],
    [{ id: "7", when: "2024", killed: "-1" }, "killed", "report-bad-number"],
    [{ id: "7", when: "2024", latitude: "1" }, "longitude", "report-half-point"],
    [{ id: "7", when: "2024", latitude: "120", longitude: "36" }, "latitude", "report-bad-point"],
    [{ id: "7", when: "2024", radius_m: "500" }, "radius_m", "report-no-point"],
    [{ id: "7", when: "2024", kind: "war" }, "kind", "report-unknown-word"],
    [{ id: "7", when: "2024", direction: "b-on-a" }, "direction", "report-unknown-word"],
    [{ id: "7", when: "2024", counts: "many shots" }, "counts", "report-bad-count"],
    [{ id: "7", when: "2024", harm: "killed ghosts 3" }, "harm", "report-bad-harm"],
    [{ id: "7", when: "2024", injured_min: "1", harm: "injured people 2" }, "harm", "report-bad-harm"],
    [{ id: "7", when: "2024", relation: "denies" }, "regards", "report-half-relation"],
    [{ id: "7", when: "2024", tool_review: "approved" }, "tool_review", "report-bad-review"],
  ])("%j is refused at column %s", (cells, field, code) => {
    const { draft, problems } = read(cells);
    expect(draft).toBeUndefined();
    const errors = problems.filter(({ severity }) => severity === "error");
    expect(errors).toMatchObject([{ code, at: { file: "x.csv", row: 1, field } }]);
    expect(errors[0]?.hint).toBeDefined();
  });

  it("with the id of an earlier one is kept out, so that it counts once", () => {
    const parser = createReportCellsParser();
    parser.parse({ id: "7", when: "2024" }, { row: 1 });
    const again = parser.parse({ id: "7", when: "2024" }, { row: 2 });
    expect(again.draft).toBeUndefined();
    expect(again.problems[0]?.message).toContain("row 1");
  });
});

describe("lists in a cell", () => {
  it("give back their items, whatever stands in them", () => {
    fc.assert(
      fc.property(fc.array(words), (items) => {
        expect(parseList(formatList(items))).toEqual(items);
      }),
    );
  });

  it("read what a person writes", () => {
    expect(parseList("shelling ;mortar-fire؛  قصف ; ")).toEqual(["shelling", "mortar-fire", "قصف"]);
    expect(parseList("a\\;b; c")).toEqual(["a;b", "c"]);
    expect(parseCount("about 3 shots")).toBeUndefined();
    expect(parseCount("240 explosion")).toEqual({ least: 240, most: 240, unit: "explosion" });
    expect(parseCount("..5 burst of fire")).toEqual({ least: undefined, most: 5, unit: "burst of fire" });
    expect(parseCount(".. shot")).toBeUndefined();
    expect(parseHarm("killed women 1..")).toEqual({ what: "killed", whom: "women", least: 1, most: undefined });
    expect(parseCitation("Shots at the ford")).toEqual({
      office: undefined,
      date: undefined,
      headline: "Shots at the ford",
    });
  });
});

describe("a cell that a spreadsheet would run", () => {
  it.each(["=1+1", "+254 700", "-1", "@SUM(A1)", "\t=1", "\r", " =1", "＝1", "'=1", "\u202e=1"])(
    "%j is made safe",
    (text) => {
      expect(guardedCell(text)).toBe(`'${text}`);
    },
  );

  it("keeps its words: what is made safe comes back as it was, and so does everything else", () => {
    fc.assert(
      fc.property(words, (text) => {
        expect(unguardedCell(guardedCell(text))).toBe(text);
        expect(guardedCell(text)).not.toMatch(/^\s*[=+\-@]/u);
      }),
    );
    expect(guardedCell("'Ayn al-Arab")).toBe("'Ayn al-Arab");
    expect(unguardedCell("'Ayn al-Arab")).toBe("'Ayn al-Arab");
    expect(unguardedCell("'=1")).toBe("=1");
  });
});

describe("a header", () => {
  it("names every column in English or in Arabic, and no name means two columns", () => {
    for (const column of reportColumns) {
      const { arabic, alsoCalled = [] } = aboutColumn(column);
      for (const name of [column, column.toUpperCase(), column.replaceAll("_", " "), arabic, ...alsoCalled])
        expect(findReportColumn(name), name).toBe(column);
    }
  });

  it("is ours if it has an id and a time", () => {
    expect(likenessOfReportHeader(["المعرف", "متى", "somebody's own"])).toBeCloseTo(2 / 3);
    expect(likenessOfReportHeader(["id", "latitude"])).toBe(0);
    expect(likenessOfReportHeader(["id", "wen", "latitude", "longitude"])).toBeCloseTo(3 / 8);
    expect(likenessOfReportHeader([])).toBe(0);
  });

  it("says which columns are missing, twice there, misspelt or not ours", () => {
    const codes = (...names: string[]) => parseReportHeader(names).problems.map(({ code }) => code);
    expect(codes("id", "when", "narative", "mood")).toEqual(["report-misspelt-column", "report-unknown-column"]);
    expect(codes("id", "when", "متى")).toEqual(["report-column-twice"]);
    expect(codes("place")).toEqual(["report-missing-column", "report-missing-column"]);
    expect(parseReportHeader(["place"]).layout).toBeUndefined();
  });
});
