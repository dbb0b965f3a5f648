import { strToU8, zipSync, type Zippable } from "fflate";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyReport, reportsOfOneFile } from "../../test/formats/arbitrary-report.ts";
import { collect, damaged, pieces, written, type Read } from "../../test/formats/reading.ts";
import type { ReportDraft } from "../domain/index.ts";
import { readTruceXlsx, readXlsxTable, writeTruceXlsx, type XlsxWriteOptions } from "./truce-xlsx.ts";
import { shapeOfFormat } from "./truce-xlsx-cells.ts";

function read(bytes: Uint8Array): Promise<Read> {
  return collect(readTruceXlsx(pieces(bytes, 10_000), { file: "x.xlsx" }));
}

async function rowsOf(bytes: Uint8Array, sheet?: string): Promise<readonly (readonly string[])[]> {
  const rows: (readonly string[])[] = [];
  for await (const batch of readXlsxTable(pieces(bytes), sheet === undefined ? {} : { sheet }))
    for (const item of batch) if (item.kind === "row") rows.push(item.fields);
  return rows;
}

async function codesOf(bytes: Uint8Array): Promise<readonly string[]> {
  return (await read(bytes)).problems.map(({ code }) => code);
}

/** A spreadsheet as other programs pack it: parts under other names, texts in a part of their own after the sheet. */
function book(
  rows: string,
  more: { strings?: string; styles?: string; sheets?: string; parts?: Zippable; property?: string } = {},
): Uint8Array {
  const relation = (id: string, type: string, target: string): string =>
    `<Relationship Id="${id}" Type="http://x/${type}" Target="${target}"/>`;
  const {
    strings = "",
    styles = "",
    property = "",
    sheets = `<sheet name="Sheet1" sheetId="1" r:id="a"/>`,
    parts = {},
  } = more;
  return zipSync({
    "_rels/.rels": strToU8(`<Relationships>${relation("r", "officeDocument", "/book/main.xml")}</Relationships>`),
    "book/main.xml": strToU8(`<workbook xmlns:r="u"><workbookPr ${property}/><sheets>${sheets}</sheets></workbook>`),
    "book/_rels/main.xml.rels": strToU8(
      `<Relationships>${relation("a", "worksheet", "sheets/one.xml")}${relation("b", "worksheet", "sheets/two.xml")}` +
        `${relation("s", "sharedStrings", "./../book/texts.xml")}${relation("f", "styles", "styles.xml")}</Relationships>`,
    ),
    "book/sheets/one.xml": strToU8(
      `<x:worksheet xmlns:x="u"><x:sheetData>${rows}</x:sheetData></x:worksheet>`.replaceAll("x:", ""),
    ),
    "book/texts.xml": strToU8(`<sst>${strings}</sst>`),
    "book/styles.xml": strToU8(`<styleSheet>${styles}</styleSheet>`),
    ...parts,
  });
}

const text = (value: string): string => `<c t="inlineStr"><is><t>${value}</t></is></c>`;
const header = `<row>${["id", "when", "zone", "killed"].map(text).join("")}</row>`;
const dates = `<numFmts><numFmt numFmtId="170" formatCode="dd/mm/yyyy\\ hh:mm"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/></cellXfs>`;

const options: fc.Arbitrary<XlsxWriteOptions> = fc.record({
  language: fc.constantFrom("en", "ar"),
  rightToLeft: fc.boolean(),
});

describe("reports written as a spreadsheet", () => {
  it("are the same reports when it is read again", async () => {
    await fc.assert(
      fc.asyncProperty(reportsOfOneFile, options, async (reports, asked) => {
        const { drafts, problems } = await read(await written(writeTruceXlsx(reports, asked)));
        expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
        expect(drafts).toEqual(reports);
      }),
      { numRuns: 150 },
    );
  });

  it("are the same bytes every time, whatever the clock says", async () => {
    const reports = fc.sample(anyReport, 3);
    expect(await written(writeTruceXlsx(reports))).toEqual(await written(writeTruceXlsx(reports)));
  });

  it("come with a sheet that says what each column holds, from right to left if it is in Arabic", async () => {
    const bytes = await written(writeTruceXlsx([], { language: "ar" }));
    const columns = await rowsOf(bytes, "columns");
    expect(columns[1]).toEqual(expect.arrayContaining(["المعرف", "id"]));
    expect((await rowsOf(bytes))[0]?.[0]).toBe("المعرف");
  });

  it("end with an error when a text does not fit in a cell", async () => {
    const long: ReportDraft = { ...fc.sample(anyReport, 1)[0]!, narrative: "ح".repeat(40_000) };
    const parts = [];
    for await (const part of writeTruceXlsx([long])) parts.push(part);
    expect(parts.at(-1)).toMatchObject({ code: "xlsx-does-not-fit", severity: "error" });
  });
});

describe("a spreadsheet of another program", () => {
  it("has its texts in a part of their own, plain or rich, without reading aids", async () => {
    const strings = `<si><t>id</t></si><si><r><t>wh</t></r><r><rPr/><t>en</t></r></si><si><t>zone</t></si><si><t>٧_x000D_</t><rPh><t>no</t></rPh></si>`;
    const rows = `<row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3" t="s"><v>1</v></c><c r="C3" t="s"><v>2</v></c></row>
      <row r="9"><c r="A9" t="s"><v>3</v></c><c r="B9"><v>2024</v></c><c r="C9" t="str"><f>A1</f><v>UTC</v></c></row>`;
    const { drafts, problems } = await read(book(rows, { strings }));
    expect(problems).toEqual([]);
    expect(drafts[0]).toMatchObject({ id: "٧\r", when: { asStated: "2024", zone: "UTC" } });
  });

  it.each([
    ["", 43_831, 61, "1900-03-01"],
    [`date1904="1"`, 42_369, 0, "1904-01-01"],
  ])("counts its days from one of two days %s", async (property, serial, ...[first, firstDay]) => {
    const rows = `${header}<row>${text("1")}<c s="1"><v>${serial}</v></c>${text("UTC")}</row>
      <row>${text("2")}<c s="2"><v>${serial + 0.9583333333}</v></c>${text("UTC")}</row>
      <row>${text("3")}<c s="1"><v>${first}</v></c>${text("UTC")}</row>`;
    const { drafts } = await read(book(rows, { styles: dates, property }));
    expect(drafts.map(({ when }) => when.asStated)).toEqual(["2020-01-01", "2020-01-01T23:00", firstDay]);
  });

  it("has a 29 February 1900, which is refused", async () => {
    const { problems } = await read(book(`${header}<row>${text("1")}<c s="1"><v>60</v></c></row>`, { styles: dates }));
    expect(problems).toMatchObject([{ code: "xlsx-bad-cell", at: { file: "x.xlsx", row: 1, field: "when" } }]);
  });

  it("gives a formula what it last came to, and refuses the row if that is not known", async () => {
    const rows = `${header}<row>${text("1")}<c><f>2000+24</f><v>2024</v></c><c/><c><f>1+2</f><v>3</v></c></row>
      <row>${text("2")}<c><f>NOW()</f></c></row><row>${text("3")}<c t="e"><f>1/0</f><v>#DIV/0!</v></c></row>`;
    const { drafts, problems, rows: count } = await read(book(rows));
    expect(drafts.map(({ id, casualties }) => [id, casualties.best])).toEqual([["1", 3]]);
    expect(count).toBe(3);
    expect(
      problems.filter(({ severity }) => severity === "error").map(({ code, at }) => [code, at.row, at.field]),
    ).toEqual([
      ["xlsx-bad-cell", 2, "when"],
      ["xlsx-bad-cell", 3, "when"],
    ]);
  });

  it("may have the reports on another sheet than the first, and says which sheets are not read", async () => {
    const sheets = `<sheet name="Cover" sheetId="1" r:id="a"/><sheet name="Hidden" sheetId="2" state="hidden" r:id="b"/><sheet name="تقارير" sheetId="3" r:id="b"/>`;
    const two = strToU8(
      `<worksheet><sheetData>${header}<row>${text("1")}${text("2024")}${text("UTC")}</row></sheetData></worksheet>`,
    );
    const { drafts, problems } = await read(
      book(`<row>${text("Our reports")}</row>`, { sheets, parts: { "book/sheets/two.xml": two } }),
    );
    expect(drafts).toHaveLength(1);
    expect(problems).toMatchObject([{ code: "xlsx-other-sheets", severity: "note" }]);
  });

  it("loses nothing silently to the right of its header", async () => {
    const rows = `${header}<row>${text("1")}${text("2024")}${text("UTC")}<c/><c/>${text("a remark")}</row>`;
    expect(await codesOf(book(rows))).toEqual(["xlsx-beyond-header"]);
  });

  it("has shapes of numbers told by their patterns", () => {
    const shapes = [
      "0.00",
      "General",
      "yyyy-mm-dd",
      "[$-401]d mmmm yyyy",
      "h:mm AM/PM",
      "[h]:mm",
      "m/d/yy h:mm",
      '0 "days"',
      "[Red]0.0E+00",
      "mmm",
      "#,##0 \\d",
    ];
    expect(shapes.map((pattern) => shapeOfFormat(170, pattern))).toEqual([
      "number",
      "number",
      "date",
      "date",
      "time",
      "time",
      "date-time",
      "number",
      "number",
      "date",
      "number",
    ]);
  });
});

describe("a hostile spreadsheet", () => {
  const bomb = (letters: number): Uint8Array => strToU8(`<sst>${"<a/>".repeat(letters / 4)}</sst>`);

  it.each([
    ["unfolds a small part", () => book(header, { parts: { "book/texts.xml": bomb(8_000_000) } }), "xlsx-too-much"],
    [
      "declares a document type",
      () => book("", { parts: { "book/sheets/one.xml": strToU8(`<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>`) } }),
      "xlsx-doctype",
    ],
    ["nests elements", () => book("<a>".repeat(100_000)), "xlsx-too-deep"],
    [
      "has one endless text",
      () => book(`<row>${text(Array.from({ length: 400_000 }, (_, i) => i).join())}</row>`),
      "xlsx-too-long",
    ],
    ["breaks off in the middle of its XML", () => book("<row><c"), "xlsx-malformed"],
    ["has no sheet", () => zipSync({ "../../etc/passwd": strToU8("x"), "a\\b": strToU8("y") }), "xlsx-no-sheet"],
    ["points out of its archive", () => book("", { sheets: `<sheet name="S" r:id="z"/>` }), "xlsx-no-sheet"],
    ["is an old or locked file", () => Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 1, 2, 3), "xlsx-old"],
    ["is empty", () => new Uint8Array(0), "xlsx-damaged"],
  ])("that %s is one located problem", async (_, make, code) => {
    const { problems, rows } = await read(make());
    expect(problems).toMatchObject([{ code, severity: "error", at: { file: "x.xlsx" } }]);
    expect(problems[0]?.hint).toBeDefined();
    expect(rows).toBe(0);
  });

  it("is found out by its checksum when a letter in it is changed", async () => {
    const bytes = zipSync({ "xl/workbook.xml": strToU8("<workbook/>") }, { level: 0 });
    const at = Buffer.from(bytes).indexOf("<workbook");
    bytes[at + 1] = 0x76;
    expect(await codesOf(bytes)).toEqual(["xlsx-damaged"]);
  });

  it("whose every row reaches to the last column costs no more than its header is wide", async () => {
    const far = (i: number): string =>
      `<row><c r="A1"><v>${i}</v></c><c r="XFD1"><v>${(i * 7919) % 10_007}</v></c></row>`;
    const rows = header + Array.from({ length: 40_000 }, (_, i) => far(i)).join("");
    const started = performance.now();
    expect((await read(book(rows))).rows).toBe(40_000);
    expect(performance.now() - started).toBeLessThan(8_000);
  });

  it("is a located problem or a report, row by row, whatever is damaged or cut", async () => {
    const whole = await written(writeTruceXlsx(fc.sample(anyReport, 3)));
    const damage = fc.record({ at: fc.nat(), remove: fc.nat({ max: 200 }), insert: fc.uint8Array({ maxLength: 4 }) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(damage, { minLength: 1, maxLength: 4 }),
        fc.nat({ max: whole.length }),
        async (damages, length) => {
          for (const bytes of [damaged(whole, damages), whole.subarray(0, length)]) {
            const { problems } = await read(bytes);
            for (const { at, message } of problems) expect([at.file, message.length > 0]).toEqual(["x.xlsx", true]);
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it("of random bytes behind the first of an archive is refused", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), async (noise) => {
        const { drafts, problems } = await read(Uint8Array.from([0x50, 0x4b, 3, 4, ...noise]));
        expect([drafts.length, problems.length]).toEqual([0, 1]);
      }),
    );
  });
});
