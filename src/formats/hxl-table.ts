import type { Place, Problem } from "../kit/index.ts";
import type { HxlTag } from "./hxl-tags.ts";

/**
 * Tables with a row of HXL hashtags (Humanitarian Exchange Language 1.1), as CSV or as JSON. The hashtags stand in one of the
 * first 25 rows; what is above them is headers for people, what is below is data.
 */
export interface HxlColumn {
  /** `undefined`: the column has no hashtag. */
  readonly tag: HxlTag | undefined;
  /** What stands above the hashtag; blank if nothing does. */
  readonly header: string;
}

export type HxlItem =
  /** Once, before any row. */
  | { readonly kind: "columns"; readonly columns: readonly HxlColumn[]; readonly form: "csv" | "json" }
  /** As many values as there are columns. */
  | { readonly kind: "row"; readonly values: readonly string[]; readonly at: Place }
  /** A row that was there and cannot be used. */
  | { readonly kind: "refused"; readonly problem: Problem }
  /** Trouble with the file. */
  | { readonly kind: "problem"; readonly problem: Problem };

export interface HxlOptions {
  /** Named in the place of every problem. */
  readonly file?: string;
}

/** So many rows may stand above the hashtags: the standard looks for them no further down. */
export const mostRowsBefore = 24;
