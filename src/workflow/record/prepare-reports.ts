import type { Citation, ReportDraft } from "../../domain/index.ts";
import { digestOf } from "../../store/index.ts";
import {
  citationRow,
  citationText,
  incidentRow,
  reportRow,
  type IncidentRow,
  type Origin,
  type ReportRow,
} from "./report-rows.ts";

/** A draft with all that follows from it alone. */
export interface PreparedReport {
  readonly id: string;
  /** Who tells, by name, if the draft says. */
  readonly source: string | undefined;
  readonly report: ReportRow;
  readonly incident: IncidentRow;
  readonly documents: ReadonlySet<CitedDocument>;
}

export interface CitedDocument {
  /** The bytes that stand for it in the record, and their SHA-256. */
  readonly text: string;
  readonly digest: string;
  /** Who published it. */
  readonly office: string | undefined;
  readonly report: ReportRow;
}

/** Reports to be written together. What needs no look at the record is worked out here, while the batch before is written. */
export class PreparedBatch {
  readonly reports: PreparedReport[] = [];
  private readonly origin: Omit<Origin, "place">;
  /** Each cited document once, however often it is cited. */
  private readonly documents = new Map<string, CitedDocument>();

  constructor(origin: Omit<Origin, "place">) {
    this.origin = origin;
  }

  add(draft: ReportDraft, place: number): void {
    this.reports.push({
      id: draft.id,
      source: draft.source,
      report: reportRow(draft, { ...this.origin, place }),
      incident: incidentRow(draft),
      documents: new Set(draft.citations.map((citation) => this.document(citation))),
    });
  }

  private document(citation: Citation): CitedDocument {
    const text = citationText(citation);
    const known = this.documents.get(text);
    if (known) return known;
    const digest = digestOf(text);
    const report = citationRow(citation, { dataSet: this.origin.dataSet, item: digest });
    const document = { digest, text, office: citation.office, report };
    this.documents.set(text, document);
    return document;
  }
}
