import { formatMapping, parseCsv, type ColumnMapping, type MappingProposal } from "../../formats/index.ts";
import { loadBytes } from "../../gateways/index.ts";
import { openReports } from "../../intake/index.ts";
import type { Keys, Store } from "../../store/index.ts";
import { importPaths, type ImportedFile, type ImportOptions } from "./import-paths.ts";
import { inReadingOrder } from "./order-files.ts";
import { proposeForFile } from "./propose-mapping.ts";

/** What would come of a file, if it were imported. */
export interface FilePreviewed extends ImportedFile {
  /** Of a file of reports: what it was found to be. Unset: nothing known; then columns can be mapped. */
  readonly format?: string;
  /** Of a table of text: its columns, and which of ours they may be. */
  readonly table?: TablePreviewed;
}

export interface TablePreviewed {
  readonly columns: readonly ColumnPreviewed[];
  /** What is proposed, as a mapping to be corrected: docs/formats/mapping.md. */
  readonly mapping: string;
}

export interface ColumnPreviewed {
  /** The name in the first row. */
  readonly source: string;
  /** Different cells, the first of them. */
  readonly samples: readonly string[];
  /** Ours, if one is proposed. */
  readonly column?: string;
  readonly reason: string;
  readonly dayOrder?: string;
  /** Words of theirs that need one of ours beside them. */
  readonly words: readonly string[];
}

export type PreviewOptions = Omit<ImportOptions, "isPreview" | "keepsGoing"> & { readonly paths: readonly string[] };

/** Says what would come of files that lie in one folder, and changes nothing. Each as if those before it had been recorded. */
export async function previewFiles(
  store: Store,
  keys: Keys,
  { paths, ...options }: PreviewOptions,
): Promise<readonly FilePreviewed[]> {
  const ordered = await inReadingOrder(paths);
  const files = await importPaths(store, keys, { ...options, paths: ordered, isPreview: true, keepsGoing: true });
  return Promise.all(
    files.map(async (file): Promise<FilePreviewed> => {
      if (file.kind !== "reports") return file;
      const format = await formatOf(file.file, options.mapping);
      const table = await tableOf(file.file);
      return { ...file, ...(format === undefined ? {} : { format }), ...(table ? { table } : {}) };
    }),
  );
}

async function formatOf(path: string, mapping: ColumnMapping | undefined): Promise<string | undefined> {
  const opened = openReports(loadBytes(path), { file: path, ...(mapping ? { mapping } : {}) });
  for await (const _ of opened.items) break;
  return opened.format();
}

const SAMPLES = 5;
const ROWS_LOOKED_AT = 200;
const LONGEST_SAMPLE = 200;

async function tableOf(path: string): Promise<TablePreviewed | undefined> {
  const proposed = await proposeForFile(path, "table").catch(() => undefined);
  if (!proposed) return undefined;
  const [header = [], ...rows] = await firstRows(path);
  const columns = header.map((source, i): ColumnPreviewed => {
    const cells = rows.map((row) => (row[i] ?? "").trim()).filter((cell) => cell !== "");
    const samples = [...new Set(cells)].slice(0, SAMPLES).map((cell) => cell.slice(0, LONGEST_SAMPLE));
    return { source, samples, ...proposalOf(source, proposed.proposal) };
  });
  return { columns, mapping: formatMapping(proposed.mapping) };
}

function proposalOf(source: string, { columns, unused }: MappingProposal): Omit<ColumnPreviewed, "source" | "samples"> {
  const found = columns.find((one) => one.source === source);
  if (!found)
    return { reason: unused.find((one) => one.source === source)?.reason ?? "nothing is proposed", words: [] };
  const { column, reason, dayOrder, words } = found;
  return { column, reason, ...(dayOrder === undefined ? {} : { dayOrder }), words };
}

async function firstRows(path: string): Promise<readonly (readonly string[])[]> {
  const rows: (readonly string[])[] = [];
  for await (const batch of parseCsv(loadBytes(path), { file: path })) {
    for (const item of batch) if (item.kind === "row") rows.push(item.fields);
    if (rows.length > ROWS_LOOKED_AT) break;
  }
  return rows.slice(0, ROWS_LOOKED_AT);
}
