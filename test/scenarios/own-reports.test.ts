import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { ReportDraft } from "../../src/domain/index.ts";
import { openReports, reportCodecs } from "../../src/intake/index.ts";
import { judgeFolder, type Judgement } from "../../src/workflow/index.ts";
import { pieces, written } from "../formats/reading.ts";

const villages = "examples/two-villages";
const own = join(villages, "reports/elders.csv");

/** The two villages with other reports. */
async function judged(name: string, bytes: Uint8Array | string): Promise<Judgement> {
  const folder = join(mkdtempSync(join(tmpdir(), "truce-own-")), "villages");
  cpSync(villages, folder, { recursive: true });
  rmSync(join(folder, "reports/elders.csv"));
  writeFileSync(join(folder, "reports", name), bytes);
  return judgeFolder(folder);
}

async function draftsOf(path: string): Promise<readonly ReportDraft[]> {
  const drafts: ReportDraft[] = [];
  for await (const item of openReports(pieces(readFileSync(path))).items)
    if (item.kind === "draft") drafts.push(item.draft);
  return drafts;
}

const verdictsOf = ({ incidents }: Judgement): readonly string[] =>
  incidents.flatMap(({ draft, cells }) =>
    cells.map(({ rule, account, verdict }) => `${draft.id} ${rule} ${account} ${verdict}`),
  );

describe("a folder with reports of its own", () => {
  it("is judged by what they say was done", async () => {
    const { tally, rows } = await judgeFolder(villages);
    expect(rows).toEqual({ rowsIn: 7, draftsOut: 7, rowsRefused: 0 });
    expect(tally.total("text", "no-shooting")).toMatchObject({ breach: 2, outside: 5 });
  });

  it.each(reportCodecs.filter(({ isLossless }) => isLossless).map((codec) => [codec.name, codec] as const))(
    "is judged the same with its reports as %s",
    async (_, codec) => {
      const bytes = await written(codec.write!(await draftsOf(own), { language: "ar" }));
      const same = await judged(`reports.${codec.extensions[0]}.gz`, gzipSync(bytes));
      expect(verdictsOf(same)).toEqual(verdictsOf(await judgeFolder(villages)));
    },
  );

  it("takes a word that the text does not have for nothing, and names it where it stands", async () => {
    const slip = readFileSync(own, "utf8").replace("a-on-b,small-arms-fire", "a-on-b,smal-arms-fire");
    const judgement = await judged("elders.csv", slip);
    expect(verdictsOf(judgement)).toContain("M-1 no-shooting record undetermined");
    const named = judgement.problems.filter(({ code }) => code === "unknown-word");
    expect(named).toMatchObject([{ severity: "warning", at: { row: 1 } }]);
    expect(named[0]?.message).toContain("smal-arms-fire");
  });
});
