import type { Interval } from "../kit/index.ts";

/**
 * One occurrence as one record tells it, in no source's vocabulary. Built by `formats/*`, judged by `judge`.
 *
 * What the record leaves open stays open: a stretch of time, a circle or an area, a pair of sides with no direction, a
 * number that is `undefined` and never 0. Nothing here says more than its record did.
 *
 * The distinctions are those of the UCDP Georeferenced Event Dataset (Sundberg & Melander 2013, Journal of Peace Research
 * 50(4); Högbladh 2019, UCDP GED Codebook 19.1), which other data sets make too, under other names.
 */
export interface OccurrenceDraft {
  /** Stable in its source over releases. */
  readonly id: string;
  /** What its source calls it, such as the pair of actors: `Government of Syria - IS`. */
  readonly label: string;
  /** `undefined`: the record does not say, or it was no use of force. */
  readonly kind: OccurrenceKind | undefined;
  /** As listed. The order says nothing about who attacked whom: only `direction` does. A side that nobody named is absent. */
  readonly sides: readonly [first?: Side | undefined, second?: Side | undefined];
  readonly direction: Direction;
  readonly when: Whenabouts;
  readonly where: Whereabouts;
  /**
   * The source had already added several incidents together and they cannot be taken apart again: the time and the place
   * cover all of them, and the numbers are their sum. `undefined`: the record does not say.
   */
  readonly aggregate: boolean | undefined;
  readonly casualties: Casualties;
  /** The documents that the record was made from. */
  readonly citations: readonly Citation[];
  /** Who told the authors of those documents, in the record's own words: `SOHR, VDC`. */
  readonly toldBy: string | undefined;
}

/** Between two organised forces of which one is a government · between two that are not · by one of them against civilians. */
export type OccurrenceKind = (typeof OCCURRENCE_KINDS)[number];
export const OCCURRENCE_KINDS = ["state-based", "non-state", "one-sided"] as const;

/** Who acted on whom. Two forces that fought are `unknown`: the record does not say who began. */
export type Direction = "unknown" | "first-on-second";

export interface Side {
  /** As written, in the record's own words; several groups may share one name, and one name hide several. */
  readonly name: string;
  /** The source's own number for it, with the source's name before it: `ucdp:118`. */
  readonly code: string | undefined;
}

export interface Whenabouts {
  /** No part of the occurrence is outside this stretch. */
  readonly interval: Interval;
  /** The zone that its days were counted in. If the record's zone is not known, `UTC`, and the stretch is wider for it. */
  readonly zone: string;
  /** In the record's own words: `2016-03-01 to 2016-03-04`. */
  readonly asStated: string;
  /**
   * `throughout`: something of it happened on each of the days (a day that is exact, or a fight of several days).
   * `within`: all that is known is that it happened at some time in the stretch.
   */
  readonly spread: "throughout" | "within";
  /** One day, and that day is certain. */
  readonly exact: boolean;
}

export interface Whereabouts {
  readonly precision: PlacePrecision;
  /** The place is inside this circle. `undefined` if no circle is known to hold it. */
  readonly circle: Circle | undefined;
  /** Named areas that certainly hold the place, as written, the smallest first. */
  readonly within: readonly string[];
  /** All areas named, the smallest first; those not in `within` only hold the point that the source drew. */
  readonly areaNames: readonly string[];
  readonly country: string | undefined;
  /** Where the source puts it on a map. It may stand for a whole province, so draw with it but never decide by it. `undefined`: not known. */
  readonly drawnAt: Point | undefined;
  /** The place in the record's own words. */
  readonly asStated: string;
}

/**
 * `exact`: a named place · `near`: the surroundings of a named place · `district`, `province`, `country`: that, and no more ·
 * `fuzzy`: along a line or in an area without known edges · `international`: waters or air space of no country ·
 * `unstated`: the record does not say how exact it is.
 */
export type PlacePrecision = (typeof PLACE_PRECISIONS)[number];
export const PLACE_PRECISIONS = [
  "exact",
  "near",
  "district",
  "province",
  "fuzzy",
  "country",
  "international",
  "unstated",
] as const;

/** WGS 84, decimal degrees. */
export interface Point {
  readonly latitude: number;
  readonly longitude: number;
}

export interface Circle {
  readonly centre: Point;
  readonly radiusMetres: number;
}

/** Deaths only, for UCDP. `undefined`: the record does not say. The estimates are kept as given even if they contradict each other. */
export interface Casualties {
  readonly best: number | undefined;
  readonly low: number | undefined;
  readonly high: number | undefined;
  readonly sideA: number | undefined;
  readonly sideB: number | undefined;
  readonly civilians: number | undefined;
  /** Dead of whom it is not known to which side they belonged. */
  readonly unknown: number | undefined;
}

/** One cited document. */
export interface Citation {
  /** Who published it. */
  readonly office: string | undefined;
  /** The day it was published, `YYYY-MM-DD`. */
  readonly date: string | undefined;
  /** Its headline; the whole citation, as written, if it could not be taken apart. */
  readonly headline: string;
}
