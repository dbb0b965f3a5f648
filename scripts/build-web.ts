// Builds the web application as soon as its packages are there: npm runs it after installing (`prepare`). Whoever starts Truce
// then need not wait for it. An install never fails for it; `truce start` and `truce serve` build again, and say what is wrong.

import { webFolder } from "../src/commands/web-build.ts";

await webFolder().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
});
