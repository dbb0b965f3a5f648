import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyReport, reportsOfOneFile } from "../../test/formats/arbitrary-report.ts";
import { bytesOf, collect, damaged, pieces, written, type Read } from "../../test/formats/reading.ts";
import type { ReportDraft } from "../domain/index.ts";
import { formatInstant, type Problem } from "../kit/index.ts";
import { formatHxlCsv, formatHxlJson, formatHxlTag, keyOfHxlTag, parseHxlTag, readHxl, type HxlColumn } from "./hxl.ts";
import { readHxlReports, writeHxlReports } from "./hxl-reports.ts";
import { writeTruceCsv } from "./truce-csv.ts";

interface Table {
  readonly columns: readonly HxlColumn[];
  readonly rows: readonly (readonly string[])[];
  readonly problems: readonly Problem[];
}

async function table(text: string | Uint8Array, piece = 1 << 16): Promise<Table> {
  const bytes = typeof text === "string" ? bytesOf(text) : text;
  const made = { columns: [] as readonly HxlColumn[], rows: [] as (readonly string[])[], problems: [] as Problem[] };
  for await (const items of readHxl(pieces(bytes, piece), { file: "t" })) {
    for (const item of items) {
      if (item.kind === "columns") made.columns = item.columns;
      else if (item.kind === "row") made.rows.push(item.values);
      else made.problems.push(item.problem);
    }
  }
  return made;
}

const sample = (name: string): Uint8Array => readFileSync(new URL(`fixtures/hxl/${name}`, import.meta.url));
const tags = ({ columns }: Table): string[] => columns.map(({ tag }) => (tag ? formatHxlTag(tag) : ""));
const codes = ({ problems }: { readonly problems: readonly Problem[] }): string[] =>
  problems.map(({ severity, code }) => `${severity} ${code}`);

describe("a hashtag", () => {
  it("is read with blanks or without, in any case, and its attributes in any order mean the same", () => {
    for (const text of ["#affected+f+killed", "#affected +killed +f", " #Affected + F+Killed ", "#affected+killed+f+f"])
      expect(keyOfHxlTag(parseHxlTag(text)!)).toBe("#affected+f+killed");
    expect(parseHxlTag("#adm1 +name")).toEqual({ tag: "#adm1", attributes: ["name"] });
  });

  it.each(["", "#", "affected", "#1adm", "#adm1+", "#adm1++x", "#adm1 name", "#adm1-name", "##adm1", "#حلب"])(
    "is not %j",
    (text) => {
      expect(parseHxlTag(text)).toBeUndefined();
    },
  );
});

describe("a table with hashtags", () => {
  const expected = [
    "",
    "#sector+es",
    "#subsector+es",
    "#org+es",
    "#targeted+f",
    "#targeted+m",
    "#country",
    "#adm1",
    "#date+reported",
  ];

  it.each(["input-valid.csv", "output-valid.csv", "input-valid.json"])(
    "is found below the headers of %s",
    async (name) => {
      const read = await table(sample(name), 7);
      expect(read.problems).toEqual([]);
      expect(tags(read)).toEqual(expected);
      expect(read.rows).toHaveLength(4);
      expect(read.rows[0]).toEqual([
        "001",
        "WASH",
        "Higiene",
        "ACNUR",
        "100",
        "100",
        "Panamá",
        "Los Santos",
        "1 March 2015",
      ]);
      expect(read.rows[1]?.at(-1)).toBe("");
      expect(read.columns[3]?.header).toBe("Organización");
    },
  );

  it("is found in the keys of objects, of which a row may lack some", async () => {
    const read = await table(sample("input-valid-objects.json"), 7);
    expect(read.problems).toEqual([]);
    expect(tags(read)).toEqual(expected);
    expect(read.rows[1]).toEqual(["002", "Salud", "Vacunación", "OMS", "", "", "Colombia", "Cauca", ""]);
  });

  it("keeps a column without a hashtag, and line ends in a cell", async () => {
    const several = await table(sample("input-multiple-headers.csv"));
    expect(tags(several)).toEqual(["#org", "", "#adm1", "#affected"]);
    expect(several.columns[1]?.header).toBe("No hashtag");
    expect(several.rows[0]).toEqual(["Org X", "xxx", "Coast", " 100"]);
    expect((await table(sample("input-multiline.csv"))).rows).toEqual([["Line 1\nLine 2\nLine 3"]]);
  });

  it("may have headers in brackets, which are no JSON", async () => {
    expect((await table("[Org],[Place]\n#org,#loc\na,b\n")).rows).toEqual([["a", "b"]]);
  });

  it("may begin in any of the first 25 rows, and in none after", async () => {
    for (const form of ["csv", "json"]) {
      const rows = (before: number): string => {
        const all = [...Array.from({ length: before }, (_, i) => [`note ${i}`, "x"]), ["#org", "#adm1"], ["a", "b"]];
        return form === "json" ? JSON.stringify(all) : all.map((row) => row.join(",")).join("\n");
      };
      expect((await table(rows(24))).rows).toEqual([["a", "b"]]);
      expect(await table(rows(25))).toMatchObject({ rows: [], problems: [{ code: "hxl-no-tags", severity: "error" }] });
    }
  });

  it("keeps numbers of JSON as they were written", async () => {
    const read = await table('[["#org+code","#value","#x"],[12345678901234567890, 1.0, true],[null,"1,5",-0]]');
    expect(read.rows).toEqual([
      ["12345678901234567890", "1.0", "true"],
      ["", "1,5", "-0"],
    ]);
  });

  it("comes back from CSV and from JSON, whatever is in its cells", async () => {
    const cell = fc.string({
      unit: fc.constantFrom('"', ",", "\n", "\\", "ح", " ", "é", "'", "#", "[", "🕊️", "x"),
      maxLength: 8,
    });
    const tag = fc.constantFrom("#org", "#adm1+name", "#affected+f+killed", "#meta+x");
    const any = fc.integer({ min: 1, max: 4 }).chain((width) =>
      fc.record({
        tags: fc.array(fc.option(tag), { minLength: width, maxLength: width }),
        rows: fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 4 }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(any, fc.integer({ min: 1, max: 30 }), async (made, piece) => {
        if (made.tags.every((one) => one === null)) return;
        const columns = made.tags.map((one, i): HxlColumn => ({
          tag: one === null ? undefined : parseHxlTag(one),
          header: `header ${i}`,
        }));
        const json = await table(formatHxlJson({ columns, rows: made.rows }), piece);
        expect(json).toEqual({ columns, rows: made.rows, problems: [] });
        const csv = await table(formatHxlCsv({ columns, rows: made.rows }), piece);
        // A line with nothing on it is no row of a table of one column.
        expect(csv).toEqual({
          columns,
          rows: made.rows.filter((row) => row.length > 1 || row[0] !== ""),
          problems: [],
        });
      }),
      { numRuns: 300 },
    );
  });
});

describe("a file that is no table with hashtags", () => {
  it.each([
    ["input-fuzzy.csv", "error hxl-broken-tags", 3],
    ["input-untagged.csv", "error hxl-no-tags", undefined],
    ["input-invalid.csv", "error hxl-no-tags", undefined],
    ["input-valid-latin1.csv", "error csv-not-utf8", 1],
  ])("such as %s is %s", async (name, problem, line) => {
    const read = await table(sample(name));
    expect(codes(read)).toEqual([problem]);
    expect(read.problems[0]?.at.line).toBe(line);
    expect(read.rows).toEqual([]);
  });

  it("names the cells that would have to be hashtags", async () => {
    const { problems } = await table(sample("input-fuzzy.csv"));
    expect(problems[0]?.message).toBe("this row would be hashtags if “country”, “adm1” were");
  });

  it.each([
    ["", "hxl-no-tags"],
    ["[", "hxl-bad-json"],
    ['[["#org"],', "hxl-bad-json"],
    ["[]", "hxl-no-tags"],
    ["[[1,2]]", "hxl-no-tags"],
    ['[{"a":1}]', "hxl-no-tags"],
  ])("%j is %s, said once", async (text, code) => {
    expect((await table(text)).problems.map((problem) => problem.code)).toEqual([code]);
  });

  it.each([
    ['[["#org","#x"],["a",{"b":1}],["c","d"]]', "cell 2 is a list or an object, not a value"],
    ['[["#org","#x"],"a",["c","d"]]', "this row is no list of cells"],
    ['[["#org","#x"],["a","b","e"],["c","d"]]', "this row has 3 values, the hashtags are 2"],
  ])("or has a row that is none, the others go on: %s", async (text, message) => {
    const read = await table(text);
    expect(read.problems).toMatchObject([
      { code: "hxl-bad-row", severity: "error", at: { file: "t", row: 1 }, message },
    ]);
    expect(read.rows).toEqual([["c", "d"]]);
  });

  it("or noise never throws, in little time", async () => {
    const samples = ["input-valid.csv", "input-valid.json", "input-valid-objects.json"].map(sample);
    const damage = fc.record({ at: fc.nat(900), remove: fc.nat(3), insert: fc.uint8Array({ maxLength: 3 }) });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...samples), fc.array(damage, { maxLength: 4 }), async (bytes, damages) => {
        for (const { at } of (await table(damaged(bytes, damages))).problems) expect(at.file).toBe("t");
      }),
      { numRuns: 300 },
    );
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (noise) => void (await table(noise))));
    const started = performance.now();
    expect(codes(await table(`${"#a,".repeat(300_000)}#b`))).toEqual(["error hxl-too-many-columns"]);
    await table(`[["#org"],${'["x"],'.repeat(50_000)}["y"]]`);
    const keys = Array.from({ length: 20_000 }, (_, i) => `{"#a${i}":1}`);
    expect(codes(await table(`[${keys.join(",")}]`))).toEqual(["error hxl-too-many-columns"]);
    for (const text of [`[{"#org":${"[".repeat(1_000_000)}`, "[".repeat(2_000_000)])
      expect((await table(text)).problems).toMatchObject([{ code: "hxl-bad-json" }]);
    expect(parseHxlTag(`#${"a".repeat(1_000_000)}`)).toBeUndefined();
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

const read = (text: string | Uint8Array, zone?: string): Promise<Read> =>
  collect(
    readHxlReports(pieces(typeof text === "string" ? bytesOf(text) : text, 1 << 16), {
      file: "r.csv",
      ...(zone === undefined ? {} : { zone }),
    }),
  );

describe("reports in a table with hashtags", () => {
  it.each(["csv", "json"] as const)("are the same reports when %s is read again", async (form) => {
    await fc.assert(
      fc.asyncProperty(reportsOfOneFile, async (reports) => {
        const again = await read(await written(writeHxlReports(reports, { form })));
        expect(again.problems.filter(({ severity }) => severity === "error")).toEqual([]);
        expect(again.drafts).toEqual(reports);
      }),
      { numRuns: 300 },
    );
  });

  it("of Truce's own CSV with a row of hashtags are the same, by hashtag or by the header above", async () => {
    await fc.assert(
      fc.asyncProperty(reportsOfOneFile, fc.constantFrom("en", "ar"), async (reports, language) => {
        const bytes = await written(writeTruceCsv(reports, { hxl: true, language }));
        expect((await read(bytes)).drafts).toEqual(reports);
      }),
      { numRuns: 100 },
    );
  });

  it("have no cell of CSV that a spreadsheet would run", async () => {
    await fc.assert(
      fc.asyncProperty(anyReport, async (report) => {
        const { rows } = await table(await written(writeHxlReports([report])));
        for (const cell of rows.flat())
          if (!/^-?[\d.]+(e[-+]?\d+)?$/u.test(cell)) expect(cell).not.toMatch(/^\s*[=+\-@]/u);
      }),
    );
  });

  const incident = [
    "Id,Type,From,To,Reported,Country,Governorate,District,Place,North,East,Who,Killed,,Hurt women,Verified,Link,Our note",
    "#event+id,#event+type+code,#date +start,#date+end,#date+reported,#country+code,#adm1+name,#adm2 +code,#loc+name,#geo+lat,#geo+lon,#group+alleged+name,#affected+killed+civilians+min,#affected+max+civilians+killed,#affected+injured+f+adults,#status+verification,#meta+url,",
  ].join("\n");

  it("that others wrote are read by what their hashtags mean", async () => {
    const row =
      "1,shelling,27 February 2016,2016-02-28,2016-03-01,SYR,Aleppo,SY0204,Azaz,36.58,37.04,A group,2,3,4,likely,https://example.org/1,x";
    const all = await read(`${incident}\n${row}\n`, "Asia/Damascus");
    expect(codes(all).filter((code) => code.startsWith("error"))).toEqual([]);
    expect(all.problems.map(({ at }) => at.field)).toContain("Our note");
    const [draft] = all.drafts as readonly [ReportDraft];
    expect(draft).toMatchObject({
      id: "1",
      acts: ["shelling"],
      sides: [{ name: "A group" }],
      direction: "first-on-second",
      harm: [
        { what: "killed", whom: "civilians", least: 2, most: 3 },
        { what: "injured", whom: "women", least: 4, most: 4 },
      ],
      where: {
        within: ["SY0204", "Aleppo"],
        country: "SYR",
        asStated: "Azaz",
        drawnAt: { latitude: 36.58, longitude: 37.04 },
      },
      // A word of theirs sets no level of ours.
      toolReview: { tool: "HXL", status: "verification: likely" },
    });
    expect(draft.citations.map(({ headline }) => headline)).toEqual(["https://example.org/1"]);
    expect(formatInstant(draft.when.interval.earliest, "Asia/Damascus")).toBe("2016-02-27 00:00 (UTC+02:00)");
    expect(formatInstant(draft.when.interval.latest, "Asia/Damascus")).toBe("2016-02-29 00:00 (UTC+02:00)");
  });

  it("have an end that is not known if the column of ends is blank, and one day if there is no such column", async () => {
    const end = async (text: string): Promise<number> => (await read(text, "UTC")).drafts[0]!.when.interval.latest;
    expect(await end("#event+id,#date+start,#date+end\n1,2016-02-27,\n")).toBe(Infinity);
    expect(await end("#event+id,#date+start\n1,2016-02-27\n")).toBe(Date.UTC(2016, 1, 28));
    expect(await end("#event+id,#date\n1,2016-02-27\n")).toBe(Date.UTC(2016, 1, 28));
  });

  it("are refused row by row, and the others go on", async () => {
    const all = await read(
      "#event+id,#date+start,#geo+lat,#geo+lon\n1,01/02/2016,,\n2,2016-02-01,36,37\n2,2016-02-01,,\n3,2016-02-01,95,37\n4,2016-02-01,,\n",
      "UTC",
    );
    expect(all.problems.filter(({ severity }) => severity === "error")).toMatchObject([
      { code: "report-bad-time", at: { file: "r.csv", line: 2, row: 1 } },
      { code: "report-duplicate-id", at: { line: 4, row: 3 } },
      { code: "report-bad-point", at: { line: 5, row: 4 } },
    ]);
    expect(all.drafts.map(({ id }) => id)).toEqual(["2", "4"]);
  });

  it("are none if no column says which or when", async () => {
    const all = await read(sample("input-valid.csv"));
    expect(all.drafts).toEqual([]);
    expect(all.problems.filter(({ severity }) => severity === "error")).toMatchObject([
      { code: "hxl-missing-column", at: { field: "#event+id" } },
      { code: "hxl-missing-column", at: { field: "#date+start" } },
    ]);
  });

  it("have one column for one thing: a second one is said and not read", async () => {
    const all = await read("#event+id,#date+start,#loc+name,#loc+name\n1,2016-02-27,here,there\n", "UTC");
    expect(codes(all)).toContain("warning hxl-column-twice");
    expect(all.drafts[0]?.where.asStated).toBe("here");
  });
});
