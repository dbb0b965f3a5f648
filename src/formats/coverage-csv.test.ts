import { describe, expect, it } from "vitest";
import { parseCoverage, type ParsedCoverage } from "./coverage-csv.ts";

const header = "area,since,until,acts,weapons,closed,known,source,note";
const good = "road,2024-03-04,2024-03-11,attack,any,yes,,the elders,";

async function parse(...lines: readonly string[]): Promise<ParsedCoverage> {
  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield new TextEncoder().encode(lines.join("\n"));
  }
  return parseCoverage(bytes(), "coverage.csv");
}

describe("reading statements of coverage", () => {
  it("reads what was watched, where, when, whether closed and who says so", async () => {
    const { statements, problems } = await parse(
      header,
      "road; well,2024-03-04 06:00,2024-03-11,attack,small-arms; mortar,yes,2024-03-12,the elders,by day and night",
    );
    expect(problems).toEqual([]);
    expect(statements).toEqual([
      {
        areas: ["road", "well"],
        acts: ["attack"],
        weapons: ["small-arms", "mortar"],
        since: "2024-03-04 06:00",
        until: "2024-03-11",
        known: "2024-03-12",
        closed: true,
        source: "the elders",
        note: "by day and night",
        at: { file: "coverage.csv", line: 2, row: 1 },
      },
    ]);
  });

  it("covers everywhere, any act and any weapon only if that is written", async () => {
    const { statements } = await parse(header, "everywhere,2024-03-04,2024-03-11,any,any,no,,the elders,");
    expect(statements).toMatchObject([{ areas: "everywhere", acts: "any", weapons: "any", closed: false }]);
  });

  it("takes a statement to be known when what it covers has ended, if nothing else is said", async () => {
    expect((await parse(header, good)).statements).toMatchObject([{ until: "2024-03-11", known: "2024-03-11" }]);
  });

  it.each([
    ["blank-coverage", ",2024-03-04,2024-03-11,attack,any,yes,,x,", "area"],
    ["blank-coverage", "road,2024-03-04,2024-03-11,,any,yes,,x,", "acts"],
    ["blank-coverage", "road,2024-03-04,2024-03-11,attack,;,yes,,x,", "weapons"],
    ["mixed-coverage", "everywhere; road,2024-03-04,2024-03-11,attack,any,yes,,x,", "area"],
    ["bad-date", "road,,2024-03-11,attack,any,yes,,x,", "since"],
    ["bad-date", "road,2024-03-04,2024-02-30,attack,any,yes,,x,", "until"],
    ["bad-date", "road,2024-03-04,2024-03-11,attack,any,yes,soon,x,", "known"],
    ["dates-out-of-order", "road,2024-03-04,2024-03-04,attack,any,yes,,x,", "until"],
    ["known-too-early", "road,2024-03-04,2024-03-11,attack,any,yes,2024-03-10,x,", "known"],
    ["wrong-closed", "road,2024-03-04,2024-03-11,attack,any,,,x,", "closed"],
    ["wrong-closed", "road,2024-03-04,2024-03-11,attack,any,mostly,,x,", "closed"],
    ["missing-source", "road,2024-03-04,2024-03-11,attack,any,yes,,,", "source"],
  ])("says %s at row and column of %s, which covers nothing, and the other rows go on", async (code, row, field) => {
    const { statements, problems } = await parse(header, good, row, good);
    expect(problems).toMatchObject([{ code, severity: "error", at: { file: "coverage.csv", line: 3, row: 2, field } }]);
    expect(statements).toHaveLength(2);
  });

  it("says everything that is wrong with a row at once", async () => {
    const { problems } = await parse(header, ",,,,,,,,");
    expect(problems.map(({ at }) => at.field)).toEqual([
      "area",
      "acts",
      "weapons",
      "since",
      "until",
      "closed",
      "source",
    ]);
  });

  it("names the columns that are missing, and guesses what an unknown one was to be", async () => {
    const { problems } = await parse(header.replace("weapons", "weapns"));
    expect(problems).toMatchObject([
      { code: "missing-column", message: "there is no column weapons" },
      { code: "unknown-column", severity: "warning", hint: "did you mean weapons?" },
    ]);
  });
});
