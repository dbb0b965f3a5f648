import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { incidentQuery } from "../../api/contract.ts";
import {
  SELECTION_KEYS,
  filtersOf,
  parseSearch,
  readSelection,
  stringifySearch,
  withChange,
  withoutFilters,
} from "./selection.ts";

const selections = fc.record(
  Object.fromEntries(SELECTION_KEYS.map((key) => [key, fc.string({ minLength: 1, unit: "grapheme" })])),
  { requiredKeys: [] },
);

describe("the selection", () => {
  it("has every key by which the API selects incidents", () => {
    expect(SELECTION_KEYS.toSorted()).toEqual(Object.keys(incidentQuery.shape).toSorted());
  });

  it("comes out of an address as it went in", () => {
    fc.assert(
      fc.property(selections, (selection) => {
        expect(readSelection(parseSearch(stringifySearch(selection)))).toEqual(selection);
      }),
    );
  });

  it("has one address however it came about", () => {
    expect(stringifySearch({ verdict: "breach", side: "sar" })).toBe(
      stringifySearch({ side: "sar", verdict: "breach" }),
    );
  });

  it("loses a filter that is taken out, and no other", () => {
    expect(withChange({ side: "sar", act: "airstrike" }, { side: undefined })).toEqual({ act: "airstrike" });
  });

  it("keeps the reading when all filters are taken out", () => {
    const selection = { side: "sar", reading: "hnc", rule: "cease-attacks/1", verdict: "breach" };
    expect(filtersOf(selection)).toEqual(["side", "verdict"]);
    expect(withoutFilters(selection)).toEqual({ reading: "hnc", rule: "cease-attacks/1" });
  });
});
