import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { IncidentColumns } from "../../../domain/index.ts";
import { boundsOf, largestGroups } from "./groups.ts";

const SAID = [
  { verdict: "outside", possible: [] },
  { verdict: "undetermined", possible: ["breach", "outside"] },
  { verdict: "breach", possible: [] },
];

interface Incident {
  readonly sides: readonly string[];
  readonly verdict: number;
}

function shown(incidents: readonly Incident[]) {
  const columns = {
    count: incidents.length,
    said: SAID,
    words: {
      sides: { codes: Uint32Array.from(incidents.keys()), words: incidents.map(({ sides }) => sides) },
    },
  } as unknown as IncidentColumns;
  const rows = Uint32Array.from(incidents.keys());
  return { columns, rows, verdicts: Int32Array.from(incidents, ({ verdict }) => verdict) };
}

const incidents = fc.array(
  fc.record({
    sides: fc.uniqueArray(fc.constantFrom("a", "b", "c", "d"), { minLength: 1, maxLength: 3 }),
    verdict: fc.integer({ min: -1, max: 2 }),
  }),
  { maxLength: 40 },
);

describe("the largest groups of a selection", () => {
  it("name the side all of whose incidents came out alike, and the pair where that is more", () => {
    const given = shown([
      { sides: ["government", "insurgents"], verdict: 1 },
      { sides: ["insurgents", "government"], verdict: 1 },
      { sides: ["government", "insurgents"], verdict: 1 },
      { sides: ["government", "listed"], verdict: 0 },
      { sides: ["listed", "others"], verdict: 0 },
    ]);
    expect(largestGroups(given, 2)).toMatchObject([
      { sides: ["government", "insurgents"], verdict: "undetermined", count: 3 },
      { sides: ["listed"], verdict: "outside", count: 2 },
    ]);
  });

  it("never share an incident: with what is left they add up to all", () => {
    fc.assert(
      fc.property(incidents, fc.integer({ min: 1, max: 9 }), (given, count) => {
        const groups = largestGroups(shown(given), count);
        const sum = groups.reduce((total, group) => total + group.count, 0);
        expect(sum).toBeLessThanOrEqual(given.length);
        for (const { sides, verdict, count: size, row } of groups) {
          expect(size).toBeGreaterThan(0);
          const of = given[row]!;
          expect(of.sides).toEqual(expect.arrayContaining([...sides]));
          expect(of.verdict < 0 ? "none" : SAID[of.verdict]!.verdict).toBe(verdict);
        }
      }),
    );
  });
});

describe("bounds of a selection", () => {
  it("count what is judged once by its verdict, and breaches at least and at most", () => {
    fc.assert(
      fc.property(incidents, (given) => {
        const { counts, judged, breach } = boundsOf(shown(given));
        expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(judged);
        expect(breach.least).toBe(given.filter(({ verdict }) => verdict === 2).length);
        expect(breach.most).toBe(given.filter(({ verdict }) => verdict >= 1).length);
      }),
    );
  });
});
