import { setImmediate as nextTurn } from "node:timers/promises";
import { formatMapping } from "../../formats/index.ts";
import { loadBytes, unpackBytes } from "../../gateways/index.ts";
import { openReports } from "../../intake/index.ts";
import type { Problem } from "../../kit/index.ts";
import {
  digestOf,
  findImportRun,
  isRevisedSince,
  itemBytes,
  noteImportRun,
  type Change,
  type SourceBook,
  type Store,
} from "../../store/index.ts";
import { NO_REPORTS, type ReportCounts, type ReportsToImport } from "./reports-to-import.ts";
import { PreparedBatch } from "./prepare-reports.ts";
import { ReportWriter } from "./write-reports.ts";

export interface ImportReportsOptions {
  readonly store: Store;
  readonly sources: SourceBook;
  readonly by: string;
  readonly isPreview: boolean;
  /** Read an item again that was read before, and what it says then stands, even if a later file had revised it. */
  readonly again?: boolean;
  readonly onProgress?: (rowsDone: number) => void;
  /** In the transaction of each batch: asks for what is to follow from it. */
  readonly onChange?: (change: Change) => Promise<void>;
}

export interface ImportedReports {
  readonly counts: ReportCounts;
  readonly problems: readonly Problem[];
  /** Rows that an earlier, interrupted import had done. */
  readonly resumedAt: number;
}

/** Rows in one transaction: enough to be quick, few enough that a crash costs little. */
const BATCH = 1000;

/** So often the preparing of a batch stands back, so that the writing of the one before it can go on. */
const ROWS_A_TURN = 25;

/** Reads an item of the record as reports, from where an earlier import was interrupted, if one was. */
export async function importReports(what: ReportsToImport, options: ImportReportsOptions): Promise<ImportedReports> {
  const { store } = options;
  const reading = readingOf(what);
  let earlier = await findImportRun(store, what.digest, reading);
  const problems: Problem[] = [];
  if (earlier?.done) {
    const isRevised = await isRevisedSince(store, what);
    if (isRevised && options.again) earlier = undefined;
    else {
      if (isRevised) problems.push(revisedSince(what.name));
      return { counts: repeated(earlier.counts as unknown as ReportCounts), problems, resumedAt: 0 };
    }
  }
  const resumedAt = earlier?.rowsDone ?? 0;
  const bytes = options.isPreview ? loadBytes(what.path) : unpackBytes(itemBytes(store, what.digest), what);
  const opened = openReports(bytes, { file: what.name, ...(what.mapping ? { mapping: what.mapping } : {}) });
  const importer = new BatchImporter(
    { what, reading, options },
    (earlier?.counts as ReportCounts | undefined) ?? NO_REPORTS,
  );
  let batch = importer.begin();
  let seen = 0;
  const handOver = async (done: boolean): Promise<void> => {
    const { rowsIn: read, rowsRefused: refused } = opened.tally();
    await importer.write({ batch, read, refused, rowsDone: seen, done });
    batch = importer.begin();
  };
  try {
    for await (const item of opened.items) {
      if (item.kind === "problem") problems.push(item.problem);
      else if (++seen > resumedAt) batch.add(item.draft, seen - 1);
      if (batch.reports.length === BATCH) await handOver(false);
      if (seen % ROWS_A_TURN === 0) await nextTurn();
    }
    await handOver(true);
  } finally {
    await importer.settled();
  }
  return { counts: importer.counts, problems, resumedAt };
}

/** The same bytes read in another way are another import. */
function readingOf({ dataSet, mapping }: ReportsToImport): string {
  const by = mapping === undefined ? "" : `, by the mapping ${digestOf(formatMapping(mapping)).slice(0, 16)}`;
  return `reports of ${dataSet}${by}`;
}

/** The same files in the same order come to the same, so an older one does not undo a newer one unless it is to. */
function revisedSince(file: string): Problem {
  const message = "these very bytes were read before, and a later file has revised what they say; that stands";
  const hint = "import it with --again if what this file says is to stand again";
  return { code: "revised-since", severity: "warning", at: { file }, message, hint };
}

/** The same item again says nothing new. */
function repeated({ read, refused }: ReportCounts): ReportCounts {
  return { ...NO_REPORTS, read, refused, unchanged: read - refused };
}

interface BatchToWrite {
  readonly batch: PreparedBatch;
  /** Rows of the item so far, and how many of them were refused. */
  readonly read: number;
  readonly refused: number;
  /** Drafts of the item that are dealt with when the batch is written. */
  readonly rowsDone: number;
  readonly done: boolean;
}

interface Importing {
  readonly what: ReportsToImport;
  readonly reading: string;
  readonly options: ImportReportsOptions;
}

/** Writes batches one after the other, each while the next is prepared: the database works on another core. */
class BatchImporter {
  counts: ReportCounts;
  private readonly importing: Importing;
  private writing: Promise<void> = Promise.resolve();

  constructor(importing: Importing, counts: ReportCounts) {
    this.importing = importing;
    this.counts = counts;
  }

  begin(): PreparedBatch {
    const { digest, dataSet, protection } = this.importing.what;
    return new PreparedBatch({ dataSet, item: digest, isOpen: protection === "open" });
  }

  /** Begins to write, after what was begun before is written. @throws what went wrong with that. */
  async write(batch: BatchToWrite): Promise<void> {
    await this.writing;
    this.writing = this.commit(batch);
    // It is thrown to whoever waits for it next.
    this.writing.catch(() => undefined);
    if (batch.done) await this.writing;
  }

  /** When nothing is being written any more, well or not. */
  async settled(): Promise<void> {
    await this.writing.catch(() => undefined);
  }

  private async commit({ batch, read, refused, rowsDone, done }: BatchToWrite): Promise<void> {
    const { what, reading, options } = this.importing;
    let isCommitted = false;
    try {
      const { result } = await options.store.change(async (change) => {
        const writer = new ReportWriter(change, what, options.sources);
        const counts = await writer.write(batch.reports, { ...this.counts, read, refused });
        await noteImportRun(change, { digest: what.digest, reading, rowsDone, done, counts: { ...counts } });
        const body = { item: what.digest, dataSet: what.dataSet, rows: batch.reports.length };
        // Also when nothing is new: that the item was read to here is part of the record.
        const act = { by: options.by, act: "import-reports", body };
        if (!options.isPreview) await options.onChange?.(change);
        return { result: counts, act: options.isPreview ? undefined : act };
      });
      isCommitted = !options.isPreview;
      this.counts = result;
      options.onProgress?.(rowsDone);
    } finally {
      options.sources.settle(isCommitted);
    }
  }
}
