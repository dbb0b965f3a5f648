import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadBytes } from "../gateways/index.ts";
import type { ByteStream } from "../formats/index.ts";
import type { Problem } from "../kit/index.ts";
import { openReports, type OpenedItem, type Tally } from "./open-reports.ts";

const fixtures = new URL("../formats/fixtures/", import.meta.url);
const syria = new Uint8Array(readFileSync(new URL("ged-19.1-syria.csv", fixtures)));
const syriaText = new TextDecoder().decode(syria);
const globalText = readFileSync(new URL("ged-23.1-global.csv", fixtures), "utf8");
const reports = new URL("../../examples/syria-2016/reports/", import.meta.url).pathname;

interface Opened {
  readonly items: readonly OpenedItem[];
  readonly drafts: readonly string[];
  readonly problems: readonly Problem[];
  readonly tally: Tally;
}

async function* streamOf(bytes: Uint8Array, pieceLength = 1000): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += pieceLength) yield bytes.subarray(from, from + pieceLength);
}

async function open(bytes: ByteStream | Uint8Array | string): Promise<Opened> {
  const raw = typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes;
  const opened = openReports(raw instanceof Uint8Array ? streamOf(raw) : raw, { file: "x.csv" });
  const items: OpenedItem[] = [];
  for await (const item of opened.items) items.push(item);
  return {
    items,
    drafts: items.flatMap((item) => (item.kind === "draft" ? [item.draft.id] : [])),
    problems: items.flatMap((item) => (item.kind === "problem" ? [item.problem] : [])),
    tally: opened.tally(),
  };
}

function errorsOf({ problems }: Opened): Problem[] {
  return problems.filter(({ severity }) => severity === "error");
}

describe("a file of reports", () => {
  it("gives one draft for each event, with where it stands", async () => {
    const opened = await open(syria);
    expect(opened.tally).toEqual({ rowsIn: 26, draftsOut: 26, rowsRefused: 0 });
    expect(opened.items.find((item) => item.kind === "draft")?.at).toEqual({ file: "x.csv", line: 2, row: 1 });
    expect(errorsOf(opened)).toEqual([]);
  });

  it("says the same with a BOM, CRLF or no last line end", async () => {
    const plain = await open(syria);
    // Only line ends between rows: those inside quoted headlines belong to the headline.
    const lines = syriaText.split("\n");
    const isRowStart = (line: string | undefined) => line !== undefined && /^\d{5,},\d{4},/.test(line);
    const crlf = lines
      .map((line, i) => line + (i === 0 || isRowStart(lines[i + 1]) || i >= lines.length - 2 ? "\r\n" : "\n"))
      .join("");
    for (const text of [`\uFEFF${syriaText}`, crlf, syriaText.trimEnd()]) {
      expect((await open(text)).drafts).toEqual(plain.drafts);
    }
  });

  it("may have 49 columns and no header", async () => {
    const withHeader = await open(globalText);
    const opened = await open(globalText.slice(globalText.indexOf("\n") + 1));
    expect(opened.drafts).toEqual(withHeader.drafts);
    expect(opened.tally).toEqual({ rowsIn: 8, draftsOut: 8, rowsRefused: 0 });
    expect(opened.problems[0]).toMatchObject({ code: "ged-no-header", severity: "warning" });
  });

  it("counts an event once, and keeps the second of two rows with one id out", async () => {
    const lines = globalText.trimEnd().split("\n");
    const first = lines.slice(1).join("\n");
    const opened = await open(`${lines[0]}\n${first}\n${first}\n`);
    expect(opened.tally).toEqual({ rowsIn: 16, draftsOut: 8, rowsRefused: 8 });
    expect(errorsOf(opened).map(({ code }) => code)).toEqual(Array.from({ length: 8 }, () => "ged-duplicate-id"));
  });

  it("loses one row to a quote that is left open", async () => {
    const broken = syriaText.replace(",Azaz", ',"Azaz').replace(",Palmyra", ',"Palmyra');
    expect(broken).not.toBe(syriaText);
    const [plain, opened] = [await open(syria), await open(broken)];
    expect(opened.tally.rowsRefused).toBe(plain.drafts.length - opened.drafts.length);
    expect(opened.tally.rowsRefused).toBeGreaterThan(0);
    expect(opened.tally.rowsRefused).toBeLessThanOrEqual(2);
  });

  it("that is compressed and cut short gives all rows before the cut, and says where it ends", async () => {
    const whole = readFileSync(`${reports}full/ged-syria-652.1601.1911.csv.gz`);
    const folder = mkdtempSync(join(tmpdir(), "truce-reports-"));
    const path = join(folder, "cut.csv.gz");
    writeFileSync(path, whole.subarray(0, whole.length / 2));
    const opened = await open(loadBytes(path));
    rmSync(folder, { recursive: true });
    expect(opened.tally.draftsOut).toBeGreaterThan(7_000);
    expect(opened.tally.rowsRefused).toBe(1);
    const row = opened.tally.draftsOut + 1;
    expect(errorsOf(opened)).toMatchObject([
      { code: "file-cut-short", at: { file: path } },
      { code: "csv-cut-row", at: { row } },
    ]);
  });

  it("with columns that make no sense is refused with a place and a fix, and no row is guessed", async () => {
    const opened = await open(syriaText.replace("date_start", "date_strat"));
    expect(opened.problems).toMatchObject([{ at: { file: "x.csv", line: 1, field: "date_strat" } }]);
    expect(opened.problems[0]?.hint).toContain("date_start");
    expect(opened.tally).toEqual({ rowsIn: 0, draftsOut: 0, rowsRefused: 0 });
  });

  it("that is empty is said to be empty", async () => {
    for (const text of ["", "\n\n", "\uFEFF"]) {
      expect((await open(text)).problems).toMatchObject([{ code: "reports-empty" }]);
    }
    const onlyHeader = await open(syriaText.slice(0, syriaText.indexOf("\n") + 1));
    expect([onlyHeader.problems, onlyHeader.tally.rowsIn]).toEqual([[], 0]);
  });
});

describe("two megabytes of garbage", () => {
  const noise = (seed: number, byteAt: (random: number) => number) => {
    let state = seed;
    return Uint8Array.from({ length: 2_000_000 }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return byteAt(state >>> 16);
    });
  };

  it("of any bytes are one problem", async () => {
    const opened = await open(noise(1, (random) => random & 0xff));
    expect(opened.problems).toHaveLength(1);
    expect(opened.drafts).toEqual([]);
  });

  it("of letters, quotes and line ends after a good header are refused row by row", async () => {
    const alphabet = 'abc,,"\n\r 12';
    const letters = noise(2, (random) => alphabet.charCodeAt(random % alphabet.length));
    const header = new TextEncoder().encode(`${syriaText.split("\n", 1)[0]}\n`);
    const opened = await open(Uint8Array.from([...header, ...letters]));
    expect(opened.drafts).toEqual([]);
    expect(opened.tally.rowsIn).toBe(opened.tally.rowsRefused);
    expect(errorsOf(opened)).toHaveLength(opened.tally.rowsRefused);
  });
});

describe("every row", () => {
  it("is a draft or is refused with an error, whatever is damaged", async () => {
    const damage = fc.record({
      at: fc.nat({ max: syria.length - 1 }),
      remove: fc.nat({ max: 40 }),
      insert: fc.oneof(
        fc
          .constantFrom('"', '""', ",", "\n", "\r\n", '"\n', ",,,", "2016-02-30", "-1", "\uFEFF", "999")
          .map((text) => new TextEncoder().encode(text)),
        fc.uint8Array({ maxLength: 4 }),
      ),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(damage, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 5000 }),
        async (damages, piece) => {
          const bytes = damages.reduce((whole, { at, remove, insert }) => {
            const [head, tail] = [whole.subarray(0, at), whole.subarray(at + remove)];
            return Uint8Array.from([...head, ...insert, ...tail]);
          }, syria);
          const opened = await open(streamOf(bytes, piece));
          const { rowsIn, draftsOut, rowsRefused } = opened.tally;
          expect(rowsIn).toBe(draftsOut + rowsRefused);
          expect(opened.drafts).toHaveLength(draftsOut);
          const rowsWithErrors = new Set(errorsOf(opened).flatMap(({ at }) => at.row ?? []));
          expect(rowsWithErrors.size).toBe(rowsRefused);
          expect(new Set(opened.drafts).size).toBe(draftsOut);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("the record of Syria 2016", () => {
  it.each([
    ["ged-syria-2016-02-27_2016-07-31.csv", 2_541, 9],
    ["full/ged-syria-652.1601.1911.csv.gz", 16_566, 101],
  ])("is read whole, nothing refused: %s", async (name, rows, contradictions) => {
    const opened = await open(loadBytes(reports + name));
    expect(opened.tally).toEqual({ rowsIn: rows, draftsOut: rows, rowsRefused: 0 });
    expect(opened.problems.map(({ code }) => code)).toEqual(
      Array.from({ length: contradictions }, () => "ged-deaths-contradict"),
    );
  });

  it("has 13,672 deaths in the first five months, of which 996 events have Da'esh on a side", async () => {
    const { items } = await open(loadBytes(`${reports}ged-syria-2016-02-27_2016-07-31.csv`));
    const drafts = items.flatMap((item) => (item.kind === "draft" ? [item.draft] : []));
    expect(drafts.reduce((sum, { casualties }) => sum + (casualties.best ?? 0), 0)).toBe(13_672);
    expect(drafts.filter(({ sides }) => sides.some((side) => side?.code === "ucdp:234"))).toHaveLength(996);
    expect(drafts.filter(({ label }) => label === "Government of Syria - Syrian insurgents")).toHaveLength(1_405);
    expect(drafts.filter(({ aggregate }) => aggregate)).toHaveLength(65);
    expect(drafts.filter(({ where }) => where.circle === undefined)).toHaveLength(346);
    expect(drafts.filter(({ when }) => !when.exact)).toHaveLength(108);
  });
});
