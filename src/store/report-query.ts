import { sql, type RawBuilder } from "kysely";
import type { Row } from "./nouns.ts";
import { hasWord, wordsToFind } from "./text-search.ts";
import { instant } from "./tiers.ts";

/** One selection of reports, for list and export. Everything unset selects everything. */
export interface ReportQuery {
  /** `event`: what a source tells of an occurrence; `citation`: a document that was cited. */
  readonly kind?: string;
  /** Reports of what begins in this stretch, `to` exclusive; milliseconds since 1970 UTC. */
  readonly from?: number;
  readonly to?: number;
  /** A side by the name that the source has for it. */
  readonly side?: string;
  readonly act?: string;
  /** Words that all have to be there, in any script. Whoever may not read what sources wrote finds nothing by it. */
  readonly text?: string;
  /** The handle of the source. */
  readonly source?: string;
}

/** A report as a list shows it; what is not for the viewer is `null`. Instants in milliseconds since 1970 UTC. */
export type ReportListed = Pick<
  Row<"report">,
  | ("id" | "recorded_at" | "kind" | "data_set" | "external_id" | "source" | "label" | "earliest" | "latest")
  | ("latitude" | "longitude" | "radius_m" | "precision" | "within" | "country" | "sides" | "acts")
  | ("dead_least" | "dead_best" | "dead_most")
>;

export const LISTED = sql.raw(
  `id recorded_at kind data_set external_id source label earliest latest latitude longitude radius_m precision within country
   sides acts dead_least dead_best dead_most`
    .split(/\s+/u)
    .map((name) => `r.${name}`)
    .join(", "),
);

/** What a report, called `r`, has to satisfy. `sources`: the ids of the source asked for. */
export function reportConditions(
  { kind, from, to, side, act, text, source }: ReportQuery,
  sources: readonly string[],
): readonly RawBuilder<unknown>[] {
  return [
    ...(kind === undefined ? [] : [sql`r.kind = ${kind}`]),
    ...(from === undefined ? [] : [sql`r.earliest >= ${instant(from)}`]),
    ...(to === undefined ? [] : [sql`r.earliest < ${instant(to)}`]),
    ...(side === undefined ? [] : [sql`r.sides @> array[${side}]::text[]`]),
    ...(act === undefined ? [] : [sql`r.acts @> array[${act}]::text[]`]),
    ...(text === undefined ? [] : wordsToFind(text).map((word) => hasWord("r.words", word))),
    ...(source === undefined ? [] : [sql`r.source = any(${sources}::uuid[])`]),
  ];
}

/** Where a list in the order of time goes on. */
export interface PlaceInTime {
  readonly earliest: number | null;
  readonly id: string;
}

/**
 * All reports, called `r`, after a place in the list, in parts that follow each other: those with a time and those without.
 * Each goes along the index in the order of time.
 */
export function reportsFrom(place: PlaceInTime | undefined): readonly RawBuilder<unknown>[] {
  const dated = sql`r.earliest is not null`;
  const undated = sql`r.earliest is null`;
  if (place === undefined) return [dated, undated];
  const { earliest, id } = place;
  if (earliest === null) return [sql`r.earliest is null and r.id < ${id}::uuid`];
  return [sql`(r.earliest, r.id) < (${instant(earliest)}, ${id}::uuid)`, undated];
}
