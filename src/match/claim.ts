import type { Instant } from "../kit/index.ts";

/**
 * One alleged incident in one report. Matching works on claims, never on articles: a round-up is many claims of one source.
 * What a report does not say is `undefined`, which speaks neither for nor against anything.
 */
export interface Claim {
  readonly id: string;
  /** The report it stands in; two claims of one report are two incidents. */
  readonly report: string;
  /** The desk that reports. */
  readonly source: string;
  readonly when: ClaimTime | undefined;
  /** When the source told it. */
  readonly publishedAt: Instant | undefined;
  readonly where: ClaimPlace | undefined;
  readonly actors: readonly ClaimActor[];
  /** From the root of the tree of kinds to the kind itself: `attack/shelling/mortar`. Empty: not said. */
  readonly kind: readonly string[];
  readonly killed: CountRange | undefined;
  readonly injured: CountRange | undefined;
  /** For recognising copies only: wording is never evidence that two reports mean one incident. */
  readonly text: string | undefined;
  readonly url: string | undefined;
  /** An earlier claim of the same source that this one explicitly updates. */
  readonly updates: string | undefined;
  /** It sums several incidents, so it is never clustered; it covers them. */
  readonly isAggregate: boolean;
}

export interface ClaimTime {
  readonly from: Instant;
  /** Not before `from`; equal to it for a moment. */
  readonly to: Instant;
  readonly precision: TimePrecision;
}

/** 0 minute · 1 part of a day · 2 day · 3 two to six days · 4 week · 5 month or more. */
export type TimePrecision = 0 | 1 | 2 | 3 | 4 | 5;

export interface ClaimPlace {
  /** Degrees, WGS 84. */
  readonly latitude: number;
  readonly longitude: number;
  /** The place is within this distance of the point. */
  readonly radiusKm: number;
  readonly precision: PlacePrecision;
  /** The name of the place, folded. */
  readonly name: string | undefined;
  /** Codes of the units that hold it, the largest first: province, district. */
  readonly units: readonly string[];
  readonly country: string | undefined;
}

/** 0 measured · 1 settlement · 2 near a settlement · 3 district · 4 province · 5 line or fuzzy · 6 country. */
export type PlacePrecision = 0 | 1 | 2 | 3 | 4 | 5 | 6;

export interface ClaimActor {
  /** `first` and `second`: the sides as the claim lists them, which does not say who acted on whom. */
  readonly side: "first" | "second";
  /** The resolved actor, or `undefined` if the name is unknown or says nothing (`gunmen`). */
  readonly actor: string | undefined;
  /** What it is a part of. */
  readonly parent: string | undefined;
  /** A word that any group could go by. */
  readonly isGeneric: boolean;
  /** As written, folded. */
  readonly name: string;
}

/** `most` is `Infinity` for "at least". */
export interface CountRange {
  readonly least: number;
  readonly most: number;
}
