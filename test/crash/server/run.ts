// `npm run crash:server -- --kills 100 --seed 1`: kills a server that people work with, and the database under it.

import { parseArgs } from "node:util";
import { crashServer } from "./crash-server.ts";

const { values } = parseArgs({
  options: { kills: { type: "string", default: "100" }, seed: { type: "string", default: "1" } },
});
const [kills, seed] = [Number(values.kills), Number(values.seed)];
const begun = performance.now();
const report = await crashServer({ kills, seed, say: (line) => process.stderr.write(`${line}\n`) });
const seconds = Math.round((performance.now() - begun) / 1000);
console.log(JSON.stringify({ seed, seconds, ...report }, undefined, 2));
if (report.failures.length > 0) process.exitCode = 1;
