import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { reportFrom } from "../../src/domain/index.ts";
import { encodeReport } from "../../src/formats/index.ts";
import { loadBytes } from "../../src/gateways/index.ts";
import { openReports } from "../../src/intake/index.ts";
import { canonicalJson } from "../../src/store/index.ts";
import type { ReportCounts } from "../../src/workflow/record/reports-to-import.ts";
import { citationText } from "../../src/workflow/record/report-rows.ts";

/** What the record has to hold when all files were imported, however often it was killed on the way. */
export interface Expected {
  readonly files: readonly FileExpected[];
  /** The content of each event as the last file has it, by its id. */
  readonly events: ReadonlyMap<string, string>;
  readonly citations: number;
}

export interface FileExpected {
  readonly path: string;
  /** SHA-256, in hex. */
  readonly digest: string;
  readonly counts: ReportCounts;
}

/** Worked out from the files alone, one after the other. */
export async function expectedOf(paths: readonly string[]): Promise<Expected> {
  const events = new Map<string, string>();
  const citations = new Set<string>();
  const files: FileExpected[] = [];
  for (const path of paths) {
    const counts = { read: 0, added: 0, revised: 0, unchanged: 0, refused: 0, cited: 0 };
    const opened = openReports(loadBytes(path), {});
    for await (const item of opened.items) {
      if (item.kind === "problem") continue;
      const draft = reportFrom(item.draft);
      const content = canonicalJson(encodeReport(draft));
      const before = events.get(draft.id);
      counts[before === undefined ? "added" : before === content ? "unchanged" : "revised"] += 1;
      events.set(draft.id, content);
      for (const citation of draft.citations) {
        const text = citationText(citation);
        if (before !== content && !citations.has(text)) counts.cited += 1;
        if (before !== content) citations.add(text);
      }
    }
    const { rowsIn: read, rowsRefused: refused } = opened.tally();
    const digest = createHash("sha256").update(readFileSync(path)).digest("hex");
    files.push({ path, digest, counts: { ...counts, read, refused } });
  }
  return { files, events, citations: citations.size };
}
