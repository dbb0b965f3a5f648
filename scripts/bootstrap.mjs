// `npm start`, `npm test` and the other npm scripts come through here: install what is missing, then run the command
// under a Node that can. Like find-node.mjs, this must stay readable to old versions of Node.

import { join } from "node:path";
import { ensureInstalled, root, runUnderNode } from "./find-node.mjs";

const inModules = (path) => join(root, "node_modules", path);
const inRoot = (path) => join(root, path);

const commands = {
  start: [inRoot("src/cli.ts"), "start"],
  test: [inModules("vitest/vitest.mjs"), "run"],
  check: [inRoot("scripts/check.ts")],
  generate: [inRoot("scripts/generate.ts")],
  proof: [inRoot("scripts/proof.ts")],
  mutations: [inRoot("scripts/mutations.ts")],
  "bench:judge": [inRoot("bench/judge.ts")],
  "bench:match": [inRoot("bench/match.ts")],
  "bench:store": [inRoot("bench/store.ts")],
  "bench:room": [inRoot("bench/room.ts")],
  "base-map": [inRoot("scripts/base-map.ts")],
  "bench:serve": [inRoot("bench/serve.ts")],
  lighthouse: [inRoot("scripts/lighthouse.ts")],
  "build-web": [inRoot("scripts/build-web.ts")],
  pictures: [inRoot("scripts/pictures.ts")],
  crash: [inRoot("scripts/crash.ts")],
  "crash:server": [inRoot("scripts/crash-server.ts")],
  format: [inModules("prettier/bin/prettier.cjs"), "--write", "--log-level=warn", root],
};

// A zone with an odd past (Syria stopped changing its clocks in 2022) shows code that leans on the machine's zone.
// The caller's own TZ wins: `TZ=UTC npm test`.
const environments = { test: { TZ: "Asia/Damascus" } };

const name = process.argv[2];
if (!Object.prototype.hasOwnProperty.call(commands, name)) {
  process.stderr.write(`truce: no command "${name}". There are: ${Object.keys(commands).join(", ")}.\n`);
  process.exit(2);
}
// npm runs this one while it installs.
if (name !== "build-web") ensureInstalled(name !== "start");
runUnderNode(commands[name].concat(process.argv.slice(3)), environments[name]);
