import * as fc from "fast-check";
import { expect, test } from "vitest";
import "../../test/property-seed.ts";
import { csvOfPastedTable, parsePastedTable } from "./pasted-table.ts";

test("a table is lines of cells, whatever ends a line and whether the last one is ended", () => {
  const table = [
    ["id", "when"],
    ["1", "2016-03-01"],
  ];
  for (const text of ["id\twhen\r\n1\t2016-03-01\r\n", "id\twhen\n1\t2016-03-01", "\uFEFFid\twhen\n1\t2016-03-01\n"])
    expect(parsePastedTable(text)).toEqual(table);
});

test("a cell may hold a tab, a line break and quotes, and empty cells stay", () => {
  expect(parsePastedTable('a\t"two\nlines"\t\n"say ""yes"""\t\t"x\ty"')).toEqual([
    ["a", "two\nlines", ""],
    ['say "yes"', "", "x\ty"],
  ]);
  expect(parsePastedTable("a\t")).toEqual([["a", ""]]);
  expect(parsePastedTable("")).toEqual([]);
});

test("quotes that mark nothing are what somebody wrote", () => {
  expect(parsePastedTable('"all quiet"\tthe "bridge"')).toEqual([['"all quiet"', 'the "bridge"']]);
});

test("what a spreadsheet puts on the clipboard comes back cell by cell", () => {
  const cell = fc.string({ unit: fc.constantFrom("a", " ", "\t", "\n", '"', "ب", "7", ","), maxLength: 6 });
  const quoted = (text: string): string => (/[\t\r\n"]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const width = fc.integer({ min: 1, max: 4 });
  const tables = width.chain((n) =>
    fc.array(fc.array(cell, { minLength: n, maxLength: n }), { minLength: 1, maxLength: 5 }),
  );
  fc.assert(
    fc.property(tables, (rows) => {
      const text = `${rows.map((row) => row.map(quoted).join("\t")).join("\r\n")}\r\n`;
      expect(parsePastedTable(text)).toEqual(rows);
    }),
  );
});

test("the formats read it as CSV", () => {
  expect(csvOfPastedTable([["a", "b,c"]])).toBe('a,"b,c"\r\n');
});
