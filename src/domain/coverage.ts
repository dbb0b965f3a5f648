import type { Place } from "../kit/index.ts";

/**
 * What somebody watched, where and when. Silence says something only here: where a statement is `closed`, an event that is
 * not in the record did not happen; everywhere else nothing in the record means nothing.
 */
export interface CoverageStatement {
  /** Ids of areas; `everywhere`: wherever the agreement speaks of. Never empty: what is not said is not covered. */
  readonly areas: readonly string[] | "everywhere";
  /** Kinds of act in the words of the agreement, each with its narrower kinds. */
  readonly acts: readonly string[] | "any";
  /** The same for weapons. `any`: whatever weapon was used, and if that was not known. */
  readonly weapons: readonly string[] | "any";
  /** Local dates or date-times on the agreement's clocks; `until` exclusive. */
  readonly since: string;
  readonly until: string;
  /** When the statement was made or could be known. Not before `until`: nobody can vouch for what is still to come. */
  readonly known: string;
  /** Everything of the kind would have been recorded. False: some was watched, and some may have been missed. */
  readonly closed: boolean;
  /** Who vouches for it. */
  readonly source: string;
  readonly note?: string;
  /** Where the statement stands, for messages. */
  readonly at: Place;
}
