import type { Citation, ReportDraft } from "../../domain/index.ts";
import { searchWords } from "../../kit/index.ts";
import { canonicalJson, digestOf, type Json, type Said } from "../../store/index.ts";

/** A report and an incident of the record as rows. */

/** Where a draft stands: in which data set under which id, in which item at which row. */
export interface Origin {
  readonly dataSet: string;
  readonly item: string;
  readonly place: number;
  readonly source: string | null;
  /** Whether the source may be named beside what it told. */
  readonly isOpen: boolean;
}

export function reportRow(draft: ReportDraft, { dataSet, item, place, source, isOpen }: Origin): Said<"report"> {
  // Who a protected source is stands in its own compartment, and nowhere else.
  const body = isOpen ? draft : { ...draft, source: undefined, toldBy: undefined };
  const { sides, within, names } = namesOf(draft);
  return {
    kind: "event",
    data_set: dataSet,
    external_id: draft.id,
    item,
    place,
    source,
    label: draft.label,
    ...timeAndPlace(draft),
    precision: draft.where.precision,
    within,
    ...whatHappened(draft, sides),
    words: searchWords({ names, texts: draft.narrative === undefined ? [] : [draft.narrative] }),
    content: digestOf(canonicalJson(body)),
    body: body as unknown as Json,
  };
}

/** What the record knows of the incident that one report makes, before others are matched with it. */
export function incidentRow(draft: ReportDraft, report: string, area: string | null): Said<"incident"> {
  const { sides, names } = namesOf(draft);
  return {
    account: report,
    label: draft.label,
    kind: draft.kind ?? "unsaid",
    earliest: draft.when.interval.earliest,
    latest: draft.when.interval.latest,
    ...pointOf(draft),
    area,
    ...whatHappened(draft, sides),
    occurrence: "reported",
    attribution: "none made",
    public_words: searchWords({ names: [...sides, ...(area === null ? [] : [area])] }),
    words: searchWords({ names }),
    body: {},
  };
}

function namesOf({ sides, where, label }: ReportDraft): { sides: string[]; within: string[]; names: string[] } {
  const names = sides.flatMap((side) => (side ? [side.name] : []));
  const within = [...where.within];
  return { sides: names, within, names: [label, ...names, ...where.areaNames, where.asStated] };
}

function pointOf({ where }: ReportDraft): Pick<Said<"report">, "latitude" | "longitude" | "radius_m"> {
  const point = where.circle?.centre ?? where.drawnAt;
  return {
    latitude: point?.latitude ?? null,
    longitude: point?.longitude ?? null,
    radius_m: where.circle?.radiusMetres ?? null,
  };
}

function timeAndPlace(
  draft: ReportDraft,
): Pick<Said<"report">, "earliest" | "latest" | "latitude" | "longitude" | "radius_m"> {
  return { earliest: draft.when.interval.earliest, latest: draft.when.interval.latest, ...pointOf(draft) };
}

type WhatHappened = Pick<Said<"report">, "country" | "sides" | "acts" | "dead_least" | "dead_best" | "dead_most">;

function whatHappened({ where, casualties, acts }: ReportDraft, sides: readonly string[]): WhatHappened {
  return {
    country: where.country ?? null,
    sides,
    acts,
    dead_least: casualties.low ?? null,
    dead_best: casualties.best ?? null,
    dead_most: casualties.high ?? null,
  };
}

/** The bytes of a document that is only known from being cited: what was cited, and nothing made up. */
export function citationBytes({ office, date, headline }: Citation): Uint8Array {
  return new TextEncoder().encode(`${canonicalJson({ cited: { office, date, headline } })}\n`);
}

/** A document that a data set cites, as a report of whoever published it. What it says of the incident is not in it. */
export function citationRow(
  citation: Citation,
  { dataSet, item, source }: Omit<Origin, "place" | "isOpen">,
): Said<"report"> {
  const body = { office: citation.office ?? null, date: citation.date ?? null, headline: citation.headline };
  return {
    kind: "citation",
    data_set: `${dataSet} citations`,
    external_id: item.slice(0, 32),
    item,
    place: null,
    source,
    label: citation.headline,
    ...{ earliest: null, latest: null, latitude: null, longitude: null, radius_m: null, precision: null },
    within: [],
    ...{ country: null, sides: [], acts: [], dead_least: null, dead_best: null, dead_most: null },
    words: searchWords({ texts: [citation.headline], names: citation.office === undefined ? [] : [citation.office] }),
    content: digestOf(canonicalJson(body)),
    body,
  };
}
