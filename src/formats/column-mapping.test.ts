import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { words } from "../../test/formats/arbitrary-report.ts";
import { bytesOf, collect, pieces, type Read } from "../../test/formats/reading.ts";
import { DAY_ORDERS, formatMapping, parseMapping, type ColumnMapping, type MappedColumn } from "./column-mapping.ts";
import { mappingOf, proposeMapping } from "./column-mapping-propose.ts";
import { isoDays, readMapped } from "./column-mapping-read.ts";
import { parseCsv } from "./csv.ts";
import { reportColumns, type ReportColumn } from "./report-columns.ts";

const from = (
  column: ReportColumn,
  source: string | readonly string[],
  more: Partial<MappedColumn> = {},
): MappedColumn => ({
  column,
  from: typeof source === "string" ? [source] : source,
  always: undefined,
  dayOrder: undefined,
  values: [],
  ...more,
});
const always = (column: ReportColumn, text: string): MappedColumn => ({ ...from(column, []), always: text });
const mapping = (...columns: readonly MappedColumn[]): ColumnMapping => ({
  name: "the valley's log",
  zone: "Africa/Nairobi",
  columns,
});

function read(csv: string, by: ColumnMapping): Promise<Read> {
  return collect(readMapped(parseCsv(pieces(bytesOf(csv), 100)), by, { file: "x.csv" }));
}

const log = `No,Date,Time,Attacker,What,Status,Deaths
1,10/03/2024,23:05,Upper,Firing,Verified,2
2,11/03/2024,,Lower,"Firing, Burning",Unverified,
`;

describe("a table read by a mapping", () => {
  const by = mapping(
    from("id", ["No"]),
    from("when", ["Date", "Time"], { dayOrder: "day-month-year" }),
    from("side_a", "Attacker"),
    always("direction", "a-on-b"),
    from("acts", "What", { values: [{ theirs: "Firing", ours: "small-arms-fire" }] }),
    from("tool_review", "Status"),
    from("killed", "Deaths"),
  );

  it("says what its owner meant, and nothing that the mapping does not speak of", async () => {
    const { drafts, problems } = await read(log, by);
    expect(
      drafts.map(({ id, acts, when, direction, casualties }) => [id, acts, when.asStated, direction, casualties.best]),
    ).toEqual([
      ["1", ["small-arms-fire"], "2024-03-10T23:05", "first-on-second", 2],
      ["2", ["small-arms-fire"], "2024-03-11", "first-on-second", undefined],
    ]);
    expect(drafts[0]?.when.zone).toBe("Africa/Nairobi");
    expect(problems).toMatchObject([
      { code: "mapping-unknown-word", severity: "warning", at: { row: 2, field: "acts" } },
    ]);
    expect(problems[0]?.message).toContain("Burning");
  });

  it("never makes a level of ours of somebody's word for how sure they are", async () => {
    const { drafts } = await read(log, by);
    expect(drafts.map(({ toolReview }) => toolReview)).toEqual(
      ["Verified", "Unverified"].map((status) => ({ tool: "the valley's log", status, by: undefined, at: undefined })),
    );
  });

  it("leaves a word unsaid that the mapping says has none of ours, without complaint", async () => {
    const { drafts, problems } = await read(
      log,
      mapping(
        from("id", "No"),
        from("acts", "What", {
          values: [
            { theirs: "Firing", ours: "" },
            { theirs: "Firing, Burning", ours: "attack" },
          ],
        }),
      ),
    );
    expect(drafts.map(({ acts }) => acts)).toEqual([[], ["attack"]]);
    expect(problems.filter(({ code }) => code.startsWith("mapping"))).toEqual([]);
  });

  it("is refused with the columns that it does not have", async () => {
    const { rows, problems } = await read(log, mapping(from("id", "Number"), from("when", "Date")));
    expect([rows, problems]).toMatchObject([
      0,
      [{ code: "mapping-missing-column", at: { file: "x.csv", line: 1, field: "Number" } }],
    ]);
  });

  it("has days with the order that the mapping says, and no other guess", async () => {
    expect(isoDays("3/1/2024 9:05", "day-month-year")).toBe("2024-01-03 9:05");
    expect(isoDays("٣/١/٢٠٢٤", "month-day-year")).toBe("2024-03-01");
    const { refused, problems } = await read(log, mapping(from("id", "No"), from("when", "Date")));
    expect([refused, problems.map(({ code }) => code)]).toEqual([2, ["report-bad-time", "report-bad-time"]]);
  });
});

describe("a mapping", () => {
  const anyMapping: fc.Arbitrary<ColumnMapping> = fc.record({
    name: words,
    zone: fc.option(fc.constant("Asia/Damascus"), { nil: undefined }),
    columns: fc
      .uniqueArray(
        fc.record({
          column: fc.constantFrom(...reportColumns.filter((column) => column !== "id")),
          from: fc.array(words, { minLength: 1, maxLength: 2 }),
          always: fc.constant(undefined),
          dayOrder: fc.option(fc.constantFrom(...DAY_ORDERS), { nil: undefined }),
          values: fc.array(fc.record({ theirs: words, ours: words }), { maxLength: 3 }),
        }),
        { selector: ({ column }) => column, maxLength: 5 },
      )
      .map((columns): readonly MappedColumn[] => [always("id", "1"), ...columns]),
  });

  it("is the same when it is written and read again", () => {
    fc.assert(
      fc.property(anyMapping, (given) => {
        expect(parseMapping(formatMapping(given))).toEqual({ mapping: given, problems: [] });
      }),
    );
  });

  it("is what the page on mappings shows", async () => {
    const page = readFileSync(new URL("../../docs/formats/mapping.md", import.meta.url), "utf8");
    const parsed = parseMapping(/```json\n([^`]*)```/u.exec(page)![1]!);
    expect(parsed.problems).toEqual([]);
    expect((await read(log, parsed.mapping!)).drafts[0]).toMatchObject({ id: "1", acts: ["small-arms-fire"] });
  });

  it("reads any table without throwing", async () => {
    const table = fc.array(fc.array(fc.string(), { minLength: 1, maxLength: 4 }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(table, anyMapping, async (rows, by) => {
        const quoted = rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(","));
        expect((await read(quoted.join("\n"), by)).rows).toBeLessThanOrEqual(rows.length * 4);
      }),
    );
  });

  it.each([
    ["no JSON", "", undefined],
    ["{}", "truce", undefined],
    [formatMapping(mapping()), "columns", undefined],
    [formatMapping(mapping(from("id", "a"), from("id", "b"))), "columns.1", undefined],
    [formatMapping(mapping(from("id", []))), "columns.0", undefined],
    [formatMapping(mapping(always("id", "1"))).replace('"id"', '"level"'), "columns.0.column", undefined],
  ])("that is broken is refused at its place: %#", (json, field) => {
    const { mapping: read, problems } = parseMapping(json, "m.json");
    expect(read).toBeUndefined();
    expect(problems.map(({ at }) => at.field ?? "")).toContain(field);
  });
});

describe("a proposal", () => {
  const header = [
    "Ref",
    "Event Date",
    "Village",
    "lat",
    "Longitude",
    "Fatalities",
    "Verification Status",
    "weapon used",
    "Narrativ",
    "Mood",
  ];
  const rows = Array.from({ length: 20 }, (_, i) => [
    `R${i}`,
    `${i + 1}/3/2024`,
    "Maro",
    "1.5",
    "36.5",
    "2",
    "confirmed",
    "rifle",
    "…",
    "calm",
  ]);

  it("finds columns by our names, usual names and slips, with a reason for each", () => {
    const { columns } = proposeMapping(header, rows);
    expect(columns.map(({ column, source }) => [column, source])).toEqual([
      ["id", "Ref"],
      ["when", "Event Date"],
      ["place", "Village"],
      ["latitude", "lat"],
      ["longitude", "Longitude"],
      ["weapons", "weapon used"],
      ["killed", "Fatalities"],
      ["narrative", "Narrativ"],
    ]);
    for (const { reason } of columns) expect(reason).not.toBe("");
    expect(columns[1]?.dayOrder).toBe("day-month-year");
    expect(columns[5]?.words).toEqual(["rifle"]);
  });

  it("proposes nothing for how sure somebody is, and says why", () => {
    const { unused } = proposeMapping(header, rows);
    expect(unused.map(({ source }) => source)).toEqual(["Verification Status", "Mood"]);
    expect(unused[0]?.reason).toContain("sets no level");
    const arabic = proposeMapping(["رقم", "تاريخ الحادث", "حالة التحقق", "القرية"], []);
    expect(arabic.columns.map(({ column }) => column)).toEqual(["id", "when", "place"]);
    expect(arabic.unused.map(({ source }) => source)).toEqual(["حالة التحقق"]);
  });

  it.each([
    ["Report No", "id"],
    ["report_number", "id"],
    ["Incident No.", "id"],
    ["Serial No", "id"],
    ["رقم البلاغ", "id"],
    ["رقم التقرير", "id"],
    ["Phone number", undefined],
    ["Village ID", undefined],
    ["reportd", "reported"],
  ])("takes %s for %s", (name, column) => {
    expect(proposeMapping([name, "zzz"], []).columns.map((one) => one.column)).toEqual(column ? [column] : []);
  });

  it("finds days and long texts by what is in the cells, and says when day and month cannot be told apart", () => {
    const cells = Array.from({ length: 5 }, (_, i) => [`3/${i + 1}/2024`, "x".repeat(80)]);
    const { columns } = proposeMapping(["A", "B"], cells);
    expect(columns.map(({ column, source }) => [column, source])).toEqual([
      ["when", "A"],
      ["narrative", "B"],
    ]);
    expect(columns[0]?.reason).toContain("cannot be told");
  });

  it("made into a mapping reads nothing of their words until somebody says what they are", async () => {
    const csv = [header, ...rows].map((row) => row.join(",")).join("\n");
    const { drafts, problems } = await read(csv, mappingOf(proposeMapping(header, rows), "log"));
    expect(drafts).toHaveLength(20);
    expect(drafts.every(({ weapons }) => weapons.length === 0)).toBe(true);
    expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
  });
});
