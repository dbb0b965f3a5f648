import type { ColumnMapping } from "../../formats/index.ts";
import type { Protection } from "../../store/index.ts";

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
  /** Ids are told apart within it: the same id again is a revision. It stands in the ledger, so it names nobody. */
  readonly dataSet: string;
  /** Who told what rows name no source for, if sources may be named. Unset: the data set. */
  readonly publisher?: string;
  readonly audience: readonly string[];
  readonly protection: Protection;
  /** Which column of somebody else's table holds what. */
  readonly mapping?: ColumnMapping;
}
