import { describe, expect, it } from "vitest";
import {
  always,
  assign,
  columnOf,
  formatMapping,
  missingIn,
  parseMapping,
  withDayOrder,
  withWord,
  withZone,
  type ColumnMapping,
  type ReportColumn,
} from "./mapping-draft.ts";

const header = ["No", "Date", "Time", "Who", "What"];
const empty: ColumnMapping = { name: "log", zone: undefined, columns: [] };
const put = (mapping: ColumnMapping, source: string, column: ReportColumn | undefined) =>
  assign(mapping, { source, column, header });

describe("a mapping that a person decides about", () => {
  it("puts two columns that hold the same together in the order of the table", () => {
    const both = put(put(empty, "Time", "when"), "Date", "when");
    expect(both.columns).toMatchObject([{ column: "when", from: ["Date", "Time"] }]);
  });

  it("has each column of the table hold at most one of ours, and lets go of what it held", () => {
    const moved = put(put(put(empty, "Who", "side_a"), "No", "id"), "Who", "side_b");
    expect(moved.columns.map(({ column }) => column)).toEqual(["id", "side_b"]);
    expect(columnOf(put(moved, "Who", undefined), "Who")).toBeUndefined();
  });

  it("says which of the columns that are needed are missing", () => {
    expect(missingIn(put(empty, "No", "id"))).toEqual(["when"]);
  });

  it("reads back as what was decided", () => {
    let mapping = put(put(put(empty, "No", "id"), "Date", "when"), "What", "acts");
    mapping = withDayOrder(mapping, "when", "day-month-year");
    mapping = withWord(mapping, "acts", { theirs: "Firing", ours: "small-arms-fire" });
    mapping = always(withZone(mapping, "Asia/Damascus"), "kind", "non-state");
    expect(parseMapping(formatMapping(mapping))).toEqual({ mapping, problems: [] });
    expect(always(mapping, "kind", undefined).columns).toHaveLength(3);
  });
});
