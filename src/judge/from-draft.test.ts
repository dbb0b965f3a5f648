import { describe, expect, it } from "vitest";
import { reportFrom, type ReportDraft } from "../domain/index.ts";
import { compileAgreement, parseAgreement } from "../language/index.ts";
import { occurrenceOf, unknownWords, type Resolver } from "./from-draft.ts";

const text = `---
truce: 1
id: x
title: X
zone: UTC
---
\`\`\`truce
use common
party a "A"
act turn-back "turning people back"
rule quiet
  who a
  must not attack
\`\`\`
`;
const vocabulary = compileAgreement(parseAgreement(text).agreement).declared;

const resolver: Resolver = {
  sideOf: ({ name }) => ({ kind: "unknown", name }),
  areasNamed: () => [],
};

/** What a report says of itself, and nothing more. */
function report(said: Partial<ReportDraft> = {}): ReportDraft {
  return {
    ...reportFrom({
      id: "7",
      label: "x",
      kind: undefined,
      sides: [],
      direction: "unknown",
      when: { interval: { earliest: 0, latest: 1 }, zone: "UTC", asStated: "x", spread: "within", exact: false },
      where: {
        precision: "unstated",
        circle: undefined,
        within: [],
        areaNames: [],
        country: undefined,
        drawnAt: undefined,
        asStated: "",
      },
      aggregate: undefined,
      casualties: {
        best: undefined,
        low: undefined,
        high: undefined,
        sideA: undefined,
        sideB: undefined,
        civilians: undefined,
        unknown: undefined,
      },
      citations: [],
      toldBy: undefined,
    }),
    ...said,
  };
}

const occurrence = (said: Partial<ReportDraft>) => occurrenceOf(report(said), resolver, vocabulary);

describe("a report as an occurrence", () => {
  it("was an attack, and perhaps for ground, if it is a use of force of which no more is said", () => {
    expect(occurrence({ kind: "state-based" }).acts).toEqual({ certain: ["attack"], possible: ["acquire-territory"] });
  });

  it("was the acts that it names and no others, except that an attack may have been for ground", () => {
    expect(occurrence({ acts: ["shelling"] }).acts).toEqual({ certain: ["shelling"], possible: ["acquire-territory"] });
    expect(occurrence({ acts: ["turn-back"] }).acts).toEqual({ certain: ["turn-back"], possible: [] });
  });

  it("may have been anything, if nothing is said of it", () => {
    const { certain, possible } = occurrence({}).acts;
    expect(certain).toEqual([]);
    expect(possible).toEqual(expect.arrayContaining(["attack", "turn-back", "patrol"]));
  });

  it("does not become something else by a word that the text does not have", () => {
    const slip = { acts: ["sheling"], weapons: ["mortar", "motar"] };
    expect(occurrence(slip).acts.possible).toContain("shelling");
    expect(occurrence(slip).weapons).toBeUndefined();
    expect(unknownWords(report(slip), vocabulary)).toEqual(["sheling", "motar"]);
    expect(occurrence({ weapons: ["mortar"] }).weapons).toEqual(["mortar"]);
    expect(occurrence({}).weapons).toBeUndefined();
  });

  it("has somebody on a side that nobody named, who is the same somebody in every report", () => {
    const [first, second] = occurrence({ sides: [undefined, { name: "B", code: undefined }] }).sides;
    expect([first.name, second.name]).toEqual(["somebody", "B"]);
    expect(occurrence({}).sides[0]).toBe(first);
  });
});
