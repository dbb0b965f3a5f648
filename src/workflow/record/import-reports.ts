import { reportFrom, type Citation, type OccurrenceDraft, type ReportDraft } from "../../domain/index.ts";
import { loadBytes, unpackBytes } from "../../gateways/index.ts";
import { openReports } from "../../intake/index.ts";
import type { Problem } from "../../kit/index.ts";
import {
  findImportRun,
  itemBytes,
  keepSmallItems,
  noteImportRun,
  type Change,
  type Protection,
  type SourceBook,
  type Store,
} from "../../store/index.ts";
import { citationBytes, citationRow, incidentRow, reportRow } from "./report-rows.ts";

/** What became of the rows of an item: read = new + revised + unchanged + refused. */
export interface ReportCounts {
  readonly read: number;
  readonly added: number;
  readonly revised: number;
  readonly unchanged: number;
  readonly refused: number;
  /** Documents cited by new rows that the record did not have. */
  readonly cited: number;
}

export const NO_REPORTS: ReportCounts = { read: 0, added: 0, revised: 0, unchanged: 0, refused: 0, cited: 0 };

export interface ReportsToImport {
  /** The file, for a preview; what is committed is read from the record's own copy. */
  readonly path: string;
  readonly digest: string;
  readonly name: string;
  readonly size: number;
  /** Ids are told apart within it: the same id again is a revision. */
  readonly dataSet: string;
  readonly audience: readonly string[];
  readonly protection: Protection;
}

export interface ImportReportsOptions {
  readonly store: Store;
  readonly sources: SourceBook;
  readonly by: string;
  readonly isPreview: boolean;
  readonly onProgress?: (rowsDone: number) => void;
}

export interface ImportedReports {
  readonly counts: ReportCounts;
  readonly problems: readonly Problem[];
  /** Rows that an earlier, interrupted import had done. */
  readonly resumedAt: number;
}

/** Rows in one transaction: enough to be quick, few enough that a crash costs little. */
const BATCH = 1000;

/** Reads an item of the record as reports, from where an earlier import was interrupted, if one was. */
export async function importReports(what: ReportsToImport, options: ImportReportsOptions): Promise<ImportedReports> {
  const { store } = options;
  const reading = `reports of ${what.dataSet}`;
  const earlier = await findImportRun(store, what.digest, reading);
  const resumedAt = earlier?.rowsDone ?? 0;
  const problems: Problem[] = [];
  if (earlier?.done) return { counts: repeated(earlier.counts as unknown as ReportCounts), problems, resumedAt };
  let counts = (earlier?.counts as ReportCounts | undefined) ?? NO_REPORTS;
  const bytes = options.isPreview ? loadBytes(what.path) : unpackBytes(itemBytes(store, what.digest), what);
  const opened = openReports(bytes, { file: what.name });
  let drafts: ReportDraft[] = [];
  let seen = 0;
  const flush = async (done: boolean): Promise<void> => {
    const { rowsIn, rowsRefused } = opened.tally();
    counts = { ...counts, read: rowsIn, refused: rowsRefused };
    counts = await importBatch(drafts, { what, options, counts, progress: { reading, rowsDone: seen, done } });
    drafts = [];
    options.onProgress?.(seen);
  };
  for await (const item of opened.items) {
    if (item.kind === "problem") problems.push(item.problem);
    else if (++seen > resumedAt) drafts.push(asReport(item.draft));
    if (drafts.length === BATCH) await flush(false);
  }
  await flush(true);
  return { counts, problems, resumedAt };
}

/** The same item again says nothing new. */
function repeated({ read, refused }: ReportCounts): ReportCounts {
  return { ...NO_REPORTS, read, refused, unchanged: read - refused };
}

function asReport(draft: OccurrenceDraft | ReportDraft): ReportDraft {
  return "acts" in draft ? draft : reportFrom(draft);
}

interface Batch {
  readonly what: ReportsToImport;
  readonly options: ImportReportsOptions;
  readonly counts: ReportCounts;
  readonly progress: { readonly reading: string; readonly rowsDone: number; readonly done: boolean };
}

async function importBatch(drafts: readonly ReportDraft[], batch: Batch): Promise<ReportCounts> {
  const { what, options, progress } = batch;
  let isCommitted = false;
  try {
    const { result } = await options.store.change(async (change) => {
      const counts = await new BatchWriter(change, batch).write(drafts);
      await noteImportRun(change, { digest: what.digest, ...progress, counts: { ...counts } });
      const body = { item: what.digest, dataSet: what.dataSet, rows: drafts.length };
      // Also when nothing is new: that the item was read to here is part of the record.
      const act = { by: options.by, act: "import-reports", body };
      return { result: counts, act: options.isPreview ? undefined : act };
    });
    isCommitted = !options.isPreview;
    return result;
  } finally {
    options.sources.settle(isCommitted);
  }
}

interface Known {
  readonly row: number;
  readonly id: string;
  readonly content: string;
}

class BatchWriter {
  private readonly change: Change;
  private readonly what: ReportsToImport;
  private readonly sources: SourceBook;
  private readonly start: ReportCounts;
  private readonly place: number;
  private citedIds = new Map<string, string>();
  private cited = 0;

  constructor(change: Change, { what, options, counts, progress }: Batch) {
    this.change = change;
    this.what = what;
    this.sources = options.sources;
    this.start = counts;
    this.place = progress.rowsDone;
  }

  async write(drafts: readonly ReportDraft[]): Promise<ReportCounts> {
    const known = await this.knownReports(
      drafts.map(({ id }) => id),
      this.what.dataSet,
    );
    let { added, revised, unchanged } = this.start;
    const fresh: {
      readonly draft: ReportDraft;
      readonly row: ReturnType<typeof reportRow>;
      readonly known: Known | undefined;
    }[] = [];
    for (const [i, draft] of drafts.entries()) {
      const row = this.rowOf(draft, this.place - drafts.length + i);
      const before = known.get(draft.id);
      if (before?.content === row.content) unchanged += 1;
      else {
        if (before) revised += 1;
        else added += 1;
        fresh.push({ draft, row, known: before });
      }
    }
    await this.noteCitations(fresh.flatMap(({ draft }) => draft.citations));
    const incidents = await this.knownIncidents(fresh.flatMap(({ known: before }) => (before ? [before.id] : [])));
    for (const { draft, row, known: before } of fresh)
      this.addEvent(draft, row, { before, incident: before && incidents.get(before.id) });
    return { ...this.start, added, revised, unchanged, cited: this.start.cited + this.cited };
  }

  private rowOf(draft: ReportDraft, place: number): ReturnType<typeof reportRow> {
    const { dataSet, digest, protection, audience } = this.what;
    const name = draft.source ?? (protection === "open" ? dataSet : undefined);
    const source =
      name === undefined ? null : this.sources.idOf(this.change, { name, kind: "unsaid", protection, audience });
    return reportRow(draft, { dataSet, item: digest, place, source, isOpen: protection === "open" });
  }

  private addEvent(draft: ReportDraft, row: ReturnType<typeof reportRow>, { before, incident }: Before): void {
    const { audience } = this.what;
    const report = this.change.add(
      "report",
      { audience, ...(before ? { id: before.id, supersedes: before.row } : {}) },
      row,
    );
    const said = incidentRow(draft, report, draft.where.within.at(-1) ?? draft.where.country ?? null);
    const id = this.change.add(
      "incident",
      { audience, ...(incident ? { id: incident.id, supersedes: incident.row } : {}) },
      said,
    );
    const member = { incident: id, reason: "as the data set has it" };
    if (!incident) this.change.add("incident_member", { audience }, { ...member, report, standing: "account" });
    for (const citation of new Set(draft.citations.map(keyOf))) {
      const cited = this.citedIds.get(citation);
      if (cited !== undefined && !incident?.members.has(cited))
        this.change.add("incident_member", { audience }, { ...member, report: cited, standing: "cited" });
    }
  }

  private async knownReports(ids: readonly string[], dataSet: string): Promise<ReadonlyMap<string, Known>> {
    const { rows } = await this.change.client.query<{ external_id: string; row: number; id: string; content: Buffer }>(
      "select external_id, row, id, content from report where data_set = $1 and external_id = any($2) and superseded_at is null",
      [dataSet, ids],
    );
    return new Map(
      rows.map(({ external_id, row, id, content }) => [external_id, { row, id, content: content.toString("hex") }]),
    );
  }

  private async knownIncidents(reports: readonly string[]): Promise<ReadonlyMap<string, KnownIncident>> {
    if (reports.length === 0) return new Map();
    const { rows } = await this.change.client.query<{ account: string; id: string; row: number; members: string[] }>(
      `select i.account, i.id, i.row, array(select m.report::text from incident_member m where m.incident = i.id and m.superseded_at is null) as members
       from incident i where i.account = any($1::uuid[]) and i.superseded_at is null`,
      [reports],
    );
    return new Map(rows.map(({ account, id, row, members }) => [account, { id, row, members: new Set(members) }]));
  }

  /** Cited documents become items and reports of their own, each once however often it is cited. */
  private async noteCitations(citations: readonly Citation[]): Promise<void> {
    const each = [...new Map(citations.map((citation) => [keyOf(citation), citation])).entries()];
    if (each.length === 0) return;
    const { audience, dataSet } = this.what;
    const items = each.map(([, citation]) => ({
      bytes: citationBytes(citation),
      name: "a cited document",
      mediaType: "application/json",
      audience: [],
    }));
    const digests = await keepSmallItems(this.change, items);
    const known = await this.knownReports(
      digests.map((digest) => digest.slice(0, 32)),
      `${dataSet} citations`,
    );
    for (const [i, [key, citation]] of each.entries()) {
      const item = digests[i]!;
      const before = known.get(item.slice(0, 32));
      if (!before) this.cited += 1;
      this.citedIds.set(
        key,
        before?.id ??
          this.change.add(
            "report",
            { audience },
            citationRow(citation, { dataSet, item, source: this.publisher(citation) }),
          ),
      );
    }
  }

  private publisher({ office }: Citation): string | null {
    if (office === undefined) return null;
    return this.sources.idOf(this.change, {
      name: office,
      kind: "published",
      protection: "open",
      audience: this.what.audience,
    });
  }
}

interface KnownIncident {
  readonly id: string;
  readonly row: number;
  readonly members: ReadonlySet<string>;
}

interface Before {
  readonly before: Known | undefined;
  readonly incident: KnownIncident | undefined;
}

function keyOf({ office, date, headline }: Citation): string {
  return `${office ?? ""}\n${date ?? ""}\n${headline}`;
}
