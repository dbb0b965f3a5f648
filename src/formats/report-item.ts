import type { ReportDraft } from "../domain/index.ts";
import type { Place, Problem } from "../kit/index.ts";

/** What came out of a file of reports, whatever its format: what became of one row, or trouble with the file as a whole. */
export type ReportItem = ReportRow | { readonly kind: "problem"; readonly problem: Problem };

/** One row of a table, feature, submission or line. Without a draft it was refused, and one of the problems is an error. */
export interface ReportRow {
  readonly kind: "row";
  readonly draft: ReportDraft | undefined;
  readonly problems: readonly Problem[];
  readonly at: Place;
}

/** What a reader of reports needs to know besides the bytes. */
export interface ReportReadOptions {
  /** Named in the place of every problem. */
  readonly file?: string;
  /** The zone that times without one are in, if whoever loads the file knows it. Without it such times are taken wide enough for any. */
  readonly zone?: string;
}

/** A row that was there and could not be read at all. */
export function refusedRow(problem: Problem): ReportRow {
  return { kind: "row", draft: undefined, problems: [problem], at: problem.at };
}

/** The beginning of a text, short enough for a message. */
export function excerpt(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}
