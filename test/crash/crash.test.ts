import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { SEED } from "../property-seed.ts";
import { crash } from "./crash.ts";
import { writePart, writeRevision } from "./files.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "truce-crash-files-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it("loses nothing that was acknowledged, and does nothing twice, however often it or its database is killed", async () => {
  const files = [
    await writePart(join(folder, "part.csv"), { rows: 1500 }),
    await writeRevision(join(folder, "revision.csv"), { rows: 1200 }),
  ];
  const report = await crash({ kills: 10, seed: SEED, files });
  expect(report.failures).toEqual([]);
}, 240_000);
