import type { Citation, ReportDraft } from "../../domain/index.ts";
import { encodeReport } from "../../formats/index.ts";
import { searchWords } from "../../kit/index.ts";
import { CanonicalJson, canonicalJson, digestOf, type Told } from "../../store/index.ts";

/** A report and an incident of the record as rows, as far as they follow from the draft alone. */

/** Where a draft stands: in which data set under which id, in which item at which row. */
export interface Origin {
  readonly dataSet: string;
  readonly item: string;
  readonly place: number;
  /** Whether the source may be named beside what it told. */
  readonly isOpen: boolean;
}

export type ReportRow = Omit<Told<"report">, "source">;
export type IncidentRow = Omit<Told<"incident">, "account">;

export function reportRow(draft: ReportDraft, { dataSet, item, place, isOpen }: Origin): ReportRow {
  // Who a protected source is stands in its own compartment, and nowhere else.
  const body = new CanonicalJson(encodeReport(isOpen ? draft : { ...draft, source: undefined, toldBy: undefined }));
  const { sides, within, names } = namesOf(draft);
  return {
    kind: "event",
    data_set: dataSet,
    external_id: draft.id,
    item,
    place,
    label: draft.label,
    ...timeAndPlace(draft),
    precision: draft.where.precision,
    within,
    ...whatHappened(draft, sides),
    words: searchWords({ names, texts: draft.narrative === undefined ? [] : [draft.narrative] }),
    content: digestOf(body.text),
    body,
  };
}

/** What the record knows of the incident that one report makes, before others are matched with it. */
export function incidentRow(draft: ReportDraft): IncidentRow {
  const { sides, names } = namesOf(draft);
  const area = draft.where.within.at(-1) ?? draft.where.country ?? null;
  return {
    label: draft.label,
    kind: draft.kind ?? "unsaid",
    ...timeAndPlace(draft),
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

function pointOf({ where }: ReportDraft): Pick<Told<"report">, "latitude" | "longitude" | "radius_m"> {
  const point = where.circle?.centre ?? where.drawnAt;
  return {
    latitude: point?.latitude ?? null,
    longitude: point?.longitude ?? null,
    radius_m: where.circle?.radiusMetres ?? null,
  };
}

function timeAndPlace(
  draft: ReportDraft,
): Pick<Told<"report">, "earliest" | "latest" | "latitude" | "longitude" | "radius_m"> {
  const { earliest, latest } = draft.when.interval;
  return { earliest: finite(earliest), latest: finite(latest), ...pointOf(draft) };
}

type WhatHappened = Pick<Told<"report">, "country" | "sides" | "acts" | "dead_least" | "dead_best" | "dead_most">;

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

/** What stands for a document that is only known from being cited: what was cited, and nothing made up. */
export function citationText({ office, date, headline }: Citation): string {
  return `${canonicalJson({ cited: { office, date, headline } })}\n`;
}

/** A headline does not say when, where and what, and what the data set made of it is another report. */
const NOT_SAID = {
  earliest: null,
  latest: null,
  latitude: null,
  longitude: null,
  radius_m: null,
  precision: null,
  country: null,
  sides: [],
  acts: [],
  dead_least: null,
  dead_best: null,
  dead_most: null,
};

/** A document that a data set cites, as a report of whoever published it. What it says of the incident is not in it. */
export function citationRow(citation: Citation, { dataSet, item }: Pick<Origin, "dataSet" | "item">): ReportRow {
  const { office = null, date = null, headline } = citation;
  const body = new CanonicalJson({ office, date, headline });
  return {
    kind: "citation",
    data_set: citationsOf(dataSet),
    external_id: citationId(item),
    item,
    place: null,
    label: headline,
    ...NOT_SAID,
    within: [],
    words: searchWords({ texts: [headline], names: office === null ? [] : [office] }),
    content: digestOf(body.text),
    body,
  };
}

/** Documents are told apart within the data set that cites them. */
export function citationsOf(dataSet: string): string {
  return `${dataSet} citations`;
}

/** The id of a cited document among them, from the digest of what was cited. */
export function citationId(digest: string): string {
  return digest.slice(0, 32);
}

/** An end that is not known is open. */
function finite(instant: number): number | null {
  return Number.isFinite(instant) ? instant : null;
}
