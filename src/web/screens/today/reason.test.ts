import { describe, expect, it } from "vitest";
import { reasonOf, type Explained } from "./reason.ts";

const SHOWN = { rule: "cease", reading: "text" };
type Cell = Explained["rules"][number]["cells"][number];

function explained(cell: Partial<Cell>): Explained {
  const whole = {
    reading: "text",
    account: "record",
    verdict: "outside",
    because: [],
    relevant: [],
    next: null,
    ...cell,
  };
  return {
    lists: [{ id: "terrorist", title: "organizations designated by the Council" }],
    questions: [
      { id: "direction", kind: "dimension", text: "Who attacked whom?" },
      { id: "side-2", kind: "dimension", text: "Which group was “insurgents”?" },
      { id: "actor bound", kind: "fact", text: "Had the attacker accepted?" },
    ],
    rules: [{ rule: "cease", cells: [whole] }],
  };
}

describe("the reason of a finding in one sentence", () => {
  it("is the list that the text leaves out, in the words of the text", () => {
    const because = [
      { component: "outside", formula: "target in terrorist or actor in terrorist", state: "true" },
    ] as const;
    expect(reasonOf(explained({ because }), SHOWN)).toEqual({
      is: "listed",
      list: "organizations designated by the Council",
    });
  });

  it("is what was not so, where nothing was left out", () => {
    const because = [
      { component: "outside", formula: "target in terrorist", state: "false" },
      { component: "in force", formula: "the text is in force", state: "false" },
    ] as const;
    expect(reasonOf(explained({ because }), SHOWN)?.is).toBe("not-met");
  });

  it("is who it was, and the question to ask first, where nobody can tell", () => {
    const cell = { verdict: "undetermined", relevant: ["direction", "side-2", "actor bound"], next: "actor bound" };
    expect(reasonOf(explained(cell), SHOWN)).toMatchObject({
      is: "open",
      questions: [{ id: "side-2" }, { id: "actor bound" }],
    });
  });

  it("is none under a reading that nothing was found under", () => {
    expect(reasonOf(explained({}), { rule: "cease", reading: "other" })).toBeUndefined();
  });
});
