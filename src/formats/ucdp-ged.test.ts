import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { formatInstant } from "../kit/index.ts";
import { createCsvScanner } from "./csv.ts";
import { gedColumns, isGedHeader, parseGedHeader } from "./ucdp-ged-columns.ts";
import { createGedRowParser, parseCitations, type GedOptions, type GedOutcome } from "./ucdp-ged.ts";

const base: Readonly<Record<string, string>> = {
  id: "216609",
  type_of_violence: "1",
  dyad_name: "Government of Syria - Syrian insurgents",
  side_a: "Government of Syria",
  side_a_new_id: "118",
  side_b: "Syrian insurgents",
  side_b_new_id: "4456",
  source_article: '"SOHR,2016-02-28,183 killed yesterday"',
  source_original: "SOHR",
  where_prec: "1",
  where_coordinates: "Azaz town",
  adm_1: "Aleppo Governorate",
  adm_2: "Azaz district",
  latitude: "36.585896",
  longitude: "37.04565",
  geom_wkt: "POINT (37.04565 36.585896)",
  country: "Syria",
  country_id: "652",
  event_clarity: "1",
  date_prec: "1",
  date_start: "2016-02-27",
  date_end: "2016-02-27",
  deaths_a: "1",
  deaths_b: "2",
  deaths_civilians: "0",
  deaths_unknown: "0",
  low: "3",
  best: "3",
  high: "4",
};

/** What comes of one event that differs from an ordinary one in these columns. */
function parseEvent(changes: Record<string, string> = {}, options: GedOptions = {}): GedOutcome {
  return parseEvents([changes], options)[0] ?? { draft: undefined, problems: [] };
}

function parseEvents(events: readonly Record<string, string>[], options: GedOptions = {}): GedOutcome[] {
  const names = Object.keys(base);
  const header = parseGedHeader(names);
  if (!header.ok) throw new Error("the test's header is wrong");
  const parser = createGedRowParser(header.layout, options);
  return events.map((changes, index) => {
    const fields = names.map((name) => changes[name] ?? base[name] ?? "");
    return parser.parse({ kind: "row", fields, line: index + 2, row: index + 1 });
  });
}

function stretchOf(changes: Record<string, string>): string {
  const when = parseEvent(changes).draft?.when;
  if (when === undefined) return "no draft";
  const { earliest, latest } = when.interval;
  return `${formatInstant(earliest, when.zone)} to ${formatInstant(latest, when.zone)}`;
}

function codesOf({ problems }: GedOutcome): string[] {
  return problems.map(({ severity, code }) => `${severity} ${code}`);
}

describe("an event", () => {
  it("becomes a draft that says what its row says", () => {
    expect(parseEvent()).toEqual({
      problems: [],
      draft: {
        id: "216609",
        label: "Government of Syria - Syrian insurgents",
        kind: "state-based",
        sides: [
          { name: "Government of Syria", code: "ucdp:118" },
          { name: "Syrian insurgents", code: "ucdp:4456" },
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
          circle: { centre: { latitude: 36.585896, longitude: 37.04565 }, radiusMetres: 2000 },
          within: ["Azaz district", "Aleppo Governorate"],
          areaNames: ["Azaz district", "Aleppo Governorate"],
          country: "Syria",
          drawnAt: { latitude: 36.585896, longitude: 37.04565 },
          asStated: "Azaz town",
        },
        aggregate: false,
        casualties: { best: 3, low: 3, high: 4, sideA: 1, sideB: 2, civilians: 0, unknown: 0 },
        citations: [{ office: "SOHR", date: "2016-02-28", headline: "183 killed yesterday" }],
        toldBy: "SOHR",
      },
    });
  });

  it("has a direction only if it is one-sided: side A and B are not attacker and target", () => {
    expect(parseEvent({ type_of_violence: "1" }).draft?.direction).toBe("unknown");
    expect(parseEvent({ type_of_violence: "2" }).draft?.direction).toBe("unknown");
    const oneSided = parseEvent({ type_of_violence: "3", side_a: "IS", side_b: "Civilians" }).draft;
    expect([oneSided?.kind, oneSided?.direction]).toEqual(["one-sided", "first-on-second"]);
  });

  it("has one side if the other is not named, and is named after its sides if it has no name", () => {
    const draft = parseEvent({ side_b: "", dyad_name: "" }).draft;
    expect(draft?.sides).toHaveLength(1);
    expect(draft?.label).toBe("Government of Syria");
  });

  it("is an aggregate if its source had already summed it", () => {
    expect(parseEvent({ event_clarity: "2" }).draft?.aggregate).toBe(true);
  });

  it("keeps a blank number unknown, never zero", () => {
    const casualties = parseEvent({ deaths_civilians: "", best: "", low: "NA" }).draft?.casualties;
    expect(casualties).toMatchObject({ civilians: undefined, best: undefined, low: undefined, sideA: 1 });
  });

  it("keeps numbers that contradict each other, and says so", () => {
    const outcome = parseEvent({ low: "5", best: "3", high: "2" });
    expect(codesOf(outcome)).toEqual(["warning ged-deaths-contradict"]);
    expect(outcome.draft?.casualties).toMatchObject({ low: 5, best: 3, high: 2 });
    expect(codesOf(parseEvent({ deaths_a: "7" }))).toEqual(["warning ged-deaths-do-not-add-up"]);
  });
});

describe("the time of an event", () => {
  it("is the whole local day, 23 hours long when the clocks go forward", () => {
    expect(stretchOf({ date_start: "2016-03-25", date_end: "2016-03-25" })).toBe(
      "2016-03-25 01:00 (UTC+03:00) to 2016-03-26 00:00 (UTC+03:00)",
    );
  });

  it("with exact days spans all of them, and something happened on each", () => {
    const draft = parseEvent({ date_start: "2016-03-01", date_end: "2016-03-03" }).draft;
    expect(draft?.when).toMatchObject({ spread: "throughout", exact: false, asStated: "2016-03-01 to 2016-03-03" });
    expect(stretchOf({ date_start: "2016-03-01", date_end: "2016-03-03" })).toBe(
      "2016-03-01 00:00 (UTC+02:00) to 2016-03-04 00:00 (UTC+02:00)",
    );
  });

  it("with a range as wide as its precision says is that range, and no wider", () => {
    const ranges = [
      ["2", "2016-02-03"],
      ["3", "2016-02-08"],
      ["4", "2016-02-09"],
      ["5", "2016-03-04"],
    ] as const;
    for (const [precision, end] of ranges) {
      const outcome = parseEvent({ date_prec: precision, date_start: "2016-02-02", date_end: end });
      expect(outcome.problems).toEqual([]);
      expect(outcome.draft?.when).toMatchObject({ spread: "within", exact: false });
      expect(stretchOf({ date_prec: precision, date_start: "2016-02-02", date_end: end })).toMatch(/^2016-02-02 00:00/);
    }
  });

  it.each([
    ["2", "2016-02-22 00:00 (UTC+02:00) to 2016-03-04 00:00 (UTC+02:00)"],
    ["3", "2016-02-21 00:00 (UTC+02:00) to 2016-03-05 00:00 (UTC+02:00)"],
    ["4", "2016-02-01 00:00 (UTC+02:00) to 2016-03-01 00:00 (UTC+02:00)"],
    ["5", "2016-01-01 00:00 (UTC+02:00) to 2017-01-01 00:00 (UTC+02:00)"],
  ])("with precision %s and one day is every range that could be meant", (date_prec, stretch) => {
    expect(codesOf(parseEvent({ date_prec }))).toEqual(["warning ged-date-widened"]);
    expect(stretchOf({ date_prec })).toBe(stretch);
  });

  it("in a country whose zone is not certain holds in every zone, and one note says so", () => {
    const ukraine = { country: "Ukraine", country_id: "369", latitude: "48", longitude: "38", geom_wkt: "" };
    const [first, second] = parseEvents([ukraine, { ...ukraine, id: "2" }]);
    expect(first && codesOf(first)).toEqual(["note ged-no-zone"]);
    expect(second?.problems).toEqual([]);
    expect(first?.draft?.when.zone).toBe("UTC");
    expect(stretchOf(ukraine)).toBe("2016-02-26 10:00 (UTC+00:00) to 2016-02-28 12:00 (UTC+00:00)");
    const told = parseEvent(ukraine, { zoneOf: ({ name }) => (name === "Ukraine" ? "Europe/Kyiv" : undefined) });
    expect(told.draft?.when.zone).toBe("Europe/Kyiv");
    expect(told.problems).toEqual([]);
  });

  it("may carry the zero clock time of the publisher's own files", () => {
    expect(parseEvent({ date_start: "2016-02-27 00:00:00.000" }).draft?.when.asStated).toBe("2016-02-27");
  });
});

describe("the place of an event", () => {
  const placeOf = (where_prec: string) => parseEvent({ where_prec }).draft?.where;

  it("is a circle only when a point is known, and the divisions named hold it only as far as the precision says", () => {
    const both = ["Azaz district", "Aleppo Governorate"];
    const expected = {
      1: ["exact", 2_000, both],
      2: ["near", 25_000, []],
      3: ["district", undefined, both],
      4: ["province", undefined, ["Aleppo Governorate"]],
      5: ["fuzzy", undefined, []],
      6: ["country", undefined, []],
      7: ["international", undefined, []],
    };
    for (const [code, [precision, radius, within]] of Object.entries(expected)) {
      const where = placeOf(code);
      expect([where?.precision, where?.circle?.radiusMetres, where?.within]).toEqual([precision, radius, within]);
      expect(where?.drawnAt).toEqual({ latitude: 36.585896, longitude: 37.04565 });
    }
  });

  it("has no point when its two coordinates disagree, and keeps the names", () => {
    const outcome = parseEvent({ geom_wkt: "POINT (37.04565 -36.585896)" });
    expect(codesOf(outcome)).toEqual(["warning ged-coordinates-differ"]);
    expect(outcome.draft?.where).toMatchObject({ circle: undefined, drawnAt: undefined, asStated: "Azaz town" });
  });

  it("may be drawn with fewer digits than its geometry", () => {
    expect(parseEvent({ geom_wkt: "POINT (37.0456533333 36.5858966666)" }).problems).toEqual([]);
  });
});

describe("a row that cannot be used", () => {
  it.each([
    ["a date that does not exist", { date_start: "2016-02-30" }, "ged-invalid-date", "date_start"],
    ["a date in another order", { date_end: "27/02/2016" }, "ged-invalid-date", "date_end"],
    ["no date", { date_start: "" }, "ged-invalid-date", "date_start"],
    ["an end before its start", { date_end: "2016-02-26" }, "ged-end-before-start", "date_end"],
    ["coordinates exchanged against its country", swapped(""), "ged-coordinates-exchanged", "latitude"],
    [
      "coordinates exchanged against its geometry",
      swapped("POINT (37.04565 36.585896)"),
      "ged-coordinates-exchanged",
      "latitude",
    ],
    ["a latitude that only a longitude can be", far("120", "40"), "ged-coordinates-exchanged", "latitude"],
    ["a latitude out of range", far("236.58", "37"), "ged-coordinates-out-of-range", "latitude"],
    ["a longitude out of range", far("36", "-180.5"), "ged-coordinates-out-of-range", "longitude"],
    ["a decimal comma", far("36,58", "37"), "ged-invalid-coordinates", "latitude"],
    ["no longitude", far("36", ""), "ged-invalid-coordinates", "longitude"],
    ["negative deaths", { deaths_a: "-1" }, "ged-invalid-deaths", "deaths_a"],
    ["deaths that are no number", { best: "many" }, "ged-invalid-deaths", "best"],
    ["an unknown precision of time", { date_prec: "6" }, "ged-unknown-code", "date_prec"],
    ["an unknown precision of place", { where_prec: "0" }, "ged-unknown-code", "where_prec"],
    ["no clarity", { event_clarity: "" }, "ged-unknown-code", "event_clarity"],
    ["an unknown kind of violence", { type_of_violence: "9" }, "ged-unknown-code", "type_of_violence"],
    ["no side A", { side_a: " " }, "ged-no-side", "side_a"],
    ["no id", { id: "" }, "ged-no-id", "id"],
  ])("says why and where: %s", (...[, changes, code, field]) => {
    const outcome = parseEvent(changes, { file: "x.csv" });
    expect(outcome.draft).toBeUndefined();
    expect(outcome.problems).toMatchObject([
      { code, severity: "error", at: { file: "x.csv", line: 2, row: 1, field } },
    ]);
  });

  it("lists all that is wrong with it at once", () => {
    const outcome = parseEvent({ date_start: "2016-02-30", where_prec: "9", best: "x" });
    expect(outcome.problems.map(({ at }) => at.field)).toEqual(["date_start", "where_prec", "best"]);
  });

  it("has an id that an earlier row has; a refused row does not claim its id", () => {
    const [first, second, third, fourth] = parseEvents([{}, {}, { id: "9", best: "x" }, { id: "9" }]);
    expect(first?.draft?.id).toBe("216609");
    expect(second?.draft).toBeUndefined();
    expect(second?.problems).toMatchObject([{ code: "ged-duplicate-id", at: { row: 2 } }]);
    expect(second?.problems[0]?.message).toContain("row 1");
    expect(third?.draft).toBeUndefined();
    expect(fourth?.draft?.id).toBe("9");
  });
});

function far(latitude: string, longitude: string): Record<string, string> {
  return { latitude, longitude, geom_wkt: "", country_id: "", country: "Syria" };
}

function swapped(geom_wkt: string): Record<string, string> {
  return geom_wkt === ""
    ? { latitude: "40.141", longitude: "35.336", geom_wkt }
    : { latitude: "37.04565", longitude: "36.585896", geom_wkt };
}

describe("the citations of an event", () => {
  it("are office, date and headline, whatever commas, quotes, semicolons and line ends a headline has", () => {
    const text = '"Orient News,2016-05-05,Ghouta calm; fight between "brothers of arms"";"AFP,2016-05-17,One, two\nAU"';
    expect(parseCitations(text)).toEqual([
      { office: "Orient News", date: "2016-05-05", headline: 'Ghouta calm; fight between "brothers of arms"' },
      { office: "AFP", date: "2016-05-17", headline: "One, two\nAU" },
    ]);
  });

  it("have no date where UCDP's database had none", () => {
    expect(parseCitations('"SOHR,1753-01-01,Clashes"')).toEqual([
      { office: "SOHR", date: undefined, headline: "Clashes" },
    ]);
  });

  it("are kept whole if they are free text, and are none if there is no text", () => {
    const text = 'Reuters 1989-05-17 "ANGOLAN REBELS BLOW UP POWER LINES';
    expect(parseCitations(text)).toEqual([{ office: undefined, date: undefined, headline: text }]);
    expect(parseCitations("")).toEqual([]);
  });
});

describe("the header of a GED file", () => {
  const names = [...gedColumns];
  const without = (...gone: string[]) => names.filter((name) => !gone.includes(name));
  const renamed = (from: string, to: string) => names.map((name) => (name === from ? to : name));
  const problemsOf = (first: readonly string[]) => parseGedHeader(first, { file: "x.csv", line: 1 }).problems;

  it("has 49 columns, or fewer and in another order: they are found by name", () => {
    const older = without("relid", "code_status", "conflict_dset_id", "dyad_dset_id", "gwnoa", "where_description");
    expect(parseGedHeader(older.toReversed())).toMatchObject({ ok: true, isData: false, problems: [] });
    expect(parseGedHeader(names.map((name) => ` ${name.toUpperCase()} `))).toMatchObject({ ok: true, problems: [] });
  });

  it("may be missing if the file has exactly the 49 columns", () => {
    const row = ["244657", ...Array.from({ length: 48 }, () => "1")];
    expect(isGedHeader(row)).toBe(false);
    expect(parseGedHeader(row)).toMatchObject({ ok: true, isData: true, problems: [{ code: "ged-no-header" }] });
    expect(parseGedHeader(row.slice(1))).toMatchObject({
      ok: false,
      problems: [{ code: "ged-no-header", severity: "error" }],
    });
  });

  it("gives one problem with the fix for a misspelt column", () => {
    expect(problemsOf(renamed("date_start", "date_strat"))).toEqual([
      {
        code: "ged-misspelt-column",
        severity: "error",
        at: { file: "x.csv", line: 1, field: "date_strat" },
        message: expect.stringContaining('no column "date_start"'),
        hint: 'rename column "date_strat" to "date_start"',
      },
    ]);
    expect(problemsOf(renamed("best", "besst"))).toMatchObject([{ code: "ged-misspelt-column", severity: "warning" }]);
  });

  it("gives one problem for a missing, unknown or doubled column, and refuses the file only if it cannot be read", () => {
    expect(parseGedHeader(without("latitude"))).toMatchObject({
      ok: false,
      problems: [{ code: "ged-missing-column" }],
    });
    expect(parseGedHeader(without("high"))).toMatchObject({ ok: true, problems: [{ severity: "warning" }] });
    expect(parseGedHeader([...names, "my_notes"])).toMatchObject({ ok: true, problems: [{ severity: "note" }] });
    expect(parseGedHeader([...names, "best"])).toMatchObject({ ok: false, problems: [{ code: "ged-column-twice" }] });
  });

  it("says so if values are not separated by commas", () => {
    expect(problemsOf([names.join(";")])).toMatchObject([{ code: "ged-not-commas" }]);
    expect(problemsOf([names.join("\t")])).toMatchObject([{ code: "ged-not-commas" }]);
    expect(problemsOf(["Dear", "colleagues"])).toMatchObject([{ code: "ged-no-header", severity: "error" }]);
  });
});

describe("the example rows", () => {
  it.each(["ged-19.1-syria.csv", "ged-23.1-global.csv"])("all become drafts: %s", (name) => {
    const scanner = createCsvScanner();
    const bytes = new Uint8Array(readFileSync(new URL(`fixtures/${name}`, import.meta.url)));
    const items = [...scanner.push(bytes), ...scanner.end()];
    const rows = items.flatMap((item) => (item.kind === "row" ? [item] : []));
    const header = parseGedHeader(rows[0]?.fields ?? []);
    if (!header.ok) throw new Error("no header");
    const parser = createGedRowParser(header.layout);
    const outcomes = rows.slice(1).map((row) => parser.parse(row));
    expect(outcomes.filter(({ draft }) => draft === undefined)).toEqual([]);
    expect(outcomes.length).toBe(name.includes("syria") ? 26 : 8);
  });
});
