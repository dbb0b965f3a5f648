import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { filterProblems, groupProblems, problemsCsv, type FileProblem } from "./problem-groups.ts";
import { addsUp, reportTotals, thingTotals } from "./totals.ts";

describe("what came of files", () => {
  it("is the sum of what came of each, and accounts for every row", () => {
    const counted = fc.record({ added: fc.nat(99), revised: fc.nat(99), unchanged: fc.nat(99), refused: fc.nat(99) });
    fc.assert(
      fc.property(fc.array(counted), (files) => {
        const given = files.map((reports) => ({
          reports: { ...reports, read: reports.added + reports.revised + reports.unchanged + reports.refused },
        }));
        expect(addsUp(reportTotals(given))).toBe(true);
      }),
    );
    expect(addsUp({ read: 3, added: 1, revised: 0, unchanged: 0, refused: 1 })).toBe(false);
    expect(thingTotals([{ things: { added: 1, revised: 2, unchanged: 3 } }, {}])).toEqual({
      added: 1,
      revised: 2,
      unchanged: 3,
    });
  });
});

const problem = (more: Partial<FileProblem>): FileProblem => ({
  file: "a.csv",
  severity: "error",
  code: "bad-date",
  message: "there is no date 2016-13-40",
  ...more,
});

describe("what is wrong", () => {
  const all = [
    problem({ severity: "note", code: "no-zone", row: 1 }),
    problem({ row: 2 }),
    problem({ row: 3, file: "b.csv" }),
    problem({ severity: "warning", code: "odd", message: "=1+1", hint: 'a, "b"' }),
  ];

  it("is grouped by its kind, errors first, and nothing is lost", () => {
    const groups = groupProblems(all);
    expect(groups.map(({ code, problems }) => [code, problems.length])).toEqual([
      ["bad-date", 2],
      ["odd", 1],
      ["no-zone", 1],
    ]);
    expect(groups.flatMap(({ problems }) => problems)).toHaveLength(all.length);
  });

  it("is found by file, severity and words", () => {
    expect(filterProblems(all, { file: "b.csv", text: "" })).toHaveLength(1);
    expect(filterProblems(all, { severity: "error", text: "13-40" })).toHaveLength(2);
    expect(filterProblems(all, { text: "nothing of the sort" })).toEqual([]);
  });

  it("is a table that a spreadsheet reads and does not calculate with", () => {
    const lines = problemsCsv(all).split("\r\n");
    expect(lines).toHaveLength(all.length + 2);
    expect(lines[4]).toBe(`a.csv,,,,,warning,odd,'=1+1,"a, ""b"""`);
  });
});
