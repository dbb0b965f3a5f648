import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyReport } from "../../test/formats/arbitrary-report.ts";
import { bytesOf, pieces } from "../../test/formats/reading.ts";
import type { OccurrenceDraft } from "../domain/index.ts";
import type { Problem } from "../kit/index.ts";
import { csvLine } from "./csv-line.ts";
import { parseCsv } from "./csv.ts";
import { gedColumns, isGedHeader, parseGedHeader } from "./ucdp-ged-columns.ts";
import { gedColumns191, writeGedCsv } from "./ucdp-ged-write.ts";
import { createGedRowParser, type GedRowParser } from "./ucdp-ged.ts";

async function parse(bytes: Uint8Array): Promise<OccurrenceDraft[]> {
  let parser: GedRowParser | undefined;
  const drafts: OccurrenceDraft[] = [];
  for await (const batch of parseCsv(pieces(bytes, 1 << 16), { isHeader: isGedHeader })) {
    for (const item of batch) {
      if (item.kind !== "row") continue;
      if (parser === undefined) {
        const header = parseGedHeader(item.fields);
        if (!header.ok) throw new Error(header.problems[0]?.message);
        parser = createGedRowParser(header.layout);
        continue;
      }
      const { draft } = parser.parse(item);
      if (draft !== undefined) drafts.push(draft);
    }
  }
  return drafts;
}

interface Written {
  readonly bytes: Uint8Array;
  readonly problems: readonly Problem[];
}

async function write(drafts: readonly OccurrenceDraft[], columns: 49 | 41 = 49): Promise<Written> {
  const parts: Uint8Array[] = [];
  const problems: Problem[] = [];
  for await (const part of writeGedCsv(drafts, { columns })) {
    if (part instanceof Uint8Array) parts.push(part);
    else problems.push(part);
  }
  return { bytes: new Uint8Array(Buffer.concat(parts)), problems };
}

const fixture = (name: string): Uint8Array => readFileSync(new URL(`fixtures/${name}`, import.meta.url));

describe("events written as GED", () => {
  it.each([41, 49] as const)("with %i columns are the same events when they are read again", async (columns) => {
    const drafts = await parse(fixture("ged-19.1-syria.csv"));
    const { bytes, problems } = await write(drafts, columns);
    expect(problems).toEqual([]);
    expect(await parse(bytes)).toEqual(drafts);
    const header = new TextDecoder().decode(bytes).split("\r\n")[0];
    expect(header).toBe((columns === 49 ? gedColumns : gedColumns191).join(","));
  });

  it("have the columns of release 19.1 in its order", () => {
    const [header] = new TextDecoder().decode(fixture("ged-19.1-syria.csv")).split("\n");
    expect(header).toBe(gedColumns191.join(","));
  });

  it("leave out, with an error, the one whose coordinates contradict each other", async () => {
    const drafts = await parse(fixture("ged-23.1-global.csv"));
    const lost = drafts.filter(({ where }) => where.drawnAt === undefined);
    expect(lost).toHaveLength(1);
    const { bytes, problems } = await write(drafts);
    expect(problems).toMatchObject([{ code: "ged-not-written", severity: "error" }]);
    expect(problems[0]?.message).toMatch(/^141599 was not written.*no latitude/u);
    expect(await parse(bytes)).toEqual(drafts.filter((draft) => !lost.includes(draft)));
  });

  it("are the same whatever stands in their cells", async () => {
    const cell = fc.string({
      unit: fc.constantFrom(
        '"',
        ",",
        "\n",
        ";",
        "ح",
        " ",
        "é",
        "'",
        "=",
        "-",
        "@",
        "\t",
        "🕊️",
        "x",
        "2016-02-27",
        "1753-01-01",
      ),
      maxLength: 12,
    });
    const day = fc.constantFrom("2016-02-27", "2016-02-29", "2016-03-25", "2016-12-31");
    const row = fc
      .record({
        type_of_violence: fc.constantFrom("1", "2", "3"),
        dyad_name: cell,
        side_a: cell,
        side_a_new_id: fc.constantFrom("118", "", "=1"),
        side_b: cell,
        side_b_new_id: fc.constantFrom("", "4456"),
        source_article: fc.oneof(
          cell,
          fc.array(cell, { maxLength: 3 }).map((all) => all.map((one) => `"SOHR,2016-02-28,${one}"`).join(";")),
        ),
        source_original: cell,
        where_prec: fc.constantFrom("1", "2", "3", "4", "5", "6", "7"),
        where_coordinates: cell,
        adm_1: cell,
        adm_2: cell,
        latitude: fc.constantFrom("36.585896", "-0.0000001", "35"),
        longitude: fc.constantFrom("37.04565", "36"),
        country: cell,
        country_id: fc.constantFrom("652", "369", "", "9999"),
        event_clarity: fc.constantFrom("1", "2"),
        date_prec: fc.constantFrom("1", "2", "3", "4", "5"),
        date_start: day,
        date_end: day,
        deaths_a: fc.constantFrom("", "0", "12"),
        deaths_civilians: fc.constantFrom("", "3"),
        best: fc.constantFrom("", "7"),
        low: fc.constantFrom("", "0"),
        high: fc.constantFrom("", "9"),
      })
      .map((cells): Readonly<Record<string, string>> => ({
        ...cells,
        geom_wkt: `POINT (${cells.longitude} ${cells.latitude})`,
      }));
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 4 }), async (rows) => {
        const lines = rows.map((cells, i) =>
          csvLine(gedColumns.map((name) => (name === "id" ? `E${i}` : (cells[name] ?? "")))),
        );
        const drafts = await parse(bytesOf([csvLine(gedColumns), ...lines].join("\n")));
        for (const columns of [49, 41] as const) {
          const { bytes, problems } = await write(drafts, columns);
          const again = await parse(bytes);
          // A country that is not named has no zone that could be found again.
          const unlike = drafts.filter((draft, i) => JSON.stringify(draft) !== JSON.stringify(again[i]));
          for (const { when, where } of unlike)
            expect([when.zone, where.country]).toEqual(["Asia/Damascus", undefined]);
          expect(problems.map(({ code }) => code)).toEqual(unlike.map(() => "ged-not-held"));
          expect(again).toHaveLength(drafts.length);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe("any report written as GED", () => {
  it("comes back the same, or what does not is named, or it is not written and that is an error", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(anyReport, { selector: ({ id }) => id.trim(), maxLength: 3 }),
        async (reports) => {
          const { bytes, problems } = await write(reports);
          const errors = problems.filter(({ severity }) => severity === "error");
          const again = await parse(bytes);
          expect(again).toHaveLength(reports.length - errors.length);
          expect(problems.every(({ code }) => code === "ged-not-held" || code === "ged-not-written")).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("names what GED has no column for", async () => {
    const [draft] = await parse(fixture("ged-19.1-syria.csv"));
    const report = { ...draft!, acts: ["shelling"], narrative: "in their words", aggregate: undefined };
    expect((await write([report])).problems).toMatchObject([
      {
        code: "ged-not-held",
        severity: "warning",
        at: { row: 1 },
        message: `${draft!.id}: GED cannot say whether it is an aggregate, its acts, its narrative`,
      },
    ]);
  });

  it("is written once: a second event of the same id is an error", async () => {
    const [draft] = await parse(fixture("ged-19.1-syria.csv"));
    const { bytes, problems } = await write([draft!, draft!]);
    expect(problems).toMatchObject([{ code: "ged-not-written", severity: "error" }]);
    expect(await parse(bytes)).toEqual([draft]);
  });
});
