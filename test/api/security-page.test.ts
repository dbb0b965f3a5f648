import { existsSync, readFileSync } from "node:fs";
import { glob } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "../..");

/** The last cell of each line of a table that has three: `file`, `path`, or `file`: words of the name of a test. */
function evidence(page: string): readonly string[] {
  const cells = page
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .map((line) => line.slice(1, -1).split("|"))
    .filter((row) => row.length === 3);
  return cells
    .map((row) => row[2]!.trim())
    .filter((cell) => cell !== "evidence" && !/^-+$/u.test(cell))
    .flatMap((cell) => cell.split(";").map((one) => one.trim()));
}

test("each line of the page on security has evidence that is there", async () => {
  const tests = new Map<string, string[]>();
  for await (const file of glob(["src/**/*.test.ts", "test/**/*.test.ts"], { cwd: ROOT })) {
    const name = /([^/]+)\.test\.ts$/u.exec(file)![1]!;
    tests.set(name, [...(tests.get(name) ?? []), readFileSync(join(ROOT, file), "utf8")]);
  }
  const all = evidence(readFileSync(join(ROOT, "docs/security.md"), "utf8"));
  expect(all.length).toBeGreaterThan(100);
  const missing = all.filter((one) => {
    const [, name, words = ""] = /^`([^`]+)`(?:: (.+))?$/u.exec(one) ?? [];
    if (name === undefined) return true;
    if (/[./]/u.test(name)) return !existsSync(join(ROOT, name)) || words !== "";
    return !(tests.get(name) ?? []).some((text) => text.includes(words));
  });
  expect(missing).toEqual([]);
});
