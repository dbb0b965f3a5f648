import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { judgeFolder } from "./index.ts";

/** The two villages with a second file of reports beside the elders' own. */
async function twiceTold(rows: (own: readonly string[]) => readonly string[]) {
  const folder = join(mkdtempSync(join(tmpdir(), "truce-twice-")), "villages");
  cpSync("examples/two-villages", folder, { recursive: true });
  const own = readFileSync(join(folder, "reports/elders.csv"), "utf8").split("\n");
  writeFileSync(join(folder, "reports/second.csv"), rows(own).join("\n"));
  const { problems } = await judgeFolder(folder);
  return problems.filter(({ code }) => code === "id-in-two-files");
}

describe("an id that two files of reports have", () => {
  it("is named once for the two files, with how many more there are", async () => {
    const problems = await twiceTold((own) => own);
    expect(problems).toMatchObject([{ severity: "warning", at: { row: 1 } }]);
    expect(problems[0]?.message).toMatch(/^M-1 and 6 more are in .*elders\.csv too, and counted in both$/u);
  });

  it("is nothing to speak of where the files tell of different incidents", async () => {
    expect(await twiceTold(([head = "", first = ""]) => [head, first.replace("M-1", "N-1")])).toEqual([]);
  });
});
