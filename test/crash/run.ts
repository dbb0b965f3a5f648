// `npm run crash -- --kills 200 --seed 1`: kills an import and the database under it until the record has shown that it
// loses nothing.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { crash } from "./crash.ts";
import { EVERYTHING, FIVE_MONTHS, writeRevision } from "./files.ts";

const { values } = parseArgs({
  options: { kills: { type: "string", default: "200" }, seed: { type: "string", default: "1" } },
});
const [kills, seed] = [Number(values.kills), Number(values.seed)];
const folder = await mkdtemp(join(tmpdir(), "truce-crash-files-"));
const begun = performance.now();
try {
  const revision = await writeRevision(join(folder, "revision.csv"), { rows: 2541 });
  const files = [FIVE_MONTHS, EVERYTHING, revision];
  const report = await crash({ kills, seed, files, say: (line) => process.stderr.write(`${line}\n`) });
  const seconds = Math.round((performance.now() - begun) / 1000);
  console.log(JSON.stringify({ seed, seconds, ...report }, undefined, 2));
  if (report.failures.length > 0) process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
