import { defineConfig } from "vitest/config";
import { ClosingLineReporter } from "./scripts/closing-line-reporter.ts";

export default defineConfig({
  test: {
    setupFiles: ["test/property-seed.ts"],
    include: ["src/**/*.test.ts", "test/**/*.test.ts", "scripts/**/*.test.ts"],
    // A test that needs another to run first is a bug. Run `npm test -- --sequence.seed=N` to repeat an order.
    sequence: { shuffle: true },
    // Modules keep no state between tests, so files may share one module graph: several times faster.
    isolate: false,
    pool: "forks",
    // A forgotten `.only` would silently skip everything else.
    allowOnly: false,
    testTimeout: 30_000,
    reporters: ["default", new ClosingLineReporter()],
  },
});
