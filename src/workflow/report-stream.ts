import { loadBytes } from "../gateways/index.ts";
import { openReports, type OpenedReports } from "../intake/index.ts";

/** Where reports come from: a file, or the record. Read once or, for a text that counts events, twice. */
export interface ReportStream {
  /** Named in messages. */
  readonly name: string;
  open(onProgress?: (done: number, total: number) => void): OpenedReports;
}

export function streamsOf(files: readonly string[]): readonly ReportStream[] {
  return files.map((file) => ({
    name: file,
    open: (onProgress) => openReports(loadBytes(file, onProgress ? { onProgress } : {}), { file }),
  }));
}
