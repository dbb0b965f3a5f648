#!/usr/bin/env node
// The `truce` command. Starts src/cli.ts under a Node that can run it, whatever Node started this file.

import { join } from "node:path";
import { ensureInstalled, findNode, root, runUnderNode } from "../scripts/find-node.mjs";

ensureInstalled(false);
const cli = join(root, "src", "cli.ts");
// Already under the right Node (npx puts it first on the path): a second process would only cost time.
if (findNode() === process.execPath && Number(process.versions.node.split(".")[0]) >= 24) {
  process.argv[1] = cli;
  await import("../src/cli.ts");
} else {
  runUnderNode([cli].concat(process.argv.slice(2)));
}
