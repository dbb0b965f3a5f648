import { describe, expect, it } from "vitest";
import { parseListEntries, type ParsedList } from "./un-list-csv.ts";

const header = "reference,name,aliases,listed_on,delisted_on,known_on,source,note";

async function parse(...lines: readonly string[]): Promise<ParsedList> {
  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield new TextEncoder().encode(lines.join("\n"));
  }
  return parseListEntries(bytes(), "un-list.csv");
}

describe("reading a list of designations", () => {
  it("reads an entry with its aliases, dates and source", async () => {
    const { entries, problems } = await parse(header, "Q.1,A group,One; Two,2016-02-29,2020-01-01,2016-03-02,a list,n");
    expect(problems).toEqual([]);
    expect(entries).toEqual([
      {
        reference: "Q.1",
        name: "A group",
        aliases: ["One", "Two"],
        listedOn: "2016-02-29",
        delistedOn: "2020-01-01",
        knownOn: "2016-03-02",
        source: "a list",
        note: "n",
      },
    ]);
  });

  it("takes a listing to be known on its own day, if nothing else is said", async () => {
    const { entries } = await parse("reference,name,listed_on", "Q.1,A group,2016-02-29");
    expect(entries).toMatchObject([{ listedOn: "2016-02-29", knownOn: "2016-02-29", aliases: [] }]);
  });

  it.each([
    ["missing-reference", ",A,,2016-01-01,,,,", "reference"],
    ["bad-date", "Q.2,A,,2016-02-30,,,,", "listed_on"],
    ["bad-date", "Q.2,A,,,,,,", "listed_on"],
    ["bad-date", "Q.2,A,,2016-01-01,soon,,,", "delisted_on"],
    ["bad-date", "Q.2,A,,2016-01-01,,01/02/2016,,", "known_on"],
    ["dates-out-of-order", "Q.2,A,,2016-01-01,2015-01-01,,,", "delisted_on"],
    ["duplicate-reference", "Q.1,A,,2016-01-01,,,,", "reference"],
  ])("says %s at row and column, and the other rows go on", async (code, row, field) => {
    const { entries, problems } = await parse(header, "Q.1,First,,2016-01-01,,,,", row, "Q.3,Last,,2016-01-01,,,,");
    expect(problems).toMatchObject([{ code, severity: "error", at: { file: "un-list.csv", line: 3, row: 2, field } }]);
    expect(entries.map(({ name }) => name)).toEqual(["First", "Last"]);
  });

  it("names the columns that are missing, and guesses what an unknown one was to be", async () => {
    const { problems } = await parse("reference,name,listd_on", "Q.1,A,2016-01-01");
    expect(problems).toMatchObject([
      { code: "missing-column", message: "there is no column listed_on" },
      { code: "unknown-column", severity: "warning", hint: "did you mean listed_on?" },
      { code: "bad-date" },
    ]);
  });
});
