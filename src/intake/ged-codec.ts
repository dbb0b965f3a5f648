import { reportFrom } from "../domain/index.ts";
import {
  createGedRowParser,
  gedColumns,
  isGedHeader,
  parseCsv,
  parseGedHeader,
  refusedRow,
  writeGedCsv,
  type ByteStream,
  type CsvRow,
  type GedRowParser,
  type ReportItem,
} from "../formats/index.ts";
import type { Place } from "../kit/index.ts";
import type { OpenOptions, ReportCodec } from "./codec.ts";

/** UCDP's data set of lethal events. What is written is in its form, as far as that has words. */
export const ucdpGed: ReportCodec = {
  name: "ucdp-ged",
  title: "UCDP Georeferenced Event Dataset (CSV)",
  extensions: ["csv"],
  sniff: ({ firstRow }) => likenessOfGed(firstRow),
  read: readGed,
  write: (reports) => writeGedCsv(reports),
  isLossless: false,
};

function likenessOfGed(first: readonly string[]): number {
  const names = new Set<string>(gedColumns);
  if (isGedHeader(first)) return first.filter((name) => names.has(name.trim().toLowerCase())).length / first.length;
  const isHeaderless = first.length === gedColumns.length && /^\d+$/u.test(first[0]?.trim() ?? "");
  return isHeaderless ? 0.9 : 0;
}

async function* readGed(
  bytes: ByteStream,
  options: OpenOptions,
): AsyncGenerator<readonly ReportItem[], void, undefined> {
  const file: Place = options.file === undefined ? {} : { file: options.file };
  let parser: GedRowParser | undefined;
  for await (const batch of parseCsv(bytes, { ...file, isHeader: isGedHeader })) {
    const items: ReportItem[] = [];
    for (const item of batch) {
      if (item.kind === "row" && parser === undefined) {
        const header = parseGedHeader(item.fields, { ...file, line: item.line });
        for (const problem of header.problems) items.push({ kind: "problem", problem });
        if (!header.ok) return yield items;
        parser = createGedRowParser(header.layout, options);
        if (!header.isData) continue;
      }
      if (item.kind === "problem") items.push(item);
      else if (item.kind === "broken") items.push(refusedRow(item.problem));
      else if (parser !== undefined) items.push(rowOf(item, parser, file));
    }
    yield items;
  }
}

function rowOf(row: CsvRow, parser: GedRowParser, file: Place): ReportItem {
  const { draft, problems } = parser.parse(row);
  const at = { ...file, line: row.line, row: row.row };
  return { kind: "row", draft: draft === undefined ? undefined : reportFrom(draft), problems, at };
}
