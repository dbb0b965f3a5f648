import { expect, test } from "vitest";
import { closingLine, tally, type ModuleResult } from "./closing-line-reporter.ts";

function moduleWith(states: readonly string[], ok = !states.includes("failed")): ModuleResult {
  return { ok: () => ok, children: { allTests: () => states.map((state) => ({ result: () => ({ state }) })) } };
}

test("counts tests that passed and failed, and leaves skipped ones out", () => {
  expect(tally([moduleWith(["passed", "failed", "skipped"]), moduleWith(["passed"])], 0)).toEqual({
    passed: 2,
    failed: 1,
  });
});

test("counts a file that could not be run as a failure", () => {
  expect(tally([moduleWith([], false)], 0)).toEqual({ passed: 0, failed: 1 });
});

test("counts an error outside any test as a failure", () => {
  expect(tally([moduleWith(["passed"])], 2)).toEqual({ passed: 1, failed: 2 });
});

test("says the counts in one plain line", () => {
  expect(closingLine({ passed: 12, failed: 3 })).toBe("12 passed, 3 failed");
});
