import { parseCsv, readKoboJson, readMapped, readXlsxTable, type ColumnMapping } from "../formats/index.ts";
import type { ReportCodec } from "./codec.ts";
import { isJson, isPackedOrOld, type FileHead } from "./file-head.ts";

/** Somebody else's table or form, read by a mapping of its columns. */
export function mappedCodec(mapping: ColumnMapping, head: FileHead): ReportCodec {
  return {
    name: "mapped",
    title: mapping.name,
    extensions: [],
    isLossless: false,
    sniff: () => 1,
    read: (bytes, options) => {
      const file = options.file === undefined ? {} : { file: options.file };
      if (isJson(head)) return readKoboJson(bytes, { ...options, mapping });
      if (!isPackedOrOld(head)) return readMapped(parseCsv(bytes, file), mapping, options);
      return readMapped(readXlsxTable(bytes, { ...file, isTable: hasColumnOf(mapping) }), mapping, options);
    },
  };
}

function hasColumnOf({ columns }: ColumnMapping): (header: readonly string[]) => boolean {
  const wanted = new Set(columns.flatMap(({ from }) => from.map((name) => name.trim())));
  return (header) => header.some((name) => wanted.has(name.trim()));
}
