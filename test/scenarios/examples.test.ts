import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseAgreement, printAgreement, withoutSpans } from "../../src/language/index.ts";
import { loadFolder, runCases } from "../../src/workflow/index.ts";

const examples = readdirSync("examples")
  .map((name) => join("examples", name))
  .filter((folder) => existsSync(join(folder, "agreement.md")));

describe.each(examples)("%s", (folder) => {
  it("has an agreement without an error", async () => {
    const { problems } = await loadFolder(folder);
    expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
  });

  it("meets every expectation of its worked cases, and every rule has one", async () => {
    const { results, coverage } = await runCases(folder);
    expect(results.filter(({ passed }) => !passed)).toEqual([]);
    expect(results.length).toBeGreaterThan(0);
    expect(coverage.filter(({ clause, cases }) => !clause.includes(".") && cases === 0)).toEqual([]);
  });

  it("says the same as text and as data", async () => {
    const { agreement } = await loadFolder(folder);
    const again = parseAgreement(printAgreement(agreement)).agreement;
    expect(withoutSpans(again)).toEqual(withoutSpans(agreement));
  });
});
