import { mkdir, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { sweepArriving } from "../../src/api/index.ts";
import { temporaryFolder } from "../temporary-record.ts";

let folder: string | undefined;
afterEach(async () => {
  vi.unstubAllEnvs();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

test("what a killed process had taken in is deleted after a day, and nothing that is on its way or somebody else's", async () => {
  vi.stubEnv("TMPDIR", (folder = await temporaryFolder()));
  const yesterday = (Date.now() - 25 * 3_600_000) / 1000;
  for (const [name, at] of [
    ["truce-arriving-old", yesterday],
    ["truce-arriving-new", Date.now() / 1000],
    ["another-old", yesterday],
  ] as const) {
    await mkdir(join(folder, name));
    await writeFile(join(folder, name, "photograph.jpg"), "x");
    await utimes(join(folder, name), at, at);
  }
  await sweepArriving();
  expect((await readdir(folder)).toSorted()).toEqual(["another-old", "truce-arriving-new"]);
});
