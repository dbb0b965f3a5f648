/**
 * The two ladders on which people place an incident: whether it happened, and who did it. They are climbed apart from each
 * other and apart from the third, whether it is a breach. People set levels; what is computed here is only what the evidence
 * would justify, to be shown beside.
 */

export const OCCURRENCE_LEVELS = [
  "reported",
  "partly corroborated",
  "likely",
  "confirmed",
  "contested",
  "unfounded",
  "cannot be determined",
] as const;
export type OccurrenceLevel = (typeof OCCURRENCE_LEVELS)[number];

export const ATTRIBUTION_LEVELS = [
  "none made",
  "claimed",
  "disputed",
  "assessed low",
  "assessed medium",
  "assessed high",
  "acknowledged",
  "not possible",
] as const;
export type AttributionLevel = (typeof ATTRIBUTION_LEVELS)[number];

export const LADDERS = ["occurrence", "attribution"] as const;
export type Ladder = (typeof LADDERS)[number];

/** Levels that say who: without an actor they say nothing. */
export const ATTRIBUTION_NAMES_ACTOR: ReadonlySet<AttributionLevel> = new Set([
  "claimed",
  "assessed low",
  "assessed medium",
  "assessed high",
  "acknowledged",
]);

/** What a party asked about an incident has answered. */
export const POSITIONS = ["acknowledged", "acknowledged in part", "denied", "not responsible", "no position"] as const;
/** `denied`: that it happened. `not responsible`: it happened, and the party did not do it. */
export type Position = (typeof POSITIONS)[number];

/** What there is to go by. Voices are independent lineages: ten copies of one story are one voice. */
export interface Evidence {
  readonly reports: number;
  /** Voices that tell of it. */
  readonly voices: number;
  /** Voices that say it did not happen, without the parties that were asked. */
  readonly denials: number;
  /** Who is said to have acted, and by how many voices. */
  readonly named: readonly { readonly actor: string; readonly voices: number }[];
  readonly positions: readonly { readonly party: string; readonly position: Position }[];
}

/** Voices from which on a level is justified. `confirmed` unset: no number of voices confirms; somebody has to find it so. */
export interface Thresholds {
  readonly "partly corroborated": number;
  readonly likely: number;
  readonly confirmed?: number;
}

export const DEFAULT_THRESHOLDS: Thresholds = { "partly corroborated": 2, likely: 3 };

/** A level, and by what it would be justified, in words without a name in them. */
export interface Justified<Level> {
  readonly level: Level;
  readonly because: string;
}

export function justifyOccurrence(evidence: Evidence, thresholds = DEFAULT_THRESHOLDS): Justified<OccurrenceLevel> {
  const { voices, denials, reports, positions } = evidence;
  const told = `${count(voices, "independent voice")} in ${count(reports, "report")}`;
  const denying = denials + positions.filter(({ position }) => position === "denied").length;
  if (voices === 0 && denying === 0) return { level: "cannot be determined", because: "nobody tells of it" };
  if (denying > 0)
    return { level: "contested", because: `${told}, and ${count(denying, "voice")} that it did not happen` };
  return { level: levelByVoices(voices, thresholds), because: told };
}

function levelByVoices(voices: number, thresholds: Thresholds): OccurrenceLevel {
  if (thresholds.confirmed !== undefined && voices >= thresholds.confirmed) return "confirmed";
  if (voices >= thresholds.likely) return "likely";
  return voices >= thresholds["partly corroborated"] ? "partly corroborated" : "reported";
}

/** Two voices that name one actor justify no more than a low assessment: what they rest on is for people to weigh. */
export function justifyAttribution({ named, positions }: Evidence): Justified<AttributionLevel> {
  const owned = positions.filter(({ position }) => position.startsWith("acknowledged")).length;
  if (owned > 0) return { level: "acknowledged", because: `${count(owned, "party", "parties")} acknowledged it` };
  if (named.length === 0) return { level: "none made", because: "no voice says who acted" };
  const refused = positions.filter(({ position }) => position === "denied" || position === "not responsible").length;
  if (named.length > 1) return { level: "disputed", because: `voices name ${named.length} different actors` };
  const { voices } = named[0]!;
  const naming = `${count(voices, "independent voice")} ${voices === 1 ? "names" : "name"} one actor`;
  if (refused > 0)
    return { level: "disputed", because: `${naming}, and ${count(refused, "party", "parties")} asked denied it` };
  return { level: voices >= 2 ? "assessed low" : "claimed", because: naming };
}

function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}
