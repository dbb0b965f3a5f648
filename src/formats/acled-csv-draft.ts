import type { ReportDraft } from "../domain/index.ts";
import type { AcledColumn } from "./acled-csv-columns.ts";

/**
 * A row of the Armed Conflict Location & Event Data set: one event of one day, as a trained coder put it together from press,
 * monitors and partners (ACLED Codebook, 2024). The data set lives: events are changed and taken out, and `timestamp` says
 * when this version was uploaded.
 */
export interface AcledReportDraft extends ReportDraft {
  /** What ACLED says and a report has no words for, as written; columns that are blank are left out. */
  readonly acled: Readonly<Partial<Record<AcledColumn, string>>>;
}
