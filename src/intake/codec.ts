import type {
  ByteStream,
  ColumnMapping,
  GedOptions,
  KoboOptions,
  ReportItem,
  ReportReadOptions,
  ReportStream,
} from "../formats/index.ts";
import type { FileHead } from "./file-head.ts";

/** One format of files of reports. The list of them is `codecs.ts`; their order breaks ties. */
export interface ReportCodec {
  /** Stable and short: `ucdp-ged`. */
  readonly name: string;
  /** What people call it. */
  readonly title: string;
  /** Endings of file names, without the dot. They never decide alone. */
  readonly extensions: readonly string[];
  /** How sure the first bytes are of this format: 0 it is not, 1 it can be nothing else. */
  sniff(head: FileHead): number;
  /** What is in the file, as its bytes come. Every row of it is one item of kind `row`. */
  read(bytes: ByteStream, options: OpenOptions): AsyncIterable<readonly ReportItem[]>;
  /** Reports as a file of this format. What it could not hold is said among the bytes; after an error the file is not whole. */
  readonly write?: (reports: ReportStream, options: WriteOptions) => ByteStream;
  /** Whether reading what was written gives the same reports, whatever they say. */
  readonly isLossless: boolean;
}

export interface OpenOptions extends ReportReadOptions, Pick<GedOptions, "zoneOf">, Pick<KoboOptions, "submittedIn"> {
  /** Which column of a table, or question of a form, holds what. With it the file is read by it alone, whatever it may be. */
  readonly mapping?: ColumnMapping;
}

export interface WriteOptions {
  /** Of names of columns, where the format has them. */
  readonly language?: "en" | "ar";
}
