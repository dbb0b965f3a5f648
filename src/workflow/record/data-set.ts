import { basename } from "node:path";
import { loadBytes } from "../../gateways/index.ts";
import { openReports } from "../../intake/index.ts";

export interface DataSet {
  /** Ids are told apart within it, over all its releases. */
  readonly name: string;
  /** Its sources are published under their own names. */
  readonly isPublished: boolean;
}

/** Data sets whose ids stay over releases, by the format that only they have. */
const KNOWN: Readonly<Record<string, string>> = { "ucdp-ged": "ucdp-ged", "acled-csv": "acled" };

/** The data set that a file is a release of: a known one by its format, else one of the file's own name. */
export async function dataSetOf(path: string): Promise<DataSet> {
  const opened = openReports(loadBytes(path), { file: path });
  // What a file is, is known with its first row.
  for await (const _ of opened.items) break;
  const known = KNOWN[opened.format() ?? ""];
  if (known !== undefined) return { name: known, isPublished: true };
  return { name: basename(path).replace(/\.gz$/u, ""), isPublished: false };
}
