import { parse as parseWithCsvParse } from "csv-parse/sync";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createCsvScanner, parseCsv, type CsvItem, type CsvOptions } from "./csv.ts";

const encoder = new TextEncoder();

function bytesOf(text: string): Uint8Array {
  return encoder.encode(text);
}

/** All items of a text, fed to the scanner in pieces of `pieceLength` bytes. */
function scan(text: string | Uint8Array, pieceLength = 1 << 20, options: CsvOptions = {}): CsvItem[] {
  const bytes = typeof text === "string" ? bytesOf(text) : text;
  const scanner = createCsvScanner(options);
  const items: CsvItem[] = [];
  for (let from = 0; from < bytes.length; from += pieceLength) {
    items.push(...scanner.push(bytes.slice(from, from + pieceLength)));
  }
  return [...items, ...scanner.end()];
}

function rowsOf(items: readonly CsvItem[]): string[][] {
  return items.flatMap((item) => (item.kind === "row" ? [[...item.fields]] : []));
}

function problemsOf(items: readonly CsvItem[]) {
  return items.flatMap((item) => (item.kind === "row" ? [] : [item.problem]));
}

describe("a CSV file", () => {
  it("has the same rows whether lines end in LF, CRLF or CR, with a BOM or without", () => {
    const expected = [
      ["a", "b"],
      ["1", "2"],
      ["3", ""],
    ];
    for (const end of ["\n", "\r\n", "\r"]) {
      for (const bom of ["", "\uFEFF"]) {
        const text = `${bom}a,b${end}1,2${end}3,${end}`;
        for (const pieceLength of [1, 2, 3, 100]) expect(rowsOf(scan(text, pieceLength))).toEqual(expected);
      }
    }
  });

  it("keeps commas, doubled quotes and line ends of a quoted value", () => {
    const items = scan('a,b\n"x, ""y""\r\nz",""\n1,2\n');
    expect(rowsOf(items)).toEqual([
      ["a", "b"],
      ['x, "y"\r\nz', ""],
      ["1", "2"],
    ]);
    expect(items.map((item) => item.kind === "row" && [item.row, item.line])).toEqual([
      [0, 1],
      [1, 2],
      [2, 4],
    ]);
  });

  it("needs no line end after its last row, and skips lines with nothing on them", () => {
    expect(rowsOf(scan("a,b\n\n1,2\r\n\r\n3,4"))).toEqual([
      ["a", "b"],
      ["1", "2"],
      ["3", "4"],
    ]);
    expect(scan("")).toEqual([]);
  });

  it("numbers data rows from one, whether there is a header or not", () => {
    const rows = scan("1,2\n3,4\n", 100, { isHeader: () => false });
    expect(rows.map((item) => item.kind === "row" && item.row)).toEqual([1, 2]);
  });

  it("is read as csv-parse reads it, in pieces of any length", () => {
    const value = fc.string({
      unit: fc.constantFrom("a", "é", "ح", "🕊", ",", '"', "\n", "\r\n", " ", ""),
      maxLength: 6,
    });
    const table = fc
      .integer({ min: 2, max: 4 })
      .chain((width) =>
        fc.array(fc.array(value, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }),
      );
    fc.assert(
      fc.property(table, fc.constantFrom("\n", "\r\n"), fc.integer({ min: 1, max: 9 }), (rows, end, pieceLength) => {
        const text = rows.map((row) => row.map((v) => `"${v.replaceAll('"', '""')}"`).join(",") + end).join("");
        const reference: unknown = parseWithCsvParse(text);
        expect(reference).toEqual(rows);
        expect(rowsOf(scan(text, pieceLength))).toEqual(rows);
      }),
    );
  });
});

describe("a broken row", () => {
  it("is one problem that says which, and the others go on", () => {
    const items = scan("a,b\n1,2\n3\n4,5,6\n7,8\n", 3, { file: "x.csv" });
    expect(rowsOf(items)).toEqual([
      ["a", "b"],
      ["1", "2"],
      ["7", "8"],
    ]);
    expect(problemsOf(items)).toMatchObject([
      { code: "csv-wrong-width", at: { file: "x.csv", line: 3, row: 2 } },
      { code: "csv-wrong-width", at: { file: "x.csv", line: 4, row: 3 } },
    ]);
  });

  it("with a quote left open loses only itself, when a later row has quotes", () => {
    const items = scan('a,b\n1,"open\n3,"closed"\n5,6\n', 2);
    expect(rowsOf(items)).toEqual([
      ["a", "b"],
      ["3", "closed"],
      ["5", "6"],
    ]);
    expect(problemsOf(items)).toMatchObject([{ code: "csv-text-after-quote", at: { line: 2, row: 1, field: "b" } }]);
  });

  it("with a quote left open loses only itself, when no later row has quotes", () => {
    const items = scan('a,b\n1,"open\n3,4\n5,6\n', 2);
    expect(rowsOf(items)).toEqual([
      ["a", "b"],
      ["3", "4"],
      ["5", "6"],
    ]);
    expect(problemsOf(items)).toMatchObject([{ code: "csv-unclosed-quote", at: { line: 2, row: 1, field: "b" } }]);
  });

  it("with a quote left open loses only itself, when a quote in a later row happens to close it", () => {
    const items = scan('a,b\n1,"open\n3,4",5\n5,6\n');
    expect(rowsOf(items)).toEqual([
      ["a", "b"],
      ["5", "6"],
    ]);
    expect(problemsOf(items)).toHaveLength(2);
  });

  it("that is not UTF-8 is named, and nothing becomes U+FFFD", () => {
    const latin1 = Uint8Array.from([...bytesOf("a,b\n1,2\n3,caf"), 0xe9, ...bytesOf("\n5,\uFFFD\n")]);
    const items = scan(latin1);
    expect(rowsOf(items)).toEqual([
      ["a", "b"],
      ["1", "2"],
      ["5", "\uFFFD"],
    ]);
    expect(problemsOf(items)).toMatchObject([{ code: "csv-not-utf8", at: { line: 3, row: 2, field: "b" } }]);
  });

  it("that never ends is given up, and the line after it goes on", () => {
    const long = "x".repeat((1 << 20) + 70_000);
    for (const text of [`a,b\n1,${long}\n3,4\n`, `a,b\n1,"${long}\n3,4\n`]) {
      const items = scan(text, 1 << 16);
      expect(rowsOf(items)).toEqual([
        ["a", "b"],
        ["3", "4"],
      ]);
      expect(problemsOf(items)).toHaveLength(1);
      expect(problemsOf(items)).toMatchObject([{ at: { line: 2, row: 1 } }]);
    }
  });

  it("at the end of a file that was cut is not trusted, even with the right number of values", () => {
    const scanner = createCsvScanner();
    const items = [...scanner.push(bytesOf("a,b\n1,2\n3,4")), ...scanner.end({ cut: true })];
    expect(rowsOf(items)).toEqual([
      ["a", "b"],
      ["1", "2"],
    ]);
    expect(problemsOf(items)).toMatchObject([{ code: "csv-cut-row", at: { line: 3, row: 2 } }]);
  });

  it("at the end of a file that was cut inside a quoted value is a cut row", () => {
    const scanner = createCsvScanner();
    const items = [...scanner.push(bytesOf('a,b\n1,2\n3,"4')), ...scanner.end({ cut: true })];
    expect(problemsOf(items)).toMatchObject([{ code: "csv-cut-row", at: { line: 3, row: 2 } }]);
  });
});

describe("what is not a CSV file", () => {
  it.each([
    ["UTF-16", [0xff, 0xfe, 0x69, 0x00, 0x64, 0x00]],
    ["a spreadsheet", [0x50, 0x4b, 0x03, 0x04, 0x14, 0x00]],
    ["data with zero bytes", [0x69, 0x64, 0x00, 0x01, 0x2c]],
    ["a first line that is not UTF-8", [0x69, 0x2c, 0xe9, 0x0a, 0x31, 0x2c, 0x32, 0x0a]],
  ])("is refused with one problem: %s", (_, bytes) => {
    const items = scan(Uint8Array.from(bytes), 2);
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ kind: "problem", problem: { severity: "error", at: { line: 1 } } });
  });
});

describe("any bytes at all", () => {
  it("give the same items in pieces of any length, and never a throw", () => {
    const unit = fc.constantFrom("a", ",", '"', "\n", "\r", "é");
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 40 }), fc.integer({ min: 1, max: 7 }), (text, pieceLength) => {
        expect(scan(text, pieceLength)).toEqual(scan(text));
      }),
      { numRuns: 3000 },
    );
  });

  it("come through parseCsv with the problems that came between them", async () => {
    async function* bytes() {
      yield bytesOf("a,b\n1,2\n3,");
      yield { code: "cut", severity: "error", at: {}, message: "cut short" } as const;
    }
    const items: CsvItem[] = [];
    for await (const batch of parseCsv(bytes())) items.push(...batch);
    expect(rowsOf(items)).toEqual([
      ["a", "b"],
      ["1", "2"],
    ]);
    expect(problemsOf(items).map(({ code }) => code)).toEqual(["cut", "csv-cut-row"]);
  });
});
