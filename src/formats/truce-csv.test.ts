import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyReport, reportsOfOneFile } from "../../test/formats/arbitrary-report.ts";
import { bytesOf, collect, damaged, pieces, written, type Read } from "../../test/formats/reading.ts";
import { reportFrom, type ReportDraft } from "../domain/index.ts";
import { parseCsv } from "./csv.ts";
import { readTruceCsv, writeTruceCsv, type CsvWriteOptions } from "./truce-csv.ts";

function read(text: string | Uint8Array, piece?: number): Promise<Read> {
  const bytes = typeof text === "string" ? bytesOf(text) : text;
  return collect(readTruceCsv(pieces(bytes, piece), { file: "x.csv" }));
}

const options: fc.Arbitrary<CsvWriteOptions> = fc.record({
  language: fc.constantFrom("en", "ar"),
  bom: fc.boolean(),
  hxl: fc.boolean(),
});

describe("reports written as CSV", () => {
  it("are the same reports when the file is read again", async () => {
    await fc.assert(
      fc.asyncProperty(reportsOfOneFile, options, fc.integer({ min: 1, max: 3000 }), async (reports, asked, piece) => {
        const { drafts, problems } = await read(await written(writeTruceCsv(reports, asked)), piece);
        expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
        expect(drafts).toEqual(reports);
      }),
      { numRuns: 200 },
    );
  });

  it("have no cell that a spreadsheet would run", async () => {
    await fc.assert(
      fc.asyncProperty(anyReport, async (report) => {
        const bytes = await written(writeTruceCsv([report]));
        for await (const batch of parseCsv(pieces(bytes)))
          for (const row of batch)
            if (row.kind === "row")
              for (const field of row.fields)
                if (!/^-?[\d.]+(e[-+]?\d+)?$/u.test(field)) expect(field).not.toMatch(/^\s*[=+\-@]/u);
      }),
    );
  });

  it("end with an error, not with a row that nobody can read, when one is too long", async () => {
    const [draft] = (await read("id,when,zone\n1,2024,UTC\n")).drafts;
    const long: ReportDraft = { ...draft!, narrative: "ح".repeat(600_000) };
    const parts = [];
    for await (const part of writeTruceCsv([draft!, long, draft!])) parts.push(part);
    expect(parts.at(-1)).toMatchObject({ code: "report-too-long", severity: "error" });
    const kept = Buffer.concat(parts.filter((part) => part instanceof Uint8Array));
    expect((await read(new Uint8Array(kept))).drafts).toEqual([draft]);
  });

  it("say nothing that a data set did not say", async () => {
    const occurrence = { ...(await read("id,when,zone\n1,2024,UTC\n")).drafts[0]!, kind: "non-state" as const };
    const { source, reported, acts, weapons, counts, harm, narrative, regards, ...rest } = occurrence;
    void [source, reported, acts, weapons, counts, harm, narrative, regards];
    const report = reportFrom(rest);
    expect((await read(await written(writeTruceCsv([report])))).drafts).toEqual([report]);
  });
});

describe("a table of reports", () => {
  it("has its columns in any order, in English or Arabic, with a row of HXL tags or without", async () => {
    const plain = await read("id,when,zone,narrative\n1,2024-03-10,Africa/Nairobi,نص\n");
    const arabic = await read(
      "\ufeffالرواية,متى,المنطقة الزمنية,المعرف\r\n#description,#date+event,,#event +id\r\nنص,٢٠٢٤-٠٣-١٠,Africa/Nairobi,1\r\n",
    );
    expect(plain.drafts).toHaveLength(1);
    expect(arabic.problems).toEqual([]);
    expect(arabic.drafts).toEqual(
      plain.drafts.map((draft) => ({ ...draft, when: { ...draft.when, asStated: "٢٠٢٤-٠٣-١٠" } })),
    );
  });

  it("is what the page on reports shows", async () => {
    const page = readFileSync(new URL("../../docs/formats/reports.md", import.meta.url), "utf8");
    const { drafts, problems } = await read(/```csv\n([^`]*)```/u.exec(page)![1]!);
    expect(problems).toEqual([]);
    expect(drafts).toMatchObject([{ id: "UM-014", direction: "first-on-second", acts: ["small-arms-fire"] }]);
  });

  it("loses only the rows that cannot be used, and says where they are", async () => {
    const { drafts, problems, rows, refused } = await read(
      'id,when,zone\n1,2024-03-10,UTC\n2,soon,UTC\n3,2024\n"4,2024,UTC\n5,2024,UTC\n1,2024,UTC\n',
    );
    expect(drafts.map(({ id }) => id)).toEqual(["1", "5"]);
    expect([rows, refused]).toEqual([6, 4]);
    expect(problems.map(({ code, at }) => `${code} ${at.line}`)).toEqual([
      "report-bad-time 3",
      "csv-wrong-width 4",
      "csv-unclosed-quote 5",
      "report-duplicate-id 7",
    ]);
  });

  it("that is separated by semicolons is refused, with what to do", async () => {
    const { problems, rows } = await read("id;when;zone\n1;2024;UTC\n");
    expect([problems.map(({ code }) => code), rows]).toEqual([["report-not-commas"], 0]);
  });

  it("is a located problem or a report, row by row, whatever is damaged", async () => {
    const damage = fc.record({
      at: fc.nat(),
      remove: fc.nat({ max: 40 }),
      insert: fc.oneof(
        fc.uint8Array({ maxLength: 4 }),
        fc.constantFrom('"', "\n", ",", "\u0000", "\u202e").map(bytesOf),
      ),
    });
    await fc.assert(
      fc.asyncProperty(reportsOfOneFile, fc.array(damage, { minLength: 1, maxLength: 5 }), async (reports, damages) => {
        const { problems, rows, refused } = await read(damaged(await written(writeTruceCsv(reports)), damages));
        expect(rows - refused).toBeLessThanOrEqual(rows);
        for (const { at } of problems) expect(at.line ?? at.field).toBeDefined();
      }),
      { numRuns: 200 },
    );
  });

  it("of random bytes, or with a field of two million letters, is refused in bounded time", async () => {
    const started = performance.now();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 5000 }), async (bytes) => {
        expect((await read(bytes)).drafts).toEqual([]);
      }),
    );
    const huge = await read(`id,when,zone\n1,2024,UTC\n2,${"9".repeat(2_000_000)},UTC\n3,2024,UTC\n`, 1 << 16);
    expect(huge.drafts.map(({ id }) => id)).toEqual(["1", "3"]);
    const wide = await read(`id,when${",x".repeat(100_000)}\n`, 1 << 16);
    expect(wide.rows).toBe(0);
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});
