import { writeSync } from "node:fs";
import process from "node:process";

/** As much of Vitest's report as is counted here. */
export interface ModuleResult {
  ok(): boolean;
  readonly children: { allTests(): Iterable<{ result(): { readonly state: string } }> };
}

export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

/** A file that could not be run and an error outside any test count as one failure each; skipped tests count as nothing. */
export function tally(modules: Iterable<ModuleResult>, errorsOutsideTests: number): Tally {
  let passed = 0;
  let failed = errorsOutsideTests;
  for (const module of modules) {
    const states = Array.from(module.children.allTests(), (test) => test.result().state);
    const failedHere = states.filter((state) => state === "failed").length;
    passed += states.filter((state) => state === "passed").length;
    failed += failedHere === 0 && !module.ok() ? 1 : failedHere;
  }
  return { passed, failed };
}

export function closingLine({ passed, failed }: Tally): string {
  return `${passed} passed, ${failed} failed`;
}

/**
 * Prints `N passed, N failed` as the very last line, also when the run broke off. Waits for the process to end, because
 * other reporters and Vitest itself still write after the last test. A run in which nothing passed is a failed run.
 */
export class ClosingLineReporter {
  #tally: Tally | undefined;

  onInit(): void {
    process.once("exit", (code) => {
      const counted = this.#tally ?? { passed: 0, failed: 0 };
      const wrong = code !== 0 || counted.failed > 0 || counted.passed === 0;
      if (wrong && code === 0) process.exitCode = 1;
      // Something failed that no test accounts for: the line must not look clean.
      const failed = wrong ? Math.max(counted.failed, 1) : 0;
      writeSync(1, `${closingLine({ passed: counted.passed, failed })}\n`);
    });
  }

  onTestRunEnd(modules: readonly ModuleResult[], errorsOutsideTests: readonly unknown[]): void {
    this.#tally = tally(modules, errorsOutsideTests.length);
  }
}
