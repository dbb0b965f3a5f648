import { describe, expect, it } from "vitest";
import { formatProblem, type Problem } from "./problem.ts";

function problem(at: Problem["at"], extra: Partial<Problem> = {}): Problem {
  return { code: "test", severity: "error", at, message: "no such party", ...extra };
}

describe("formatProblem", () => {
  it("names file, line and column, marks the wrong part and gives the fix", () => {
    const text = "parties\n  US, Rusia\nend\n";
    const at = { file: "a.md", line: 2, column: 7, from: text.indexOf("Rusia"), to: text.indexOf("Rusia") + 5 };
    expect(formatProblem(problem(at, { hint: "write Russia" }), text).split("\n")).toEqual([
      "a.md:2:7: error: no such party",
      "  2 |   US, Rusia",
      "            ^^^^^",
      "  fix: write Russia",
    ]);
  });

  it("keeps tabs before the carets, so that they stand under their letters", () => {
    const lines = formatProblem(problem({ from: 1, to: 3 }), "\tab").split("\n");
    expect(lines[2]).toBe("      \t^^");
  });

  it("counts what a terminal shows: Arabic vowel signs take no room, wide letters take two places", () => {
    const arabic = "حَلَب x";
    expect(formatProblem(problem({ from: arabic.indexOf("x") }), arabic).split("\n")[2]).toBe(
      `      ${" ".repeat(4)}^`,
    );
    const wide = "停火 x";
    expect(formatProblem(problem({ from: 0, to: 2 }), wide).split("\n")[2]).toBe(`      ^^^^`);
  });

  it("finds the place by line and column when there are no offsets", () => {
    expect(
      formatProblem(problem({ line: 2, column: 3 }), "one\ntwo\r\n")
        .split("\n")
        .slice(1),
    ).toEqual(["  2 | two", "        ^"]);
  });

  it("marks the end of the text with one caret", () => {
    expect(formatProblem(problem({ from: 3, to: 3 }), "abc").split("\n")[2]).toBe("         ^");
  });

  it("marks no more than the rest of the first line of a span that goes on", () => {
    expect(formatProblem(problem({ from: 1, to: 9 }), "abc\ndefghi").split("\n")[2]).toBe("       ^^");
  });

  it("cuts a very long line around the wrong part", () => {
    const text = `${"a".repeat(500)}WRONG${"b".repeat(500)}`;
    const [, excerpt = "", carets = ""] = formatProblem(problem({ from: 500, to: 505 }), text).split("\n");
    expect(excerpt.length).toBeLessThan(140);
    expect(excerpt.slice(carets.indexOf("^"), carets.lastIndexOf("^") + 1)).toBe("WRONG");
  });

  it("names row and column of a table", () => {
    expect(formatProblem(problem({ file: "a.csv", line: 8, row: 7, field: "date_start" }))).toBe(
      "a.csv:8 (row 7, column date_start): error: no such party",
    );
  });

  it("needs neither place nor text", () => {
    expect(formatProblem(problem({}), "text")).toBe("error: no such party");
    expect(formatProblem(problem({ line: 99 }), "text")).toBe("99: error: no such party");
  });
});
