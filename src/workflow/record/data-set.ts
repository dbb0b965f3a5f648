import { basename } from "node:path";
import { loadBytes } from "../../gateways/index.ts";
import { openReports } from "../../intake/index.ts";
import type { Keys } from "../../store/index.ts";

export interface DataSet {
  /** What people call it: a known one, the name that they gave it, or that of its file. */
  readonly name: string;
  /**
   * What it is called in the record, where ids are told apart within it over all its releases. A name that is not that of a
   * known data set may tell who it is from, and stands there as a handle.
   */
  readonly key: string;
  /** Its sources are published under their own names. */
  readonly isPublished: boolean;
}

/** Data sets whose ids stay over releases, by the format that only they have. */
const KNOWN: Readonly<Record<string, string>> = { "ucdp-ged": "ucdp-ged", "acled-csv": "acled" };

/** The data set that a file is a release of: the one that is named, a known one by its format, or one of the file's own name. */
export async function dataSetOf(path: string, keys: Keys, named?: string): Promise<DataSet> {
  const opened = openReports(loadBytes(path), { file: path });
  // What a file is, is known with its first row.
  for await (const _ of opened.items) break;
  const known = KNOWN[opened.format() ?? ""];
  const name = named ?? known ?? basename(path).replace(/\.gz$/u, "");
  const key = Object.values(KNOWN).includes(name) ? name : keys.dataSetOf(name);
  return { name, key, isPublished: known !== undefined };
}
