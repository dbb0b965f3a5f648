import type { Interval } from "../kit/index.ts";
import type { OccurrenceDraft } from "./occurrence.ts";

/**
 * One account by one source of one occurrence, as an item told it. Never altered afterwards: a later report may deny,
 * correct or repeat it. What a format does not say is `undefined` (or an empty list), which is never "no" and never 0.
 */
export interface ReportDraft extends OccurrenceDraft {
  /** Who tells, in the record's own words: a monitor team, a liaison office, a newspaper. */
  readonly source: string | undefined;
  /** When the source told it. */
  readonly reported: Interval | undefined;
  /** Kinds of act, in the words of the shared vocabulary (`shelling`): all of them happened. Empty: the record does not say. */
  readonly acts: readonly string[];
  /** Weapons, in the words of the shared vocabulary. Empty: the record does not say. */
  readonly weapons: readonly string[];
  /** Things counted, each in its own unit; different units are never added. */
  readonly counts: readonly Count[];
  /** The narrative, in the source's own words. */
  readonly narrative: string | undefined;
  /** How it stands to an earlier report of the same source. */
  readonly regards: { readonly relation: ReportRelation; readonly report: string } | undefined;
}

export type ReportRelation = "denies" | "corrects" | "repeats" | "withdraws";

/** "About 240 explosions" is one count, never 240 occurrences. */
export interface Count {
  /** `undefined`: that there were some, not how many. */
  readonly least: number | undefined;
  readonly most: number | undefined;
  /** `explosion`, `burst`, `shot`, `projectile`: as the source counts. */
  readonly unit: string;
}

/** A data set's record as a report: what its format has no words for stays unsaid. */
export function reportFrom(occurrence: OccurrenceDraft): ReportDraft {
  return {
    ...occurrence,
    source: undefined,
    reported: undefined,
    acts: [],
    weapons: [],
    counts: [],
    narrative: undefined,
    regards: undefined,
  };
}
