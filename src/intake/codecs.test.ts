import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reportsOfOneFile } from "../../test/formats/arbitrary-report.ts";
import { bytesOf, damaged, pieces, written } from "../../test/formats/reading.ts";
import type { ReportDraft } from "../domain/index.ts";
import type { Problem } from "../kit/index.ts";
import { findCodec, openReports, reportCodecs, type OpenOptions, type Tally } from "./index.ts";

interface Opened {
  readonly format: string | undefined;
  readonly drafts: readonly ReportDraft[];
  readonly problems: readonly Problem[];
  readonly tally: Tally;
}

async function open(given: Uint8Array | string, options: OpenOptions = {}): Promise<Opened> {
  const opened = openReports(pieces(typeof given === "string" ? bytesOf(given) : given, 997), options);
  const drafts: ReportDraft[] = [];
  const problems: Problem[] = [];
  for await (const item of opened.items) {
    if (item.kind === "draft") drafts.push(item.draft);
    else problems.push(item.problem);
  }
  return { format: opened.format(), drafts, problems, tally: opened.tally() };
}

const writing = reportCodecs.filter(({ isLossless }) => isLossless);
const ged = readFileSync(new URL("../formats/fixtures/ged-19.1-syria.csv", import.meta.url), "utf8");

describe("the formats of reports", () => {
  it("have names of their own", () => {
    expect(new Set(reportCodecs.map(({ name }) => name)).size).toBe(reportCodecs.length);
    for (const { name } of reportCodecs) expect(findCodec(name)?.name).toBe(name);
  });

  it.each(writing.map((codec) => [codec.name, codec] as const))(
    "%s is known by what is in it, whatever the file is called, and loses nothing",
    async (name, codec) => {
      await fc.assert(
        fc.asyncProperty(
          reportsOfOneFile.filter((reports) => reports.length > 0),
          fc.constantFrom("x.csv", "x.xlsx", "x.json", "x.geojson", "x.jsonl.gz", "x", "x.pdf"),
          async (reports, file) => {
            const opened = await open(await written(codec.write!(reports, {})), { file });
            expect(opened.format).toBe(name);
            expect(opened.drafts).toEqual(reports);
            expect(opened.tally).toEqual({ rowsIn: reports.length, draftsOut: reports.length, rowsRefused: 0 });
          },
        ),
        { numRuns: 60 },
      );
    },
  );

  it("of UCDP is known with 41 columns, with 49, and with 49 and no header", async () => {
    const global = readFileSync(new URL("../formats/fixtures/ged-23.1-global.csv", import.meta.url), "utf8");
    for (const text of [ged, global, global.slice(global.indexOf("\n") + 1)])
      expect((await open(text, { file: "x.xlsx" })).format).toBe("ucdp-ged");
  });

  it("of ACLED and of UCDP are known by their columns, also when we wrote them", async () => {
    const { drafts } = await open(ged);
    for (const name of ["acled-csv", "ucdp-ged"]) {
      const parts: Uint8Array[] = [];
      for await (const part of findCodec(name)!.write!(drafts, {})) if (part instanceof Uint8Array) parts.push(part);
      const again = await open(new Uint8Array(Buffer.concat(parts)), { file: "x.json" });
      expect([again.format, again.drafts.length > 0]).toEqual([name, true]);
    }
  });

  it("that say the same are the same reports", async () => {
    const { drafts } = await open(ged);
    for (const codec of writing) {
      const again = await open(await written(codec.write!(drafts, { language: "ar" })));
      expect(again.drafts, codec.name).toEqual(drafts);
    }
  });
});

describe("a file of no known format", () => {
  it.each([
    ["", "reports-empty"],
    ["\n\n", "reports-empty"],
    ["city,population\nX,7\n", "reports-unknown-format"],
    ['{"a":1}', "reports-unknown-format"],
    ["\u0000\u0001\u0002\u0003", "csv-not-text"],
    ["\u00ff\u00feid", "reports-unknown-format"],
  ])("%j is one problem with a fix", async (text, code) => {
    const { problems, format, tally } = await open(text, { file: "x.csv" });
    expect(problems).toMatchObject([{ code, severity: "error", at: { file: "x.csv" } }]);
    expect(problems[0]?.hint).toBeDefined();
    expect([format, tally.rowsIn]).toEqual([undefined, 0]);
  });

  it("is read by a mapping of its columns, as a table or a form", async () => {
    const column = (name: "id" | "when" | "place", from: string) => ({
      column: name,
      from: [from],
      always: undefined,
      dayOrder: undefined,
      values: [],
    });
    const mapping = {
      name: "log",
      zone: "Africa/Nairobi",
      columns: [column("id", "no"), column("when", "day"), column("place", "spot")],
    };
    const asTable = await open("spot,no,day\nford,7,2024-03-10\n", { mapping });
    const asForm = await open('[{"spot":"ford","no":7,"day":"2024-03-10"}]', { mapping });
    expect([asTable.format, asTable.problems]).toEqual(["mapped", []]);
    expect(asTable.drafts[0]).toMatchObject({ id: "7", where: { asStated: "ford" } });
    expect(asForm.drafts).toEqual(asTable.drafts);
  });
});

describe("every row of every format", () => {
  it("is a draft or is refused with an error, whatever is damaged", async () => {
    const damage = fc.record({
      at: fc.nat(),
      remove: fc.nat({ max: 60 }),
      insert: fc.oneof(fc.uint8Array({ maxLength: 5 }), fc.constantFrom('"', "\n", ",", "{", "]", "PK").map(bytesOf)),
    });
    await fc.assert(
      fc.asyncProperty(
        reportsOfOneFile,
        fc.constantFrom(...writing),
        fc.array(damage, { maxLength: 4 }),
        async (reports, codec, damages) => {
          const { tally, drafts, problems } = await open(damaged(await written(codec.write!(reports, {})), damages));
          expect(tally.rowsIn).toBe(tally.draftsOut + tally.rowsRefused);
          expect(drafts).toHaveLength(tally.draftsOut);
          expect(problems.filter(({ severity }) => severity === "error").length).toBeGreaterThanOrEqual(
            tally.rowsRefused,
          );
          expect(new Set(drafts.map(({ id }) => id)).size).toBe(drafts.length);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("is never made of noise", async () => {
    const starts = fc
      .constantFrom(
        "",
        "PK\u0003\u0004",
        "{",
        "[",
        '{"truce":"report/1"',
        '{"type":"FeatureCollection","features":[',
        "id,when\n",
      )
      .map(bytesOf);
    await fc.assert(
      fc.asyncProperty(starts, fc.uint8Array({ maxLength: 500 }), async (start, noise) => {
        const { problems, tally } = await open(Uint8Array.from([...start, ...noise]));
        expect(tally.rowsIn).toBe(tally.draftsOut + tally.rowsRefused);
        if (tally.draftsOut === 0 && noise.length > 0 && start.length === 0) expect(problems.length).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });
});
