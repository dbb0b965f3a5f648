import {
  currentReports,
  incidentsOfAccounts,
  keepSmallItems,
  reportsPutWithOthers,
  type Change,
  type CurrentReport,
  type IncidentOfAccount,
  type SourceBook,
} from "../../store/index.ts";
import type { ReportCounts, ReportsToImport } from "./reports-to-import.ts";
import type { CitedDocument, PreparedReport } from "./prepare-reports.ts";
import { citationId, citationsOf, type ReportRow } from "./report-rows.ts";

/** Adds reports that the record does not have, with their incidents and the documents they cite, in one change. */
export class ReportWriter {
  /** The report of each id that was written. */
  readonly written = new Map<string, string>();
  private readonly change: Change;
  private readonly what: ReportsToImport;
  private readonly sources: SourceBook;
  /** The report of each cited document. */
  private readonly cited = new Map<CitedDocument, string>();

  constructor(change: Change, what: ReportsToImport, sources: SourceBook) {
    this.change = change;
    this.what = what;
    this.sources = sources;
  }

  /** What came of these reports, added to what came of those before. */
  async write(reports: readonly PreparedReport[], before: ReportCounts): Promise<ReportCounts> {
    await this.sources.catchUp(this.change);
    const ids = reports.map(({ id }) => id);
    const known = await currentReports(this.change.client, this.what.dataSet, ids);
    const isKnown = ({ id, report }: PreparedReport): boolean =>
      known.get(id)?.content === report.content && !known.get(id)!.withdrawn;
    const news = reports.filter((prepared) => !isKnown(prepared));
    // Who told it is not in the content of a report, nor in its digest, and may be corrected alone.
    const retold = reports.filter((one) => isKnown(one) && known.get(one.id)!.source !== this.sourceOf(one));
    const documents = await this.noteDocuments(news);
    // One that was taken back is new again.
    const revised = news.flatMap(({ id }) => (known.get(id)?.withdrawn === false ? known.get(id)!.id : []));
    const incidents = await incidentsOfAccounts(this.change.client, revised);
    const matched = await reportsPutWithOthers(this.change.client, revised);
    for (const prepared of news) {
      const earlier = known.get(prepared.id);
      // A report that was put with others stays there, and makes no incident again when it is revised.
      if (earlier && matched.has(earlier.id)) this.addReport(prepared, earlier);
      else this.addEvent(prepared, { report: earlier, incident: earlier && incidents.get(earlier.id) });
    }
    for (const prepared of retold) this.addReport(prepared, known.get(prepared.id));
    return {
      ...before,
      added: before.added + news.length - revised.length,
      revised: before.revised + revised.length + retold.length,
      unchanged: before.unchanged + reports.length - news.length - retold.length,
      cited: before.cited + documents,
    };
  }

  private addReport(prepared: PreparedReport, known: CurrentReport | undefined): string {
    const { audience } = this.what;
    const said = { ...prepared.report, source: this.sourceOf(prepared) };
    const report = this.change.add("report", { audience, ...replacing(known) }, said);
    this.written.set(prepared.id, report);
    return report;
  }

  private addEvent(
    prepared: PreparedReport,
    known: { readonly report: CurrentReport | undefined; readonly incident: IncidentOfAccount | undefined },
  ): void {
    const { audience } = this.what;
    const report = this.addReport(prepared, known.report);
    const incident = this.change.add(
      "incident",
      { audience, ...replacing(known.incident) },
      { ...prepared.incident, ...known.incident?.levels, account: report },
    );
    const member = { incident, reason: "as the data set has it" };
    if (!known.incident) this.change.add("incident_member", { audience }, { ...member, report, standing: "account" });
    for (const document of prepared.documents) {
      const cited = this.cited.get(document)!;
      if (!known.incident?.members.has(cited))
        this.change.add("incident_member", { audience }, { ...member, report: cited, standing: "cited" });
    }
  }

  private sourceOf({ source }: PreparedReport): string | null {
    const { dataSet, publisher = dataSet, protection, audience } = this.what;
    const name = source ?? (protection === "open" ? publisher : undefined);
    if (name === undefined) return null;
    return this.sources.idOf(this.change, { name, kind: "unsaid", protection, audience });
  }

  /** Cited documents become items and reports of their own, each once however often it is cited. How many are new. */
  private async noteDocuments(reports: readonly PreparedReport[]): Promise<number> {
    const documents = [...new Set(reports.flatMap((report) => [...report.documents]))];
    if (documents.length === 0) return 0;
    const { audience, dataSet } = this.what;
    const items = documents.map(({ digest, text }) => ({
      digest,
      bytes: Buffer.from(text),
      name: "a cited document",
      mediaType: "application/json",
      audience: [],
    }));
    const fresh = await keepSmallItems(this.change, items);
    // What was not there as an item nobody can have reported yet.
    const earlier = documents.filter(({ digest }) => !fresh.has(digest)).map(({ digest }) => citationId(digest));
    const known = await currentReports(this.change.client, citationsOf(dataSet), earlier);
    let added = 0;
    for (const document of documents) {
      const before = known.get(citationId(document.digest));
      if (!before) added += 1;
      this.cited.set(document, before?.id ?? this.change.add("report", { audience }, this.citation(document)));
    }
    return added;
  }

  private citation({ office, report }: CitedDocument): ReportRow & { readonly source: string | null } {
    const { audience } = this.what;
    if (office === undefined) return { ...report, source: null };
    const publisher = { name: office, kind: "published", protection: "open", audience } as const;
    return { ...report, source: this.sources.idOf(this.change, publisher) };
  }
}

function replacing(known: { readonly id: string; readonly row: number } | undefined): {
  readonly id?: string;
  readonly supersedes?: number;
} {
  return known ? { id: known.id, supersedes: known.row } : {};
}
