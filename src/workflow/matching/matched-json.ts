import { csvLine } from "../../formats/index.ts";
import type { CountRange, DerivedCount } from "../../match/index.ts";
import type { MatchedFolder, MatchedIncident } from "./match-folder.ts";

/** A matched folder as JSON. "At least" has no upper end: `null`. */
export function matchedJson({ claims, model, batch, counts, incidents, covers, answer }: MatchedFolder): object {
  const { origin, notice } = batch.model.weights;
  return {
    folder: claims.folder.path,
    model: { version: model, origin, notice: notice ?? null },
    names: claims.words.version,
    counts,
    knownAnswer: answer ?? null,
    incidents: incidents.map(incidentJson),
    covers,
  };
}

function incidentJson(incident: MatchedIncident): object {
  const { id, band, probability = null, weakest = null, nearest = null, members, copies, derived } = incident;
  return {
    id,
    band,
    probability,
    weakest,
    nearest,
    voices: derived.voices,
    reports: members.map(({ claim, source, label, when, where, words, event = null, toldBy }) => ({
      id: claim.id,
      source,
      copyOf: copies.get(claim.id) ?? null,
      label,
      when,
      where,
      words,
      event,
      toldBy,
      killed: rangeJson(claim.killed),
    })),
    killed: countJson(derived.killed),
    injured: countJson(derived.injured),
    actors: derived.actors,
    isAttributionDisputed: derived.isAttributionDisputed,
  };
}

function rangeJson(range: CountRange | undefined): object | null {
  return range ? { least: range.least, most: Number.isFinite(range.most) ? range.most : null } : null;
}

function countJson(count: DerivedCount | undefined): object | null {
  if (!count) return null;
  const { floorHeldByTwo = null, high, ...rest } = count;
  return { ...rest, high: Number.isFinite(high) ? high : null, floorHeldByTwo };
}

const HEADER = [
  "incident",
  "band",
  "probability",
  "voices",
  "report",
  "source",
  "copy_of",
  "event",
  "when",
  "where",
  "label",
  "killed_least",
  "killed_most",
  "nearest",
  "nearest_probability",
  "words",
];

/** A line for each report of each incident. */
export function* matchedCsv(incidents: readonly MatchedIncident[]): Generator<string, void> {
  yield `${csvLine(HEADER)}\n`;
  for (const { id, band, probability, derived, members, copies, nearest } of incidents) {
    for (const { claim, source, event = "", when, where, label, words } of members) {
      const { least, most } = claim.killed ?? {};
      yield `${csvLine([
        id,
        band,
        probability === undefined ? "" : probability.toFixed(3),
        String(derived.voices),
        claim.id,
        source,
        copies.get(claim.id) ?? "",
        event,
        when,
        where,
        label,
        least === undefined ? "" : String(least),
        most === undefined || !Number.isFinite(most) ? "" : String(most),
        nearest?.incident ?? "",
        nearest ? nearest.probability.toFixed(3) : "",
        words,
      ])}\n`;
    }
  }
}
