import { describe, expect, it } from "vitest";
import { changesByReading, namedIn, type Compared, type Outcome } from "./changes.ts";

const OPEN: Outcome = { verdict: "undetermined", possible: ["breach", "permitted"] };
const WIDER: Outcome = { verdict: "undetermined", possible: ["breach", "permitted", "outside"] };
const OUTSIDE: Outcome = { verdict: "outside", possible: ["outside"] };

const change = (
  reading: string,
  [from, to]: readonly [Outcome, Outcome],
  count: number,
): Compared["changes"][number] => ({
  rule: "cease-attacks",
  reading,
  from,
  to,
  count,
});
const incident = (id: string, ...changes: Compared["changes"]): Compared["items"][number] => ({
  id,
  label: id,
  cells: changes.map(({ rule, reading, from, to }) => ({ rule, reading, from, to })),
});

const [wider, out, agreed] = [
  change("text", [OPEN, WIDER], 2),
  change("text", [OPEN, OUTSIDE], 1),
  change("agreed", [OPEN, WIDER], 9),
];
const COMPARED: Compared = {
  incidents: 20,
  changed: 9,
  rules: { both: ["cease-attacks"], before: [], after: [] },
  readings: { both: ["text", "agreed"], before: [], after: [] },
  counts: [],
  changes: [agreed, wider, out],
  items: [incident("one", wider, agreed), incident("two", out), incident("three", wider)],
  next: null,
};

describe("what a draft changes", () => {
  it("stands by reading and rule: the reading that is looked at first, then where most changes", () => {
    const order = (shown: string) => changesByReading(COMPARED, shown).map(({ reading, count }) => [reading, count]);
    expect(order("text")).toEqual([
      ["text", 3],
      ["agreed", 9],
    ]);
    expect(order("sar")[0]).toEqual(["agreed", 9]);
  });

  it("names with each kind of change the incidents that change so, and no others", () => {
    const [text] = changesByReading(COMPARED, "text");
    expect(text?.kinds.map(({ incidents }) => incidents.map(({ id }) => id))).toEqual([["one", "three"], ["two"]]);
  });

  it("is said in all the verdicts that are possible, or in the one that is decided", () => {
    expect(namedIn(WIDER)).toEqual(["breach", "permitted", "outside"]);
    expect(namedIn(OUTSIDE)).toEqual(["outside"]);
    expect(namedIn({ verdict: "undetermined", possible: [] })).toEqual(["undetermined"]);
  });
});
