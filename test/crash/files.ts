import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { csvLine, isGedHeader, parseCsv } from "../../src/formats/index.ts";
import { loadBytes } from "../../src/gateways/index.ts";

const REPORTS = join(import.meta.dirname, "../../examples/syria-2016/reports");
export const FIVE_MONTHS = join(REPORTS, "ged-syria-2016-02-27_2016-07-31.csv");
export const EVERYTHING = join(REPORTS, "full/ged-syria-652.1601.1911.csv.gz");

/** A later release: the same events with one more death in each, and the first `rows` of them only. */
export async function writeRevision(path: string, { rows }: { readonly rows: number }): Promise<string> {
  await pipeline(Readable.from(revised(rows, 1)), createWriteStream(path));
  return path;
}

/** The first `rows` of the five months as they are. */
export async function writePart(path: string, { rows }: { readonly rows: number }): Promise<string> {
  await pipeline(Readable.from(revised(rows, 0)), createWriteStream(path));
  return path;
}

async function* revised(rows: number, more: number): AsyncGenerator<string, void> {
  let columns: readonly string[] = [];
  let done = 0;
  for await (const batch of parseCsv(loadBytes(FIVE_MONTHS), { isHeader: isGedHeader }))
    for (const item of batch) {
      if (item.kind !== "row") continue;
      if (item.row === 0) columns = item.fields;
      else if (++done > rows) return;
      const isCount = (i: number): boolean =>
        item.row > 0 && ["best", "high", "low", "deaths_unknown"].includes(columns[i]!);
      yield `${csvLine(item.fields.map((cell, i) => (isCount(i) ? String(Number(cell) + more) : cell)))}\n`;
    }
}
