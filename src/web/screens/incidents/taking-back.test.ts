import { expect, test } from "vitest";
import { newIn } from "./taking-back.ts";

const reports = ["a", "b"].map((report) => ({ report, externalId: report, incident: null }));

test("what can be taken back at once is what is all new", () => {
  const recorded = { item: "", reports, problems: [] };
  expect(newIn({ ...recorded, counts: { added: 2, unchanged: 0 } })).toEqual(["a", "b"]);
  expect(newIn({ ...recorded, counts: { added: 1, unchanged: 1 } })).toEqual([]);
  expect(newIn({ ...recorded, counts: { added: 0, unchanged: 2 } })).toEqual([]);
});
