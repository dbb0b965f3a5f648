import { globSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { readCaseFile } from "../../../test/language/case-file.ts";
import type { Problem } from "../../kit/index.ts";
import { checkAgreement } from "../checks/index.ts";
import { parseAgreement } from "../read-agreement.ts";
import { fixOf } from "./fixes.ts";
import { applyEdits } from "./rename.ts";

const folder = join(import.meta.dirname, "../cases");

function problemsOf(text: string): readonly Problem[] {
  const { agreement, problems, damaged } = parseAgreement(text);
  return [...problems, ...checkAgreement(agreement, { text, damaged })];
}

const fixable = globSync("*/*.md", { cwd: folder })
  .toSorted()
  .flatMap((file) => {
    const { format, text } = readCaseFile(join(folder, file));
    if (format !== "markdown") return [];
    return problemsOf(text).flatMap((problem) => {
      const fix = fixOf(problem, text);
      return fix ? [{ file, text, problem, fix, said: `${file}:${problem.at.line} ${problem.hint}` }] : [];
    });
  });

describe("a fix", () => {
  test.each(fixable)("takes its problem away and brings no other of its kind: $said", ({ text, problem, fix }) => {
    const after = problemsOf(applyEdits(text, fix.edits));
    const same = (one: Problem): boolean => one.code === problem.code && one.message === problem.message;
    expect(after.filter(same).length).toBe(problemsOf(text).filter(same).length - 1);
  });

  it("is there for many of the mistakes", () => {
    expect(fixable.length).toBeGreaterThan(40);
  });

  it("is only there where nothing has to be asked", () => {
    const at = { from: 0, to: 3 };
    const problem = { code: "x", severity: "error", at, message: "m" } as const;
    expect(fixOf({ ...problem, hint: "did you mean `rule`?" }, "ruel")?.insert).toBe("rule");
    expect(fixOf({ ...problem, hint: 'declare it: party x "…"' }, "x")).toBeUndefined();
    expect(fixOf({ ...problem, at: {}, hint: "did you mean `rule`?" }, "ruel")).toBeUndefined();
  });
});
