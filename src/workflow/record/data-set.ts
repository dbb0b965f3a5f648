import { basename } from "node:path";
import { isGedHeader, parseCsv } from "../../formats/index.ts";
import { loadBytes } from "../../gateways/index.ts";

export interface DataSet {
  /** Ids are told apart within it, over all its releases. */
  readonly name: string;
  /** Its sources are published, so that they may be named. */
  readonly isPublished: boolean;
}

/** The data set that a file is a release of: a known one by its columns, else one of the file's own name. */
export async function dataSetOf(path: string): Promise<DataSet> {
  for await (const batch of parseCsv(loadBytes(path), { file: path, isHeader: isGedHeader })) {
    const first = batch.find((item) => item.kind === "row");
    if (!first) continue;
    if (isGedHeader(first.fields) || first.fields.length === 49) return { name: "ucdp-ged", isPublished: true };
    break;
  }
  return { name: basename(path).replace(/\.gz$/u, ""), isPublished: false };
}
