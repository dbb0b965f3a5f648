import { describe, expect, it } from "vitest";
import type { CoverageStatement } from "../domain/index.ts";
import { compileAgreement, parseAgreement, type EventPattern } from "../language/index.ts";
import { coverageOf } from "./coverage.ts";

const { declared } = compileAgreement(
  parseAgreement(`---
truce: 1
id: t
title: T
zone: UTC
---
\`\`\`truce
use common
area north "the north" fixed
area south "the south" fixed
\`\`\`
`).agreement,
);
const clock = (local: string): number => Date.parse(`${local}T00:00Z`);
const day = (n: number): string => `2024-03-${String(n).padStart(2, "0")}`;

const watched = (first: number, last: number, more: Partial<CoverageStatement> = {}): CoverageStatement => ({
  areas: "everywhere",
  acts: ["attack"],
  weapons: "any",
  since: day(first),
  until: day(last),
  known: day(last),
  closed: true,
  source: "somebody",
  at: {},
  ...more,
});

/** The covered days as first day and day after the last. */
function coveredIn(
  event: EventPattern,
  ...statements: readonly CoverageStatement[]
): readonly (readonly [number, number])[] {
  const { coverage } = coverageOf(event, statements, { declared, clock });
  const dayOf = (at: number): number => (at - clock(day(1))) / 86_400_000 + 1;
  return coverage.map(({ earliest, latest }) => [dayOf(earliest), dayOf(latest)]);
}

describe("what is covered", () => {
  const attack: EventPattern = { acts: ["attack"] };

  it("joins rows that follow each other, and leaves the gaps", () => {
    expect(coveredIn(attack, watched(1, 5), watched(5, 9), watched(11, 12))).toEqual([
      [1, 9],
      [11, 12],
    ]);
  });

  it("counts a row for every narrower kind of what was watched, and for no wider one", () => {
    const shelling: EventPattern = { acts: ["shelling"] };
    expect(coveredIn(shelling, watched(1, 5))).toEqual([[1, 5]]);
    expect(coveredIn(attack, watched(1, 5, { acts: ["shelling"] }))).toEqual([]);
    expect(coveredIn({ acts: ["mine-laying"] }, watched(1, 5))).toEqual([]);
    expect(coveredIn({ acts: ["mine-laying"] }, watched(1, 5, { acts: "any" }))).toEqual([[1, 5]]);
  });

  it("needs every weapon and every area that the kind names, by one row or by several", () => {
    const both: EventPattern = { acts: ["attack"], with: ["mortar", "small-arms"], in: ["north", "south"] };
    const of = (weapon: string, area: string, last: number) => watched(1, last, { weapons: [weapon], areas: [area] });
    const parts = [of("mortar", "north", 9), of("mortar", "south", 8), of("small-arms", "north", 7)];
    expect(coveredIn(both, ...parts)).toEqual([]);
    expect(coveredIn(both, ...parts, of("small-arms", "south", 6))).toEqual([[1, 6]]);
    expect(coveredIn(both, ...parts, watched(3, 5))).toEqual([[3, 5]]);
    expect(coveredIn(both, ...parts, watched(2, 5, { weapons: ["heavy-weapon", "small-arms"] }))).toEqual([[2, 5]]);
  });

  it("needs everywhere for a kind that names no area, and any weapon for one that names none", () => {
    expect(coveredIn(attack, watched(1, 5, { areas: ["north", "south"] }))).toEqual([]);
    expect(coveredIn(attack, watched(1, 5, { weapons: ["mortar", "small-arms"] }))).toEqual([]);
  });

  it("is nothing by a row that is not closed, which is named", () => {
    const open = watched(1, 5, { closed: false, source: "a patrol" });
    expect(coverageOf(attack, [open, open], { declared, clock })).toEqual({ coverage: [], watchers: ["a patrol"] });
  });
});
