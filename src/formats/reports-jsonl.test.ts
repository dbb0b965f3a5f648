import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyReport, reportsOfOneFile } from "../../test/formats/arbitrary-report.ts";
import { bytesOf, collect, damaged, pieces, written, type Read } from "../../test/formats/reading.ts";
import { formatReportLine, readReportsJsonl, writeReportsJsonl } from "./reports-jsonl.ts";

function read(text: string | Uint8Array): Promise<Read> {
  const bytes = typeof text === "string" ? bytesOf(text) : text;
  return collect(readReportsJsonl(pieces(bytes, 777), { file: "x.jsonl" }));
}

const [sample] = fc.sample(anyReport, { numRuns: 1, seed: 1 });
const line = JSON.parse(formatReportLine(sample!)) as Readonly<Record<string, unknown>>;

describe("reports as JSON Lines", () => {
  it("are the same reports when they are read again, and one line each", async () => {
    await fc.assert(
      fc.asyncProperty(reportsOfOneFile, async (reports) => {
        const bytes = await written(writeReportsJsonl(reports));
        const { drafts, problems } = await read(bytes);
        expect(problems).toEqual([]);
        expect(drafts).toEqual(reports);
        expect(Buffer.from(bytes).toString().split("\n")).toHaveLength(reports.length + 1);
      }),
    );
  });

  it.each([
    [{ truce: "report/2" }, "report-not-a-line", undefined],
    [{ mood: "calm" }, "report-bad-key", "mood"],
    [{ id: " " }, "report-bad-key", "id"],
    [{ kind: "war" }, "report-bad-key", "kind"],
    [{ acts: "shelling" }, "report-bad-key", "acts"],
    [{ sides: [{ name: 7 }] }, "report-bad-key", "sides.0.name"],
    [{ when: { ...(line["when"] as object), zone: "Asia/Atlantis" } }, "report-bad-key", "when.zone"],
    [{ reported: { earliest: "2016-02-27" } }, "report-bad-key", "reported.earliest"],
    [
      { reported: { earliest: "2016-02-27T00:00:00.000Z", latest: "2016-02-26T00:00:00.000Z" } },
      "report-bad-key",
      "reported",
    ],
  ])("with %j are refused at that key", async (change, code, field) => {
    const { problems, refused } = await read(`\n${JSON.stringify({ ...line, ...change })}\n`);
    expect(refused).toBe(1);
    expect(problems).toMatchObject([{ code, at: { file: "x.jsonl", line: 2, row: 1 } }]);
    expect(problems[0]?.at.field).toBe(field);
  });

  it("count a report once", async () => {
    const { drafts, problems } = await read(`${JSON.stringify(line)}\n${JSON.stringify(line)}\n`);
    expect([drafts.length, problems.map(({ code }) => code)]).toEqual([1, ["report-duplicate-id"]]);
  });

  it("are reports or located problems, whatever is damaged, nested or endless", async () => {
    const damage = fc.record({ at: fc.nat(), remove: fc.nat({ max: 30 }), insert: fc.uint8Array({ maxLength: 4 }) });
    await fc.assert(
      fc.asyncProperty(reportsOfOneFile, fc.array(damage, { minLength: 1, maxLength: 4 }), async (reports, damages) => {
        const { problems } = await read(damaged(await written(writeReportsJsonl(reports)), damages));
        for (const { at } of problems) expect(at.line).toBeGreaterThan(0);
      }),
    );
    const deep = `{"truce":"report/1","id":${"[".repeat(200_000)}${"]".repeat(200_000)}}`;
    expect((await read(`${deep}\n${JSON.stringify(line)}\n`)).drafts).toHaveLength(1);
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (json) => {
        expect((await read(JSON.stringify({ ...line, id: json }))).rows).toBe(1);
      }),
    );
  });
});
