import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { readCaseFile, shownProblems } from "../../test/language/case-file.ts";
import { parseAgreement, placeInText } from "../language/index.ts";
import { checkConsent } from "./index.ts";

/** As `src/language/cases`: the folder is the code of the problem. `UPDATE=1 npm test -- consent/cases` writes anew. */
const folder = join(import.meta.dirname, "cases");
const files = globSync("*/*.md", { cwd: folder }).toSorted();

describe("a circle of conditions", () => {
  test.each(files)("%s", (file) => {
    const path = join(folder, file);
    const found = readCaseFile(path);
    const { agreement, problems: unread } = parseAgreement(found.text, { file: "agreement.md" });
    const problems = checkConsent(agreement).map((problem) => ({
      ...problem,
      at: placeInText(found.text, problem.at, "agreement.md"),
    }));
    expect(shownProblems(path, found, problems)).toBe(found.problems);
    expect([unread, problems.map(({ code }) => code)]).toEqual([[], [dirname(file)]]);
  });

  test("has a case file for every kind of problem that it can be", () => {
    const sources = globSync("*.ts", { cwd: import.meta.dirname }).filter((file) => !file.endsWith(".test.ts"));
    const codes = sources.flatMap((file) =>
      [...readFileSync(join(import.meta.dirname, file), "utf8").matchAll(/code: "([a-z-]+)"/gu)].map(
        ([, code]) => code,
      ),
    );
    expect(new Set(codes)).toEqual(new Set(files.map(dirname)));
  });
});
