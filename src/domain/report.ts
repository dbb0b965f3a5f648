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
  /** People harmed, besides the deaths in `casualties`: at most one entry for a kind and a group, in the order of `sortHarm`. */
  readonly harm: readonly Harm[];
  /** The narrative, in the source's own words. */
  readonly narrative: string | undefined;
  /** How it stands to an earlier report of the same source. */
  readonly regards: { readonly relation: ReportRelation; readonly report: string } | undefined;
  /** Names of the files that came with it, as their tool names them. */
  readonly attachments: readonly string[];
  /** What the tool that it came from says of its own review. Never a level of ours: people set those. */
  readonly toolReview: ToolReview | undefined;
}

export type ReportRelation = (typeof REPORT_RELATIONS)[number];
export const REPORT_RELATIONS = ["denies", "corrects", "repeats", "withdraws"] as const;

/** At least and at most so many. `undefined`: that end is not known. */
export interface Range {
  readonly least: number | undefined;
  readonly most: number | undefined;
}

/** "About 240 explosions" is one count, never 240 occurrences. Neither end known: that there were some, not how many. */
export interface Count extends Range {
  /** `explosion`, `burst`, `shot`, `projectile`: as the source counts. */
  readonly unit: string;
}

/** How many of a group of people were harmed in a way. */
export interface Harm extends Range {
  readonly what: HarmKind;
  readonly whom: HarmedGroup;
}

export type HarmKind = (typeof HARM_KINDS)[number];
export const HARM_KINDS = ["killed", "injured", "missing", "abducted", "detained", "displaced"] as const;

/** `people`: everybody. The groups overlap: a woman is also a civilian or a combatant, so they are never added up. */
export type HarmedGroup = (typeof HARMED_GROUPS)[number];
export const HARMED_GROUPS = [
  "people",
  "civilians",
  "combatants",
  "women",
  "men",
  "girls",
  "boys",
  "children",
] as const;

/** The order in which harm is told: by kind, then by group. */
export function sortHarm(harm: readonly Harm[]): readonly Harm[] {
  const place = ({ what, whom }: Harm): number => HARM_KINDS.indexOf(what) * 100 + HARMED_GROUPS.indexOf(whom);
  return harm.toSorted((a, b) => place(a) - place(b));
}

/** A mark that another tool's users gave a report, in that tool's words: `validation_status_approved` of Kobo. */
export interface ToolReview {
  readonly tool: string;
  readonly status: string;
  readonly by: string | undefined;
  /** When, as that tool writes it. */
  readonly at: string | undefined;
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
    harm: [],
    narrative: undefined,
    regards: undefined,
    attachments: [],
    toolReview: undefined,
  };
}
